"""Rows of a result: periods written as the caller does, intervals, and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from diaodu.analysis.outlook.panel import Array
from diaodu.analysis.outlook.prepared import Prepared


def ahead(prepared: Prepared, widths: Array, levels: Sequence[float], period: str) -> pd.DataFrame:
    """One row a series and step after the last one; widths: levels × horizons × series."""
    forecasts = prepared.made.forecasts[-1]
    horizon, count = forecasts.shape
    calendar, series = prepared.read.calendar, prepared.series
    last = calendar.size - 1
    result = series.loc[series.index.repeat(horizon)].reset_index(drop=True)
    written = [calendar.write(last + step) for step in range(1, horizon + 1)]
    result[period] = written * count
    result["horizon"] = list(range(1, horizon + 1)) * count
    made = forecasts.T.ravel()
    result["forecast"] = made
    wide = [width.T.ravel() for width in widths]
    add_intervals(result, made, wide, levels, prepared.made.floors)
    lacking = np.isnan(widths[0]).T.ravel() if len(levels) else np.zeros(len(made), dtype=bool)
    result["reason"] = reasons({"no_history": np.isnan(made), "few_errors": lacking})
    return result


def past(
    prepared: Prepared, widths: Array, levels: Sequence[float], first: int, period: str
) -> pd.DataFrame:
    """One row a series, origin (from step `first` on) and horizon that ends within the panel."""
    made, series = prepared.made, prepared.series
    steps, horizon, count = made.forecasts.shape
    grid = [
        (origin, step)
        for origin in range(first, steps - 1)
        for step in range(1, min(horizon, steps - 1 - origin) + 1)
    ]
    origins, aheads = np.array(grid, dtype=int).reshape(-1, 2).T
    result = series.loc[series.index.repeat(len(grid))].reset_index(drop=True)
    write = prepared.read.calendar.write
    result["origin"] = [write(origin) for origin in origins] * count
    result[period] = [write(step) for step in origins + aheads] * count
    result["horizon"] = np.tile(aheads, count)
    result["value"] = made.values[origins + aheads].T.ravel()
    middle = made.forecasts[origins, aheads - 1].T.ravel()
    result["forecast"] = middle
    wide = [width[origins, aheads - 1].T.ravel() for width in widths]
    add_intervals(result, middle, wide, levels, made.floors)
    return result


def add_intervals(
    result: pd.DataFrame,
    middle: Array,
    widths: Sequence[Array],
    levels: Sequence[float],
    floors: Array | None = None,
) -> None:
    """Add the columns low80, high80 …; floors: for each series what no low end goes below."""
    lowest = -np.inf if floors is None else np.repeat(floors, len(middle) // max(len(floors), 1))
    for level, width in zip(levels, widths, strict=True):
        result[f"low{level:g}"] = np.maximum(middle - width, lowest)
        result[f"high{level:g}"] = middle + width


def reasons(codes: Mapping[str, Array]) -> pd.api.extensions.ExtensionArray:
    """The first code that holds in each row, else null."""
    names = np.full(len(next(iter(codes.values()))), None, dtype=object)
    for code, holds in reversed(list(codes.items())):
        names[holds] = code
    return pd.array(names, dtype="str")
