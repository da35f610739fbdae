"""What one division of the department looks after: its industries across the areas.

Method: docs/methods.md, section 7.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from diaodu.analysis.frames import Stage
from diaodu.analysis.industries import industry_table
from diaodu.periods import Period


def industries_by_area(
    settled: pd.DataFrame,
    *,
    areas: Sequence[str],
    industries: Collection[str],
    indicator: str,
    period: Period,
    stage: Stage = "actual",
) -> pd.DataFrame:
    """The published figures of some industries in every area.

    Returns one row per (area, industry) with a figure: area and the columns of
        industries.industry_table; by given area, then by value. Empty where nothing is published.
    """
    found = [
        industry_table(settled, area=area, indicator=indicator, period=period, stage=stage).assign(
            area=area
        )
        for area in areas
    ]
    every = pd.concat(found, ignore_index=True)
    return every[every["industry"].isin(list(industries))].reset_index(drop=True)


def of_industries(table: pd.DataFrame, industries: Collection[str], period: Period) -> pd.DataFrame:
    """The rows of a quarter on some industries.

    table: `projects`, `enterprises` or `notes`, or what was made of one of them, with its columns
    industry and period. Returns its rows and columns; rows that name no industry are none of them.
    """
    chosen = table["industry"].isin(list(industries)) & table["period"].eq(str(period))
    return table[chosen].reset_index(drop=True)


def falling(enterprises: pd.DataFrame) -> pd.DataFrame:
    """Enterprises to look at: output, power use or orders fell; largest fall of output first.

    enterprises: rows of the table `enterprises`. Returns its rows and columns.
    """
    growth = enterprises[["output_growth_percent", "power_growth_percent", "orders_growth_percent"]]
    return (
        enterprises[growth.lt(0).any(axis=1)]
        .sort_values("output_growth_percent", kind="stable", na_position="last")
        .reset_index(drop=True)
    )
