"""Headers of columns as people leave them: what a column is called, and its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from diaodu import units
from diaodu.intake.numbers import UNIT_NAMES
from diaodu.intake.prose.script import to_simplified
from diaodu.intake.text import fold, invisible
from diaodu.messages import LANGS, say

_BRACKETS = re.compile(r"[(\[【<]([^()\[\]【】<>]*)[)\]】>]")
_IGNORED = re.compile(r"[\s*:：、，,。.;；/\\_·\-—–|“”\"']+")
_UNIT_WORD = re.compile(r"^单位[:：]?")
_LIKE_A_UNIT = re.compile(
    r"(?:元|吨|千瓦|千瓦时|度|斤|米|户|次|[%‰]|yuan|usd|dollars?|tonnes?|kwh|mwh|gwh)$"
    r"|^[十百千万亿]+$|^(?:thousand|million|billion|10,?000|100m)\b"
)
_BANNER_UNIT = re.compile(r"单位[:：]?\s*([^\s，,。；;)）]{1,8})")
_LONGEST = 200


@dataclass(frozen=True)
class Header:
    """A header taken apart: its base as headers are compared, and the unit beside it.

    unit: id, None if none stands there. unknown_unit: what looks like a unit and is none of ours.
    """

    base: str
    unit: str | None = None
    unknown_unit: str = ""


@lru_cache(maxsize=4096)
def base_of(text: str) -> str:
    """A header as headers are compared: without brackets, blanks, marks, case and script."""
    return _squeezed(_BRACKETS.sub("", _plain(text))) or _squeezed(_plain(text))


@lru_cache(maxsize=4096)
def read_header(text: str) -> Header:
    """Take a header apart; never raises."""
    plain = _plain(text)
    found: list[str | None] = []
    unknown = ""
    for inside in _BRACKETS.findall(plain):
        word = _UNIT_WORD.sub("", inside.strip())
        unit = unit_named(word)
        if unit is not None:
            found.append(unit)
        elif _LIKE_A_UNIT.search(_squeezed(word)):
            unknown = word
    if len(set(found)) > 1:
        return Header(base_of(text), None, " ".join(_BRACKETS.findall(plain)))
    return Header(base_of(text), found[0] if found else None, unknown)


@lru_cache(maxsize=4096)
@lru_cache(maxsize=4096)
def without_unit(base: str) -> tuple[str, str | None]:
    """A base that ends with a unit, parted: 总投资亿元 -> 总投资, 100m_yuan."""
    for name, unit in _units_by_length():
        if base.endswith(name) and len(name) < len(base):
            return base.removesuffix(name).removesuffix("单位"), unit
    return base, None


def unit_named(word: str) -> str | None:
    """Id of a unit as people write it; None for all else."""
    return _unit_names().get(_squeezed(_plain(word)))


def banner_unit(text: str) -> str:
    """The unit that a line above a table announces (单位：亿元), as written; "" if none."""
    found = _BANNER_UNIT.search(_plain(text))
    return found[1] if found else ""


def readable(text: str) -> bool:
    """Whether a header says anything: letters or characters, and no error value."""
    return not text.startswith("#") and any(c.isalpha() for c in text)


@cache
def _units_by_length() -> tuple[tuple[str, str], ...]:
    """Units that can stand behind a name without brackets, longest first."""
    long = [item for item in _unit_names().items() if len(item[0]) > 1]
    return tuple(sorted(long, key=lambda item: -len(item[0])))


@cache
def _unit_names() -> dict[str, str]:
    names = dict(UNIT_NAMES)
    for unit in units.UNITS:
        names.update({say(f"unit.{unit}", lang): unit for lang in LANGS})
    names.update({"万千瓦小时": "10k_kwh", "万度": "10k_kwh", "亿度": "100m_kwh", "度": "kwh"})
    names.update({"百分比": "percent", "percent": "percent", "人次": "people", "名": "people"})
    return {_squeezed(_plain(name)): unit for name, unit in names.items()}


def _plain(text: str) -> str:
    shown = "".join(c for c in text[:_LONGEST] if c in "\n\t" or not invisible(c))
    return to_simplified(fold(shown)).casefold()


def _squeezed(text: str) -> str:
    return _IGNORED.sub("", text)
