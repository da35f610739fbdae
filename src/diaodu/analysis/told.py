"""What the areas tell in a quarter: one row a problem, whatever number of notes say it.

Counts, ties and similar cases stand on this frame, so that what a form and a report both say is
counted once.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu import contracts, places
from diaodu.analysis.frames import records, table
from diaodu.analysis.note_rows import described

UNSORTED = "unsorted"  # a problem that has no category
EPIDEMIC = "epidemic"  # category and facet of the same name
VIEWS = ("enterprise", "industry", "county", EPIDEMIC)  # what the meeting wants problems named by
_NAMED_BY = {
    "enterprise": "enterprises",
    "industry": "industries",
    "county": "counties",
    "project": "projects",
}
_TOLD = {
    "problem_id": "str",
    "area": "str",
    "period": "str",
    "text": "str",
    "category": "str",
    "other_categories": "object",
    "facets": "object",
    "severity": "str",
    "to_read": "bool",
    "counties": "object",
    "industries": "object",
    "enterprises": "object",
    "projects": "object",
    "names_figure": "bool",
    "notes": "int64",
    "source_ids": "object",
}


def told(notes: pd.DataFrame, readings: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The problems as told in each quarter.

    notes, readings: the tables. mentions: the table `problem_mentions`.
    Returns one row per problem and quarter in which it is mentioned, in the order of `mentions`.
        text: of the leading note. category: the first that a note has, UNSORTED where none has.
        severity: the highest read, missing where none was. facets (tuple): those read, and
        enterprise, industry, county, project where one is named, and epidemic where that is a
        category. counties, industries, enterprises, projects, other_categories, source_ids:
        tuples, all that the notes name. names_figure, to_read: of any note. notes: how many.
    """
    known = {
        (row["note_id"], row["area"], row["period"]): row
        for row in records(described(notes, readings))
    }
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in records(mentions):
        note = known.get((row["note_id"], row["area"], row["period"]))
        if note is not None:
            groups.setdefault((row["problem_id"], row["period"]), []).append(note)
    return table(_TOLD, [_row(problem, of_one) for (problem, _), of_one in groups.items()])


def _row(problem: str, notes: list[dict[str, Any]]) -> dict[str, Any]:
    joined = {name: _joined(notes, name) for name in _NAMED_BY.values()}
    categories = [note["category"] for note in notes if note["category"]]
    others = (*categories[1:], *_joined(notes, "other_categories"))
    facets = [*_joined(notes, "facets")]
    facets += [facet for facet, many in _NAMED_BY.items() if joined[many]]
    facets += [EPIDEMIC] if EPIDEMIC in (*categories, *others) else []
    rated = {note["severity"] for note in notes}
    worst = (name for name in reversed(contracts.NOTE_SEVERITIES) if name in rated)
    return {
        "problem_id": problem,
        "area": notes[0]["area"],
        "period": notes[0]["period"],
        "text": notes[0]["text"],
        "category": categories[0] if categories else UNSORTED,
        "other_categories": tuple(dict.fromkeys(c for c in others if c not in categories[:1])),
        "facets": tuple(dict.fromkeys(facets)),
        "severity": next(worst, None),
        "to_read": any(note["to_read"] for note in notes),
        "names_figure": any(note["names_figure"] for note in notes),
        "notes": len(notes),
        "source_ids": places.of_rows(notes),
        **joined,
    }


def _joined(notes: list[dict[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for note in notes for part in note[name]))
