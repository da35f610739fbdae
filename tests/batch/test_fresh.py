"""Only what changed is made again: one thing of each kind is changed, and the right units run."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from batch import tiny
from diaodu import contracts, store
from diaodu.batch import fingerprint, fresh, lock, plan, rows
from diaodu.batch.made import Made
from diaodu.params import Run, open_run

NOTE = {"area": "alpha", "period": "2022-03", "origin": "submitted", "section": "issue"}
IMPORTS = "from diaodu.present import prose"


def _write(run: Run, **tables) -> None:
    nothing = {name: contracts.empty(name) for name in contracts.SCHEMAS}
    store.write(run.processed, store.Tables(**{**nothing, **tables}))


@pytest.fixture
def run(tmp_path) -> Run:
    """A quarter whose reports have all been made, as far as the memory of it knows."""
    root = tiny.repository(tmp_path, city=tiny.notebook(IMPORTS, tiny.SHOW))
    run = open_run(root / tiny.FILE)
    _write(run, facts=_facts("alpha", "beta"), targets=_targets())
    Made(run).took_in()
    _all_made(run)
    assert _stale(run) == {}
    return run


def _facts(*areas: str):
    row = {"period": "2022-03", "topic": "policy", "text_zh": "甲", "text_en": "a", "subject": "x"}
    row |= {"origin": "published", "source_id": "s", "locator": "1", "aspect": "event"}
    ids = [{**row, "fact_id": f"f{n}", "area": area} for n, area in enumerate(areas)]
    return contracts.typed("facts", ids)


def _targets():
    return contracts.empty("targets")


def _all_made(run: Run) -> None:
    made = Made(run)
    units = plan.units(run)
    parts = fresh.Parts(units, made.tables())
    for unit in units:
        tiny.put(unit.html, unit.id)
        tiny.put(unit.executed, unit.id)
        made.made(unit, parts[unit.name])
    index = tiny.put(run.reports / "index.html", "index")
    made.closed(index)


def _stale(run: Run) -> dict[str, tuple[tuple[str, ...], dict[str, int]]]:
    made, units = Made(run), plan.units(run)
    found = fresh.reasons(made, units, fresh.Parts(units, made.tables()))
    return {one.unit.id: (one.parts, one.rows) for one in found}


def _for(*units: str, parts: tuple[str, ...] = (), rows: dict[str, int] | None = None) -> dict:
    return dict.fromkeys(units, (parts, rows or {}))


CITIES = ("alpha", "beta", "gamma")
ALL = ("testland", *CITIES)


def test_another_notebook_runs_for_the_units_that_share_it(run) -> None:
    path = run.root / "notebooks" / "city.ipynb"
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert _stale(run) == _for(*CITIES, parts=("notebook",))
    assert fresh.index(run, plan.units(run)) is None


def test_a_rule_of_the_quarters_file_is_a_parameter_of_all(run) -> None:
    text = tiny.QUARTER.replace("history_from: 2021", "history_from: 2020")
    run.file.write_text(text, encoding="utf-8")
    assert _stale(open_run(run.file)) == _for(*ALL, parts=("parameters",))


def test_a_comment_in_the_quarters_file_changes_nothing(run) -> None:
    run.file.write_text(f"# a remark\n{tiny.QUARTER}", encoding="utf-8")
    assert _stale(open_run(run.file)) == {}


def test_the_catalogue_is_read_by_all(run) -> None:
    path = run.root / "params" / "catalog" / "industries.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert _stale(run) == _for(*ALL, parts=("catalog",))


@pytest.fixture
def package(tmp_path, monkeypatch) -> Path:
    """A copy of the package's files in which some may be changed; the code that runs is ours."""
    copy = tmp_path / "package" / "diaodu"
    shutil.copytree(fingerprint.PACKAGE, copy, ignore=shutil.ignore_patterns("*.pyc"))
    monkeypatch.setattr(fingerprint, "PACKAGE", copy)
    return copy


def _append(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")


@pytest.mark.parametrize(
    ("file", "part", "units"),
    [
        ("present/prose.py", "code", CITIES),  # the city's notebook alone imports it
        ("analysis/frames.py", "code", ALL),  # what is worked out before the fork uses it
        ("batch/inside.py", "code", ALL),
        ("messages/prose.yml", "code", ALL),
        ("publish/template/page.css", "template", ALL),
        ("intake/form/reader.py", None, ()),
    ],
)
def test_code_counts_where_it_can_be_reached(run, package, file, part, units) -> None:
    assert _stale(run) == {}
    _append(package / file)
    assert _stale(run) == _for(*units, parts=(part,))


@pytest.mark.parametrize("part", ["fonts", "versions"])
def test_other_fonts_and_versions_concern_all(run, monkeypatch, part) -> None:
    name = {"fonts": "_fonts", "versions": "versions"}[part]
    monkeypatch.setattr(fingerprint, name, lambda: "others")
    assert _stale(run) == _for(*ALL, parts=(part,))


def test_rows_that_only_one_area_reads_concern_it_and_the_province(run) -> None:
    issues = contracts.typed(
        "intake_issues",
        [_issue("beta", 1), _issue("beta", 2)],
    )
    _write(run, facts=_facts("alpha", "beta"), intake_issues=issues)
    Made(run).took_in()
    assert _stale(run) == _for("testland", "beta", rows={"intake_issues": 2})


def _issue(area: str, row: int) -> dict[str, object]:
    given = {"file": "f", "code": "value_comma", "found": "6，5", "severity": "warning"}
    return {**given, "area": area, "row": row, "expected": "", "details": "{}"}


def test_rows_of_an_area_that_is_hidden_from_the_others_concern_it_and_the_province(run) -> None:
    _write(run, facts=_facts("alpha", "beta", "gamma"))
    Made(run).took_in()
    assert _stale(run) == _for("testland", "gamma", rows={"facts": 1})


def test_a_report_that_was_changed_or_is_gone_is_made_again(run) -> None:
    (run.reports / "alpha.html").write_text("touched", encoding="utf-8")
    (run.reports / "notebooks" / "beta.ipynb").unlink()
    assert _stale(run) == _for("alpha", "beta")


def test_without_its_memory_everything_is_made_again(run) -> None:
    assert fresh.index(run, plan.units(run)) == run.reports / "index.html"
    shutil.rmtree(run.root / ".cache")
    assert fresh.index(run, plan.units(run)) is None
    assert set(_stale(run)) == set(ALL)
    broken = run.root / ".cache" / "testland" / "2022Q1" / "units" / "alpha.json"
    tiny.put(broken, "{")
    assert set(_stale(run)) == set(ALL)


def test_a_new_raw_file_asks_for_intake(run) -> None:
    made = Made(run)
    assert made.same_inputs()
    tiny.put(run.raw / "published" / "new.csv", "x")
    assert not made.same_inputs()
    (run.raw / "published" / "new.csv").unlink()
    assert made.same_inputs()
    (run.processed / "facts.parquet").write_bytes(b"other")
    assert not made.same_inputs()


def test_rows_are_counted_as_changed_once() -> None:
    assert rows.changed({"t": ["a", "b"], "u": ["x"]}, {"t": ["a", "c", "d"], "u": ["x"]}) == {
        "t": 2
    }
    assert rows.changed({"t": ["a", "b"]}, {"t": ["b", "a"]}) == {"t": 0}
    assert rows.changed({"t": ["a", "a"]}, {"t": ["a"]}) == {"t": 1}


def test_a_second_run_waits_for_the_first(run) -> None:
    waited: list[str] = []
    entered = threading.Event()

    def second() -> None:
        with lock.held(run, lambda: waited.append("second")):
            entered.set()

    with lock.held(run, lambda: waited.append("first")):
        other = threading.Thread(target=second)
        other.start()
        assert not entered.wait(0.5)
        assert waited == ["second"]
    other.join(10)
    assert entered.is_set()


def test_to_see_that_nothing_changed_takes_no_library_of_tables(run) -> None:
    code = (
        "import sys; from diaodu import params; from diaodu.batch import fresh, plan\n"
        "run = params.open_run(sys.argv[1])\n"
        "print(fresh.index(run, plan.units(run)).name)\n"
        "print([name for name in ('numpy', 'pandas', 'matplotlib') if name in sys.modules])"
    )
    asked = [sys.executable, "-c", code, str(run.file)]
    done = subprocess.run(asked, cwd=run.root, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["index.html", "[]"]


def test_the_processes_of_a_run_start_before_a_library_of_tables_is_imported(run) -> None:
    code = (
        "import sys; from diaodu import cli; from diaodu.batch import run\n"
        "def crew(*_): raise SystemExit(str([n for n in ('numpy', 'pandas') if n in sys.modules]))\n"
        "run.crew = crew\n"
        "cli.main([*sys.argv[2:], sys.argv[1], '--anew'])"
    )
    for command in ("report", "run"):
        asked = [sys.executable, "-c", code, str(run.file), command]
        done = subprocess.run(asked, cwd=run.root, capture_output=True, text=True, check=False)
        assert done.stderr.strip() == "[]"
