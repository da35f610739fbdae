"""Qualitative statements of a quarter."""

from __future__ import annotations

import pandas as pd

from diaodu.periods import Period


def of_area(notes: pd.DataFrame, *, area: str, period: Period, section: str) -> pd.DataFrame:
    """The statements of one area and quarter in one section, in the order received.

    notes: the table `notes`. Returns its rows and columns; empty where nothing was sent.
    """
    chosen = notes["area"].eq(area) & notes["period"].eq(str(period)) & notes["section"].eq(section)
    return notes[chosen].reset_index(drop=True)
