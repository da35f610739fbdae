"""Intervals from past errors, wider while errors are large.

Conformal: the half width is a quantile of the past scores, pooled over the units of a pool; a score
is an error in units of the error that was usual *when the forecast was made*. That usual error is
the unit's own (shrunk to the pool's) times the size of the latest errors of all units together,
which is what a recession moves. The level is then steered by what was covered so far (Gibbs and
Candès 2021, adaptive conformal inference). docs/methods.md, section "Outlook".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diaodu.analysis.outlook.panel import Array

FEWEST = 8  # past errors of the pool without which no interval is given; 19 for one of 95%


@dataclass(frozen=True)
class Rule:
    """How far intervals follow the latest errors; `PLAIN` does not at all."""

    common: float = 0.95  # share of the usual squared error that follows the latest ones of all
    memory: float = 0.4  # weight of a step's errors against those of the step after it
    own: float = 8.0  # pooled errors that a unit's own are shrunk with
    steer: float = 0.02  # step of the level per step of time


ADAPTIVE = Rule()
PLAIN = Rule(common=0.0, steer=0.0)


def half_widths(
    wrong: Array, sizes: Array, levels: Sequence[float], pools: Array, rule: Rule = ADAPTIVE
) -> Array:
    """Half widths of intervals for the forecasts of every step.

    wrong: errors by the step that the forecast was made at, steps × horizons × series, as
        mixture.errors gives them; an error is known `horizon` steps after its own step.
    sizes: steps × series, the usual change of each series by then: units of a pool may be of very
        different size, and a unit without a record of errors is given the pool's in its own size.
    levels: in %, such as 80 and 95. pools: for each series the pool that it shares scores with.
    Returns levels × steps × horizons × series: half the width of the interval of the forecast
        made at that step, from errors that were known by then; NaN before FEWEST of the pool are.
    """
    result = np.full((len(levels), *wrong.shape), np.nan)
    for pool in np.unique(pools):
        members = np.flatnonzero(pools == pool)
        for ahead in range(1, wrong.shape[1] + 1):
            some = wrong[:, ahead - 1, members]
            found = of_horizon(some, sizes[:, members], ahead, levels, rule)
            result[:, :, ahead - 1, members] = found
    return result


def _known_by(errors: Array, ahead: int) -> Array:
    """Errors by the step at which they are known."""
    result = np.full_like(errors, np.nan)
    result[ahead:] = errors[:-ahead]
    return result


def of_horizon(
    wrong: Array, sizes: Array, ahead: int, levels: Sequence[float], rule: Rule = ADAPTIVE
) -> Array:
    """Half widths for the forecasts of one horizon and one pool: levels × steps × series."""
    known = _known_by(wrong, ahead)
    usual = _usual_errors(known, _filled(sizes), rule)
    made_with = np.full_like(usual, np.nan)  # the usual error when the forecast was made
    made_with[ahead:] = usual[:-ahead]
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = np.abs(known) / made_with
    scores = np.where(np.isfinite(scores), scores, np.nan)
    quantiles = [_quantiles(scores, ahead, level / 100, rule) for level in levels]
    return np.stack([quantile[:, None] * usual for quantile in quantiles])


def usual_changes(values: Array, season: int) -> Array:
    """Root mean square of each series' changes so far, from step to step of a season."""
    changes = np.full_like(values, np.nan)
    changes[season:] = values[season:] - values[:-season]
    known = ~np.isnan(changes)
    squares = np.cumsum(np.where(known, changes, 0.0) ** 2, axis=0)
    number = np.cumsum(known, axis=0)
    return np.where(number > 0, np.sqrt(squares / np.maximum(number, 1)), np.nan)


def _filled(sizes: Array) -> Array:
    """A series without a size has the mean one of its pool, 1 where no series has one."""
    known = ~np.isnan(sizes)
    sums = np.where(known, sizes, 0.0).sum(axis=1, keepdims=True)
    number = known.sum(axis=1, keepdims=True)
    mean = np.where(sums > 0, sums / np.maximum(number, 1), 1.0)
    return np.where(known, sizes, mean)


def _usual_errors(known: Array, sizes: Array, rule: Rule) -> Array:
    """For each step and unit the size of error to expect, from errors known by that step."""
    there = ~np.isnan(known)
    squares = np.where(there, known, 0.0) ** 2
    number = np.cumsum(there, axis=0)
    sums = np.cumsum(squares, axis=0)
    judged = (number > 0) & (sizes > 0)
    ratios = np.where(
        judged, sums / np.maximum(number, 1) / np.where(sizes > 0, sizes, 1.0) ** 2, 0.0
    )
    pooled = ratios.sum(axis=1, keepdims=True) / np.maximum(judged.sum(axis=1, keepdims=True), 1)
    own = (sums + rule.own * pooled * sizes**2) / (number + rule.own)
    own = np.where(number.sum(axis=1, keepdims=True) > 0, own, np.nan)
    return np.asarray(np.sqrt(own * _latest(squares, there, own, rule)[:, None]))


def _latest(squares: Array, there: Array, own: Array, rule: Rule) -> Array:
    """Size of the latest squared errors of all units against what was usual before them."""
    factor, running = np.ones(len(squares)), 1.0
    for step in range(len(squares)):
        before = own[step - 1] if step else own[step]
        use = there[step] & (before > 0)
        if use.any():
            now = float(np.mean(np.minimum(squares[step, use] / before[use], 16.0)))
            running = rule.memory * running + (1 - rule.memory) * now
        factor[step] = 1 - rule.common + rule.common * running
    return factor


def _quantiles(scores: Array, ahead: int, level: float, rule: Rule) -> Array:
    """For each step the quantile of the scores known by then, at the steered level."""
    result, aim = np.full(len(scores), np.nan), level
    for step in range(len(scores)):
        now = scores[step][~np.isnan(scores[step])]
        used = result[step - ahead] if step >= ahead else np.nan
        if now.size and not np.isnan(used):
            aim += rule.steer * (level - float(np.mean(now <= used)))
            aim = float(np.clip(aim, 0.5 * level, 0.5 + 0.5 * level))
        past = scores[: step + 1]
        past = past[~np.isnan(past)]
        if past.size >= max(FEWEST, level / (1 - level)):
            rank = min(past.size, int(np.ceil((past.size + 1) * aim)))
            result[step] = np.partition(past, rank - 1)[rank - 1]
    return result
