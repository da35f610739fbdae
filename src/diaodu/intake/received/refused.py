"""How a reader says that it will not read a file."""

from __future__ import annotations

from diaodu.intake.received.grid import letters


class Refused(Exception):  # noqa: N818 (it is no error of the program, but what a reader answers)
    """A file that is not read, as a code and what fills its texts."""

    def __init__(
        self,
        code: str,
        found: str = "",
        *,
        sheet: str | None = None,
        row: int | None = None,
        column: int | None = None,
        **details: object,
    ) -> None:
        self.code = code
        self.found = found
        self.sheet = sheet
        self.row = row
        self.column = letters(column) if column else None
        self.details = {key: str(value) for key, value in details.items()}
        super().__init__(f"{code}: {found}")
