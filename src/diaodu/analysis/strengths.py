"""Strengths and shortfalls (锻长板、补短板) of an area against comparable areas.

Method: docs/methods.md, “Strengths and shortfalls”.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median, pstdev
from typing import Any

import pandas as pd

from diaodu import places
from diaodu.analysis import projects
from diaodu.analysis.evidence import Evidence, by_area
from diaodu.analysis.frames import NAN, Figures, Stage, points, records, table
from diaodu.periods import Period
from diaodu.quarter import ProjectRules

LEAST_PEERS = 2
EVEN = 0.2  # standard deviations of all areas: a smaller gap is no strength and no shortfall
STAGES: tuple[Stage, ...] = (
    "actual",
    "expected",
)  # figures of one stage are compared with each other only
_STANDING = {
    "area": "str",
    "measure": "str",
    "indicator": "str",
    "stage": "str",
    "value": "float64",
    "printed": "str",
    "source_ids": "object",
}
_AGAINST = {
    **_STANDING,
    "median": "float64",
    "with_figure": "int64",
    "gap": "float64",
    "score": "float64",
    "side": "str",
    "absent": "str",
}


def standing(
    evidence: Evidence, *, areas: Sequence[str], period: Period, indicators: Sequence[str]
) -> pd.DataFrame:
    """What areas are compared by, each such that more is better, in %.

    indicators: growth rates. Returns one row per (area, measure, indicator, stage) that there is a
        value for: 'growth' of an indicator, published ('actual') and expected; of the quarter's
        submissions (stage 'reported'): 'start_rate' and 'completion_rate' of the key projects
        (methods, section 8), 'running' (share of the projects under way that are not stopped),
        'firms_rising' (share of the key enterprises with a figure whose output does not fall).
    """
    rows = []
    for stage in STAGES:
        figures = Figures(evidence.figures, stage)
        for area in areas:
            for name in indicators:
                own = figures.at(area, name, period)
                if not pd.isna(own.rate):
                    given = {"area": area, "measure": "growth", "indicator": name, "stage": stage}
                    rows.append({**vars(own), **given})
    found = [table(_STANDING, rows), *_sent(evidence, areas, period)]
    return pd.concat(found, ignore_index=True)


def _sent(evidence: Evidence, areas: Sequence[str], period: Period) -> list[pd.DataFrame]:
    found = projects.status(evidence.projects, period=period, rules=ProjectRules())
    due = found[found["planned_start"].str[:7].le(str(period))]
    going = due["state"].isin(["started", "stopped", "completed"]).groupby(due["area"]).mean()
    both = found.dropna(subset=["plan_investment_10k_yuan", "completed_investment_10k_yuan"])
    sums = both.groupby("area")[["plan_investment_10k_yuan", "completed_investment_10k_yuan"]].sum()
    plan = sums["plan_investment_10k_yuan"]
    completion = 100 * sums["completed_investment_10k_yuan"] / plan.where(plan > 0)
    under_way = found[found["state"].isin(["started", "stopped"])]
    running = under_way["state"].eq("started").groupby(under_way["area"]).mean()
    firms = evidence.enterprises[evidence.enterprises["period"].eq(str(period))]
    growth = firms.dropna(subset=["output_growth_percent"])
    rising = growth["output_growth_percent"].ge(0).groupby(growth["area"]).mean()
    of_projects, of_firms = _sources(found), _sources(firms)
    values = {
        "start_rate": (100 * going, of_projects),
        "completion_rate": (completion, of_projects),
        "running": (100 * running, of_projects),
        "firms_rising": (100 * rising, of_firms),
    }
    return [
        _rows(name, series.reindex(list(areas)), sources)
        for name, (series, sources) in values.items()
    ]


def _sources(of: pd.DataFrame) -> dict[str, tuple[places.Place, ...]]:
    """The places that the rows of each area are from."""
    rows = by_area(of[["area", "source_id", "locator"]])
    return {area: places.of_rows(own) for area, own in rows.items()}


def _rows(
    measure: str, values: pd.Series, sources: Mapping[str, tuple[places.Place, ...]]
) -> pd.DataFrame:
    rows = [
        {
            "area": area,
            "measure": measure,
            "indicator": None,
            "stage": "reported",
            "value": value,
            "printed": None,
            "source_ids": sources.get(str(area), ()),
        }
        for area, value in values.dropna().items()
    ]
    return table(_STANDING, rows)


def against_peers(stands: pd.DataFrame, grouped: pd.DataFrame, area: str) -> pd.DataFrame:
    """An area beside the median of its peers, by every measure that it has.

    stands: what `standing` returned; grouped: peers.groups. A published figure is compared with
        published ones if LEAST_PEERS of the peers have one, else the expected with expected ones.
    Returns one row per (measure, indicator): median of the peers and with_figure, how many have
        one; gap = value − median in points; score: the gap in standard deviations of all areas
        (0 where they do not differ); side: 'level' for a score smaller than EVEN, else 'strength'
        or 'shortfall'. Where fewer than LEAST_PEERS have a figure the gap is NaN and absent is
        'too_few_peers'; without a group it is the reason of peers.groups. Largest score first in
        size.
    """
    (own_group,) = records(grouped[grouped["area"].eq(area)])
    return _sorted([_against(compared, own_group) for compared in _compared(stands)])


def stored(comparisons: pd.DataFrame, area: str) -> pd.DataFrame:
    """The rows of against_peers of one area from the table `comparisons`."""
    rows = records(comparisons[comparisons["area"].eq(area)])
    return table(_AGAINST, [row | {"source_ids": _split(row["source_ids"])} for row in rows])


def _split(ids: str | None) -> tuple[str, ...]:
    return tuple(ids.split("|")) if ids else ()


def of_areas(stands: pd.DataFrame, grouped: pd.DataFrame) -> pd.DataFrame:
    """Every area of `grouped` beside its peers: the rows of against_peers one after the other."""
    compared = _compared(stands)
    found = [_sorted([_against(one, group) for one in compared]) for group in records(grouped)]
    return pd.concat([table(_AGAINST, []), *found], ignore_index=True)


Stages = dict[str, tuple[dict[str, dict[str, Any]], float]]


def _compared(stands: pd.DataFrame) -> list[Stages]:
    """For each measure and indicator: stage -> rows by area, and the spread of all areas."""
    found: dict[tuple[str, str | None], dict[str, dict[str, dict[str, Any]]]] = {}
    for row in records(stands):
        of_measure = found.setdefault((row["measure"], row["indicator"]), {})
        of_measure.setdefault(row["stage"], {})[row["area"]] = row
    return [
        {  # actual before expected
            stage: (rows, pstdev(row["value"] for row in rows.values()))
            for stage, rows in sorted(stages.items())
        }
        for stages in found.values()
    ]


def _against(stages: Stages, group: dict[str, Any]) -> dict[str, Any] | None:
    """The row of one measure and one area; None where the area has no figure."""
    compared = [
        _beside(rows, spread, group) for rows, spread in stages.values() if group["area"] in rows
    ]
    if not compared:
        return None
    best = next((row for row in compared if row["absent"] is None), compared[0])
    return best | {"absent": group["absent"] or best["absent"]}


def _beside(
    rows: dict[str, dict[str, Any]], spread: float, group: dict[str, Any]
) -> dict[str, Any]:
    own = rows[group["area"]]
    others = [rows[peer]["value"] for peer in group["peers"] if peer in rows]
    enough = len(others) >= LEAST_PEERS
    middle = float(median(others)) if enough else NAN
    gap = points(own["value"], middle)
    score = gap / spread if spread > 0 else 0.0 * gap
    return {
        **own,
        "median": middle,
        "with_figure": len(others),
        "gap": gap,
        "score": score,
        "side": _side(score),
        "absent": None if enough else "too_few_peers",
    }


def _sorted(rows: list[dict[str, Any] | None]) -> pd.DataFrame:
    """Largest score first in size, those without one last."""
    known = [row for row in rows if row is not None]
    known.sort(key=lambda row: math.inf if pd.isna(row["score"]) else -abs(row["score"]))
    return table(_AGAINST, known)


def _side(score: float) -> str | None:
    if pd.isna(score):
        return None
    return "level" if abs(score) < EVEN else "strength" if score > 0 else "shortfall"
