"""Which industries pulled an area's growth and which held it back.

Method: docs/methods.md, sections 6 and 7.
"""

from __future__ import annotations

import pandas as pd

from diaodu.analysis import contribution
from diaodu.analysis.frames import NAN, RATE_UNITS, Figures, Stage, follows, points, table
from diaodu.periods import Period

_COLUMNS = {
    "industry": "str",
    "value": "float64",
    "printed": "str",
    "unit": "str",
    "status": "str",
    "derived": "bool",
    "derivation": "str",
    "source_ids": "object",
    "others": "object",
    "total_value": "float64",
    "total_derived": "boolean",
    "total_source_ids": "object",
    "gap_total": "float64",
    "previous_period": "str",
    "previous_value": "float64",
    "previous_printed": "str",
    "previous_derived": "boolean",
    "change": "float64",
    "effect": "str",
    "base_weight": "float64",
    "pull": "float64",
    "contribution": "float64",
}


def industry_table(
    settled: pd.DataFrame,
    *,
    area: str,
    indicator: str,
    period: Period,
    stage: Stage = "actual",
) -> pd.DataFrame:
    """The industries of an area that were published for one cumulative period.

    Returns one row per industry with a figure, by value, highest first (ties by id); an empty
        frame if none was published. gap_total (to all industry of the same area) and change (to
        the point before, as in growth.indicator_table) are percentage points. effect: 'above',
        'below' or 'level' with all industry, NA where that is not published. base_weight (%) as
        published; pull (points) and contribution (%) only where it is: a weight is never guessed.
        For levels (no rates) all of these are missing.
    """
    now, past = Figures(settled, stage), Figures(settled, "actual")
    total = now.at(area, indicator, period)
    rows = []
    for industry, own in now.industries(area, indicator, period).items():
        before = past.before(area, indicator, period, industry)
        gap = points(own.rate, total.rate)
        rows.append(
            {
                **vars(own),
                "industry": industry,
                "total_value": total.value,
                "total_derived": total.derived,
                "total_source_ids": total.source_ids,
                "gap_total": gap,
                "previous_period": before.period,
                "previous_value": before.value,
                "previous_printed": before.printed,
                "previous_derived": before.derived,
                "change": points(own.rate, before.rate) if follows(period, before.period) else NAN,
                "effect": _effect(gap),
                "pull": NAN,
                "contribution": NAN,
            }
        )
    frame = table(_COLUMNS, rows)
    rates = frame["value"].where(frame["unit"].isin(RATE_UNITS))
    frame["pull"] = contribution.pull(frame["base_weight"], rates)
    frame["contribution"] = contribution.contribution(frame["pull"], total.rate)
    return frame.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def _effect(gap: float) -> str | None:
    if pd.isna(gap):
        return None
    return "level" if gap == 0 else "above" if gap > 0 else "below"
