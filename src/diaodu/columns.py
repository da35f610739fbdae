"""The columns of a frame as what they lie in, and as plain values.

A report asks for the columns of hundreds of small frames. A Series for each, only to take its
values, would take longer than what is done with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd


def arrays(frame: pd.DataFrame) -> list[Any]:
    """What each column lies in, not copied: an array of numpy or of pandas, never to be changed.

    The same as [column.array for _, column in frame.items()], but numpy's own arrays as they are.
    """
    # pandas has no public way to it without a Series for each; `tests/test_columns.py` compares
    found: Iterable[Any] = frame._iter_column_arrays()  # type: ignore[operator]
    return list(found)


def lists(frame: pd.DataFrame) -> list[list[Any]]:
    """The values of each column, as Series.tolist gives them: plain numbers, NaN and NA kept."""
    return [array.tolist() for array in arrays(frame)]
