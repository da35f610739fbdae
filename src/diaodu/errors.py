"""What can be wrong with what people give us, as values and exceptions.

Only errors of *input* live here. A programming error stays a plain Python exception and is never
caught to be logged and forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]


class DiaoduError(Exception):
    """Base of all errors that are the input's and not the program's; the CLI prints their texts."""


class ParameterError(DiaoduError):
    """A parameter or a YAML file is not what it must be; nothing has been run.

    `problems` are lines of the form "file: line: key: what was found; what was expected".
    """

    def __init__(self, problems: str | list[str]) -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(self.problems))


class ContractError(DiaoduError):
    """A processed table breaks its contract (see contracts.py)."""


@dataclass(frozen=True)
class CellIssue:
    """One thing wrong in one place of one received file.

    `code` names the kind of fault: its texts (what was expected, what follows, what to do) are
    the messages `issue.<code>.expected`, `.consequence` and `.remedy`, filled with `details`, in
    either language. `found` is the text as it stands in the file. `row` is counted as a person
    sees it (the header of a CSV is row 1); both `row` and `column` may be None for a whole file.
    `area` is the id of the one area that the place is about, None if it is about several or none.
    """

    file: str
    code: str
    found: str
    severity: Severity = "error"
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    area: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
