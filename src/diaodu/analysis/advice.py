"""What the meeting asks of an area by its epidemic state, with the figures that it starts from.

Method: docs/methods.md, “Epidemic state and advice”.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from diaodu import places
from diaodu.analysis.evidence import Evidence, by_area
from diaodu.analysis.frames import NAN, table
from diaodu.periods import Period
from diaodu.rules import EpidemicState

ADVICE = {"none": "supply_more", "cleared": "resume_work", "active": "keep_running"}
UNKNOWN = "unknown"
Rows = Sequence[Mapping[str, Any]]
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
    "firms_source_ids": "object",
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
        firms: key enterprises with an output growth, of these firms_rising and firms_falling
        (firms_source_ids: their places);
        largest: names of up to `most` key enterprises with the largest output. projects: key
        projects, of these stopped and late (planned to start by the period, not started);
        remaining_10k_yuan: planned for the year and not done, of the stopped and late ones, NaN
        where no amount is known.
    """
    facts = by_area(evidence.facts)
    firms = by_area(evidence.enterprises[evidence.enterprises["period"].eq(str(period))])
    projects = by_area(evidence.projects[evidence.projects["period"].eq(str(period))])
    rows = [
        {
            **_state(facts.get(area, []), area, states.get(area)),
            **_firms(firms.get(area, []), most),
            **_work(projects.get(area, []), period),
        }
        for area in areas
    ]
    return table(_COLUMNS, rows)


def _state(facts: Rows, area: str, given: EpidemicState | None) -> dict[str, Any]:
    nothing = {"facts": (), "source_ids": (), "origin": None, "advice": None, "state": UNKNOWN}
    if given is None:
        return {**nothing, "area": area, "absent": "not_given"}
    own = [row for row in facts if row["fact_id"] in given.facts]
    if given.facts and not own:
        return {**nothing, "area": area, "absent": "no_fact"}
    return {
        "area": area,
        "state": given.state,
        "origin": given.origin,
        "facts": tuple(row["fact_id"] for row in own),
        "source_ids": places.of_rows(own),
        "advice": ADVICE[given.state],
        "absent": None,
    }


def _firms(firms: Rows, most: int) -> dict[str, Any]:
    grown = [row for row in firms if not pd.isna(row["output_growth_percent"])]
    known = [row["output_growth_percent"] for row in grown]
    sized = [row for row in firms if not pd.isna(row["output_10k_yuan"])]
    by_size = sorted(sized, key=lambda row: -row["output_10k_yuan"])
    return {
        "firms": len(known),
        "firms_rising": sum(rate > 0 for rate in known),
        "firms_falling": sum(rate < 0 for rate in known),
        "firms_source_ids": places.of_rows(grown),
        "largest": tuple(row["enterprise"] for row in by_size[:most]),
    }


def _work(projects: Rows, period: Period) -> dict[str, Any]:
    stopped = [row for row in projects if row["state"] == "stopped"]
    late = [
        row
        for row in projects
        if row["state"] == "not_started" and (row["planned_start"] or "9")[:7] <= str(period)
    ]
    left = [
        row["plan_investment_10k_yuan"] - row["completed_investment_10k_yuan"]
        for row in (*stopped, *late)
    ]
    known = [amount for amount in left if not pd.isna(amount)]
    return {
        "projects": len(projects),
        "stopped": len(stopped),
        "late": len(late),
        "remaining_10k_yuan": float(sum(known)) if known else NAN,
    }
