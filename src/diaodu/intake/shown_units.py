"""What a spreadsheet's number format shows beside a number: a unit, or a hundredfold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from diaodu.intake.amounts import split_base
from diaodu.intake.quantity_words import SCALES
from diaodu.intake.text import fold

_BRACKETED = re.compile(r"\[[^\]]*\]")  # colours, conditions, currencies
_LITERAL = re.compile(r'"([^"]*)"')
_PADDING = re.compile(r"[_*].")
_LONGEST = 200


@dataclass(frozen=True)
class Shown:
    """The number is shown times `factor`, with `unit` written behind it ("" if none)."""

    factor: Decimal = Decimal(1)
    unit: str = ""


@lru_cache(maxsize=1024)  # whole columns have one format
def shown_unit(number_format: str) -> Shown | None:
    """Read a number format; None where it moves the point by a trick, so that nothing is certain.

    Only its first section is looked at, and a word in it that is no unit says nothing.
    """
    first = _PADDING.sub("", _BRACKETED.sub("", number_format[:_LONGEST])).split(";")[0]
    literals = "".join(_LITERAL.findall(first))
    plain = _LITERAL.sub("", first)
    if "%" in plain.replace("\\%", ""):
        return Shown(Decimal(100), "%")
    unit = _unit(literals + re.sub(r"[0-9#?.,\s+()¥$-]|General", "", plain.replace("\\", "")))
    thousands = len(plain) - len(plain.rstrip(", "))
    point_is_text = re.search(r"[!\\][.,]", plain) is not None or "." in literals
    if point_is_text and (unit or thousands):
        return None
    return Shown(Decimal(1).scaleb(-3 * thousands), unit) if unit else Shown()


def _unit(words: str) -> str:
    """A literal that is a unit, with or without a scale; "" for any other."""
    word = fold(words).strip()
    rest, base = split_base("1" + word)
    if word in SCALES or (base is not None and rest.removeprefix("1") in ("", *SCALES)):
        return word
    return ""
