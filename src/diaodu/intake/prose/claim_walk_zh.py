"""The walk over a Chinese paragraph: what is carried from clause to clause and what changes it."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.intake.prose import claim_words as words
from diaodu.intake.prose.claim_figures import Figure
from diaodu.intake.prose.claim_lists import groups
from diaodu.intake.prose.claim_make import mark_turns
from diaodu.intake.prose.claim_periods import Mention, When, resolve
from diaodu.intake.prose.claim_places import Gazetteer, Place
from diaodu.intake.prose.claim_state import Event, State, prepare
from diaodu.intake.prose.claim_types import Claim
from diaodu.intake.prose.lexicon import Lexicon

_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?")
_SEVERAL = 2  # a sentence through more periods leaves the text where it was
_AND = ("、", "和", "与", "及", "以及")
_BASE = ("延续", "比", "较", "于", "与", "同", "跟")
_NO_TOPIC = re.compile(
    r"(?:比|较|于|与|同|占|居|列|排名?|在|超过|对|拉动|带动|平|前|出|至|跟|到|名|向|领跑|领先|进入|出口到?|销往|面向|来自|赴|辐射|对接|融入|承接)(?:全部)?$"
)


class Walk:
    """Walks over one paragraph; `home` and `document` are the area and period of the whole text.

    Periods, places and brackets change what is carried over; a subclass makes claims of figures.
    """

    def __init__(
        self,
        text: str,
        lexicon: Lexicon,
        gazetteer: Gazetteer,
        home: str | None,
        document: When | None,
    ) -> None:
        self.lexicon = lexicon
        self.text = prepare(text, gazetteer, home)
        self.document = document
        self.written = document.last[0] if document else None  # the year that 今年 means
        self.state = State(home, None, document, self.written)
        self.opening: When | None = None  # the period that a sentence opens with
        self.named: list[When] = []  # the periods that a sentence goes through
        self.counted = False  # whether the sentence has had a figure yet
        self.base_end = self.place_end = -1  # of the last period, and place, only compared with
        self.figures_at = -1  # where the first figure of the period that the text is in stands
        self.base_when: When | None = None  # what that period is
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
        state.pair = state.origin = state.local = state.spoken = None
        state.pending, state.areas, state.whens = (), [], []
        self.start, self.opening, self.counted = start, None, False
        self.named = []
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
                done = self._into_bracket(event.at)
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
        self.state.now = now if len(set(self.named)) > _SEVERAL else self.opening or now
        if not self._opens_with_area(start, end):
            self.state.area, self.state.within = area, within

    def _opens_with_area(self, start: int, end: int) -> bool:
        """Whether a sentence opens with one area, so that the next one is about it too."""
        lead = self.text.lead(start, min(end, start + 60)).lstrip(" ,，" + words.PERIOD)
        lead = words.LEADING.sub("", lead).lstrip(" ,，" + words.PERIOD)
        rest = lead.lstrip(words.AREA)
        return rest != lead and not rest.startswith(("、", "和", "与", "及"))

    # -- periods and places ---------------------------------------------------------------------

    def _period(self, mention: Mention) -> None:
        text, state = self.text.folded, self.state
        before = text[max(self.start, mention.start - 4) : mention.start].rstrip()
        after = text[mention.end : mention.end + 14]
        multiple = before.endswith(("是", "为", "相当于")) and words.MULTIPLE.match(after)
        if multiple and state.now is not None and mention.own_year:
            year = mention.year or 0
            state.stretch = When((year + 1, 1), state.now.last, "years")
        based = (
            self._joined(self.base_end, mention.start)
            or before.endswith(_BASE)
            or words.TURNED.match(after) is not None
        )
        if based or multiple or after.startswith(("相比", "为基", "基础上")):
            self.base_end = mention.end
            self.base_when = resolve(mention, state.now, state.year, self.written)
            return
        if mention.text == "同期" and self.text.marked[mention.end : mention.end + 1] == [
            words.AREA
        ]:
            return  # 同期全国…: the same time elsewhere
        if mention.text.endswith("以来") or after.startswith("以来"):
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
            state.spoken = when if mention.kind == "now" else None
        else:
            self._moves_to(mention, when)

    def _moves_to(self, mention: Mention, when: When) -> None:
        """The text now is in another period; one that opens a sentence holds beyond it."""
        state = self.state
        state.now, state.local, state.spoken = when, None, None
        self.figures_at = -1
        if when.grain == "years" or mention.text.endswith(("五”末", "五末", "期末")):
            begin = when.first[0] if when.grain == "years" else when.last[0] - 4
            state.stretch = When((begin, 1), when.last, "years")
        state.whens.append(when)
        self.named.append(when)
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
        joined = self._joined(self.place_end, place.start)  # 高于全省、全国
        if joined or _NO_TOPIC.search(before) or text.startswith(("平均", "第", "排名"), place.end):
            self.place_end = place.end
            return
        self.state.area, self.state.within = place.area, place.within
        self.state.areas.append((place.area, place.within))

    def _into_bracket(self, at: int) -> int:
        """Where to read from: 较1-2月(7%), 低于工业投资增速(9%) name what a bracket is of."""
        if at == self.base_end:
            self.state.local = self.base_when
        compared = words.COMPARED_WITH.search(self.text.lead(max(self.start, at - 30), at))
        return at - len(compared["base"]) if compared else at + 1

    def _joined(self, end: int, start: int) -> bool:
        """Whether what starts here is listed with what is compared with and ended there."""
        return 0 <= end <= start <= end + 2 and self.text.folded[end:start] in ("", *_AND)

    def _figures(self, group: list[Figure], done: int) -> int:
        """Make claims of a list of figures; returns up to where the text is used."""
        raise NotImplementedError
