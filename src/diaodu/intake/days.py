"""Read a date as people type it into a form: 2022.3.5, 3月5日, 三月上旬, 2022年二季度, 44625.

What is coarser than a day stays so (`precision`: 三月上旬 is March, 年底 is December); what names
no year takes it from the form (`year_hint`), and says that it did.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from diaodu.intake.numbers import FORMULA_ERROR, How
from diaodu.intake.numerals import NUMERAL, read_numeral, read_year_numeral
from diaodu.intake.quantity_words import says_nothing
from diaodu.intake.text import fold
from diaodu.intake.written_periods import read_date, read_period

Precision = Literal["day", "month", "quarter", "half", "year"]
Reason = Literal[
    "ambiguous",  # 3.5, 22.3, 2022.1
    "formula_error",
    "impossible",  # 2月30日
    "no_year",  # 3月5日 where the form has no year
    "range",  # 3月至6月
    "unreadable",
]
Qualifier = Literal["expected", "about", "before", "after"]
MONTHS_OF: dict[Precision, int] = {"day": 1, "month": 1, "quarter": 3, "half": 6, "year": 12}

_BEFORE: dict[str, Qualifier] = {
    **dict.fromkeys(("预计于", "计划于", "预计", "计划", "力争", "拟于", "拟"), "expected"),
    **dict.fromkeys(("大约", "约"), "about"),
}
_AFTER: dict[str, Qualifier] = {
    **dict.fromkeys(("左右", "前后"), "about"),
    **dict.fromkeys(("之前", "以前", "前"), "before"),
    **dict.fromkeys(("之后", "以后", "后"), "after"),
}
_EVENTS = re.compile(r"(?:正式)?(?:开工|动工|竣工|完工|投产|达产|建成|投用|到位|完成)(?:建设)?$")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z?$", re.ASCII)
_NUMERALS = re.compile(rf"([{NUMERAL}]+)(?=([年月日号]))")
_THIS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1}
_SHORT_YEAR = re.compile(r"([0-9]{2})年|([0-9]{2})(?=([./-])[0-9]{1,2}\3[0-9]{1,2}日?$)")
_YEARLESS = re.compile(r"[0-9]{1,2}月|第?[一二三四1-4]季度|[上下]半年|年[初底末]|全年")
_OF_YEAR = re.compile(r"([0-9]{4}年?)年?(初|底|末)$")
_OF_MONTH = re.compile(r"([0-9]{4}年[0-9]{1,2}月)份?(?:[上中下]旬|初|中|底|末)$")
_TWO_PARTS = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}")
_FULL = re.compile(r"[0-9]{4}([-/.年])[0-9]{1,2}([-/.月])[0-9]{1,2}日?|(?:19|20)[0-9]{6}")
_RANGE = re.compile(
    r".*[0-9月日年度](?:[-—–~]+|至|到)(?:.*[月日年度].*|[0-9]{4}[-./][0-9]{1,2}(?:[-./][0-9]{1,2})?)"
)
_EPOCH = datetime(1899, 12, 30)  # a spreadsheet's day 0, right for all days from March 1900
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_NEAR = 15  # years: 22.3.5 is in 2022 where the form is of about then
_LONGEST = 60

Cell = str | float | int | bool | date | None


@dataclass(frozen=True)
class Day:
    """A day, or the first day of the month, quarter, half or year that was written.

    year_supplied: the year is the form's. reason: why it was refused. qualifier: what stood
    beside it (预计, 前).
    """

    how: How
    start: date | None = None
    precision: Precision | None = None
    year_supplied: bool = False
    qualifier: Qualifier | None = None
    reason: Reason | None = None

    @property
    def end(self) -> date | None:
        """The last day of what was written."""
        if self.start is None or self.precision in (None, "day"):
            return self.start
        month = self.start.month + MONTHS_OF[self.precision] - 1
        return date(self.start.year, month, calendar.monthrange(self.start.year, month)[1])

    @property
    def printed(self) -> str:
        """Normal form: 2022-03-05, 2022-03, 2022Q1, 2022H1 or 2022; "" if there is none."""
        match self.start, self.precision:
            case None, _:
                return ""
            case start, "month":
                return f"{start:%Y-%m}"
            case start, "quarter":
                return f"{start.year}Q{(start.month + 2) // 3}"
            case start, "half":
                return f"{start.year}H{(start.month + 5) // 6}"
            case start, "year":
                return str(start.year)
            case start, _:
                return start.isoformat()


def read_day(cell: Cell, *, year_hint: int | None = None) -> Day:
    """Read a cell's value, or its text; never raises.

    year_hint: the year of the form, for 3月5日 and 去年12月, and to tell what 22.3.5 is.
    """
    if cell is None:
        return Day("missing")
    if isinstance(cell, str):
        return _from_text(cell, year_hint)
    if isinstance(cell, bool):
        return _refused("unreadable")
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return _plausible(Day("exact", day, "day"))
    return _from_number(cell)


def _refused(reason: Reason) -> Day:
    return Day("refused", reason=reason)


def _plausible(day: Day) -> Day:
    """Refuse years that no project has; 1900 is what a small number looks like as a date."""
    if day.start is not None and not _FIRST_YEAR <= day.start.year <= _LAST_YEAR:
        return _refused("impossible")
    return day


def _from_number(number: float) -> Day:
    """A number in a column of dates: a serial, or 2022, 202203, 20220305, 2022.3 typed as one."""
    if not 0 < number < 1e8:  # not for NaN either
        return _refused("unreadable")
    if 10_000 <= number < 100_000:
        return _plausible(Day("normalised", (_EPOCH + timedelta(int(number))).date(), "day"))
    day = _from_text(f"{number:.15g}", None)
    return replace(day, how="normalised") if day.how == "exact" else day


def _from_text(text: str, year_hint: int | None) -> Day:
    if says_nothing(text):
        return Day("missing")
    written = _TIME.sub("", " ".join(fold(text).split()).removeprefix("'")).replace(" ", "")
    if FORMULA_ERROR.fullmatch(written):
        return _refused("formula_error")
    if len(text) > _LONGEST:
        return _refused("unreadable")
    body, qualifier = _unqualified(written)
    body = _in_digits(body)
    dated = _with_year(body, year_hint)
    if isinstance(dated, Day):
        return dated
    day = _plausible(_read(dated))
    if day.start is None:
        return day
    supplied = dated[:4] != body[:4] and not _SHORT_YEAR.match(body)
    how: How = "exact" if day.printed == text else "normalised"
    return replace(day, how=how, qualifier=qualifier, year_supplied=supplied)


def _unqualified(written: str) -> tuple[str, Qualifier | None]:
    body, qualifier = _EVENTS.sub("", written), None
    for name, meaning in _BEFORE.items():
        if body.startswith(name):
            body, qualifier = body.removeprefix(name), meaning
            break
    for name, meaning in _AFTER.items():
        if body.endswith(name):
            return body.removesuffix(name), qualifier or meaning
    return body, qualifier


def _in_digits(body: str) -> str:
    """二〇二二年三月五号 as 2022年3月5日; quarters keep their numerals."""

    def digits(found: re.Match[str]) -> str:
        read = read_year_numeral if found[2] == "年" else read_numeral
        return read(found[1]) or found[1]

    return re.sub(r"(?<=[0-9])号$", "日", _NUMERALS.sub(digits, body))


def _with_year(body: str, year_hint: int | None) -> str | Day:
    """The text with a year of four digits in front, as far as one is known."""
    for name, shift in _THIS.items():
        if body.startswith(name):
            rest = body.removeprefix(name).removeprefix("年")
            rest = "年" + rest if rest in ("初", "底", "末") else rest
            return f"{year_hint + shift}年{rest}" if year_hint else _refused("no_year")
    if short := _SHORT_YEAR.match(body):
        year = 2000 + int(short[1] or short[2])
        if year_hint and abs(year - year_hint) > _NEAR:
            return _refused("ambiguous")  # 05.03.22 may be the fifth of March
        return str(year) + body[2:]
    if _YEARLESS.match(body):
        return f"{year_hint}年{body}" if year_hint else _refused("no_year")
    return body


def _read(dated: str) -> Day:
    """Read a text that names its year."""
    if _TWO_PARTS.fullmatch(dated):
        return _refused("ambiguous")
    if (whole := read_date(dated)) is not None:
        return Day("normalised", whole, "day")
    if _FULL.fullmatch(dated):
        return _refused("impossible")
    if re.fullmatch(r"[0-9]{5}", dated):
        return _from_number(int(dated))
    if part := _OF_YEAR.fullmatch(dated):
        dated = f"{part[1][:4]}年{1 if part[2] == '初' else 12}月"
    elif part := _OF_MONTH.fullmatch(dated):
        dated = part[1]
    period = read_period(dated)
    if period.reason is not None:
        unknown: Reason = "range" if _RANGE.fullmatch(dated) else "unreadable"
        return _refused(unknown if period.reason == "unknown" else period.reason)
    if period.how == "missing" or period.kind == "months":
        return _refused("range" if period.kind == "months" else "unreadable")
    return Day("normalised", date(period.year, period.first, 1), period.kind)
