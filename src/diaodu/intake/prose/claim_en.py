"""Claims of one English paragraph: plain statements of growth, levels, gaps and changes."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.intake.prose.claim_figures import Figure, find_figures
from diaodu.intake.prose.claim_lists import between
from diaodu.intake.prose.claim_make import make_claim
from diaodu.intake.prose.claim_periods import Mention, When, before, resolve
from diaodu.intake.prose.claim_periods_en import find_periods_en
from diaodu.intake.prose.claim_places import Gazetteer, Place
from diaodu.intake.prose.claim_predicates import Predicate
from diaodu.intake.prose.claim_predicates_en import (
    goes_on_in,
    of_respondents,
    read_predicate,
    status_of,
)
from diaodu.intake.prose.claim_state import State
from diaodu.intake.prose.claim_topics_en import EnglishTopics
from diaodu.intake.prose.claim_types import Claim
from diaodu.intake.prose.claim_words import INDEX
from diaodu.intake.prose.claim_words_en import CLAUSE, OF_INDEX, RELATIVE, THRESHOLD
from diaodu.intake.prose.lexicon import Lexicon
from diaodu.intake.prose.names import Topic
from diaodu.intake.text import fold

_SENTENCE = re.compile(r"(?:[^.!?]|\.(?=\d)|(?<=\b[A-Z])\.)+[.!?]?")
_LIST_GAP = re.compile(r",?\s*(?:and\s+)?")
_BASE_BEFORE = re.compile(
    r"\b(?:than(?: in| that of| that in)?|from|compared (?:with|to)|versus|over|since|against)"
    r"(?: the| in| a)*\s*$",
    re.IGNORECASE,
)
_PERIOD_AFTER = re.compile(
    r"^[^,;.\d]{0,30}?\b(?:in|during|for|of|by|over)\s+(?:the\s+)?$", re.IGNORECASE
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
_BRACKET = re.compile(r"\([^()]*\)")
_MONEY = re.compile(
    r"yuan|RMB|dollars|euros|pounds|[元$]|^(?:trillion|billion|million)$", re.IGNORECASE
)
_WITHOUT_TIME = re.compile(
    r"\bcompared (?:with|to)(?: an? (?:increase|decrease|rise|gain|decline|drop) of)?\s*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:than|compared (?:with|to)|from|after|following|in contrast to|versus)\b", re.IGNORECASE
)
_RESPONDENTS = Topic("respondents", "respondents", named=True)
_REACH = 300


class EnglishReading:
    """Reads one paragraph; `home` and `document` are the area and period of the whole text."""

    def __init__(
        self,
        text: str,
        lexicon: Lexicon,
        gazetteer: Gazetteer,
        home: str | None,
        document: When | None,
    ) -> None:
        self.written, self.text, self.lexicon = text, fold(text), lexicon
        self.open = _BRACKET.sub(lambda match: " " * len(match[0]), self.text)
        self.topics = EnglishTopics(lexicon)
        self.periods = find_periods_en(self.text)
        self.places = gazetteer.find(self.text, home)
        taken = [(p.start, p.end) for p in self.periods]
        self.figures = self._stated(find_figures(self.text, taken))
        self.year = document.last[0] if document else None
        self.state = State(home, None, document, self.year)
        self.done: list[Claim] = []
        self.opening: When | None = None  # the period of a sentence's first figure
        self.spoken: Predicate | None = None  # of the figure before in the sentence
        self.taken = 0  # up to where periods have been taken
        self.told = False  # whether the figure's own period is named

    def _stated(self, found: list[Figure]) -> list[Figure]:
        """Without bare numbers that are no index, and without money converted in brackets."""
        kept: list[Figure] = []
        for figure in found:
            before = self.text[max(0, figure.start - 40) : figure.start]
            gap = self.text[kept[-1].end : figure.start] if kept else ""
            money = kept and _MONEY.search(kept[-1].unit) and _MONEY.search(figure.unit)
            if money and re.fullmatch(r"\s*\((?:about|around|some|or)?\s*", gap):
                continue
            if figure.unit or INDEX.search(before):
                kept.append(figure)
        return kept

    def claims(self) -> list[Claim]:
        """The claims of the paragraph in its order."""
        figures = iter(self.figures)
        figure = next(figures, None)
        for sentence in _SENTENCE.finditer(self.text):
            own = []
            while figure is not None and figure.start < sentence.end():
                own.append(figure)
                figure = next(figures, None)
            if own:
                self._sentence(sentence.start(), sentence.end(), own)
        return self.done

    def _sentence(self, start: int, end: int, figures: list[Figure]) -> None:
        used, self.opening, self.spoken = start, None, None
        area, now = self.state.area, self.state.now
        at = 0
        while at < len(figures):
            group = [figures[at]]
            while at + len(group) < len(figures):
                following = figures[at + len(group)]
                gap = self.text[group[-1].end : following.start]
                if following.unit != group[0].unit or not _LIST_GAP.fullmatch(gap[:8]):
                    break
                group.append(following)
            at += len(group)
            limit = figures[at].start if at < len(figures) else end
            self._context(used, group[-1].end, limit, start)
            used = self._group(group, used, limit)
        self.state.area = area
        self.state.now = self.opening or now

    def _context(self, begin: int, middle: int, limit: int, start: int) -> None:
        """Take the period and the area of a figure: named before it, or right after it."""
        used_first, self.told = begin == start, False
        for period in between(self.periods, begin, limit):
            gap = self.text[middle : period.start]
            if period.start >= middle and period.grain != "years" and _GAP_BASE.match(gap):
                middle = max(middle, period.end)  # lower than in May
                continue
            ranged = period.grain in ("months", "years")  # from January to July
            if period.start < self.taken or (self._is_base(period.start) and not ranged):
                middle = period.end if period.start >= middle else middle
                continue
            follows = _PERIOD_AFTER.match(gap) or (period.kind != "when" and not gap.strip())
            if period.start >= middle and not follows:
                continue
            when = resolve(period, self.state.now, self.state.year, self.year)
            if when is not None:
                self.taken = period.end
                compared = period.start >= middle and _COMPARED.search(self.text[begin:middle])
                self._take(period, when, passing=bool(compared), after=period.start >= middle)
                if self.opening is None and used_first:
                    self.opening = self.state.now
        for place in between(self.places, begin, limit):
            near = place.start < middle or _PERIOD_AFTER.match(self.text[middle : place.start])
            if near and self._is_topic(place):
                self.state.area, self.state.within = place.area, place.within

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

    def _is_base(self, at: int) -> bool:
        return _BASE_BEFORE.search(self.text[max(0, at - 30) : at]) is not None

    def _group(self, group: list[Figure], used: int, limit: int) -> int:
        figure = group[0]
        begin = max(used, figure.start - _REACH)
        text = self.open if self.open[figure.start : figure.end].strip() else self.text
        lead = THRESHOLD.sub("", RELATIVE.sub(",", text[begin : figure.start]))
        after = text[group[-1].end : min(limit, group[-1].end + 120)]
        if OF_INDEX.match(after):
            return group[-1].end
        if not self.told and _WITHOUT_TIME.search(lead) and self.state.now is not None:
            self.state.local = before(self.state.now)
        predicate = read_predicate(lead, after, figure)
        goes_on = self.spoken is not None and goes_on_in(lead) and self.state.unit == figure.unit
        if goes_on and self.spoken is not None:  # 1.6 percent in wholesale, 3.2 percent in retail
            predicate = replace(self.spoken, phrase="" if predicate.said else self.spoken.phrase)
        if self.told:
            predicate = replace(predicate, origin=False)
        if of_respondents(figure, after):
            predicate, topics = Predicate("level", "", said=True), [_RESPONDENTS] * len(group)
        else:
            topics = self.topics.of(predicate, lead, group, after, self.state)
        if not topics:
            return group[-1].end
        self.spoken = predicate
        clause = CLAUSE.split(lead)[-1]
        start = figure.start - len(clause.lstrip())
        for one, topic in zip(group, topics, strict=False):
            self._claim(one, topic, predicate, start)
        self.state.local = None
        return group[-1].end

    def _claim(self, figure: Figure, topic: Topic, predicate: Predicate, start: int) -> None:
        claim = make_claim(
            figure,
            topic,
            predicate,
            self.state,
            self.lexicon,
            status=status_of(self.text[max(0, figure.start - 120) : figure.start]),
            base=predicate.base.strip(),
            start=start,
            quote=self.written[start : figure.end],
        )
        self.done.append(claim)
