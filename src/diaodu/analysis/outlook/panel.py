"""A long frame as a matrix: a column a unit, a row a step of time, NaN where nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from diaodu.analysis.outlook import calendar
from diaodu.analysis.outlook.calendar import Calendar
from diaodu.errors import ContractError

Array = NDArray[Any]  # of floats, unless a function says otherwise
Places = tuple[NDArray[Any], NDArray[Any]]  # steps and units


@dataclass(frozen=True)
class Panel:
    """`values` is steps × units; `units` has one row a unit, in the order of the columns."""

    units: pd.DataFrame
    calendar: Calendar
    values: Array

    @property
    def keys(self) -> list[str]:
        return [str(name) for name in self.units.columns]


def read(frame: pd.DataFrame, unit: Sequence[str], period: str, value: str) -> Panel:
    """The panel in columns `unit` (one or more), `period` and `value` of a long frame.

    Units keep the order in which they first appear. A missing value, and a period without a row,
    is NaN. Raises ContractError for a missing column, a value that is no finite number, a missing
    unit, and a unit with two rows of one period.
    """
    require(frame, [*unit, period, value])
    dates = calendar.read(frame[period])
    units = frame[list(unit)].drop_duplicates(ignore_index=True)
    where = places(frame, units, dates, unit, period)
    return Panel(units, dates, spread(frame[value], where, (dates.size, len(units))))


def columns(frame: pd.DataFrame, panel: Panel, period: str, names: Sequence[str]) -> list[Array]:
    """Further columns of the same frame as matrices like the panel's."""
    where = places(frame, panel.units, panel.calendar, panel.keys, period)
    return [spread(frame[name], where, panel.values.shape) for name in names]


def require(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise ContractError unless the frame has these columns."""
    if absent := [name for name in names if name not in frame.columns]:
        raise ContractError(
            f"frame: found columns {', '.join(map(str, frame.columns))}; "
            f"expected {', '.join(absent)} too"
        )
    if frame.empty:
        raise ContractError("frame: found no rows; expected at least one")


def numeric(column: pd.Series) -> Array:
    """A column as floats, missing as NaN. Raises ContractError for text and for infinity."""
    try:
        numbers = column.to_numpy(dtype="float64", na_value=np.nan)
    except (TypeError, ValueError):
        raise ContractError(f"column {column.name}: found text; expected numbers") from None
    if np.isinf(numbers).any():
        raise ContractError(f"column {column.name}: found infinity; expected finite numbers")
    return numbers


def spread(column: pd.Series, where: Places, shape: tuple[int, ...]) -> Array:
    """The values of a column at their places in a matrix, NaN elsewhere."""
    matrix = np.full(shape, np.nan)
    matrix[where] = numeric(column)
    return matrix


def places(
    frame: pd.DataFrame, units: pd.DataFrame, dates: Calendar, unit: Sequence[str], period: str
) -> Places:
    """Where each row of the frame stands in the panel: its step and its unit."""
    names = list(unit)
    if frame[names].isna().any(axis=None):
        raise ContractError(f"columns {', '.join(names)}: found a row without; expected a unit")
    known = pd.MultiIndex.from_frame(units)
    which = known.get_indexer(pd.MultiIndex.from_frame(frame[names]))
    steps = {written: dates.step(written) for written in frame[period].unique()}
    when = frame[period].map(steps).to_numpy(dtype="int64")
    twice = pd.DataFrame({"unit": which, "period": when}).duplicated()
    if twice.any():
        first = frame.loc[twice.to_numpy()].iloc[0]
        said = ", ".join(str(first[name]) for name in [*names, period])
        raise ContractError(
            f"frame: found two rows of {said}; expected one of each unit and period"
        )
    return when, which
