"""Claims of one Chinese paragraph, read from left to right as a person does."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.intake.prose import claim_words as words
from diaodu.intake.prose.claim_figures import Figure
from diaodu.intake.prose.claim_lists import each
from diaodu.intake.prose.claim_make import make_claim, status_of
from diaodu.intake.prose.claim_periods import When
from diaodu.intake.prose.claim_places import Gazetteer
from diaodu.intake.prose.claim_predicates import Predicate, read_predicate
from diaodu.intake.prose.claim_topics import Topics, clean
from diaodu.intake.prose.claim_types import Status
from diaodu.intake.prose.claim_walk_zh import Walk
from diaodu.intake.prose.lexicon import Lexicon
from diaodu.intake.prose.names import Topic

_CLAUSE = re.compile(r"[,，;；:：。]")
_MONTH_AGO = re.compile("上月|上个月|上季|上一季|前月")
_MONTHLY = re.compile("(?:从|按)?环比(?:来)?看$")
_NEAR = 30
_REACH = 300  # characters before a figure in which its words and subject are looked for


class ChineseReading(Walk):
    """Reads one paragraph; `home` and `document` are the area and period of the whole text."""

    def __init__(
        self,
        text: str,
        lexicon: Lexicon,
        gazetteer: Gazetteer,
        home: str | None,
        document: When | None,
    ) -> None:
        super().__init__(text, lexicon, gazetteer, home, document)
        self.topics = Topics(lexicon)
        self.sticky: Status = "actual"

    def _figures(self, group: list[Figure], done: int) -> int:
        """Make claims of a list of figures (mostly one); returns up to where the text is used."""
        figure = group[0]
        lead = self.text.lead(max(done, figure.start - _REACH), figure.start)
        if not figure.unit and not words.INDEX.search(lead[-_NEAR:]):
            return done
        if ";" in lead or "；" in lead:
            self.state.spoken = None
        clauses = _CLAUSE.split(lead.lstrip("、和及, ，"))
        after = self.text.lead(group[-1].end, group[-1].end + 20)
        predicate = read_predicate(clauses[-1], figure, after)
        if figure.qualifier == words.FLAT_MARK and predicate.kind == "growth":
            group = [figure := replace(figure, unit="%")]
        limit = figure.qualifier in words.LIMITS or predicate.qualifier in words.MORE
        attribute = limit and words.ATTRIBUTE.match(after)
        if words.LASTING.search(clauses[-1]) or self._after_rank(figure, predicate):
            return done
        if (figure.unit == "位" and not predicate.said) or (attribute and figure.unit != "%"):
            return done
        found = self.topics.of(predicate, clauses, group, after, self.state)
        if not found:
            said = self.text.folded[max(0, figure.start - _REACH) : figure.start]
            implied = self.topics.implied(said, figure) if not self.state.topic else None
            found = [implied] * len(group) if implied else []
        if not figure.unit and not (found and self.lexicon.kind(found[0]) == "index"):
            return done
        start = figure.start - len(clauses[-1])
        base = self._base(predicate, start, figure)
        if predicate.kind == "growth" and any(map(_MONTHLY.match, clauses[:-1])):
            predicate = replace(predicate, monthly=True)
        again = predicate.of_growth and not clean(predicate.phrase) and self.state.monthly
        if predicate.kind == "growth" and (again or _MONTH_AGO.search(base)):
            predicate = replace(predicate, monthly=True)
        whens = each(self.state.whens, group, predicate.distributes)
        areas = each(self.state.areas, group, predicate.distributes)
        for item, topic, when, area in zip(group, found, whens, areas, strict=False):
            if when is not None:
                self.state.local = when
            if area is not None:
                self.state.area, self.state.within = area
            self._claim(item, topic, predicate, start, base)
        self.state.local, self.state.areas, self.state.whens = None, [], []
        return group[-1].end

    def _after_rank(self, figure: Figure, predicate: Predicate) -> bool:
        """居第3位，环比持平: no change of the quantity."""
        flat = figure.qualifier == words.FLAT_MARK and not predicate.phrase
        return flat and bool(self.text.claims) and self.text.claims[-1].comparison == "rank"

    def _claim(
        self, figure: Figure, topic: Topic, predicate: Predicate, start: int, base: str
    ) -> None:
        status = self._status(figure)
        if self.figures_at < 0:
            self.figures_at = figure.start
        if status == "expected" and self.state.local is None and self._looks_ahead(figure):
            self.state.local = self.document
        claim = make_claim(
            figure,
            topic,
            predicate,
            self.state,
            self.lexicon,
            status=status,
            base=base,
            start=start,
            quote=self.text.written[start : figure.end],
        )
        self.text.claims.append(claim)

    def _status(self, figure: Figure) -> Status:
        lead = self.text.folded[max(self.start, figure.start - _REACH) : figure.start]
        if words.STICKY.search(lead):
            self.sticky = "target"
        return status_of(lead, self.sticky)

    def _looks_ahead(self, figure: Figure) -> bool:
        """1-2月增长5%，预计增长6%: expected after figures of a part of the text's period."""
        now, whole = self.state.now, self.document
        if now is None or whole is None or not now.last < whole.last:
            return False
        lead = self.text.folded[max(self.start, figure.start - _REACH) : figure.start]
        begin = figure.start - len(lead)
        said = [m.start() for m in words.STATUS.finditer(lead) if m.lastgroup == "expected"]
        return bool(said) and self.figures_at < begin + said[-1]

    def _base(self, predicate: Predicate, start: int, figure: Figure) -> str:
        """What it is compared with, as written; marks are as long as what they stand for."""
        if not predicate.base:
            return ""
        begin = max(0, start - 40)
        before = self.text.lead(begin, figure.start).rfind(predicate.base)
        at = before if before >= 0 else self.text.lead(begin, figure.end + 20).find(predicate.base)
        return self.text.written[begin + at :][: len(predicate.base)] if at >= 0 else ""
