"""Periods of Chinese economic statistics: spans that end with a month.

Statistics on industry and investment run from January (累计, year to date); January and February
are published as one point. A period is stored as its last month, "2022-03", and a span: `ytd`
(January to that month), `quarter` or `month`. So "2022Q1" and "January to March 2022" are one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

SPANS = ("ytd", "month", "quarter")
_WRITTEN = (
    re.compile(r"(?P<year>[0-9]{4})\s*[Qq](?P<quarter>[1-4])"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])"),
)


@total_ordering
@dataclass(frozen=True)
class Period:
    """The stretch of a year that ends with `month`; what begins it is the row's span."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1900 <= self.year <= 2200):
            raise ValueError(f"not a period: year {self.year}, month {self.month}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "2022Q1" or "2022-03" (the two forms that our own files use).

        Raises ValueError for anything else: what people write freely is for intake to understand.
        """
        for pattern in _WRITTEN:
            if found := pattern.fullmatch(text.strip()):
                parts = found.groupdict()
                month = int(parts["month"]) if "month" in parts else 3 * int(parts["quarter"])
                return cls(int(parts["year"]), month)
        raise ValueError(f"not a period: {text!r}")

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    def __lt__(self, other: Period) -> bool:
        return (self.year, self.month) < (other.year, other.month)

    @property
    def quarter(self) -> int:
        """The quarter that the last month falls in, 1 to 4."""
        return (self.month + 2) // 3

    @property
    def closes_quarter(self) -> bool:
        return self.month % 3 == 0

    @property
    def elapsed_share(self) -> float:
        """Share of the year gone by at the end of the period (序时进度), 0.25 for a Q1."""
        return self.month / 12

    def shift_years(self, years: int) -> Period:
        """The same stretch `years` later (earlier if negative)."""
        return Period(self.year + years, self.month)

    @property
    def quarter_before(self) -> Period:
        """The cumulative period up to the end of the last full quarter before this one's end."""
        month = 3 * (self.quarter - 1)
        return Period(self.year, month) if month else Period(self.year - 1, 12)
