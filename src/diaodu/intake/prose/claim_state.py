"""One paragraph with all that is found in it, and what its reader carries from clause to clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from diaodu.intake.prose import claim_words as words
from diaodu.intake.prose.claim_figures import Figure, find_figures
from diaodu.intake.prose.claim_periods import Mention, When
from diaodu.intake.prose.claim_periods_zh import find_periods_zh
from diaodu.intake.prose.claim_places import Gazetteer, Place
from diaodu.intake.prose.claim_types import Claim
from diaodu.intake.prose.names import Topic
from diaodu.intake.text import fold

_OPEN, _CLOSE = "(（", ")）"


@dataclass(frozen=True)
class Event:
    """Something in a text that changes what is carried over, or a list of figures."""

    at: int
    what: Mention | Place | list[Figure] | Literal["open", "close"]


@dataclass
class State:
    """What is carried over. suffix, value, sign: of the last figure that was no comparison."""

    area: str | None
    within: str | None
    now: When | None  # the period that the text is in
    year: int | None  # of the latest period that names one
    stretch: When | None = None  # the several years that an average is of
    local: When | None = None  # a period for the next figure only
    spoken: When | None = None  # 当月, for what the figure after it is compared with
    origin: When | None = None  # 从2020年的…
    pair: tuple[When, When] | None = None  # …到2025年的
    topic: Topic | None = None
    suffix: str = ""
    value: float | None = None
    sign: int = 1
    unit: str = ""
    monthly: bool = False  # 环比, for a 升幅 after it
    scope: str = ""  # 规上工业, for a bare 利润总额 after it
    topics: tuple[Topic, ...] = ()  # of the last list
    pending: tuple[Topic, ...] = ()  # names of a list whose figures are still to come
    areas: list[tuple[str, str | None]] = field(default_factory=list)  # since the last figure
    whens: list[When] = field(default_factory=list)  # since the last figure


@dataclass
class Paragraph:
    """One paragraph; `marked`: its characters, those of periods and places replaced by marks."""

    written: str
    folded: str
    marked: list[str]
    figures: list[Figure]
    events: list[Event]
    claims: list[Claim] = field(default_factory=list)

    def lead(self, begin: int, end: int) -> str:
        return "".join(self.marked[begin:end])


def prepare(written: str, gazetteer: Gazetteer, home: str | None) -> Paragraph:
    """Find periods, places, figures and brackets of a Chinese paragraph."""
    folded = fold(written)
    periods = find_periods_zh(folded)
    busy = bytearray(len(folded))
    for mention in periods:
        busy[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    places = [p for p in gazetteer.find(folded, home) if not any(busy[p.start : p.end])]
    marked = list(folded)
    for mention in periods:
        _mark(marked, mention.start, mention.end, words.PERIOD)
    for place in places:
        _mark(marked, place.start, place.end, words.AREA)
    figures = find_figures(folded, [(p.start, p.end) for p in periods])
    figures += [
        Figure(*m.span(), 0.0, None, None, "0", "%" if "零" in m[0] else "百分点", words.FLAT_MARK)
        for m in words.FLAT.finditer(folded)
    ]
    figures.sort(key=lambda figure: figure.start)
    events = [Event(mention.start, mention) for mention in periods]
    events += [Event(place.start, place) for place in places]
    events += [Event(at, "open") for at, char in enumerate(folded) if char in _OPEN]
    events += [Event(at, "close") for at, char in enumerate(folded) if char in _CLOSE]
    return Paragraph(written, folded, marked, figures, sorted(events, key=lambda e: e.at))


def _mark(marked: list[str], start: int, end: int, mark: str) -> None:
    marked[start:end] = mark * (end - start)
