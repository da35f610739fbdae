"""Cut a written report into statements: what happened, problems, supports, next steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from diaodu.intake.prose.cleaning import clean_text
from diaodu.intake.prose.numbering import split_numbering
from diaodu.intake.received.grid import Document

Section = Literal["issue", "support", "next_step", "narrative"]

# The words of the usual headings; of several in one heading the last counts (解决问题的*措施*).
_HEADINGS: dict[Section, str] = {
    "issue": "问题|困难|不足之处|短板|制约|不利因素|风险|堵点|难点|诉求"
    "|problems?|issues?|difficult|challenges?",
    "support": "有利因素|支撑|利好|积极因素|增长点|有利条件|supports?|favourable|tailwinds?",
    "next_step": "下一?步|下一?阶段|措施|打算|对策|建议|工作安排|工作计划|工作重点"
    "|工作思路|重点工作|next steps?|measures|way forward",
    "narrative": "运行情况|主要特点|基本情况|总体情况|完成情况|运行特点|运行态势"
    "|主要指标|指标情况|预计情况|形势|走势|分析|其他|附件|overview|main features|performance",
}
_WORD = re.compile(
    "|".join(f"(?P<{name}>{words})" for name, words in _HEADINGS.items()), re.IGNORECASE
)
_TWO = re.compile(
    r"(?:问题|困难)[^，。]{0,4}(?:及|和|与|、)[^，。]{0,6}(?:措施|打算|对策|建议|工作|下一?步)"
)
_TOP = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]部分")
_ENDS = ("。", "；", ";", "！", "？", ".", "!", "?", "，", ",", "、")
_INLINE = re.compile(r"(?P<heading>[^，。；：:,;]{2,20})[：:]")
_STEP = re.compile(r"(?:^|(?<=[。！？；]))(?:下一?步|下一?阶段|接下来|今后一个时期)[，,]")
_ENUMERATED = re.compile(
    r"(?:^|(?<=[。；;：:，,！？\s]))"
    r"(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，,]"
    r"|[(（][0-9一二三四五六七八九十]{1,2}[)）]|[0-9]{1,2}[.、．)）](?![0-9])|[①-⓿])"
)
_LISTED = re.compile(r"[；;]")
_LONGEST_HEADING = 30
_NOTHING = frozenset(["无", "暂无", "没有", "略", "无。", "暂无。"])
_SHORTEST = 6  # characters of an item of a list that is one


@dataclass(frozen=True)
class Statement:
    """One statement of a report.

    number: counted from 1 through the report. text: clean, without its number or bullet; it is
    [start:end] of the clean text of its paragraph. original: the paragraph as it was received.
    paragraph: its number in the document (its line in a plain text). heading: the nearest heading
    above it, "" for none.
    """

    section: Section
    number: int
    text: str
    original: str
    paragraph: int
    start: int
    end: int
    heading: str = ""


@dataclass(frozen=True)
class _Line:
    """A line of a paragraph's clean text, without its mark; start: its place in there."""

    paragraph: int
    original: str
    start: int
    mark: str
    text: str
    styled: bool


def to_statements(source: Document | str) -> list[Statement]:
    """The statements of a report in its order; a text without headings is narrative.

    A paragraph is one statement, but for lists (一是…二是…, 1.…2.…, items parted by semicolons),
    of which each item is one. Headings are none, unless nothing stands below them. Never raises.
    """
    found: list[Statement] = []
    section: Section = "narrative"
    heading, above = "", ""
    waiting: _Line | None = None  # a heading below which nothing has stood so far
    for line in _lines(source):
        kind = _heading(line)
        if kind is not None:
            if waiting is not None:
                found.append(_statement(section, found, waiting, 0, len(waiting.text), above))
            top = _TOP.fullmatch(line.mark) is not None
            named = _section(line.text)
            section = named or ("narrative" if top or kind == "styled" else section)
            heading = line.text.rstrip("：:")
            above = heading if named or top else above
            waiting = None if named or top else line
            continue
        waiting = None
        begin = 0
        inline = _INLINE.match(line.text)
        if inline and (named := _section(inline["heading"])):
            section, heading, begin = named, inline["heading"], inline.end()
        for start, end, own in _items(line.text, begin, section, line.mark.endswith("是")):
            found.append(_statement(own, found, line, start, end, heading))
    if waiting is not None:
        found.append(_statement(section, found, waiting, 0, len(waiting.text), above))
    return found


def _lines(source: Document | str) -> Iterator[_Line]:
    if isinstance(source, Document):
        paragraphs = [(p.number, p.text, p.style) for p in source.paragraphs]
    else:
        paragraphs = [(n, text, "") for n, text in enumerate(source.splitlines(), start=1)]
    for number, original, style in paragraphs:
        clean, start = clean_text(original).text, 0
        styled = style.casefold().startswith(("heading", "标题", "title"))
        for line in clean.split("\n"):
            mark, text = split_numbering(line)
            at = start + len(line) - len(text)
            if text.strip():
                yield _Line(number, original, at, mark, text.rstrip(), styled)
            start += len(line) + 1


def _heading(line: _Line) -> Literal["styled", "plain"] | None:
    """Whether a line is a heading: short and without an end; one by its style is in any case."""
    text = line.text.rstrip("：:")
    if line.styled and len(text) <= 2 * _LONGEST_HEADING:
        return "styled"
    if len(text) > _LONGEST_HEADING or text.endswith(_ENDS):
        return None
    named = _WORD.search(text) is not None and len(text) <= _LONGEST_HEADING // 2 + 5
    numbered = bool(line.mark) and line.mark[:1] not in "•●○■□◆◇▪*·–—-" and "，" not in text
    numbered = numbered and not line.mark.endswith("是")
    return "plain" if numbered or named else None


def _section(heading: str) -> Section | None:
    """The section that a heading opens; None for a heading that opens none of its own."""
    if _TWO.search(heading):
        return "issue"
    words = list(_WORD.finditer(heading[: 2 * _LONGEST_HEADING]))
    names: dict[str, Section] = {name: name for name in _HEADINGS}
    return names.get(words[-1].lastgroup or "") if words else None


def _items(
    text: str, begin: int, section: Section, marked: bool
) -> Iterator[tuple[int, int, Section]]:
    """Places of the statements in a line, and the section of each."""
    turn = _STEP.search(text, begin)
    if turn is not None and section != "next_step":  # 下一步，… in the middle of a paragraph
        yield from _list(text, begin, turn.start(), section, marked)
        yield from _list(text, turn.start(), len(text), "next_step", marked=False)
        return
    yield from _list(text, begin, len(text), section, marked)


def _list(
    text: str, begin: int, end: int, section: Section, marked: bool
) -> Iterator[tuple[int, int, Section]]:
    """The items of a list in text[begin:end]; `marked`: its first mark was taken off (一是)."""
    marks = [m.span() for m in _ENUMERATED.finditer(text, begin, end)]
    if marked:
        marks = [(begin, begin), *marks]
    if len(marks) > 1:
        lead = text[begin : marks[0][0]].strip()
        if lead and not lead.endswith(("：", ":", "，", ",")):  # more than the words before a list
            yield from _trimmed(text, begin, marks[0][0], section)
        edges = [*(start for start, _ in marks[1:]), end]
        for (_, start), edge in zip(marks, edges, strict=True):
            yield from _trimmed(text, start, edge, section)
        return
    cuts = [begin, *(m.end() for m in _LISTED.finditer(text, begin, end)), end]
    parts = list(pairwise(cuts))
    sizes = [len(text[a:b].strip("；;。 ")) for a, b in parts]
    if section == "narrative" or min((size for size in sizes if size), default=0) < _SHORTEST:
        parts = [(begin, end)]
    for a, b in parts:
        yield from _trimmed(text, a, b, section)


def _trimmed(
    text: str, start: int, end: int, section: Section
) -> Iterator[tuple[int, int, Section]]:
    """A place without blanks and without the mark that parts it from the next item."""
    part = text[start:end]
    start += len(part) - len(part.lstrip(" ，,、：:"))
    end = start + len(text[start:end].rstrip(" ；;，,、"))
    if end > start and text[start:end] not in _NOTHING:
        yield start, end, section


def _statement(
    section: Section, before: list[Statement], line: _Line, start: int, end: int, heading: str
) -> Statement:
    return Statement(
        section=section,
        number=len(before) + 1,
        text=line.text[start:end],
        original=line.original,
        paragraph=line.paragraph,
        start=line.start + start,
        end=line.start + end,
        heading=heading,
    )
