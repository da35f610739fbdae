"""Names to look up in phrases, and phrases that are lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Topic:
    """What a figure is about.

    text: the phrase as written. quantity: id in Subjects, None where none is known. named: whether
    the phrase itself names it. industry: id of the catalog.
    """

    text: str
    quantity: str | None = None
    named: bool = False
    industry: str | None = None
    exact: bool = False  # the phrase is the quantity's name (of an industry), nothing more


@dataclass(frozen=True)
class Found:
    """A name in a phrase; `key` None where there is none."""

    key: str | None = None
    start: int = 0
    end: int = 0


class Names:
    """Names to look up from the end of a phrase."""

    def __init__(self, names: dict[str, str]) -> None:
        self.keys = names
        self._first = _sizes((name[0], len(name)) for name in names if name)
        self._last = _sizes((name[-1], len(name)) for name in names if name)

    def first(self, plain: str) -> Found:
        """The name that begins first (then the longest)."""
        for start, char in enumerate(plain):
            for size in self._first.get(char, ()):
                end = start + size
                key = self.keys.get(plain[start:end]) if end <= len(plain) else None
                if key is not None and _whole_word(plain, start, end):
                    return Found(key, start, end)
        return Found()

    def last(self, plain: str, begin: int = 0) -> Found:
        """The name that ends last (then the longest) of those that start at `begin` or later."""
        for end in range(len(plain), begin, -1):
            for size in self._last.get(plain[end - 1], ()):
                start = end - size
                if start < begin:
                    continue
                key = self.keys.get(plain[start:end])
                if key is not None and _whole_word(plain, start, end):
                    return Found(key, start, end)
        return Found()


def _sizes(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The lengths of the names that have a character at one end, the longest first."""
    found: dict[str, set[int]] = {}
    for char, size in pairs:
        found.setdefault(char, set()).add(size)
    return {char: sorted(sizes, reverse=True) for char, sizes in found.items()}


def parts(phrase: str, pattern: re.Pattern[str], source: str) -> list[str]:
    """The parts of a phrase between the matches in `source`, which is as long as it."""
    cuts = [found.span() for found in pattern.finditer(source)]
    edges = [0, *(at for cut in cuts for at in cut), len(phrase)]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [phrase[begin:end].strip() for begin, end in pairs]


def _whole_word(text: str, start: int, end: int) -> bool:
    """A Latin name is not part of a longer word."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    cut = LATIN.match(text[start]) and LATIN.match(before)
    return not cut and not (LATIN.match(text[end - 1]) and LATIN.match(after))
