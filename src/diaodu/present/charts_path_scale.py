"""What the path of growth consists of, which part of it the scale shows, and what is joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

_CUT_FROM = 25.0  # per cent: growth up to this is never cut off

Point = tuple[float, float]


@dataclass(frozen=True)
class Series:
    """One line: who, its points in order of time, colour, marker and its size in pixels.

    hollow: its points are what the area itself stated, not published ones.
    """

    name: str
    rows: list[Any]  # rows of growth.path
    colour: str
    marker: str
    size: float
    hollow: bool = False


@dataclass(frozen=True)
class Target:
    """An annual target; low and high are the same but for a target that is a range."""

    year: int
    low: float
    high: float
    wording: str
    source_ids: tuple[str, ...]


def limits(values: Sequence[float]) -> tuple[float, float]:
    """The range that the scale shows: zero and all values, but for those far beyond the rest.

    A value is far beyond if it is above 25 % and more than twice as far from zero as two thirds
    of the values are: base effects such as 73 % would otherwise flatten everything.
    """
    reach = max(_CUT_FROM, 2 * float(np.quantile(np.abs(values), 2 / 3)))
    kept = [value for value in values if abs(value) <= reach]
    low, high = min([0.0, *kept]), max([0.0, *kept])
    margin = 0.08 * (high - low) or 1.0
    return (low - margin if low < 0 else low, high + margin)


def joined(rows: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pairs of rows that a line may join: consecutive, of one year, at most three months apart.

    rows: points of one path in order of time, with year and month.
    """
    return [(a, b) for a, b in pairwise(rows) if a.year == b.year and b.month - a.month <= 3]


def visible(start: Point, end: Point, low: float, high: float) -> tuple[Point, Point] | None:
    """The part of a straight line whose height is within low to high; None if there is none."""
    (x0, y0), (x1, y1) = start, end
    if max(y0, y1) < low or min(y0, y1) > high or (y0 == y1 and not low <= y0 <= high):
        return None
    if y0 == y1:
        return start, end
    shares = sorted(((low - y0) / (y1 - y0), (high - y0) / (y1 - y0)))
    first, last = max(0.0, shares[0]), min(1.0, shares[1])
    if first >= last:
        return None
    return (
        (x0 + first * (x1 - x0), y0 + first * (y1 - y0)),
        (x0 + last * (x1 - x0), y0 + last * (y1 - y0)),
    )
