"""Hand the units of a run to worker processes, and keep going whatever becomes of one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from diaodu.batch import stations, worker
from diaodu.batch.ahead import Ahead
from diaodu.batch.outcome import Outcome
from diaodu.batch.plan import Unit
from diaodu.batch.stations import Lost, Start, Station
from diaodu.batch.threads import ONE_THREAD
from diaodu.batch.worker import Engine, Job

LIMIT = 300.0  # seconds that one notebook may take
# Set before a worker starts, so before numpy is imported there or in its kernel. More threads than
# one only fight over the cores that the other workers use. The hash seed is fixed because the same
# input has to give the same bytes.
ENVIRONMENT = {
    **ONE_THREAD,
    "PYTHONHASHSEED": "0",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else each kernel writes a warning to the terminal
}


def default_workers(count: int) -> int:
    """Workers for that many units: no more than there are processors, and at least one."""
    return max(1, min(os.cpu_count() or 1, count))


class Crew:
    """The processes of a run and the order in which units are given to them; see `crew`."""

    def __init__(self, stations: Sequence[Station], engine: Engine) -> None:
        self._stations = stations
        self._engine = engine

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
        one notebook. The outcomes are in the order of the units; `done` alone sees
        what their cells cost. A process that dies takes one
        unit with it: where it had several in hand, they are made again, one at a time, and who
        ends a second process is known.
        """
        outcomes: dict[str, Outcome] = {}
        with aside(units) as folder:
            waiting = deque(Job(unit, folder, limit, html, self._engine) for unit in units)
            suspects: deque[Job] = deque()
            ended: list[Outcome] = []
            while waiting or suspects or self._busy:
                self._hand_out(waiting, suspects)
                while ended:  # the next ones are being made meanwhile
                    done(ended.pop(0))
                stations.wait_for(self._stations)
                for one in (found for station in self._stations for found in station.collect()):
                    if isinstance(one, Lost) and not one.alone:
                        suspects.append(one.job)
                        continue
                    outcome = worker.died(one.job) if isinstance(one, Lost) else one
                    ended.append(outcome)
                    outcomes[outcome.unit.name] = outcome.brief
            for outcome in ended:
                done(outcome)
        return [outcomes[unit.name] for unit in units]

    def prepare(self, ahead: Ahead) -> None:
        """Have something done while there are no units yet."""
        # a forge does it for all its children; of lasting processes only one trains the reader,
        # and each reads the tables with its first unit
        self._stations[0].prepare(ahead)

    def learnt(self) -> None:
        """Wait until the reader of notes that was asked for is kept, or cannot be."""
        self._stations[0].learnt()

    @property
    def _busy(self) -> bool:
        return any(station.busy for station in self._stations)

    def _hand_out(self, waiting: deque[Job], suspects: deque[Job]) -> None:
        if suspects:  # alone, so that nobody else is lost with them
            if not self._busy:
                self._stations[0].begin(suspects.popleft())
            return
        for station in self._stations:
            while waiting and station.free:
                station.begin(waiting.popleft())

    def close(self) -> None:
        """Wait for the processes to end."""
        for station in self._stations:
            station.close()

    def end(self) -> None:
        """End the processes at once, whatever they have in hand."""
        for station in self._stations:
            station.end()


@contextmanager
def crew(
    workers: int,
    engine: Engine = "warm",
    notebooks: Sequence[Path] = (),
    start: Start | None = None,
) -> Iterator[Crew]:
    """Processes that warm up at once, so that they are ready when the data have been read.

    `notebooks`: what they will run, so that they can import the same beforehand. No process is
    left behind, whether it all ends well, fails or is interrupted.
    """
    with environment():
        made = Crew(stations.open_all(workers, notebooks, start), engine)
        try:
            yield made
        except BaseException:
            made.end()
            raise
        made.close()


@contextmanager
def aside(units: Sequence[Unit]) -> Iterator[Path]:
    """A hidden folder among the reports, for files that are not whole yet: a rename is enough."""
    folder = units[0].run.reports if units else Path(tempfile.gettempdir())
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def environment() -> Iterator[None]:
    """ENVIRONMENT for the processes that are started in the block."""
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
