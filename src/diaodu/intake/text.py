"""Written text as it comes out of people's files: made comparable, never made up."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Full-width forms of ASCII and the spaces that editors put in. Not NFKC: that turns 5² into 52.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    (0x00A0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000), " "
)
_FOLD[0xFE6A] = "%"  # ﹪
_SPACES = re.compile(r"[ \t\r\n]+")
_MISSING = re.compile(
    r"[-—–―]{0,6}|…+|\.{3,6}|/|n/?a|n\.a\.|nan|null|none|not (?:yet )?published|unpublished"
    r"|(?:尚|暂)?未(?:公布|发布)|暂?缺|缺失|(?:暂)?无数据|暂无"
)
_SHOWN = 200  # characters of a cell that an issue repeats


def fold(text: str) -> str:
    """Full-width ASCII and odd spaces as plain ones; all other characters stay."""
    return text.translate(_FOLD)


def is_missing(text: str) -> bool:
    """Whether a cell says "not published": empty, a dash, n/a, 未公布."""
    return _MISSING.fullmatch(fold(text).strip().casefold()) is not None


def clean(text: str) -> tuple[str, bool]:
    """The text without invisible characters, its white space single; and whether any was removed.

    Removed are control characters and format characters (direction marks, zero-width spaces, byte
    order marks): they make a text read otherwise than it looks. Line breaks become spaces.
    """
    spaced = _SPACES.sub(" ", text).strip()
    kept = "".join(c for c in spaced if not invisible(c))
    return kept.strip(), len(kept) != len(spaced)


def visible(text: str) -> str:
    r"""The text as an issue repeats it: invisible characters written out (\u202e), cut if long."""
    head = text[:_SHOWN]
    shown = "".join(f"\\u{ord(c):04x}" if invisible(c) else c for c in head)
    return shown + "…" if len(text) > _SHOWN else shown


def invisible(char: str) -> bool:
    """Whether a character shows nothing: control and format characters, lone surrogates."""
    return unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs")


def closest(word: str, names: Iterable[str]) -> str:
    """The name most like `word`, or "" where none is like it."""
    return _closest(fold(word).strip()[:60], tuple(names))


@lru_cache(maxsize=4096)
def _closest(word: str, names: tuple[str, ...]) -> str:
    lowered = {name.casefold(): name for name in names}
    # Names of places have two or three characters: one wrong of two is a ratio of 0.5.
    found = difflib.get_close_matches(word.casefold(), list(lowered), n=1, cutoff=0.5)
    return lowered[found[0]] if found else ""
