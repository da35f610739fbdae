"""Areas beside each other: rank, gaps to province and target, and who is flagged.

Methods: docs/methods.md, sections 3 and 4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from diaodu.analysis.consistency import NO_TARGET, Target, annual
from diaodu.analysis.frames import Figure, Figures, Stage, points, table
from diaodu.errors import ContractError
from diaodu.periods import Period

_COLUMNS = {
    "area": "str",
    "indicator": "str",
    "value": "float64",
    "printed": "str",
    "unit": "str",
    "status": "str",
    "derived": "boolean",
    "derivation": "str",
    "source_ids": "object",
    "others": "object",
    "rank": "Int64",
    "gap_province": "float64",
    "target_value": "float64",
    "target_low": "float64",
    "target_high": "float64",
    "target_wording": "str",
    "target_derivation": "str",
    "target_source_ids": "object",
    "target_others": "object",
    "gap_target": "float64",
    "below_target": "boolean",
    "below_province": "boolean",
}


def standing(figures: Mapping[str, Figure], area: str) -> tuple[int | None, int]:
    """Rank of an area by value, highest first, and how many areas are ranked.

    Only figures that a source states take part: an area with no figure, or one that had to be
    derived, has no rank (None) and does not push others down. Ties share the smallest rank.
    """
    stated = {key: figure.value for key, figure in figures.items() if figure.stated}
    if area not in stated:
        return None, len(stated)
    return 1 + sum(value > stated[area] for value in stated.values()), len(stated)


def gap_to_target(figure: Figure, target: Target, what: str) -> float:
    """Cumulative rate minus annual target in percentage points, not scaled by time (section 3).

    NaN where either is missing and for levels. Raises ContractError where the units differ: its
    message begins with `what`.
    """
    if figure.there and target.unit is not None and target.unit != figure.unit:
        raise ContractError(
            f"{what}: found a figure in {figure.unit} and a target in {target.unit}; "
            "expected one unit"
        )
    return points(figure.rate, target.compared)


def ranking(
    settled: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    areas: Sequence[str],
    province: str,
    indicator: str,
    period: Period,
    below_target_points: float,
    below_province_points: float,
    stage: Stage = "actual",
) -> pd.DataFrame:
    """Put the areas in order by one indicator at one cumulative period.

    Returns one row per area, none left out: first those with a stated figure by value, highest
        first (ties in the given order), then those with a derived figure only, then those that
        published nothing in the given order. value is in the unit of the indicator; gap_province
        and gap_target are percentage points (NaN for levels and where a side is missing).
        below_target (below_province): the gap is lower than minus the threshold in points; NA
        where it cannot be said. rank: see `standing`.
    Raises ContractError where figure and target have different units.
    """
    figures = Figures(settled, stage)
    by_area = {area: figures.at(area, indicator, period) for area in areas}
    whole = figures.at(province, indicator, period)
    aims = annual(targets, period.year)
    rows = []
    for area, own in by_area.items():
        target = aims.get((area, indicator), NO_TARGET)
        gap_province = points(own.rate, whole.rate)
        gap_target = gap_to_target(own, target, f"{area}: {indicator}: {period.year}")
        rows.append(
            {
                **vars(own),
                **{f"target_{name}": value for name, value in vars(target).items()},
                "area": area,
                "indicator": indicator,
                "rank": standing(by_area, area)[0],
                "gap_province": gap_province,
                "gap_target": gap_target,
                "below_target": _below(gap_target, below_target_points),
                "below_province": _below(gap_province, below_province_points),
            }
        )
    order = sorted(range(len(rows)), key=lambda i: (*_group(by_area[str(rows[i]["area"])]), i))
    return table(_COLUMNS, [rows[i] for i in order])


def _below(gap: float, threshold: float) -> bool | None:
    return None if pd.isna(gap) else gap < -threshold


def _group(figure: Figure) -> tuple[int, float]:
    if figure.stated:
        return 0, -figure.value
    return (1, -figure.value) if figure.there else (2, 0.0)
