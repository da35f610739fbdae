"""A note's text as it is read: without markup, in one width, cut into clauses and words."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

import rjieba

OWN_FREQUENCY = 20000  # so that our own words are kept whole
LONGEST = 5000  # characters that are read of one note; the rest is left out and marked to be read
_KEPT = 4096  # texts whose words are remembered while they are read
_TAGS = re.compile(
    r"<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|</?[a-z!][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_INLINE = re.compile(
    r"</?(?:a|b|em|font|i|mark|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,，。；;!！?？：:\n]+|(?<=[a-z])\. ")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_OTHER_SCRIPT = re.compile(r"[\u0400-\u052f\u0590-\u06ff\u0e00-\u0e7f\u3040-\u30ff\uac00-\ud7af]")
_WORD = re.compile(r"[a-z][a-z&'-]*")
# letters that English lacks and other languages of the Latin script use
_ACCENT = re.compile(r"[à-öø-ÿß]", re.IGNORECASE)
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|for|with|by|on|was|were|is|are|has|have|at|from|that|as|a|an|its|due"
    r"|no|not|more|our|their|this|but|than|will|be)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NoteText:
    """One text, ready to be read. `plain`: without markup, one width, one kind of space."""

    plain: str

    @classmethod
    def of(cls, written: str) -> NoteText:
        text = html.unescape(_TAGS.sub(" ", _INLINE.sub("", written[: 2 * LONGEST])))
        text = unicodedata.normalize("NFKC", text)[:LONGEST]
        return cls(" ".join(text.split()))

    @cached_property
    def chinese(self) -> bool:
        """Whether it is read as Chinese: it holds more Chinese characters than English words."""
        return len(_HAN.findall(self.plain)) >= max(1, len(_WORD.findall(self.plain.lower())))

    @property
    def readable(self) -> bool:
        """Whether there is anything to read: two letters or characters of a known script."""
        return len(_LETTER.findall(self.plain)) > 1

    @property
    def foreign(self) -> bool:
        """Whether it seems to be in another language than Chinese and English."""
        if _OTHER_SCRIPT.search(self.plain):
            return True
        words = self.lower.split()
        plain_latin = not self.chinese and len(words) > 4
        return plain_latin and (bool(_ACCENT.search(self.plain)) or not _ENGLISH.search(self.plain))

    @cached_property
    def lower(self) -> str:
        return self.plain.lower()

    @cached_property
    def clauses(self) -> list[str]:
        """Its clauses in lower case, none empty."""
        return [part for part in map(str.strip, _CLAUSE.split(self.lower)) if part]


class Cutter:
    """Cuts texts into words: Chinese with rjieba and words of our own, English at spaces."""

    def __init__(self, own: tuple[str, ...]) -> None:
        self._jieba = rjieba.Jieba()
        self._tagged = lru_cache(maxsize=_KEPT)(self._tag)
        for word in own:
            self._jieba.add_word(word, OWN_FREQUENCY, "n")

    def words(self, text: NoteText) -> list[str]:
        """Its words in lower case; numbers and punctuation are none."""
        if not text.chinese:
            return _WORD.findall(text.lower)
        return [word.lower() for word, _ in self.tagged(text.plain) if _LETTER.search(word)]

    def tagged(self, plain: str) -> list[tuple[str, str]]:
        """Every word of a text as it stands with its part of speech (ns: a place, nr: a name)."""
        return self._tagged(plain)

    def _tag(self, plain: str) -> list[tuple[str, str]]:
        return [(str(word), str(tag)) for word, tag in self._jieba.tag(plain)]
