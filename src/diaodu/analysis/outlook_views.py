"""The table `outlook` as other parts ask for it. Light: nothing of the models is imported here."""

from __future__ import annotations

import pandas as pd


def beside_expected(outlook: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """The quarter's expectations of one growth with the model's 80% range, for the questions.

    outlook: the processed table. Returns one row per area with both: area, indicator, expected,
        low, high, in %.
    """
    quarter = outlook[outlook["horizon"].eq("quarter") & outlook["indicator"].eq(indicator)]
    known = quarter.dropna(subset=["expected", "low80", "high80"])
    columns = {"low80": "low", "high80": "high"}
    wanted = ["area", "indicator", "expected", "low80", "high80"]
    return known[wanted].rename(columns=columns).reset_index(drop=True)


def of_year(outlook: pd.DataFrame, area: str) -> pd.DataFrame:
    """The model's figures for the whole year of one area, for reach.outcome.

    outlook: the processed table. Returns one row per indicator with a figure: indicator, of
        ('year'), value, low and high (its 80% range; NaN where it is not known).
    """
    year = outlook[outlook["area"].eq(area) & outlook["period"].str.endswith("-12")]
    known = year[year["value"].notna()].assign(of="year")
    columns = {"low80": "low", "high80": "high"}
    wanted = ["indicator", "of", "value", "low80", "high80"]
    return known[wanted].rename(columns=columns).reset_index(drop=True)
