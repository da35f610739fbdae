"""What the meeting asks of an area by its epidemic state, with the figures that it starts from.

Method: docs/methods.md, “Epidemic state and advice”.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from diaodu.analysis.evidence import Evidence
from diaodu.analysis.frames import NAN, records, table
from diaodu.periods import Period
from diaodu.rules import EpidemicState

ADVICE = {"none": "supply_more", "cleared": "resume_work", "active": "keep_running"}
UNKNOWN = "unknown"
_COLUMNS = {
    "area": "str",
    "state": "str",
    "origin": "str",
    "facts": "object",
    "source_ids": "object",
    "advice": "str",
    "absent": "str",
    "firms": "int64",
    "firms_rising": "int64",
    "firms_falling": "int64",
    "largest": "object",
    "projects": "int64",
    "stopped": "int64",
    "late": "int64",
    "remaining_10k_yuan": "float64",
}


def advice(
    evidence: Evidence,
    states: Mapping[str, EpidemicState],
    *,
    areas: Sequence[str],
    period: Period,
    most: int = 3,
) -> pd.DataFrame:
    """The epidemic state of each area, where it is from, and what is asked of it.

    states: the quarter's file; evidence.facts is where its facts are looked up.
    Returns one row per area in the given order. state: none, active, cleared, or UNKNOWN, and then
        absent is 'not_given' (the file has no state) or 'no_fact' (none of its facts is among the
        published ones of the area). facts: ids of those that are; source_ids: their sources.
        advice: supply_more (none), resume_work (cleared), keep_running (active), NA if unknown.
        firms: key enterprises with an output growth, of these firms_rising and firms_falling;
        largest: names of up to `most` key enterprises with the largest output. projects: key
        projects, of these stopped and late (planned to start by the period, not started);
        remaining_10k_yuan: planned for the year and not done, of the stopped and late ones, NaN
        where no amount is known.
    """
    rows = []
    for area in areas:
        state = _state(evidence.facts, area, states.get(area))
        rows.append(
            {**state, **_firms(evidence, area, period, most), **_work(evidence, area, period)}
        )
    return table(_COLUMNS, rows)


def _state(facts: pd.DataFrame, area: str, given: EpidemicState | None) -> dict[str, Any]:
    nothing = {"facts": (), "source_ids": (), "origin": None, "advice": None, "state": UNKNOWN}
    if given is None:
        return {**nothing, "area": area, "absent": "not_given"}
    own = facts[facts["area"].eq(area) & facts["fact_id"].isin(list(given.facts))]
    if given.facts and own.empty:
        return {**nothing, "area": area, "absent": "no_fact"}
    return {
        "area": area,
        "state": given.state,
        "origin": given.origin,
        "facts": tuple(own["fact_id"]),
        "source_ids": tuple(dict.fromkeys(own["source_id"])),
        "advice": ADVICE[given.state],
        "absent": None,
    }


def _firms(evidence: Evidence, area: str, period: Period, most: int) -> dict[str, Any]:
    firms = evidence.enterprises
    own = firms[firms["area"].eq(area) & firms["period"].eq(str(period))]
    growth = own["output_growth_percent"].dropna()
    by_size = own.dropna(subset=["output_10k_yuan"]).sort_values(
        "output_10k_yuan", ascending=False, kind="stable"
    )
    return {
        "firms": len(growth),
        "firms_rising": int((growth > 0).sum()),
        "firms_falling": int((growth < 0).sum()),
        "largest": tuple(row["enterprise"] for row in records(by_size.head(most))),
    }


def _work(evidence: Evidence, area: str, period: Period) -> dict[str, Any]:
    projects = evidence.projects
    own = projects[projects["area"].eq(area) & projects["period"].eq(str(period))]
    stopped = own["state"].eq("stopped")
    late = own["state"].eq("not_started") & own["planned_start"].str[:7].le(str(period))
    idle = own[stopped | late]
    left = idle["plan_investment_10k_yuan"] - idle["completed_investment_10k_yuan"]
    return {
        "projects": len(own),
        "stopped": int(stopped.sum()),
        "late": int(late.sum()),
        "remaining_10k_yuan": float(left.sum()) if left.notna().any() else NAN,
    }
