"""Figures, periods and areas of a text by their places, and lists of them: 5.1%、6.2%和7%."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TypeVar

from diaodu.intake.prose.claim_figures import Figure
from diaodu.intake.prose.claim_periods import Mention
from diaodu.intake.prose.claim_places import Place
from diaodu.intake.prose.lexicon import Lexicon

_T = TypeVar("_T")
_M = TypeVar("_M", Mention, Place)
_GAP = re.compile(r"\s*(?:[、，,]|和|与|及|以及|、?和)\s*")
_LONGEST_GAP = 5


def groups(figures: list[Figure], text: str, lexicon: Lexicon) -> Iterator[list[Figure]]:
    """Figures that follow each other with nothing but 、 or 和 between: one list."""
    group: list[Figure] = []
    for figure in figures:
        gap = text[group[-1].end : figure.start] if group else ""
        near = group and len(gap) <= _LONGEST_GAP and _alike(figure, group[-1], lexicon)
        if near and _GAP.fullmatch(gap):
            group.append(figure)
            continue
        if group:
            yield group
        group = [figure]
    if group:
        yield group


def _alike(one: Figure, other: Figure, lexicon: Lexicon) -> bool:
    """Whether two figures can be of one list: 6.4万头、18万只."""
    both = {lexicon.subjects.dimension(figure.unit) for figure in (one, other)}
    return one.unit == other.unit or both == {"count"}


def each(listed: list[_T], group: list[Figure], distributes: bool) -> list[_T | None]:
    """1月、2月分别…, A市、B市分别…: one period or area for each figure, else none of its own."""
    if distributes and len(listed) == len(group) > 1:
        return list(listed)
    return [None] * len(group)


def between(found: list[_M], begin: int, end: int) -> list[_M]:
    """Of mentions in order, those that start in [begin, end)."""
    first = bisect_left(found, begin, key=_start)
    return found[first : bisect_left(found, end, key=_start)]


def _start(mention: Mention | Place) -> int:
    return mention.start
