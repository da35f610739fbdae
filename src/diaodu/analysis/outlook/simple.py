"""The simple forecasts that a model must beat, shaped like smoothing.fan's."""

from __future__ import annotations

import numpy as np

from diaodu.analysis.outlook.panel import Array


def naive(values: Array, season: int, horizon: int) -> Array:
    """The latest known value of the same season (with season 1: the latest known value)."""
    result = np.full((len(values), horizon, values.shape[1]), np.nan)
    latest = np.full((season, values.shape[1]), np.nan)
    for step, row in enumerate(values):
        slot = latest[step % season]
        latest[step % season] = np.where(np.isnan(row), slot, row)
        for ahead in range(1, horizon + 1):
            result[step, ahead - 1] = latest[(step + ahead) % season]
    return result


def ar1(values: Array, horizon: int) -> Array:
    """Each series on its own value before: y' = m + φ (y − m), by least squares up to the step.

    φ is kept within −1 and 1, so that no forecast runs away. Before there are three pairs, or
    where a series did not change, the latest known value.
    """
    before, after = values[:-1], values[1:]
    pair = ~(np.isnan(before) | np.isnan(after))
    x, y = np.where(pair, before, 0.0), np.where(pair, after, 0.0)
    number, sum_x, sum_y, sum_xx, sum_xy = (
        np.vstack([np.zeros((1, values.shape[1])), np.cumsum(part, axis=0)])
        for part in (pair.astype(float), x, y, x * x, x * y)
    )
    divisor = np.maximum(number, 1)
    spread = sum_xx - sum_x**2 / divisor
    moved = (number >= 3) & (spread > 1e-9 * (1 + np.abs(sum_xx)))
    phi = np.where(moved, (sum_xy - sum_x * sum_y / divisor) / np.where(moved, spread, 1.0), 1.0)
    phi = np.clip(phi, -1.0, 1.0)
    constant = np.where(moved, (sum_y - phi * sum_x) / divisor, 0.0)
    result = np.empty((len(values), horizon, values.shape[1]))
    made = naive(values, 1, 1)[:, 0]
    for ahead in range(horizon):
        made = constant + phi * made
        result[:, ahead] = made
    return result
