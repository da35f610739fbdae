"""The ledger of problems (问题台账): each one's identity, state and history over the quarters.

Method: docs/methods.md, "A problem over quarters". Nothing disappears: a problem that its area no
longer mentions stays in the ledger as not mentioned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from diaodu.analysis import ledger_rows
from diaodu.analysis.frames import records
from diaodu.analysis.mentions import Group, Mention, grouped
from diaodu.analysis.note_rows import described
from diaodu.analysis.same_problem import OVER_QUARTERS, Notes
from diaodu.periods import Period


@dataclass(frozen=True)
class Ledger:
    """The ledger of all areas as at one quarter: three processed tables."""

    problems: pd.DataFrame
    problem_history: pd.DataFrame
    problem_mentions: pd.DataFrame


@dataclass
class Problem:
    """One problem of one area and what was said of it, quarter by quarter."""

    problem_id: str
    area: str
    said: dict[str, Group] = field(default_factory=dict)

    @property
    def last(self) -> Group:
        return self.said[max(self.said)]


def build(
    notes: pd.DataFrame,
    readings: pd.DataFrame,
    decisions: pd.DataFrame,
    *,
    period: Period,
    day: str,
) -> Ledger:
    """The ledger as at the end of `period`, days counted to `day` (YYYY-MM-DD).

    notes, readings: the tables, of any quarters; those after `period` are left out. decisions:
    the table `ledger_decisions`; a decision about a note that is not there changes nothing.
    Returns the tables `problems` (one row a problem), `problem_history` (one row a problem and
        quarter from its first on) and `problem_mentions` (one row a note about a problem), sorted
        by area and first mention. All empty without notes.
    """
    known = notes[notes["period"].le(str(period))]
    rows = records(described(known, readings))
    compared = Notes(rows)
    decided = ledger_rows.decided(rows, decisions)
    put_down = decisions.loc[decisions["period"].le(str(period)), "period"]
    periods = sorted({*known["period"], *put_down, str(period)})
    problems: list[Problem] = []
    for area in dict.fromkeys(row["area"] for row in rows):
        own = [place for place, row in enumerate(rows) if row["area"] == area]
        problems += _of_area(compared, area, own, decided, periods)
    sent = set(zip(known["area"], known["period"], strict=True))
    book = ledger_rows.Book(rows, periods, sent, ledger_rows.recorded(decisions), day)
    return Ledger(**book.tables(problems))


def unused(decisions: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """The decisions that name a note or a problem that the ledger does not have: its rows."""
    note = ["area", "period", "note_id"]
    notes = set(ledger.problem_mentions[note].itertuples(index=False, name=None))
    problems = set(ledger.problems["problem_id"])
    used = [
        (row["area"], row["period"], row["note_id"]) in notes
        if row["note_id"]
        else row["problem_id"] in problems
        for row in records(decisions)
    ]
    return decisions[~pd.Series(used, index=decisions.index, dtype="bool")].reset_index(drop=True)


def _of_area(
    notes: Notes,
    area: str,
    places: Sequence[int],
    decided: Mapping[int, str],
    periods: Sequence[str],
) -> list[Problem]:
    """The problems of one area over the quarters, in the order of their first mention."""
    problems: dict[str, Problem] = {}
    for when in periods:
        now = [place for place in places if notes.rows[place]["period"] == when]
        groups = grouped(notes, now, {place: decided[place] for place in now if place in decided})
        waiting = [group for group in groups if group.decided is None]
        waiting = [group for group in waiting if not _by_id(notes, problems, group, when)]
        kept = {group.decided for group in groups}  # a person said who goes on with these
        free = [problem for key, problem in problems.items() if key not in kept]
        for group, problem, mention in _by_text(notes, free, waiting, when):
            group.mentions[0] = mention
            problem.said[when] = group
            waiting.remove(group)
        for group in [*waiting, *(group for group in groups if group.decided is not None)]:
            _begin_or_join(problems, group, notes.rows[group.lead])
    return list(problems.values())


def _begin_or_join(problems: dict[str, Problem], group: Group, row: Mapping[str, Any]) -> None:
    """A new problem, or the one that a person said; its other notes of the quarter go first."""
    when, problem = row["period"], problems.get(group.decided or "")
    if problem is None:
        problem_id = _new_id(row, group, problems)
        problems[problem_id] = Problem(problem_id, row["area"], {when: group})
    elif when in problem.said:
        problem.said[when].mentions += group.mentions
    else:
        problem.said[when] = group


def _by_id(notes: Notes, problems: Mapping[str, Problem], group: Group, when: str) -> bool:
    """The problem that a row of the group carries the id of, unless it tells of another."""
    for number, mention in enumerate(group.mentions):
        row = notes.rows[mention.place]
        for problem in problems.values():
            other = _carried(notes, problem, row) if when not in problem.said else None
            if other is not None and not notes.another(mention.place, other):
                likeness = notes.alike(mention.place, other)
                group.mentions[number] = Mention(mention.place, "id", other, likeness)
                problem.said[when] = group
                return True
    return False


def _carried(notes: Notes, problem: Problem, row: Mapping[str, Any]) -> int | None:
    """The last earlier row of a form about the problem that has the id of this one."""
    if not row["in_form"]:
        return None
    for when in sorted(problem.said, reverse=True):
        for place in problem.said[when].places:
            if notes.rows[place]["note_id"] == row["note_id"]:
                return place
    return None


def _by_text(
    notes: Notes, problems: Sequence[Problem], groups: Sequence[Group], when: str
) -> list[tuple[Group, Problem, Mention]]:
    """Problems of earlier quarters for the groups that are left, the most alike pairs first."""
    free = [problem for problem in problems if when not in problem.said]
    pairs = []
    for row, group in enumerate(groups):
        for column, problem in enumerate(free):
            last = problem.last.places
            found = notes.compare(group.lead, last)
            best = max(range(len(last)), key=lambda at: found[at].score)
            if found[best].score >= OVER_QUARTERS:
                pairs.append((-found[best].score, row, column, last[best], found[best]))
    chosen, taken = [], set[tuple[str, int]]()
    for _, row, column, other, likeness in sorted(pairs, key=lambda pair: pair[:4]):
        if ("group", row) in taken or ("problem", column) in taken:
            continue
        taken |= {("group", row), ("problem", column)}
        mention = Mention(groups[row].lead, "text", other, likeness)
        chosen.append((groups[row], free[column], mention))
    return chosen


def _new_id(row: Mapping[str, Any], group: Group, problems: Mapping[str, Problem]) -> str:
    """The id of a new problem: what a person gave it, else that of its first note.

    An area's own numbering may repeat another area's, so the area stands before it; an id that
    is another problem's already gets the quarter behind it.
    """
    own = row["note_id"]
    named = own if own.startswith(f"{row['area']}-") else f"{row['area']}-{own}"
    wanted = group.decided or named
    return wanted if wanted not in problems else f"{wanted}@{row['period']}"
