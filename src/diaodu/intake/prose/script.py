"""Traditional characters to simplified ones, where a text is found to be traditional.

OpenCC's t2s must not be let loose on simplified text, nor twice on any: it makes 干县 of 乾县.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import opencc

_UNIFIED = range(0x4E00, 0xA000)
_COMMON_BIG5 = b"\xc6\x80"  # the first level of Big5, its 5,401 common characters, ends before
# Characters of names and of set phrases, which t2s leaves as they are in some words.
_IN_NAMES = frozenset("釐剋脩昇祕谿氾扞陞蒐濛劄崑鉅")


@dataclass(frozen=True)
class _Script:
    converter: opencc.OpenCC
    traditional: frozenset[str]
    simplified: frozenset[str]


@cache
def _script() -> _Script:
    """Characters that are in one script only, from what OpenCC changes and two character sets."""
    converter = opencc.OpenCC("t2s")
    characters = [chr(code) for code in _UNIFIED]
    images = converter.convert("\n".join(characters)).split("\n")
    changed = [(old, new) for old, new in zip(characters, images, strict=True) if old != new]
    return _Script(
        converter,
        frozenset(
            old
            for old, _ in changed
            if b"" < _encoded(old, "big5") < _COMMON_BIG5 and not _encoded(old, "gb2312")
        )
        - _IN_NAMES,
        frozenset(new for _, new in changed if not _encoded(new, "big5")),
    )


def _encoded(character: str, encoding: str) -> bytes:
    return character.encode(encoding, errors="ignore")


def is_traditional(text: str) -> bool:
    """Whether at least half of the characters that belong to one script only are traditional."""
    script = _script()
    traditional = sum(c in script.traditional for c in text)
    return traditional > 0 and traditional >= sum(c in script.simplified for c in text)


def to_simplified(text: str) -> str:
    """Convert each traditional paragraph; in a traditional text also those that do not tell."""
    if _script().traditional.isdisjoint(text):
        return text
    whole = is_traditional(text)
    return "\n".join(_convert(line, in_traditional=whole) for line in text.split("\n"))


def _convert(line: str, *, in_traditional: bool) -> str:
    script = _script()
    undecided = in_traditional and not any(c in script.simplified for c in line)
    if not (undecided or is_traditional(line)):
        return line
    converted: str = script.converter.convert(line)
    # Phrases that OpenCC leaves alone hold some: what is left would be found, and converted again.
    left = {c: script.converter.convert(c) for c in set(converted) & script.traditional}
    return converted.translate(str.maketrans(left))
