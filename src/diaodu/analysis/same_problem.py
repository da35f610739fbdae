"""Whether two notes of one area tell of the same problem, and why.

Method: docs/methods.md, "The same problem said twice" and "A problem over quarters". Enterprises
are compared by name as a whole: one whose name stands inside another's is another enterprise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from diaodu.analysis.wording import Wording

IN_QUARTER = 0.3  # a report shortens what the form of the same quarter says
OVER_QUARTERS = 0.4  # a quarter later the same words may be about something new
REUSED = 0.1  # an id under which nothing of the old problem is left
# Two enterprises that senders named are never one problem; a name that was only read out of a text
# may be cut wrongly, and counts for less.
_SAME_ENTERPRISE, _OTHER_ENTERPRISE, _OTHER_READ = 0.15, -1.0, -0.3
_SAME_CATEGORY, _OTHER_CATEGORY = 0.05, -0.1
_LEAST_WORDING = 0.15  # enterprise and category alone never make two notes one problem


@dataclass(frozen=True)
class Likeness:
    """How alike two notes are: score (0 to 1), and what of them agrees."""

    score: float
    grounds: tuple[str, ...]


class Notes:
    """The notes of note_rows.described, and how alike any two of one area are."""

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        self.rows = rows
        self.wording = Wording([row["text"] for row in rows])
        names = {name for row in rows for name in row["enterprises"]}
        self._firms = [_enterprises(row, names) for row in rows]
        self._sent = {row["enterprise"] for row in rows if row["enterprise"]}
        self._filed = [_categories(row) for row in rows]
        self._of_area: dict[str, Any] = {}
        self._within: dict[int, int] = {}

    def compare(self, one: int, other: Sequence[int]) -> list[Likeness]:
        """How alike a note is to each of others of its area; places of rows."""
        return [self.alike(one, place) for place in other]

    def alike(self, one: int, other: int) -> Likeness:
        """How alike two notes of one area are."""
        return self._likeness(one, other, self._wording(one, other))

    def another(self, one: int, other: int) -> bool:
        """Whether nothing of one note is left in the other: text, enterprise and category differ.

        Then the id that both carry was given to another problem.
        """
        differs = self._category(one, other) is False and self._enterprise(one, other) is False
        return differs and self._wording(one, other) < REUSED

    def _wording(self, one: int, other: int) -> float:
        """Likeness of two texts; all those of an area are compared at once, and only then."""
        area = self.rows[one]["area"]
        if area not in self._of_area:
            places = [at for at, row in enumerate(self.rows) if row["area"] == area]
            self._within.update({place: at for at, place in enumerate(places)})
            self._of_area[area] = self.wording.likeness(places, places)
        return float(self._of_area[area][self._within[one], self._within[other]])

    def _likeness(self, one: int, other: int, wording: float) -> Likeness:
        enterprise, category = self._enterprise(one, other), self._category(one, other)
        score = wording
        score += {True: _SAME_ENTERPRISE, False: self._differ(one, other), None: 0.0}[enterprise]
        score += {True: _SAME_CATEGORY, False: _OTHER_CATEGORY, None: 0.0}[category]
        if wording < _LEAST_WORDING:
            score = min(score, wording)
        said = {"text": wording >= _LEAST_WORDING, "enterprise": enterprise, "category": category}
        return Likeness(round(min(max(score, 0.0), 1.0), 6), tuple(k for k, v in said.items() if v))

    def _enterprise(self, one: int, other: int) -> bool | None:
        """Whether they name the same enterprise; None where one of them names none."""
        left, right = self._firms[one], self._firms[other]
        return bool(left & right) if left and right else None

    def _differ(self, one: int, other: int) -> float:
        """What it takes off that two notes name no enterprise in common."""
        both = all(self._firms[place] & self._sent for place in (one, other))
        return _OTHER_ENTERPRISE if both else _OTHER_READ

    def _category(self, one: int, other: int) -> bool | None:
        left, right = self._filed[one], self._filed[other]
        return bool(left & right) if left and right else None


def named(text: str, names: Sequence[str]) -> set[str]:
    """Which of the names stand in a text; a name inside a longer one that is there does not.

    示例第一钢厂 is not named by a text that only speaks of 示例第一钢厂制氧公司.
    """
    found: set[str] = set()
    for name in sorted((name for name in names if name), key=len, reverse=True):
        if name in text:
            found.add(name)
            text = text.replace(name, "\0")
    return found


def _enterprises(row: dict[str, Any], known: set[str]) -> frozenset[str]:
    return frozenset(row["enterprises"]) or frozenset(named(row["text"], sorted(known)))


def _categories(row: dict[str, Any]) -> frozenset[str]:
    own = (row["category"], *row["other_categories"])
    return frozenset(category for category in own if category)
