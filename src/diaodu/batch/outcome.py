"""What became of a unit."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal

from diaodu.batch.plan import Unit

LONGEST = 20_000  # characters of a traceback that are sent on, its end
State = Literal["made", "executed", "failed"]


@dataclass(frozen=True)
class Failure:
    """Why a unit was not made: name of the error, its message in one line, and the cell.

    `cell` counts all cells of the notebook in notebooks/ from 1; None: it was not a cell's fault.
    `id` is the cell's, `line` the number of its line that failed, and `source` that line; "" and
    None where the cell did not fail by itself (it took too long, or its process ended).
    """

    name: str
    message: str
    cell: int | None = None
    id: str = ""
    line: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Cost:
    """What one cell took: seconds, and the most memory that its process held meanwhile.

    `cell` is counted as in Failure. None: it was not measured, as in a kernel.
    """

    cell: int
    seconds: float
    peak_mb: float | None


@dataclass(frozen=True)
class Outcome:
    """`executed`: the notebook went through, and no HTML was asked for. Seconds are wall time.

    `details` is a traceback, for the terminal alone. `costs`: the code cells that were run.
    """

    unit: Unit
    state: State
    seconds: float
    failure: Failure | None = None
    details: str = ""
    peak_mb: float | None = None
    costs: tuple[Cost, ...] = ()

    @property
    def brief(self) -> Outcome:
        """The same without its costs: a run of a thousand units need not hold all of them."""
        return replace(self, costs=())

    @property
    def answer(self) -> Answer:
        """The same to be sent to another process, which knows the unit."""
        given = {field.name: getattr(self, field.name) for field in fields(Answer)[1:]}
        return Answer(self.unit.name, **{**given, "details": self.details[-LONGEST:]})


@dataclass(frozen=True)
class Answer:
    """An outcome on its way, with the name of its unit alone.

    The unit's run holds all areas and may be larger than what fits between two processes: each
    would wait for the other to read.
    """

    name: str
    state: State
    seconds: float
    failure: Failure | None
    details: str
    peak_mb: float | None
    costs: tuple[Cost, ...]

    def of(self, unit: Unit) -> Outcome:
        """The outcome of that unit."""
        given = {field.name: getattr(self, field.name) for field in fields(self)[1:]}
        return Outcome(unit, **given)
