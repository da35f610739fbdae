"""Finds the words of many lists in one pass over a clause."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]
_WORD = re.compile(r"[\w$&.'-]*\w[\w'-]*")
_SHORTEST_STEM = 2


@dataclass(frozen=True)
class Hit:
    """One word of a list in a clause: `word` as it stands there."""

    word: str
    start: int
    end: int


def pattern(terms: Iterable[str], lang: Lang) -> re.Pattern[str]:
    """Any of the terms, longest first; English ones as whole words, * for any ending."""
    longest = sorted(terms, key=len, reverse=True)
    if lang == "zh":
        return re.compile("|".join(map(re.escape, longest)) or r"(?!)")
    parts = [
        r"\s+".join(
            re.escape(word.removesuffix("*")) + (r"[\w-]*" if word.endswith("*") else "")
            for word in term.lower().split()
        )
        + ("" if term.endswith("*") else r"(?:e?s)?")
        for term in longest
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])") if parts else re.compile(r"(?!)")


class Matcher:
    """The words of several lists in one language; find() gives the hits of each list."""

    def __init__(self, lists: Mapping[str, Iterable[str]], lang: Lang) -> None:
        self._lang = lang
        self._of: dict[str, list[str]] = defaultdict(list)  # word or phrase -> its lists
        self._stems: dict[str, list[str]] = defaultdict(list)  # decreas* -> its lists
        rest: dict[str, list[str]] = defaultdict(list)
        for name, terms in lists.items():
            for term in terms:
                words = term.lower().split() if lang == "en" else [term.lower()]
                if lang == "en" and (len(words) > 1 or not _WORD.fullmatch(words[0].rstrip("*"))):
                    rest[name].append(term)
                elif words[0].endswith("*"):
                    self._stems[words[0][:-1]].append(name)
                else:
                    self._of[words[0]].append(name)
        self._sizes = sorted({len(word) for word in self._of})
        self._phrases = {name: pattern(terms, "en") for name, terms in rest.items()}

    def find(self, clause: str) -> dict[str, list[Hit]]:
        """The hits of each list in order; of words that overlap in one list the longest."""
        found: dict[str, list[Hit]] = defaultdict(list)
        for hit, names in self._zh(clause) if self._lang == "zh" else self._en(clause):
            for name in names:
                found[name].append(hit)
        for name, words in self._phrases.items():
            found[name] += [Hit(m[0], *m.span()) for m in words.finditer(clause)]
        return {name: _longest(hits) for name, hits in found.items() if hits}

    def _zh(self, clause: str) -> Iterable[tuple[Hit, list[str]]]:
        for start in range(len(clause)):
            for size in self._sizes:
                word = clause[start : start + size]
                if word in self._of and len(word) == size:
                    yield Hit(word, start, start + size), self._of[word]

    def _en(self, clause: str) -> Iterable[tuple[Hit, list[str]]]:
        for match in _WORD.finditer(clause):
            word = match[0]
            names = [
                *self._of.get(word, ()),
                *(self._of.get(word[:-1], ()) if word.endswith("s") else ()),
                *(self._of.get(word[:-2], ()) if word.endswith("es") else ()),
            ]
            for size in range(_SHORTEST_STEM, len(word) + 1):
                names += self._stems.get(word[:size], ())
            if names:
                yield Hit(word, *match.span()), list(dict.fromkeys(names))


def _longest(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
