"""The hidden sheet of a form: the lists behind its drop-downs, and what the form is."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from diaodu.areas import Area
from diaodu.intake.form import words
from diaodu.intake.form.layout import Column
from diaodu.messages import Lang
from diaodu.params import Run

MARKER = "diaodu_form"  # first cell of the sheet; then version, area, quarter


class Options:
    """Lists by their content, each with the name that drop-downs use."""

    def __init__(self, run: Run, area: Area, lang: Lang) -> None:
        self._run, self._area, self._lang = run, area, lang
        self._lists: dict[tuple[str, ...], str] = {}

    def name(self, column: Column) -> str | None:
        """Name of the column's list; None for a column without a drop-down."""
        listed = tuple(words.options(column, self._run, self._area, self._lang))
        return self.of(listed) if listed else None

    def of(self, listed: tuple[str, ...]) -> str:
        """Name of a list."""
        return self._lists.setdefault(listed, f"diaodu_list_{len(self._lists) + 1}")

    def write(self, book: Workbook, title: str, version: str, run: Run) -> None:
        """Write the sheet, which no menu of a spreadsheet program shows."""
        sheet = book.add_worksheet(title)
        for at, text in enumerate((MARKER, version, self._area.id, run.quarter.quarter)):
            sheet.write_string(0, at, text)
        for at, (listed, name) in enumerate(self._lists.items()):
            for row, text in enumerate(listed, 1):
                sheet.write_string(row, at, text)
            letter = xl_col_to_name(at)
            book.define_name(name, f"='{title}'!${letter}$2:${letter}${len(listed) + 1}")
        sheet.protect()
        sheet.very_hidden()
