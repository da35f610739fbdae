"""Claims of one English paragraph: plain statements of growth, levels, gaps and changes."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.intake.prose import claim_words_en as words
from diaodu.intake.prose.claim_figures import Figure, find_figures
from diaodu.intake.prose.claim_make import make_claim
from diaodu.intake.prose.claim_periods import When, before
from diaodu.intake.prose.claim_places import Gazetteer
from diaodu.intake.prose.claim_predicates import Kind, Predicate
from diaodu.intake.prose.claim_predicates_en import (
    compared_with,
    goes_on_in,
    of_respondents,
    read_predicate,
    status_of,
)
from diaodu.intake.prose.claim_state import State
from diaodu.intake.prose.claim_topics_en import EnglishTopics
from diaodu.intake.prose.claim_types import Claim
from diaodu.intake.prose.claim_walk_en import EnglishWalk
from diaodu.intake.prose.claim_words import INDEX
from diaodu.intake.prose.lexicon import Lexicon
from diaodu.intake.prose.names import Topic

_SENTENCE = re.compile(r"(?:[^.!?]|\.(?=\d)|(?<=\b[A-Z])\.)+[.!?]?")
_LIST_GAP = re.compile(r",?\s*(?:and\s+)?")
_MONEY = re.compile(
    r"yuan|RMB|dollars|euros|pounds|[元$]|^(?:trillion|billion|million)$", re.IGNORECASE
)
_WITHOUT_TIME = re.compile(
    r"\bcompared (?:with|to)(?: an? (?:increase|decrease|rise|gain|decline|drop) of)?\s*$",
    re.IGNORECASE,
)
_GREW = Topic("industries that grew", "growing_share", named=True)
_RESPONDENTS = Topic("respondents", "respondents", named=True)
_RATE = re.compile(r"\brates?\b|utili[sz]ation|edged|inflation|share|margin", re.IGNORECASE)
_WHEN_IT = re.compile(r".{0,30}\bwhen (?:it|they)\b", re.IGNORECASE)
_REACH = 300


class EnglishReading(EnglishWalk):
    """Reads one paragraph; `home` and `document` are the area and period of the whole text."""

    def __init__(
        self,
        text: str,
        lexicon: Lexicon,
        gazetteer: Gazetteer,
        home: str | None,
        document: When | None,
    ) -> None:
        super().__init__(text, gazetteer, home, document)
        self.lexicon, self.topics = lexicon, EnglishTopics(lexicon)
        taken = [(p.start, p.end) for p in self.periods]
        found = find_figures(self.text, taken)
        self.figures = self._stated(found)
        busy = {at for figure in found for at in range(figure.start, figure.end)}
        self.places = [place for place in self.places if place.start not in busy]
        self.done: list[Claim] = []
        self.before: When | None = None  # the period that was the last figure's only
        self.spoken: Predicate | None = None  # of the figure before in the sentence

    def _stated(self, found: list[Figure]) -> list[Figure]:
        """Without bare numbers that are no index, and without money converted in brackets."""
        kept: list[Figure] = []
        for figure in found:
            before = self.text[max(0, figure.start - 40) : figure.start]
            gap = self.text[kept[-1].end : figure.start] if kept else ""
            money = kept and _MONEY.search(kept[-1].unit) and _MONEY.search(figure.unit)
            if money and re.fullmatch(r"\s*\((?:about|around|some|or)?\s*", gap):
                continue
            if figure.unit in ("point", "points"):  # of a rate: percentage points
                unit = "百分点" if _RATE.search(before) else "points"
                kept.append(replace(figure, unit=unit))
            elif figure.unit or INDEX.search(before):
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
            elif self.state.topic is None:
                self.state.topic = self.topics.opening(sentence[0])
        return self.done

    def _sentence(self, start: int, end: int, figures: list[Figure]) -> None:
        used, self.opening, self.spoken, self.passing = start, None, None, False
        area, now = self.state.area, self.state.now
        outside: tuple[State, When | None, int] | None = None  # what holds again after a bracket
        at = 0
        while at < len(figures):
            group = self._list(figures, at)
            if outside is None and self._aside(group[0]):
                outside = replace(self.state), self.opening, used
            at += len(group)
            limit = figures[at].start if at < len(figures) else end
            last = self.base
            self._context(used, group[-1].end, limit, start)
            if _WHEN_IT.match(self.text[used : group[0].start]) and last is not None:
                self.state.local = last  # from December, when it grew 2 percent
            used = self._group(group, used, limit)
            if outside is not None and not (at < len(figures) and self._aside(figures[at])):
                (self.state, self.opening, used), outside = outside, None
        opens = next((p for p in self.places if start <= p.start <= start + 2), None)
        owner = opens is not None and self.text.startswith(("'s", "’s"), opens.end)
        if opens is None or owner or self.state.area != opens.area:
            self.state.area = area  # Texas said…: what follows is of Texas too
        self.state.now = self.opening or now

    def _aside(self, figure: Figure) -> bool:
        """Whether a figure stands in brackets."""
        return not self.open[figure.start : figure.end].strip()

    def _list(self, figures: list[Figure], at: int) -> list[Figure]:
        """The figures that follow each other with a comma or "and" between."""
        group = [figures[at]]
        for following in figures[at + 1 :]:
            gap = self.text[group[-1].end : following.start]
            if following.unit != group[0].unit or not _LIST_GAP.fullmatch(gap[:8]):
                break
            group.append(following)
        return group

    def _group(self, group: list[Figure], used: int, limit: int) -> int:
        figure = group[0]
        begin = max(used, figure.start - _REACH)
        text = self.text if self._aside(figure) else self.open
        lead = words.RELATIVE.sub(",", text[begin : figure.start])
        lead = words.NOISE.sub(lambda match: " " * len(match[0]), lead)
        after = text[group[-1].end : min(limit, group[-1].end + 120)]
        if words.OF_INDEX.match(after):
            return group[-1].end
        if words.DEFINES.search(lead):
            return used
        if not self.told and _WITHOUT_TIME.search(lead) and self.state.now is not None:
            self.state.local = before(self.state.now)
        predicate = self._predicate(figure, lead, after)
        if figure.unit == "%" and words.GREW.match(after):
            predicate, topics = Predicate("level", "", said=True), [_GREW] * len(group)
        elif of_respondents(figure, after):
            predicate, topics = Predicate("level", "", said=True), [_RESPONDENTS] * len(group)
        else:
            topics = self.topics.of(predicate, lead, group, after, self.state)
        if not topics:
            return group[-1].end
        self.spoken = predicate
        clause = words.CLAUSE.split(lead)[-1]
        start = figure.start - len(clause.lstrip())
        self.before = self.state.local
        for one, topic in zip(group, topics, strict=False):
            self._claim(one, topic, predicate, start)
        self.state.local = None
        return group[-1].end

    def _predicate(self, figure: Figure, lead: str, after: str) -> Predicate:
        """What is said of a figure, or what the one before said where this one goes on with it."""
        signed = self.text[figure.start] in "+-"
        predicate = read_predicate(lead, after, figure, signed=signed)
        if self.spoken is not None and compared_with(lead, after):
            predicate = replace(self.spoken, phrase="")
        goes_on = self.spoken is not None and goes_on_in(lead) and self.state.unit == figure.unit
        if goes_on and self.spoken is not None:  # 1.6 percent in wholesale, 3.2 percent in retail
            predicate = replace(self.spoken, phrase="" if predicate.said else self.spoken.phrase)
        listed = words.LISTED.match(lead) if not words.LAST_VERB.search(lead) else None
        if listed and self.spoken is not None and self.spoken.kind == "growth":
            predicate = replace(self.spoken, phrase=listed["who"])  # oil rose by 1%, steel by 2%
        if self.spoken is not None and words.OR_ALSO.match(lead):  # 2 billion, or 5 percent
            kind: Kind = "growth" if figure.unit == "%" else "increase"
            predicate = replace(self.spoken, kind=kind, phrase="")
            self.state.local = self.state.local or self.before
        if self.told:
            predicate = replace(predicate, origin=False)
        if predicate.kind == "growth":
            monthly = self._on_month() or (predicate.monthly and not goes_on)
            predicate = replace(predicate, monthly=monthly)
        return predicate

    def _on_month(self) -> bool:
        """Whether a month's figure is compared with the month before."""
        now = self.state.local or self.state.now
        return now is not None and now.grain == "month" and self.base == before(now)

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
