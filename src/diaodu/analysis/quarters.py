"""Single quarters from cumulative levels. Rates are never taken apart (docs/methods.md, section 2).

Method: docs/methods.md, “Single quarters”.
"""

from __future__ import annotations

import pandas as pd

from diaodu import places
from diaodu.analysis.frames import NAN, NOTHING, RATE_UNITS, Figures, Stage, points, table
from diaodu.errors import ContractError
from diaodu.periods import Period

_COLUMNS = {
    "period": "str",
    "year": "int64",
    "quarter": "int64",
    "value": "float64",
    "unit": "str",
    "cumulative": "float64",
    "before": "float64",
    "source_ids": "object",
    "absent": "str",
}


def single_quarters(
    settled: pd.DataFrame,
    *,
    area: str,
    indicator: str,
    period: Period,
    first_year: int,
    stage: Stage = "actual",
    industry: str | None = None,
) -> pd.DataFrame:
    """The amount of each quarter: the level up to its end less the level up to the one before.

    Both levels are of one year and one stage; the first quarter is its level itself.
    Returns one row per quarter from `first_year` up to `period`, in order of time, also where
        nothing can be said: absent is then 'no_figure' (no level at its end) or 'no_before' (none
        at the end of the quarter before). value may be negative where a level was revised down.
    Raises ContractError where the figures are rates: a rate has no single quarter.
    """
    series = Figures(settled, stage).series(area, indicator, industry)
    rates = sorted({f.unit for f in series.values() if f.unit in RATE_UNITS})
    if rates:
        raise ContractError(
            f"{indicator}: found figures in {', '.join(rates)}; expected levels, "
            "as rates are never taken apart into single quarters"
        )
    rows = []
    for year in range(first_year, period.year + 1):
        for quarter in range(1, 5):
            end = Period(year, 3 * quarter)
            if end > period:
                break
            now = series.get(end, NOTHING)
            first = quarter == 1
            before = NOTHING if first else series.get(Period(year, end.month - 3), NOTHING)
            less = 0.0 if first else before.value
            rows.append(
                {
                    "period": str(end),
                    "year": year,
                    "quarter": quarter,
                    "value": points(now.value, less) if now.there else NAN,
                    "unit": now.unit,
                    "cumulative": now.value,
                    "before": before.value,
                    "source_ids": places.union(now.source_ids, before.source_ids),
                    "absent": _absent(now.there, first or before.there),
                }
            )
    return table(_COLUMNS, rows)


def _absent(now: bool, before: bool) -> str | None:
    return "no_figure" if not now else None if before else "no_before"
