"""Ids of projects and notes: short in the form (2022Q1-3), whole in the tables.

The whole id is <area>-<period>-<kind>-<n>, the period being the quarter of first mention. The form
gives every empty row its number, so that a row keeps its id in a second version and next quarter.
"""

from __future__ import annotations

import re

from diaodu.intake.text import fold
from diaodu.periods import Period

_SHORT = re.compile(r"([0-9]{4})Q([1-4])-([0-9]{1,6})", re.IGNORECASE)
_WHOLE = re.compile(r"(.+)-([0-9]{4})-(03|06|09|12)-(project|issue|support|next_step)-([0-9]{1,6})")
_LONGEST = 80


def short(whole: str) -> str:
    """An id as the form shows it; one that is not of our making stays as it is."""
    found = _WHOLE.fullmatch(whole)
    if found is None:
        return whole
    return f"{found[2]}Q{int(found[3]) // 3}-{found[5]}"


def numbered(period: Period, number: int) -> str:
    """The short id of a new row."""
    return f"{period.year}Q{period.quarter}-{number}"


class Numbers:
    """Gives each row of one sheet its id, none of them twice."""

    def __init__(self, area: str, kind: str, period: Period) -> None:
        self._prefix = f"{area}-{period}-{kind}-"
        self._area, self._kind = area, kind
        self._taken: set[str] = set()
        self._last = 0

    def reserve(self, written: str) -> None:
        """Take note of a number that stands in the form, even in a row without content."""
        found = _SHORT.fullmatch(_compact(written))
        if found and self._whole(found).startswith(self._prefix):
            self._last = max(self._last, int(found[3]))

    def whole(self, written: str) -> str | None:
        """The whole id of what stands in the form; None where that is no id."""
        compact = _compact(written)
        if found := _SHORT.fullmatch(compact):
            return self._whole(found)
        return None if not compact or compact.isdigit() or len(compact) > _LONGEST else compact

    def take(self, whole: str) -> bool:
        """Give this id to a row; False if another row has it."""
        if whole in self._taken:
            return False
        self._taken.add(whole)
        return True

    def new(self) -> str:
        """An id that no row has and no number of the form stands for."""
        while True:
            self._last += 1
            whole = f"{self._prefix}{self._last}"
            if self.take(whole):
                return whole

    def _whole(self, found: re.Match[str]) -> str:
        month = 3 * int(found[2])
        return f"{self._area}-{found[1]}-{month:02}-{self._kind}-{int(found[3])}"


def _compact(written: str) -> str:
    return re.sub(r"\s", "", fold(written))
