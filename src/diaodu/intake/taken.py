"""What one received file came to: its rows, what is wrong with it, what its prose claims.

It can be kept as plain values and taken up again, so that a file is read once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, Self

from diaodu.errors import CellIssue
from diaodu.intake.prose.claim_types import Claim

Rows = dict[str, list[dict[str, Any]]]


class Kept(Protocol):
    """Where what was read is kept, by all that it was read from (plain values)."""

    def get(self, of: object) -> Mapping[str, Any] | None:
        """What was put for just that; None if nothing was."""

    def put(self, of: object, value: Mapping[str, Any]) -> None:
        """Keep plain values."""


@dataclass
class Taken:
    """Rows by table; issues of the file and of its cells; each claim with its locator.

    refused: the file could not be read at all. That is not kept: it may be the machine's fault.
    """

    rows: Rows = field(default_factory=dict)
    about_file: list[CellIssue] = field(default_factory=list)
    issues: list[CellIssue] = field(default_factory=list)
    claims: list[tuple[Claim, str]] = field(default_factory=list)
    refused: bool = False

    def count(self) -> int:
        """Its rows in all tables."""
        return sum(map(len, self.rows.values()))

    def plain(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "rows": self.rows,
            "about_file": [asdict(issue) for issue in self.about_file],
            "issues": [asdict(issue) for issue in self.issues],
            "claims": [[asdict(claim), place] for claim, place in self.claims],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """What `plain` was made from."""
        return cls(
            plain["rows"],
            [CellIssue(**issue) for issue in plain["about_file"]],
            [CellIssue(**issue) for issue in plain["issues"]],
            [(Claim(**claim), place) for claim, place in plain["claims"]],
        )
