"""Chinese numerals: 六点五, 一百二十, 两千三百, 三亿五千万, 二〇二二.

Strict: what can be heard in two ways (一百二, 一万五) and what is no regular numeral (六七, 十几)
is not read.
"""

from __future__ import annotations

import re

_FORMS = str.maketrans(
    "〇○两壹贰叁肆伍陆柒捌玖拾佰仟萬億點", "零零二一二三四五六七八九十百千万亿点"
)
_DIGITS = "零一二三四五六七八九"
NUMERAL = "〇○零一二三四五六七八九十百千万亿两点壹贰叁肆伍陆柒捌玖拾佰仟萬億點"
_ONE = "[一二三四五六七八九]"
_SECTION = re.compile(
    rf"(?:(?P<k>{_ONE})千)?(?:(?P<h>{_ONE})百)?(?P<gap>零)?"
    rf"(?:(?P<t>{_ONE}?)(?P<ten>十))?(?P<o>{_ONE})?"
)
_LONGEST = 40


def read_numeral(text: str) -> str | None:
    """A numeral in decimal digits, its decimals as written ("6.5", "350000000"); None if not one.

    Zeros between places must be spoken (一百零五) where leaving them out can mean two numbers.
    """
    if not text or len(text) > _LONGEST:
        return None
    whole, point, decimals = text.translate(_FORMS).partition("点")
    number = 0 if whole == "零" else _whole(whole)
    if number is None or (point and not decimals) or any(c not in _DIGITS for c in decimals):
        return None
    return str(number) + ("." + _in_digits(decimals) if point else "")


def read_year_numeral(text: str) -> str | None:
    """Digits read one by one, as years are (二〇二二 is "2022"); None if there is anything else."""
    plain = text.translate(_FORMS)
    return _in_digits(plain) if plain and all(c in _DIGITS for c in plain) else None


def _in_digits(numerals: str) -> str:
    return "".join(str(_DIGITS.index(c)) for c in numerals)


def _whole(text: str) -> int | None:
    """Value of the places before 亿, between 亿 and 万, and after 万."""
    for unit, factor in (("亿", 10**8), ("万", 10**4)):
        if unit in text:
            before, _, after = text.rpartition(unit)
            high, low = _whole(before), _rest(after, factor)
            return None if high is None or low is None or low >= factor else high * factor + low
    return _section(text)


def _rest(text: str, factor: int) -> int | None:
    """What follows 亿 or 万: nothing, 零五, 五百; but 一万五 can be 15,000 or a slip for 10,005."""
    if not text:
        return 0
    if text.startswith("零"):
        number = _whole(text[1:])
        return None if number is None or number >= factor // 10 else number
    return _whole(text) if re.search("[十百千万]", text) else None


def _section(text: str) -> int | None:
    """A number below ten thousand."""
    found = _SECTION.fullmatch(text)
    if found is None or not text:
        return None
    k, h, t, o = (found[name] for name in "khto")
    lower = bool(found["ten"] or o)
    skipped = (k and not h) or (h and not found["ten"])  # a place that a 零 must stand for
    if bool(found["gap"]) != bool(lower and skipped):
        return None
    tens = (_DIGITS.index(t) if t else 1) if found["ten"] else 0
    return sum(
        place * value
        for place, value in (
            (1000, _DIGITS.index(k) if k else 0),
            (100, _DIGITS.index(h) if h else 0),
            (10, tens),
            (1, _DIGITS.index(o) if o else 0),
        )
    )
