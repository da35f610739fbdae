"""Bars in cells of tables: an empty element beside a figure, which the style sheet draws.

A bar repeats the figure that it stands beside, so nothing reads it out and Word leaves it away. It
is drawn of borders: these print where grounds are switched off, and are seen without colour.
"""

from __future__ import annotations

from typing import Any

from diaodu.present.page import missing


def rate(value: Any, due: Any = None) -> str:
    """A bar of a share in %, from 0 to 100; `due`: an upright line where it should be by now.

    "" for a missing value. What is above 100 fills the bar, what is below 0 leaves it empty.
    """
    if missing(value):
        return ""
    if missing(due):
        return f'<i class="bar" style="--v:{_within(value, 0)}"></i>'
    return f'<i class="bar due" style="--v:{_within(value, 0)};--d:{_within(due, 0)}"></i>'


def gap(value: Any, largest: Any) -> str:
    """A bar to the right of a middle line for what is above, to its left for what is below.

    largest: the size that reaches the end, such as the largest of a column. "" for a missing value.
    """
    if missing(value) or missing(largest) or not largest:
        return ""
    share = _within(100 * float(value) / float(largest), -100)
    return f'<i class="bar gap" style="--v:{share}"></i>'


def _within(share: Any, least: int) -> int:
    return round(min(max(float(share), least), 100))
