"""Cumulative figures of one area: before, a year ago, the province, the other areas, the target.

Methods: docs/methods.md, sections 2 to 5. A rate is compared with another rate or with a target,
in percentage points. Rates are never differenced into single quarters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from diaodu.analysis.consistency import NO_TARGET, Target, annual
from diaodu.analysis.frames import (
    NAN,
    NOTHING,
    RATE_UNITS,
    Figure,
    Figures,
    Stage,
    follows,
    points,
    table,
)
from diaodu.analysis.ranking import gap_to_target, standing
from diaodu.errors import ContractError
from diaodu.periods import Period

Kind = Literal["growth", "level"]

_NO_POINTS = dict.fromkeys(("change", "gap_province", "gap_target"), NAN)
_COLUMNS = {
    "indicator": "str",
    "kind": "str",
    "unit": "str",
    "value": "float64",
    "printed": "str",
    "status": "str",
    "derived": "boolean",
    "derivation": "str",
    "source_ids": "object",
    "others": "object",
    "previous_period": "str",
    "previous_value": "float64",
    "previous_printed": "str",
    "previous_derived": "boolean",
    "previous_source_ids": "object",
    "change": "float64",
    "last_year_value": "float64",
    "last_year_printed": "str",
    "last_year_derived": "boolean",
    "last_year_source_ids": "object",
    "province_value": "float64",
    "province_printed": "str",
    "province_derived": "boolean",
    "province_source_ids": "object",
    "gap_province": "float64",
    "rank": "Int64",
    "ranked": "Int64",
    "target_value": "float64",
    "target_low": "float64",
    "target_high": "float64",
    "target_wording": "str",
    "target_derived": "boolean",
    "target_derivation": "str",
    "target_source_ids": "object",
    "target_others": "object",
    "target_compared": "float64",
    "gap_target": "float64",
}
_PATH = {
    "period": "str",
    "year": "int64",
    "month": "int64",
    "value": "float64",
    "printed": "str",
    "unit": "str",
    "derived": "bool",
    "status": "str",
    "source_ids": "object",
}
_SENT_PATH = {**_PATH, "stage": "str"}


def indicator_table(
    settled: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    area: str,
    province: str,
    peers: Sequence[str],
    period: Period,
    indicators: Sequence[str],
    kinds: Mapping[str, Kind],
    stage: Stage = "actual",
) -> pd.DataFrame:
    """What an area reached by the end of a period, beside all that it is compared with.

    Returns one row per indicator in the given order, also where nothing is published (value NaN).
        value, province_value and the rank are of `stage`; previous_* (the latest cumulative point
        before, at most 12 months earlier) and last_year_* are published figures, beside an
        expectation those that the area itself reported. change,
        gap_province and gap_target are percentage points and only given for growth: change only
        against a point of the same year or the whole of last year, gap_province not for the
        province itself. gap_target is the cumulative rate minus target_compared (the low end of
        "at least" and "between", else the target). rank and ranked count the peers with a stated
        figure. source_ids and others are tuples, () if there is nothing.
    Raises ContractError where the catalog's kind is growth and the figures are no rates, or where
        figure and target have different units.
    """
    now = Figures(settled, stage)
    past = Figures(settled, "actual" if stage == "actual" else "reported")
    aims = annual(targets, period.year)
    units = settled.drop_duplicates("indicator").set_index("indicator")["unit"].to_dict()
    rows = []
    for indicator in indicators:
        unit = units.get(indicator)
        _require_rates(indicator, kinds[indicator], unit)
        own = now.at(area, indicator, period)
        whole = now.at(province, indicator, period)
        rank, ranked = standing({peer: now.at(peer, indicator, period) for peer in peers}, area)
        row = {
            **vars(own),
            **_earlier(past, area, indicator, period),
            **_prefixed("province", whole),
            **_aimed(own, aims.get((area, indicator), NO_TARGET), f"{area}: {indicator}"),
            "indicator": indicator,
            "kind": kinds[indicator],
            "unit": unit,
            "gap_province": NAN if area == province else points(own.value, whole.value),
            "rank": rank,
            "ranked": ranked,
        }
        same_pace = follows(period, row["previous_period"])
        row["change"] = points(own.value, row["previous_value"]) if same_pace else NAN
        rows.append(row if kinds[indicator] == "growth" else {**row, **_NO_POINTS})
    return table(_COLUMNS, rows)


def path(
    settled: pd.DataFrame, *, area: str, indicator: str, period: Period, first_year: int
) -> pd.DataFrame:
    """The published cumulative points of one indicator from January of `first_year` to `period`.

    Returns one row per point in order of time, none for points that are not published: a chart
        must break its line there. Only actual figures of all industry; derived ones are marked.
    """
    return table(_PATH, _published(settled, area, indicator, period, first_year))


def _published(
    settled: pd.DataFrame, area: str, indicator: str, period: Period, first_year: int
) -> list[dict[str, Any]]:
    return [
        _point(when, figure)
        for when, figure in Figures(settled).series(area, indicator).items()
        if first_year <= when.year and when <= period
    ]


def sent_path(
    settled: pd.DataFrame, *, area: str, indicator: str, period: Period, first_year: int
) -> pd.DataFrame:
    """What the area itself stated of one indicator, where nothing is published, to `period`.

    Returns rows as `path`, with `stage`: `reported`, or `expected` for `period` itself where it
        has reported none. A point that is published is not among them: one stage never stands
        in for another, and a chart marks these as what they are.
    """
    return table(_SENT_PATH, _sent(settled, area, indicator, period, first_year))


def _sent(
    settled: pd.DataFrame, area: str, indicator: str, period: Period, first_year: int
) -> list[dict[str, Any]]:
    published = Figures(settled).series(area, indicator)
    points = {
        when: ("reported", figure)
        for when, figure in Figures(settled, "reported").series(area, indicator).items()
    }
    expected = Figures(settled, "expected").at(area, indicator, period)
    if expected is not NOTHING:
        points.setdefault(period, ("expected", expected))
    return [
        {**_point(when, figure), "stage": stage}
        for when, (stage, figure) in sorted(points.items())
        if first_year <= when.year and when <= period and when not in published
    ]


def paths(
    settled: pd.DataFrame,
    *,
    areas: Sequence[str],
    indicator: str,
    period: Period,
    first_year: int,
) -> pd.DataFrame:
    """The published points of several areas, and what each stated where none is published.

    Returns the rows of `path` (stage `actual`) and of `sent_path` with their `area`, by given
        area and in order of time.
    """
    chosen: dict[str, Any] = {"indicator": indicator, "period": period, "first_year": first_year}
    rows = []
    for area in areas:
        published = [{**row, "stage": "actual"} for row in _published(settled, area, **chosen)]
        both = sorted([*published, *_sent(settled, area, **chosen)], key=lambda row: row["period"])
        rows += [{**row, "area": area} for row in both]
    return table({**_SENT_PATH, "area": "str"}, rows)


def two_year_average(growth: pd.Series, base_growth: pd.Series) -> pd.Series:
    """Average yearly growth over two years (两年平均), in %: √((1 + g)(1 + b)) − 1.

    growth: this year's cumulative rate in %; base_growth: the rate of the same period a year
    earlier. Both are needed: NaN where either is missing, it is never taken from levels. NaN too
    for a rate below −100, which no level can fall by.
    Source: note of the National Bureau of Statistics, 2021; docs/methods.md, section 5.
    """
    factors = 1 + growth / 100, 1 + base_growth / 100
    product = (factors[0] * factors[1]).where((factors[0] >= 0) & (factors[1] >= 0))
    return (product**0.5 - 1) * 100


def _point(when: Period, figure: Figure) -> dict[str, Any]:
    return {**vars(figure), "period": str(when), "year": when.year, "month": when.month}


def _earlier(past: Figures, area: str, indicator: str, period: Period) -> dict[str, Any]:
    before = past.before(area, indicator, period)
    last_year = past.at(area, indicator, period.shift_years(-1))
    return {
        **_prefixed("previous", before),
        "previous_period": before.period,
        **_prefixed("last_year", last_year),
    }


def _prefixed(name: str, figure: Figure) -> dict[str, Any]:
    return {
        f"{name}_value": figure.value,
        f"{name}_printed": figure.printed,
        f"{name}_derived": figure.derived,
        f"{name}_source_ids": figure.source_ids,
    }


def _aimed(own: Figure, target: Target, what: str) -> dict[str, Any]:
    return {
        **{f"target_{name}": value for name, value in vars(target).items()},
        "target_compared": target.compared,
        "gap_target": gap_to_target(own, target, what),
    }


def _require_rates(indicator: str, kind: Kind, unit: str | None) -> None:
    if kind == "growth" and unit is not None and unit not in RATE_UNITS:
        raise ContractError(
            f"{indicator}: found figures in {unit}; expected {' or '.join(RATE_UNITS)}, "
            "as the catalog calls it a growth"
        )
