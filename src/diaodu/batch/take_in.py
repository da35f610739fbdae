"""Intake in a run: raw files registered, read, worked out, stored; and every sender's slip."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Protocol

from diaodu import intake as taking
from diaodu import store
from diaodu.batch import kept
from diaodu.batch.ahead import Ahead
from diaodu.batch.beside import apart, beside
from diaodu.batch.derive import derive
from diaodu.batch.listener import Listener
from diaodu.batch.made import Made
from diaodu.batch.record import Record
from diaodu.batch.slips import write_slips
from diaodu.errors import DiaoduError
from diaodu.intake import NOTHING_KNOWN, Intake, Known
from diaodu.intake.received.register import Terms, register
from diaodu.intake.standing import standings
from diaodu.params import Run


class NothingUsableError(DiaoduError):
    """Not one row of the input could be used."""


class Helper(Protocol):
    """Processes that do what they can ahead; see diaodu.batch.ahead."""

    def prepare(self, ahead: Ahead) -> None:
        """Have something done."""

    def learnt(self) -> None:
        """Wait for the reader of notes."""


@dataclasses.dataclass(frozen=True)
class Taken:
    """What intake made: the tables, stored; whether a registered file could not be read."""

    tables: store.Tables
    unread: bool


def registered(
    quarter: Run, listener: Listener, handed: Sequence[Path], terms: Terms | None
) -> tuple[Known, bool]:
    """What registering these files has read of them already; and whether one was refused."""
    if not handed:
        return NOTHING_KNOWN, False
    results = register(quarter, handed, terms)
    listener.registered(results)
    known = Known({one.sha256: one.content for one in results if one.content is not None})
    return known, any(one.state == "refused" for one in results)


@contextmanager
def take_in(
    quarter: Run,
    record: Record,
    listener: Listener,
    made: Made,
    known: Known = NOTHING_KNOWN,
    helper: Helper | None = None,
) -> Iterator[Taken]:
    """Read, work out and store; the slips are written meanwhile, and while the block runs.

    At the end of the block they stand, and `made` knows what tables and slips were made from. An
    error that a slip met is raised then. Raises NothingUsableError, with all as it was.
    """
    made.looked()
    received = kept.Received(quarter)
    known = dataclasses.replace(known, kept=received)
    taken = _read(quarter, known)
    listener.took_in(taken)
    if not any(file.rows_out for file in taken.files):
        folders = ", ".join(quarter.quarter.sources)
        raise NothingUsableError(
            f"{quarter.raw}: found not one row that can be used in {folders}; "
            "the processed tables stay as they were"
        )
    made.forget_inputs()
    asked = quarter.quarter.submissions is not None
    # slips tell of what was read; what is worked out of it is not for them
    with apart(lambda: write_slips(quarter, taken.tables)) if asked else nullcontext():
        tables = derive(quarter, taken.tables, known, helper.learnt if helper else None)
        stored = store.write(quarter.processed, tables)
        made.stored()
        if helper:
            helper.prepare(Ahead("tables", quarter))
        received.forget_others()
        record.took_in([dataclasses.asdict(file) for file in taken.files], stored)
        yield Taken(tables, _told(quarter, tables, listener))
    made.took_in()


def _told(quarter: Run, tables: store.Tables, listener: Listener) -> bool:
    """Say who has sent what; whether a registered file could not be read."""
    if quarter.quarter.submissions is None:
        return False
    found = standings(quarter, tables, date.today())
    listener.stands(found)
    return any(item.state == "refused" and item.version for one in found for item in one.items)


def _read(quarter: Run, known: Known) -> Intake:
    if quarter.quarter.submissions is None:
        return taking.read(quarter, known)
    # what reads notes takes a second to import: now, while other processes read files
    with beside(lambda: import_module("diaodu.batch.reading")):
        return taking.read(quarter, known)
