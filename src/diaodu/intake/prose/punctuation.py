"""Chinese punctuation where ASCII marks stand for it. Digits, words and quotes are not touched."""

from __future__ import annotations

import re

from diaodu.intake.prose.characters import HAN

_WIDE = str.maketrans(",;:?!", "，；：？！")
_BEFORE = re.compile(f"[{HAN}，。；：、？！）》”’」』】…]")
_AFTER = re.compile(f"[{HAN}（《“‘「『【]")
_MARK = re.compile(r"(?:https?://|www\.)[!-~]+|[,;:?!] ?")
_STOP = re.compile(
    rf"(?m)(?<=[{HAN}）》”’」』】%])(?<!^[一二三四五六七八九十])(?<!^十[一二三四五六七八九])"
    rf"(?:\.{{3,}}|\.(?![.])(?=$|[{HAN}”’）\"]))"
)
_BRACKETS = re.compile(r"[(（]([^()（）\n]*)[)）]")
_REPEATED = re.compile(r"([，。；：、])\1+")
_HAS_HAN = re.compile(f"[{HAN}]")


def chinese_punctuation(text: str) -> str:
    """Full-width marks after Chinese and before it, paired brackets, no mark twice."""
    text = _STOP.sub(_stop, text)
    text = _MARK.sub(_mark, text)
    text = _BRACKETS.sub(_pair, text)
    return _REPEATED.sub(_single, text)


def _stop(found: re.Match[str]) -> str:
    """A full stop; behind a per cent sign only where the number stands in Chinese: 增长5%."""
    before = found.string[max(found.start() - 30, 0) : found.start()]
    if before.endswith("%") and not _BEFORE.match(before.rstrip("0123456789.,%+- ")[-1:]):
        return found[0]
    return "。" if len(found[0]) == 1 else "……"


def _mark(found: re.Match[str]) -> str:
    """A mark is Chinese behind Chinese, or before it; never inside an address."""
    if found[0][0] not in ",;:?!":
        return found[0]
    text = found.string
    before, after = text[max(found.start() - 1, 0) : found.start()], text[found.end() :][:1]
    close = before not in ("", " ", "\n") and not found[0].endswith(" ")
    if _BEFORE.match(before) or (close and _AFTER.match(after)):
        return found[0][0].translate(_WIDE)
    return found[0]


def _pair(found: re.Match[str]) -> str:
    """（预计) and (预计) as （预计）; (PMI) stays."""
    full = "（" in found[0] or "）" in found[0] or _HAS_HAN.search(found[1]) is not None
    return f"（{found[1]}）" if full else found[0]


def _single(found: re.Match[str]) -> str:
    return "……" if found[1] == "。" and len(found[0]) > 2 else found[1]
