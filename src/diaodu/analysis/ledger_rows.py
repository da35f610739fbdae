"""The three tables of the ledger, from the problems that were put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from diaodu import contracts
from diaodu.analysis.frames import records
from diaodu.analysis.ledger_states import (
    CLOSED,
    NOT_MENTIONED,
    REOPENED,
    contradicting,
    days_of,
    state_of,
)

if TYPE_CHECKING:
    from diaodu.analysis.ledger import Problem
    from diaodu.analysis.mentions import Mention

NEW = "new"  # in a decision: the note begins a problem of its own
# As reports print it. Likeness weighs words by how rare they are in all notes, so more decimals
# would change with every word that anybody corrects anywhere.
SCORE_DECIMALS = 2
_GIVEN = ("category", "county", "industry", "enterprise", "asked", "responsible")
_RECORDED = ("state", "responsible", "due_on", "closed_on", "done", "source_id")
Row = dict[str, Any]


def decided(rows: Sequence[Row], decisions: pd.DataFrame) -> dict[int, str]:
    """Place of a note -> the problem that a person gave it, "" for one of its own.

    The last row about a note counts. A decision about a note that is not there is passed over.
    """
    places = {(row["area"], row["period"], row["note_id"]): at for at, row in enumerate(rows)}
    found = {}
    for row in records(decisions):
        place = places.get((row["area"], row["period"], row["note_id"]))
        if place is not None and row["problem_id"]:
            found[place] = "" if row["problem_id"] == NEW else row["problem_id"]
    return found


def recorded(decisions: pd.DataFrame) -> dict[tuple[str, str], Row]:
    """(problem, quarter) -> what the office put down about it: the last that is given of each."""
    found: dict[tuple[str, str], Row] = {}
    for row in records(decisions):
        if row["problem_id"] and not row["note_id"]:
            kept = found.setdefault((row["problem_id"], row["period"]), {})
            kept.update({name: row[name] for name in _RECORDED if row[name]})
    return found


@dataclass(frozen=True)
class Book:
    """All that the tables are made from besides the problems.

    rows: the notes. periods: in order of time, the last is that of the ledger. sent: (area,
    period) in which the area sent any note. records: what the office put down. day: YYYY-MM-DD.
    """

    rows: Sequence[Row]
    periods: Sequence[str]
    sent: set[tuple[str, str]]
    records: Mapping[tuple[str, str], Row]
    day: str

    def tables(self, problems: Sequence[Problem]) -> dict[str, pd.DataFrame]:
        """The tables by name, typed and not yet checked."""
        history = [list(self._history(problem)) for problem in problems]
        made = {
            "problems": [
                self._problem(problem, past)
                for problem, past in zip(problems, history, strict=True)
            ],
            "problem_history": [row for past in history for row in past],
            "problem_mentions": [row for problem in problems for row in self._mentions(problem)],
        }
        return {name: contracts.typed(name, rows) for name, rows in made.items()}

    def _history(self, problem: Problem) -> Iterator[Row]:
        """One row a quarter from the first mention on."""
        stood: str | None = None
        last: Row = {}
        for period in (p for p in self.periods if p >= min(problem.said)):
            group, record = problem.said.get(period), self.records.get((problem.problem_id, period))
            notes = [self.rows[place] for place in group.places] if group else []
            if notes or (record and record.get("state")):
                said = [note["state"] for note in notes]
                state = stood = state_of(stood, said, (record or {}).get("state"))
            else:
                state = CLOSED if stood == CLOSED else NOT_MENTIONED
            lead = group.mentions[0] if group else None
            last = notes[0] if notes else last
            yield {
                "problem_id": problem.problem_id,
                "area": problem.area,
                "period": period,
                "state": state,
                "mentioned": bool(notes),
                "area_sent": (problem.area, period) in self.sent,
                "contradicts": contradicting(notes),
                "text": notes[0]["text"] if notes else None,
                **self._matched(lead),
                **_where(last),
            }

    def _problem(self, problem: Problem, history: Sequence[Row]) -> Row:
        """The problem as it stands at the end of the last quarter."""
        periods = sorted(problem.said)
        notes = [self.rows[at] for period in periods for at in problem.said[period].places]
        latest = [self.rows[at] for at in problem.last.places]
        put_down = {
            name: value
            for period in self.periods
            for name, value in self.records.get((problem.problem_id, period), {}).items()
        }
        given = {name: _last_given(problem, self.rows, name) for name in (*_GIVEN, "due_on")}
        state = history[-1]["state"]
        days = days_of(
            (note["raised_on"] for note in notes),
            put_down.get("due_on") or given.pop("due_on"),
            put_down.get("closed_on") or _last_given(problem, self.rows, "closed_on"),
            state,
            self.day,
        )
        given.pop("due_on", None)
        return {
            "problem_id": problem.problem_id,
            "area": problem.area,
            "period": self.periods[-1],
            "text": latest[0]["text"],
            "first_period": periods[0],
            "last_period": periods[-1],
            "quarters": len(periods),
            "times_reopened": sum(row["state"] == REOPENED for row in history),
            "mentions": len(notes),
            "state": state,
            "contradicts": history[-1]["contradicts"],
            **given,
            "responsible": put_down.get("responsible") or given["responsible"],
            "severity": _highest(latest),
            "done": put_down.get("done"),
            "done_source_id": put_down.get("source_id") if put_down.get("done") else None,
            "raised_on": days.raised_on,
            "due_on": days.due_on,
            "closed_on": days.closed_on,
            "days_open": days.open_for(state, self.day),
            "overdue": days.overdue(state, self.day),
            "date_doubts": "|".join(days.doubts) or None,
            "note_ids": "|".join(note["note_id"] for note in latest),
            "source_ids": "|".join(dict.fromkeys(note["source_id"] for note in latest)),
            **_where(latest[0]),
        }

    def _mentions(self, problem: Problem) -> Iterator[Row]:
        for period in sorted(problem.said):
            for mention in problem.said[period].mentions:
                note = self.rows[mention.place]
                yield {
                    "note_id": note["note_id"],
                    "area": problem.area,
                    "period": period,
                    "problem_id": problem.problem_id,
                    **self._matched(mention),
                    "text": note["text"],
                    **_where(note),
                }

    def _matched(self, mention: Mention | None) -> Row:
        """How a note was found to be about its problem."""
        other = mention.other if mention else None
        likeness = mention.likeness if mention else None
        return {
            "match": mention.match if mention else None,
            "score": round(likeness.score, SCORE_DECIMALS) if likeness else None,
            "grounds": ("|".join(likeness.grounds) or None) if likeness else None,
            "matched_note": self.rows[other]["note_id"] if other is not None else None,
            "matched_period": self.rows[other]["period"] if other is not None else None,
        }


def _last_given(problem: Problem, rows: Sequence[Row], name: str) -> str | None:
    """The last quarter's notes in their order, then those of the quarters before."""
    for period in sorted(problem.said, reverse=True):
        for place in problem.said[period].places:
            value = _value(rows[place], name)
            if value:
                return value
    return None


_FIRST_OF = {"county": "counties", "industry": "industries", "enterprise": "enterprises"}


def _value(row: Row, name: str) -> str | None:
    if name in _FIRST_OF:
        return next(iter(row[_FIRST_OF[name]]), None)
    value: str | None = row[name]
    return value


def _highest(rows: Sequence[Row]) -> str | None:
    given = {row["severity"] for row in rows}
    return next((name for name in reversed(contracts.NOTE_SEVERITIES) if name in given), None)


def _where(row: Row) -> Row:
    return {name: row[name] for name in ("source_id", "locator", "origin")}
