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
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from diaodu.batch import files
from diaodu.batch.outcome import Failure, Outcome
from diaodu.batch.plan import Unit

if TYPE_CHECKING:
    from diaodu.publish.html import Exporter

TERMINATED = 143  # exit code of a process that ended by SIGTERM


@dataclass(frozen=True)
class Job:
    """A unit, a folder for files that are not whole yet, and what to make of the unit."""

    unit: Unit
    aside: Path
    limit: float  # seconds for the notebook
    html: bool

    @property
    def draft(self) -> Path:
        return self.aside / f"{self.unit.name}.ipynb"


def start() -> None:
    """Set up a worker process, before its first job.

    Ctrl-C reaches a whole process group: only the parent heeds it, and then ends its workers by
    SIGTERM. That is raised as SystemExit, so that a notebook's kernel is shut down on the way out
    (see `make`).
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever; its kernel ends with it."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def warm_up() -> None:
    """Import what jobs need, while the parent still reads the data."""
    from diaodu.batch import engine  # noqa: F401, PLC0415

    _exporter()


def make(job: Job) -> Outcome:
    """Run a unit's notebook and make its HTML. Whatever goes wrong is the outcome's failure."""
    try:
        return _make(job)
    except SystemExit:  # its pool would take it for a result, and let the worker wait for more
        os._exit(TERMINATED)


def _make(job: Job) -> Outcome:
    # These take seconds to import, so only the processes that run notebooks do it.
    from diaodu.batch import engine, notebooks  # noqa: PLC0415

    begun = time.perf_counter()
    unit = job.unit
    ran = engine.execute(unit.notebook, job.draft, unit.parameters, job.limit)
    job.draft.unlink(missing_ok=True)
    unit.html.unlink(missing_ok=True)
    good = ran.failure is None
    kept, other = (unit.executed, unit.failed) if good else (unit.failed, unit.executed)
    other.unlink(missing_ok=True)
    kept.unlink(missing_ok=True)
    if ran.notebook is not None:
        notebooks.write(kept, ran.notebook, unit.run.root)
    if good and job.html:
        return _publish(unit, begun)
    seconds = time.perf_counter() - begun
    return Outcome(unit, "executed" if good else "failed", seconds, ran.failure, ran.details)


def publish(unit: Unit) -> Outcome:
    """Make the HTML of a unit that has been executed before."""
    return _publish(unit, time.perf_counter())


def died(job: Job) -> Outcome:
    """Clear up after a worker process that ended in the middle of a job; seconds are NaN."""
    from diaodu.batch import engine, notebooks  # noqa: PLC0415

    unit = job.unit
    for stale in (unit.html, unit.executed, unit.failed):
        stale.unlink(missing_ok=True)
    message = "the worker process ended: it was killed, or memory ran out"
    stopped = engine.stopped(job.draft, "WorkerDied", message)
    if stopped.notebook is not None:
        notebooks.write(unit.failed, stopped.notebook, unit.run.root)
    return Outcome(unit, "failed", float("nan"), stopped.failure)


def _publish(unit: Unit, begun: float) -> Outcome:
    from diaodu.batch import notebooks  # noqa: PLC0415

    failure, details = None, ""
    try:
        page = _exporter().export(notebooks.read(unit.executed), unit.run, unit.kind, unit.division)
        files.put(unit.html, page)
    except Exception as error:  # of this unit alone: the others go on
        unit.html.unlink(missing_ok=True)
        failure = Failure(type(error).__name__, files.short(str(error)))
        details = traceback.format_exc()
    seconds = time.perf_counter() - begun
    return Outcome(unit, "failed" if failure else "made", seconds, failure, details)


@lru_cache(maxsize=1)
def _exporter() -> Exporter:
    from diaodu.publish.html import Exporter  # noqa: PLC0415

    return Exporter()
