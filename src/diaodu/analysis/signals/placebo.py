"""Texts that should not help: the model is run on them to see that the gain comes from the text."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from diaodu.analysis.signals.panel import earlier
from diaodu.analysis.signals.readings import Readings

STALE_QUARTERS = 8
_SEED = 1


def real(readings: Readings) -> Readings:
    """The texts as they are."""
    return readings


def other_unit(readings: Readings) -> Readings:
    """Each unit has the texts of one other unit of the same quarters.

    What all units share stays in it: this tells what a unit's *own* text adds, not what text adds.
    """
    units = readings.tone.shape[1]
    order = np.random.default_rng(_SEED).permutation(units)
    moved = np.empty(units, dtype=int)
    moved[order] = np.roll(order, 1)  # one ring: nobody keeps its own
    return Readings(readings.words[:, moved], readings.tone[:, moved])


def stale(readings: Readings) -> Readings:
    """Each unit has its own texts of two years before."""
    words = earlier(readings.words.astype(float), STALE_QUARTERS)
    return Readings(words.astype(np.float32), earlier(readings.tone, STALE_QUARTERS))


def other_quarter(readings: Readings) -> Readings:
    """The books of all units are dealt out over the quarters anew, each kept whole."""
    order = np.random.default_rng(_SEED).permutation(len(readings.tone))
    return Readings(readings.words[order], readings.tone[order])


def other_unit_and_quarter(readings: Readings) -> Readings:
    """Another unit's text of another quarter: nothing of the right place or time is left."""
    return other_unit(other_quarter(readings))


TEXTS: dict[str, Callable[[Readings], Readings]] = {
    "real": real,
    "other_unit": other_unit,
    "stale": stale,
    "other_quarter": other_quarter,
    "other_unit_and_quarter": other_unit_and_quarter,
}
