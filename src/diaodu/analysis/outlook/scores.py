"""How good forecasts were: root mean square and scaled errors, Diebold-Mariano, coverage.

docs/methods.md, section "Outlook".
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from diaodu.analysis.outlook.panel import Array


@dataclass(frozen=True)
class Comparison:
    """Diebold-Mariano: `statistic` is negative where the first forecast was better."""

    statistic: float
    p_value: float
    number: int


def rmse(wrong: Array) -> float:
    """Root mean square of the errors that are known; NaN without any."""
    known = wrong[~np.isnan(wrong)]
    return float(np.sqrt(np.mean(known**2))) if known.size else math.nan


def mae(wrong: Array) -> float:
    """Mean absolute error of what is known; NaN without any."""
    known = wrong[~np.isnan(wrong)]
    return float(np.mean(np.abs(known))) if known.size else math.nan


def naive_error(values: Array, season: int) -> float:
    """Mean absolute change of one series from season to season: the unit of the MASE.

    NaN where there is no pair of values a season apart, or no change at all.
    """
    changes = np.abs(values[season:] - values[:-season])
    known = changes[~np.isnan(changes)]
    size = float(known.mean()) if known.size else math.nan
    return size if size > 0 else math.nan


def diebold_mariano(first: Array, second: Array, horizon: int = 1) -> Comparison:
    """Whether the first forecast's squared errors are smaller than the second's, by more than luck.

    Errors by time; several series: steps × series, whose squared errors are averaged at each step,
    since errors of one step are not independent. Variance with the autocovariances up to horizon
    − 1; statistic scaled and compared with a t distribution as in Harvey, Leybourne and Newbold
    (1997). NaN with fewer than `horizon` + 2 steps, or where the two are always equal.
    Source: Diebold and Mariano (1995).
    """
    difference = _mean_by_step(first**2 - second**2)
    number = len(difference)
    if number < horizon + 2:
        return Comparison(math.nan, math.nan, number)
    away = difference - difference.mean()
    variance = float(np.mean(away**2)) + 2 * sum(
        float(np.sum(away[lag:] * away[:-lag])) / number for lag in range(1, horizon)
    )
    if variance <= 0:  # the estimate may turn negative: then as for one step
        variance = float(np.mean(away**2))
    if variance == 0:
        return Comparison(math.nan, math.nan, number)
    small = math.sqrt((number + 1 - 2 * horizon + horizon * (horizon - 1) / number) / number)
    statistic = small * float(difference.mean()) / math.sqrt(variance / number)
    return Comparison(statistic, _two_sided(statistic, number - 1), number)


def _mean_by_step(differences: Array) -> Array:
    rows = differences.reshape(len(differences), -1)
    known = ~np.isnan(rows)
    some = known.any(axis=1)
    sums = np.where(known, rows, 0.0).sum(axis=1)[some]
    return np.asarray(sums / known.sum(axis=1)[some])


def _two_sided(statistic: float, freedom: int) -> float:
    return float(2 * stdtr(freedom, -abs(statistic)))
