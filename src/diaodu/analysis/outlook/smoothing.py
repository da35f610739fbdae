"""Exponential smoothing of many series at once, over a grid of parameters instead of a search.

Additive errors, trend (none, damped or straight) and season (Hyndman et al. 2008, Forecasting with
Exponential Smoothing, chapter 2, in error-correction form). Each point of the grid is a model of
its own; the forecasts of all of them are averaged with the weights that their past errors earn.
docs/methods.md, section "Outlook".
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from diaodu.analysis.outlook.panel import Array

LEVEL = (0.02, 0.06, 0.12, 0.2, 0.35, 0.55, 0.8, 1.0)
TREND = ((0.0, 0.0), *itertools.product((0.8, 0.92, 1.0), (0.0, 0.03, 0.1, 0.3)))  # damping, rate
SEASON = (0.0, 0.05, 0.15, 0.35)
CHUNK = 256  # series handled together, so that the states stay in the processor's cache
OWN = 0.5  # how much a series' own record counts: multi-step errors overlap, so less than 1
SHARED = 20.0  # quarters that the record of the pool counts for
_TINY = 1e-12


def fan(values: Array, season: int, horizon: int, pools: Array) -> Array:
    """Forecasts from every step of time, each of which knows nothing after its step.

    values: steps × series, NaN where unknown. pools: for each series the number of the pool that
        it shares its record with (series of one kind and size).
    Returns steps × horizons × series: [t, h − 1, i] is the forecast of step t + h made at t; NaN
        before a series has begun.
    """
    steps, count = values.shape
    result = np.full((steps, horizon, count), np.nan)
    for pool in np.unique(pools):
        members = np.flatnonzero(pools == pool)
        for start in range(0, len(members), CHUNK):
            some = members[start : start + CHUNK]
            result[:, :, some] = _Grid(values[:, some], season, horizon).run()
    return result


class _Grid:
    """States of all models (rows) of all series (columns) of one pool."""

    def __init__(self, values: Array, season: int, horizon: int) -> None:
        self.values, self.season, self.horizon = values, season, horizon
        self.alpha, self.phi, self.beta, self.gamma = _parameters(season)
        self.damped = _damped_sums(self.phi, horizon)
        self.first, level, slope, pattern = start(values, season)
        models = len(self.alpha)
        self.level = np.repeat(level[None], models, axis=0)
        self.slope = np.repeat(slope[None], models, axis=0) * (self.phi > 0)
        self.pattern = np.repeat(pattern[:, None], models, axis=1)
        self.scale = _spread(values)
        self.ahead = np.full((horizon, horizon, models, values.shape[1]), np.nan)
        self.loss = np.zeros_like(self.level)
        self.seen = np.zeros(values.shape[1])

    def run(self) -> Array:
        steps, count = self.values.shape
        result = np.full((steps, self.horizon, count), np.nan)
        for step in range(steps):
            begun = step >= self.first
            known = begun & ~np.isnan(self.values[step])
            if step >= 2 * self.season:
                self._judge(step, known)
            self._update(step, known, begun)
            self._look_ahead(step)
            weights = self._weights()
            made = np.einsum("mn,hmn->hn", weights, self.ahead[:, step % self.horizon])
            result[step] = np.where(begun, made, np.nan)
        return result

    def _judge(self, step: int, known: Array) -> None:
        """Add the squared errors of all forecasts of this step, mean over the horizons."""
        total, number = np.zeros_like(self.loss), 0
        for ahead in range(1, min(self.horizon, step) + 1):
            error = self.values[step] - self.ahead[ahead - 1, (step - ahead) % self.horizon]
            total += np.where(known, error, 0.0) ** 2
            number += 1
        self.loss += total / number / self.scale
        self.seen += known

    def _update(self, step: int, known: Array, begun: Array) -> None:
        drift = self.phi * self.slope
        now = self.pattern[step % self.season]
        error = np.where(known, self.values[step] - self.level - drift - now, 0.0)
        self.level += np.where(begun, drift, 0.0) + self.alpha * error
        self.slope = np.where(begun, drift, self.slope) + self.beta * error
        now += self.gamma * error

    def _look_ahead(self, step: int) -> None:
        for ahead in range(1, self.horizon + 1):
            pattern = self.pattern[(step + ahead) % self.season]
            self.ahead[ahead - 1, step % self.horizon] = (
                self.level + self.damped[ahead - 1] * self.slope + pattern
            )

    def _weights(self) -> Array:
        """exp(−½ (own record + record of the pool)), a likelihood with its scale left out."""
        logs = np.log((self.loss + _TINY) / np.maximum(self.seen, 1))
        own = OWN * self.seen * logs
        seen = self.seen > 0
        shared = logs[:, seen].mean(axis=1, keepdims=True) if seen.any() else np.zeros_like(own)
        power = -0.5 * (own + min(SHARED, float(self.seen.max())) * shared)
        weights = np.exp(power - power.max(axis=0))
        return np.asarray(weights / weights.sum(axis=0))


def _parameters(season: int) -> Sequence[Array]:
    """alpha, phi, beta, gamma, each as a column over the grid."""
    seasons = SEASON if season > 1 else (0.0,)
    grid = np.array(
        [
            (level, damping, level * rate, seasonal * (1 - level))
            for level, (damping, rate), seasonal in itertools.product(LEVEL, TREND, seasons)
        ]
    )
    grid = np.unique(grid, axis=0)
    return [grid[:, [k]] for k in range(4)]


def _damped_sums(phi: Array, horizon: int) -> Array:
    powers = phi[None] ** np.arange(1, horizon + 1)[:, None, None]
    return np.cumsum(np.where(phi > 0, powers, 0.0), axis=0)


def _spread(values: Array) -> Array:
    """A size of each series' changes, above 0, so that losses are comparable numbers."""
    changes = np.diff(values, axis=0)
    known = ~np.isnan(changes)
    squares = np.where(known, changes, 0.0) ** 2
    mean = squares.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.asarray(np.maximum(mean, _TINY))


def start(values: Array, season: int) -> tuple[Array, Array, Array, Array]:
    """First known step, and level, slope and seasonal pattern just before it.

    A regression on the first four years that are known: level, straight trend, one deviation a
    season, with light penalties, so that one single observation gives its own level, no slope and
    no season. A series without any observation starts at `steps` (never) with zeros.
    """
    steps, count = values.shape
    known = ~np.isnan(values)
    seen = np.cumsum(known, axis=0)
    first = np.where(known.any(axis=0), known.argmax(axis=0), steps)
    used = known & (seen <= 4 * season)
    design = np.zeros((steps, count, season + 2))
    design[..., 0] = 1.0
    design[np.arange(steps), :, 1 + np.arange(steps) % season] = 1.0
    design[..., -1] = np.arange(steps)[:, None] - first[None] + 1.0
    weighted = design * used[..., None]
    normal = np.einsum("tia,tib->iab", weighted, design)
    right = np.einsum("tia,ti->ia", weighted, np.where(used, values, 0.0))
    firm = 0.5 if season > 1 else 1e9
    penalty = np.array([1e-9, *[firm] * season, 10.0])
    found = np.linalg.solve(normal + np.diag(penalty), right[..., None])[..., 0]
    return first, found[:, 0], found[:, -1], found[:, 1:-1].T.copy()
