"""How wide the columns of a table are, and how small its text must be to fit the page.

All widths of texts are in em: a Chinese character is one wide, a Latin one about half.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from diaodu.publish.office.look import LONG, MARGIN, SHORT, TWIPS

_WIDE = r"\u2e80-\u9fff\uff00-\uffef"
_TOKEN = re.compile(rf"[{_WIDE}]+|[^\s{_WIDE}]+")
PADDING = 160  # twips left and right of a cell's text, together
_SMALLER = 0.83  # smallest share of the usual size: 7.5 of 9 points
_SPARE = 0.4  # em that a column gets over what its widest word is reckoned to need
_LONGEST = 16.0  # em: no column is kept wide for a longer word
_LINE = 12.0  # em: a text longer than that may well be broken


@dataclass(frozen=True)
class Needs:
    """What a column needs, in em: `head` and `body` for the longest part that is not broken."""

    head: float
    body: float
    line: float


@dataclass(frozen=True)
class Layout:
    """Columns in twips, text in points; upright: the heads are turned; landscape: the page is."""

    widths: tuple[int, ...]
    points: float
    upright: bool = False
    landscape: bool = False


def em(text: str) -> float:
    """About how wide a text is."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.54 for c in text)


def unbroken(text: str, together: int) -> float:
    """Width of the longest part of a text that must not be broken.

    That is a Latin word or a number, or `together` Chinese characters in a row; no column is kept
    wide for what is longer than _LONGEST.
    """
    tokens = _TOKEN.findall(text)
    wide = [min(em(token), together) for token in tokens if em(token[0]) == 1]
    narrow = [em(token) for token in tokens if em(token[0]) < 1]
    return min(max([*wide, *narrow], default=0.0), _LONGEST)


def layout(columns: Sequence[Needs], points: float) -> Layout:
    """The first of these that fits: as it is, smaller, with turned heads, on a page turned round.

    What fits nowhere gets the widest page, and its long words are broken.
    """
    sizes = (points, points * 0.92, points * _SMALLER)
    ways = [(size, upright, False) for upright in (False, True) for size in sizes[upright * 2 :]]
    ways += [(size, False, True) for size in sizes] + [(sizes[-1], True, True)]
    for size, upright, landscape in ways:
        room = _room(len(columns), size, landscape)
        if sum(_least(column, upright) for column in columns) <= room:
            break
    least = [_least(column, upright) for column in columns]
    wishes = [max(_wish(each.line), low) for each, low in zip(columns, least, strict=True)]
    widths = _shared(least, wishes, room)
    twips = [round(width * size * TWIPS) + PADDING for width in widths]
    twips[-1] += text_width(landscape) - sum(twips)
    return Layout(tuple(twips), round(size * 2) / 2, upright, landscape)


def text_width(landscape: bool) -> int:
    """Twips between the margins of a page."""
    return (LONG if landscape else SHORT) - 2 * MARGIN


def _room(columns: int, points: float, landscape: bool) -> float:
    return (text_width(landscape) - columns * PADDING) / (points * TWIPS)


def _least(column: Needs, upright: bool) -> float:
    return max(column.body, 1.4 if upright else column.head, 1.0) + _SPARE


def _wish(line: float) -> float:
    """What a column asks for: its whole line if it is short, and the less of it the longer."""
    return line + _SPARE if line <= _LINE else float(_LINE + ((line - _LINE) * 6) ** 0.5)


def _shared(least: list[float], wishes: list[float], room: float) -> list[float]:
    """The room given to columns: what each must have, then what each would like, then the rest."""
    over = room - sum(least)
    if over <= 0:
        return [low * room / sum(least) for low in least]
    wanted = sum(wishes) - sum(least)
    if over <= wanted:
        share = over / wanted
        return [low + (wish - low) * share for low, wish in zip(least, wishes, strict=True)]
    return [wish * room / sum(wishes) for wish in wishes]
