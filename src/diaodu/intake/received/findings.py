"""What reading a file found, as issues for its sender's slip."""

from __future__ import annotations

from diaodu.errors import CellIssue
from diaodu.intake.received.codes import CODES
from diaodu.intake.received.grid import Finding, Received, Refusal
from diaodu.intake.text import visible


def to_issues(received: Received, file: str, area: str | None = None) -> list[CellIssue]:
    """The refusal of a file, if it was refused, and all that was noticed about it.

    file: its path as issues name it, relative to the root. area: id of the area that sent it.
    """
    found: list[Finding | Refusal] = [*received.notes]
    if isinstance(received, Refusal):
        found.insert(0, received)
    return [
        CellIssue(
            file=file,
            code=one.code,
            found=visible(one.found),
            severity=CODES[one.code],
            sheet=visible(one.sheet) if one.sheet else None,
            row=one.row,
            column=one.column,
            area=area,
            details={key: visible(value) for key, value in one.details.items()},
        )
        for one in found
    ]
