"""Published facts that belong to a quarter: docs/methods.md, section 10."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

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
    months = [f"{period.year}-{month:02d}" for month in _months(period)]
    year_plan = facts["aspect"].eq("plan") & whole_year(facts, period.year)
    last, day = facts["last_month"], facts["date_from"].str[:7]
    in_quarter = day.fillna(last).where(facts["aspect"].eq("event"), last.fillna(day)).isin(months)
    chosen = facts["area"].isin(list(areas)) & (year_plan | in_quarter)
    when = year_plan.map({True: "year_plan", False: "quarter"}).astype("str")
    order = {area: place for place, area in enumerate(areas)}
    topics = {topic: place for place, topic in enumerate(TOPICS)}
    return (
        facts.assign(
            when=when, by_area=facts["area"].map(order), by_topic=facts["topic"].map(topics)
        )[chosen]
        .sort_values(["by_area", "by_topic", "fact_id"])
        .drop(columns=["by_area", "by_topic"])
        .reset_index(drop=True)
    )


def whole_year(facts: pd.DataFrame, year: int) -> pd.Series:
    """Which facts are about that year from January to December."""
    return facts["first_month"].eq(f"{year}-01") & facts["last_month"].eq(f"{year}-12")


def _months(period: Period) -> range:
    return range(3 * period.quarter - 2, 3 * period.quarter + 1)
