"""Strengths and shortfalls (锻长板、补短板) of an area against comparable areas.

Method: docs/methods.md, “Strengths and shortfalls”.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from diaodu.analysis import project_groups, projects
from diaodu.analysis.evidence import Evidence
from diaodu.analysis.frames import NAN, Figures, Stage, points, records, table
from diaodu.params import ProjectRules
from diaodu.periods import Period

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
    summary = project_groups.sums(found, "area", period=period, groups=areas).set_index("group")
    under_way = found[found["state"].isin(["started", "stopped"])]
    running = under_way["state"].eq("started").groupby(under_way["area"]).mean()
    firms = evidence.enterprises[evidence.enterprises["period"].eq(str(period))]
    growth = firms.dropna(subset=["output_growth_percent"])
    rising = growth["output_growth_percent"].ge(0).groupby(growth["area"]).mean()
    values = {
        "start_rate": (summary["start_rate"], found),
        "completion_rate": (summary["completion_rate"], found),
        "running": (100 * running, found),
        "firms_rising": (100 * rising, firms),
    }
    return [
        _rows(name, series.reindex(list(areas)), rows) for name, (series, rows) in values.items()
    ]


def _rows(measure: str, values: pd.Series, of: pd.DataFrame) -> pd.DataFrame:
    sources = of.groupby("area")["source_id"].unique().map(tuple)
    rows = [
        {
            "area": area,
            "measure": measure,
            "indicator": None,
            "stage": "reported",
            "value": value,
            "printed": None,
            "source_ids": sources.get(area, ()),
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
    rows = []
    for _, found in stands.groupby(["measure", "indicator"], sort=False, dropna=False):
        compared = [_beside(of_stage, area, own_group["peers"]) for of_stage in _by_stage(found)]
        there = [row for row in compared if row is not None]
        if not there:
            continue
        best = next((row for row in there if row["absent"] is None), there[0])
        rows.append(best | {"absent": own_group["absent"] or best["absent"]})
    frame = table(_AGAINST, rows)
    order = frame["score"].abs().sort_values(ascending=False, kind="stable", na_position="last")
    return frame.loc[order.index].reset_index(drop=True)


def of_areas(stands: pd.DataFrame, grouped: pd.DataFrame) -> pd.DataFrame:
    """Every area of `grouped` beside its peers: the rows of against_peers one after the other."""
    found = [against_peers(stands, grouped, area) for area in grouped["area"]]
    return pd.concat([table(_AGAINST, []), *found], ignore_index=True)


def _by_stage(found: pd.DataFrame) -> list[pd.DataFrame]:
    return [rows for _, rows in found.groupby("stage", sort=True)]  # actual before expected


def _beside(rows: pd.DataFrame, area: str, peers: Sequence[str]) -> dict[str, object] | None:
    own = records(rows[rows["area"].eq(area)])
    if not own:
        return None
    others = rows.loc[rows["area"].isin(list(peers)), "value"]
    enough = len(others) >= LEAST_PEERS
    median = float(others.median()) if enough else NAN
    gap, spread = points(own[0]["value"], median), float(rows["value"].std(ddof=0))
    score = gap / spread if spread > 0 else 0.0 * gap
    return {
        **own[0],
        "median": median,
        "with_figure": len(others),
        "gap": gap,
        "score": score,
        "side": _side(score),
        "absent": None if enough else "too_few_peers",
    }


def _side(score: float) -> str | None:
    if pd.isna(score):
        return None
    return "level" if abs(score) < EVEN else "strength" if score > 0 else "shortfall"
