"""Claims of one English paragraph: plain statements of growth, levels, gaps and changes."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.intake.prose.claim_figures import Figure, find_figures
from diaodu.intake.prose.claim_make import make_claim
from diaodu.intake.prose.claim_periods import When, before
from diaodu.intake.prose.claim_places import Gazetteer
from diaodu.intake.prose.claim_predicates import Predicate
from diaodu.intake.prose.claim_predicates_en import (
    compared_with,
    goes_on_in,
    of_respondents,
    read_predicate,
    status_of,
)
from diaodu.intake.prose.claim_topics_en import EnglishTopics
from diaodu.intake.prose.claim_types import Claim
from diaodu.intake.prose.claim_walk_en import EnglishWalk
from diaodu.intake.prose.claim_words import INDEX
from diaodu.intake.prose.claim_words_en import CLAUSE, OF_INDEX, RELATIVE, THRESHOLD
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
_RESPONDENTS = Topic("respondents", "respondents", named=True)
_RATE = re.compile(r"\brates?\b|utili[sz]ation|edged|inflation|share|margin", re.IGNORECASE)
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
        self.figures = self._stated(find_figures(self.text, taken))
        busy = {at for figure in self.figures for at in range(figure.start, figure.end)}
        self.places = [place for place in self.places if place.start not in busy]
        self.done: list[Claim] = []
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
        return self.done

    def _sentence(self, start: int, end: int, figures: list[Figure]) -> None:
        used, self.opening, self.spoken, self.passing = start, None, None, False
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

    def _group(self, group: list[Figure], used: int, limit: int) -> int:
        figure = group[0]
        begin = max(used, figure.start - _REACH)
        text = self.open if self.open[figure.start : figure.end].strip() else self.text
        lead = RELATIVE.sub(",", text[begin : figure.start])
        lead = THRESHOLD.sub(lambda match: " " * len(match[0]), lead)
        after = text[group[-1].end : min(limit, group[-1].end + 120)]
        if OF_INDEX.match(after):
            return group[-1].end
        if not self.told and _WITHOUT_TIME.search(lead) and self.state.now is not None:
            self.state.local = before(self.state.now)
        signed = self.text[figure.start] in "+-"
        predicate = read_predicate(lead, after, figure, signed=signed)
        if self.spoken is not None and compared_with(lead, after):
            predicate = replace(self.spoken, phrase="")
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
