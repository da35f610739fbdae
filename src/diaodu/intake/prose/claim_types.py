"""One figure that a text states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Comparison = Literal[
    "yoy", "mom", "average", "total", "level", "share", "rank", "change_points", "gap_points",
    "pull_points", "increase", "turn",
]  # fmt: skip
Status = Literal["actual", "expected", "target"]


@dataclass(frozen=True)
class Claim:
    """One figure of one quantity, area and period, as a text states it.

    indicator: id of the catalog, or the generic one where the catalog has none. generic: built of
        what is measured and how (value_added_growth, gdp_growth_gap, port_capacity); a part of the
        economy or a product stands in `subject`, as written.
    exact: the subject is the indicator (of an industry) and nothing narrower (重点企业的用电量).
    value: None for a range, of which low and high are given, and for a turn (由负转正) without a
        figure. Falls and narrowing growth are negative, a narrowing fall and a gap above positive.
    unit: as written (亿元, 万辆), per cent as %, points as 百分点, ranks as 位.
    area: id of an area, else the place's name (a county, another province); None where nothing
        says it. within: id of the area that a county lies in.
    period: as intake writes periods (2022Q1, 2022-01/2022-05, 2022, 2021-2025) or None; month and
        span: the same for comparison with the tables ("point": a balance of one day).
    base: what it is compared with, as written. start, end: where it stands in the text.
    """

    indicator: str
    generic: str
    subject: str
    industry: str | None
    exact: bool
    value: float | None
    low: float | None
    high: float | None
    printed: str
    unit: str
    area: str | None
    within: str | None
    period: str | None
    month: str | None
    span: str
    comparison: Comparison
    base: str
    qualifier: str
    status: Status
    start: int
    end: int
    quote: str
