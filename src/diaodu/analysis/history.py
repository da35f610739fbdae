"""The same quarter of the last years, and averages over years where a base is distorted.

Methods: docs/methods.md, section 5 and “The same quarter of the last years”.
"""

from __future__ import annotations

from collections.abc import Container
from math import prod

import pandas as pd

from diaodu.analysis.frames import NAN, NOTHING, Figure, Figures, Stage, points, records, table
from diaodu.periods import Period

_YEARS = {
    "year": "int64",
    "period": "str",
    "stage": "str",
    "value": "float64",
    "printed": "str",
    "derived": "boolean",
    "source_ids": "object",
    "province_value": "float64",
    "province_printed": "str",
    "province_source_ids": "object",
    "gap_province": "float64",
    "gap": "float64",
    "distorted": "bool",
    "absent": "str",
}
_USUAL = {
    "years": "object",
    "usual": "float64",
    "gap": "float64",
    "absent": "str",
}
_AVERAGES = {
    "years": "int64",
    "base_year": "int64",
    "base_distorted": "bool",
    "value": "float64",
    "unknown": "object",
    "absent": "str",
}
_ENOUGH = 2  # one earlier year is no usual year


def same_quarters(
    settled: pd.DataFrame,
    *,
    area: str,
    province: str,
    indicator: str,
    period: Period,
    stage: Stage = "actual",
    years: int = 5,
    distorted: Container[int] = (),
) -> pd.DataFrame:
    """This quarter's cumulative growth and that of the same quarter in the years before.

    distorted: years whose growth is no fair measure (the quarter's file names them with reasons).
    Returns one row per year, this one first, `years` earlier ones after it. This year's figure is
        of `stage`. An earlier one is published; where none is, the one that the area reported;
        `stage` says which. gap: this year's rate − that year's, gap_province: that year's rate −
        the province's of then, in points. absent: 'no_figure' where that year has none.
    """
    chosen, actual, reported = (Figures(settled, name) for name in (stage, "actual", "reported"))
    rows = []
    now = chosen.at(area, indicator, period)
    for back in range(years + 1):
        at = period.shift_years(-back)
        known: list[tuple[Stage, Figure]] = [
            ("actual", actual.at(area, indicator, at)),
            ("reported", reported.at(area, indicator, at)),
        ]
        first: list[tuple[Stage, Figure]] = [(stage, now)] if back == 0 else known
        of, own = next(((s, f) for s, f in first if f.there), (first[0][0], NOTHING))
        whole = (actual if back else chosen).at(province, indicator, at)
        rows.append(
            {
                **vars(own),
                "year": at.year,
                "period": str(at),
                "stage": of,
                "value": own.rate,
                "province_value": whole.rate,
                "province_printed": whole.printed,
                "province_source_ids": whole.source_ids,
                "gap_province": NAN if area == province else points(own.rate, whole.rate),
                "gap": points(now.rate, own.rate) if back else NAN,
                "distorted": at.year in distorted,
                "absent": "no_figure" if pd.isna(own.rate) else None,
            }
        )
    return table(_YEARS, rows)


def usual(history: pd.DataFrame) -> pd.DataFrame:
    """What the quarter usually brought: the median of the earlier years that are not distorted.

    history: same_quarters.
    Returns one row. years: those that count; gap: this year's rate − usual, in points. absent:
        'no_figure' for this year, or 'no_history' where fewer than two such years are known.
    """
    now = history["value"].iloc[0]
    earlier = history.iloc[1:]
    fair = earlier[earlier["value"].notna() & ~earlier["distorted"]]
    enough = len(fair) >= _ENOUGH
    middle = float(fair["value"].median()) if enough else NAN
    absent = "no_figure" if pd.isna(now) else None if enough else "no_history"
    row = {
        "years": tuple(int(year) for year in fair["year"]),
        "usual": middle,
        "gap": points(now, middle),
        "absent": absent,
    }
    return table(_USUAL, [row])


def averages(history: pd.DataFrame, *, distorted: Container[int]) -> pd.DataFrame:
    """Average yearly growth where the year before was distorted (两年平均 and longer).

    history: same_quarters.
    Returns one row per span of two years and more, back to the last year that is a fair base; no
        rows where last year was one. value in %: ((1 + g₁)…(1 + gₙ))^(1/n) − 1; base_year: the
        year that the span begins from; base_distorted: that year is itself distorted, so the span
        says less. absent: 'no_figure'; unknown: the years whose rate is missing.
    """
    by_year = {row["year"]: row["value"] for row in records(history)}
    newest = max(by_year)
    rows = []
    years = 1
    while newest - years in distorted:
        years += 1
        span = range(newest - years + 1, newest + 1)
        unknown = tuple(year for year in span if pd.isna(by_year.get(year, NAN)))
        rates = [by_year.get(year, NAN) for year in span]
        rows.append(
            {
                "years": years,
                "base_year": newest - years,
                "base_distorted": newest - years in distorted,
                "value": average(rates),
                "unknown": unknown,
                "absent": "no_figure" if unknown else None,
            }
        )
    return table(_AVERAGES, rows)


def average(rates: list[float]) -> float:
    """The yearly rate that gives the same growth over all the years, in %; see section 5.

    NaN where a rate is missing, or below −100, which no level can fall by.
    """
    factors = [1 + rate / 100 for rate in rates]
    if not factors or not all(factor >= 0 for factor in factors):  # a missing rate is neither
        return NAN
    return float((prod(factors) ** (1 / len(factors)) - 1) * 100)
