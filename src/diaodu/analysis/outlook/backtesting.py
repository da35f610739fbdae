"""Forecasts of the past as they would have been made, and how good they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from diaodu.analysis.outlook import correcting, mixture, panel, rows, scores, simple
from diaodu.analysis.outlook.engine import Made
from diaodu.analysis.outlook.forecasting import LEVELS
from diaodu.analysis.outlook.hierarchy import Method
from diaodu.analysis.outlook.panel import Array, Panel
from diaodu.analysis.outlook.prepared import Groupings, Names, Weights, prepare


@dataclass(frozen=True)
class Backtest:
    """Forecasts of the past: one row a series, origin and horizon; and how good they were."""

    forecasts: pd.DataFrame
    scores: pd.DataFrame


def backtest(  # noqa: PLR0913 - a call for strangers: every choice has a name
    frame: pd.DataFrame,
    horizon: int,
    *,
    origins: int | None = None,
    unit: Names = "unit",
    period: str = "period",
    value: str = "value",
    expected: str | None = None,
    hierarchy: Groupings = None,
    weights: Weights = None,
    indicators: Sequence[str] = (),
    season: int | None = None,
    levels: Sequence[float] = LEVELS,
    reconcile: Method = "sd",
    adaptive: bool = True,
) -> Backtest:
    """Forecast the past as it was: from each origin with what was known by then and no more.

    origins: how many of the last steps are forecast from; without it the second half of the panel.
    expected: a column of somebody's own expectations, made one step ahead, to compare with.
    The other arguments are those of `forecast`.

    Returns `forecasts`: key columns, origin, period, horizon, value, forecast, low80 … high95. And
        `scores`, one row a method (model, each of its members, naive, seasonal_naive, ar1,
        expected, recalibrated) and horizon (0: all): rmse and mase (each series' own, then their
        mean; MASE by the seasonal naive error before the first origin), number of forecasts, for
        the model the part of values inside each interval (cover80) and its mean width (width80);
        dm and dm_p compare the model with the method (Diebold-Mariano): negative where the
        model is better.

    Example, growth of 12 regions, one quarter ahead, intervals as they would have been given:
        >>> past = outlook.backtest(growth, 1, origins=60)                     # doctest: +SKIP
        >>> past.forecasts[["unit", "period", "forecast", "low80", "high80"]]  # doctest: +SKIP
    """
    columns = (unit, period, value)
    found = prepare(frame, horizon, columns, hierarchy, weights, indicators, season, reconcile)
    made, steps = found.made, len(found.made.values)
    first = max(0, steps - 1 - (origins if origins is not None else steps // 2))
    widths = made.half_widths(levels, adaptive)
    others = _others(made, found.read)
    if expected is not None:
        panel.require(frame, [expected])
        others |= _expectations(frame, found.read, period, expected, made)
    return Backtest(
        rows.past(found, widths, levels, first, period),
        _scored(made, others, widths, levels, first, found.read.calendar.season),
    )


def _others(made: Made, read: Panel) -> dict[str, Array]:
    """What the model is compared with."""
    found = {**made.members, "naive": simple.naive(made.values, 1, made.horizon)}
    if read.calendar.season > 1:
        found["seasonal_naive"] = simple.naive(made.values, read.calendar.season, made.horizon)
    return {**found, "ar1": simple.ar1(made.values, made.horizon)}


def _expectations(
    frame: pd.DataFrame, read: Panel, period: str, expected: str, made: Made
) -> dict[str, Array]:
    """Expectations as forecasts made one step before their period, raw and recalibrated."""
    (said,) = panel.columns(frame, read, period, [expected])
    found = {}
    right = correcting.put_right(read.values, said, 1, None).figure
    for name, figures in (("expected", said), ("recalibrated", right)):
        fan = np.full_like(made.forecasts, np.nan)
        fan[:-1, 0, -figures.shape[1] :] = figures[1:]
        found[name] = fan
    return found


def _scored(
    made: Made,
    others: Mapping[str, Array],
    widths: Array,
    levels: Sequence[float],
    first: int,
    season: int,
) -> pd.DataFrame:
    unit = np.array(
        [
            scores.naive_error(made.values[: first + 1, k], season)
            for k in range(made.values.shape[1])
        ]
    )
    model = mixture.errors(made.forecasts, made.values)[first:]
    found: list[dict[str, object]] = []
    for name, fan in {"model": made.forecasts, **others}.items():
        wrong = mixture.errors(fan, made.values)[first:]
        for ahead in [0, *range(1, made.horizon + 1)]:
            pick = slice(None) if ahead == 0 else slice(ahead - 1, ahead)
            row: dict[str, object] = {
                "method": name,
                "horizon": ahead,
                **_means(wrong[:, pick], unit),
            }
            if name == "model":
                row |= _covered(wrong[:, pick], widths[:, first:, pick], levels)
            elif ahead:
                same = np.where(np.isnan(wrong[:, ahead - 1]), np.nan, model[:, ahead - 1])
                compared = scores.diebold_mariano(same, wrong[:, ahead - 1], ahead)
                row |= {"dm": compared.statistic, "dm_p": compared.p_value}
            found.append(row)
    columns = ["method", "horizon", "rmse", "mase", "number", "dm", "dm_p"]
    wide = [f"{what}{level:g}" for level in levels for what in ("cover", "width")]
    return pd.DataFrame(found, columns=[*columns, *wide])


def _means(wrong: Array, unit: Array) -> dict[str, float]:
    each = [(scores.rmse(wrong[..., k]), scores.mae(wrong[..., k])) for k in range(len(unit))]
    roots, sizes = np.array(each).T
    scaled = sizes / unit
    return {
        "rmse": float(np.nanmean(roots)) if (~np.isnan(roots)).any() else np.nan,
        "mase": float(np.nanmean(scaled)) if (~np.isnan(scaled)).any() else np.nan,
        "number": int((~np.isnan(wrong)).sum()),
    }


def _covered(wrong: Array, widths: Array, levels: Sequence[float]) -> dict[str, float]:
    found = {}
    for level, width in zip(levels, widths, strict=True):
        both = ~(np.isnan(wrong) | np.isnan(width))
        inside = np.abs(wrong[both]) <= width[both]
        found[f"cover{level:g}"] = float(inside.mean()) if inside.size else np.nan
        found[f"width{level:g}"] = 2 * float(width[both].mean()) if inside.size else np.nan
    return found
