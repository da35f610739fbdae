"""Two forecasts beside each other: errors, and whether the difference is more than chance."""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np
import pandas as pd

from diaodu.analysis.frames import NAN
from diaodu.analysis.signals.panel import Array, Mask


def rmse(errors: Array) -> float:
    """Root of the mean squared error over all that is known; NaN where nothing is."""
    known = errors[~np.isnan(errors)]
    return math.sqrt(float(np.mean(known**2))) if len(known) else NAN


def diebold_mariano(gains: Array, horizon: int) -> float:
    """Diebold-Mariano statistic with the correction of Harvey, Leybourne and Newbold (1997).

    `gains`: one value a quarter, squared error of the first forecast less that of the second (of
    several units their mean, so that units that err together are not counted as many). Positive:
    the second is better. To be read as a t of n - 1 degrees of freedom. NaN with fewer than 8
    quarters, and where the variance, of `horizon` - 1 autocovariances, is not positive.
    """
    series = gains[~np.isnan(gains)]
    n = len(series)
    if n < 8:
        return NAN
    apart = series - series.mean()
    covariances = [float(apart[k:] @ apart[: n - k]) / n for k in range(horizon)]
    variance = (covariances[0] + 2 * sum(covariances[1:])) / n
    if variance <= 0:
        return NAN
    correction = (n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n
    return math.sqrt(correction) * float(series.mean()) / math.sqrt(variance)


def kinds_of_years(quarters: pd.PeriodIndex, recessions: Collection[str]) -> dict[str, Mask]:
    """Which quarters are of which kind. `recessions` are quarters such as "2022Q1".

    Quiet: no quarter of the year or of the year before is one of a recession.
    """
    bad = {pd.Period(text, freq="Q") for text in recessions}
    loud = {quarter.year for quarter in bad} | {quarter.year + 1 for quarter in bad}
    recession = np.array([quarter in bad for quarter in quarters], dtype=bool)
    quiet = np.array([quarter.year not in loud for quarter in quarters], dtype=bool)
    every = np.ones(len(quarters), dtype=bool)
    return {"all": every, "recession": recession, "expansion": ~recession, "quiet": quiet}


def compared(value: Array, numbers: Array, other: Array, horizon: int) -> dict[str, float | int]:
    """One row of scores: `other` against `numbers`, over cells where both and the value are known.

    `ratio` below 1: `other` is better. A unit gains if its own RMSE is lower.
    """
    without, with_other = value - numbers, value - other
    both = ~(np.isnan(without) | np.isnan(with_other))
    without, with_other = np.where(both, without, np.nan), np.where(both, with_other, np.nan)
    base, new = rmse(without), rmse(with_other)
    columns = [j for j in range(value.shape[1]) if both[:, j].any()]
    better = [j for j in columns if rmse(with_other[:, j]) < rmse(without[:, j])]
    return {
        "cells": int(both.sum()),
        "rmse_numbers": base,
        "rmse_other": new,
        "ratio": new / base if base > 0 else NAN,
        "dm": diebold_mariano(_by_quarter(without**2 - with_other**2), horizon),
        "units": len(columns),
        "units_better": len(better),
    }


def _by_quarter(values: Array) -> Array:
    known = ~np.isnan(values)
    total = np.where(known, values, 0.0).sum(axis=1)
    count = known.sum(axis=1)
    mean: Array = np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0)
    return mean
