"""Hand the units of a run to worker processes, and keep going whatever becomes of one."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from diaodu.batch import worker
from diaodu.batch.outcome import Outcome
from diaodu.batch.plan import Unit
from diaodu.batch.worker import Job

LIMIT = 300.0  # seconds that one notebook may take
# Set before a worker starts, so before numpy is imported there or in its kernel. More threads than
# one only fight over the cores that the other workers use. The hash seed is fixed because the same
# input has to give the same bytes.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else each kernel writes a warning to the terminal
}


def default_workers(count: int) -> int:
    """Workers for that many units: no more than there are processors, and at least one."""
    return max(1, min(os.cpu_count() or 1, count))


class Crew:
    """Worker processes of their own, one unit at a time each; see `crew`.

    Each is a pool of one and not one of a pool: when a process of a shared pool dies, all that
    were at work are lost with it, and nobody can say whose fault it was.
    """

    def __init__(self, workers: int) -> None:
        self._idle = [_pool() for _ in range(workers)]
        self._busy: dict[Future[Outcome], tuple[Job, ProcessPoolExecutor]] = {}

    def make(
        self,
        units: Sequence[Unit],
        *,
        html: bool,
        done: Callable[[Outcome], None],
        limit: float = LIMIT,
    ) -> list[Outcome]:
        """Make all units in parallel; `done` is called with each outcome as it comes in.

        Without `html` the notebooks are executed and nothing else is made; `limit` is seconds for
        one notebook. The outcomes are in the order of the units. A worker process that dies takes
        one unit with it, never another.
        """
        outcomes: dict[str, Outcome] = {}
        with _aside(units) as aside:
            waiting = deque(Job(unit, aside, limit, html) for unit in units)
            while waiting or self._busy:
                while waiting and self._idle:
                    self._begin(waiting.popleft(), self._idle.pop())
                for future in wait(self._busy, return_when=FIRST_COMPLETED).done:
                    outcome = self._collect(future)
                    outcomes[outcome.unit.name] = outcome
                    done(outcome)
        return [outcomes[unit.name] for unit in units]

    def _begin(self, job: Job, pool: ProcessPoolExecutor) -> None:
        try:
            future = pool.submit(worker.make, job)
        except BrokenProcessPool:  # its process died with nothing to do: take another
            pool.shutdown()
            pool = _pool()
            future = pool.submit(worker.make, job)
        self._busy[future] = (job, pool)

    def _collect(self, future: Future[Outcome]) -> Outcome:
        job, pool = self._busy.pop(future)
        try:
            outcome = future.result()
        except BrokenProcessPool:
            pool.shutdown()
            self._idle.append(_pool())
            return worker.died(job)
        self._idle.append(pool)
        return outcome

    def close(self) -> None:
        """Wait for the processes to end."""
        for pool in [*self._idle, *(pool for _, pool in self._busy.values())]:
            pool.shutdown(cancel_futures=True)


@contextmanager
def crew(workers: int) -> Iterator[Crew]:
    """Workers that start up at once, so that they are ready when the data have been read.

    No worker and no kernel is left behind, whether it all ends well, fails or is interrupted.
    """
    before = set(multiprocessing.active_children())
    with _environment():
        made = Crew(workers)
        try:
            yield made
        except BaseException:
            for process in set(multiprocessing.active_children()) - before:
                process.terminate()  # the worker ends its kernel, see worker.start
            raise
        finally:
            made.close()


def _pool() -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=worker.start)
    pool.submit(worker.warm_up)
    return pool


@contextmanager
def _aside(units: Sequence[Unit]) -> Iterator[Path]:
    """A hidden folder among the reports, for files that are not whole yet: a rename is enough."""
    folder = units[0].run.reports if units else Path(tempfile.gettempdir())
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _environment() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
