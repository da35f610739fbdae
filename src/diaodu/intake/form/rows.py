"""The rows of a sheet that say something; issues for those that cannot be told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from diaodu.catalog import Text
from diaodu.intake.form import ids, words
from diaodu.intake.form.cells import Context, RowReader, is_filled
from diaodu.intake.form.columns import Columns
from diaodu.intake.form.headers import banner_unit, unit_named
from diaodu.intake.received.grid import GridCell

_TOTALS = frozenset({"合计", "总计", "共计", "小计", "total", "subtotal"})
_GRAND_TOTALS = frozenset({"合计", "总计", "共计", "total"})
_FOOT = re.compile(r"\s*(?:注|备注|说明|填[表报]人|审核人?|负责人|联系人|制表|note)\s*[:：]", re.I)
_HIDDEN_ROW = Text(zh="行", en="row")
_ID = re.compile(r"[0-9]{4}Q[1-4]-[0-9]+", re.I)


class Rows:
    """Rows of one sheet, one by one; and the total rows among them."""

    def __init__(self, columns: Columns, context: Context) -> None:
        self.columns = columns
        self.totals: list[RowReader] = []
        self.numbers: list[str] = []  # ids of all rows, those without content included
        self._context = context
        self._table = columns.layout
        self._name = next(c.id for c in columns.layout.columns if c.required)
        self._given = {c.id for c in columns.layout.columns if c.locked}

    def each(self) -> Iterator[RowReader]:
        """Rows with content and a name. Numbers of empty rows are in `numbers` when it is over."""
        if self._name not in self.columns.found:
            if self.columns.header_row:
                self._note_unnamed_sheet()
            return
        for number, cells in self.columns.sheet.rows():
            if number < self.columns.header_row:
                self._above(number, cells)
            elif number > self.columns.header_row:
                row = RowReader(self.columns, number, cells, self._context)
                if self._is_row(row, cells):
                    yield row

    def _is_row(self, row: RowReader, cells: Sequence[GridCell]) -> bool:
        number = next((c.id for c in self._table.columns if c.type == "id"), None)
        if number is not None:
            self.numbers.append(row.cell(number).text)
        filled = [key for key, cell in row.cells.items() if is_filled(cell)]
        own = [key for key in filled if key not in self._given or key == self._name]
        if not own or self._is_foot(filled, row) or _repeats_header(cells, self.columns):
            return False
        if any(words.compared(row.cell(key).text) in _TOTALS for key in filled[:3]):
            row.note("form_total_row", self._name)
            self.totals.append(row)
            return False
        if row.row in self.columns.sheet.hidden_rows:
            row.note("form_hidden", self._name, what=_HIDDEN_ROW)
        if not row.has(self._name):
            merged = self.columns.sheet.merged.get((row.row, self.columns.found[self._name].at))
            first = self.columns.sheet.address(*merged) if merged else ""
            row.note("form_row_unnamed", self._name, row.cell(own[0]).text, first=first)
            return False
        return True

    def _is_foot(self, filled: Sequence[str], row: RowReader) -> bool:
        """A line below the table: a remark on all of it."""
        return len(filled) == 1 and _FOOT.match(row.cell(filled[0]).text) is not None

    def _above(self, number: int, cells: Sequence[GridCell]) -> None:
        """A row of data that was moved above the header, or a unit that a line announces."""
        said = [cell for cell in cells if cell.text.strip() and not _is_label(cell.text)]
        sheet = self.columns.sheet.name
        if len(said) > 1:
            self._context.slip.note("form_row_above_header", said[1].text, sheet=sheet, row=number)
        for cell in cells:
            written = banner_unit(cell.text)
            stated = {found.unit for found in self.columns.found.values() if found.unit}
            if unit_named(written) is not None and unit_named(written) not in stated:
                self._context.slip.note(
                    "form_unit_above", cell.text, sheet=sheet, row=number, column=cell.column
                )

    def _note_unnamed_sheet(self) -> None:
        """Without the column of names no row can be told; the missing column is an issue already.

        What stands in the rows is counted, so that nothing goes unseen.
        """
        lost = {row for row, _ in self.columns.sheet.cells if row > self.columns.header_row}
        self._context.slip.note(
            "form_rows_lost", str(len(lost)), sheet=self.columns.sheet.name, count=len(lost)
        )


def grand_total(row: RowReader) -> bool:
    """Whether a total row is on all rows, and not on some of them."""
    return any(words.compared(row.cell(key).text) in _GRAND_TOTALS for key in row.columns.found)


def given_numbers(rows: Rows, numbers: ids.Numbers) -> None:
    """Take note of all numbers of a sheet, so that no new id is one of them."""
    for written in rows.numbers:
        numbers.reserve(written)


def _is_label(text: str) -> bool:
    return ":" in text or "：" in text


def _repeats_header(cells: Sequence[GridCell], columns: Columns) -> bool:
    """Whether a row is the header once more (people copy it onto each page)."""
    named = sum(cell.text == columns.header(cell.column) for cell in cells if cell.text)
    return named > 1 and named >= len(cells) - 1
