"""Processes that make units, seen from the one that has the units made."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Literal

from diaodu.batch import forge, spawned, worker
from diaodu.batch.ahead import Ahead, Learnt
from diaodu.batch.outcome import Answer, Outcome
from diaodu.batch.worker import Job

Start = Literal["fork", "spawn"]  # a process for each unit, forked warm; one for many units
LAST_RESORT = 10.0  # seconds past its limit after which a unit's process is ended from here
_Serve = Callable[[Connection, tuple[Path, ...]], None]


@dataclass(frozen=True)
class Lost:
    """A job whose process died while it was in hand, and whether others were in hand as well."""

    job: Job
    alone: bool


class Station:
    """One process and the jobs that it has in hand, `places` at most."""

    def __init__(self, serve: _Serve, places: int, notebooks: Sequence[Path]) -> None:
        self._serve, self._places, self._notebooks = serve, places, tuple(notebooks)
        self._slack = LAST_RESORT if places > 1 else 0.0  # a forge keeps the limits itself
        self._jobs: dict[str, tuple[Job, float]] = {}
        self._learning = False
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._orders, there = context.Pipe()
        self._process = context.Process(target=self._serve, args=(there, self._notebooks))
        self._process.start()
        there.close()

    @property
    def free(self) -> int:
        """How many more jobs it can take."""
        return self._places - len(self._jobs)

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    @property
    def signs(self) -> list[Connection | int]:
        """What to wait for: one of them is ready when `collect` has something to say."""
        return [self._orders, self._process.sentinel]

    @property
    def deadline(self) -> float:
        """When `collect` has something to say without a sign."""
        return min((end for _, end in self._jobs.values()), default=float("inf"))

    def begin(self, job: Job) -> None:
        """Hand over a job. A process that died with nothing to do is replaced first."""
        if not self._process.is_alive():
            self._restart()
        with suppress(BrokenPipeError):  # it died this very moment: `collect` will say so
            self._orders.send(job)
        self._jobs[job.unit.name] = (job, time.monotonic() + job.limit + self._slack)

    def prepare(self, ahead: Ahead) -> None:
        """Hand over something to do ahead. A process that has died is not replaced for it."""
        with suppress(BrokenPipeError):
            self._orders.send(ahead)
            self._learning = self._learning or ahead.what == "reader"

    def learnt(self) -> None:
        """Wait for the reader that was asked for; no longer than the process lives."""
        while self._learning:
            wait([self._orders, self._process.sentinel])
            list(self._receive())
            self._learning = self._learning and self._process.is_alive()

    def collect(self) -> list[Outcome | Lost]:
        """What became of jobs since the last time; a process that died is replaced."""
        found: list[Outcome | Lost] = list(self._receive())
        if not self._jobs:
            return found
        late = [job for job, end in self._jobs.values() if time.monotonic() > end]
        if late:
            self.end()
            found += [worker.died(job, worker.too_long(job)) for job in late]
            for job in late:
                del self._jobs[job.unit.name]
        if not self._process.is_alive():
            alone = len(self._jobs) == 1 and not late
            found += [Lost(job, alone) for job, _ in self._jobs.values()]
            self._jobs.clear()
            self._restart()
        return found

    def _receive(self) -> Iterator[Outcome]:
        with suppress(EOFError, ConnectionError):
            while self._orders.poll():
                answer: Answer | Learnt = self._orders.recv()
                if isinstance(answer, Learnt):
                    self._learning = False
                    continue
                job, _ = self._jobs.pop(answer.name)
                yield answer.of(job.unit)

    def _restart(self) -> None:
        self.end()
        self._start()

    def end(self) -> None:
        """End the process with all that it has in hand."""
        self._orders.close()
        self._process.terminate()
        self._process.join(forge.GRACE + 2)
        self._process.kill()
        self._process.join()

    def close(self) -> None:
        """Let the process end by itself, for there is no more work."""
        self._orders.close()
        self._process.join()


def wait_for(stations: Sequence[Station]) -> None:
    """Wait until one of the stations has something to say."""
    busy = [station for station in stations if station.busy]
    moment = min(station.deadline for station in busy)
    timeout = None if moment == float("inf") else max(moment - time.monotonic(), 0)
    wait([sign for station in busy for sign in station.signs], timeout)


def open_all(count: int, notebooks: Sequence[Path], start: Start | None = None) -> list[Station]:
    """Stations with `count` places in all. `start`: None takes what suits the system."""
    if (start or ("fork" if forge.available() else "spawn")) == "fork":
        return [Station(forge.serve, count, notebooks)]
    return [Station(spawned.serve, 1, notebooks) for _ in range(count)]
