"""The slip of one returned form: every issue with its sheet and cell, in one pass."""

from __future__ import annotations

from diaodu.catalog import Text
from diaodu.errors import CellIssue
from diaodu.intake.form.codes import CODES
from diaodu.intake.received.grid import letters
from diaodu.intake.text import visible


class FormSlip:
    """Issues of one workbook. file: as issues name it. area: id of the sender, None if unknown."""

    def __init__(self, file: str, area: str | None = None) -> None:
        self.file = file
        self.area = area
        self.issues: list[CellIssue] = []
        self._order: dict[str | None, int] = {None: -1}

    def note(
        self,
        code: str,
        found: str = "",
        *,
        sheet: str | None = None,
        row: int | None = None,
        column: int | None = None,
        **details: object,
    ) -> None:
        """Add an issue; a `Text` among the details is given in both languages.

        Raises KeyError for an unknown code.
        """
        self._order.setdefault(sheet, len(self._order))
        self.issues.append(
            CellIssue(
                file=self.file,
                code=code,
                found=visible(" ".join(found.split())),
                severity=CODES[code],
                sheet=visible(sheet) if sheet else None,
                row=row,
                column=letters(column) if column else None,
                area=self.area,
                details=_plain(details),
            )
        )

    def in_order(self) -> list[CellIssue]:
        """Issues of the whole file first, then sheet by sheet and row by row."""
        order = {visible(name) if name else name: at for name, at in self._order.items()}
        return sorted(self.issues, key=lambda issue: (order.get(issue.sheet, 0), issue.row or 0))


def _plain(details: dict[str, object]) -> dict[str, str]:
    plain: dict[str, str] = {}
    for key, value in details.items():
        if isinstance(value, Text):
            plain |= {f"{key}_zh": visible(value.zh), f"{key}_en": visible(value.en)}
        else:
            plain[key] = visible(str(value))
    return plain
