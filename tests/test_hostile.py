"""Whatever a text holds, it is shown as text: in pages, workbooks, records and on the terminal.

The same quarter is made with attacks and with plain words. No element and no attribute may come of
the attacks, and what they say must stand there to be read.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from lxml import html

import hostile
import province
from browser.check import check, complaints, lacking
from diaodu.cli import main
from diaodu.messages import LANGS

pytestmark = pytest.mark.slow
AREAS = ("jiazhou", "shili", "division-raw_materials", "leader-jiazhou", "ledger")
# What no reader sees and what a terminal or a page obeys; line breaks and tabs aside.
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
# Our own marks around a word from right to left, in drawings: they open and close.
SET_APART = re.compile("\u2068[\u0590-\u08ff .,-]+\u2069")
# Words from right to left stand apart from what is beside them.
OF_DIRECTION = {("bdi",)}
# A long name stands aslant or is set in more lines than a short one.
OF_LENGTH = {("text", "transform"), ("text", "text-anchor")}
SEEN = ("name", "script", "image", "end", "formula", "latex", "long", "arabic", "at")


@dataclass(frozen=True)
class Made:
    """What was made of a quarter, and all that was printed meanwhile."""

    reports: Path
    printed: str

    def pages(self) -> dict[str, Path]:
        """Name -> page, of all but the areas that sent nothing."""
        found = {p.relative_to(self.reports).as_posix(): p for p in self.reports.rglob("*.html")}
        return {
            name: path for name, path in found.items() if "/yi" not in name and "/bi" not in name
        }


def _make(root: Path, texts: Mapping[str, str], controls: str, langs: Sequence[str]) -> Made:
    file = hostile.build(root, texts, controls)
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        for lang in langs:
            assert main(["report", str(file), "--lang", lang, "--area", *AREAS]) == 0
            assert main(["ledger", str(file), "--lang", lang]) == 0
    return Made(root / "reports" / province.PROVINCE / "2022Q1", printed.getvalue())


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return _make(tmp_path_factory.mktemp("hostile"), hostile.ATTACKS, hostile.CONTROLS, LANGS)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return _make(tmp_path_factory.mktemp("plain"), hostile.PLAIN, hostile.PLAIN_CONTROLS, ["en"])


def _parts(page: Path) -> set[tuple[str, ...]]:
    """Tags, tags with an attribute, and where links lead."""
    found: set[tuple[str, ...]] = set()
    for element in html.fromstring(page.read_bytes()).iter():
        if not isinstance(element.tag, str):
            found.add(("comment",))
            continue
        found.add((element.tag,))
        for name, value in element.attrib.items():
            found.add((element.tag, name))
            if name in ("href", "src"):
                found.add((element.tag, name, value.partition(":")[0] if ":" in value else "here"))
    return found


def _words(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_no_element_and_no_attribute_comes_of_a_text(attacked, plain) -> None:
    known = set().union(*(_parts(page) for page in plain.pages().values()))
    for name, page in attacked.pages().items():
        assert _parts(page) - known - OF_LENGTH - OF_DIRECTION == set(), name


def test_each_kind_of_page_was_made(attacked) -> None:
    kinds = {*AREAS, "index", "slips/jiazhou"}
    assert set(attacked.pages()) == {f"{k}{lang}.html" for k in kinds for lang in ("", ".en")}


def test_the_texts_stand_there_to_be_read(attacked) -> None:
    for lang in ("", ".en"):
        page = html.fromstring((attacked.reports / f"jiazhou{lang}.html").read_bytes())
        shown = _words(page.text_content())
        for name in SEEN:
            assert _words(hostile.ATTACKS[name]) in shown, name
        for cleaned in ("零宽字行", "甲乙丙丁"):  # intake takes out what nobody can see
            assert cleaned in shown


def test_nothing_hidden_and_nothing_that_turns_the_line_is_in_a_page(attacked) -> None:
    for name, page in attacked.pages().items():
        text = SET_APART.sub("", page.read_text(encoding="utf-8"))
        assert OBEYED.findall(text) == [], name


def test_no_cell_of_a_workbook_is_a_formula_or_leads_out(attacked) -> None:
    books = sorted(attacked.reports.rglob("*.xlsx"))
    assert {book.name.partition(".")[0] for book in books} == {"jiazhou", "ledger"}
    shown = set()
    for path in books:
        for sheet in openpyxl.load_workbook(path):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type != "f", f"{path.name} {sheet.title}!{cell.coordinate}"
                assert cell.hyperlink is None or cell.hyperlink.target is None
                shown.add(str(cell.value))
    for name in ("formula", "sum", "at"):
        assert any(hostile.ATTACKS[name] in text for text in shown), name


def test_the_terminal_gets_no_word_that_it_obeys(attacked) -> None:
    assert hostile.ATTACKS["name"] in attacked.printed
    assert OBEYED.findall(attacked.printed) == []


def test_the_record_is_whole_and_holds_no_raw_control(attacked) -> None:
    text = (attacked.reports / "run.json").read_text(encoding="utf-8")
    assert json.loads(text)["units"]["jiazhou"]["state"] == "made"
    assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text) == []


@pytest.mark.browser
@pytest.mark.skipif(bool(lacking()), reason=lacking() or "nothing is lacking")
def test_the_pages_are_valid_and_fit_every_width(attacked) -> None:
    """Each kind of page in both languages, names of 2,000 characters on a phone among them."""
    pages = attacked.pages()
    found = check(pages.values())
    said = {name: complaints(found[path.resolve()]) for name, path in pages.items()}
    assert {name: texts for name, texts in said.items() if texts} == {}
