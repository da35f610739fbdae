"""Which units have to be made, and why the others need not. To look takes no library of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diaodu.batch import fingerprint
from diaodu.batch.made import Made
from diaodu.batch.plan import Unit
from diaodu.params import Run


@dataclass(frozen=True)
class Reason:
    """Why a unit has to be made: parts that changed, and how many rows of which tables.

    Both are empty for a report that is not there, or not as it was made.
    """

    unit: Unit
    parts: tuple[str, ...] = ()
    rows: dict[str, int] = field(default_factory=dict)


def index(run: Run, units: Sequence[Unit]) -> Path | None:
    """The index, if nothing at all has to be made; None if anything has."""
    made = Made(run)
    found = made.index()
    if found is None or not made.same_inputs():
        return None
    tables, look = made.tables(), fingerprint.Look()
    for unit in units:
        then = made.parts(unit)
        if not then or then.get("tables") != tables or _changed(then, look.of(unit)):
            return None
    return found


def reasons(made: Made, units: Sequence[Unit], now: dict[str, dict[str, Any]]) -> list[Reason]:
    """The units that have to be made. `now`: name -> the unit's parts, rows among them."""
    from diaodu.batch import rows  # noqa: PLC0415 (pandas takes a second to import)

    found = []
    for unit in units:
        then, parts = made.parts(unit), now[unit.name]
        if not then:
            found.append(Reason(unit))
            continue
        changed = rows.changed(then["rows"], parts["rows"])
        if (others := _changed(then, parts)) or changed:
            found.append(Reason(unit, others, changed))
    return found


def parts_of(units: Sequence[Unit], tables: str) -> dict[str, dict[str, Any]]:
    """Name -> parts of each unit, with its rows as they are on disk. `tables`: see Made.tables."""
    from diaodu.batch import rows  # noqa: PLC0415

    look, seen = fingerprint.Look(), dict[Any, rows.Rows]()
    for unit in units:  # all reports on one area read the same rows
        if (of := _of(unit)) not in seen:
            seen[of] = rows.visible(unit)
    return {
        unit.name: {**look.of(unit), "rows": seen[_of(unit)], "tables": tables} for unit in units
    }


def _of(unit: Unit) -> tuple[Path, str, str]:
    """What store.load chooses the rows of a unit by."""
    return unit.run.processed, unit.run.area.id, unit.run.sharing


def _changed(then: dict[str, Any], now: dict[str, Any]) -> tuple[str, ...]:
    beside = ("rows", "tables")
    return tuple(name for name in now if name not in beside and then.get(name) != now[name])
