"""Periods that a text names, and the months that they mean in their context."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypedDict

Grain = Literal["month", "quarter", "half", "year", "months", "years", "point"]
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class When:
    """Months from first to last, as (year, month), and how the text counts them."""

    first: tuple[int, int]
    last: tuple[int, int]
    grain: Grain

    @property
    def normal(self) -> str:
        """2022Q1, 2022H1, 2022, 2022-03, 2022-01/2022-05, 2021-2025."""
        year, month = self.last
        match self.grain:
            case "quarter":
                return f"{year}Q{month // 3}"
            case "half":
                return f"{year}H{month // 6}"
            case "year":
                return str(year)
            case "years":
                return f"{self.first[0]}-{year}"
            case "months":
                return f"{year}-{self.first[1]:02d}/{year}-{month:02d}"
            case _:
                return f"{year}-{month:02d}"

    @property
    def span(self) -> str:
        """The span in the sense of periods.py; "point" for a day's balance, "" over years."""
        if self.grain in ("years", "point"):
            return "point" if self.grain == "point" else ""
        return {"month": "month", "quarter": "quarter"}.get(self.grain, "ytd")

    @property
    def month(self) -> str:
        return f"{self.last[0]}-{self.last[1]:02d}"

    def years_later(self, years: int) -> When:
        return replace(
            self,
            first=(self.first[0] + years, self.first[1]),
            last=(self.last[0] + years, self.last[1]),
        )

    def last_year(self) -> When:
        """The last of several years; any other period as it is."""
        return year_of(self.last[0]) if self.grain == "years" else self


def year_of(year: int) -> When:
    """A whole year."""
    return When((year, 1), (year, 12), "year")


def _quarter(year: int, quarter: int) -> When:
    return When((year, 3 * quarter - 2), (year, 3 * quarter), "quarter")


def _months(year: int, first: int, last: int) -> When:
    if (first, last) == (1, 3):
        return _quarter(year, 1)
    if (first, last) in ((1, 6), (7, 12)):
        return When((year, first), (year, last), "half")
    if (first, last) == (1, 12):
        return year_of(year)
    return When((year, first), (year, last), "months" if first != last else "month")


@dataclass(frozen=True)
class Mention:
    """A period where it stands.

    kind: when, the same period of another year (同期), the one before (上月), or the current one
    (本月). year: as written; shift: years from the text's own (去年: -1); neither: the year that
    the text is in. first, last: months. years: length of a stretch of years.
    """

    start: int
    end: int
    text: str
    kind: Literal["when", "same", "before", "now"] = "when"
    year: int | None = None
    shift: int | None = None
    first: int = 1
    last: int = 12
    grain: Grain = "year"
    years: int = 0

    @property
    def own_year(self) -> bool:
        return self.year is not None


def resolve(
    mention: Mention, now: When | None, year: int | None, written: int | None
) -> When | None:
    """The months that a mention means, None where the year is not known.

    now: the period that the text is in; year: of the latest period that names one; written: the
    year that 今年 means.
    """
    if mention.kind == "before" or (now is None and mention.kind != "when"):
        if now is not None and mention.text.endswith("months"):
            return before(now)
        return None if now is None else _before(now, mention.text)
    if mention.kind == "same" and now is not None:
        named = mention.year - now.last[0] if mention.year is not None else None
        return now.years_later(named if named is not None else mention.shift or -1)
    if mention.kind == "now" and now is not None:
        return When(now.last, now.last, "month")
    of = _year_meant(mention, year, written)
    if of is None or not FIRST_YEAR <= of <= LAST_YEAR:
        return None
    if mention.grain == "years":
        return When((of - mention.years + 1, 1), (of, 12), "years")
    if mention.grain == "months":
        return _months(of, mention.first, mention.last)
    return When((of, mention.first), (of, mention.last), mention.grain)


def _year_meant(mention: Mention, year: int | None, written: int | None) -> int | None:
    if mention.year is not None:
        return mention.year
    if mention.shift is not None:
        return None if written is None else written + mention.shift
    return written if year is None else year


def _before(now: When, text: str) -> When:
    """上月, 上季度: the stretch before the one that the text is in."""
    year, month = now.last
    if "季" in text or "quarter" in text:
        quarter = (month - 1) // 3
        return _quarter(year, quarter) if quarter else _quarter(year - 1, 4)
    year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return When((year, month), (year, month), "month")


def before(now: When) -> When:
    """The month, quarter or months before; of a year and what begins it, those a year before."""
    if now.grain in ("month", "quarter"):
        return _before(now, now.grain)
    first, last = now.first[1], now.last[1]
    if now.grain == "months" and 2 * first > last + 1:
        year = now.last[0]
        return When((year, 2 * first - last - 1), (year, first - 1), "months")
    return now.years_later(-1)


_QUARTER = re.compile(r"([0-9]{4})\s?[Qq]([1-4])")
_HALF = re.compile(r"([0-9]{4})\s?[Hh]([12])")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_MONTHS = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])(?:/|\.\.)(?:\1-)?(0[1-9]|1[0-2])")
_YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")


def given(period: str | None) -> When | None:
    """A period as our files write it; None for none or another text."""
    text = (period or "").strip()
    if found := _QUARTER.fullmatch(text):
        return _quarter(int(found[1]), int(found[2]))
    if found := _HALF.fullmatch(text):
        return _months(int(found[1]), 6 * int(found[2]) - 5, 6 * int(found[2]))
    if found := _MONTH.fullmatch(text):
        return _months(int(found[1]), int(found[2]), int(found[2]))
    if found := _MONTHS.fullmatch(text):
        first, last = sorted((int(found[2]), int(found[3])))
        return _months(int(found[1]), first, last)
    if found := _YEARS.fullmatch(text):
        return When((int(found[1]), 1), (int(found[2]), 12), "years")
    return year_of(int(text)) if _YEAR.fullmatch(text) else None


Groups = dict[str, str]


class Year(TypedDict, total=False):
    """The year that a mention names, or how far it lies from that of its context."""

    year: int
    shift: int


def mentions(
    pattern: re.Pattern[str],
    text: str,
    read: Callable[[re.Match[str], Groups], Mention | None],
) -> list[Mention]:
    """The periods that a language's pattern finds in a text, in order, as `read` reads them."""
    found = []
    for match in pattern.finditer(text):
        groups = {name: value for name, value in match.groupdict().items() if value}
        mention = read(match, groups)
        if mention is not None:
            found.append(mention)
    return found
