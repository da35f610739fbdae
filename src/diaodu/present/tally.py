"""Counts that know what they count: a number, and the rows that were counted.

A sentence says "3 of 14 areas are below the target". Made with `tally` of the very rows whose
number it is, each of these counts opens an entry of the source panel that lists the rows, and each
row leads on to its own figure or place. So what a count says and what it lists cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from diaodu.present.traced import Row

MOST = 14  # rows that are listed; of more the first ones, and how many others there are
Named = Callable[[Any], str]


class Tally(int):
    """A count with the first of the rows that it counts.

    what: what was counted, as text. figure: column of the rows with the figure that stands for
    each; named: what is written for a row without it. area: where was counted, if not in all that
    the report is about; source: id of the file that was looked through, "" if there is no one file.
    left: how many rows are not listed. summed: whether figures are added up, not rows counted.
    """

    rows: tuple[Row, ...]
    what: str
    figure: str
    named: Named | None
    area: str
    source: str
    left: int
    summed: bool


def tally(
    rows: pd.DataFrame | Iterable[Any],
    what: str,
    figure: str = "",
    named: Named | None = None,
    *,
    area: str = "",
    source: str = "",
) -> Tally:
    """The number of the rows, which it remembers.

    rows: a frame, or rows of `each`. Without a figure or words a row is named by its text, name,
    enterprise or file, else by what it is about. For all else see Tally.
    """
    known = rows if isinstance(rows, pd.DataFrame) else list(rows)
    made = _made(len(known), known, what, figure)
    made.named, made.area, made.source = named, area, source
    return made


def added(rows: pd.DataFrame | list[Any], what: str, figure: str, *, area: str = "") -> Tally:
    """The sum of a column of counts, which remembers the rows that it adds up.

    rows: a frame, or rows of `each`.
    """
    if isinstance(rows, pd.DataFrame):
        counts = rows[figure].tolist()
    else:
        counts = [getattr(row, figure) for row in rows]
    places = [place for place, count in enumerate(counts) if not pd.isna(count) and count > 0]
    made = _made(int(sum(counts[place] for place in places)), rows, what, figure, places)
    made.summed, made.area = True, area
    return made


def listed(column: str, values: Iterable[Any], **every: Any) -> list[Any]:
    """Rows that hold only one thing each, such as the ids of areas or indicators.

    every: columns that are the same in all of them, such as source_ids.
    """
    return [Row({column: value, **every}, "any") for value in values]


def _made(
    number: int,
    rows: pd.DataFrame | list[Any],
    what: str,
    figure: str,
    places: Sequence[int] | None = None,
) -> Tally:
    """A tally of rows; places: those in a frame that are counted, None for all."""
    counted = range(len(rows)) if places is None else places
    if isinstance(rows, pd.DataFrame):
        first = _rows(rows, counted[:MOST])
    else:
        first = [rows[place] for place in counted[:MOST]]
    made = Tally(number)
    made.rows, made.left = tuple(first), max(len(counted) - MOST, 0)
    made.what, made.figure, made.summed = what, figure, False
    made.named, made.area, made.source = None, "", ""
    return made


def _rows(table: pd.DataFrame, places: Iterable[int]) -> list[Row]:
    """Some rows of a frame, as `each` gives them."""
    columns = _Columns(table)
    return [Row(_Cells(columns, place), "any") for place in places]


class _Columns(dict[str, list[Any]]):
    """The values of a frame's columns, of those that are asked for: most never are."""

    def __init__(self, table: pd.DataFrame) -> None:
        super().__init__()
        self._table, self._names = table, frozenset(table.columns)

    def __missing__(self, name: str) -> list[Any]:
        if name not in self._names:
            raise KeyError(name)
        self[name] = self._table[name].tolist()
        return self[name]


class _Cells(Mapping[str, Any]):
    """One row of such columns."""

    def __init__(self, columns: _Columns, number: int) -> None:
        self._columns, self._number = columns, number

    def __getitem__(self, name: str) -> Any:
        return self._columns[name][self._number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)
