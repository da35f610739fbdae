"""The neutral model of a received file: what every reader returns, whatever the format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Literal

Value = str | float | int | bool | date | datetime | None
Place = tuple[int, int]  # (row, column), both counted from 1


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a sheet.

    text: what a person sees there (`5.8%`, `2022年3月`), "" if empty; rounded as the cell's format
        rounds, so figures are taken from `value`. value: what is stored (0.058, a date); None if
        empty, if an error, or if a formula has no calculated value. formula: with its `=`; `value`
        then is what the sender's program last calculated. In a .xls the formula's text is unknown
        and only `=` is given. error: such as `#DIV/0!`. number_format: None if none is set.
    hidden: its row or column is hidden (a hidden sheet says so itself). merged_into: the cell that
        shows the content of the merged range in which this one lies; None in that cell itself.
    """

    row: int
    column: int
    text: str = ""
    value: Value = None
    formula: str | None = None
    error: str | None = None
    number_format: str | None = None
    comment: str | None = None
    hidden: bool = False
    merged_into: Place | None = None


@dataclass(frozen=True)
class Finding:
    """Something about a file that its sender or reader should know; see codes.CODES.

    found: as it stands in the file. column: letter of the column. details fill the texts.
    """

    code: str
    found: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """A file of which nothing was read, why, and what was noticed before (`notes`).

    code, found, sheet, row, column, details: as in `Finding`.
    """

    code: str
    details: Mapping[str, str] = field(default_factory=dict)
    found: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    file: str = ""
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet: its cells that hold anything, and where it is merged or hidden.

    cells: (row, column) -> cell, row by row from the left; only cells with a value, formula, error
        or comment. max_row, max_column: of those cells, 0 for an empty sheet (what the file itself
        states is never asked). merged: a cell below a merged range -> the one that shows the
        content, as far as max_row and max_column reach.
    """

    name: str
    hidden: bool = False
    cells: Mapping[Place, GridCell] = field(default_factory=dict)
    max_row: int = 0
    max_column: int = 0
    merged: Mapping[Place, Place] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def at(self, row: int, column: int) -> GridCell:
        """The cell there; one without content if there is nothing."""
        cell = self.cells.get((row, column))
        if cell is not None:
            return cell
        hidden = row in self.hidden_rows or column in self.hidden_columns
        return GridCell(row, column, hidden=hidden, merged_into=self.merged.get((row, column)))

    def rows(self) -> Iterator[tuple[int, list[GridCell]]]:
        """Rows that hold anything, each with its cells that do: the quick way over a sheet."""
        for row, cells in groupby(self.cells.values(), key=lambda cell: cell.row):
            yield row, list(cells)

    @staticmethod
    def address(row: int, column: int) -> str:
        """A place as people write it: (12, 5) -> "E12"."""
        return f"{letters(column)}{row}"


@dataclass(frozen=True)
class Workbook:
    """A received table file; `file` is its name, fit to be shown."""

    file: str
    sheets: tuple[Sheet, ...]
    kind: Literal["xlsx", "xls", "csv"]
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """One paragraph that holds any text, in reading order.

    number: its line in a .txt; in a .docx counted over the paragraphs with text, those in tables
        included. style: name of its style, "" if none. table: (table, row, column) it stands in,
        all counted from 1, a table within a table not by itself; None outside of tables.
    """

    number: int
    text: str
    style: str = ""
    table: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Document:
    """A received text; `file` is its name, fit to be shown."""

    file: str
    paragraphs: tuple[Paragraph, ...]
    kind: Literal["docx", "txt"]
    notes: tuple[Finding, ...] = ()


Received = Workbook | Document | Refusal


@lru_cache(maxsize=4096)
def letters(column: int) -> str:
    """Letters of a column counted from 1: 1 -> "A", 28 -> "AB"."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@lru_cache(maxsize=4096)
def column_number(text: str) -> int:
    """Column of letters: "A" -> 1. Raises ValueError for anything but one to three letters A-Z."""
    if not (1 <= len(text) <= 3 and text.isascii() and text.isalpha()):
        raise ValueError(f"no column: {text[:10]!r}")
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number
