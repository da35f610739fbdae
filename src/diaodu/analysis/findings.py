"""Findings that an area can be asked about, each with its figures.

Method: docs/methods.md, “Questions”. A finding is a dict of columns of `questions`; what it does
not say is missing there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from diaodu import places
from diaodu.analysis.factors import increase
from diaodu.analysis.frames import NAN, points, records
from diaodu.analysis.pacing import required_rest
from diaodu.periods import Period

Finding = dict[str, Any]
# Measures of the lights that another finding asks about in more detail.
ASKED_ELSEWHERE = (
    *("firms_falling", "start_delay", "late_share", "stopped_share", "carried_problems"),
)
FALL = 5.0  # %: an enterprise that fell by less is not asked about
IDLE = {"stopped": ("stopped",), "late": ("long_late", "late"), "stalled": ("stalled",)}


def below_target(
    flags: pd.DataFrame, indicator: str, period: Period, shares: Mapping[str, float]
) -> list[Finding]:
    """Expected growth below the annual target; flags: flags.below_target.

    value, reference (the target), gap in points; high: growth needed over the rest of the year
    (methods, section 9), NaN in December.
    """
    share = shares.get(indicator, period.elapsed_share)
    return [
        {
            "area": row["area"],
            "code": "below_target",
            "indicator": indicator,
            "value": row["value"],
            "printed": row["printed"],
            "reference": row["target"],
            "gap": row["gap"],
            "high": required_rest(row["target"], row["value"], share) if share < 1 else None,
            "source_ids": row["source_ids"],
        }
        for row in records(flags)
        if row["flagged"] is True
    ]


def unreported(figures: pd.DataFrame) -> list[Finding]:
    """Figures that show trouble which no problem of the area speaks of: explained.unreported.

    measure: the first reason that the figure shows trouble; reference: what it was compared with;
    text: the enterprise or project. Facts are no figures and are left out.
    """
    made = []
    for row in records(figures):
        if row["kind"] == "facts":
            continue
        (why, compared), *_ = row["reasons"]
        given = {name: row[name] for name in ("area", "industry", "stage", "value", "printed")}
        given |= {"unit": row["unit"], "source_ids": row["source_ids"]}
        made.append(
            {
                **given,
                "code": "unreported",
                "measure": why,
                "indicator": row["id"] if row["kind"] == "indicator" else None,
                "text": row["enterprise"] or row["project"],
                "reference": compared,
                "gap": points(row["value"], compared),
            }
        )
    return made


def outside(outlook: pd.DataFrame) -> list[Finding]:
    """An expectation outside of the outlook's interval.

    outlook: one row per (area, indicator) with expected, low and high, in %. gap: points beyond
    the nearer end, negative below it.
    """
    found = []
    for row in records(outlook):
        over, under = points(row["expected"], row["high"]), points(row["expected"], row["low"])
        gap = over if over > 0 else under if under < 0 else 0.0
        if gap:
            given = {name: row[name] for name in ("area", "indicator", "low", "high")}
            found.append({**given, "code": "outside", "value": row["expected"], "gap": gap})
    return found


def lights(topics: pd.DataFrame) -> list[Finding]:
    """Red and yellow lights that no other finding asks about; topics: lights.by_topic."""
    return [
        {**row, "code": row["light"], "text": None, "gap": NAN}
        for row in records(topics)
        if row["light"] in ("red", "yellow") and row["measure"] not in ASKED_ELSEWHERE
    ]


def projects(found: pd.DataFrame) -> list[Finding]:
    """Stopped, late and stalled projects of each area, the one with the largest plan named.

    found: projects.status. text: its name; value: its completion rate, %; amount: its plan of the
    year in 10,000 yuan; count: how many there are; high: months missed, of late ones.
    """
    made = []
    every = records(found)
    for code, risks in IDLE.items():
        chosen: dict[str, list[dict[str, Any]]] = {}
        for row in every:
            if not set(risks).isdisjoint(row["risks"]):
                chosen.setdefault(row["area"], []).append(row)
        for area, rows in chosen.items():
            first = rows[0]  # the largest plan comes first
            made.append(
                {
                    "area": area,
                    "code": code,
                    "text": first["name"],
                    "count": len(rows),
                    "value": first["completion_rate"],
                    "amount": first["plan_investment_10k_yuan"],
                    "high": first["months_late"],
                    "gap": len(rows),
                    "source_ids": (places.of_row(first),),
                }
            )
    return made


def unanswered(gaps: pd.DataFrame) -> list[Finding]:
    """Problems that no next step speaks of, severe ones first; gaps: measures.answered."""
    open_ones = gaps[gaps["kind"].eq("problem") & gaps["steps"].map(len).eq(0)]
    weight = {"high": 3, "medium": 2, "low": 1}
    made = []
    for row in records(open_ones):
        given = {name: row[name] for name in ("area", "text", "category", "note_id", "source_ids")}
        made.append({**given, "code": "unanswered", "gap": weight.get(row["severity"], 0)})
    return made


def undated(steps: pd.DataFrame) -> list[Finding]:
    """Measures without a date, those without a number too first; steps: measures.steps.

    count: 1 if the measure has a number, else 0.
    """
    made = []
    for row in records(steps[~steps["has_date"]]):
        given = {name: row[name] for name in ("area", "text", "note_id", "source_ids")}
        number = int(row["has_number"])
        made.append({**given, "code": "undated", "count": number, "gap": 1.0 - number})
    return made


def enterprises(firms: pd.DataFrame) -> list[Finding]:
    """Key enterprises that fell by FALL and more, the largest loss first; firms: of one quarter.

    value: growth, %; amount: what was lost, 10,000 yuan.
    """
    lost = -increase(firms["output_10k_yuan"], firms["output_growth_percent"])
    made = []
    asked = firms["output_growth_percent"].le(-FALL)
    for row in records(firms.assign(lost=lost)[asked & lost.notna()]):
        given = {"area": row["area"], "text": row["enterprise"], "industry": row["industry"]}
        given |= {"value": row["output_growth_percent"], "amount": row["lost"]}
        made.append(
            {**given, "code": "enterprise", "gap": row["lost"], "source_ids": (places.of_row(row),)}
        )
    return made


def carried(gaps: pd.DataFrame, period: Period) -> list[Finding]:
    """Open problems raised before the quarter, the oldest first; gaps: measures.answered."""
    begins = f"{period.year}-{3 * period.quarter - 2:02d}-01"
    old = gaps[gaps["kind"].eq("problem") & gaps["raised_on"].lt(begins)]
    made = []
    for row in records(old):
        age = (date.fromisoformat(begins) - date.fromisoformat(row["raised_on"])).days
        given = {name: row[name] for name in ("area", "text", "category", "note_id", "source_ids")}
        made.append({**given, "code": "carried", "since": row["raised_on"], "gap": float(age)})
    return made


def shortfalls(beside: pd.DataFrame) -> list[Finding]:
    """Shortfalls against peers, the largest first; beside: strengths.against_peers."""
    made = []
    for row in records(beside[beside["side"].eq("shortfall")]):
        given = {name: row[name] for name in ("area", "measure", "indicator", "value", "printed")}
        given |= {"stage": row["stage"], "source_ids": row["source_ids"]}
        score = abs(row["score"])
        made.append(
            {**given, "code": "shortfall", "reference": row["median"], "low": row["gap"]}
            | {"gap": score}
        )
    return made
