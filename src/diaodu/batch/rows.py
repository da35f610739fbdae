"""The rows of processed tables as hashes, so that one can say which of them changed."""

from __future__ import annotations

import hashlib
from typing import Any

from diaodu import store
from diaodu.batch.plan import Unit

Rows = dict[str, list[str]]  # table -> hash of each row that a unit may read, in order


class Hashed:
    """The tables of runs with their rows hashed, once for all units that read them."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, list[str]]] = {}

    def visible(self, unit: Unit) -> Rows:
        """The rows that the unit may read, from the tables as they are on disk."""
        found = {}
        for name, (table, places) in store.visible(unit.run).items():
            if id(table) not in self._known:
                self._known[id(table)] = table, _hashes(table)  # held, so that the id stays its own
            every = self._known[id(table)][1]
            found[name] = [every[place] for place in places]
        return found


def changed(before: Rows, now: Rows) -> dict[str, int]:
    """Table -> how many rows changed; 0: the same rows stand in another order."""
    names = [name for name in dict.fromkeys([*now, *before]) if before.get(name) != now.get(name)]
    return {name: _difference(before.get(name, []), now.get(name, [])) for name in names}


def _difference(before: list[str], now: list[str]) -> int:
    gone, come = list(before), []
    for row in now:
        if row in gone:
            gone.remove(row)
        else:
            come.append(row)
    return max(len(gone), len(come))


def _hashes(frame: Any) -> list[str]:
    columns = [frame[name].tolist() for name in frame.columns]
    rows = zip(*columns, strict=True)
    return [
        hashlib.sha256(repr([_plain(v) for v in row]).encode()).hexdigest()[:12] for row in rows
    ]


def _plain(value: Any) -> Any:
    """Lists come from Parquet as arrays, whose text leaves out the middle of long ones."""
    return value.tolist() if hasattr(value, "tolist") else value
