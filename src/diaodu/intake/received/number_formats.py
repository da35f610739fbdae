"""Number formats of spreadsheets: whether a number is a date, and how a cell shows it.

Written after ECMA-376, part 1, sections 18.8.30 and 18.8.31. What is not understood (fractions,
conditions, several scales in one format) is shown as the number itself, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

GENERAL = "General"
# Formats that files name by number only. From 27 on they are those of a Chinese Excel: without
# them a month typed as 2022年3月 would be read as 44621.
BUILTIN: Mapping[int, str] = {
    0: GENERAL,
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00"},
    **{8: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??"},
    **{14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM"},
    **{19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm"},
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **{30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"'},
    **{34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"'},
    **{37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00"},
    **{40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00"},
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@"},
}

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[dmhys]", re.IGNORECASE)
_SPAN = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_CONDITION = re.compile(r"\[[<>=]")
_TOKEN = re.compile(
    r"""(?P<currency>\[\$(?P<sign>[^\]-]*)[^\]]*\])|(?P<bracket>\[[^\]]*\])|"(?P<quoted>[^"]*)"
    |\\(?P<escaped>.)|(?P<pad>[_*].)|(?P<core>[#0?,.]+)|(?P<odd>[E/@])|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CORE = re.compile(r"(?P<whole>[#0?,]*?)(?P<scale>,*)(?:\.(?P<decimals>[#0?]*)(?P<last>,*))?")
_DATE_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|\[[^\]]*\]|[_*].|(y+|m+|d+|h+|s+|AM/PM)|(.)', re.IGNORECASE | re.DOTALL
)
_LONGEST = 255  # characters of a format; longer ones are no format


@dataclass(frozen=True)
class Section:
    """How numbers of one sign are shown: what stands before, the digits, what stands behind."""

    before: str
    after: str
    digits: int  # before the decimal point, at least
    decimals: int
    optional: int  # of the decimals: those left out when zero
    grouped: bool
    factor: Decimal


@lru_cache(maxsize=1024)
def is_date(code: str) -> bool:
    """Whether numbers of this format are days (or days with a time, or times of a day)."""
    first = _SECTIONS.split(code[:_LONGEST])[0]
    if code == GENERAL or _SPAN.search(first):
        return False
    return _DATE_LETTER.search(_NOT_SHOWN.sub("", first)) is not None


def number_text(value: float, code: str) -> str:
    """A number as a cell of this format shows it: (0.058, "0.0%") -> "5.8%"."""
    sections = _sections(code)
    if sections is None:
        return general(value)
    at = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = sections[at]
    try:
        shown = _digits(Decimal(repr(abs(value))) * section.factor, section)
    except InvalidOperation:  # more digits than decimals hold: nobody shows such a number so
        return general(value)
    sign = "-" if value < 0 and at == 0 and shown.strip("0.,") else ""
    return f"{sign}{section.before}{shown}{section.after}".strip()


def general(value: float) -> str:
    """A number without a format: 15 digits, as far as it can be without an exponent."""
    text = str(value) if isinstance(value, int) else format(value, ".15g")
    if "e" not in text:
        return text
    return format(Decimal(text), "f") if 1e-9 < abs(value) < 1e21 else text


def date_text(value: datetime, code: str) -> str:
    """A date as a cell of this format shows it: 2022年3月 for `yyyy"年"m"月"`.

    Names of months and of days of the week are given as numbers: they depend on the program.
    """
    parts: list[str] = []
    before = ""
    tokens = list(_DATE_TOKEN.finditer(_SECTIONS.split(code[:_LONGEST])[0]))
    for at, token in enumerate(tokens):
        letter = (token[3] or "").lower()
        if not letter:
            parts.append(token[1] or token[2] or token[4] or "")
            continue
        follows = next((t[3].lower()[0] for t in tokens[at + 1 :] if t[3]), "")
        if letter[0] == "m" and (before == "h" or follows == "s"):
            letter = letter.replace("m", "n")  # minutes
        parts.append(_date_part(value, letter))
        before = letter[0]
    return "".join(parts).strip()


def plain_date_text(value: date) -> str:
    """A date without a format: 2022-03-05, with the time only where there is one."""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()


def _date_part(value: datetime, letters: str) -> str:
    """One token of a date format, its letters in lower case, `n` for minutes."""
    if letters == "am/pm":
        return ""
    numbers = {
        "y": value.year,
        "m": value.month,
        "d": value.day,
        "h": value.hour,
        "n": value.minute,
        "s": value.second,
    }
    number = numbers[letters[0]]
    if letters[0] == "y":
        return f"{number % 100:02}" if len(letters) < 3 else f"{number:04}"
    return f"{number:02}" if len(letters) == 2 else str(number)


def _digits(number: Decimal, section: Section) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-section.decimals), ROUND_HALF_UP)
    whole, _, decimals = format(rounded, "f").partition(".")
    while decimals.endswith("0") and len(decimals) > section.decimals - section.optional:
        decimals = decimals[:-1]
    whole = whole.lstrip("0").zfill(section.digits) if section.digits else whole.lstrip("0")
    if section.grouped and whole:
        whole = f"{int(whole):,}".rjust(section.digits, "0")
    return f"{whole}.{decimals}" if decimals else whole


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[Section, ...] | None:
    """The sections of a format; None if it is General or not understood."""
    if code in (GENERAL, "@", "") or len(code) > _LONGEST or _CONDITION.search(code):
        return None
    read = [_section(text) for text in _SECTIONS.split(code)[:3]]
    understood = [section for section in read if section is not None]
    return tuple(understood) if len(understood) == len(read) else None


def _section(text: str) -> Section | None:
    before, after, core = "", "", None
    percents = 0
    for token in _TOKEN.finditer(text):
        literal = next((token[n] for n in ("sign", "quoted", "escaped", "other") if token[n]), "")
        if token["odd"] or (token["core"] and core is not None):
            return None
        if token["core"]:
            core = token["core"]
            continue
        percents += token["other"] == "%"
        if core is None:
            before += literal
        else:
            after += literal
    found = _CORE.fullmatch(core or "")
    if found is None:
        return None
    decimals = found["decimals"] or ""
    scale = len(found["scale"]) + len(found["last"] or "")  # each comma behind divides by 1,000
    return Section(
        before=before,
        after=after,
        digits=found["whole"].count("0"),
        decimals=len(decimals),
        optional=len(decimals) - len(decimals.rstrip("#?")),
        grouped="," in found["whole"],
        factor=Decimal(100) ** percents / Decimal(1000) ** scale,
    )
