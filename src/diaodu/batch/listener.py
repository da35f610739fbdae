"""Who is told what happens in a run, as it happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # to import intake takes the libraries of tables
    from diaodu.batch.outcome import Outcome
    from diaodu.batch.plan import Unit
    from diaodu.intake import Intake
    from diaodu.intake.received.register import Registered
    from diaodu.intake.standing import Standing


class Listener(Protocol):
    """Who is told what happens, as it happens."""

    def registered(self, results: Sequence[Registered]) -> None:
        """These files were handed in; nothing is read into rows yet."""

    def took_in(self, intake: Intake) -> None:
        """Intake has read what there is; nothing is stored yet."""

    def stands(self, found: Sequence[Standing], *, asked: bool = False) -> None:
        """Who has sent what, for a quarter that takes submissions."""

    def waits(self) -> None:
        """Another run works on the same quarter; this one waits for its end."""

    def kept(self, count: int) -> None:
        """So many reports are as they would be made; 0: so are the tables."""

    def begins(self, units: Sequence[Unit]) -> None:
        """These units are now made."""

    def ended(self, outcome: Outcome) -> None:
        """One of them was made, or was not."""
