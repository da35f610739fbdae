"""What reading a file found, as issues for its sender's slip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from diaodu.errors import CellIssue, Severity
from diaodu.intake.received.codes import CODES
from diaodu.intake.received.grid import Finding, Received, Refusal
from diaodu.intake.text import visible


class Found(Protocol):
    """What was found, of a file just read or kept in a sidecar; the fields of grid.Finding."""

    @property
    def code(self) -> str: ...
    @property
    def found(self) -> str: ...
    @property
    def sheet(self) -> str | None: ...
    @property
    def row(self) -> int | None: ...
    @property
    def column(self) -> str | None: ...
    @property
    def details(self) -> Mapping[str, str]: ...


def to_issues(received: Received, file: str, area: str | None = None) -> list[CellIssue]:
    """The refusal of a file, if it was refused, and all that was noticed about it.

    file: its path as issues name it, relative to the root. area: id of the area that sent it.
    """
    found: list[Finding | Refusal] = [*received.notes]
    if isinstance(received, Refusal):
        found.insert(0, received)
    return [as_issue(one, CODES[one.code], file, area) for one in found]


def as_issue(one: Found, severity: Severity, file: str, area: str | None) -> CellIssue:
    """What was found as an issue of the file: all its text made visible."""
    return CellIssue(
        file=file,
        code=one.code,
        found=visible(one.found),
        severity=severity,
        sheet=visible(one.sheet) if one.sheet else None,
        row=one.row,
        column=one.column,
        area=area,
        details={key: visible(value) for key, value in one.details.items()},
    )
