"""One written amount without its qualifiers: a sign, digits or numerals, a scale, a unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from diaodu import units
from diaodu.intake.numbers import LISTED, SIGNS, normal_form
from diaodu.intake.numerals import NUMERAL, read_numeral
from diaodu.intake.quantity_words import BASES, FOREIGN, MEASURES, SCALES, factors_of

Fault = Literal["unit", "scale"]
Unread = Literal["comma", "dots", "fraction", "two_numbers", "unreadable"]
_SCALE = "|".join(SCALES)
_PIECE = re.compile(rf"([0-9][0-9,]*(?:\.[0-9]+)?)({_SCALE})")
_PERCENT = re.compile(r"(?P<sign>负?)百分之(?P<sign2>负?)(?P<number>.+)")
_TENTHS = re.compile(r"(?P<whole>[一二三四五六七八九1-9])成(?P<half>[一二三四五六七八九半]?)")
_HALF = {"": "0", "半": "5"}


@dataclass(frozen=True)
class Amount:
    """A written amount as it stands: `number` times `scale` in the base unit that was named.

    number: normal form, decimals as written. base: a unit id, a measure word (家), None if no unit
    was written. composite: 三亿五千万, so the number itself holds a scale.
    """

    number: str
    scale: int = 1
    base: str | None = None
    composite: bool = False

    @property
    def signed(self) -> bool:
        return self.number.startswith("-")


def read_amount(body: str) -> Amount | None:
    """Read one amount; None for everything else."""
    if found := _PERCENT.fullmatch(body):
        number = _number(found["number"])
        if number is None or number.signed or (found["sign"] and found["sign2"]):
            return None
        minus = found["sign"] or found["sign2"]
        return replace(_negative(number) if minus else number, base="percent")
    if found := _TENTHS.fullmatch(body):
        return _tenths(found["whole"], found["half"])
    rest, base = split_base(body)
    number = _number(rest)
    return number and replace(number, base=base)


def split_base(body: str) -> tuple[str, str | None]:
    """Take off the unit or measure word at the end (longest first), its scale left on."""
    lowered = body.casefold()
    measures = {word: word for words in MEASURES.values() for word in words}
    names = {**measures, **dict.fromkeys(FOREIGN, "foreign"), **BASES}
    for name in sorted(names, key=len, reverse=True):
        if lowered.endswith(name) and len(name) < len(body):
            return body[: -len(name)], names[name]
    return body, None


def _tenths(whole: str, half: str) -> Amount | None:
    """三成 is 30 per cent, 三成五 is 35."""
    tens = read_numeral(whole) or whole
    ones = _HALF[half] if half in _HALF else read_numeral(half)
    return Amount(f"{tens}{ones}", base="percent")


def _number(text: str) -> Amount | None:
    """Digits or numerals with a scale: 1.2万, 3亿5000万, 三点五亿, 负六."""
    sign, body = ("负", text[1:]) if text[:1] == "负" else ("", text)
    if text[:1] == "正":
        body = text[1:]
    if (sign or text[:1] == "正") and body[:1] in tuple(SIGNS):
        return None
    found = _digits(body) or _pieces(body) or _numeral(body)
    return _negative(found) if sign and found else found


def _digits(body: str) -> Amount | None:
    for name, scale in SCALES.items():
        if body.endswith(name):
            number = normal_form(body.removesuffix(name))
            return Amount(number, scale) if number else None
    number = normal_form(body)
    return Amount(number) if number is not None else None


def _pieces(body: str) -> Amount | None:
    """3亿5000万: whole pieces with falling scales, each below the scale before it."""
    pieces = _PIECE.findall(body)
    if len(pieces) < 2 or "".join(a + b for a, b in pieces) != body:
        return None
    total, above = Decimal(0), None
    for written, name in pieces:
        number = normal_form(written)
        if number is None or (above is not None and Decimal(number) * SCALES[name] >= above):
            return None
        total += Decimal(number) * SCALES[name]
        above = SCALES[name]
    whole = all("." not in written for written, _ in pieces[:-1])
    return Amount(plain(total), composite=True) if whole else None


def _numeral(body: str) -> Amount | None:
    """六点五, 三点五亿 and 三亿五千万; the scale is told apart where there is only one."""
    if not body or any(c not in NUMERAL for c in body):
        return None
    for name in ("万亿", "亿", "万"):
        rest = body.removesuffix(name)
        if rest != body and not set("万亿萬億") & set(rest):
            number = read_numeral(rest)
            return Amount(number, SCALES[name]) if number else None
    number = read_numeral(body)
    return Amount(number, composite=bool(set("万亿萬億") & set(body))) if number else None


def _negative(amount: Amount) -> Amount:
    return replace(amount, number="-" + amount.number)


def plain(number: Decimal) -> str:
    """A decimal number without exponent and trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Expressed:
    """An amount in the unit of its column.

    repeated: the scale without a unit repeats the unit's own (1.2万 in a column of 万元), so 1.2
    and 12,000 are both meant by somebody; 1.2 is given.
    """

    number: str
    unit: str | None
    repeated: bool = False


def express(amount: Amount, unit: str) -> Expressed | Fault:
    """Express an amount in a column's unit, or say why that cannot be done."""
    factors = factors_of(unit)
    if factors:
        return _express_amount(amount, unit, factors)
    if unit in MEASURES:
        if amount.base is not None and amount.base not in MEASURES[unit]:
            return "unit"
        return Expressed(_times(amount, 1), unit if amount.base else None)
    if amount.scale != 1 or amount.composite or amount.base not in (None, unit):
        return "unit"
    return Expressed(amount.number, amount.base)


def _express_amount(amount: Amount, unit: str, factors: dict[str, float]) -> Expressed | Fault:
    base = next(name for name, factor in factors.items() if factor == 1)
    if amount.base not in (None, base):
        return "unit"
    scaled = amount.scale != 1 or amount.composite
    if amount.base is None and not scaled:
        return Expressed(amount.number, None)
    if amount.base is None and unit != base and amount.composite:
        return "scale"  # 三亿五千万 of 万元, or of yuan?
    if amount.base is None and amount.scale < factors[unit]:
        return "scale"  # 5千 in a column of 万元
    repeated = amount.base is None and amount.scale == factors[unit] != 1
    written = next((name for name, factor in factors.items() if factor == amount.scale), base)
    if written == unit and not amount.composite:
        return Expressed(amount.number, unit, repeated)
    into = Decimal(repr(units.convert(1.0, base, unit)))
    return Expressed(_times(amount, into), written, repeated)


def _times(amount: Amount, factor: Decimal | int) -> str:
    if amount.scale == 1 and factor == 1:
        return amount.number
    return plain(Decimal(amount.number) * amount.scale * factor)


def why_unread(body: str) -> Unread:
    """Why the words are not an amount, as narrowly as can be said."""
    rest, _ = split_base(body)
    if LISTED.fullmatch(rest):
        return "comma"
    if re.fullmatch(r"[-+]?[0-9.]+/[0-9.]+", rest) or "分之" in rest:
        return "fraction"
    if re.fullmatch(r"[-+]?[0-9]*(?:[.。·]+[0-9]*)+", rest):
        return "dots"
    return "two_numbers" if len(re.findall(r"[0-9]+(?:\.[0-9]+)?", rest)) > 1 else "unreadable"
