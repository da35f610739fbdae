"""One ridge regression over all series of a pool, for each horizon, fitted anew at every step.

What is forecast is the change against the latest known same season, in units of the series' own
usual change; what it is told by are the series' latest changes, how far it stands from its own
past, the common change of all series, and indicators. Short series borrow what long panels know.
docs/methods.md, section "Outlook".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from diaodu.analysis.outlook.conformal import usual_changes
from diaodu.analysis.outlook.panel import Array

RIDGE = 10.0
FORGET = 0.99  # weight of a step against the step after it
BOUND = 5.0  # a change of more than five usual ones teaches no more than five
_LAGS = 4


def fan(
    values: Array,
    season: int,
    horizon: int,
    pools: Array,
    indicators: Sequence[Array] = (),
) -> Array:
    """Forecasts from every step of time, shaped like smoothing.fan's.

    With `season` 1 changes are from step to step, and the distance to the series' own mean counts:
    that suits growth rates. indicators: matrices like `values`, known up to the step itself.
    NaN where the base of the forecast, the same season of the last year, is unknown.
    """
    scale, changes = usual_changes(values, season), _lagged(values, season)
    scale = np.where(scale > 0, scale, np.nan)
    fixed = _features(values, changes, scale, season, indicators)
    result = np.full((len(values), horizon, values.shape[1]), np.nan)
    for ahead in range(1, horizon + 1):
        back = season * ((ahead - 1) // season + 1)
        told = np.stack([*fixed, *_of_base(values, changes, scale, season, back - ahead)], axis=1)
        told = np.nan_to_num(np.clip(told, -BOUND, BOUND))
        base = _shift(values, back - ahead)
        change = _fitted(told, (_shift(values, -ahead) - base) / scale, ahead, pools)
        result[:, ahead - 1] = base + change * np.nan_to_num(scale)
    return result


def _fitted(told: Array, wanted: Array, ahead: int, pools: Array) -> Array:
    """Forecasts of `wanted`, each by a fit on what was known by its own step."""
    made = np.zeros_like(wanted)
    wanted = np.clip(wanted, -BOUND, BOUND)
    usable = ~np.isnan(wanted)
    for pool in np.unique(pools):
        members = pools == pool
        rows = told[:, :, members] * usable[:, None, members]
        gram = np.einsum("tfi,tgi->tfg", rows, rows)
        right = np.einsum("tfi,ti->tf", rows, np.nan_to_num(wanted[:, members]))
        gram, right = _known_by(gram, ahead), _known_by(right, ahead)
        weights = np.linalg.solve(gram + RIDGE * np.eye(gram.shape[1]), right[..., None])[..., 0]
        made[:, members] = np.einsum("tf,tfi->ti", weights, told[:, :, members])
    return made


def _known_by(sums: Array, ahead: int) -> Array:
    """Discounted running sums, delayed until the outcome of each step is known."""
    total, result = np.zeros_like(sums[0]), np.zeros_like(sums)
    for step in range(ahead, len(sums)):
        total = FORGET * total + sums[step - ahead]
        result[step] = total
    return result


def _features(
    values: Array, changes: Array, scale: Array, season: int, indicators: Sequence[Array]
) -> list[Array]:
    lags = np.stack([_shift(changes, lag) for lag in range(_LAGS)]) / scale
    latest, recent, year = lags[0], _mean(lags[:2]), _mean(lags)
    year_before = _shift(year, season if season > 1 else _LAGS)
    found = [np.ones_like(values), latest, recent, year, year_before, _common(year)]
    if season == 1:
        away = (values - _running_mean(values)) / scale
        found += [away, _common(away), _common(latest)]
    return found + [_standard(indicator) for indicator in indicators]


def _of_base(values: Array, changes: Array, scale: Array, season: int, back: int) -> list[Array]:
    """How unusual the base itself was: against the same season of three years before it."""
    base = _shift(values, back)
    before = np.stack([_shift(base, season * years) for years in (0, 1, 2)])
    away = (base - _mean(before)) / scale
    return [away, _shift(changes, back) / scale, _common(away)]


def _running_mean(values: Array) -> Array:
    known = ~np.isnan(values)
    sums = np.cumsum(np.where(known, values, 0.0), axis=0)
    return np.asarray(sums / np.maximum(np.cumsum(known, axis=0), 1))


def _standard(indicator: Array) -> Array:
    """An indicator less its mean so far, by its spread so far over all units."""
    away = indicator - _running_mean(indicator)
    squares = np.cumsum(np.nansum(away**2, axis=1)) / np.maximum(
        np.cumsum((~np.isnan(away)).sum(axis=1)), 1
    )
    spread = np.sqrt(squares)[:, None]
    return np.asarray(away / np.where(spread > 0, spread, np.nan))


def _lagged(values: Array, season: int) -> Array:
    return values - _shift(values, season)


def _shift(values: Array, back: int) -> Array:
    """The matrix `back` steps earlier (later if negative), NaN where there is none."""
    result = np.full_like(values, np.nan)
    if back > 0:
        result[back:] = values[:-back]
    elif back < 0:
        result[:back] = values[-back:]
    else:
        result[:] = values
    return result


def _mean(stack: Array) -> Array:
    """Mean over the first axis of what is known, NaN where nothing is."""
    known = ~np.isnan(stack)
    total, number = np.where(known, stack, 0.0).sum(axis=0), known.sum(axis=0)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)


def _common(values: Array) -> Array:
    """The mean over all units, for each of them."""
    return np.broadcast_to(_mean(values.T)[:, None], values.shape)
