"""One sheet of a .xlsx, in one pass: values as last calculated, and the formulas beside them.

openpyxl in full mode gives either the one or the other, so it would have to read a file twice, at
four times the time and eight times the memory each; a test holds that both find the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import IO

from diaodu.intake.received import limits, xml_parts
from diaodu.intake.received.cells import PackedCells
from diaodu.intake.received.grid import Place, Sheet, column_number
from diaodu.intake.received.packed import BOOL, ERROR, TEXT, Packer, key_of
from diaodu.intake.received.ranges import DIGITS, Range, expand, place, too_far
from diaodu.intake.received.refused import Refused
from diaodu.intake.received.xlsx_text import unescaped
from diaodu.intake.received.xml_parts import Attributes, is_true


class SheetReader:
    """Handlers for the elements of a sheet's part; `finish` makes the sheet of what they kept.

    Cells without value and formula are formatting and leave no trace; so the size that a sheet
    states, and its empty rows, cost nothing.
    """

    def __init__(self, name: str, packer: Packer, strings: int, room: int) -> None:
        """strings: how many texts the workbook's table holds. room: cells still allowed."""
        self.name = name
        self.packer = packer
        self.uncalculated: list[Place] = []
        self._strings = strings
        self._room = room
        self._row = 0
        self._row_text = "0"
        self._column = 0
        self._text: list[str] = []
        self._cell: Attributes = {}
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula: tuple[Attributes, str] | None = None
        self._formula_start: Attributes = {}
        self._phonetic = False
        self._masters: dict[str, int] = {}
        self._merged: list[Range] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self.max_row = self.max_column = 0

    def read(self, source: IO[bytes]) -> None:
        """Raises Refused for too many cells or cells too far away, ValueError for broken ones."""
        starts: dict[str, Callable[[Attributes], None]] = {
            "{x}c": self._start_cell,
            "{x}v": self._start_text,
            "{x}f": self._start_formula,
            "{x}t": self._start_text,
            "{x}rPh": self._start_phonetic,
            "{x}row": self._start_row,
            "{x}col": self._note_columns,
            "{x}mergeCell": self._note_merged,
        }
        ends: dict[str, Callable[[], None]] = {
            "{x}c": self._end_cell,
            "{x}v": self._end_value,
            "{x}f": self._end_formula,
            "{x}t": self._end_inline,
            "{x}rPh": self._end_phonetic,
        }

        def start(name: str, attributes: Attributes) -> None:
            if handler := starts.get(name):
                handler(attributes)

        def end(name: str) -> None:
            if handler := ends.get(name):
                handler()

        xml_parts.feed(source, start, end, self._text.append)

    def finish(self, hidden: bool) -> Sheet:
        """The sheet, its comments already in the packer."""
        for key in self.packer.comments:
            self._reach(key >> 15, key & 0x7FFF)
        hidden_columns = frozenset(
            column
            for first, last in self._hidden_columns
            for column in range(first, min(last, self.max_column) + 1)
        )
        hidden_rows = frozenset(row for row in self._hidden_rows if row <= self.max_row)
        covered = expand(self.name, self._merged, self.max_row, self.max_column)
        self.packer.finish(covered)
        return Sheet(
            name=self.name,
            hidden=hidden,
            cells=PackedCells(self.packer, hidden_rows, hidden_columns, covered),
            max_row=self.max_row,
            max_column=self.max_column,
            merged=covered,
            hidden_rows=hidden_rows,
            hidden_columns=hidden_columns,
        )

    def _start_row(self, attributes: Attributes) -> None:
        self._row_text = attributes.get("r") or str(self._row + 1)
        self._row = int(self._row_text)
        self._column = 0
        if is_true(attributes.get("hidden")) or attributes.get("ht") == "0":
            self._hidden_rows.add(self._row)

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._value = self._formula = None
        self._inline.clear()

    def _start_text(self, _attributes: Attributes) -> None:
        self._text.clear()

    def _start_formula(self, attributes: Attributes) -> None:
        self._text.clear()
        self._formula_start = attributes

    def _start_phonetic(self, _attributes: Attributes) -> None:
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False

    def _end_value(self) -> None:
        self._value = "".join(self._text)

    def _end_formula(self) -> None:
        self._formula = (self._formula_start, "".join(self._text))

    def _end_inline(self) -> None:
        if not self._phonetic:
            self._inline.append("".join(self._text))

    def _end_cell(self) -> None:
        reference = self._cell.get("r")
        if reference:
            letters = reference.rstrip(DIGITS)
            if reference[len(letters) :] != self._row_text:
                raise ValueError(f"cell {reference[:20]} in row {self._row}")
            self._column = column_number(letters)
        else:
            self._column += 1
        if self._value is None and self._formula is None and not self._inline:
            return
        self._reach(self._row, self._column)
        self._room -= 1
        if self._room < 0:
            raise Refused("too_many_cells", sheet=self.name, limit=f"{limits.MAX_CELLS:,}")
        key = key_of(self._row, self._column)
        if self._formula is not None:
            self._keep_formula(key, *self._formula)
        self._keep_value(key)

    def _reach(self, row: int, column: int) -> None:
        """Note how far the sheet goes. Raises Refused for a place where nothing can belong."""
        if not (0 < row <= limits.MAX_ROW and 0 < column <= limits.MAX_COLUMN):
            raise too_far(self.name, row, column)
        self.max_row = max(self.max_row, row)
        self.max_column = max(self.max_column, column)

    def _keep_value(self, key: int) -> None:
        kind = self._cell.get("t", "n")
        style = int(self._cell.get("s") or 0)
        if not style < len(self.packer.shared.formats):
            style = 0
        value = self._value
        if kind == "inlineStr" and self._inline:
            self.packer.add_text(key, unescaped("".join(self._inline)), style)
        elif value is None or (value == "" and kind != "str"):
            if self._formula is not None:  # never calculated: a program wrote it, nobody opened it
                self.uncalculated.append((self._row, self._column))
                self.packer.add(key, 0, 0, style)
        elif kind == "s":
            at = int(value)
            if not 0 <= at < self._strings:
                raise ValueError(f"no text {at}")
            self.packer.add(key, TEXT, at, style)
        elif kind == "n":
            self._keep_number(key, value, style)
        elif kind == "b":
            self.packer.add(key, BOOL, float(is_true(value)), style)
        elif kind == "e":
            self.packer.add(key, ERROR, self.packer.shared.strings.add(value), style)
        elif kind == "d":
            self._keep_day(key, value, style)
        else:
            self.packer.add_text(key, unescaped(value), style)

    def _keep_number(self, key: int, value: str, style: int) -> None:
        number = float(value)
        if number - number != 0:  # NaN and the infinities, which no spreadsheet can hold
            raise ValueError(f"no number: {value[:20]}")
        self.packer.add_number(key, number, style)

    def _keep_day(self, key: int, value: str, style: int) -> None:
        try:
            moment = datetime.fromisoformat(value.strip()).replace(tzinfo=None)
        except ValueError:
            self.packer.add_text(key, value, style)
            return
        self.packer.add_stamp(key, moment, style)

    def _keep_formula(self, key: int, attributes: Attributes, text: str) -> None:
        formula = f"={text}"
        number = attributes.get("si") if attributes.get("t") == "shared" else None
        if number is None or (text and number in self._masters):
            self.packer.formulas[key] = formula
        elif number in self._masters:
            self.packer.formulas[key] = self._masters[number]
        else:
            self._masters[number] = len(self.packer.masters)
            self.packer.masters.append((key, formula))
            self.packer.formulas[key] = formula

    def _note_columns(self, attributes: Attributes) -> None:
        if is_true(attributes.get("hidden")) or attributes.get("width") == "0":
            self._hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def _note_merged(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        self._merged.append((*place(first), *place(last or first)))
