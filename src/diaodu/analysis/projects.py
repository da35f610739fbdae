"""Key projects of a quarter: each against plan, time and last quarter, and which are at risk.

Method: docs/methods.md, section 8. Amounts stay in the form's unit, 10,000 yuan. Sums over groups
of projects are in project_groups.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from diaodu.analysis.frames import NAN, points, records, table
from diaodu.analysis.remembered import remembered, rows_of
from diaodu.periods import Period
from diaodu.quarter import ProjectRules

UNDER_WAY = ("started", "stopped", "completed")
# Why a project is at risk, gravest first.
RISKS = ("stopped", "long_late", "far_behind", "late", "stalled", "behind")
_MEASURED = {
    "previous_period": "str",
    "previous_state": "str",
    "previous_completed_10k_yuan": "float64",
    "previous_progress": "str",
    "completion_rate": "float64",
    "pace_gap": "float64",
    "own_time_share": "float64",
    "own_gap": "float64",
    "remaining_10k_yuan": "float64",
    "late": "boolean",
    "months_late": "Int64",
    "stalled": "boolean",
}
_JUDGED = {"size": "Int64", "risks": "object"}
Row = Mapping[str, Any]


def status(
    projects: pd.DataFrame, *, period: Period, rules: ProjectRules, areas: Collection[str] = ()
) -> pd.DataFrame:
    """Every project of the quarter with where it stands, largest plan first.

    projects: the table `projects`, also with its rows of earlier quarters. areas: only these;
        without any, all.
    Returns one row per project of `period` with the table's columns and
        completion_rate: completed ÷ plan of the year, %; pace_gap: completion rate − time gone by,
            points; own_time_share: months gone by since the planned start ÷ months from it to
            December, %, for a project that is to start within the year, else the share of the year
            gone by; own_gap: completion rate − own_time_share, points; remaining_10k_yuan: plan −
            completed, not below 0. NaN where an amount is missing or the plan is not above 0.
        late: planned to start by the period but neither started, stopped nor completed; NA where
            the start or the state is not known. months_late: months since the planned month, of
            late projects only.
        previous_period, previous_completed_10k_yuan, previous_progress: of the last quarter that
            the project was reported for; missing where there was none.
        stalled: under way then and now without progress since: in the same year the completed
            amount did not grow; over the turn of the year nothing was completed and the words on
            its progress are the same. NA where that cannot be said.
        size: how many of the rules' size bounds the total investment reaches (0: below the first).
        risks: tuple of RISKS, gravest first, () where none is known.
    """
    every = _judged(projects, (period, rules))
    if len(areas) == 1:
        found = rows_of(every, *areas)
    else:
        found = every[every["area"].isin(list(areas))] if areas else every
    return found.reset_index(drop=True)


@remembered
def _judged(projects: pd.DataFrame, asked: tuple[Period, ProjectRules]) -> pd.DataFrame:
    """All projects of the quarter as in `status`: the rules look at each by itself too."""
    period, rules = asked
    found = _measured(projects, period)
    judged = [{"size": _size(row, rules), "risks": _risks(row, rules)} for row in records(found)]
    return pd.concat([found, table(_JUDGED, judged)], axis=1)


@remembered
def _measured(projects: pd.DataFrame, period: Period) -> pd.DataFrame:
    """All projects of the quarter as in `status`, without what the rules say of them.

    Each is measured on its own rows alone, so the rows of some areas are those of all.
    """
    rows = projects[projects["period"].eq(str(period))].sort_values(
        "plan_investment_10k_yuan", ascending=False, kind="stable", na_position="last"
    )
    earlier = records(projects[projects["period"] < str(period)])
    before = {_key(row): row for row in sorted(earlier, key=lambda row: str(row["period"]))}
    measured = [_standing(row, before.get(_key(row), {}), period) for row in records(rows)]
    return pd.concat([rows.reset_index(drop=True), table(_MEASURED, measured)], axis=1)


def at_risk(found: pd.DataFrame) -> pd.DataFrame:
    """The projects at risk: gravest risk first, then largest plan; found: what `status` returns."""
    risky = found[found["risks"].map(len).astype("int64") > 0]
    gravest = risky["risks"].map(lambda risks: RISKS.index(risks[0]))
    return (
        risky.assign(gravest=gravest.astype("int64"))
        .sort_values(["gravest", "plan_investment_10k_yuan"], ascending=[True, False])
        .drop(columns="gravest")
        .reset_index(drop=True)
    )


def weightiest(found: pd.DataFrame, count: int = 10) -> pd.DataFrame:
    """The projects that matter most for the year's investment: those with the largest plans.

    Returns up to `count` rows of `status`, and plan_share: the plan as a share of all plans in
        `found`, %. Projects without a plan for the year are none of them.
    """
    plan = found["plan_investment_10k_yuan"]
    total = float(plan.sum())
    return found.assign(plan_share=100 * plan / total if total > 0 else float("nan"))[
        plan > 0
    ].head(count)


def to_look_at(found: pd.DataFrame, paired: Collection[str] = ()) -> pd.DataFrame:
    """What the paired leader should look at: the projects at risk, and those paired by name or id.

    Returns rows of `status` with paired (bool): at risk and paired first, then at risk, then the
        other paired ones; within each by gravest risk and largest plan.
    """
    names = list(paired)
    chosen = found["project_id"].isin(names) | found["name"].isin(names)
    risky = at_risk(found.assign(paired=chosen))
    calm = found.assign(paired=chosen)[chosen & ~(found["risks"].map(len).astype("int64") > 0)]
    ordered = [risky[risky["paired"]], risky[~risky["paired"]], calm]
    return pd.concat(ordered, ignore_index=True)


def _key(row: Row) -> tuple[str, str]:
    return row["area"], row["project_id"]


def _standing(row: Row, before: Row, period: Period) -> dict[str, Any]:
    """A project against plan and time, and beside the last earlier quarter that it has."""
    done, plan = row["completed_investment_10k_yuan"], row["plan_investment_10k_yuan"]
    plan = plan if plan > 0 else NAN
    rate, gone_by = 100 * done / plan, 100 * period.elapsed_share
    own = _own_time_share(row["planned_start"], period)
    late = _late(row, period)
    return {
        "previous_period": before.get("period"),
        "previous_state": before.get("state"),
        "previous_completed_10k_yuan": before.get("completed_investment_10k_yuan", NAN),
        "previous_progress": before.get("progress"),
        "completion_rate": rate,
        "pace_gap": points(rate, gone_by),
        "own_time_share": own,
        "own_gap": points(rate, own),
        "remaining_10k_yuan": max(plan - done, 0.0),  # NaN stays NaN, being no less
        "late": late,
        "months_late": _months_since(row["planned_start"], period) if late else None,
        "stalled": _stalled(row, before, period),
    }


def _own_time_share(start: str | None, period: Period) -> float:
    """Months gone by since a start in this year ÷ months from it to December, %."""
    if start is None or int(start[:4]) != period.year:
        return 100 * period.elapsed_share
    month = int(start[5:7])
    # a project planned for October has no plan to keep to in March
    return 100 * max((period.month - month + 1) / (13 - month), 0.0)


def _late(row: Row, period: Period) -> bool | None:
    start, state = row["planned_start"], row["state"]
    if start is None or state is None:
        return None
    return bool(start[:7] <= str(period) and state not in UNDER_WAY)


def _months_since(start: str, period: Period) -> int:
    return 12 * (period.year - int(start[:4])) + period.month - int(start[5:7])


def _stalled(row: Row, before: Row, period: Period) -> bool | None:
    """Whether a project that was and is under way stands still; None where that is not known."""
    if not {row["state"], before.get("state")} <= {"started", "stopped"}:
        return None
    done, then = (each["completed_investment_10k_yuan"] for each in (row, before))
    if int(before["period"][:4]) == period.year:
        return None if pd.isna(done) or pd.isna(then) else bool(done <= then)
    nothing = None if pd.isna(done) else bool(done == 0)
    words = (row["progress"], before["progress"])
    same = None if None in words else words[0] == words[1]
    if False in (nothing, same):
        return False
    return None if None in (nothing, same) else True


def _size(row: Row, rules: ProjectRules) -> int | None:
    total = row["total_investment_10k_yuan"]
    if pd.isna(total):
        return None
    return sum(total >= bound * 1e4 for bound in rules.size_bounds_100m_yuan)


def _risks(row: Row, rules: ProjectRules) -> tuple[str, ...]:
    long_late = row["late"] is True and row["months_late"] >= rules.long_late_months
    far = row["own_gap"] < -rules.far_behind_points
    unfinished = row["state"] != "completed"
    is_so = {
        "stopped": row["state"] == "stopped",
        "long_late": long_late,
        "far_behind": far and unfinished,
        "late": row["late"] is True and not long_late,
        "stalled": row["stalled"] is True,
        "behind": row["own_gap"] < -rules.behind_points and not far and unfinished,
    }
    return tuple(name for name in RISKS if is_so[name])
