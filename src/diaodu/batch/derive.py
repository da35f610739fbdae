"""What is worked out once a quarter for all reports, and stored beside what intake read.

Each step takes tables and gives tables of the same contracts; a later step may stand on an earlier
one. What is shared is thus fitted once, and not again in each notebook.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from diaodu.intake import NOTHING_KNOWN, Known
from diaodu.params import Run
from diaodu.store import Tables


def derive(
    run: Run,
    tables: Tables,
    known: Known = NOTHING_KNOWN,
    awaited: Callable[[], None] | None = None,
) -> Tables:
    """The tables with those filled in that are worked out from the others.

    known: what was read of files and notes before. awaited: waits for a reader that is being
    trained elsewhere; called only if one is needed and none is kept.
    """
    tables = _outlook(run, tables)  # first: it needs no reader, which may still be trained
    tables = readings(run, tables, awaited, known)
    tables = ledger(run, tables)
    tables = _beside_others(run, tables)
    return _changes(run, tables, known)


def readings(
    run: Run,
    tables: Tables,
    awaited: Callable[[], None] | None = None,
    known: Known = NOTHING_KNOWN,
) -> Tables:
    """The tables with what is read out of their notes; awaited, known: see `derive`."""
    if tables.notes.empty:  # nothing to read, so no reader need be trained
        return tables
    from diaodu.batch import reading  # noqa: PLC0415 (scikit-learn takes a second to import)

    found = reading.readings(run, tables, awaited, known.kept)
    return dataclasses.replace(tables, readings=found)


def ledger(run: Run, tables: Tables) -> Tables:
    """The tables with the problems that their notes are about."""
    from diaodu.analysis import ledger as book  # noqa: PLC0415 (scikit-learn takes a second to import)

    built = book.build(
        tables.notes,
        tables.readings,
        tables.ledger_decisions,
        period=run.period,
        day=run.day.isoformat(),
    )
    return dataclasses.replace(tables, **vars(built))


def _outlook(run: Run, tables: Tables) -> Tables:
    if tables.indicators.empty:
        return tables
    from diaodu.analysis import consistency, outlook  # noqa: PLC0415 (scipy, a quarter of a second)

    found = outlook.of_run(
        consistency.settle(tables.indicators, tables.sources),
        tables.enterprises,
        areas=run.peers,
        province=run.province.id,
        period=run.period,
        indicators=run.indicators,
        kinds=run.kinds,
        weights={name: weights.percent for name, weights in run.quarter.weights.items()},
        leading={name: item.leading for name, item in run.catalog.indicators.items()},
    )
    return dataclasses.replace(
        tables,
        outlook=found.outlook,
        expectation_record=found.record,
        outlook_evidence=found.evidence,
    )


def _beside_others(run: Run, tables: Tables) -> Tables:
    """Where each area stands among the others: what its report may read of them unnamed."""
    if tables.indicators.empty:
        return tables
    from diaodu.analysis import (  # noqa: PLC0415 (scikit-learn takes a second to import)
        evidence,
        peers,
        standings,
        strengths,
        structure,
    )

    found: Any = tables  # a frozen dataclass is no protocol of settable names
    known = evidence.gather(found)
    within: dict[str, Any] = {"areas": run.peers, "period": run.period}
    shape = structure.structure(
        known, run.quarter.peers, divisions=run.catalog.division_of, **within
    )
    rates = [name for name in run.indicators if run.kinds[name] == "growth"]
    beside = strengths.of_areas(
        strengths.standing(known, indicators=rates, **within),
        peers.groups(shape, run.quarter.peers),
    )
    return dataclasses.replace(
        tables,
        standings=standings.standings(known.figures, indicators=run.indicators, **within),
        comparisons=standings.comparisons(beside, run.period),
    )


def _changes(run: Run, tables: Tables, known: Known) -> Tables:
    from diaodu.batch import versions  # noqa: PLC0415 (it stands on this module)

    return versions.with_changes(run, tables, known)
