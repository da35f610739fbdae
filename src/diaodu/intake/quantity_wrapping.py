"""Take off what stands around an amount: remarks, qualifiers, words for a rise or a fall."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from diaodu.intake.amounts import read_amount
from diaodu.intake.quantity_words import (
    AFTER,
    BEFORE,
    DIRECTIONS,
    NEUTRAL,
    REMARKS,
    RESULTS,
    TURNS,
    Qualifier,
)
from diaodu.intake.text import fold

Fault = Literal["brackets", "contradiction", "two_numbers"]
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|<([^<>]+)>")
_SIGNED = {**DIRECTIONS, **TURNS, **RESULTS}
_PREFIXES = sorted({*BEFORE, *NEUTRAL, *_SIGNED}, key=len, reverse=True)
_NUMBER_END = "0-9%元家户个项人名例时度点百千万亿成零一二两三四五六七八九十"
_BEHIND = {
    name: re.compile(
        rf"(?<=[{_NUMBER_END}]){re.escape(name)}"
        + (r"(?=[十百千万亿元家户个项人名例度%]|$)" if len(name) == 1 else "")
    )
    for name in sorted(AFTER, key=len, reverse=True)
}
_MIRRORED: dict[Qualifier, Qualifier] = {
    "at_least": "at_most",
    "at_most": "at_least",
    "more_than": "less_than",
    "less_than": "more_than",
}


@dataclass
class Unwrapped:
    """An amount's words (`body`), and what was taken off them.

    direction: 1 or -1 where a word said a rise or a fall; `of_rate` where it was one of the rate
    itself, `of_result` where it was a profit or a loss. between: the words were those of a range
    (介于, 之间).
    """

    body: str
    qualifiers: list[Qualifier] = field(default_factory=list)
    direction: int = 0
    of_rate: bool = False
    of_result: bool = False
    between: bool = False
    unit_remarks: list[str] = field(default_factory=list)
    remark_direction: int = 0
    remarks: list[str] = field(default_factory=list)
    fault: Fault | None = None

    def qualify(self, qualifier: Qualifier) -> None:
        if qualifier not in self.qualifiers:
            self.qualifiers.append(qualifier)

    @property
    def meant(self) -> tuple[Qualifier, ...]:
        """The qualifiers of the signed value: 下降2%以上 is -2 at most."""
        if self.direction >= 0:
            return tuple(self.qualifiers)
        return tuple(_MIRRORED.get(q, q) for q in self.qualifiers)


def compact(text: str) -> str:
    """Without full-width forms and without white space, but for one blank between two digits.

    1 234 may be two figures. An apostrophe before all is how spreadsheets mark a text.
    """
    plain = " ".join(fold(text).split()).removeprefix("'")
    return re.sub(r"(?<![0-9]) | (?![0-9])", "", plain)


def unwrap(written: str) -> Unwrapped:
    """Take an amount out of its words, `written` as `compact` gives them."""
    bare = _BRACKETS.sub("", written)
    inside = Unwrapped(bare)
    if not bare:
        inside.fault = "brackets"
        return inside
    for found in _BRACKETS.finditer(written):
        _remark(next(group for group in found.groups() if group is not None), inside)
    _prefixes(inside)
    _suffixes(inside)
    if inside.remark_direction and inside.direction not in (0, inside.remark_direction):
        inside.fault = "contradiction"
    return inside


def _remark(words: str, inside: Unwrapped) -> None:
    """Sort what stands in brackets: a qualifier, a unit, a direction, another number, or words."""
    if words in REMARKS:
        inside.qualify(REMARKS[words])
        return
    unit = words.removeprefix("单位").removeprefix(":")
    amount = read_amount("1" + unit) if unit and not unit[0].isdigit() else None
    if amount is not None and (amount.base is not None or amount.scale != 1):
        inside.unit_remarks.append(unit)
        return
    if re.search("[0-9]", words):
        inside.fault = "two_numbers"
    direction = next((sign for name, sign in DIRECTIONS.items() if words.endswith(name)), 0)
    if direction:
        inside.remark_direction = direction
    elif words and words not in ("含", "不含"):
        inside.remarks.append(words)


def _prefixes(inside: Unwrapped) -> None:
    while name := next((n for n in _PREFIXES if inside.body.casefold().startswith(n)), None):
        if len(name) == len(inside.body):
            return
        inside.body = inside.body[len(name) :]
        inside.between = inside.between or name == "介于"
        if name in BEFORE:
            inside.qualify(BEFORE[name])
        if name in _SIGNED:
            if inside.direction:
                inside.fault = "contradiction"  # said twice: 增长下降2.1%
            inside.direction = _SIGNED[name]
            inside.of_rate = name in TURNS
            inside.of_result = name in RESULTS


def _suffixes(inside: Unwrapped) -> None:
    if inside.body.endswith("之间"):
        inside.body, inside.between = inside.body.removesuffix("之间"), True
    for name, pattern in _BEHIND.items():
        inside.body, times = pattern.subn("", inside.body)
        if times:
            inside.qualify(AFTER[name])
    for arrow in "↑↓":
        if inside.body.endswith(arrow):
            inside.fault = "contradiction" if inside.direction else inside.fault
            inside.direction = DIRECTIONS[arrow]
            inside.body = inside.body.removesuffix(arrow)
