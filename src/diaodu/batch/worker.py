"""Make one unit: run its notebook, then its HTML, and leave only whole files behind.

The rule that all of it keeps: a report under a unit's name was made from the executed notebook
under that name. So an old report goes as soon as its notebook is replaced or fails.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from diaodu.batch import files, memory, warm
from diaodu.batch.outcome import Cost, Failure, Outcome, State
from diaodu.batch.plan import Unit

if TYPE_CHECKING:
    from nbformat import NotebookNode

TERMINATED = 143  # exit code of a process that ended by SIGTERM
Engine = Literal["warm", "standard"]  # in the worker's own process; on a kernel of its own
KILLED = Failure("WorkerDied", "the worker process ended: it was killed, or memory ran out")


@dataclass(frozen=True)
class Job:
    """A unit, a folder for files that are not whole yet, and what to make of the unit."""

    unit: Unit
    aside: Path
    limit: float  # seconds for the notebook
    html: bool
    engine: Engine = "warm"

    @property
    def draft(self) -> Path:
        return self.aside / f"{self.unit.name}.ipynb"


def heed_end(job: Job) -> None:
    """Set what SIGTERM does while a job is made: nothing but the end, or a kernel's end first.

    That is raised as SystemExit, so that the kernel is shut down on the way out (see `make`).
    """
    kernel = job.engine == "standard"
    signal.signal(signal.SIGTERM, (lambda *_: sys.exit(TERMINATED)) if kernel else signal.SIG_DFL)


def make(job: Job) -> Outcome:
    """Run a unit's notebook and make its HTML. Whatever goes wrong is the outcome's failure."""
    try:
        return _make(job)
    except SystemExit:  # SIGTERM, see heed_end: the kernel is shut down by now
        os._exit(TERMINATED)


def _make(job: Job) -> Outcome:
    # These take seconds to import, so only the processes that run notebooks do it.
    from diaodu.batch import engine, notebooks  # noqa: PLC0415

    begun = time.perf_counter()
    unit = job.unit
    ran = engine.execute(unit.notebook, job.draft, unit.parameters, job.limit, job.engine)
    job.draft.unlink(missing_ok=True)
    unit.html.unlink(missing_ok=True)
    costs = notebooks.costs(ran.notebook) if ran.notebook else ()
    good = ran.failure is None
    kept, other = (unit.executed, unit.failed) if good else (unit.failed, unit.executed)
    other.unlink(missing_ok=True)
    kept.unlink(missing_ok=True)
    if ran.notebook is not None:
        notebooks.write(kept, ran.notebook, unit.run.root)
    if good and job.html:
        made = _publish(unit, begun, ran.notebook)
    else:
        seconds = time.perf_counter() - begun
        state: State = "executed" if good else "failed"
        made = Outcome(unit, state, seconds, ran.failure, ran.details)
    return replace(made, costs=costs, peak_mb=_peak(costs))


def _peak(costs: Sequence[Cost]) -> float | None:
    """The most memory while the notebook ran and its report was made."""
    known = [cost.peak_mb for cost in costs if cost.peak_mb is not None]
    last = memory.peak_mb()
    return max([*known, last]) if known and last is not None else None


def publish(unit: Unit) -> Outcome:
    """Make the HTML of a unit that has been executed before."""
    return _publish(unit, time.perf_counter())


def too_long(job: Job) -> Failure:
    """The failure of a notebook that ran into its limit."""
    return Failure("TimeLimit", f"the notebook took longer than {job.limit:g} seconds")


def died(job: Job, why: Failure = KILLED) -> Outcome:
    """Clear up after a process that ended in the middle of a job; seconds are NaN."""
    from diaodu.batch import engine, notebooks  # noqa: PLC0415

    unit = job.unit
    for stale in (unit.html, unit.executed, unit.failed):
        stale.unlink(missing_ok=True)
    stopped = engine.stopped(job.draft, why.name, why.message)
    if stopped.notebook is not None:
        notebooks.write(unit.failed, stopped.notebook, unit.run.root)
    return Outcome(unit, "failed", float("nan"), stopped.failure)


def _publish(unit: Unit, begun: float, executed: NotebookNode | None = None) -> Outcome:
    from diaodu.batch import notebooks  # noqa: PLC0415

    failure, details = None, ""
    try:
        notebook = executed or notebooks.read(unit.executed)
        page = warm.exporter().export(notebook, unit.run, unit.kind, unit.division)
        files.put(unit.html, page)
    except Exception as error:  # of this unit alone: the others go on
        unit.html.unlink(missing_ok=True)
        failure = Failure(type(error).__name__, files.short(str(error)))
        details = traceback.format_exc()
    seconds = time.perf_counter() - begun
    return Outcome(unit, "failed" if failure else "made", seconds, failure, details)
