"""One issue as it is marked in a workbook: plain text, and nothing that XML cannot hold.

Nothing here needs pandas, so that the child process that marks workbooks starts quickly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from diaodu.errors import Severity
from diaodu.messages import LANGS, Lang, say

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")  # the most serious first
# Pale enough for black text, and apart in brightness too: not everybody sees red and yellow apart.
COLOURS: dict[Severity, str] = {"error": "F7A79D", "warning": "FFE49A", "info": "D6E8F8"}
MOST = 4  # issues that one comment spells out; the list has them all
_LONGEST = 400  # characters of one text of an issue
_LINE = 52  # half-width characters in a line of a comment of that width
_WIDTH, _LINE_HEIGHT, _HIGHEST = 350, 17, 640  # pixels
# What XML 1.0 cannot hold, and halves of characters.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ would be read as A


@dataclass(frozen=True)
class Mark:
    """One issue. `row` and `column` count from 1 and are None for a whole sheet, row or file.

    sheet: "" if it is about the file. place: row and column as a person reads them, "" for all.
    """

    severity: Severity
    sheet: str
    row: int | None
    column: int | None
    place: str
    found: str
    expected: str
    consequence: str
    remedy: str

    def emptiness(self, lang: Lang) -> str:
        """What stands for a found text that is empty: only a cell can be called so."""
        single = self.row is not None and self.column is not None
        return say("slip.empty", lang) if single else "—"

    def lines(self, lang: Lang) -> list[str]:
        """The issue as the lines of a comment."""
        head = say("marked.head", lang, severity=say(f"slip.severity.{self.severity}", lang))
        texts = {
            "found": self.found or self.emptiness(lang),
            "expected": self.expected,
            "consequence": self.consequence,
            "remedy": self.remedy,
        }
        said = [
            say("marked.line", lang, label=say(f"slip.label.{name}", lang), text=text)
            for name, text in texts.items()
            if text
        ]
        return [head, *said]


def plain(text: object) -> str:
    """Text that can stand in a workbook: what XML cannot hold becomes a visible sign."""
    kept = _IMPOSSIBLE.sub("\ufffd", str(text).replace("\r\n", "\n").replace("\r", "\n"))
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1] + "…"


def escaped(text: str) -> str:
    """Text as a cell stores it, where _x0041_ is a way to write A."""
    return _ESCAPE.sub("_x005F_", text)


def comment(marks: Sequence[Mark], before: str, lang: Lang) -> str:
    """The comment of one cell: what its sender wrote stays above (`before`), ours stands below.

    What we wrote into an earlier copy is taken out, should the sender have sent that back.
    """
    for other in LANGS:
        before = before.partition(say("marked.comment", other))[0]
    parts = [before.rstrip()] if before.strip() else []
    ours = [say("marked.comment", lang)]
    for mark in marks[:MOST]:
        ours += mark.lines(lang)
    if len(marks) > MOST:
        more = len(marks) - MOST
        ours.append(say("marked.more", lang, count=more, list=say("marked.sheet", lang)))
    return "\n\n".join([*parts, escaped("\n".join(ours))])


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels of a comment in which the text can be read without scrolling."""
    return _WIDTH, min(_HIGHEST, _LINE_HEIGHT * lines_in(text, _LINE) + 16)


def lines_in(text: str, width: int) -> int:
    """About how many lines a text takes; width: half-width characters in a line."""
    return sum(max(1, ceil(_units(line) / width)) for line in text.split("\n"))


def _units(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
