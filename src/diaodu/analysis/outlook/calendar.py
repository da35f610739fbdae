"""Periods of any panel as steps of a regular calendar, and back in the caller's own way of writing.

Read are quarters ("1998Q1", "1998 Q1"), months ("2022-03"), days ("2022-03-31"), years ("1998" or
the number 1998), pandas Periods and Timestamps. All of them are months counted from year 0; the
step is the largest number of months that all gaps are multiples of.
"""

from __future__ import annotations

import datetime
import math
import numbers
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from diaodu.errors import ContractError

Style = Literal["year", "year text", "quarter", "quarter spaced", "month", "day", "period", "time"]

_YEAR = re.compile(r"([0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})([ -]?)[Qq]([1-4])")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_STEPS = {"year": 12, "year text": 12, "quarter": 3, "quarter spaced": 3, "month": 1}


@dataclass(frozen=True)
class Calendar:
    """The steps of a panel: step k is the month `first` + k × `months`."""

    first: int
    months: int
    size: int
    style: Style
    sample: Any  # one period as the caller writes it

    @property
    def season(self) -> int:
        """Steps in a year: 4 for quarters, 12 for months, 1 for years."""
        return max(1, 12 // self.months)

    def step(self, written: Any) -> int:
        """The step that a period is; may lie outside of the panel."""
        return (_read(written)[0] - self.first) // self.months

    def write(self, step: int) -> Any:
        """The period of a step as the caller writes periods."""
        month = self.first + step * self.months
        year, within = divmod(month, 12)
        match self.style:
            case "year":
                return year
            case "year text":
                return f"{year:04d}"
            case "quarter" | "quarter spaced":
                gap = _QUARTER.fullmatch(self.sample.strip())
                return f"{year:04d}{gap[2] if gap else ''}Q{within // 3 + 1}"
            case "month":
                return f"{year:04d}-{within + 1:02d}"
            case "period":
                return pd.Period(year=year, month=within + 1, freq=self.sample.freqstr)
        moved = _sibling(self.sample, year, within + 1)
        return moved.strftime("%Y-%m-%d") if self.style == "day" else moved


def read(periods: Iterable[Any]) -> Calendar:
    """The calendar that all of `periods` lie on.

    Raises ContractError where a period cannot be read, or where two ways of writing are mixed.
    """
    written = list(dict.fromkeys(periods))
    if not written:
        raise ContractError("column of periods: found no period; expected at least one")
    found = {period: _read(period) for period in written}
    styles = sorted({style for _, style in found.values()})
    if len(styles) > 1:
        raise ContractError(
            f"column of periods: found {' and '.join(styles)} side by side; expected one way"
        )
    months = np.array(sorted({month for month, _ in found.values()}))
    style: Style = styles[0]
    gap = math.gcd(*np.diff(months).tolist()) or _usual(style, written[0])
    size = int((months[-1] - months[0]) // gap) + 1
    return Calendar(int(months[0]), gap, size, style, written[0])


def _usual(style: Style, sample: Any) -> int:
    """Months of a step where one single period leaves the gap open."""
    if style == "period":
        first = str(sample.freqstr)[0]
        return {"Y": 12, "A": 12, "Q": 3}.get(first, 1)
    return _STEPS.get(style, 1)


def _read(written: Any) -> tuple[int, Style]:
    """Month counted from year 0, and the way of writing."""
    match written:
        case pd.Period():
            return written.year * 12 + written.month - 1, "period"
        case datetime.date() if not pd.isna(written):
            return written.year * 12 + written.month - 1, "time"
        case np.datetime64() if not pd.isna(written):
            return _read(pd.Timestamp(written))
        case numbers.Real() if float(written).is_integer() and 1000 <= float(written) <= 9999:
            return int(float(written)) * 12, "year"
        case str():
            return _read_text(written)
    raise _unreadable(written)


def _read_text(written: str) -> tuple[int, Style]:
    text = written.strip()
    if found := _QUARTER.fullmatch(text):
        style: Style = "quarter spaced" if found[2] else "quarter"
        return int(found[1]) * 12 + int(found[3]) * 3 - 3, style
    if found := _YEAR.fullmatch(text):
        return int(found[1]) * 12, "year text"
    for pattern, style in ((_MONTH, "month"), (_DAY, "day")):
        if (found := pattern.fullmatch(text)) and 1 <= int(found[2]) <= 12:
            return int(found[1]) * 12 + int(found[2]) - 1, style
    raise _unreadable(written)


def _unreadable(written: Any) -> ContractError:
    return ContractError(
        f"column of periods: found {written!r}; expected a quarter such as 1998Q1, a month such as "
        "2022-03, a day such as 2022-03-31, a year such as 1998, a pandas Period or a Timestamp"
    )


def _sibling(sample: Any, year: int, month: int) -> pd.Timestamp:
    """The same day of another month; the last day if the sample is the last of its month."""
    stamp = pd.Timestamp(sample)
    start = pd.Timestamp(year=year, month=month, day=1)
    last = stamp.days_in_month == stamp.day
    return start + pd.Timedelta(days=(start.days_in_month if last else stamp.day) - 1)
