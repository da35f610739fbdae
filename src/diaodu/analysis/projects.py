"""Key projects of a quarter: each against plan and time, and the areas in sum.

Method: docs/methods.md, section 8. Amounts stay in the form's unit, 10,000 yuan.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from diaodu.analysis.frames import NAN, points, table
from diaodu.periods import Period

_SUMMARY = {
    "area": "str",
    "projects": "int64",
    "due_to_start": "int64",
    "started": "int64",
    "start_rate": "float64",
    "plan_10k_yuan": "float64",
    "completed_10k_yuan": "float64",
    "counted": "int64",
    "completion_rate": "float64",
    "time_share": "float64",
    "pace_gap": "float64",
}
_UNDER_WAY = ("started", "stopped", "completed")


def of_area(projects: pd.DataFrame, *, area: str, period: Period) -> pd.DataFrame:
    """The projects of one area as they stood at the end of the period, largest plan first.

    projects: the table `projects`. Returns its rows with completion_rate (completed ÷ plan of the
        year, %), pace_gap (completion rate − time gone by, points), both NaN where an amount is
        missing or the plan is not above 0, and late (planned to start by the period but neither
        started nor stopped nor completed; NA where the start or the state is not known).
    """
    chosen = projects["area"].eq(area) & projects["period"].eq(str(period))
    found = projects[chosen]
    plan = found["plan_investment_10k_yuan"].where(found["plan_investment_10k_yuan"] > 0)
    rate = 100 * found["completed_investment_10k_yuan"] / plan
    due = found["planned_start"].str[:7].le(str(period))
    late = (due & ~found["state"].isin(_UNDER_WAY)).astype("boolean")
    known = found["planned_start"].notna() & found["state"].notna()
    return (
        found.assign(
            completion_rate=rate,
            pace_gap=(rate - 100 * period.elapsed_share).round(9),
            late=late.where(known),
        )
        .sort_values("plan_investment_10k_yuan", ascending=False, kind="stable", na_position="last")
        .reset_index(drop=True)
    )


def summary(projects: pd.DataFrame, *, areas: Sequence[str], period: Period) -> pd.DataFrame:
    """The projects of each area in sum.

    Returns one row per given area, also where it sent none (counts 0, amounts and rates NaN).
        due_to_start: projects planned to start by the period; started: of these, those under way;
        start_rate in %. plan and completed add up the projects that have both amounts (`counted`
        of them), so that their ratio is of one set; completion_rate, time_share in %, pace_gap in
        points.
    """
    rows = []
    for area in areas:
        found = of_area(projects, area=area, period=period)
        due = found[found["planned_start"].str[:7].le(str(period))]
        started = int(due["state"].isin(_UNDER_WAY).sum())
        amounts = ["plan_investment_10k_yuan", "completed_investment_10k_yuan"]
        both = found.dropna(subset=amounts)
        plan, completed = (float(both[name].sum()) if len(both) else NAN for name in amounts)
        rate = 100 * completed / plan if plan > 0 else NAN
        rows.append(
            {
                "area": area,
                "projects": len(found),
                "due_to_start": len(due),
                "started": started,
                "start_rate": 100 * started / len(due) if len(due) else NAN,
                "plan_10k_yuan": plan,
                "completed_10k_yuan": completed,
                "counted": len(both),
                "completion_rate": rate,
                "time_share": 100 * period.elapsed_share,
                "pace_gap": points(rate, 100 * period.elapsed_share),
            }
        )
    return table(_SUMMARY, rows)
