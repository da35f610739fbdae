"""Which sheet of a returned workbook is which sheet of the form."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from itertools import takewhile

from diaodu.catalog import Text
from diaodu.intake.form import words
from diaodu.intake.form.headers import base_of, without_unit
from diaodu.intake.form.layout import Column, Layout, SheetLayout
from diaodu.intake.form.slip import FormSlip
from diaodu.intake.form.writer_options import MARKER
from diaodu.intake.received.grid import GridCell, Sheet, Workbook

SEARCHED_ROWS = 30  # the header stands in one of the first rows
_PREFIX = re.compile(r"^(?:附?[件表][0-9一二三四五六七八九十]*|sheet)?[0-9]*[-_.、:：()（）]*")
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]|[-_].*$|[0-9]+$")
_LIKE = 0.75
Names = tuple[str, str]  # a header as headers are compared, with its unit and without
_ENOUGH = 0.5  # of the columns: then a sheet is known by its headers


@dataclass(frozen=True)
class Candidate:
    """A sheet of the workbook as one of the form: where its header is, how much speaks for it."""

    sheet: Sheet
    layout: SheetLayout
    header_row: int | None
    share: float  # of the form's columns found in the header
    named: int  # 0 not at all, 1 alike, 2 but for a number or a remark, 3 as in the form

    @property
    def score(self) -> float:
        return self.named + 4 * self.share

    @property
    def good(self) -> bool:
        return self.share >= _ENOUGH or self.named > 1 or (self.named == 1 and self.share > 0.3)


def match_sheets(workbook: Workbook, layout: Layout, slip: FormSlip) -> dict[str, Candidate]:
    """Each table of the form by its id, found by name and headers; issues for all else."""
    own = [sheet for sheet in workbook.sheets if not is_options(sheet)]
    read = [(sheet, _headers(sheet)) for sheet in own]
    pairs = [_candidate(sheet, heads, table) for sheet, heads in read for table in layout.tables]
    found: dict[str, Candidate] = {}
    taken: set[int] = set()
    for pair in sorted(pairs, key=lambda p: -p.score):
        free = id(pair.sheet) not in taken and pair.layout.id not in found
        if free and pair.good:
            found[pair.layout.id] = pair
            taken.add(id(pair.sheet))
    if not found:
        slip.note("form_not_recognised", "、".join(sheet.name for sheet in own))
        return found
    _note_names(found, layout, slip)
    for sheet in own:
        if id(sheet) not in taken and not is_guide(sheet, layout):
            _note_extra(sheet, [p for p in pairs if p.sheet is sheet], slip)
    return found


def _headers(sheet: Sheet) -> list[tuple[int, list[Names]]]:
    """The rows in which a header may stand, each with what its cells would be called."""
    first = takewhile(lambda row: row[0] <= SEARCHED_ROWS, sheet.rows())
    return [(row, [_names(cell) for cell in cells]) for row, cells in first]


def _candidate(sheet: Sheet, rows: list[tuple[int, list[Names]]], table: SheetLayout) -> Candidate:
    """How well a sheet fits a table of the form."""
    best, at = 0, None
    for row, heads in rows:
        columns = [_called(names, table) for names in heads]
        count = len({column.id for column in columns if column is not None})
        if count > best:
            best, at = count, row
    enough = at if best >= min(2, len(table.columns)) else None
    share = best / len(table.columns) if enough else 0.0
    return Candidate(sheet, table, enough, share, _named(sheet.name, table))


def column_of(cell: GridCell, table: SheetLayout) -> Column | None:
    """The column that a header names exactly."""
    return _called(_names(cell), table)


def _names(cell: GridCell) -> Names:
    base = base_of(cell.text)
    return base, without_unit(base)[0]


def _called(names: Names, table: SheetLayout) -> Column | None:
    return next((found for name in names if (found := table.by_name.get(name))), None)


def is_options(sheet: Sheet) -> bool:
    """Whether it is the hidden sheet that the writer puts into each form."""
    return sheet.at(1, 1).text == MARKER


def is_guide(sheet: Sheet, layout: Layout) -> bool:
    """Whether it is the form's first sheet, by its name."""
    return _named(sheet.name, layout["guide"]) > 1


def _named(name: str, table: SheetLayout) -> int:
    written = words.compared(name)
    known = {words.compared(n) for n in table.names}
    if written in {words.compared(table.name.zh), words.compared(table.name.en)}:
        return 3
    bare = _BRACKETS.sub("", _PREFIX.sub("", written))
    if {written, bare} & known:
        return 2
    alike = any(difflib.SequenceMatcher(None, bare, n).ratio() >= _LIKE for n in known)
    return int(alike or any(len(n) > 2 and n in written for n in known))


def _note_names(found: dict[str, Candidate], layout: Layout, slip: FormSlip) -> None:
    for table in layout.tables:
        pair = found.get(table.id)
        if pair is None:
            slip.note("form_sheet_missing", sheet_name=table.name)
            continue
        if pair.named < 3:
            name = pair.sheet.name
            slip.note("form_sheet_renamed", name, sheet=name, sheet_name=table.name)
        if pair.sheet.hidden:
            what = Text(zh="工作表", en="sheet")
            slip.note("form_hidden", pair.sheet.name, sheet=pair.sheet.name, what=what)


def _note_extra(sheet: Sheet, pairs: list[Candidate], slip: FormSlip) -> None:
    if not any(cell.text for cell in sheet.cells.values()):
        return
    best = max(pairs, key=lambda p: p.share)
    code = "form_sheet_twice" if best.share >= _ENOUGH else "form_sheet_unknown"
    slip.note(code, sheet.name, sheet=sheet.name, sheet_name=best.layout.name)
