"""Put marks into a workbook: coloured cells with comments, and a list of all of them in front.

openpyxl holds the whole workbook, whoever sent it: `child.py` does this within limits.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from diaodu.intake.slips import anchors, change_list, marks
from diaodu.intake.slips.marks import Mark
from diaodu.messages import Lang, say

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_OUTSIDE = re.compile(r"\[[0-9]+\]")  # [1]Sheet!A1: a cell of another file
# The copy says nothing of when it was made: the same file and issues give the same bytes.
_MADE = datetime(2000, 1, 1)
_PACKED = (1980, 1, 1, 0, 0, 0)


def paint(data: bytes, found: Sequence[Mark], lang: Lang) -> bytes:
    """A marked copy of a workbook (.xlsx, .xlsm), as a .xlsx.

    Everything that openpyxl knows stays; macros and links to other files go (a formula that needs
    one is replaced by its last value), and the list says so. Raises whatever openpyxl raises.
    """
    book, lost = _open(data)
    change_list.remove_earlier(book)
    cells: dict[tuple[str, int, int], list[Mark]] = defaultdict(list)
    for mark in found:
        if anchor := _anchor(book, mark):
            cells[anchor].append(mark)
    for (title, row, column), own in cells.items():
        cell = book[title].cell(row, column)
        if isinstance(cell, Cell):  # else it lies below a merged range, and _anchor is wrong
            _mark(cell, own, lang)
    change_list.write(book, found, lost, lang)
    for sheet in book.worksheets:
        _resize_comments(sheet)
    return _saved(book)


def _open(data: bytes) -> tuple[Workbook, tuple[str, ...]]:
    """The workbook, and what of it was lost: macro, external_link, feature."""
    lost = []
    with warnings.catch_warnings(record=True) as told, zipfile.ZipFile(io.BytesIO(data)) as archive:
        warnings.simplefilter("always")
        names = [name.lower() for name in archive.namelist()]
        book = load_workbook(io.BytesIO(data), keep_links=False, rich_text=True)
        if any("vbaproject" in name for name in names):
            lost.append("macro")
        if any("externallinks/" in name for name in names):
            lost.append("external_link")
            _cut_links(book, data)
    if any("will be" in str(one.message) for one in told):  # "… not supported and will be removed"
        lost.append("feature")
    return book, tuple(lost)


def _cut_links(book: Workbook, data: bytes) -> None:
    """Replace what refers to other files: Excel calls a workbook damaged that names a lost one."""
    values = load_workbook(io.BytesIO(data), keep_links=False, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and _OUTSIDE.search(_formula(cell.value)):
                    last = values[sheet.title][cell.coordinate]
                    cell.value = last.value
                    cell.data_type = last.data_type  # a text that looks like a formula is a text
        rules = sheet.data_validations.dataValidation
        kept = [r for r in rules if not _OUTSIDE.search(f"{r.formula1} {r.formula2}")]
        sheet.data_validations.dataValidation = kept
        for entry in list(sheet.conditional_formatting):
            if _OUTSIDE.search(" ".join(f for rule in entry.rules for f in rule.formula)):
                del sheet.conditional_formatting[str(entry.sqref)]
        _cut_names(sheet.defined_names)
    _cut_names(book.defined_names)


def _cut_names(names: Any) -> None:
    for name in [name for name, entry in names.items() if _OUTSIDE.search(str(entry.value))]:
        del names[name]


def _formula(value: Any) -> str:
    return str(value.text if isinstance(value, ArrayFormula) else value)


def _anchor(book: Workbook, mark: Mark) -> tuple[str, int, int] | None:
    """Sheet and cell that a mark is put on: of a merged range the one that shows the content."""
    sheet = change_list.sheet_of(book, mark)
    if sheet is None or mark.row is None or mark.column is None:
        return None
    if not (1 <= mark.row <= _LAST_ROW and 1 <= mark.column <= _LAST_COLUMN):
        return None
    for merged in sheet.merged_cells.ranges:
        inside = merged.min_row <= mark.row <= merged.max_row
        if inside and merged.min_col <= mark.column <= merged.max_col:
            return sheet.title, merged.min_row, merged.min_col
    return sheet.title, mark.row, mark.column


def _mark(cell: Cell, own: list[Mark], lang: Lang) -> None:
    own = sorted(own, key=lambda mark: marks.SEVERITIES.index(mark.severity))
    colour = marks.COLOURS[own[0].severity]
    cell.fill = PatternFill("solid", fgColor=colour, bgColor=colour)
    before = cell.comment
    text = marks.comment(own, before.text if before else "", lang)
    author = before.author if before and before.author else say("marked.author", lang)
    cell.comment = Comment(text, author)


def _resize_comments(sheet: Worksheet) -> None:
    """Size all comments by their texts: openpyxl forgets the sizes that the sender's had."""
    for cell in sheet._cells.values():
        comment = cell.comment
        if comment is not None:
            comment.width, comment.height = marks.size(comment.text)


def _saved(book: Workbook) -> bytes:
    """The workbook's bytes without any time in them."""
    book.properties.created = book.properties.modified = _MADE
    made, fixed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        ExcelWriter(book, archive).write_data()
    drawings = {str(s.legacy_drawing).lstrip("/"): s for s in book.worksheets if s.legacy_drawing}
    with zipfile.ZipFile(made) as archive, zipfile.ZipFile(fixed, "w") as packed:
        for name in archive.namelist():
            content = archive.read(name)
            if name in drawings:
                content = anchors.anchored(content.decode(), drawings[name]).encode()
            entry = zipfile.ZipInfo(name, _PACKED)
            entry.create_system = 0  # the same on every system
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
