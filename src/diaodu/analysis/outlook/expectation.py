"""What officials expect, put right by the record of what they expected before.

The error is the figure that came less the figure that was expected (of logarithms, for amounts).
Part of it can be known beforehand: what is usual for all units (bias), what is usual for this one,
that the common error of last time tends to come again, and that expected growth is taken too far
or not far enough. A Bayesian regression with all of these shrunk to nothing (to a third, for last
time's common error, since forecasters as a rule correct themselves too little: Coibion and
Gorodnichenko 2015) says how much. docs/methods.md, section "Outlook".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from diaodu.analysis.outlook.panel import Array

BOUND = 3.5  # an error of more than so many usual ones teaches no more than so many
FORGET = 0.97  # weight of a period's errors against the next one's
# prior of bias, last common error, own last error beyond it, and expected growth; in usual errors
OWN_LAST = 2  # which of them is the unit's own
PRIOR_MEAN = np.array([0.0, 0.33, 0.0, 0.0])
PRIOR_SD = np.array([0.3, 0.15, 0.1, 0.15])
OWN_PRIOR = 12.0  # periods of its own after which a unit's own bias is believed half


@dataclass(frozen=True)
class Recalibrated:
    """Steps × units each: the correction, in the scale of the errors, and its two main parts."""

    correction: Array
    common: Array
    own: Array
    usual: Array  # size of error to expect before correction


def corrections(wrong: Array, growth: Array, lag: int) -> Recalibrated:
    """The part of each step's errors that the errors known `lag` steps earlier foretell.

    wrong: figure − expected, steps × units, NaN where either is unknown.
    growth: what the expectation says against the figure before it, in the same scale; NaN: unknown.
    """
    shape = wrong.shape
    made = {name: np.zeros(shape) for name in ("correction", "common", "own", "usual")}
    for step in range(len(wrong)):
        known = wrong[: max(step - lag + 1, 0)]
        if (~np.isnan(known)).sum() < 1:
            made["usual"][step] = np.nan
            continue
        usual = _usual(known)
        common, own = _foretold(known / usual, growth[: step + 1] / usual, lag)
        made["common"][step], made["own"][step] = common * usual, own * usual
        made["correction"][step] = (common + own) * usual
        made["usual"][step] = usual
    return Recalibrated(**made)


def _usual(known: Array) -> float:
    """Size of a usual error of all units: robust, above 0."""
    sizes = np.abs(known[~np.isnan(known)])
    middle = float(np.median(sizes)) * 1.4826
    size = middle if middle > 0 else float(np.sqrt(np.mean(sizes**2)))
    return size if size > 0 else 1.0


def _foretold(known: Array, growth: Array, lag: int) -> tuple[Array, Array]:
    """Common and own part of the next errors, in usual ones."""
    known = np.clip(known, -BOUND, BOUND)
    told = _told(known, growth, lag)  # steps up to now × units × parts
    past, wanted = told[: len(known)], known
    there = ~np.isnan(wanted)
    number = there.sum(axis=1, keepdims=True)
    weight = FORGET ** np.arange(len(known))[::-1][:, None] * there
    # units of one step share their luck: together they teach as much as a few independent ones
    weight = weight / (1 + np.maximum(number - 1, 0) * _shared(known))
    rows = past * weight[..., None]
    gram = np.einsum("tia,tib->ab", rows, past)
    right = np.einsum("tia,ti->a", rows, np.where(there, wanted, 0.0))
    prior = 0.5 / PRIOR_SD**2
    parts = np.linalg.solve(gram + np.diag(prior), right + prior * PRIOR_MEAN)
    left = np.where(there, wanted - past @ parts, 0.0)
    own = left.sum(axis=0) / (there.sum(axis=0) + OWN_PRIOR)
    last = told[-1, :, OWN_LAST] * parts[OWN_LAST]
    return told[-1] @ parts - last, own + last


def _shared(known: Array) -> float:
    """Correlation of two units' errors of one step: variance between steps over all variance."""
    there = ~np.isnan(known)
    rows = there.sum(axis=1) > 1
    if rows.sum() < 2:
        return 0.5
    sums = np.where(there, known, 0.0)[rows]
    means = sums.sum(axis=1) / there[rows].sum(axis=1)
    total = float((sums**2).sum() / there[rows].sum())
    between = float(np.mean(means**2))
    n = float(there[rows].sum(axis=1).mean())
    rho = (between / total * n - 1) / (n - 1) if total > 0 else 1.0
    return float(np.clip((0.5 * 4 + rho * len(means)) / (4 + len(means)), 0.05, 1.0))


def _told(known: Array, growth: Array, lag: int) -> Array:
    """For each step up to the present one: 1, last common error, own beyond it, expected growth."""
    steps, count = growth.shape
    told = np.zeros((steps, count, len(PRIOR_MEAN)))
    told[..., 0] = 1.0
    common = np.array(
        [np.median(row[~np.isnan(row)]) if (~np.isnan(row)).any() else 0.0 for row in known]
    )
    for step in range(lag, steps):
        before = step - lag
        if before < len(known):
            told[step, :, 1] = common[before]
            told[step, :, 2] = np.nan_to_num(known[before] - common[before])
    away = growth - np.nanmean(growth) if (~np.isnan(growth)).any() else growth
    told[..., 3] = np.nan_to_num(np.clip(away, -BOUND, BOUND))
    return told
