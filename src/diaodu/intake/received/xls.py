"""A .xls (Excel 97 to 2003) to a grid: values by calamine, the rest by our own look at the records.

Texts of formulas and comments are not read, and the file's finding says so.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import python_calamine as calamine

from diaodu.intake.received import biff, limits
from diaodu.intake.received.biff import Facts, SheetFacts
from diaodu.intake.received.cells import PackedCells
from diaodu.intake.received.grid import Finding, Sheet, Workbook
from diaodu.intake.received.ole import Ole
from diaodu.intake.received.packed import BOOL, ERROR, NOTHING, Packer, Shared, key_of
from diaodu.intake.received.ranges import expand, too_far
from diaodu.intake.received.refused import Refused

_Cell = int | float | str | bool | time | date | datetime | timedelta


def read(data: bytes, container: Ole, file: str) -> Workbook:
    """All sheets of cells, hidden ones too. Raises Refused, and ValueError for a broken file."""
    facts = biff.scan(container.stream("Workbook"))
    for name, sheet in facts.sheets.items():
        _check(name, sheet)
    shared = Shared(formats=facts.formats or ["General"], from_1904=facts.from_1904)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError:
        raise Refused("encrypted") from None
    sheets: list[Sheet] = []
    room = limits.MAX_CELLS
    for entry in book.sheets_metadata:
        if entry.typ == calamine.SheetTypeEnum.WorkSheet and entry.name in facts.sheets:
            hidden = entry.visible != calamine.SheetVisibleEnum.Visible
            found = book.get_sheet_by_name(entry.name)
            sheets.append(_sheet(found, facts.sheets[entry.name], shared, hidden))
            room -= len(sheets[-1].cells)
            if room < 0:
                raise Refused("too_many_cells", sheet=entry.name, limit=f"{limits.MAX_CELLS:,}")
    if not sheets:
        raise Refused("not_readable", reason="no sheet")
    return Workbook(file, tuple(sheets), "xls", tuple(_notes(container, facts)))


def _check(name: str, facts: SheetFacts) -> None:
    """Raises Refused for a sheet for which calamine would need too much memory."""
    rows, columns = facts.last_row + 1, facts.last_column + 1
    if rows > limits.MAX_ROW or columns > limits.MAX_COLUMN:
        raise too_far(name, rows, columns)
    if rows * columns > limits.MAX_RECTANGLE:
        raise Refused("too_many_cells", sheet=name, limit=f"{limits.MAX_RECTANGLE:,}")


def _sheet(found: calamine.CalamineSheet, facts: SheetFacts, shared: Shared, hidden: bool) -> Sheet:
    packer = Packer(shared)
    for row, values in enumerate(found.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            if value != "" and (row, column) not in facts.errors:
                style = _style(facts, shared, row, column)
                _keep(packer, key_of(row + 1, column + 1), value, style)
    for (row, column), error in facts.errors.items():
        packer.add(key_of(row + 1, column + 1), ERROR, shared.strings.add(error))
    kept = set(packer.keys)
    for row, column in facts.formulas:
        key = key_of(row + 1, column + 1)
        packer.formulas[key] = "="
        if key not in kept:
            packer.add(key, NOTHING, 0)
    max_row, max_column = facts.last_row + 1, facts.last_column + 1
    ranges = [
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in found.merged_cell_ranges or []
    ]
    covered = expand(found.name, ranges, max_row, max_column)
    packer.finish(covered)
    rows = frozenset(row + 1 for row in facts.hidden_rows if row < max_row)
    columns = frozenset(
        column + 1
        for first, last in facts.hidden_columns
        for column in range(first, min(last + 1, max_column))
    )
    cells = PackedCells(packer, rows, columns, covered)
    return Sheet(found.name, hidden, cells, max_row, max_column, covered, rows, columns)


def _style(facts: SheetFacts, shared: Shared, row: int, column: int) -> int:
    style = facts.styles.get((row, column), 0)
    return style if style < len(shared.formats) else 0


def _keep(packer: Packer, key: int, value: _Cell, style: int) -> None:
    if isinstance(value, str):
        packer.add_text(key, value, style)
    elif isinstance(value, bool):
        packer.add(key, BOOL, float(value), style)
    elif isinstance(value, int | float):
        packer.add_number(key, float(value), style)
    elif isinstance(value, datetime):
        packer.add_stamp(key, value, style)
    elif isinstance(value, date):
        packer.add_stamp(key, datetime.combine(value, time()), style)
    elif isinstance(value, timedelta):
        packer.add_number(key, value / timedelta(days=1), style)
    else:  # a time of the day, as the part of a day that the file itself stores
        past = datetime.combine(date.min, value) - datetime.min
        packer.add_number(key, past / timedelta(days=1), style)


def _notes(container: Ole, facts: Facts) -> list[Finding]:
    notes: list[Finding] = []
    if container.has("_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"):
        notes.append(Finding("macro"))
    if facts.links:
        notes.append(Finding("external_link", details={"count": "1"}))
    formulas = sum(len(sheet.formulas) for sheet in facts.sheets.values())
    comments = sum(sheet.notes for sheet in facts.sheets.values())
    counts = {"formulas": str(formulas), "comments": str(comments)}
    notes.append(Finding("old_workbook_read", details=counts))
    return notes
