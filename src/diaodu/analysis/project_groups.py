"""Projects in sum: by area, class, size, division, county, and how much hangs on the largest.

Method: docs/methods.md, section 8. Takes what projects.status returns.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from diaodu import places
from diaodu.analysis.frames import NAN, points, records, table
from diaodu.analysis.projects import UNDER_WAY
from diaodu.analysis.remembered import remembered
from diaodu.periods import Period

By = Literal["area", "project_class", "size", "division", "county", "technical_upgrade"]

_SUMS = {
    "group": "str",
    "projects": "int64",
    "technical_upgrade": "int64",
    "due_to_start": "int64",
    "started": "int64",
    "start_rate": "float64",
    "planned_in_year": "int64",
    "started_of_year": "int64",
    "start_rate_year": "float64",
    "under_way": "int64",
    "start_rate_batch": "float64",
    "late": "int64",
    "stopped": "int64",
    "stalled": "int64",
    "at_risk": "int64",
    "plan_10k_yuan": "float64",
    "completed_10k_yuan": "float64",
    "counted": "int64",
    "completion_rate": "float64",
    "completion_of_due": "float64",
    "time_share": "float64",
    "pace_gap": "float64",
    "source_ids": "object",
}
_CONCENTRATION = {
    "projects": "int64",
    "largest": "int64",
    "plan_10k_yuan": "float64",
    "largest_10k_yuan": "float64",
    "share": "float64",
    "source_ids": "object",
}


def sums(
    found: pd.DataFrame,
    by: By,
    *,
    period: Period,
    divisions: Mapping[str, str | None] | None = None,
    groups: Sequence[str] = (),
) -> pd.DataFrame:
    """The projects of each group in sum.

    found: what projects.status returns. divisions: industry -> division, for by="division".
    Returns one row per group: the given groups in their order, also where one has no project
        (counts 0, amounts and rates NaN); without given ones those that occur, by text. Projects
        that name no group are a row with group NA at the end.
        Start rates, in %: start_rate = started ÷ due_to_start (planned to start by the period);
        start_rate_year = started_of_year ÷ planned_in_year (planned to start within the year);
        start_rate_batch = under_way ÷ all projects. late, stopped, stalled, at_risk count projects.
        plan and completed add up the projects that have both amounts (`counted` of them), so that
        their ratio is of one set: completion_rate (of the year's plan) and completion_of_due (of
        the plan to date: plan × time gone by) in %, pace_gap = completion_rate − time_share in
        points. Plans must be above 0 in sum.
    """
    keys = _keys(found, by, divisions or {})
    names = list(groups) or sorted(keys.dropna().unique())
    grouped: dict[str | None, list[dict[str, Any]]] = {name: [] for name in names}
    for key, row in zip(records(keys.to_frame("key")), _rows(found, ""), strict=True):
        if key["key"] is None or key["key"] in grouped:
            grouped.setdefault(key["key"], []).append(row)
    return table(_SUMS, [_row(name, rows, period) for name, rows in grouped.items()])


def in_all(found: pd.DataFrame, *, period: Period) -> pd.DataFrame:
    """All projects of `found` in sum: one row as `sums` makes them, group NA."""
    return table(_SUMS, [_row(None, _rows(found, ""), period)])


@remembered
def _rows(found: pd.DataFrame, _: str) -> list[dict[str, Any]]:
    """The projects as records, made once for all groupings of them."""
    return records(found)


def concentration(found: pd.DataFrame, largest: int = 5) -> pd.DataFrame:
    """What share of the year's planned investment hangs on the largest projects.

    Returns one row: projects (that have a plan above 0), largest (how many of them are taken, at
        most the given number), plan_10k_yuan (of all), largest_10k_yuan (of these), share in %;
        amounts and share NaN where no project has a plan.
    """
    plans = found["plan_investment_10k_yuan"]
    plans = plans[plans > 0].sort_values(ascending=False)
    total, top = (float(part.sum()) if len(plans) else NAN for part in (plans, plans.head(largest)))
    return table(
        _CONCENTRATION,
        [
            {
                "projects": len(plans),
                "largest": min(largest, len(plans)),
                "plan_10k_yuan": total,
                "largest_10k_yuan": top,
                "share": 100 * top / total,
                "source_ids": places.of_frame(found.loc[plans.index]),
            }
        ],
    )


def _keys(found: pd.DataFrame, by: By, divisions: Mapping[str, str | None]) -> pd.Series:
    if by == "division":
        return found["industry"].map(dict(divisions)).astype("str")
    values = found[by]
    return values.map(str, na_action="ignore").astype("str")


def _row(name: str | None, group: Sequence[dict[str, Any]], period: Period) -> dict[str, object]:
    months = [(row["planned_start"] or "9")[:7] for row in group]
    going = [row["state"] in UNDER_WAY for row in group]
    due = [month <= str(period) for month in months]
    of_year = [month[:4] == str(period.year) for month in months]
    started, started_of_year = (
        sum(map(operator.and_, planned, going)) for planned in (due, of_year)
    )
    amounts = ["plan_investment_10k_yuan", "completed_investment_10k_yuan"]
    both = [row for row in group if not any(pd.isna(row[column]) for column in amounts)]
    plan, completed = (
        float(np.array([row[column] for row in both]).sum()) if both else NAN for column in amounts
    )
    rate = _percent(completed, plan)
    return {
        "group": name,
        "projects": len(group),
        "technical_upgrade": sum(bool(row["technical_upgrade"]) for row in group),
        "due_to_start": sum(due),
        "started": started,
        "start_rate": _percent(started, sum(due)),
        "planned_in_year": sum(of_year),
        "started_of_year": started_of_year,
        "start_rate_year": _percent(started_of_year, sum(of_year)),
        "under_way": sum(going),
        "start_rate_batch": _percent(sum(going), len(group)),
        "late": sum(bool(row["late"]) for row in group),
        "stopped": sum(row["state"] == "stopped" for row in group),
        "stalled": sum(bool(row["stalled"]) for row in group),
        "at_risk": sum(len(row["risks"]) > 0 for row in group),
        "plan_10k_yuan": plan,
        "completed_10k_yuan": completed,
        "counted": len(both),
        "completion_rate": rate,
        "completion_of_due": _percent(completed, plan * period.elapsed_share),
        "time_share": 100 * period.elapsed_share,
        "pace_gap": points(rate, 100 * period.elapsed_share),
        "source_ids": places.of_rows(group),
    }


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole > 0 else NAN
