"""Favourable and unfavourable factors of an area, from figures and from what it wrote.

Method: docs/methods.md, “Factors”.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from diaodu import places
from diaodu.analysis.consistency import annual
from diaodu.analysis.evidence import Best, Evidence, by_area, statements_of
from diaodu.analysis.frames import NAN, Figures, follows, points, table
from diaodu.periods import Period

SIDES = ("favourable", "unfavourable")
SEVERITIES = ("high", "medium", "low")
_COLUMNS = {
    "area": "str",
    "side": "str",
    "code": "str",
    "indicator": "str",
    "industry": "str",
    "enterprise": "str",
    "stage": "str",
    "value": "float64",
    "printed": "str",
    "reference": "float64",
    "period": "str",
    "gap": "float64",
    "text": "str",
    "note_id": "str",
    "category": "str",
    "severity": "str",
    "source_ids": "object",
}
_NOTHING: dict[str, Any] = {
    name: NAN if kind == "float64" else () if kind == "object" else None
    for name, kind in _COLUMNS.items()
}


def factors(
    evidence: Evidence,
    *,
    area: str,
    period: Period,
    indicators: Sequence[str],
    headline: str,
    firms: int = 3,
) -> pd.DataFrame:
    """What helps and what holds back an area in one quarter.

    indicators: growth rates, the most telling first; firms: at most so many enterprises a side.
    Returns one row per factor, favourable ones first; within a side in this order of code:
        'target'     an indicator's rate against its annual target; reference: the target
        'pace'       an indicator without a target against its point before (period); reference:
                     the rate there
        'industry'   an industry's rate of `headline` against all industry; reference: that rate
        'enterprise' a key enterprise whose output adds or takes most; value: its growth in %, gap:
                     what it added in 10,000 yuan
        'note'       what the area wrote: a support is favourable, a problem not closed is not,
                     unless its reading says otherwise; severe ones first
        gap is in points for the first three; a gap of 0 is no factor. value of 'target', 'pace' and
        'industry' is the published figure, else the expected one (stage).
    """
    best = Best(evidence.figures)
    rows = [
        *_of_indicators(evidence, best, area, period, indicators),
        *_of_industries(evidence, area, period, headline),
        *_of_firms(evidence, area, period, firms),
        *_of_notes(evidence, area, period),
    ]
    by_side = [row for side in SIDES for row in rows if row["side"] == side]
    return table(_COLUMNS, [{**_NOTHING, **row, "area": area} for row in by_side])


def _side(gap: float) -> str:
    return SIDES[0] if gap > 0 else SIDES[1]


def _of_indicators(
    evidence: Evidence, best: Best, area: str, period: Period, indicators: Sequence[str]
) -> list[dict[str, Any]]:
    aims = annual(evidence.targets, period.year)
    rows = []
    for name in indicators:
        figure, stage = best.at(area, name, period)
        if stage is None:
            continue
        target = aims.get((area, name))
        before = best.before(area, name, period, stage)
        given: dict[str, Any] = {"indicator": name, "stage": stage, "value": figure.value}
        given |= {"printed": figure.printed}
        if target is not None:
            sources = places.union(figure.source_ids, target.source_ids)
            given |= {"code": "target", "reference": target.compared, "source_ids": sources}
            gap = points(figure.rate, target.compared)
        else:
            sources = places.union(figure.source_ids, before.source_ids)
            given |= {"code": "pace", "reference": before.value, "period": before.period}
            given |= {"source_ids": sources}
            same = follows(period, before.period)
            gap = points(figure.rate, before.rate) if same else NAN
        if gap and not pd.isna(gap):
            rows.append({**given, "gap": gap, "side": _side(gap)})
    return rows


def _of_industries(
    evidence: Evidence, area: str, period: Period, headline: str
) -> list[dict[str, Any]]:
    published = Figures(evidence.figures, "actual")
    total = published.at(area, headline, period)
    found = published.industries(area, headline, period).items()
    return [
        {
            "code": "industry",
            "side": _side(gap),
            "indicator": headline,
            "stage": "actual",
            "industry": industry,
            "value": figure.value,
            "printed": figure.printed,
            "reference": total.value,
            "gap": gap,
            "source_ids": figure.source_ids,
        }
        for industry, figure in sorted(found, key=lambda pair: -pair[1].value)
        if (gap := points(figure.rate, total.rate)) and not pd.isna(gap)
    ]


def _of_firms(evidence: Evidence, area: str, period: Period, most: int) -> list[dict[str, Any]]:
    question = ("enterprises that add or take", period)
    known = evidence.once(question, lambda: _added(evidence.enterprises, period)).get(area, [])
    ordered = sorted(known, key=lambda row: -abs(row["added"]))
    sides = ([row for row in ordered if row["added"] * sign > 0][:most] for sign in (1, -1))
    return [
        {
            "code": "enterprise",
            "side": _side(row["added"]),
            "enterprise": row["enterprise"],
            "industry": row["industry"],
            "value": row["output_growth_percent"],
            "reference": row["output_10k_yuan"],
            "gap": row["added"],
            "source_ids": (places.of_row(row),),
        }
        for side in sides
        for row in side
    ]


def _added(firms: pd.DataFrame, period: Period) -> dict[str, list[dict[str, Any]]]:
    """By area: its key enterprises of the quarter with what their output added, where known."""
    now = firms[firms["period"].eq(str(period))]
    added = increase(now["output_10k_yuan"], now["output_growth_percent"])
    return by_area(now.assign(added=added).dropna(subset=["added"]))


def increase(output: pd.Series, growth: pd.Series) -> pd.Series:
    """What an output grew by, in its own unit: output − output ÷ (1 + growth ÷ 100).

    growth in %. NaN where either is missing, for a growth of −100 and below, and for an output
    below 0: then no earlier output is known.
    """
    factor = (1 + growth / 100).where(growth > -100)
    return (output - output / factor).where(output >= 0)


def _of_notes(evidence: Evidence, area: str, period: Period) -> list[dict[str, Any]]:
    rows = []
    for section, side in {"support": SIDES[0], "issue": SIDES[1]}.items():
        for row in statements_of(evidence, area, period, section):
            if row["state"] == "closed":
                continue
            given = {name: row[name] for name in ("note_id", "category", "severity", "enterprise")}
            given |= {"text": row["text"], "industry": row["industry"]}
            rows.append(
                {
                    **given,
                    "code": "note",
                    "side": row["direction"] or side,
                    "source_ids": (places.of_row(row),),
                }
            )
    order = {name: place for place, name in enumerate((*SEVERITIES, None))}
    return sorted(rows, key=lambda row: order[row["severity"]])
