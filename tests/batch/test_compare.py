"""The page of `diaodu compare`: which versions it takes, where it stands, what it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from batch import tiny
from diaodu import cli, store
from diaodu.batch import compare
from diaodu.params import Run, open_run
from publish.markup import Parts

pytestmark = pytest.mark.slow


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run with empty tables that need not be made, and another file of the same quarter."""
    root = tiny.repository(tmp_path)
    text = (root / tiny.FILE).read_text(encoding="utf-8")
    tiny.put(root / "params" / "testland" / "2022Q1-other.yml", text)
    tiny.with_tables(root)
    empty = store.load(open_run(root / tiny.FILE))
    monkeypatch.setattr(compare, "_tables", lambda run: empty)
    return open_run(root / tiny.FILE)


def test_two_files_of_a_quarter_make_a_page_beside_the_seconds_reports(run) -> None:
    other = open_run(run.root / "params" / "testland" / "2022Q1-other.yml", lang="en")
    made = compare.write(compare.Side(run), compare.Side(other))
    assert made.path == other.reports / "compare-2022Q1-2022Q1-other.en.html"
    assert made.count == 0
    parts = Parts(made.path.read_text(encoding="utf-8"))
    assert "nothing changed" in parts.drawn
    assert "No change in: Expected figures, Figures published or reported, Annual" in parts.drawn
    assert [level for level, _ in parts.headings] == [1]
    assert not parts.all("script")


def test_a_day_has_its_own_name_and_is_written_as_readers_write_it(run) -> None:
    made = compare.write(compare.Side(run, date(2022, 4, 1)), compare.Side(run))
    assert made.path.name == "compare-2022Q1-2022-04-01-2022Q1.html"
    assert "2022Q1（2022年4月1日）" in Parts(made.path.read_text(encoding="utf-8")).drawn


def test_the_index_that_lies_beside_is_linked(run) -> None:
    sides = compare.Side(run, date(2022, 4, 1)), compare.Side(run)
    alone = Parts(compare.write(*sides).path.read_text(encoding="utf-8"))
    tiny.put(run.reports / "index.html", "an index")
    beside = Parts(compare.write(*sides).path.read_text(encoding="utf-8"))
    links = [[a["href"] for a in parts.all("a")] for parts in (alone, beside)]
    assert "index.html" not in links[0] and "index.html" in links[1]


def test_what_cannot_be_compared_is_refused(run, capsys) -> None:
    file = str(run.file)
    asked = {
        (file, file): "found the same version twice; expected two",
        (file,): "found no earlier version: no correction was received and handed_out is not set",
        (
            file,
            "--as-of",
            "22.3.2022",
        ): "--as-of: expected a day such as 2022-03-18, found 22.3.2022",
    }
    for arguments, message in asked.items():
        assert cli.main(["compare", *arguments, "--lang", "en"]) == cli.WRONG_USAGE
        assert message in capsys.readouterr().err


def test_two_provinces_are_not_compared(run) -> None:
    quarter = run.quarter.model_copy(update={"province": "elsewhere"})
    other = compare.Side(Run(**{**vars(run), "quarter": quarter}))
    with pytest.raises(
        compare.ParameterError, match="found elsewhere; expected the province testl"
    ):
        compare.write(compare.Side(run), other)


def test_the_command_prints_how_many_changes_there_are_and_where_the_page_is(run, capsys) -> None:
    assert cli.main(["compare", str(run.file), "--as-of", "2022-04-01", "--lang", "en"]) == 0
    first, path = capsys.readouterr().out.splitlines()
    assert first == "0 changes" and Path(path).is_file()
