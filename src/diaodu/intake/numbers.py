"""Read one written number, or say why it is not one. Never a guess.

A reading is `exact` (the text is the normal form), `normalised` (written otherwise, its meaning
certain: 5.8％, １２．３, 1,234.5), `missing` (it says "not published") or `refused` with a reason.
Units and qualifiers that stand beside the number are told apart from it in tables below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from diaodu.intake.text import fold, is_missing

How = Literal["exact", "normalised", "missing", "refused"]
Reason = Literal["comma", "approximate", "range", "formula_error", "scientific", "unreadable"]
Qualifier = Literal["about", "at_least", "more_than", "at_most", "less_than"]

# What people write for a unit -> its id (units.UNITS), in a unit column or behind a number.
UNIT_NAMES = {
    "%": "percent",
    "个百分点": "percentage_point",
    "百分点": "percentage_point",
    "亿元": "100m_yuan",
    "百万元": "million_yuan",
    "万元": "10k_yuan",
    "元": "yuan",
}
# Qualifiers by the side of the number that they stand on; intake.quantities reads the same.
BEFORE: dict[str, Qualifier] = {
    "大约": "about",
    "约": "about",
    "接近": "less_than",
    "近": "less_than",
    "~": "about",
    "≈": "about",
    "about": "about",
    "不低于": "at_least",
    "不少于": "at_least",
    ">=": "at_least",
    "≥": "at_least",
    "超过": "more_than",
    "超": "more_than",
    "逾": "more_than",
    ">": "more_than",
    "over": "more_than",
    "不超过": "at_most",
    "<=": "at_most",
    "≤": "at_most",
    "不到": "less_than",
    "<": "less_than",
}
AFTER: dict[str, Qualifier] = {
    "左右": "about",
    "上下": "about",
    "以上": "at_least",
    "多": "more_than",
    "余": "more_than",
    "以下": "at_most",
}
SIGNS = "-+−–‐‑﹣"
_NUMBER = re.compile(
    rf"(?P<sign>[{SIGNS}]?)\s?"
    r"(?P<whole>[0-9]{1,15}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4})?"
    r"(?:\.(?P<decimals>[0-9]{1,20}))?"
)
LISTED = re.compile(rf"[{SIGNS}]?[0-9]+(?:[,，、;；][0-9]*)+(?:\.[0-9]+)?")
_BETWEEN = re.compile(r"(.+?)\s?(?:[-—–~]|至|到)\s?(.+)", re.DOTALL)
SCIENTIFIC = re.compile(r"[-+]?[0-9.]+e[-+]?[0-9]+", re.IGNORECASE)
FORMULA_ERROR = re.compile(r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|#+)", re.IGNORECASE)
LONGEST = 100  # no written number is longer; keeps the patterns cheap on any text


@dataclass(frozen=True)
class Reading:
    """What a written number says.

    value: None unless it was read. printed: its normal form, the decimals as written. unit: id of
    the unit behind the number, None if there is none. qualifier and reason: why it was refused.
    """

    how: How
    value: float | None = None
    printed: str = ""
    unit: str | None = None
    qualifier: Qualifier | None = None
    reason: Reason | None = None


def read_number(text: str) -> Reading:
    """Read a number in decimal digits; never raises."""
    if is_missing(text):
        return Reading("missing")
    if len(text) > LONGEST:
        return Reading("refused", reason="unreadable")
    written = fold(text).strip()
    body, unit = _split_unit(written)
    printed = normal_form(body)
    if printed is None:
        return _refusal(written)
    if "，" in text and "." not in printed:  # 1，234 may be two figures; 1，234.5 cannot
        return Reading("refused", reason="comma")
    how: How = "exact" if printed == text else "normalised"
    return Reading(how, float(printed) + 0.0, printed, unit)  # + 0.0: no minus zero


def normal_form(body: str) -> str | None:
    """Any way to write one plain number as "-1234.50"; None for all else."""
    found = _NUMBER.fullmatch(body)
    if found is None or (found["whole"] is None and found["decimals"] is None):
        return None
    sign = "" if found["sign"] in ("", "+") else "-"
    whole = (found["whole"] or "0").replace(",", "").lstrip("0") or "0"
    return sign + whole + (f".{found['decimals']}" if found["decimals"] else "")


def _split_unit(written: str) -> tuple[str, str | None]:
    for name, unit in UNIT_NAMES.items():
        if written.endswith(name):
            return written.removesuffix(name).rstrip(), unit
    return written, None


def _split_qualifier(written: str) -> tuple[str, Qualifier | None]:
    for name in sorted(BEFORE, key=len, reverse=True):
        if written.casefold().startswith(name):
            return written[len(name) :].lstrip(), BEFORE[name]
    unitless, _ = _split_unit(written)
    for name, qualifier in AFTER.items():
        if unitless.endswith(name):
            return unitless.removesuffix(name).rstrip(), qualifier
    return written, None


def _refusal(written: str) -> Reading:
    """Why the text is not a number, as narrowly as can be said."""
    if FORMULA_ERROR.fullmatch(written):
        return Reading("refused", reason="formula_error")
    if SCIENTIFIC.fullmatch(written):
        return Reading("refused", reason="scientific")
    rest, qualifier = _split_qualifier(written)
    if qualifier and _is_number(rest):
        return Reading("refused", qualifier=qualifier, reason="approximate")
    body, _ = _split_unit(written)
    if LISTED.fullmatch(body):
        return Reading("refused", reason="comma")
    ends = _BETWEEN.fullmatch(rest)
    if ends and _is_number(ends[1]) and _is_number(ends[2]):
        return Reading("refused", qualifier=qualifier, reason="range")
    return Reading("refused", reason="unreadable")


def _is_number(text: str) -> bool:
    return normal_form(_split_unit(text)[0]) is not None
