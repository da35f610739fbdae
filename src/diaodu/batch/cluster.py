"""The same units on a Dask cluster, one that is running or one of this machine.

A worker of the cluster makes no notebook itself: it keeps a station, as a local run does, and so
limits, deaths and a clean state are the same everywhere. The repository is on a file system that
all workers share, under one path, or inputs and results are carried through an address (carried).
`dask` and `distributed` are the extra `cluster`.
"""

from __future__ import annotations

import atexit
import platform
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from diaodu.batch import carried, fingerprint, stations, worker
from diaodu.batch.ahead import Ahead
from diaodu.batch.carried import Parcel
from diaodu.batch.outcome import Answer, Failure, Outcome
from diaodu.batch.plan import Unit
from diaodu.batch.run import ENVIRONMENT, LIMIT, aside, environment
from diaodu.batch.stations import Lost, Station
from diaodu.batch.worker import Engine, Job
from diaodu.errors import DiaoduError, ParameterError

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local:"
DEATHS = 1  # workers that may die of a unit; the next one that does makes it a failed unit
GONE = (
    "--cluster: the connection to the scheduler was lost; "
    "what was made stays, the same command makes the rest"
)
_station: list[Station] = []  # of this worker process
_opening = Lock()


@dataclass(frozen=True)
class Needs:
    """What a worker has to have before it makes a unit: notebooks to warm up for, and the code."""

    notebooks: tuple[Path, ...]
    installed: str  # fingerprint.of_installed


class ClusterCrew:
    """Has units made by the workers of a cluster; used as run.Crew is."""

    def __init__(
        self, client: Client, engine: Engine, notebooks: Sequence[Path], through: str | None = None
    ) -> None:
        self._client, self._engine, self._through = client, engine, through
        self._needs = Needs(tuple(notebooks), fingerprint.of_installed())
        _tell_all(client, _open, self._needs)

    def make(
        self,
        units: Sequence[Unit],
        *,
        html: bool,
        done: Callable[[Outcome], None],
        limit: float = LIMIT,
    ) -> list[Outcome]:
        """Make all units; as run.Crew.make. The outcomes are in the order of the units.

        A unit whose worker died is made by another one; two deaths are a failed unit.
        Raises DiaoduError if the scheduler is gone, or a worker cannot reach the address; what was
        made until then stays.
        """
        from distributed import CancelledError, as_completed  # noqa: PLC0415 (an extra)
        from distributed.scheduler import KilledWorker  # noqa: PLC0415

        outcomes: dict[str, Outcome] = {}
        sent = carried.sent(self._through, units) if self._through and units else nullcontext()
        with aside(units) as folder, self._client.as_current(), sent as parcel:
            waiting = deque(Job(unit, folder, limit, html, self._engine) for unit in units)
            asked: dict[Any, Job] = {}
            answers = as_completed()  # type: ignore[no-untyped-call]
            self._hand_out(waiting, asked, answers, parcel)
            for future in answers:
                job = asked.pop(future)
                try:
                    answer: Answer = future.result()
                    outcome = answer.of(job.unit)
                    if parcel is not None:
                        carried.fetch(parcel, job.unit)
                except KilledWorker as killed:
                    text = f"{killed.allowed_failures + 1} workers ended while they made it"
                    outcome = worker.died(job, Failure("WorkerDied", text))
                except CancelledError:
                    raise DiaoduError(GONE) from None
                outcomes[outcome.unit.name] = outcome.brief
                self._hand_out(waiting, asked, answers, parcel)
                done(outcome)  # the next one is being made meanwhile
            if parcel is not None:
                _tell_all(self._client, carried.forget, parcel)
        return [outcomes[unit.name] for unit in units]

    def prepare(self, ahead: Ahead) -> None:
        """Have the tables read by workers that share this folder; a reader is trained here."""
        if ahead.what == "tables" and self._through is None:
            _tell_all(self._client, _prepare, ahead)

    def learnt(self) -> None:
        """Nothing to wait for: see `prepare`."""

    def _hand_out(
        self, waiting: deque[Job], asked: dict[Any, Job], answers: Any, parcel: Parcel | None
    ) -> None:
        """Give each worker one unit: one that waits behind another would share its blame."""
        places = self._client.nthreads().values()  # type: ignore[no-untyped-call]
        while waiting and len(asked) < max(sum(places), 1):
            job = waiting.popleft()
            future = self._client.submit(_make, job, self._needs, parcel, pure=False)
            asked[future] = job
            answers.add(future)


@contextmanager
def crew(
    address: str, engine: Engine, notebooks: Sequence[Path], through: str | None = None
) -> Iterator[ClusterCrew]:
    """A crew on the cluster at `address`: tcp://..., or local:N for one of N processes here.

    `through`: address for inputs and results, if workers do not share the repository's folder.
    The workers that are there warm up at once, so that they are ready when the data have been read.

    Raises ParameterError for any other address, one where nobody answers, and where the extra is
    not installed.
    """
    try:
        import dask  # noqa: PLC0415
        import distributed  # noqa: F401, PLC0415
    except ImportError:
        text = "--cluster: found no dask; install the extra: pip install 'diaodu[cluster]'"
        raise ParameterError(text) from None
    limits: dict[str, Any] = {
        "distributed.scheduler.allowed-failures": DEATHS,
        "distributed.scheduler.worker-saturation": 1.0,
        "distributed.nanny.environ": ENVIRONMENT,
        "distributed.worker.daemon": False,  # else a worker may have no process of its own
        # what a worker samples of itself, a hundred times a second, takes time from its units
        "distributed.worker.profile.enabled": False,
        "distributed.worker.memory.monitor-interval": "1s",
        "distributed.admin.system-monitor.interval": "5s",
    }
    with (
        environment(),
        dask.config.set(limits),
        _cluster(address) as found,
        _client(found) as client,
    ):
        yield ClusterCrew(client, engine, notebooks, through)


@contextmanager
def _cluster(address: str) -> Iterator[Any]:
    if address.startswith("tcp://"):
        yield address
        return
    count = address.removeprefix(LOCAL)
    if not address.startswith(LOCAL) or not count.isdecimal() or int(count) < 1:
        text = f"--cluster: found {address!r}; expected tcp://HOST:PORT or local:N"
        raise ParameterError(text)
    from distributed import LocalCluster  # noqa: PLC0415

    options = {"threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with LocalCluster(n_workers=int(count), processes=True, **options) as cluster:  # type: ignore[no-untyped-call]
        yield cluster


def _client(found: Any) -> Client:
    """Who asks the cluster for units. Raises ParameterError if no scheduler answers."""
    from distributed import Client  # noqa: PLC0415

    try:
        return Client(found, set_as_default=False)  # type: ignore[no-untyped-call]
    except OSError as error:
        text = f"--cluster: found no scheduler at {found}; expected one that runs ({error})"
        raise ParameterError(text) from None


def _tell_all(client: Client, function: Callable[..., None], *args: Any) -> None:
    """Call a function in the workers that are there. One that dies meanwhile is passed over."""
    for answer in client.run(function, *args, on_error="return").values():
        if isinstance(answer, Exception) and not isinstance(answer, OSError):
            raise answer


def _open(needs: Needs) -> None:
    """Open this worker's station, if it has none yet.

    Raises DiaoduError if the worker has other code or versions than who asks: its reports would
    be taken for what they are not.
    """
    with _opening:
        if _installed() != needs.installed:
            text = (
                f"--cluster: {platform.node()} has another diaodu or other versions than this host"
            )
            raise DiaoduError(text)
        if not _station:
            _station.extend(stations.open_all(1, needs.notebooks))
            atexit.register(_station[0].end)


@cache
def _installed() -> str:
    """What this worker has loaded, also when files are replaced later."""
    return fingerprint.of_installed()


def _prepare(ahead: Ahead) -> None:
    """Hand something to do ahead to this worker's station, which answers nothing."""
    with _opening:
        for station in _station:
            station.prepare(ahead)


def _make(job: Job, needs: Needs, parcel: Parcel | None) -> Answer:
    """Make one unit in a worker of the cluster, by its station."""
    _open(needs)
    made = _by_station(job) if parcel is None else carried.made(parcel, job, _by_station)
    return made.answer


def _by_station(job: Job) -> Outcome:
    station = _station[0]
    station.begin(job)
    while True:
        stations.wait_for([station])
        for one in station.collect():
            return worker.died(one.job) if isinstance(one, Lost) else one
