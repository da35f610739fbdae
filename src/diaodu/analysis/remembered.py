"""Work on a whole table that is done once, however many areas are then asked for.

A report on one area needs an index of all figures; a warm process asks for it again and again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from diaodu.columns import arrays

KEPT = 32  # frames whose work is remembered: the tables of a run, and those of a few areas
Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


@dataclass(frozen=True)
class _Seen:
    """A frame that was worked on: a shallow copy that holds its memory, and where that is."""

    copy: pd.DataFrame
    memory: list[tuple[object, int | None]]


def remembered(
    work: Callable[[pd.DataFrame, Key], Found],
) -> Callable[[pd.DataFrame, Key], Found]:
    """A function of a frame and a key that does its work once while the frame stays unchanged.

    A frame is known by the memory of its columns, so a shallow copy of a frame is the same frame:
    what a process did before it was forked is done, however often the table is read again. What
    is returned is shared: callers must not change it. A frame that was changed in place is worked
    on again. The last KEPT frames are remembered.
    """
    known: OrderedDict[Hashable, tuple[_Seen, dict[Key, Found]]] = OrderedDict()

    @wraps(work)
    def found(frame: pd.DataFrame, key: Key) -> Found:
        place = _place(frame)
        if place not in known or not _unchanged(frame, known[place][0]):
            known[place] = _Seen(frame.copy(deep=False), _memory(frame)), {}
        known.move_to_end(place)
        if len(known) > KEPT:
            known.popitem(last=False)
        by_key = known[place][1]
        if key not in by_key:
            by_key[key] = work(frame, key)
        return by_key[key]

    return found


@remembered
def _places(frame: pd.DataFrame, column: str) -> dict[str, np.ndarray]:
    found = frame.groupby(column, sort=False).indices
    return {str(value): np.asarray(places) for value, places in found.items()}


def rows_of(frame: pd.DataFrame, value: str, column: str = "area") -> pd.DataFrame:
    """The rows with this value in the column, as frame[frame[column].eq(value)], by an index."""
    return frame.iloc[_places(frame, column).get(value, np.empty(0, dtype=int))]


def _place(frame: pd.DataFrame) -> Hashable:
    """Where a frame lies in memory, by its first column; its shallow copies lie there too."""
    if frame.shape[1] == 0:
        return id(frame)
    values = _values(arrays(frame)[0])
    return id(frame) if values is None else _pointer(values)


def _unchanged(frame: pd.DataFrame, before: _Seen) -> bool:
    """Whether a frame still has the columns that were seen.

    Copy-on-write gives a frame other memory as soon as it is written to while a copy lives.
    """
    then = before.copy
    if frame.columns is not then.columns and not frame.columns.equals(then.columns):
        return False
    now = _memory(frame)
    if len(frame) != len(then) or now != before.memory:
        return False
    without = [place for place, (_, pointer) in enumerate(now) if pointer is None]
    return all(frame.iloc[:, place].equals(then.iloc[:, place]) for place in without)


def _memory(frame: pd.DataFrame) -> list[tuple[object, int | None]]:
    """Kind of each column, and where it lies; None for a kind that has no such memory."""
    return [(array.dtype, _lies_at(array)) for array in arrays(frame)]


def _lies_at(array: Any) -> int | None:
    values = _values(array)
    # an empty column lies nowhere in particular
    return 0 if len(array) == 0 else None if values is None else _pointer(values)


def _pointer(values: np.ndarray) -> int:
    return int(values.__array_interface__["data"][0])


def _values(array: Any) -> np.ndarray | None:
    """What a column lies in, not copied; None for a kind that has no such memory."""
    dtype = array.dtype
    text = isinstance(dtype, pd.StringDtype) and dtype.storage == "python"
    return np.asarray(array) if text or isinstance(dtype, np.dtype) else None
