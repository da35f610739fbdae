"""Cells of a packed sheet, each made when it is asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, ValuesView
from datetime import date, datetime, timedelta
from functools import lru_cache

from diaodu.intake.received import number_formats
from diaodu.intake.received.grid import GridCell, Place, Value, letters
from diaodu.intake.received.number_formats import GENERAL
from diaodu.intake.received.packed import (
    BOOL,
    COLUMN_BITS,
    DECIMAL,
    ERROR,
    STAMP,
    STAMPS,
    TEXT,
    WHOLE,
    Packer,
    key_of,
    place_of,
)

_COLUMN_MASK = (1 << COLUMN_BITS) - 1
_LAST_SERIAL = 2_958_466  # 1 January 10000


class PackedCells(Mapping[Place, GridCell]):
    """The cells of a sheet by (row, column), in reading order."""

    def __init__(
        self,
        packed: Packer,
        hidden_rows: frozenset[int],
        hidden_columns: frozenset[int],
        merged: Mapping[Place, Place],
    ) -> None:
        self._packed = packed
        self._hidden_rows = hidden_rows
        self._hidden_columns = hidden_columns
        self._merged = merged

    def __len__(self) -> int:
        return len(self._packed.keys)

    def __iter__(self) -> Iterator[Place]:
        return map(place_of, self._packed.keys)

    def __getitem__(self, place: Place) -> GridCell:
        """Raises KeyError for a place that holds nothing."""
        keys = self._packed.keys
        row, column = place
        if row < 1 or not 1 <= column <= _COLUMN_MASK:
            raise KeyError(place)
        at = bisect_left(keys, key_of(row, column))
        if at == len(keys) or keys[at] != key_of(row, column):
            raise KeyError(place)
        return self._cell(at)

    def values(self) -> ValuesView[GridCell]:
        """All cells in reading order, each made as it is asked for."""
        return _Cells(self)

    def each(self) -> Iterator[GridCell]:
        return map(self._cell, range(len(self)))

    def _cell(self, at: int) -> GridCell:
        packed = self._packed
        key = packed.keys[at]
        row, column = key >> COLUMN_BITS, key & _COLUMN_MASK
        kind = packed.kinds[at]
        code = packed.shared.formats[packed.styles[at]]
        text, value = self._content(kind, packed.numbers[at], code)
        return GridCell(
            row,
            column,
            text,
            value,
            self._formula(key) if packed.formulas else None,
            text if kind == ERROR else None,
            None if code == GENERAL else code,
            packed.comments.get(key) if packed.comments else None,
            row in self._hidden_rows or column in self._hidden_columns,
            self._merged.get((row, column)) if self._merged else None,
        )

    def _formula(self, key: int) -> str | None:
        formula = self._packed.formulas.get(key)
        return _moved(self._packed.masters[formula], key) if isinstance(formula, int) else formula

    def _content(self, kind: int, number: float, code: str) -> tuple[str, Value]:
        """Text and value."""
        if kind == TEXT:
            text = self._packed.shared.strings[int(number)]
            return text, text
        if kind in (DECIMAL, WHOLE):
            return _number(number, kind == WHOLE, code, self._packed.shared.from_1904)
        if kind == ERROR:
            return self._packed.shared.strings[int(number)], None
        if kind == BOOL:
            return ("TRUE", True) if number else ("FALSE", False)
        if kind == STAMP:
            return _day(STAMPS + timedelta(microseconds=number), code)
        return "", None


class _Cells(ValuesView[GridCell]):
    def __init__(self, cells: PackedCells) -> None:
        super().__init__(cells)
        self._cells = cells

    def __iter__(self) -> Iterator[GridCell]:
        return self._cells.each()


def _number(number: float, whole: bool, code: str, from_1904: bool) -> tuple[str, Value]:
    value = int(number) if whole else number
    if code == GENERAL:
        return number_formats.general(value), value
    if number_formats.is_date(code):
        return _dated(value, code, from_1904)
    return number_formats.number_text(value, code), value


@lru_cache(maxsize=4096)  # the same few days fill whole columns
def _dated(value: float, code: str, from_1904: bool) -> tuple[str, Value]:
    moment = day_of(value, from_1904)
    if moment is not None:
        return _day(moment, code)
    if 0 <= value < 1:  # a time of the day
        return number_formats.date_text(STAMPS + _span(value), code), value
    return number_formats.general(value), value


def _day(moment: datetime, code: str) -> tuple[str, date]:
    dated = code != GENERAL and number_formats.is_date(code)
    midnight = moment.time() == datetime.min.time()
    text = number_formats.date_text(moment, code) if dated else ""
    return text or number_formats.plain_date_text(moment), moment.date() if midnight else moment


def day_of(serial: float, from_1904: bool) -> datetime | None:
    """The day that a serial number means; None for times of a day and what is no day.

    Excel counts from 1 January 1900 as 1, and takes 1900 for a leap year: 60 is a day that never
    was, and what follows is one day less than counted (ECMA-376, part 1, 18.17.4.1).
    """
    if not 1 <= serial < _LAST_SERIAL or (not from_1904 and 60 <= serial < 61):
        return None
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if serial > 60 else 31)
    try:
        return first + _span(serial)
    except OverflowError:
        return None


def _span(days: float) -> timedelta:
    """Days as a span, to the millisecond: fractions of a day are never exact beyond that."""
    return timedelta(milliseconds=round(days * 86_400_000))


@lru_cache(maxsize=1024)
def _moved(master: tuple[int, str], key: int) -> str:
    """A shared formula as it would stand in another cell."""
    from openpyxl.formula.translate import Translator  # noqa: PLC0415 (only formulas need it)

    place, text = master
    row, column = place_of(place)
    to_row, to_column = place_of(key)
    try:
        moved = Translator(text, f"{letters(column)}{row}").translate_formula(
            f"{letters(to_column)}{to_row}"
        )
    except Exception:  # openpyxl's tokenizer, on a formula that is none
        return text
    return str(moved)
