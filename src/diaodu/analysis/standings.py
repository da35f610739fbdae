"""Where an area stands among the others, told without naming one of them.

These are the rows that the report on an area may read of the others where the quarter's file ranks
areas but does not name them. Method: docs/methods.md, "What a city sees of others".
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

import pandas as pd

from diaodu import contracts
from diaodu.analysis import ranking
from diaodu.analysis.frames import NAN, Figures, records, table
from diaodu.periods import Period

LEAST = 5  # areas with a figure: with fewer, an end of the spread is as good as a name
_DERIVED = {"source_id": "standings", "origin": "derived"}
_SPREAD = {
    "indicator": "str",
    "unit": "str",
    "value": "float64",
    "printed": "str",
    "rank": "Int64",
    "ranked": "int64",
    "low": "float64",
    "middle": "float64",
    "high": "float64",
}
# A score orders findings and is not printed. Any figure of any area moves the spread a little, and
# more decimals would make every report anew for it.
SCORE_DECIMALS = 2


def standings(
    settled: pd.DataFrame, *, areas: Sequence[str], indicators: Sequence[str], period: Period
) -> pd.DataFrame:
    """The table `standings`: one row per (area, indicator) of which any area has a stated figure.

    rank and ranked as ranking.standing counts them; low, middle and high over all areas with a
    stated figure, the area itself among them, NaN where these are fewer than LEAST.
    """
    figures = Figures(settled)
    rows: list[dict[str, Any]] = []
    for indicator in indicators:
        by_area = {area: figures.at(area, indicator, period) for area in areas}
        stated = {area: figure for area, figure in by_area.items() if figure.stated}
        values = [figure.value for figure in stated.values()]
        if not values:
            continue
        enough = len(values) >= LEAST
        shared = {
            "period": str(period),
            "indicator": indicator,
            "unit": next(iter(stated.values())).unit,
            "low": min(values) if enough else NAN,
            "middle": median(values) if enough else NAN,
            "high": max(values) if enough else NAN,
        }
        for area in areas:
            rank, ranked = ranking.standing(by_area, area)
            own = stated.get(area)
            given = {"value": own.value, "printed": own.printed} if own else {"value": NAN}
            place = f"{area}: {indicator}"
            rows.append(
                {"printed": None, **_DERIVED, **shared, **given}
                | {"area": area, "rank": rank, "ranked": ranked, "locator": place}
            )
    return contracts.typed("standings", rows)


def comparisons(beside: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The table `comparisons` from the rows of strengths.of_areas."""
    rows = [
        {**row, **_DERIVED, "period": str(period)}
        | {
            "source_ids": "|".join(row["source_ids"]) or None,
            "score": round(row["score"], SCORE_DECIMALS),
            "locator": f"{row['area']}: {row['indicator'] or row['measure']}",
        }
        for row in records(beside)
    ]
    return contracts.typed("comparisons", rows)


def spread(standings: pd.DataFrame, area: str) -> pd.DataFrame:
    """The rows of the table `standings` of one area that show a rank or a spread."""
    own = standings[standings["area"].eq(area)]
    shown = own[own["rank"].notna() | own["low"].notna()]
    return table(_SPREAD, records(shown))


def ranked(indicators: pd.DataFrame, standings: pd.DataFrame) -> pd.DataFrame:
    """growth.indicator_table with the ranks of the table `standings`.

    indicators: of one area, published figures. An indicator without a row keeps no rank: where
    the quarter's file hides other areas, nobody is ranked.
    """
    rows = {row["indicator"]: row for row in records(standings)}
    nothing = {"rank": None, "ranked": None}
    found = [rows.get(name, nothing) for name in indicators["indicator"]]
    columns = {name: [row[name] for row in found] for name in nothing}
    return indicators.assign(**{n: pd.array(v, dtype="Int64") for n, v in columns.items()})
