"""Word and PDF files beside the reports: made once, kept while the page is the same, all told of."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from batch import tiny
from diaodu.batch import office, plan
from diaodu.cli import main
from diaodu.params import Run, open_run
from publish.office.test_document import page

PRINT = """
import pathlib, sys
out = next(a for a in sys.argv if a.startswith("--print-to-pdf=")).partition("=")[2]
pathlib.Path(out).write_bytes(b"%PDF-1.4 /CreationDate (D:20260102030405+00'00') printed")
"""


@pytest.fixture
def quarter(tmp_path: Path) -> Run:
    """A repository where two of the reports are there, as pages."""
    run = open_run(tiny.repository(tmp_path) / tiny.FILE)
    for unit in plan.units(run, ["alpha", "beta"]):
        unit.html.parent.mkdir(parents=True, exist_ok=True)
        unit.html.write_text(page(f"<p>{unit.label}</p>"), encoding="utf-8")
    return run


def _browser(folder: Path, body: str) -> str:
    path = folder / "browser"
    path.write_text(f"#!{sys.executable}\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.fixture
def printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", _browser(tmp_path, PRINT))


@pytest.fixture
def no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nothing"))


def _states(run: Run, *forms: office.Form, areas: tuple[str, ...] = ("alpha", "beta")):
    told: list[office.Filed] = []
    ended = office.write(run, plan.units(run, areas), forms or office.FORMS, told.append, workers=1)
    assert told == ended
    return {filed.path.name: filed.state for filed in ended}


@pytest.mark.usefixtures("printer")
def test_both_forms_lie_beside_the_page(quarter) -> None:
    files = ("alpha.docx", "alpha.pdf", "beta.docx", "beta.pdf")
    assert _states(quarter) == dict.fromkeys(files, "made")
    found = {path.name for path in quarter.reports.iterdir() if path.is_file()}
    assert found == {*files, "alpha.html", "beta.html"}
    assert b"20260102" not in (quarter.reports / "alpha.pdf").read_bytes()


@pytest.mark.usefixtures("printer")
def test_what_has_not_changed_is_kept_and_what_has_is_made_anew(quarter) -> None:
    _states(quarter)
    before = (quarter.reports / "beta.docx").stat().st_mtime_ns
    (quarter.reports / "alpha.html").write_text(page("<p>另一份</p>"), encoding="utf-8")
    (quarter.reports / "beta.pdf").write_bytes(b"touched by hand")
    states = _states(quarter)
    assert states == {
        **{"alpha.docx": "made", "alpha.pdf": "made"},
        **{"beta.docx": "kept", "beta.pdf": "made"},
    }
    assert (quarter.reports / "beta.docx").stat().st_mtime_ns == before
    (quarter.reports / "beta.docx").unlink()
    assert _states(quarter, "docx") == {"alpha.docx": "kept", "beta.docx": "made"}


def test_many_at_once_are_made_in_processes_of_their_own(quarter) -> None:
    ended = office.write(
        quarter, plan.units(quarter, ["alpha", "beta"]), ("docx",), print, workers=2
    )
    assert [filed.state for filed in ended] == ["made", "made"]


@pytest.mark.usefixtures("printer")
def test_a_report_that_is_not_there_is_told_of(quarter, capsys) -> None:
    assert main(["office", str(quarter.file), "--area", "alpha", "gamma", "--pdf"]) == 1
    said = capsys.readouterr()
    assert "  alpha.pdf：已生成\n" in said.out
    assert "  gamma.pdf：没有丙的报告，请先运行 diaodu report\n" in said.err
    assert not (quarter.reports / "alpha.docx").exists()


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_word_is_made_and_the_code_says_that_pdf_was_not(quarter, capsys) -> None:
    assert main(["office", str(quarter.file), "--area", "alpha", "--lang", "zh"]) == 1
    said = capsys.readouterr()
    assert (quarter.reports / "alpha.docx").is_file()
    assert "  alpha.pdf：没有找到浏览器，未生成\n" in said.err
    assert "CHROMIUM" in said.err
    assert main(["office", str(quarter.file), "--area", "alpha", "--docx"]) == 0


def test_a_browser_that_fails_leaves_the_old_file(quarter, tmp_path, monkeypatch) -> None:
    old = quarter.reports / "alpha.pdf"
    old.write_bytes(b"old")
    monkeypatch.setenv("CHROMIUM", _browser(tmp_path, "import sys; sys.exit('no memory')"))
    ended = office.write(quarter, plan.units(quarter, ["alpha"]), ("pdf",), print, workers=1)
    assert [(filed.state, filed.why) for filed in ended] == [("failed", "no memory")]
    assert old.read_bytes() == b"old"


def test_a_page_that_is_no_report_is_told_of(quarter) -> None:
    (quarter.reports / "alpha.html").write_text("half a pa", encoding="utf-8")
    ended = office.write(quarter, plan.units(quarter, ["alpha"]), ("docx",), print, workers=1)
    assert [filed.state for filed in ended] == ["failed"]
    assert ended[0].why.startswith("expected a page with masthead")
