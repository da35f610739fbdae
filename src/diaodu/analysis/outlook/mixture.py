"""Several forecasts of one thing put together, by what each of them was worth so far.

docs/methods.md, section "Outlook".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from diaodu.analysis.outlook import regression, simple, smoothing
from diaodu.analysis.outlook.panel import Array

FORGET = 0.97  # weight of a step's errors against those of the step after it
EVEN = 0.3  # part of the weight that is shared out evenly: weights are estimates too
FLOOR = 0.05  # of the mean: a zero among amounts counts as this, so that it has a logarithm


def members(
    values: Array, season: int, horizon: int, pools: Array, indicators: Sequence[Array] = ()
) -> dict[str, Array]:
    """The forecasts that are put together, by name.

    smoothing; smoothing_log, on logarithms, for amounts (no value below 0); regression; and ar1,
    where there is no season.
    """
    found = {"smoothing": smoothing.fan(values, season, horizon, pools)}
    if (some := amounts(values)).any():
        found["smoothing_log"] = _on_logs(values, some, season, horizon, pools)
    found["regression"] = regression.fan(values, season, horizon, pools, indicators)
    if season == 1:
        found["ar1"] = simple.ar1(values, horizon)
    return found


def best_season(values: Array, season: int, pools: Array) -> int:
    """`season` if smoothing with it forecast the next step better so far than without, else 1.

    Judged over all series together, on steps after the first two years; a panel of three years or
    less, which cannot tell, has a season.
    """
    if season == 1 or len(values) <= 3 * season:
        return season
    logs = [
        np.log(
            _mean_square(errors(smoothing.fan(values, tried, 1, pools), values)[2 * season :, 0])
        )
        for tried in (season, 1)
    ]
    better = (logs[0] - logs[1])[np.isfinite(logs[0]) & np.isfinite(logs[1])]
    return season if better.size == 0 or better.mean() < 0 else 1


def _mean_square(wrong: Array) -> Array:
    """Mean square of each series, 1 where there is none or none but zeros: log 0 says nothing."""
    known = ~np.isnan(wrong)
    mean = (np.where(known, wrong, 0.0) ** 2).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.asarray(np.where(mean > 0, mean, 1.0))


def mix(fans: Mapping[str, Array], values: Array) -> Array:
    """The members' forecasts averaged, weights by the inverse of their discounted squared errors.

    Weights are each series' own, over all horizons, and known at the step of the forecast. A
    member without a forecast has no weight; NaN where none has one.
    """
    made = np.stack(list(fans.values()))
    _, steps, horizon, _ = made.shape
    wrong = np.stack([errors(fan, values) for fan in fans.values()])
    both = ~np.isnan(wrong).any(axis=0)  # judged on what all of them forecast
    squares = np.where(both, wrong, 0.0) ** 2
    loss = np.zeros((len(made), made.shape[-1]))
    result = np.full(made.shape[1:], np.nan)
    for step in range(steps):
        loss *= FORGET
        for ahead in range(1, min(horizon, step) + 1):
            loss += squares[:, step - ahead, ahead - 1]
        weights = _weights(loss)[:, None] * ~np.isnan(made[:, step])
        total = weights.sum(axis=0)
        average = (weights * np.nan_to_num(made[:, step])).sum(axis=0)
        result[step] = np.where(total > 0, average / np.where(total > 0, total, 1.0), np.nan)
    return result


def errors(fan: Array, values: Array) -> Array:
    """Value − forecast, at the place of the forecast; NaN where either is unknown."""
    result = np.full_like(fan, np.nan)
    steps = len(values)
    for ahead in range(1, min(fan.shape[1], steps - 1) + 1):
        result[: steps - ahead, ahead - 1] = values[ahead:] - fan[: steps - ahead, ahead - 1]
    return result


def _weights(loss: Array) -> Array:
    """Even shares without a record; a member without any error takes all that is not even."""
    total = loss.sum(axis=0)
    judged = total > 0
    inverse = 1.0 / np.maximum(loss / np.where(judged, total, 1.0), 1e-9)
    shares = np.where(judged, inverse / inverse.sum(axis=0), 1.0 / len(loss))
    return np.asarray(EVEN / len(loss) + (1 - EVEN) * shares)


def amounts(values: Array) -> Array:
    """Which series are amounts: nothing below 0 and something above."""
    known = np.nan_to_num(values)
    return np.asarray((known.min(axis=0) >= 0) & (known.max(axis=0) > 0))


def _on_logs(values: Array, which: Array, season: int, horizon: int, pools: Array) -> Array:
    result = np.full((len(values), horizon, values.shape[1]), np.nan)
    some = values[:, which]
    floor = FLOOR * np.nanmean(some, axis=0)
    logs = np.log(np.maximum(some, floor))
    made = smoothing.fan(logs, season, horizon, pools[which])
    # a straight trend of logarithms may run away: never beyond twice of all that was seen
    ceiling = np.log(2 * np.fmax.accumulate(np.fmax(some, floor), axis=0))
    result[:, :, which] = np.exp(np.minimum(made, ceiling[:, None]))
    return result
