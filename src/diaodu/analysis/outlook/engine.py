"""From a panel to forecasts of all its series at every step, reconciled, with their errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diaodu.analysis.outlook import conformal, mixture
from diaodu.analysis.outlook import hierarchy as tree
from diaodu.analysis.outlook.hierarchy import Hierarchy, Method
from diaodu.analysis.outlook.panel import Array

_BLOCKS = 6  # how often the weights of the reconciliation are found anew, on what was known by then


@dataclass(frozen=True)
class Made:
    """Forecasts made at every step: steps × horizons × series, and the members that they are of."""

    values: Array
    season: int
    pools: Array
    members: dict[str, Array]
    forecasts: Array

    @property
    def horizon(self) -> int:
        return int(self.forecasts.shape[1])

    @property
    def floors(self) -> Array:
        """What no low end of an interval goes below: 0 for amounts, nothing for rates."""
        return np.where(mixture.amounts(self.values), 0.0, -np.inf)

    def half_widths(self, levels: Sequence[float], adaptive: bool) -> Array:
        """Levels × steps × horizons × series; see conformal.half_widths."""
        rule = conformal.ADAPTIVE if adaptive else conformal.PLAIN
        wrong = mixture.errors(self.forecasts, self.values)
        sizes = conformal.usual_changes(self.values, self.season)
        return conformal.half_widths(wrong, sizes, levels, self.pools, rule)


def make(
    values: Array,
    season: int,
    horizon: int,
    pools: Array,
    indicators: Sequence[Array] = (),
) -> Made:
    """Forecasts of every series on its own and with its pool, without adding up."""
    season = mixture.best_season(values, season, pools)
    members = mixture.members(values, season, horizon, pools, indicators)
    return Made(values, season, pools, members, mixture.mix(members, values))


def sums_of(values: Array, hierarchy: Hierarchy) -> Array:
    """History of all series from that of the bottom ones: a sum is known where all its parts are.

    A bottom series without any figure is left out of the sums, else there would be none.
    """
    some = ~np.isnan(values).all(axis=0)
    parts = hierarchy.sums[:, some]
    lacks = np.isnan(values[:, some]).astype(float) @ (parts > 0).T
    sums = np.nan_to_num(values[:, some]) @ parts.T
    known = (lacks == 0) & (parts > 0).any(axis=1)
    return np.where(known, sums, np.nan)


def reconciled(made: Made, hierarchy: Hierarchy, method: Method) -> Made:
    """The same with forecasts that add up; each step's weights are of errors known by its block."""
    if method == "none":
        return made
    wrong = mixture.errors(made.forecasts, made.values)
    steps = len(made.values)
    result = np.full_like(made.forecasts, np.nan)
    positive = bool((np.nan_to_num(made.values) >= 0).all())
    for start in range(0, steps, max(1, -(-steps // _BLOCKS))):
        known = _known(wrong, start)
        result[start:] = _adding_up(made.forecasts[start:], hierarchy, known, method, positive)
    known = _known(wrong, steps - 1)
    result[-1:] = _adding_up(made.forecasts[-1:], hierarchy, known, method, positive)
    return Made(made.values, made.season, made.pools, made.members, result)


def _adding_up(
    forecasts: Array, hierarchy: Hierarchy, known: Array, method: Method, positive: bool
) -> Array:
    """Series without a forecast stay without one and are left out of the sums."""
    there = ~np.isnan(forecasts[-1]).any(axis=0)
    bottom = there[-hierarchy.bottom :]
    rows = there & (hierarchy.sums[:, bottom] > 0).any(axis=1)
    result = np.full_like(forecasts, np.nan)
    if not bottom.any():
        return result
    inner = Hierarchy(
        hierarchy.series[rows], hierarchy.sums[np.ix_(rows, bottom)], hierarchy.level[rows]
    )
    matrix = tree.projection(inner, known[:, rows], method if len(known) > 1 else "structural")
    flat = forecasts[:, :, rows].reshape(-1, int(rows.sum()))
    summed = tree.add_up(inner, flat @ matrix.T, positive)
    result[:, :, rows] = summed.reshape(*forecasts.shape[:2], -1)
    return result


def _known(wrong: Array, step: int) -> Array:
    """All errors known at a step, of all horizons, as rows; the first third is warming up."""
    rows = [
        wrong[step // 3 : max(step - ahead + 1, 0), ahead - 1]
        for ahead in range(1, wrong.shape[1] + 1)
    ]
    found = np.concatenate(rows)
    return np.asarray(found[~np.isnan(found).all(axis=1)])
