"""Line breaks inside a sentence are joined, those between paragraphs kept.

A line goes on if its sentence is plainly not over (a comma, an open bracket, the next line begins
with 增长6.5%), or if it is long, no heading, and the text ends its sentences with full stops.
"""

from __future__ import annotations

import re
import unicodedata

from diaodu.intake.prose.characters import HAN
from diaodu.intake.prose.numbering import begins_item

_ENDED = re.compile(r"[。！？!?；;：:…][”’」』）)】》\"]*$|[A-Za-z0-9)%][.][”\")]*$")
_GOES_ON = tuple("，、,（(《“‘「+×")
_CONTINUES = tuple("，。；：、？！）)》”’」%％,;.")
_PREDICATE = re.compile(
    r"(?:同比|环比)?(?:增长|下降|提高|回落|上升|减少|增加|高于|低于|达到|完成)(?:了|约|到|至)?[0-9]"
    r"|同比|环比|[0-9.]*(?:亿元?|万元?|个?百分点|%)|的|和(?!谐)|及(?![时早])|等[，。、]"
)
_HEADING_END = re.compile(
    r"(?:情况|特点|问题|困难|工作|措施|打算|建议|因素|形势|分析|报告|汇报|安排|成效)$"
)
_INSIDE = re.compile(r"[，。；：、？！,;]")
_FULL_STOPS = re.compile(r"。|[a-z0-9)%][.](?:\s|$)")
_INDENT = re.compile(r"\u3000|\t|  ")
_HEADING_WIDTH = 48  # columns: 24 characters
_LINE_WIDTH = 32
_HEAD, _TAIL = 100, 300  # characters of a paragraph that are looked at
_PAIRS = (("（", "）"), ("(", ")"), ("《", "》"), ("“", "”"), ("「", "」"))


def join_lines(text: str) -> str:
    """The text with each paragraph on one line; at most one empty line between two.

    Where there is nothing to join it stays as it is, blanks around its lines included.
    """
    stops = _FULL_STOPS.search(text) is not None
    paragraphs: list[list[str]] = []  # pieces; joined at the end, or long texts take for ever
    parted: list[bool] = []  # whether an empty line stood before the paragraph
    so_far, last, empty = "", "", True
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            empty = True
            continue
        begins = empty or _INDENT.match(raw) is not None
        if not begins and _goes_on(so_far, last, line, stops=stops):
            paragraphs[-1] += [_glue(so_far, line), line]
            so_far = _brief(so_far + paragraphs[-1][-2] + line)
        else:
            paragraphs.append([line])
            parted.append(empty)
            so_far = _brief(line)
        last, empty = line, False
    joined = _laid_out(["".join(pieces) for pieces in paragraphs], parted, stops=stops)
    return text if joined == _stripped(text) else joined


def _laid_out(paragraphs: list[str], parted: list[bool], *, stops: bool) -> str:
    """One line each; an empty line where the break would otherwise be taken for a soft one."""
    lines = paragraphs[:1]
    for before, after, empty in zip(paragraphs, paragraphs[1:], parted[1:], strict=False):
        apart = empty or _goes_on(_brief(before), before, after, stops=stops)
        lines += ["", after] if apart else [after]
    return "\n".join(lines)


def _goes_on(before: str, last: str, after: str, *, stops: bool) -> bool:
    """Whether `after` goes on with the paragraph `before`, whose last line is `last`."""
    if re.search(r"[0-9][.]$", before) and after[0].isdigit() and not begins_item(before):
        return True
    if begins_item(after) or _ENDED.search(before):
        return False
    if before.endswith(_GOES_ON) or after.startswith(_CONTINUES) or _is_open(before):
        return True
    heading = _INSIDE.search(before) is None and _width(before) <= _HEADING_WIDTH
    named = heading and (begins_item(before) or _HEADING_END.search(before) is not None)
    if _PREDICATE.match(after) and not named:
        return True
    return stops and not heading and _width(last) >= _LINE_WIDTH


def _is_open(text: str) -> bool:
    return any(text.rfind(first) > text.rfind(second) for first, second in _PAIRS)


def _width(text: str) -> int:
    """Columns on a screen, as far as they matter here."""
    head = text[: 2 * _HEADING_WIDTH]
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in head)


def _glue(before: str, after: str) -> str:
    """Nothing between Chinese; a blank between two words or two numbers."""
    first, second = before[-1], after[0]
    words = first.isascii() and second.isascii() and second not in ",.;:%)!?"
    point = re.search(r"[0-9][.]$", before) is not None and second.isdigit()
    return " " if words and not point and first not in "(-" else ""


def _brief(paragraph: str) -> str:
    """As much of a long paragraph as the rules look at: its head and its tail."""
    if len(paragraph) <= _HEAD + _TAIL:
        return paragraph
    return paragraph[:_HEAD] + paragraph[-_TAIL:]


def single_blanks(text: str) -> str:
    """One blank for each run of white space in a line, and none beside Chinese punctuation."""
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r"(?<=[，。；：、！？（《“]) | (?=[，。；：、！？）》”])", "", text)
    text = re.sub(rf"(?<=[0-9]) (?=%)(?!% ?[0-9{HAN}]?[0-9])", "", text)
    return _stripped(text)


def _stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")
