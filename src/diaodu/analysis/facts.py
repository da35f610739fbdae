"""Published facts that belong to a quarter: docs/methods.md, section 10."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from diaodu.analysis.frames import records
from diaodu.contracts import TOPICS
from diaodu.periods import Period


def of_quarter(facts: pd.DataFrame, *, areas: Sequence[str], period: Period) -> pd.DataFrame:
    """The facts of a quarter, and the plans for its whole year.

    facts: table `facts`; period: any month of the quarter.
    Returns the rows of these areas that belong to the quarter, with `when`: 'year_plan' for a plan
        of the whole year; 'quarter' for an event whose day, and for another fact whose last month,
        falls in the quarter (the other one where that is not known). A result of January to April
        thus belongs to the second quarter. Undated facts without a day are in no quarter. Sorted
        by given area, topic (contracts.TOPICS), fact_id.
    """
    order = {area: place for place, area in enumerate(areas)}
    topics = {topic: place for place, topic in enumerate(TOPICS)}
    chosen = sorted(
        (order[row["area"]], topics[row["topic"]], row["fact_id"], place, when)
        for place, row in enumerate(records(facts))
        if row["area"] in order and (when := _when(row, period)) is not None
    )
    found = facts.iloc[[place for *_, place, _ in chosen]].reset_index(drop=True)
    return found.assign(when=pd.array([when for *_, when in chosen], dtype="str"))


def _when(fact: Mapping[str, Any], period: Period) -> str | None:
    """Why a fact belongs to a quarter; None for one that does not."""
    first, last = fact["first_month"], fact["last_month"]
    year = (f"{period.year}-01", f"{period.year}-12")
    if fact["aspect"] == "plan" and (first, last) == year:
        return "year_plan"
    day = fact["date_from"] and fact["date_from"][:7]
    month = day or last if fact["aspect"] == "event" else last or day
    return "quarter" if month in [f"{period.year}-{m:02d}" for m in _months(period)] else None


def whole_year(facts: pd.DataFrame, year: int) -> pd.Series:
    """Which facts are about that year from January to December."""
    return facts["first_month"].eq(f"{year}-01") & facts["last_month"].eq(f"{year}-12")


def _months(period: Period) -> range:
    return range(3 * period.quarter - 2, 3 * period.quarter + 1)
