"""Words written from right to left (Hebrew, Arabic and their kin) among Chinese or English ones.

Left alone they reorder the numbers and names beside them: 厂12 turns to 12厂. In markup each stands
in <bdi>; where no element may stand (drawings, titles, choices) between the two marks that isolate.
"""

from __future__ import annotations

import re

FIRST, LAST = "\u2068", "\u2069"  # first strong isolate, pop directional isolate

# With what is between them: a name of several words is one.
_LETTERS = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_WORDS = re.compile(rf"{_LETTERS}+(?:[\s.,\-]+{_LETTERS}+)*")
_KEPT = re.compile(
    r"(<(svg|title|option|script|style|template|bdi)\b.*?</\2>|<[^>]*>)", re.DOTALL | re.IGNORECASE
)
_MARKED = ("<svg", "<title", "<option")
_TAG = re.compile(r"(<[^>]*>)")


def apart(markup: str) -> str:
    """Markup whose right-to-left words reorder nothing beside them.

    Attributes, scripts, and words that stand apart already stay as they are.
    """
    if not _WORDS.search(markup):
        return markup
    made, at = [], 0
    for kept in _KEPT.finditer(markup):
        made += [_in_text(markup[at : kept.start()]), _in_drawing(kept[0])]
        at = kept.end()
    return "".join([*made, _in_text(markup[at:])])


def marked(text: str) -> str:
    """The same for plain text: each word between the marks that isolate."""
    return _WORDS.sub(rf"{FIRST}\g<0>{LAST}", text.replace(FIRST, "").replace(LAST, ""))


def _in_text(text: str) -> str:
    return _WORDS.sub(r"<bdi>\g<0></bdi>", text)


def _in_drawing(kept: str) -> str:
    """Marks in the texts of what holds texts only; all else is kept as it is."""
    if not kept.startswith(_MARKED):
        return kept
    parts = _TAG.split(kept)
    return "".join(part if number % 2 else marked(part) for number, part in enumerate(parts))
