"""Whether the target of the year can still be reached, and what the rest of the year decides.

Methods: docs/methods.md, section 9 and “Out of reach”. What cannot be said has a code in `absent`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

import pandas as pd

from diaodu.analysis.frames import (
    NAN,
    NOTHING,
    RATE_UNITS,
    Figure,
    Figures,
    Stage,
    points,
    records,
    table,
)
from diaodu.analysis.pacing import required_rest, year_growth
from diaodu.periods import Period

_NEEDED = {
    "indicator": "str",
    "value": "float64",
    "printed": "str",
    "derived": "boolean",
    "source_ids": "object",
    "target": "float64",
    "target_derived": "boolean",
    "target_source_ids": "object",
    "gap": "float64",
    "share": "float64",
    "share_assumed": "bool",
    "rest_growth": "float64",
    "absent": "str",
}
_OUTCOME = {
    "indicator": "str",
    "value": "float64",
    "printed": "str",
    "source_ids": "object",
    "target": "float64",
    "target_source_ids": "object",
    "rest": "float64",
    "year": "float64",
    "low": "float64",
    "high": "float64",
    "gap": "float64",
    "meets": "str",
    "absent": "str",
}
_LIMIT = {
    "limit": "float64",
    "limit_from": "str",
    "limit_period": "str",
    "points": "int64",
    "source_ids": "object",
    "absent": "str",
}
_MONTHS = {
    "period": "str",
    "known": "bool",
    "value": "float64",
    "printed": "str",
    "source_ids": "object",
    "rest_growth": "float64",
    "beyond": "boolean",
    "first": "bool",
    "absent": "str",
}
_ENOUGH = 4  # published points that a past highest rate must stand on


def needed(
    indicators: pd.DataFrame, *, period: Period, elapsed_share: Mapping[str, float]
) -> pd.DataFrame:
    """Growth needed over the rest of the year, for every growth, also where it cannot be said.

    indicators: what growth.indicator_table returns for `period`, of any stage.
    Returns one row per growth indicator in the given order. target: the figure compared with
        (section 3); share: the given one, else the months gone by ÷ 12 with share_assumed True;
        rest_growth in %. absent: 'year_over' (December, or a share of 1), 'no_target',
        'no_figure', else NA.
    """
    rows = []
    for row in records(indicators):
        if row["kind"] != "growth":
            continue
        name, target, value = row["indicator"], row["target_compared"], row["value"]
        share = elapsed_share.get(name, period.elapsed_share)
        absent = (
            "year_over"
            if period.month == 12 or share >= 1
            else "no_target"
            if pd.isna(target)
            else "no_figure"
            if pd.isna(value)
            else None
        )
        rows.append(
            {
                **row,
                "target": target,
                "gap": row["gap_target"],
                "share": share,
                "share_assumed": name not in elapsed_share,
                "rest_growth": NAN if absent else required_rest(target, value, share),
                "absent": absent,
            }
        )
    return table(_NEEDED, rows)


def outcome(need: pd.DataFrame, outlook: pd.DataFrame) -> pd.DataFrame:
    """What the year comes to if its rest runs as an outlook says, against the target.

    need: `needed`. outlook: one row an indicator with `of` ('year': growth of the whole year,
    'rest': of what remains of it), value and, where known, low and high, all in %.
    Returns one row per row of `need`, whose value is the growth so far. rest and year in %, each
        from the other by section 9; low and high are of the year; gap: year − target in points.
        meets: 'yes' (low is not below the target, or without an interval the value), 'no' (high
        is), 'open'. absent: 'no_outlook', else as in `needed`.
    """
    said = {row["indicator"]: row for row in records(outlook)}
    rows = []
    for row in records(need):
        ahead = said.get(row["indicator"])
        absent = "no_outlook" if ahead is None or pd.isna(ahead["value"]) else row["absent"]
        rows.append(_outcome(row, ahead if absent in (None, "no_target") else None, absent))
    return table(_OUTCOME, rows)


def limit(
    settled: pd.DataFrame,
    *,
    area: str,
    indicator: str,
    period: Period,
    given: float | None = None,
    distorted: Container[int] = (),
) -> pd.DataFrame:
    """The highest growth that the rest of the year can be believed to reach.

    given: from the quarter's file, where it says one; else the highest cumulative rate that was
    published for the area in a year before that of `period` which is not distorted, if at least
    four such rates were.
    Returns one row. limit_from: 'given' or 'past'; points: how many rates it stands on;
        absent: 'no_history' where there is neither.
    """
    series = Figures(settled).series(area, indicator)
    past = {
        when: figure
        for when, figure in series.items()
        if when.year < period.year and when.year not in distorted and figure.unit in RATE_UNITS
    }
    row: dict[str, Any] = dict.fromkeys(_LIMIT)
    row |= {"limit": NAN, "points": len(past), "source_ids": ()}
    if given is not None:
        row |= {"limit": given, "limit_from": "given"}
    elif len(past) >= _ENOUGH:
        when = max(past, key=lambda at: past[at].value)
        row |= {"limit": past[when].value, "limit_from": "past", "limit_period": str(when)}
        row["source_ids"] = past[when].source_ids
    else:
        row["absent"] = "no_history"
    return table(_LIMIT, [row])


def months(
    settled: pd.DataFrame,
    *,
    area: str,
    indicator: str,
    period: Period,
    target: float,
    limit: float,
    elapsed_share: Mapping[int, float] | None = None,
    stage: Stage = "actual",
) -> pd.DataFrame:
    """Month by month, the growth that the rest of the year needs, and from when it is too much.

    Known months have the area's figure (published, reported, and at `period` that of `stage`);
    the months after `period` are looked at as if growth stayed what it is at `period`.
    target and limit in %: beyond the limit the target is out of reach. elapsed_share: month ->
    share of last year's level reached by then; without one the months gone by ÷ 12.
    Returns one row per month from January (or the first that has a figure) to November that is
        known or lies ahead; nothing is filled in between. first: the month from which the target
        is out of reach in all the rows that follow. beyond is NA without target, limit or figure;
        absent: 'no_figure' (no row at all is known at `period`), 'no_target', 'no_history'.
    """
    known = _known(settled, area, indicator, period, stage)
    now = known.get(period.month, NOTHING)
    ahead = range(period.month + 1, 12) if not pd.isna(now.rate) else range(0)
    paced = {**known, **dict.fromkeys(ahead, now)}
    paced.setdefault(period.month, NOTHING)
    absent = "no_target" if pd.isna(target) else "no_history" if pd.isna(limit) else None
    shares = elapsed_share or {}
    rows: list[dict[str, Any]] = []
    for month in sorted(month for month in paced if month < 12):
        rate = paced[month].rate
        rest = required_rest(target, rate, shares.get(month, month / 12))
        why = "no_figure" if pd.isna(rate) else absent
        rows.append(
            {
                "period": str(Period(period.year, month)),
                "known": month in known,
                "value": rate,
                "printed": paced[month].printed,
                "source_ids": paced[month].source_ids,
                "rest_growth": rest,
                "beyond": None if why else bool(points(rest, limit) > 0),
                "first": False,
                "absent": why,
            }
        )
    last_within = max((n for n, row in enumerate(rows) if row["beyond"] is not True), default=-1)
    if last_within + 1 < len(rows):
        rows[last_within + 1]["first"] = True
    return table(_MONTHS, rows)


def _known(
    settled: pd.DataFrame, area: str, indicator: str, period: Period, stage: Stage
) -> dict[int, Figure]:
    """The year's cumulative figures up to `period` by month: published, where none is reported."""
    found: dict[int, Figure] = {}
    for name in ("reported", "actual"):
        series = Figures(settled, name).series(area, indicator)
        found |= {
            when.month: figure
            for when, figure in series.items()
            if when.year == period.year and when < period and not pd.isna(figure.rate)
        }
    now = Figures(settled, stage).at(area, indicator, period)
    return found if pd.isna(now.rate) else {**found, period.month: now}


def _outcome(
    row: dict[str, Any], ahead: dict[str, Any] | None, absent: str | None
) -> dict[str, Any]:
    taken = ("indicator", "value", "printed", "source_ids", "target", "target_source_ids")
    result = {
        **{name: row[name] for name in taken},
        **dict.fromkeys(("rest", "year", "low", "high", "gap"), NAN),
        "meets": None,
        "absent": absent,
    }
    if ahead is None:
        return result
    ends = {name: _number(ahead.get(name)) for name in ("value", "low", "high")}
    if ahead["of"] == "rest":
        result["rest"] = ends["value"]
        ends = {name: year_growth(row["value"], end, row["share"]) for name, end in ends.items()}
    else:
        result["rest"] = required_rest(ends["value"], row["value"], row["share"])
    gap = points(ends["value"], row["target"])
    return {
        **result,
        "year": ends["value"],
        "low": ends["low"],
        "high": ends["high"],
        "gap": gap,
        "meets": None if pd.isna(gap) else _meets(ends, row["target"]),
    }


def _number(value: Any) -> float:
    return NAN if pd.isna(value) else float(value)


def _meets(ends: dict[str, float], target: float) -> str:
    low = ends["value"] if pd.isna(ends["low"]) else ends["low"]
    high = ends["value"] if pd.isna(ends["high"]) else ends["high"]
    return "yes" if points(low, target) >= 0 else "no" if points(high, target) < 0 else "open"
