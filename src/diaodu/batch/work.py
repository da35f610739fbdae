"""The work of each stage, in the order of the data: intake, run, publish. `report` is all of them.

`status` makes nothing: it says who has sent what. To import this takes the libraries of tables;
commands that have units made begin in diaodu.batch.stages, so that processes start before.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diaodu import intake as taking
from diaodu import store
from diaodu.batch import fresh, kept, lock, plan, worker
from diaodu.batch.ahead import Ahead
from diaodu.batch.beside import beside
from diaodu.batch.derive import derive
from diaodu.batch.fresh import Reason
from diaodu.batch.listener import Listener
from diaodu.batch.made import Made
from diaodu.batch.outcome import Outcome
from diaodu.batch.plan import Unit
from diaodu.batch.record import Record
from diaodu.batch.take_in import Taken, registered, take_in
from diaodu.errors import ContractError, ParameterError
from diaodu.intake import Known
from diaodu.intake.received.register import Terms
from diaodu.intake.standing import standings
from diaodu.params import Run

if TYPE_CHECKING:
    from diaodu.batch.overview import Overview
    from diaodu.batch.stages import Crew


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
    with lock.alone(quarter, listener.waits):
        known, refused = registered(quarter, listener, handed, terms)
        record = Record.begin(quarter, ())
        made = Made(quarter)
        with record.refusals(), take_in(quarter, record, listener, made, known) as taken:
            pass
        record.finish(())
    return Done(all_made=not taken.unread and not refused)


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


def execute(quarter: Run, units: Sequence[Unit], listener: Listener, crew: Crew) -> Done:
    """Run the notebooks on the processed tables as they are; see diaodu.batch.stages."""
    record = Record.begin(quarter, units)
    crew.prepare(Ahead("tables", quarter))
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
    with lock.alone(quarter, listener.waits):
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
    crew: Crew,
    *,
    anew: bool = False,
    handed: Sequence[Path] = (),
    terms: Terms | None = None,
) -> Done:
    """Everything from the raw files to the index; see diaodu.batch.stages."""
    known, refused = registered(quarter, listener, handed, terms)
    record = Record.begin(quarter, ())
    made = Made(quarter)
    if made.same_inputs() and not anew:
        inputs = _as_they_are(quarter, listener, crew)
    else:
        inputs = take_in(quarter, record, listener, made, known, crew)
    with record.refusals(), inputs as taken:
        chosen, done = _changed(units, record, made, listener, anew=anew)
        with beside(lambda: _look(quarter, taken.tables)) as looked:
            outcomes = crew.make(chosen, html=True, done=done)
    index = _close(quarter, record, taken.tables, looked.result())
    made.closed(index)
    return Done(_good(outcomes) and not refused, index)


@contextmanager
def _as_they_are(quarter: Run, listener: Listener, crew: Crew) -> Iterator[Taken]:
    """The tables of an earlier intake, from which nothing has changed."""
    crew.prepare(Ahead("tables", quarter))
    tables = store.load(quarter)
    listener.kept(0)
    yield Taken(tables, unread=False)


def why(quarter: Run, units: Sequence[Unit]) -> list[Reason]:
    """The units that `report` would make now, and why. Nothing is written."""
    plan.check(units)
    made = Made(quarter)
    if made.same_inputs():
        return fresh.reasons(made, units, fresh.Parts(units, made.tables()))
    with tempfile.TemporaryDirectory(prefix="diaodu-plan-") as folder:
        aside = dataclasses.replace(quarter, tables=Path(folder))
        known = Known({}, kept=kept.Received(quarter))
        tables = derive(quarter, taking.read(quarter, known).tables, known)
        store.write(aside.processed, tables)
        looked = {
            unit.name: dataclasses.replace(
                unit, run=dataclasses.replace(unit.run, tables=aside.processed)
            )
            for unit in units
        }
        now = fresh.Parts(list(looked.values()), "")
        return fresh.reasons(made, units, now)


def _changed(
    units: Sequence[Unit], record: Record, made: Made, listener: Listener, *, anew: bool
) -> tuple[list[Unit], Callable[[Outcome], None]]:
    """The units whose parts changed, and what to do when one is made.

    What the others were made from is still so.
    """
    parts = fresh.Parts(units, made.tables())
    stale = [one.unit for one in fresh.reasons(made, units, parts)]
    chosen = list(units) if anew else stale
    names = {unit.name for unit in chosen}
    record.begins(chosen, [unit for unit in units if unit.name not in names])
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
    return chosen, done


def _look(quarter: Run, tables: store.Tables) -> Overview:
    """What the index says of all areas; to import all that it takes lasts a second."""
    from diaodu.batch import contents, overview  # noqa: F401, PLC0415

    return overview.look(quarter, tables)


def _make(units: Sequence[Unit], crew: Crew, record: Record, listener: Listener) -> list[Outcome]:
    """Execute the notebooks, and no more; what their reports were made from is no longer known."""

    def done(outcome: Outcome) -> None:
        record.ended(outcome)
        listener.ended(outcome)

    listener.begins(units)
    return crew.make(units, html=False, done=done)


def _close(
    quarter: Run, record: Record, tables: store.Tables, looked: Overview | None = None
) -> Path:
    from diaodu.batch import contents  # noqa: PLC0415

    every = list(plan.units(quarter))
    index = contents.write(quarter, every, record, tables, looked)
    record.finish(every)
    return index


def _good(outcomes: Sequence[Outcome]) -> bool:
    return all(outcome.failure is None for outcome in outcomes)
