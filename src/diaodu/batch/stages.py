"""The stages that have units made, begun so that the processes for them start first.

Those load their libraries while this process loads its own, which takes over a second: so nothing
here imports one of them before the processes are on their way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from diaodu.batch import cluster, kept, lock, plan, run
from diaodu.batch.ahead import Ahead
from diaodu.batch.listener import Listener
from diaodu.batch.plan import Unit
from diaodu.batch.worker import Engine
from diaodu.params import Run

if TYPE_CHECKING:
    from diaodu.batch.work import Done
    from diaodu.intake.received.register import Terms

Crew = run.Crew | cluster.ClusterCrew


@dataclasses.dataclass(frozen=True)
class Ways:
    """How units are run: by how many processes (None: as fits), and inside them or on kernels.

    anew: what has not changed too. cluster: address of a Dask cluster that makes them instead, and
    through: where inputs and results are carried, if its workers do not share this folder.
    """

    workers: int | None = None
    engine: Engine = "warm"
    anew: bool = False
    cluster: str | None = None
    through: str | None = None


WAYS = Ways()


def execute(quarter: Run, units: Sequence[Unit], listener: Listener, ways: Ways = WAYS) -> Done:
    """Run the notebooks on the processed tables as they are.

    Raises ParameterError before anything is touched, NotMadeError if there are no tables.
    """
    plan.check(units)
    with lock.alone(quarter, listener.waits), _crew(units, ways) as crew:
        from diaodu.batch import work  # noqa: PLC0415

        return work.execute(quarter, units, listener, crew)


def report(
    quarter: Run,
    units: Sequence[Unit],
    listener: Listener,
    ways: Ways = WAYS,
    handed: Sequence[Path] = (),
    terms: Callable[[], Terms] | None = None,
) -> Done:
    """Everything from the raw files to the index, as far as anything has changed.

    `handed`: files and folders to register first, and `terms` gives how they came in. Not all is
    made if one of them was refused.
    Raises ParameterError before anything is touched, DiaoduError if nothing can be used.
    """
    plan.check(units)
    with lock.alone(quarter, listener.waits), _crew(units, ways) as crew:
        if quarter.quarter.submissions is not None and not kept.has_reader(quarter):
            crew.prepare(Ahead("reader", quarter))
        from diaodu.batch import work  # noqa: PLC0415

        how = terms() if terms else None
        return work.report(quarter, units, listener, crew, anew=ways.anew, handed=handed, terms=how)


def _crew(units: Sequence[Unit], ways: Ways) -> AbstractContextManager[Crew]:
    notebooks = list({unit.notebook: None for unit in units})
    if ways.cluster is not None:
        return cluster.crew(ways.cluster, ways.engine, notebooks, ways.through)
    workers = ways.workers or run.default_workers(len(units))
    return run.crew(workers, ways.engine, notebooks)
