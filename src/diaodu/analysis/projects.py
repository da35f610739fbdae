"""Key projects of a quarter: each against plan, time and last quarter, and which are at risk.

Method: docs/methods.md, section 8. Amounts stay in the form's unit, 10,000 yuan. Sums over groups
of projects are in project_groups.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from diaodu.analysis.remembered import remembered, rows_of
from diaodu.params import ProjectRules
from diaodu.periods import Period

UNDER_WAY = ("started", "stopped", "completed")
# Why a project is at risk, gravest first.
RISKS = ("stopped", "long_late", "far_behind", "late", "stalled", "behind")
_EARLIER = ["completed_investment_10k_yuan", "progress"]
_KEY = ["area", "project_id"]


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
    bounds = pd.Series(rules.size_bounds_100m_yuan) * 1e4
    total = found["total_investment_10k_yuan"]
    reached = sum((total >= bound).astype("Int64") for bound in bounds)
    size = pd.Series(reached, index=found.index, dtype="Int64").mask(total.isna())
    return found.assign(size=size, risks=_risks(found, rules))


@remembered
def _measured(projects: pd.DataFrame, period: Period) -> pd.DataFrame:
    """All projects of the quarter as in `status`, without what the rules say of them.

    Each is measured on its own rows alone, so the rows of some areas are those of all.
    """
    rows = projects[projects["period"].eq(str(period))]
    found = _with_last_quarter(rows, projects[projects["period"] < str(period)])
    found = _against_plan(found, period).pipe(_late, period)
    found["stalled"] = _stalled(found, period)
    return found.sort_values(
        "plan_investment_10k_yuan", ascending=False, kind="stable", na_position="last"
    ).reset_index(drop=True)


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


def _with_last_quarter(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Each project beside the last earlier quarter in which it was reported."""
    last = before.sort_values("period", kind="stable").drop_duplicates(_KEY, keep="last")
    last = last.set_index(_KEY)[["period", "state", *_EARLIER]]
    names = {
        "period": "previous_period",
        "state": "previous_state",
        "completed_investment_10k_yuan": "previous_completed_10k_yuan",
        "progress": "previous_progress",
    }
    return rows.join(last.rename(columns=names), on=_KEY)


def _against_plan(found: pd.DataFrame, period: Period) -> pd.DataFrame:
    plan = found["plan_investment_10k_yuan"].where(found["plan_investment_10k_yuan"] > 0)
    done = found["completed_investment_10k_yuan"]
    rate = 100 * done / plan
    start = found["planned_start"].str[5:7].astype("Float64").astype("float64")
    within = found["planned_start"].str[:4].eq(str(period.year))
    # a project planned for October has no plan to keep to in March
    own = 100 * ((period.month - start + 1) / (13 - start)).clip(lower=0)
    own = own.where(within, 100 * period.elapsed_share)
    return found.assign(
        completion_rate=rate,
        pace_gap=(rate - 100 * period.elapsed_share).round(9),
        own_time_share=own,
        own_gap=(rate - own).round(9),
        remaining_10k_yuan=(plan - done).clip(lower=0),
    )


def _late(found: pd.DataFrame, period: Period) -> pd.DataFrame:
    month = found["planned_start"].str[:7]
    late = (month.le(str(period)) & ~found["state"].isin(UNDER_WAY)).astype("boolean")
    late = late.where(found["planned_start"].notna() & found["state"].notna())
    ago = 12 * (period.year - month.str[:4].astype("Float64")) + (
        period.month - month.str[5:7].astype("Float64")
    )
    return found.assign(late=late, months_late=ago.where(late.fillna(False)).astype("Int64"))


def _stalled(found: pd.DataFrame, period: Period) -> pd.Series:
    done, before = found["completed_investment_10k_yuan"], found["previous_completed_10k_yuan"]
    same_year = found["previous_period"].str[:4].eq(str(period.year))
    no_more = (done <= before).astype("boolean").where(done.notna() & before.notna())
    same_words = found["progress"].eq(found["previous_progress"])
    words = same_words.astype("boolean").where(
        found["progress"].notna() & found["previous_progress"].notna()
    )
    nothing = (done.eq(0).astype("boolean").where(done.notna())) & words
    going = found["state"].isin(("started", "stopped")) & found["previous_state"].isin(
        ("started", "stopped")
    )
    return no_more.where(same_year, nothing).where(going)


def _risks(found: pd.DataFrame, rules: ProjectRules) -> pd.Series:
    late = found["late"].fillna(False)
    long_late = found["months_late"].ge(rules.long_late_months).fillna(False)
    far = found["own_gap"].lt(-rules.far_behind_points)
    unfinished = ~found["state"].eq("completed")
    flags = {
        "stopped": found["state"].eq("stopped"),
        "long_late": late & long_late,
        "far_behind": far & unfinished,
        "late": late & ~long_late,
        "stalled": found["stalled"].fillna(False),
        "behind": found["own_gap"].lt(-rules.behind_points) & ~far & unfinished,
    }
    marks = pd.DataFrame({name: flags[name].astype("bool") for name in RISKS}, index=found.index)
    risks = [
        tuple(name for name, is_so in zip(RISKS, row, strict=True) if is_so)
        for row in marks.itertuples(index=False)
    ]
    return pd.Series(risks, index=found.index, dtype="object")
