"""What speaks for or against an expectation: history, province, leading series, enterprises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from diaodu.analysis.frames import Figures, Stage
from diaodu.periods import Period

_ENTERPRISES = {
    "enterprise_output": ("output_growth_percent", "output_10k_yuan"),
    "enterprise_orders": ("orders_growth_percent", "orders_10k_yuan"),
    "enterprise_power": ("power_growth_percent", "power_use_10k_kwh"),
}


def of_area(
    past: Mapping[Stage, Figures],
    expected: Figures,
    enterprises: pd.DataFrame,
    area: str,
    province: str,
    indicator: str,
    period: Period,
    leading: Sequence[str],
) -> list[dict[str, Any]]:
    """One row a piece of evidence that there is, each with its period and stage.

    evidence: latest (the point before, at most a year back), last_year (the same months of last
        year), province (its latest point), leading (`about` names the series: the area's latest
        figure, expected ones included), and, where there are leading series, enterprise_output,
        enterprise_orders, enterprise_power: growth of the area's key enterprises in the quarter,
        weighted with the amounts of the quarter itself, as no other ones are sent.
    """
    rows: list[tuple[str, str | None, tuple[str, float, str] | None]] = []
    stages: tuple[Stage, ...] = ("actual", "reported")
    for name, of, when in (
        ("latest", area, None),
        ("last_year", area, period.shift_years(-1)),
        *([("province", province, None)] if area != province else []),
    ):
        rows.append(
            (name, None, _latest([(s, past[s]) for s in stages], of, indicator, period, when))
        )
    for series in leading:
        told = [("expected", expected), *((s, past[s]) for s in stages)]
        rows.append(("leading", series, _latest(told, area, series, period, None, True)))
    found = [
        {"evidence": name, "about": about, "at": at, "value": value, "stage": stage}
        for name, about, point in rows
        if point is not None
        for at, value, stage in [point]
    ]
    if leading:
        found += _of_enterprises(enterprises, area, period)
    return [{**row, "area": area, "indicator": indicator, "period": str(period)} for row in found]


def _latest(
    figures: Sequence[tuple[str, Figures]],
    area: str,
    indicator: str,
    period: Period,
    only: Period | None,
    with_now: bool = False,
) -> tuple[str, float, str] | None:
    """The latest point at most a year back, of the first stage in line that has one then."""
    points = [
        (when, -order, figure.value, stage)
        for order, (stage, series) in enumerate(figures)
        for when, figure in series.series(area, indicator).items()
        if (when == only if only else period.shift_years(-1) <= when)
        and (when < period or (with_now and when == period and stage != "actual"))
    ]
    if not points:
        return None
    when, _, value, stage = max(points)
    return str(when), value, stage


def _of_enterprises(enterprises: pd.DataFrame, area: str, period: Period) -> list[dict[str, Any]]:
    mine = enterprises[enterprises["area"].eq(area) & enterprises["period"].eq(str(period))]
    rows = []
    for name, (growth, amount) in _ENTERPRISES.items():
        both = mine.dropna(subset=[growth, amount])
        both = both[both[amount] > 0]
        if len(both):
            value = (both[growth] * both[amount]).sum() / both[amount].sum()
            row: dict[str, Any] = {
                "evidence": name,
                "about": None,
                "at": str(period),
                "value": float(value),
            }
            rows.append({**row, "stage": "reported"})
    return rows
