"""Where the year stands: growth still needed, and amounts against the time gone by (序时进度).

Methods: docs/methods.md, sections 8 and 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from diaodu import places, units
from diaodu.analysis.facts import whole_year
from diaodu.analysis.frames import NAN, points, records, table
from diaodu.periods import Period

_UNIT = "100m_yuan"
_PACE = {
    "area": "str",
    "subject": "str",
    "planned": "float64",
    "completed": "float64",
    "completed_period": "str",
    "completion_rate": "float64",
    "time_share": "float64",
    "pace_gap": "float64",
    "due_by_now": "float64",
    "plan_source_ids": "object",
    "plan_others": "object",
    "completed_source_ids": "object",
    "completed_others": "object",
    "text_zh": "str",
    "text_en": "str",
}


def required_rest(target: float, ytd: float, share: float) -> float:
    """Growth needed over the rest of the year to end at the target: (G − w·g) ÷ (1 − w), in %.

    target (G) and ytd (g, cumulative so far) in %; share (w): what part of last year's level fell
    in the months gone by, 0 ≤ w < 1. NaN where a rate is missing. No source states the formula or
    w; whoever prints the result says so (section 9).
    Raises ValueError for a share outside of that: at 1 there is no rest of the year.
    """
    if not 0 <= share < 1:
        raise ValueError(f"share: found {share}; expected 0 ≤ share < 1")
    return (target - share * ytd) / (1 - share)


def year_growth(ytd: float, rest: float, share: float) -> float:
    """Growth of the year from that so far and that of the rest: w·g + (1 − w)·r, in %.

    The inverse of `required_rest`. Raises ValueError for a share outside of 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share: found {share}; expected 0 ≤ share ≤ 1")
    return share * ytd + (1 - share) * rest


def amount_gap(completed: float, plan: float, elapsed_share: float) -> float:
    """How far an amount is ahead of the time gone by, in points: completed ÷ plan − elapsed.

    completed and plan in one unit of money; elapsed_share from 0 to 1. Negative: behind. NaN
    where an amount is missing or the plan is not above 0 (section 8).
    """
    return points(_rate(completed, plan), 100 * elapsed_share)


def investment_pace(facts: pd.DataFrame, *, areas: Sequence[str], period: Period) -> pd.DataFrame:
    """Investment completed against the year's plan, for each set of projects that has a plan.

    facts: table `facts`; sets are told apart by area and subject (facts without one are left out).
    Returns one row per (area, subject) whose plan for the year of `period` was stated for the
        whole year or for a time up to `period`; by given area, then first in the table. planned
        and completed in 100 million yuan; completed is the latest amount of the year up to
        `period`, NaN if none was published. completion_rate and time_share in %, pace_gap in
        points: both at completed_period, or time_share at `period` if there is none. due_by_now:
        planned × time gone by at `period`. plan_others, completed_others: amounts that other facts
        state for the same, each as (amount, source_ids).
    """
    year = str(period.year)
    known = facts["last_month"].str[:4].eq(year) & (facts["last_month"] <= str(period))
    amount = facts["unit"].isin(list(units.MONEY_IN_YUAN)) & facts["subject"].notna()
    planned = amount & facts["measure"].eq("planned_investment")
    completed = amount & facts["measure"].eq("completed_investment")
    plans = _by_set(facts[planned & (known | whole_year(facts, period.year))])
    done = _by_set(facts[completed & known])
    rows = [
        _pace_row(stated, done.get((area, subject), []), period)
        for area in areas
        for (of, subject), stated in plans.items()
        if of == area
    ]
    return table(_PACE, rows)


def _pace_row(
    plans: list[dict[str, Any]], done: list[dict[str, Any]], period: Period
) -> dict[str, Any]:
    planned, plan_sources, plan_others = _amount(plans)
    last = max((row["last_month"] for row in done), default=None)
    completed, sources, others = _amount([row for row in done if row["last_month"] == last])
    reached = Period.parse(last) if last is not None else period
    return {
        **plans[0],
        "planned": planned,
        "completed": completed,
        "completed_period": last,
        "completion_rate": _rate(completed, planned),
        "time_share": 100 * reached.elapsed_share,
        "pace_gap": amount_gap(completed, planned, reached.elapsed_share),
        "due_by_now": planned * period.elapsed_share,
        "plan_source_ids": plan_sources,
        "plan_others": plan_others,
        "completed_source_ids": sources,
        "completed_others": others,
    }


def _by_set(facts: pd.DataFrame) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """What is stated on each set of projects: (area, subject)."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in records(facts):
        found.setdefault((row["area"], row["subject"]), []).append(row)
    return found


def _amount(
    rows: list[dict[str, Any]],
) -> tuple[float, tuple[str, ...], tuple[tuple[float, tuple[str, ...]], ...]]:
    """The first amount stated, its sources, and the amounts that differ with theirs."""
    stated: dict[float, list[dict[str, Any]]] = {}
    for row in rows:
        amount = units.convert(row["value"], row["unit"], _UNIT)
        stated.setdefault(amount, []).append(row)
    if not stated:
        return NAN, (), ()
    (first, stating), *rest = stated.items()
    others = tuple((amount, places.of_rows(rows)) for amount, rows in rest)
    return first, places.of_rows(stating), others


def _rate(completed: float, plan: float) -> float:
    return 100 * completed / plan if plan > 0 else NAN
