"""What all parts of one report share: language, names, numbers and the numbering of sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from html import escape
from typing import Any

import pandas as pd

from diaodu.messages import say
from diaodu.params import Run
from diaodu.periods import Period
from diaodu.present import entries
from diaodu.present.leftward import apart
from diaodu.present.tally import Tally
from diaodu.present.traced import TRACED, Row, linked, marked, plain
from diaodu.present.traced import each as each  # noqa: PLC0414 (whoever has a page takes rows)

# What a reader cannot see but what changes what is seen: controls, marks that turn the direction
# of writing, halves of characters. Line breaks and tabs are harmless in markup.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)

_COUNTS = (*TRACED, Tally)
_DECIMALS = re.compile(r"\.([0-9]{1,9})")


class Html:
    """A piece of markup that shows itself in a notebook and in a report.

    In a report each traced figure is a link to its entry in the source panel. Words that are
    written from right to left stand apart from what is around them.
    """

    def __init__(self, markup: str) -> None:
        self.marked = apart(markup)

    @property
    def markup(self) -> str:
        """The markup without the links of its figures."""
        return plain(self.marked)

    def _repr_html_(self) -> str:
        return linked(self.marked)

    def __repr__(self) -> str:
        return f"<Html, {len(self.markup)} characters>"


class Page:
    """One report being written: its language, its numbered sources, and where figures come from.

    `cited` holds the cited source ids in order of first citation; number n is cited[n - 1].
    `entries` holds what the source panel says of each figure, and the figure's number.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.lang = run.lang
        self.cited: list[str] = []
        self.entries: dict[entries.Entry, int] = {}
        self._periods: dict[tuple[str | Period, str], str] = {}  # in words
        self.areas = frozenset(area.id for area in run.areas.all)

    def say(self, key: str, /, **values: Any) -> str:
        """A text of the message catalogue in the report's language (plain, not markup).

        A traced count or a tally among the values is marked with its entry; any other number is
        a part of a date, or `tests/untraced.py` finds it.
        """
        known = {
            name: self.number(value, 0) if isinstance(value, _COUNTS) else value
            for name, value in values.items()
        }
        return say(key, self.lang, **known)

    def number(self, value: Any, decimals: int = 1, sign: bool = False) -> str:
        """A figure as text, or "not published" where it is missing; `sign` shows a plus too.

        Halves are rounded away from zero (四舍五入), and zero has no sign. A figure of a traced
        row is marked with the number of its entry.
        """
        if missing(value):
            return self.say("value.missing")
        rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if rounded == 0:
            return self._traced(f"{abs(rounded):f}", value)
        return self._traced(f"{rounded:+f}" if sign else f"{rounded:f}", value)

    def stated(self, value: float, key: str, least: int = 0) -> str:
        """A figure that the quarter's file sets under `key`, with at least that many decimals."""
        text = self.number(float(value), decimals_of(value, least))
        return marked(text, entries.stated(self, text, key))

    def whole(self, value: Any) -> str:
        """A whole amount or count with its thousands parted: 12,345."""
        if missing(value):
            return self.say("value.missing")
        return self._traced(f"{float(value):,.0f}", value)

    def _traced(self, text: str, value: Any) -> str:
        if isinstance(value, TRACED):
            return marked(text, entries.number_of(self, value, text))
        if isinstance(value, Tally):
            return marked(text, entries.tallied(self, value, text))
        return text

    def figure(self, value: Any, printed: Any = None) -> str:
        """A figure with the decimals that its source prints; without its print, with all it has."""
        return self.number(value, decimals_of(value if missing(printed) else printed))

    def amount(self, value: Any, unit: str) -> str:
        """A figure with its unit: 5.8%, 4163.4亿元; 4163.4 (100 million yuan)."""
        key = "value.percent" if unit == "percent" else "value.amount"
        return self.say(key, value=self.figure(value), unit=self.unit(unit))

    @cached_property
    def now(self) -> str:
        """The reported period as readers write it."""
        return self.period(self.run.period)

    def period(self, period: str | Period, span: str = "ytd") -> str:
        """A period as readers write it: 2022年一季度, 2022年上半年, 2022年1—5月; Q1 2022, …"""
        if (period, span) not in self._periods:
            self._periods[period, span] = self._period(period, span)
        return self._periods[period, span]

    def _period(self, period: str | Period, span: str) -> str:
        at = period if isinstance(period, Period) else Period.parse(period)
        if span == "month":
            return self.say(f"period.month.{at.month}", year=at.year)
        if span == "quarter":
            return self.say(f"period.quarter.{at.quarter}", year=at.year)
        return self.say(f"period.ytd.{at.month}", year=at.year)

    def day(self, day: str) -> str:
        """A day such as 2022-04-25 as readers write it: 2022年4月25日; 25 April 2022."""
        year, month, number = (int(part) for part in day.split("-"))
        name = self.say(f"publish.month.{month}")
        return self.say("publish.date", year=year, month=name, day=number)

    def area(self, area: str) -> str:
        """Short name of an area."""
        return self.run.areas[area].name(self.lang)

    def indicator(self, indicator: str) -> str:
        """Short name of an indicator, as a table's row is headed."""
        return self.run.catalog.indicators[indicator].short(self.lang)

    def quantity(self, indicator: str) -> str:
        """What an indicator is the growth of: the subject of a sentence that says it grew."""
        return self.run.catalog.indicators[indicator].grows(self.lang)

    def industry(self, industry: str) -> str:
        """Name of an industry."""
        return self.run.catalog.industries[industry].name(self.lang)

    def unit(self, unit: str) -> str:
        """Name of a unit: %, 亿元, …"""
        return self.say(f"unit.{unit}")

    def list_of(self, names: Iterable[str]) -> str:
        """Names joined as the language joins them: 甲、乙、丙; A, B and C."""
        words = list(names)
        first = self.say("list.comma").join(words[:-1])
        return self.say("list.last").join([first, words[-1]] if first else words)

    def numbers_of(self, source_ids: Any) -> str:
        """Source numbers as plain text, "[1][3]"; an uncited source gets the next number."""
        return "".join(f"[{self._number_of(source)}]" for source in _ids(source_ids))

    def cite(self, source_ids: Any) -> str:
        """Source numbers as markup that links to the list of sources."""
        numbers = [self._number_of(source) for source in _ids(source_ids)]
        if not numbers:
            return ""
        links = "".join(f'<a href="#source-{n}">[{n}]</a>' for n in numbers)
        return f'<sup class="cite">{links}</sup>'

    def _number_of(self, source: str) -> int:
        if source not in self.cited:
            self.cited.append(source)
        return self.cited.index(source) + 1


def made(value: Any, name: str, /, **row: Any) -> Any:
    """A figure that no row of a frame holds, traced as the column `name` of a row of these values.

    row: such as source_ids, area and period. A missing value stays missing.
    """
    return value if missing(value) else getattr(Row({**row, name: value}, "any"), name)


def elsewhere(page: Page, row: Any, value: Any, printed: str, source_ids: Any) -> str:
    """What another source states for the figure of a row, as it prints it."""
    about = {name: getattr(row, name, None) for name in ("area", "indicator", "industry", "period")}
    return page.figure(made(value, "value", source_ids=source_ids, **about), printed)


def missing(value: Any) -> bool:
    """Whether a single value of a frame is missing (None, NaN or NA)."""
    return not isinstance(value, str) and bool(pd.isna(value))


def is_true(flag: Any) -> bool:
    """Whether a flag of a frame is set; a missing one is not.

    Not `flag is True`: a column of flags without a missing one gives numpy's True.
    """
    return not missing(flag) and bool(flag)


def decimals_of(figure: Any, least: int = 0) -> int:
    """How many decimals a figure has, printed (5.80: 2) or as a number (6.0: 0, at most 4)."""
    if missing(figure):
        return least
    text = figure if isinstance(figure, str) else f"{float(figure):.4f}".rstrip("0")
    digits = _DECIMALS.search(text)
    return max(least, len(digits[1]) if digits else 0)


def safe(text: Any) -> str:
    """Text of any origin made harmless inside markup; hidden characters become visible ones."""
    return escape(visible(str(text)), quote=True)


def visible(text: str) -> str:
    """Text with hidden characters as visible ones."""
    return _HIDDEN.sub("\ufffd", text)


def _ids(source_ids: Any) -> list[str]:
    if isinstance(source_ids, str):
        return [source_ids]
    # several places of one source are one source; None and NaN are none
    return list(dict.fromkeys(source_ids)) if isinstance(source_ids, Iterable) else []
