"""Key enterprises of a quarter."""

from __future__ import annotations

import pandas as pd

from diaodu.periods import Period


def of_area(enterprises: pd.DataFrame, *, area: str, period: Period) -> pd.DataFrame:
    """The key enterprises of one area and quarter, largest output first.

    enterprises: the table `enterprises`. Returns its rows and columns; empty where none was sent.
    """
    chosen = enterprises["area"].eq(area) & enterprises["period"].eq(str(period))
    return (
        enterprises[chosen]
        .sort_values("output_10k_yuan", ascending=False, kind="stable", na_position="last")
        .reset_index(drop=True)
    )
