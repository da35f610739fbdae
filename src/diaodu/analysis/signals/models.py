"""Forecasts of a quarter from figures alone and from figures with texts, in an expanding window.

For quarter t a model is fitted on quarters up to t - lag, whose figures are known at the end of
t. It is fitted anew once a year. Methods: docs/methods.md, "What texts add".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from diaodu.analysis.signals.panel import (
    Array,
    Mask,
    Panel,
    earlier,
    history,
    mean_of_units,
    own_columns,
    steady,
    usual,
)
from diaodu.analysis.signals.readings import LEAST, WINDOW, Readings, likeness, relative_tone

_REFIT = 4  # quarters
_LEAST_ROWS = 60
_PENALTY, _PENALTY_NUMBERS, _PENALTY_WORDS = 1.0, 30.0, 7.0
Cells = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Members:
    """Forecasts of each quarter and unit (NaN: not enough was known) by what they are made from."""

    numbers: Array
    words: Array
    tone: Array
    mean: Array

    @property
    def with_text(self) -> Array:
        """The plain mean of the three; where a text is missing, the forecast from numbers."""
        mean = (self.numbers + self.words + self.tone) / 3
        return np.where(np.isnan(mean), self.numbers, mean)

    @property
    def with_mean(self) -> Array:
        """Placebo: the unit's historical mean in the place of the tone's forecast."""
        return (2 * self.numbers + self.mean) / 3


@dataclass(frozen=True)
class Texts:
    """What models take from texts: likeness of cells, and the tone of all units and of each."""

    alike: Array
    tone: Array


def prepared(readings: Readings) -> Texts:
    """Texts made ready once for all models; `tone` has the common tone and the unit's own rest."""
    tone = relative_tone(readings)
    common = mean_of_units(tone)
    return Texts(likeness(readings), np.stack([common, tone - common], axis=-1))


def forecasts(panel: Panel, texts: Texts, lag: int, first: int) -> Members:
    """All forecasts from row `first` of the panel on, with figures known up to `lag` back."""
    calm = steady(panel)
    known = history(calm, lag)
    toned = np.concatenate([known, texts.tone], axis=-1)
    return Members(
        _expanding(known, calm.value, lag, first),
        _expanding(known, calm.value, lag, first, texts.alike),
        _with_tone(toned, calm.value, lag, first),
        earlier(usual(calm.value, WINDOW, LEAST), lag - 1),
    )


def _with_tone(toned: Array, value: Array, lag: int, first: int) -> Array:
    made = _expanding(toned, value, lag, first)
    return np.where(np.isnan(toned[..., -1]), np.nan, made)


def _expanding(
    known: Array, value: Array, lag: int, first: int, alike: Array | None = None
) -> Array:
    quarters, units = value.shape
    columns = known.reshape(quarters * units, -1)
    aims = value.ravel()
    when = np.repeat(np.arange(quarters), units)
    usable = _usable(columns, alike)
    result = np.full(quarters * units, np.nan)
    for t in range(first, quarters, _REFIT):
        past = np.flatnonzero(usable & ~np.isnan(aims) & (when <= t - lag))
        now = np.flatnonzero(usable & (when >= t) & (when < t + _REFIT))
        if len(past) >= _LEAST_ROWS and len(now):
            result[now] = _fitted(columns, aims, past, now, alike)
    return result.reshape(quarters, units)


def _usable(columns: Array, alike: Array | None) -> Mask:
    """Rows with a full own history and, if texts are used, a text; `numbers` may be missing."""
    full: Mask = np.all(~np.isnan(columns[:, : own_columns()]), axis=1)
    if alike is not None:
        full &= ~np.isnan(np.diag(alike))
    return full


def _fitted(columns: Array, aims: Array, past: Cells, now: Cells, alike: Array | None) -> Array:
    """Ridge regression, in its dual form so that words can stand beside columns.

    Columns are in standard deviations of the past; a missing one stands at its mean. Words are
    scaled so that a usual text of the past has likeness 1 to itself.
    """
    mean, deviation = _moments(columns[past])
    penalty = np.full(columns.shape[1], _PENALTY_NUMBERS)
    penalty[: own_columns()] = _PENALTY
    scaled = np.nan_to_num((columns - mean) / deviation) / np.sqrt(penalty)
    if alike is None:
        old = np.column_stack([np.ones(len(past)), scaled[past]])
        weights = old.T @ (aims[past] - aims[past].mean())
        square = old.T @ old + np.eye(old.shape[1])
        slopes = np.linalg.solve(square, weights)
        new = np.column_stack([np.ones(len(now)), scaled[now]])
        return np.asarray(new @ slopes + aims[past].mean())
    scale = _PENALTY_WORDS * np.mean(np.diag(alike)[past])
    square = scaled[past] @ scaled[past].T + alike[np.ix_(past, past)] / scale
    centre = aims[past].mean()
    dual = np.linalg.solve(square + np.eye(len(past)), aims[past] - centre)
    cross = scaled[now] @ scaled[past].T + alike[np.ix_(now, past)] / scale
    return np.asarray(cross @ dual + centre)


def _moments(columns: Array) -> tuple[Array, Array]:
    known = ~np.isnan(columns)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, columns, 0.0).sum(axis=0) / count
    spread = np.where(known, columns - mean, 0.0)
    return mean, np.maximum(np.sqrt((spread**2).sum(axis=0) / count), 1e-9)
