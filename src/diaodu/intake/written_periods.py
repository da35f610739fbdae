"""Read a period or a date as people write it: 2022年一季度, 2022年1-5月, 2022年上半年, 2022.3."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from diaodu.intake.text import fold, is_missing
from diaodu.periods import Period

Kind = Literal["month", "quarter", "half", "year", "months"]
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_Y = r"(?P<year>[0-9]{4})"
_TO = r"(?:[-—–~]+|至|到)"
_QUARTER = re.compile(_Y + r"[年-]?度?(?:Q(?P<n>[0-9])|第?(?P<zh>[一二三四0-9])季度?)")
_QUARTERS = re.compile(
    _Y + rf"年?(?:前(?P<n>[二两三23])个?季度|第?[一1]{_TO}(?P<zh>[二三四2-4])季度)"
)
_HALF = re.compile(_Y + r"[年-]?(?:H(?P<n>[0-9])|(?P<zh>[上下])半年)")
_YEAR = re.compile(_Y + r"(?:年度?|年?全年)?")
_MONTHS = re.compile(_Y + rf"年(?P<first>[0-9]{{1,2}})月?{_TO}(?P<last>[0-9]{{1,2}})月(?:份)?")
_OWN_MONTHS = re.compile(_Y + r"-(?P<first>[0-9]{2})/(?P=year)-(?P<last>[0-9]{2})")
_MONTH = re.compile(_Y + r"(?:年(?P<zh>[0-9]{1,2})月份?|[-/.](?P<n>[0-9]{1,2})|(?P<mm>[0-9]{2}))")
_DATE = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?|([0-9]{8})")
_LONGEST = 40


@dataclass(frozen=True)
class WrittenPeriod:
    """Months of one year, as a text names them (`first` to `last`), and how it names them.

    `how` is as for numbers; `reason` tells why it was refused. What is published for "2022Q2" may
    be the quarter or the year up to it: the row's span says that, see `spans`.
    """

    how: Literal["exact", "normalised", "missing", "refused"]
    kind: Kind = "month"
    year: int = 0
    first: int = 0
    last: int = 0
    reason: Literal["unknown", "impossible", "ambiguous"] | None = None

    @property
    def first_month(self) -> Period:
        return Period(self.year, self.first)

    @property
    def last_month(self) -> Period:
        return Period(self.year, self.last)

    @property
    def normal(self) -> str:
        """Normal form: 2022-04, 2022Q1, 2022H1, 2022 or 2022-01/2022-05."""
        match self.kind:
            case "month":
                return str(self.last_month)
            case "quarter":
                return f"{self.year}Q{self.last // 3}"
            case "half":
                return f"{self.year}H{self.last // 6}"
            case "year":
                return str(self.year)
            case "months":
                return f"{self.first_month}/{self.last_month}"

    @property
    def spans(self) -> tuple[str, ...]:
        """Spans that a figure of this period can have; the first one is what the text itself says.

        A month or a quarter only names the end, so it says nothing of its own (but for the first
        quarter, which is the year to date too): then the first one is "".
        """
        is_quarter = self.last % 3 == 0 and self.first == self.last - 2
        match self.kind:
            case "month":
                return ("", "ytd", "month", *(["quarter"] if self.last % 3 == 0 else []))
            case "quarter":
                return ("ytd", "quarter") if self.first == 1 else ("", "ytd", "quarter")
            case _ if self.first == 1:
                return ("ytd", "quarter") if is_quarter else ("ytd",)
            case _:
                return ("quarter",) if is_quarter else ()


def read_period(text: str) -> WrittenPeriod:
    """Read months, quarters, halves and years of one year; never raises."""
    if is_missing(text):
        return WrittenPeriod("missing")
    written = re.sub(r"\s", "", fold(text)).upper()[:_LONGEST]
    if re.fullmatch(r"[0-9]{4}\.1", written):  # a spreadsheet makes 2022.1 of 2022.10
        return WrittenPeriod("refused", reason="ambiguous")
    found = _months(written)
    if found is None:
        return WrittenPeriod("refused", reason="unknown")
    kind, year, first, last = found
    if not (1900 <= year <= 2200 and 1 <= first <= last <= 12):
        return WrittenPeriod("refused", reason="impossible")
    period = WrittenPeriod("exact", kind, year, first, last)
    if period.normal != text:
        period = WrittenPeriod("normalised", kind, year, first, last)
    return period


def _months(written: str) -> tuple[Kind, int, int, int] | None:
    """Kind, year, first and last month of a text; the months may be impossible ones."""
    if found := _QUARTER.fullmatch(written):
        number = _ordinal(found["n"] or found["zh"])
        return "quarter", int(found["year"]), 3 * number - 2, 3 * number
    if found := _HALF.fullmatch(written):
        number = _ordinal(found["n"] or found["zh"])
        return "half", int(found["year"]), 6 * number - 5, 6 * number
    if found := _QUARTERS.fullmatch(written):
        last = 3 * _ordinal(found["n"] or found["zh"])
        return _stretch(int(found["year"]), 1, last)
    if found := _YEAR.fullmatch(written):
        return "year", int(found["year"]), 1, 12
    if found := _MONTHS.fullmatch(written) or _OWN_MONTHS.fullmatch(written):
        return _stretch(int(found["year"]), int(found["first"]), int(found["last"]))
    if found := _MONTH.fullmatch(written):
        month = int(found["zh"] or found["n"] or found["mm"])
        return "month", int(found["year"]), month, month
    return None


def _stretch(year: int, first: int, last: int) -> tuple[Kind, int, int, int]:
    """Months that have a shorter name get it: 1-6 is the first half, 1-12 the year.

    But 4-6 stays what it is, since a figure of 2022Q2 may also be the year to date.
    """
    kind: Kind = "months"
    if first == last:
        kind = "month"
    elif (first, last) == (1, 3):
        kind = "quarter"
    elif (first, last) in ((1, 6), (7, 12)):
        kind = "half"
    elif (first, last) == (1, 12):
        kind = "year"
    return kind, year, first, last


def _ordinal(text: str) -> int:
    return _DIGITS[text] if text in _DIGITS else int(text)


def read_date(text: str) -> date | None:
    """Read one day (2022-03-23, 2022/3/23, 2022年3月23日, 20220323); None if it is not one."""
    found = _DATE.fullmatch(re.sub(r"\s", "", fold(text))[:_LONGEST])
    if found is None:
        return None
    parts = found.groups()[:3] if found[4] is None else (found[4][:4], found[4][4:6], found[4][6:])
    try:
        return date(*(int(part) for part in parts if part is not None))
    except ValueError:
        return None
