"""PDF: printed by a browser where there is one; a clear word where there is none."""

from __future__ import annotations

import io
import stat
import sys

import pypdf
import pytest

from diaodu.messages import LANGS
from diaodu.publish.office import printing
from publish import sample
from publish.office import reading

browser = pytest.mark.skipif(printing.browser() is None, reason="no Chromium, Chrome or Edge")


@pytest.mark.browser
@browser
@pytest.mark.parametrize("lang", LANGS)
def test_a_report_is_printed_on_a4_with_its_words_its_outline_and_no_time(
    exporter, tmp_path, lang
) -> None:
    text = exporter.export(sample.notebook(lang, figures=2), sample.run(lang), "city")
    page = tmp_path / "report.html"
    page.write_text(text, encoding="utf-8")
    made = printing.build(page, printing.browser())
    read = pypdf.PdfReader(io.BytesIO(made))
    assert 2 <= len(read.pages) <= 4
    for each in read.pages:
        assert [round(float(side)) for side in each.mediabox[2:]] == [595, 842]
    words = reading.squeezed("".join(each.extract_text() for each in read.pages))
    headings = [heading for _, heading in reading.page_headings(text)]
    numbers = [
        "第1页，共" if lang == "zh" else "page1of",
        "未公布" if lang == "zh" else "notpublished",
    ]
    assert len(headings) > 4
    assert [heading for heading in [*headings, *numbers] if heading not in words] == []
    assert read.outline and read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.metadata.creator == "diaodu"
    assert str(read.metadata.creation_date_raw) == "D:19800101000000+00'00'"
    assert printing.build(page, printing.browser()) == made


def _program(folder, body: str) -> str:
    path = folder / "browser"
    path.write_text(f"#!{sys.executable}\nimport sys, pathlib\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("print('out of memory', file=sys.stderr)", "out of memory"),
        ("sys.exit(3)", "exit code 3"),
    ],
)
def test_a_browser_that_prints_nothing_is_told_of_in_its_words(tmp_path, body, why) -> None:
    with pytest.raises(printing.NotPrintedError, match=f"^{why}$"):
        printing.build(tmp_path / "x.html", _program(tmp_path, body))


def test_a_program_that_is_none_is_told_of(tmp_path) -> None:
    with pytest.raises(printing.NotPrintedError, match=r"^FileNotFoundError: "):
        printing.build(tmp_path / "x.html", str(tmp_path / "nothing"))


def test_the_browser_is_what_chromium_names(monkeypatch, tmp_path) -> None:
    program = _program(tmp_path, "")
    monkeypatch.setenv("CHROMIUM", program)
    assert printing.browser() == program
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nothing"))
    assert printing.browser() is None
