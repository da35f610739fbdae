"""Qualitative statements of a quarter: which there are, and how many of each category."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from diaodu.analysis.frames import table
from diaodu.periods import Period

UNSORTED = "unsorted"  # a problem whose sender gave it no category


def of_area(notes: pd.DataFrame, *, area: str, period: Period, section: str) -> pd.DataFrame:
    """The statements of one area and quarter in one section, in the order received.

    notes: the table `notes`. Returns its rows and columns; empty where nothing was sent.
    """
    chosen = notes["area"].eq(area) & notes["period"].eq(str(period)) & notes["section"].eq(section)
    return notes[chosen].reset_index(drop=True)


def counts(notes: pd.DataFrame, *, areas: Sequence[str], period: Period) -> pd.DataFrame:
    """How many problems each area reports in each category.

    Returns one row per (area, category) that occurs, by given area, then most first: area,
        category (UNSORTED where the sender gave none), problems (count).
    """
    issues = notes[notes["section"].eq("issue") & notes["period"].eq(str(period))]
    rows = []
    for area in areas:
        found = issues.loc[issues["area"].eq(area), "category"].fillna(UNSORTED).value_counts()
        for category, count in sorted(found.items(), key=lambda item: (-item[1], str(item[0]))):
            rows.append({"area": area, "category": str(category), "problems": int(count)})
    return table({"area": "str", "category": "str", "problems": "int64"}, rows)
