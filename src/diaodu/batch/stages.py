"""The stages of a run, in the order of the data: intake, run, publish. `report` is all of them.

`status` makes nothing: it says who has sent what.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Protocol

from diaodu import intake as taking
from diaodu import store
from diaodu.batch import cluster, fresh, kept, lock, plan, run, sweep, worker
from diaodu.batch.derive import derive
from diaodu.batch.fresh import Reason
from diaodu.batch.made import Made
from diaodu.batch.outcome import Outcome
from diaodu.batch.plan import Unit
from diaodu.batch.record import Record
from diaodu.batch.slips import write_slips
from diaodu.batch.worker import Engine
from diaodu.errors import ContractError, DiaoduError, ParameterError
from diaodu.intake import NOTHING_KNOWN, Intake, Known
from diaodu.intake.received.register import Registered, Terms, register
from diaodu.intake.standing import Standing, standings
from diaodu.params import Run


class NothingUsableError(DiaoduError):
    """Not one row of the input could be used."""


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


@dataclasses.dataclass(frozen=True)
class Done:
    """What a run made: were all units made that it was asked for, and where is the index.

    `not_executed`: units that could not be published, for nobody has run them.
    """

    all_made: bool
    index: Path | None = None
    not_executed: tuple[Unit, ...] = ()


def intake(
    quarter: Run, listener: Listener, handed: Sequence[Path] = (), terms: Terms | None = None
) -> Done:
    """Read the raw files into processed tables; `handed`: files and folders to register first.

    Not all is made if a file was refused. Raises ParameterError before anything is touched for a
    file that is not there, DiaoduError if nothing can be used.
    """
    with _alone(quarter, listener):
        known, refused = _registered(quarter, listener, handed, terms)
        record = Record.begin(quarter, ())
        with record.refusals():
            _, unread = _take_in(quarter, record, listener, known)
        record.finish(())
    return Done(all_made=not unread and not refused)


def _registered(
    quarter: Run, listener: Listener, handed: Sequence[Path], terms: Terms | None
) -> tuple[Known, bool]:
    """What registering these files has read of them already; and whether one was refused."""
    if not handed:
        return NOTHING_KNOWN, False
    results = register(quarter, handed, terms)
    listener.registered(results)
    known = Known({one.sha256: one.content for one in results if one.content is not None})
    return known, any(one.state == "refused" for one in results)


def status(quarter: Run, listener: Listener) -> Done:
    """Say who has sent what. Nothing is written; the raw files are read only if they changed."""
    if quarter.quarter.submissions is None:
        raise ParameterError(f"{quarter.file}: submissions: found nothing; expected it")
    tables = _up_to_date(quarter) or taking.read(quarter).tables
    listener.stands(standings(quarter, tables, date.today()), asked=True)
    return Done(all_made=True)


def _up_to_date(quarter: Run) -> store.Tables | None:
    """The processed tables, if they were made from the raw files as they are now."""
    if not Record(quarter).has_taken_in(taking.inputs(quarter)):
        return None
    try:
        return store.load(quarter)
    except (store.NotMadeError, ContractError):
        return None


def execute(quarter: Run, units: Sequence[Unit], listener: Listener, ways: Ways = WAYS) -> Done:
    """Run the notebooks on the processed tables as they are.

    Raises ParameterError before anything is touched, NotMadeError if there are no tables.
    """
    plan.check(units)
    with _alone(quarter, listener):
        record = Record.begin(quarter, units)
        with _crew(units, ways) as crew:
            with record.refusals():
                store.load(quarter)
            outcomes = _make(units, crew, record, listener)
        record.finish(plan.units(quarter))
    return Done(_good(outcomes))


def publish(quarter: Run, units: Sequence[Unit], listener: Listener) -> Done:
    """Make the HTML of all units that have been executed, and the index.

    What a unit failed with when it was run stays on record. Raises NotMadeError if intake has not
    been run.
    """
    with _alone(quarter, listener):
        able = [unit for unit in units if unit.executed.is_file()]
        record = Record.begin(quarter, able)
        with record.refusals():
            tables = store.load(quarter)
        listener.begins(able)
        outcomes = [worker.publish(unit) for unit in able]
        for outcome in outcomes:
            record.ended(outcome)
            listener.ended(outcome)
        index = _close(quarter, record, tables)
    lacking = tuple(unit for unit in units if unit not in able)
    return Done(_good(outcomes) and not lacking, index, lacking)


def report(
    quarter: Run,
    units: Sequence[Unit],
    listener: Listener,
    ways: Ways = WAYS,
    handed: Sequence[Path] = (),
    terms: Terms | None = None,
) -> Done:
    """Everything from the raw files to the index, as far as anything has changed.

    `handed`: files and folders to register first. Not all is made if one of them was refused.
    Raises ParameterError before anything is touched, DiaoduError if nothing can be used.
    """
    plan.check(units)
    with _alone(quarter, listener), _crew(units, ways) as crew:
        known, refused = _registered(quarter, listener, handed, terms)
        record = Record.begin(quarter, ())
        made = Made(quarter)
        with record.refusals():
            if made.same_inputs() and not ways.anew:
                tables = store.load(quarter)
                listener.kept(0)
            else:
                tables, _ = _take_in(quarter, record, listener, known)
        outcomes = _make_changed(units, crew, record, made, listener, anew=ways.anew)
        index = _close(quarter, record, tables)
        made.closed(index)
    return Done(_good(outcomes) and not refused, index)


def why(quarter: Run, units: Sequence[Unit]) -> list[Reason]:
    """The units that `report` would make now, and why. Nothing is written."""
    plan.check(units)
    made = Made(quarter)
    if made.same_inputs():
        return fresh.reasons(made, units, fresh.parts_of(units, made.tables()))
    with tempfile.TemporaryDirectory(prefix="diaodu-plan-") as folder:
        aside = dataclasses.replace(quarter, tables=Path(folder))
        known = Known({}, kept=kept.Received(quarter))
        store.write(aside.processed, derive(quarter, taking.read(quarter, known).tables))
        looked = {
            unit.name: dataclasses.replace(
                unit, run=dataclasses.replace(unit.run, tables=aside.processed)
            )
            for unit in units
        }
        now = fresh.parts_of(list(looked.values()), "")
        return fresh.reasons(made, units, now)


@contextmanager
def _alone(quarter: Run, listener: Listener) -> Iterator[None]:
    """No other run works on the quarter meanwhile, and nothing is left of one that was killed."""
    with lock.held(quarter, listener.waits):
        sweep.sweep(quarter)
        yield


def _make_changed(
    units: Sequence[Unit],
    crew: run.Crew | cluster.ClusterCrew,
    record: Record,
    made: Made,
    listener: Listener,
    *,
    anew: bool,
) -> list[Outcome]:
    """Make the units whose parts changed; what the others were made from is still so."""
    parts = fresh.parts_of(units, made.tables())
    stale = [one.unit for one in fresh.reasons(made, units, parts)]
    chosen = list(units) if anew else stale
    record.begins(chosen, [unit for unit in units if unit not in chosen])
    for unit in chosen:
        made.forget(unit)
    if len(chosen) < len(units):
        listener.kept(len(units) - len(chosen))

    def done(outcome: Outcome) -> None:
        if outcome.state == "made":
            made.made(outcome.unit, parts[outcome.unit.name])
        record.ended(outcome)
        listener.ended(outcome)

    listener.begins(chosen)
    # the index is drawn with libraries that take a second to import: now, while others work
    Thread(target=import_module, args=("diaodu.batch.contents",)).start()
    return crew.make(chosen, html=True, done=done)


def _crew(
    units: Sequence[Unit], ways: Ways
) -> AbstractContextManager[run.Crew | cluster.ClusterCrew]:
    notebooks = list({unit.notebook: None for unit in units})
    if ways.cluster is not None:
        return cluster.crew(ways.cluster, ways.engine, notebooks, ways.through)
    workers = ways.workers or run.default_workers(len(units))
    return run.crew(workers, ways.engine, notebooks)


def _take_in(
    quarter: Run, record: Record, listener: Listener, known: Known = NOTHING_KNOWN
) -> tuple[store.Tables, bool]:
    """The tables, stored; and whether a registered file of the quarter could not be read."""
    received = kept.Received(quarter)
    taken = taking.read(quarter, dataclasses.replace(known, kept=received))
    listener.took_in(taken)
    if not any(file.rows_out for file in taken.files):
        folders = ", ".join(quarter.quarter.sources)
        raise NothingUsableError(
            f"{quarter.raw}: found not one row that can be used in {folders}; "
            "the processed tables stay as they were"
        )
    tables = derive(quarter, taken.tables)
    made = Made(quarter)
    made.forget_inputs()
    stored = store.write(quarter.processed, tables)
    received.forget_others()
    record.took_in([dataclasses.asdict(file) for file in taken.files], stored)
    if quarter.quarter.submissions is None:
        made.took_in()
        return tables, False
    found = standings(quarter, tables, date.today())
    listener.stands(found)
    write_slips(quarter, tables)
    made.took_in()
    unread = any(item.state == "refused" and item.version for one in found for item in one.items)
    return tables, unread


def _make(
    units: Sequence[Unit], crew: run.Crew | cluster.ClusterCrew, record: Record, listener: Listener
) -> list[Outcome]:
    """Execute the notebooks, and no more; what their reports were made from is no longer known."""

    def done(outcome: Outcome) -> None:
        record.ended(outcome)
        listener.ended(outcome)

    listener.begins(units)
    return crew.make(units, html=False, done=done)


def _close(quarter: Run, record: Record, tables: store.Tables) -> Path:
    from diaodu.batch import contents  # noqa: PLC0415

    every = list(plan.units(quarter))
    index = contents.write(quarter, every, record, tables)
    record.finish(every)
    return index


def _good(outcomes: Sequence[Outcome]) -> bool:
    return all(outcome.failure is None for outcome in outcomes)
