"""What is carried over in an English paragraph: the period and the area of each figure."""

from __future__ import annotations

import re

from diaodu.intake.prose.claim_lists import between
from diaodu.intake.prose.claim_periods import Mention, When, resolve
from diaodu.intake.prose.claim_periods_en import find_periods_en
from diaodu.intake.prose.claim_places import Gazetteer, Place
from diaodu.intake.prose.claim_predicates_en import goes_on_in
from diaodu.intake.prose.claim_state import State
from diaodu.intake.text import fold

_BRACKET = re.compile(r"\([^()]*\)")
_BASE_BEFORE = re.compile(
    r"\b(?:than(?: in| that of| that in)?|same as|as in|from|compared (?:with|to)|versus|over|since"
    r"|against)"
    r"(?: the| in| a)*\s*$",
    re.IGNORECASE,
)
_PERIOD_AFTER = re.compile(
    r"^,?(?:(?!\b(?:while|whereas|but|and|that|after|before|than|from|versus|above|below|levels?)\b)[^,;.\d]){0,30}?"
    r"\b(?:in|during|for|of|by|over|between)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TOPIC_BEFORE = re.compile(
    r"(?:^|[.;]\s*|\b(?:in|of|across|for|throughout)\s+(?:the\s+)?|'s\s+)$", re.IGNORECASE
)
_OF_PLACE = re.compile(r"\s[a-z]")  # the Dakota index, one Texas bank
_LIST = re.compile(r"(?:,|\b(?:and|or|from|to|with|by|than))\s*$", re.IGNORECASE)
_GAP_BASE = re.compile(
    r"\s*,?\s*(?:(?:higher|lower|faster|slower|more|less|below|above|up|down|changed)\s)?"
    r"\s*(?:than|from|compared (?:with|to)|over|versus|against)\b[^,;]*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:than|compared (?:with|to)|from|after|follow(?:s|ed|ing)|in contrast to|versus)\b",
    re.IGNORECASE,
)
_SPAN_BEFORE = re.compile(r"\b(?:from|over)(?: the)?\s*$", re.IGNORECASE)
_LAST_FIGURE = re.compile(r"[-+$\w.]*\d[^,;]*$")


class EnglishWalk:
    """Knows where periods and places stand; `home` and `document` are those of the whole text."""

    def __init__(
        self, text: str, gazetteer: Gazetteer, home: str | None, document: When | None
    ) -> None:
        self.written, self.text = text, fold(text)
        self.open = _BRACKET.sub(lambda match: " " * len(match[0]), self.text)
        self.periods = find_periods_en(self.text)
        self.places = gazetteer.find(self.text, home)
        self.document = document
        self.year = document.last[0] if document else None
        self.state = State(home, None, document, self.year)
        self.opening: When | None = None  # the period of a sentence's first figure
        self.taken = 0  # up to where periods have been taken
        self.passing = False  # whether the figure before was only compared with
        self.base: When | None = None  # of the last figure: what it is compared with
        self.told = False  # whether the figure's own period is named

    def _context(self, begin: int, middle: int, limit: int, start: int) -> None:
        """Take the period and the area of a figure: named before it, or right after it."""
        used_first, self.told, self.base = begin == start, False, None
        for period in between(self.periods, begin, limit):
            gap = re.sub(r"\s+", " ", self.open[middle : period.start])
            if period.start >= middle and period.grain != "years" and _GAP_BASE.match(gap):
                middle = max(middle, period.end)  # lower than in May
                self.base = resolve(period, self.state.now, self.state.year, self.year)
                continue
            ranged = period.grain in ("months", "years") and self._is_span(period.start)
            if period.start < self.taken or (self._is_base(period.start) and not ranged):
                if period.start >= middle:
                    middle = period.end
                    self.base = resolve(period, self.state.now, self.state.year, self.year)
                continue
            if self._is_own(period, middle):
                continue
            beside = not gap.strip() and (period.kind != "when" or period.shift is not None)
            follows = _PERIOD_AFTER.match(gap) or beside  # 5 percent this year
            if period.start >= middle and not follows:
                continue
            when = resolve(period, self.state.now, self.state.year, self.year)
            if when is not None:
                self.taken = period.end
                compared = period.start >= middle and self._compares(self.text[begin:middle])
                self._take(period, when, passing=bool(compared), after=period.start >= middle)
                if used_first and period.kind == "when" and not compared:
                    self.opening = self.state.now
        for place in between(self.places, begin, limit):
            near = place.start < middle or _PERIOD_AFTER.match(self.text[middle : place.start])
            if near and self._is_topic(place):
                self.state.area, self.state.within = place.area, place.within

    def _is_own(self, period: Mention, middle: int) -> bool:
        """The figure this year, and last year of a text on a year: the time that the text is in."""
        told = self.document
        whole = told is not None and told.grain == "year"
        name = period.text.lower()
        return period.start < middle and (name == "this year" or (name == "last year" and whole))

    def _compares(self, text: str) -> bool:
        """Whether a figure is only compared with, or goes on with one that is."""
        on = self.passing and goes_on_in(_LAST_FIGURE.sub("", text))
        self.passing = _COMPARED.search(text) is not None or on
        return self.passing

    def _take(self, period: Mention, when: When, *, passing: bool, after: bool) -> None:
        """A period for the next figure only (from 2 percent in May), or from now on."""
        self.told = True
        if period.kind == "now":
            self.state.local = when
        elif period.kind != "when" or passing:
            now = self.state.now
            later = now is not None and when.last > now.last and not period.own_year
            local = when.years_later(-1) if later else when  # up from 0.4 in the fourth quarter
            self.state.local = local if after else None
        else:
            self.state.now = when
            if period.own_year:
                self.state.year = period.year
                self.year = self.year or period.year

    def _is_topic(self, place: Place) -> bool:
        """In Hebei, Hebei's; not a name among others, or one that is compared with."""
        after = self.text[place.end : place.end + 40]
        before = self.text[max(0, place.start - 12) : place.start]
        own = after.startswith(("'s", "’s"))
        named = _TOPIC_BEFORE.search(before) or (
            _OF_PLACE.match(after) and not _LIST.search(before)
        )
        return bool(own or named) and not self._is_base(place.start)

    def _is_span(self, at: int) -> bool:
        """From January to July, over the past three years: no base."""
        return _SPAN_BEFORE.search(self.text[max(0, at - 12) : at]) is not None

    def _is_base(self, at: int) -> bool:
        return _BASE_BEFORE.search(self.text[max(0, at - 30) : at]) is not None
