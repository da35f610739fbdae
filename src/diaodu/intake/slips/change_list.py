"""The first sheet of a marked copy: everything that was found, most serious first."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from diaodu.intake.slips import marks
from diaodu.intake.slips.marks import Mark
from diaodu.intake.text import visible
from diaodu.messages import LANGS, Lang, say

# Column -> its width in characters; together they fill a sheet of A4 across.
_WIDTHS = {
    "number": 6,
    "severity": 11,
    "where": 22,
    "found": 24,
    "expected": 28,
    "consequence": 32,
    "remedy": 38,
}
_LABELLED = ("found", "expected", "consequence", "remedy")
_HAIR = Border(bottom=Side("thin", color="C8CDD2"))
_TOP = Alignment(vertical="top", wrap_text=True)


def sheet_of(book: Workbook, mark: Mark) -> Worksheet | None:
    """The sheet that a mark names, invisible characters in its name or not."""
    if not mark.sheet:
        return None
    names = {visible(sheet.title): sheet for sheet in reversed(book.worksheets)}
    return names.get(mark.sheet)


def remove_earlier(book: Workbook) -> None:
    """Take the list out that an earlier copy had, should the sender have sent that back."""
    titles = {say("marked.title", lang) for lang in LANGS}
    for name in {say("marked.sheet", lang) for lang in LANGS} & set(book.sheetnames):
        cells = getattr(book[name], "_cells", {})
        if (1, 1) in cells and str(cells[1, 1].value) in titles and len(book.sheetnames) > 1:
            book.remove(book[name])


def write(book: Workbook, found: Sequence[Mark], lost: Sequence[str], lang: Lang) -> None:
    """Put the list in front and open the workbook there.

    lost: what the copy lacks of the original (macro, external_link, feature).
    """
    order = {sheet.title: place for place, sheet in enumerate(book.worksheets, start=1)}
    sheet = book.create_sheet(say("marked.sheet", lang), 0)

    def rank(mark: Mark) -> tuple[int, int, int, int]:
        own = sheet_of(book, mark)
        place = order[own.title] if own else 0
        serious = marks.SEVERITIES.index(mark.severity)
        return serious, place, mark.row or 0, mark.column or 0

    _dress(sheet)
    row = _write_head(sheet, lost, lang)
    for number, mark in enumerate(sorted(found, key=rank), start=1):
        _write_row(book, sheet, row + number, number, mark, lang)
    if not found:
        _put(sheet, row + 1, 1, say("marked.nothing", lang))
    for other in book.worksheets:  # two selected sheets would be edited together
        other.sheet_view.tabSelected = False
    sheet.sheet_view.tabSelected = True
    book.active = 0


def _write_head(sheet: Worksheet, lost: Sequence[str], lang: Lang) -> int:
    """Title, what to do, what the colours mean, what is lost, headings; returns the last row."""
    _put(sheet, 1, 1, say("marked.title", lang), size=16)
    lines = ["marked.how", *(f"marked.lost.{name}" for name in lost)]
    for row, key in enumerate(lines, start=2):
        text = say(key, lang)
        _put(sheet, row, 1, text).alignment = _TOP
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
        height = 15.0 * marks.lines_in(text, sum(_WIDTHS.values())) + 3
        sheet.row_dimensions[row].height = height
    row = len(lines) + 2
    for column, severity in enumerate(marks.SEVERITIES, start=3):
        _put(sheet, row, column, say(f"marked.legend.{severity}", lang), marks.COLOURS[severity])
    row += 2
    for column, name in enumerate(_WIDTHS, start=1):
        key = f"slip.label.{name}" if name in _LABELLED else f"marked.column.{name}"
        cell = _put(sheet, row, column, say(key, lang), "ECEFF2")
        cell.alignment, cell.border = _TOP, _HAIR
    sheet.freeze_panes = f"A{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"
    return row


def _write_row(
    book: Workbook, sheet: Worksheet, row: int, number: int, mark: Mark, lang: Lang
) -> None:
    texts = {
        "number": str(number),
        "severity": say(f"slip.severity.{mark.severity}", lang),
        "where": _where(book, mark, lang),
        "found": mark.found or mark.emptiness(lang),
        "expected": mark.expected,
        "consequence": mark.consequence,
        "remedy": mark.remedy,
    }
    # programs other than Excel do not fit a row to its texts when they open a file
    lines = max(marks.lines_in(text, _WIDTHS[name] - 2) for name, text in texts.items())
    sheet.row_dimensions[row].height = min(409.0, 15.0 * lines + 5)
    for column, (name, text) in enumerate(texts.items(), start=1):
        colour = marks.COLOURS[mark.severity] if name == "severity" else ""
        cell = _put(sheet, row, column, text, colour)
        cell.alignment, cell.border = _TOP, _HAIR
        if name == "where" and (target := _target(book, mark)):
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            font = copy(cell.font)
            cell.font = Font(name=font.name, size=font.size, color="1D5B8F", underline="single")


def _put(
    sheet: Worksheet, row: int, column: int, text: str, colour: str = "", size: int = 0
) -> Cell:
    """Write a text as text, whatever it begins with: nothing that was received calculates."""
    cell = Cell(sheet, row, column)  # not sheet.cell(), which may give one below a merged range
    sheet._cells[row, column] = cell
    cell.value = marks.escaped(text)
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True  # else it would become a formula as soon as somebody edits it
    if colour:
        cell.fill = PatternFill("solid", fgColor=colour, bgColor=colour)
    if size:
        cell.font = Font(name=cell.font.name, size=size)
    return cell


def _where(book: Workbook, mark: Mark, lang: Lang) -> str:
    if not mark.sheet:
        whole = say("slip.whole_file", lang)
        return f"{whole} {mark.place}".strip()
    if not mark.place:
        return say("marked.where.sheet", lang, sheet=mark.sheet)
    single = mark.row is not None and mark.column is not None
    key = "marked.where.cell" if single else "marked.where.part"
    said = say(key, lang, sheet=mark.sheet, place=mark.place)
    sheet = sheet_of(book, mark)
    if sheet is None:
        return said
    if sheet.sheet_state != "visible":
        return said + say("marked.hidden.sheet", lang)
    if _is_hidden(sheet, mark):
        return said + say("marked.hidden.cell", lang)
    return said


def _is_hidden(sheet: Worksheet, mark: Mark) -> bool:
    rows, columns = sheet.row_dimensions, sheet.column_dimensions.values()
    if mark.row is not None and mark.row in rows and rows[mark.row].hidden:
        return True
    at = mark.column or 0
    return any(c.hidden and (c.min or 0) <= at <= (c.max or 0) for c in columns)


def _target(book: Workbook, mark: Mark) -> str:
    """Where a click leads: a place in a sheet that can be seen, or "" if there is none."""
    sheet = sheet_of(book, mark)
    if sheet is None or sheet.sheet_state != "visible":
        return ""
    column = get_column_letter(min(mark.column or 1, 16_384))
    name = sheet.title.replace("'", "''")
    return f"'{name}'!{column}{min(mark.row or 1, 1_048_576)}"


def _dress(sheet: Worksheet) -> None:
    for number, width in enumerate(_WIDTHS.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
