"""Which column of a sheet is which column of the form: by header, and only then by position."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from diaodu import units
from diaodu.catalog import Text
from diaodu.intake.form.headers import base_of, read_header, readable, without_unit
from diaodu.intake.form.layout import ROW_UNIT, Column, SheetLayout
from diaodu.intake.form.match import Candidate, column_of
from diaodu.intake.form.slip import FormSlip
from diaodu.intake.received.grid import Sheet
from diaodu.messages import say

_MOST_COLUMNS = 300
_ALIKE = 0.6
_HIDDEN_COLUMN = Text(zh="列", en="column")


@dataclass(frozen=True)
class Found:
    """A column of the form in a sheet.

    unit: of its figures, as the header says; None for a column without figures, and where the
    header's unit is not known, so that no figure can be used.
    """

    column: Column
    at: int
    unit: str | None = None


class Columns:
    """The columns of one sheet, by id; issues for all that is not as it was sent out."""

    def __init__(self, pair: Candidate, slip: FormSlip) -> None:
        self.sheet: Sheet = pair.sheet
        self.layout: SheetLayout = pair.layout
        self.header_row = pair.header_row or 0
        self.found: dict[str, Found] = {}
        self.keys: dict[int, str] = {}  # number of a column -> its id
        self.words: dict[str, Mapping[str, str]] = {}  # see cells.lookup
        self._slip = slip
        self._filled = frozenset(c for r, c in pair.sheet.cells if r > self.header_row)
        last = min(pair.sheet.max_column, _MOST_COLUMNS)
        self._headers = {at: self.sheet.at(self.header_row, at) for at in range(1, last + 1)}
        if not self.header_row:
            self._note("form_header_missing", None, sheet_name=self.layout.name)
            return
        places, twice = self._by_header()
        places |= self._by_position(places, twice)
        self._settle(places, twice)

    def header(self, at: int) -> str:
        """Text of the header above a cell."""
        cell = self._headers.get(at)
        return cell.text if cell else ""

    def _note(self, code: str, at: int | None, found: str = "", **details: object) -> None:
        row = self.header_row if at else None
        self._slip.note(code, found, sheet=self.sheet.name, row=row, column=at, **details)

    def _by_header(self) -> tuple[dict[str, int], set[str]]:
        """Places of the columns whose header is there, and the columns that are there twice."""
        places: dict[str, list[int]] = {}
        twice: set[str] = set()
        for at, cell in self._headers.items():
            column = column_of(cell, self.layout)
            if column is not None:
                places.setdefault(column.id, []).append(at)
        for key, listed in places.items():
            filled = [at for at in listed if at in self._filled]
            if len(filled) > 1:
                twice.add(key)
                text = self._headers[filled[1]].text
                self._note("form_column_twice", filled[1], text, header=self.layout[key].header)
            places[key] = filled or listed
        return {key: listed[0] for key, listed in places.items() if key not in twice}, twice

    def _by_position(self, places: dict[str, int], twice: set[str]) -> dict[str, int]:
        """Columns without a readable header, each between the neighbours that it was sent with."""
        order = [column.id for column in self.layout.columns]
        added: dict[str, int] = {}
        for run in _gaps(order, {*places, *twice}):
            left = places.get(order[run[0] - 1]) if run[0] else 0
            right = places.get(order[run[-1] + 1]) if run[-1] + 1 < len(order) else None
            at_end = run[-1] + 1 == len(order)
            if left is None or (right is None and not at_end):
                continue
            if right is not None and right - left - 1 != len(run):
                continue
            for offset, index in enumerate(run, 1):
                at, column = left + offset, self.layout.columns[index]
                if self._fits(at, column):
                    added[column.id] = at
        return added

    def _fits(self, at: int, column: Column) -> bool:
        """Whether the column that stands there may be this one, its header notwithstanding."""
        cell = self._headers.get(at)
        if cell is None or at not in self._filled:
            return False
        header = column.header
        if cell.error or not readable(cell.text):
            self._note("form_column_by_position", at, cell.text, header=header)
            return True
        if _alike(cell.text, column, self.layout.columns):
            self._note("form_column_misspelt", at, cell.text, header=header)
            return True
        return False

    def _settle(self, places: dict[str, int], twice: set[str]) -> None:
        for column in self.layout.columns:
            at = places.get(column.id)
            if at is not None:
                self.found[column.id] = Found(column, at, self._unit(column, at))
                if at in self.sheet.hidden_columns:
                    text = self._headers[at].text
                    self._note("form_hidden", at, text, what=_HIDDEN_COLUMN)
            elif column.id not in twice:
                self._note("form_column_missing", None, header=column.header)
        for at, cell in self._headers.items():
            named = column_of(cell, self.layout)
            known = at in places.values() or (named is not None and named.id in twice)
            if at in self._filled and not known:
                self._note("form_column_unknown", at, cell.text)
        self.keys = {found.at: key for key, found in self.found.items()}
        ordered = [places[c.id] for c in self.layout.columns if c.id in places]
        if ordered != sorted(ordered):
            self._note("form_columns_moved", None, sheet_name=self.layout.name)

    def _unit(self, column: Column, at: int) -> str | None:
        """The unit of a column's figures, as its header says now."""
        if column.unit is None:
            return None
        text = self._headers[at].text
        header = read_header(text)
        unit = header.unit or without_unit(base_of(text))[1]
        unknown = header.unknown_unit
        if column.unit == ROW_UNIT:
            return unit or ROW_UNIT
        needed = unit_text(column.unit)
        if unknown or (unit is not None and not converts(unit, column.unit)):
            self._note("form_unit_unknown", at, text, header=column.header, unit=needed)
            return None
        if unit is None:
            if readable(text):
                self._note("form_unit_header_missing", at, text, header=column.header, unit=needed)
            return column.unit
        if unit != column.unit:
            self._note("form_unit_header", at, text, header=column.header, unit=needed)
        return unit


def unit_text(unit: str) -> Text:
    """The word of a unit in both languages."""
    return Text(zh=say(f"unit.{unit}", "zh"), en=say(f"unit.{unit}", "en"))


@cache
def converts(unit: str, into: str) -> bool:
    """Whether amounts in one unit can be expressed in the other."""
    try:
        units.convert(1.0, unit, into)
    except ValueError:
        return False
    return True


def _gaps(order: Sequence[str], known: Set[str]) -> Iterator[list[int]]:
    """Runs of columns that were not found, as indices."""
    run: list[int] = []
    for index, key in enumerate(order):
        if key not in known:
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _alike(text: str, column: Column, others: Sequence[Column]) -> bool:
    """Whether a header is like this column's, and like no other's as much."""

    def best(one: Column) -> float:
        base = without_unit(base_of(text))[0]
        return max(difflib.SequenceMatcher(None, base, name).ratio() for name in one.names)

    own = best(column)
    return own >= _ALIKE and all(best(other) < own for other in others if other is not column)
