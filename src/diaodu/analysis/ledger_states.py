"""The state of a problem in one quarter, and the days of its life, from what was said of it.

Method: docs/methods.md, "A problem over quarters".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

OPEN, IN_PROGRESS, CLOSED, REOPENED, NOT_MENTIONED = (
    "open",
    "in_progress",
    "closed",
    "reopened",
    "not_mentioned",
)
_MOST_OPEN = (OPEN, IN_PROGRESS, CLOSED)


def state_of(stood: str | None, said: Sequence[str | None], recorded: str | None) -> str:
    """The state in a quarter in which the problem is mentioned or its state was recorded.

    stood: its last state that was not 'not_mentioned', None in its first quarter. said: the states
    that its notes give, None where a note gives none. recorded: what the office put down; it wins.
    Of several states the most open one holds: a problem is closed if all that say something say
    so. Notes without a state leave it as it stood. What was closed and is now anything else is
    'reopened' in that quarter.
    """
    given = {state for state in (said if recorded is None else (recorded,)) if state}
    now = next((state for state in _MOST_OPEN if state in given), None)
    if now is None:
        now = IN_PROGRESS if stood == IN_PROGRESS else OPEN
    return REOPENED if stood == CLOSED and now != CLOSED else now


def contradicting(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether notes of one quarter about one problem contradict each other.

    They do if one has it closed and another not, or one was read as favourable and another as
    unfavourable.
    """
    states = {row["state"] for row in rows if row["state"]}
    directions = {row["direction"] for row in rows if row["direction"]}
    return (CLOSED in states and len(states) > 1) or len(directions) > 1


@dataclass(frozen=True)
class Days:
    """The days of a problem; what cannot be is None, and `doubts` says why."""

    raised_on: str | None
    due_on: str | None
    closed_on: str | None
    doubts: tuple[str, ...]

    def open_for(self, state: str, day: str) -> int | None:
        """Days from the day it was raised to the day it was closed, or to `day` while it is not.

        None where the day that it was raised, or closed, is not known.
        """
        end = self.closed_on if state == CLOSED else day
        if self.raised_on is None or end is None:
            return None
        return (date.fromisoformat(end) - date.fromisoformat(self.raised_on)).days

    def overdue(self, state: str, day: str) -> bool | None:
        """Whether it is not closed and its due day lies before `day`; None without a due day."""
        return None if self.due_on is None else state != CLOSED and self.due_on < day


def days_of(
    raised: Iterable[str | None], due: str | None, closed: str | None, state: str, day: str
) -> Days:
    """The days of a problem as at `day`, freed of those that cannot be.

    raised: all days that its notes give; the earliest counts. due, closed: the last given; a
    closing day only counts of a problem that is closed. Dropped are a day that no calendar has
    ('no_such_day'), one raised or closed after `day` ('raised_later', 'closed_later'), and one
    closed or due before it was raised ('closed_before_raised', 'due_before_raised').
    """
    doubts: list[str] = []
    starts = [_real(text, doubts) for text in raised if text]
    known = [text for text in starts if text and text <= day]
    if any(text and text > day for text in starts):
        doubts.append("raised_later")
    began = min(known, default=None)
    due, closed = _real(due, doubts), _real(closed, doubts) if state == CLOSED else None
    if due and began and due < began:
        doubts.append("due_before_raised")
        due = None
    if closed and began and closed < began:
        doubts.append("closed_before_raised")
        closed = None
    if closed and closed > day:
        doubts.append("closed_later")
        closed = None
    return Days(began, due, closed, tuple(dict.fromkeys(doubts)))


def _real(text: str | None, doubts: list[str]) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        doubts.append("no_such_day")
        return None
