"""What is worked out once a quarter for all reports, and stored beside what intake read.

Each step takes tables and gives tables of the same contracts; a later step may stand on an earlier
one. What is shared is thus fitted once, and not again in each notebook.
"""

from __future__ import annotations

import dataclasses

from diaodu.params import Run
from diaodu.store import Tables


def derive(run: Run, tables: Tables) -> Tables:
    """The tables with those filled in that are worked out from the others."""
    for step in (_readings, _ledger):
        tables = step(run, tables)
    return tables


def _readings(run: Run, tables: Tables) -> Tables:
    if tables.notes.empty:  # nothing to read, so no reader need be trained
        return tables
    from diaodu.batch import reading  # noqa: PLC0415 (scikit-learn takes a second to import)

    return dataclasses.replace(tables, readings=reading.readings(run, tables))


def _ledger(run: Run, tables: Tables) -> Tables:
    from diaodu.analysis import ledger  # noqa: PLC0415 (scikit-learn takes a second to import)

    built = ledger.build(
        tables.notes,
        tables.readings,
        tables.ledger_decisions,
        period=run.period,
        day=run.day.isoformat(),
    )
    return dataclasses.replace(tables, **vars(built))
