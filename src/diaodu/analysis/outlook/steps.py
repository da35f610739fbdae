"""A thin history of cumulative figures: from one published point to a later one.

Rates are not differenced. The cumulative rate of January to month m is the mean of the rate known
for January to b and that of the months since, with last year's levels as weights (docs/methods.md,
section 9), so that it moves by (1 − b/m) × step, where a step is what a wholly new stretch would
move it by. Steps of all areas are pooled: that is all that so few points allow.
docs/methods.md, section "Outlook".
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from diaodu.analysis.outlook import conformal
from diaodu.analysis.outlook.panel import Array
from diaodu.periods import Period

STILL = 8.0  # periods without any common step that the middle step is shrunk with
APART = 10.0  # areas at a usual distance that the pull towards their mean is shrunk with
POOL = ""  # an area that has no steps of its own


@dataclass(frozen=True)
class Step:
    """What an area's rate moved by from `base` to `to`, in points of a wholly new stretch."""

    area: str
    base: Period
    to: Period
    start: float
    size: float


@dataclass(frozen=True)
class Rule:
    """size of the next step = drift + pull × (mean of the areas − own), ± width by level and area.

    errors: how many past errors of all areas the widths stand on.
    """

    drift: float
    pull: float
    errors: int
    widths: Mapping[float, Mapping[str, float]]

    def half_width(self, level: float, area: str) -> float:
        """Of a whole step; that of an area without errors of its own is the pool's."""
        return self.widths[level].get(area, self.widths[level][POOL])


def new_share(base: Period, to: Period) -> float:
    """Share of the cumulative stretch to `to` that lies after `base`; 1 in another year."""
    return 1 - base.month / to.month if base.year == to.year else 1.0


def steps(histories: Mapping[str, Mapping[Period, float]], mark: str = "") -> list[Step]:
    """Steps between points of one area that follow each other, at most a year apart.

    mark: what is put behind the names of the areas, to tell two histories of one area apart.
    """
    found = []
    for area, history in histories.items():
        points = sorted(history.items())
        for (base, start), (to, end) in itertools.pairwise(points):
            if to <= base.shift_years(1):
                found.append(
                    Step(area + mark, base, to, start, (end - start) / new_share(base, to))
                )
    return sorted(found, key=lambda step: (step.to, step.area))


def learn(known: Sequence[Step], levels: Sequence[float]) -> Rule:
    """The rule that the known steps teach, and intervals from the errors that it made on them.

    Each period's steps are foretold from those of earlier periods only; the intervals are those of
    conformal.of_horizon, one row a period.
    """
    groups = _groups(known)
    periods = sorted({group.to for group in groups})
    names = [*sorted({step.area for step in known}), POOL]
    columns = {name: column for column, name in enumerate(names)}
    wrong = np.full((len(periods) + 1, len(names)), np.nan)  # the last row: the step to come
    for row, to in enumerate(periods):
        drift, pull = _fitted([group for group in groups if group.to < to])
        for group in (group for group in groups if group.to == to):
            which = [columns[area] for area in group.areas]
            wrong[row, which] = group.sizes - drift - pull * group.away
    found = conformal.of_horizon(wrong, np.ones_like(wrong), 1, levels)[:, -1]
    widths = {
        level: dict(zip(names, width.tolist(), strict=True))
        for level, width in zip(levels, found, strict=True)
    }
    return Rule(*_fitted(groups), int((~np.isnan(wrong)).sum()), widths)


@dataclass(frozen=True)
class _Group:
    """The steps of all areas between the same two periods; away: the areas' mean less their own."""

    to: Period
    areas: list[str]
    sizes: Array
    away: Array


def _groups(known: Sequence[Step]) -> list[_Group]:
    found: dict[tuple[Period, Period], list[Step]] = {}
    for step in known:
        found.setdefault((step.base, step.to), []).append(step)
    groups = []
    for (_, to), of in found.items():
        starts, sizes = np.array([(step.start, step.size) for step in of]).T
        groups.append(_Group(to, [step.area for step in of], sizes, starts.mean() - starts))
    return groups


def _fitted(groups: Sequence[_Group]) -> tuple[float, float]:
    """Drift and pull. Areas of one period share their luck: a period counts once for the drift."""
    if not groups:
        return 0.0, 0.0
    means = [float(group.sizes.mean()) for group in groups]
    drift = statistics.median(means) * len(means) / (len(means) + STILL)
    spread = sum(float(group.away @ group.away) for group in groups)
    moved = sum(float(group.away @ (group.sizes - group.sizes.mean())) for group in groups)
    number = sum(len(group.areas) for group in groups)
    return drift, moved / (spread + APART * spread / number) if spread > 0 else 0.0
