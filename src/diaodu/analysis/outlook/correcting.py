"""Expectations put right by their record, and intervals around forecasts made elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from diaodu.analysis.outlook import conformal, expectation, panel, rows
from diaodu.analysis.outlook.forecasting import LEVELS
from diaodu.analysis.outlook.panel import Array, Panel, Places
from diaodu.analysis.outlook.prepared import Names, names, require_horizon


def intervals(
    frame: pd.DataFrame,
    *,
    unit: Names = "unit",
    period: str = "period",
    value: str = "value",
    forecast: str = "forecast",
    horizon: int = 1,
    levels: Sequence[float] = LEVELS,
    adaptive: bool = True,
) -> pd.DataFrame:
    """Intervals around forecasts of one's own, from their past errors.

    frame: one row a unit and period with the forecast of that period and, where it is known, the
        value. horizon: how many steps before its period a forecast was made.
    Returns the frame's key columns, period, value and forecast in its order, and low80 … high95:
        each from errors that were known when that forecast was made; NaN where these are fewer
        than 8 of all units. adaptive: see intervals.py; else plain conformal.

    Example:
        >>> outlook.intervals(made_elsewhere, forecast="model", levels=[80])   # doctest: +SKIP
    """
    require_horizon(horizon)
    read = panel.read(frame, names(unit), period, value)
    (made,) = panel.columns(frame, read, period, [forecast])
    empty = np.full((horizon, made.shape[1]), np.nan)
    wrong = np.vstack([read.values - made, empty])  # row t: made for step t, so at t − horizon
    rule = conformal.ADAPTIVE if adaptive else conformal.PLAIN
    sizes = conformal.usual_changes(np.vstack([empty, read.values]), 1)
    widths = conformal.of_horizon(wrong, sizes, horizon, levels, rule)[:, : len(made)]
    where = _rows_of(frame, read, period)
    result = frame[[*read.keys, period, value, forecast]].copy()
    rows.add_intervals(result, made[where], [width[where] for width in widths], levels)
    return result


def recalibrate(
    frame: pd.DataFrame,
    *,
    unit: Names = "unit",
    period: str = "period",
    value: str = "value",
    expected: str = "expected",
    lag: int = 1,
    relative: bool | None = None,
    levels: Sequence[float] = LEVELS,
    adaptive: bool = True,
) -> pd.DataFrame:
    """Put officials' own expectations right by the record of the ones before.

    frame: one row a unit and period with what was expected and, where it is known, what came.
    lag: how many steps after a period its value is known to those who expect: 1 means that the
        expectation of 2022 may learn from the error of 2021, not from a later one.
    relative: whether errors are shares of the expected figure (amounts) or plain differences
        (rates); without it shares if all figures are above 0 and the largest is at least 20 times
        the smallest.

    Returns one row a row of the frame, in its order: key columns, period, value, expected,
        `recalibrated`, its parts `common` (usual bias of all, their common error of last time, and
        what their expected growth tells) and `own` (the unit's own), both added to the expected
        figure; low80 … high95; `errors` (how many of the unit's own past errors there are); and
        `reason`: null, "no_expectation" (nothing to put right), "no_record" (no error of any unit
        is known: the expectation stands as it is) or "few_errors" (no interval).

    Example, states' revenue as budgeted and as it came:
        >>> right = outlook.recalibrate(                                       # doctest: +SKIP
        ...     revenue, unit="state", period="year", value="actual", expected="forecast")
    """
    read = panel.read(frame, names(unit), period, value)
    panel.require(frame, [expected])
    (said,) = panel.columns(frame, read, period, [expected])
    right = put_right(read.values, said, lag, relative)
    where = _rows_of(frame, read, period)
    result = frame[[*read.keys, period, value, expected]].copy()
    result["recalibrated"] = right.figure[where]
    result["common"], result["own"] = right.common[where], right.own[where]
    wrong = np.vstack([right.left, np.full((lag, said.shape[1]), np.nan)])
    rule = conformal.ADAPTIVE if adaptive else conformal.PLAIN
    widths = conformal.of_horizon(wrong, np.ones_like(wrong), lag, levels, rule)[:, : len(said)]
    for level, width in zip(levels, widths, strict=True):
        low, high = right.around(width)
        result[f"low{level:g}"], result[f"high{level:g}"] = low[where], high[where]
    known = np.cumsum(~np.isnan(right.left), axis=0)
    before = np.vstack([np.zeros((lag, said.shape[1])), known])[: len(said)]
    result["errors"] = before[where].astype("int64")
    result["reason"] = rows.reasons(
        {
            "no_expectation": np.isnan(said)[where],
            "no_record": (before.sum(axis=1) == 0)[where[0]],
            "few_errors": np.isnan(widths[0])[where],
        }
    )
    return result


@dataclass(frozen=True)
class Right:
    """Recalibrated figures; `left` are the errors that stay, in the scale of the correction."""

    figure: Array
    common: Array
    own: Array
    left: Array
    relative: bool

    def around(self, width: Array) -> tuple[Array, Array]:
        if self.relative:
            return self.figure * np.exp(-width), self.figure * np.exp(width)
        return self.figure - width, self.figure + width


def put_right(values: Array, said: Array, lag: int, relative: bool | None) -> Right:
    """Correct all expectations of a panel (steps × units); see `recalibrate`."""
    relative = _is_relative(values, said) if relative is None else relative
    with np.errstate(invalid="ignore", divide="ignore"):
        told = np.log(said) if relative else said
        came = np.log(values) if relative else values
    told, came = (np.where(np.isfinite(part), part, np.nan) for part in (told, came))
    before = np.vstack([np.full((lag, said.shape[1]), np.nan), came])[: len(came)]
    found = expectation.corrections(came - told, told - before, lag)
    correction = np.nan_to_num(found.correction)
    left = came - told - correction
    if not relative:
        return Right(said + correction, found.common, found.own, left, False)
    common = said * np.expm1(found.common)
    figure = np.where(np.isnan(told), said, said * np.exp(correction))
    return Right(figure, common, figure - said - common, left, True)


def _is_relative(values: Array, said: Array) -> bool:
    both = np.concatenate([values.ravel(), said.ravel()])
    both = both[~np.isnan(both)]
    return bool(both.size and both.min() > 0 and both.max() >= 20 * both.min())


def _rows_of(frame: pd.DataFrame, read: Panel, period: str) -> Places:
    return panel.places(frame, read.units, read.calendar, read.keys, period)
