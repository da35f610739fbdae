"""The slips of a quarter: which files they are about, and what is written where."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from batch import tiny
from diaodu import contracts, issues, store
from diaodu.batch.slips import write_slips
from diaodu.errors import CellIssue
from diaodu.intake.slips.marking import Markers
from diaodu.params import Run, open_run
from intake import sent
from publish.markup import Parts


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A quarter for which alpha sent a workbook and a report, and beta a picture."""
    run = sent.repository(tmp_path / "repository")
    inbox = tmp_path / "inbox"
    made = sent.hand_in(
        run,
        sent.put(inbox, "甲市填报表(最终).xlsx", _form()),
        sent.put(inbox, "甲市情况.docx", sent.titled()),
        sent.put(inbox, "乙市2022年一季度.png", b"\x89PNG\r\n\x1a\n"),
        illustrative=True,
    )
    assert sorted(one.state for one in made) == ["new", "new", "refused"]
    return run


def _form() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲市2022年一季度工业运行填报表"
    book.active["B2"] = "6，5"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _tables(*found: CellIssue, **tables) -> store.Tables:
    nothing = {name: contracts.empty(name) for name in contracts.SCHEMAS}
    return store.Tables(**{**nothing, "intake_issues": issues.to_frame(found), **tables})


def _wrong(file: str, **place) -> CellIssue:
    return CellIssue(f"data/raw/testland/{file}", "value_comma", "6，5", area="alpha", **place)


IN_CELL = _wrong("2022Q1/alpha/form-v1.xlsx", sheet="Sheet", row=2, column="B")


def _drawn(run: Run, name: str) -> str:
    page = (run.reports / "slips" / name).read_text(encoding="utf-8")
    return " ".join(Parts(page).drawn.split())


def test_each_area_gets_a_page_and_a_faulty_workbook_its_copy(run) -> None:
    paths = write_slips(run, _tables(IN_CELL))
    names = ["alpha.html", "alpha.xlsx", "beta.html", "gamma.html"]
    assert [path.relative_to(run.reports).as_posix() for path in paths] == [
        f"slips/{name}" for name in names
    ]
    book = openpyxl.load_workbook(run.reports / "slips" / "alpha.xlsx")
    assert book.sheetnames == ["修改清单", "Sheet"]
    assert book["Sheet"]["B2"].comment is not None
    page = _drawn(run, "alpha.html")
    assert "甲市填报表(最终).xlsx" in page and "甲市情况.docx" in page
    assert "alpha.xlsx" in page and "虚构" in page
    assert "还没有收到丙市2022年一季度" in _drawn(run, "gamma.html")


def test_a_page_is_about_the_senders_own_files_of_this_quarter(run) -> None:
    write_slips(
        run,
        _tables(
            IN_CELL,
            _wrong("published/indicators.csv", row=9, column="value"),
            _wrong("2021Q4/alpha/form-v1.xlsx", sheet="Sheet", row=3, column="C"),
            _wrong("2022Q1/alpha/stray.xlsx"),
            replace(IN_CELL, file="data/raw/testland/2022Q1/alphabet/form-v1.xlsx", row=4),
        ),
    )
    page = _drawn(run, "alpha.html")
    assert "必须改正（2处）" in page and "B2" in page
    assert "B4" not in page and "C3" not in page and "第9行" not in page


def test_a_refused_file_is_on_its_senders_page(run) -> None:
    refused = [p for p in (run.received / "refused").iterdir() if p.suffix == ".png"]
    file = refused[0].relative_to(run.root).as_posix()
    found = CellIssue(file, "picture_or_pdf", "PNG", area="beta")
    write_slips(run, _tables(found))
    page = _drawn(run, "beta.html")
    assert "乙市2022年一季度.png" in page and "▲ 没有读入" in page and "必须改正（1处）" in page
    assert "没有标色副本" not in page


def test_figures_and_entries_are_those_of_the_file(run) -> None:
    of_file = {"area": "alpha", "origin": "submitted", "source_id": "alpha-2022Q1-form-v1"}
    project = {**of_file, "project_id": "p", "period": "2022-03", "name": "x", "locator": "a"}
    project |= {"total_investment_10k_yuan": 5.0, "completed_investment_10k_yuan": 1.0}
    figure = {
        **of_file,
        "period": "2022-03",
        "span": "ytd",
        "indicator": "gdp_growth",
        "unit": "percent",
    }
    figure |= {"status": "flash", "value": 5.0, "printed": "5", "locator": "Sheet!B2"}
    tables = _tables(
        indicators=contracts.typed("indicators", [figure]),
        projects=contracts.typed("projects", [project]),
    )
    write_slips(run, tables)
    page = (run.reports / "slips" / "alpha.html").read_text(encoding="utf-8")
    assert "<td>3</td><td>1</td>" in page and "<td>0</td><td>0</td>" in page


def test_a_copy_that_is_needed_no_longer_goes(run) -> None:
    write_slips(run, _tables(IN_CELL))
    write_slips(run, _tables())
    assert not (run.reports / "slips" / "alpha.xlsx").exists()
    assert "没有需要改正的地方" in _drawn(run, "alpha.html")


def test_a_workbook_that_cannot_be_marked_gets_its_page_all_the_same(run) -> None:
    path = run.received / "alpha" / "form-v1.xlsx"
    path.write_bytes(path.read_bytes()[:500])
    assert [p.name for p in write_slips(run, _tables(IN_CELL))] == [
        "alpha.html",
        "beta.html",
        "gamma.html",
    ]
    assert "没有标色副本" in _drawn(run, "alpha.html")


def test_english_slips_stand_beside_the_chinese_ones_and_both_are_the_same_each_time(run) -> None:
    english = open_run(run.file, lang="en")
    paths = write_slips(run, _tables(IN_CELL)) + write_slips(english, _tables(IN_CELL))
    before = {path: path.read_bytes() for path in paths}
    assert {"alpha.en.html", "alpha.en.xlsx"} <= {path.name for path in paths}
    assert "Must be corrected (1)" in _drawn(run, "alpha.en.html")
    write_slips(run, _tables(IN_CELL))
    write_slips(english, _tables(IN_CELL))
    assert {path: path.read_bytes() for path in paths} == before


def test_a_run_without_submissions_has_no_slips(tmp_path) -> None:
    run = tiny.with_tables(tiny.repository(tmp_path))
    assert write_slips(run, store.load(run)) == []
    assert not (run.reports / "slips").exists()


def test_a_copy_that_is_as_it_would_be_is_left_alone(run, monkeypatch) -> None:
    path = run.reports / "slips" / "alpha.xlsx"
    write_slips(run, _tables(IN_CELL))
    made = path.read_bytes()
    marked: list[int] = []
    mark = Markers.mark

    def count(self, data, own, lang):
        marked.append(len(own))
        return mark(self, data, own, lang)

    monkeypatch.setattr(Markers, "mark", count)
    assert path in write_slips(run, _tables(IN_CELL))
    assert marked == []
    write_slips(run, _tables(IN_CELL, replace(IN_CELL, row=3)))
    assert marked == [2]
    write_slips(run, _tables(IN_CELL))
    path.write_bytes(b"PK")  # somebody saved another file under its name
    write_slips(run, _tables(IN_CELL))
    assert marked == [2, 1, 1]
    assert path.read_bytes() == made
