"""Claims of one Chinese paragraph, read from left to right as a person does."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.intake.prose import claim_words as words
from diaodu.intake.prose.claim_figures import Figure
from diaodu.intake.prose.claim_lists import each, groups
from diaodu.intake.prose.claim_make import make_claim, mark_turns, status_of
from diaodu.intake.prose.claim_periods import Mention, When, resolve
from diaodu.intake.prose.claim_places import Gazetteer, Place
from diaodu.intake.prose.claim_predicates import Predicate, read_predicate
from diaodu.intake.prose.claim_state import Event, State, prepare
from diaodu.intake.prose.claim_topics import Topics
from diaodu.intake.prose.claim_types import Claim, Status
from diaodu.intake.prose.lexicon import Lexicon
from diaodu.intake.prose.names import Topic

_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?")
_CLAUSE = re.compile(r"[,，;；:：。]")
_BASE = ("比", "较", "于", "与", "同", "跟")
_NO_TOPIC = re.compile(
    r"(?:比|较|于|与|同|占|居|列|排名?|在|超过|对|拉动|带动|平|前|出|至|跟|到|名|向|领跑|领先)(?:全部)?$"
)
_MONTH_AGO = re.compile("上月|上个月|上季|上一季|前月")
_NEAR = 30
_REACH = 300  # characters before a figure in which its words and subject are looked for


class ChineseReading:
    """Reads one paragraph; `home` and `document` are the area and period of the whole text."""

    def __init__(
        self,
        text: str,
        lexicon: Lexicon,
        gazetteer: Gazetteer,
        home: str | None,
        document: When | None,
    ) -> None:
        self.lexicon, self.topics = lexicon, Topics(lexicon)
        self.text = prepare(text, gazetteer, home)
        self.document = document
        self.written = document.last[0] if document else None  # the year that 今年 means
        self.state = State(home, None, document, self.written)
        self.sticky: Status = "actual"
        self.opening: When | None = None  # the period that a sentence opens with
        self.counted = False  # whether the sentence has had a figure yet
        self.base_end = -1  # of the last period that is only compared with
        self.start = 0  # of the sentence

    def claims(self) -> list[Claim]:
        """The claims of the paragraph in its order."""
        figures, events = iter(self.text.figures), iter(self.text.events)
        figure, event = next(figures, None), next(events, None)
        for sentence in _SENTENCE.finditer(self.text.folded):
            own: list[Figure] = []
            around: list[Event] = []
            while figure is not None and figure.start < sentence.end():
                own.append(figure)
                figure = next(figures, None)
            while event is not None and event.at < sentence.end():
                around.append(event)
                event = next(events, None)
            self._sentence(sentence.start(), sentence.end(), own, around)
        return self.text.claims

    def _sentence(self, start: int, end: int, figures: list[Figure], around: list[Event]) -> None:
        """Walk over a sentence: periods and places change what is carried, figures make claims."""
        state = self.state
        state.pair = state.origin = state.local = None
        state.pending, state.areas, state.whens = (), [], []
        self.start, self.opening, self.counted = start, None, False
        area, within, now = state.area, state.within, state.now
        first, done = len(self.text.claims), start
        stack: list[tuple[State, int, int]] = []
        lists = [
            Event(group[0].start, group)
            for group in groups(figures, self.text.folded, self.lexicon)
        ]
        for event in sorted([*around, *lists], key=lambda one: one.at):
            if event.what == "open":
                stack.append((replace(self.state), done, event.at))
                done = event.at + 1
            elif event.what == "close":
                if stack:
                    self.state, done, opened = stack.pop()
                    self.text.marked[opened : event.at + 1] = " " * (event.at + 1 - opened)
            elif isinstance(event.what, Mention):
                self._period(event.what)
            elif isinstance(event.what, Place):
                self._place(event.what)
            elif isinstance(event.what, list):
                self.counted = True
                done = self._figures(event.what, done)
        if stack:  # a bracket that never closes holds nothing back
            self.state = stack[0][0]
        mark_turns(self.text.claims, first, self.text.folded, start, end)
        self.state.now = self.opening or now
        if not self._opens_with_area(start, end):
            self.state.area, self.state.within = area, within

    def _opens_with_area(self, start: int, end: int) -> bool:
        """Whether a sentence opens with one area, so that the next one is about it too."""
        lead = self.text.lead(start, min(end, start + 60)).lstrip(" ,，" + words.PERIOD)
        rest = lead.lstrip(words.AREA)
        return rest != lead and not rest.startswith(("、", "和", "与", "及"))

    # -- periods and places ---------------------------------------------------------------------

    def _period(self, mention: Mention) -> None:
        text, state = self.text.folded, self.state
        before = text[max(self.start, mention.start - 3) : mention.start]
        after = text[mention.end : mention.end + 14]
        multiple = before.endswith(("是", "为", "相当于")) and words.MULTIPLE.match(after)
        if multiple and state.now is not None and mention.own_year:
            year = mention.year or 0
            state.stretch = When((year + 1, 1), state.now.last, "years")
        joined = self.base_end == mention.start - 1 and before.endswith(("和", "与", "、", "及"))
        based = joined or before.endswith(_BASE) or words.TURNED.match(after) is not None
        if based or multiple or after.startswith(("相比", "为基", "基础上")):
            self.base_end = mention.end
            return
        if mention.text.endswith("以来"):
            state.now = self.document or state.now if mention.shift == 0 else state.now
            return
        when = resolve(mention, state.now, state.year, self.written)
        if mention.own_year and self.written is None:
            self.written = mention.year
        if when is None:
            return
        if before.endswith(("从", "由", "自")):
            state.origin = state.local = when
        elif state.origin and before.endswith(("到", "至")):
            state.pair, state.local = (state.origin, when), when
            if state.origin.last[0] < when.last[0]:
                state.stretch = When((state.origin.last[0] + 1, 1), when.last, "years")
            state.origin = None
        elif mention.kind != "when" or self._in_passing(mention):
            state.local = when
        else:
            self._moves_to(mention, when)

    def _moves_to(self, mention: Mention, when: When) -> None:
        """The text now is in another period; one that opens a sentence holds beyond it."""
        state = self.state
        state.now, state.local = when, None
        if when.grain == "years" or mention.text.endswith(("五”末", "五末", "期末")):
            begin = when.first[0] if when.grain == "years" else when.last[0] - 4
            state.stretch = When((begin, 1), when.last, "years")
        state.whens.append(when)
        if not self.counted and self.opening is None and when.grain != "point":
            lead = self.text.folded[max(self.start, mention.start - 12) : mention.start]
            self.opening = None if words.AIMS.search(lead) else when
        if mention.own_year:
            state.year = mention.year

    def _in_passing(self, mention: Mention) -> bool:
        """去年 within a sentence (…，去年为5%) is for the next figure only."""
        if mention.shift is None or mention.shift >= 0:
            return False
        return bool(self.text.folded[self.start : mention.start].strip(" 　其中,，“"))

    def _place(self, place: Place) -> None:
        text = self.text.folded
        before = text[max(self.start, place.start - 4) : place.start]
        if _NO_TOPIC.search(before) or text.startswith(("平均", "第", "排名"), place.end):
            return
        self.state.area, self.state.within = place.area, place.within
        self.state.areas.append((place.area, place.within))

    # -- figures --------------------------------------------------------------------------------

    def _figures(self, group: list[Figure], done: int) -> int:
        """Make claims of a list of figures (mostly one); returns up to where the text is used."""
        figure = group[0]
        lead = self.text.lead(max(done, figure.start - _REACH), figure.start)
        if not figure.unit and not words.INDEX.search(lead[-_NEAR:]):
            return done
        clauses = _CLAUSE.split(lead.lstrip("、和及, ，"))
        after = self.text.lead(group[-1].end, group[-1].end + 20)
        predicate = read_predicate(clauses[-1], figure, after)
        if figure.qualifier == words.FLAT_MARK and predicate.kind == "growth":
            group = [figure := replace(figure, unit="%")]
        attribute = figure.qualifier in words.LIMITS and words.ATTRIBUTE.match(after)
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
        if predicate.kind == "growth" and _MONTH_AGO.search(base):
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
        claim = make_claim(
            figure,
            topic,
            predicate,
            self.state,
            self.lexicon,
            status=self._status(figure),
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

    def _base(self, predicate: Predicate, start: int, figure: Figure) -> str:
        """What it is compared with, as written; marks are as long as what they stand for."""
        if not predicate.base:
            return ""
        begin = max(0, start - 40)
        before = self.text.lead(begin, figure.start).rfind(predicate.base)
        at = before if before >= 0 else self.text.lead(begin, figure.end + 20).find(predicate.base)
        return self.text.written[begin + at :][: len(predicate.base)] if at >= 0 else ""
