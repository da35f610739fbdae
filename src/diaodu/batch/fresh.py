"""Which units have to be made, and why the others need not. To look takes no library of tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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


class Parts(Mapping[str, dict[str, Any]]):
    """Name -> parts of each unit, with its rows as they are on disk. `tables`: see Made.tables.

    All but the rows are looked at when this is made; the rows of an area when they are first asked
    for, for nobody asks before a report that is not there is made.
    """

    def __init__(self, units: Sequence[Unit], tables: str) -> None:
        look = fingerprint.Look()
        self._units = {unit.name: unit for unit in units}
        self._parts = {unit.name: {**look.of(unit), "tables": tables} for unit in units}
        self._rows: dict[Any, dict[str, list[str]]] = {}
        self._hashed: Any = None

    def __getitem__(self, name: str) -> dict[str, Any]:
        unit = self._units[name]
        # what store.load chooses rows by: all reports on one area read the same ones
        of = unit.run.processed, unit.run.area.id, unit.run.sharing
        if of not in self._rows:
            from diaodu.batch import rows  # noqa: PLC0415 (pandas takes a second to import)

            self._hashed = self._hashed or rows.Hashed()
            self._rows[of] = self._hashed.visible(unit)
        return {**self._parts[name], "rows": self._rows[of]}

    def __iter__(self) -> Iterator[str]:
        return iter(self._units)

    def __len__(self) -> int:
        return len(self._units)


def reasons(made: Made, units: Sequence[Unit], now: Mapping[str, dict[str, Any]]) -> list[Reason]:
    """The units that have to be made. `now`: name -> the unit's parts, rows among them."""
    found = []
    for unit in units:
        then = made.parts(unit)
        if not then:
            found.append(Reason(unit))
            continue
        from diaodu.batch import rows  # noqa: PLC0415

        parts = now[unit.name]
        changed = rows.changed(then["rows"], parts["rows"])
        if (others := _changed(then, parts)) or changed:
            found.append(Reason(unit, others, changed))
    return found


def _changed(then: dict[str, Any], now: dict[str, Any]) -> tuple[str, ...]:
    beside = ("rows", "tables")
    return tuple(name for name in now if name not in beside and then.get(name) != now[name])
