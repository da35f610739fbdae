"""One row of a received file while it is read: its cells as values, its faults on the slip."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diaodu.intake.csv_files import CsvTable
from diaodu.intake.layouts import CHOICES
from diaodu.intake.numbers import Reading, read_number
from diaodu.intake.slip import CODES, Slip
from diaodu.intake.text import clean, closest, fold, is_missing
from diaodu.intake.written_periods import read_date

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_FORMULA_SIGNS = ("=", "+", "-", "@")


class Row:
    """Cells by field, cleaned of invisible characters.

    `ok` turns False with the first issue of severity error: such a row is left out, but it is read
    to its end, so that all its faults stand on the slip at once.
    """

    def __init__(self, number: int, cells: dict[str, str], headers: dict[str, str], slip: Slip):
        self.number = number
        self.ok = True
        self.slip = slip
        self._headers = headers
        self._broken: set[str] = set()
        self._cells: dict[str, str] = {}
        for field, cell in cells.items():
            self._cells[field], removed = clean(cell)
            if removed:
                self.note("control_characters", field, found=cell)
            if "\ufffd" in cell:
                self.note("broken_characters", field)
                self._broken.add(field)

    def __getitem__(self, field: str) -> str:
        """Text of a cell; "" where the file has no such column."""
        return self._cells.get(field, "")

    def note(self, code: str, field: str, /, found: str | None = None, **details: object) -> None:
        """Put an issue of a cell on the slip; one with broken characters has its issue already."""
        if field in self._broken:
            return
        self.slip.note(
            code,
            self[field] if found is None else found,
            row=self.number,
            column=self._headers.get(field, field),
            **details,
        )
        self.ok = self.ok and CODES[code] != "error"

    def text(self, field: str) -> str | None:
        """Free text, None where there is none. What looks like a formula stays text."""
        text = self[field]
        if is_missing(text):
            return None
        if text.startswith(_FORMULA_SIGNS):
            self.note("formula_text", field)
        return text

    def texts(self, name: str) -> tuple[str, str]:
        """The texts `name_zh` and `name_en`, neither empty: one stands in for the other."""
        zh, en = self.text(f"{name}_zh"), self.text(f"{name}_en")
        if zh is None and en is None:
            self.note("cell_empty", f"{name}_zh")
        elif zh is None or en is None:
            self.note("translation_missing", f"{name}_{'zh' if zh is None else 'en'}")
        return zh or en or "", en or zh or ""

    def slug(self, field: str) -> str:
        """A name for machines, such as a source's; a wrong one comes as it is, with an issue."""
        if not self[field]:
            self.note("cell_empty", field)
        elif not _SLUG.fullmatch(self[field]):
            self.note("slug_wrong", field)
        return self[field]

    def choice(self, field: str, default: str | None = None) -> str | None:
        """One of CHOICES[field]; None, with an issue, for another word."""
        words = CHOICES[field]
        if not self[field]:
            if default is None:
                self.note("cell_empty", field)
            return default
        written = re.sub(r"\s", "", fold(self[field])).casefold()
        if written not in words:
            allowed = ", ".join(dict.fromkeys(words.values()))
            self.note("choice_unknown", field, allowed=allowed, closest=closest(written, words))
        return words.get(written)

    def day(self, field: str) -> str | None:
        """A day as 2022-03-23; None where there is none or it cannot be read (with an issue)."""
        if is_missing(self[field]):
            return None
        day = read_date(self[field])
        if day is None:
            self.note("optional_date", field)
            return None
        if day.isoformat() != self[field]:
            self.note("date_read", field, date=day.isoformat())
        return day.isoformat()

    def required_number(self, field: str) -> Reading:
        """A number that the row cannot do without; refused and missing ones are on the slip."""
        reading = read_number(self[field])
        if reading.how == "refused":
            self.note(f"value_{reading.reason}", field)
        elif reading.how == "missing":
            self.note("value_missing", field)
        elif reading.how == "normalised":
            self.note("value_read", field, value=reading.printed)
        return reading

    def optional_number(self, field: str) -> Reading:
        """A number that may be absent; one that cannot be read counts as absent, with an issue."""
        reading = read_number(self[field])
        if reading.how == "refused":
            self.note("optional_number", field)
        elif reading.how == "normalised":
            self.note("value_read", field, value=reading.printed)
        return reading


def rows(table: CsvTable, slip: Slip) -> Iterator[Row]:
    """The rows of a file, to be read one by one."""
    return (Row(number, cells, table.headers, slip) for number, cells in table.rows)
