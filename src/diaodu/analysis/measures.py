"""What an area says it will do, set against its gaps.

Which gap has no measure, and which measure has no number or date.
Method: docs/methods.md, “Measures against gaps”.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from diaodu import places
from diaodu.analysis.evidence import Evidence, by_area, statements
from diaodu.analysis.frames import records, table
from diaodu.analysis.wording import Wording
from diaodu.periods import Period
from diaodu.rules import Topic

ALIKE = 0.2  # share of wording from which a step is taken to speak of a problem
ON_THE_MOVE = ("production", "investment", "projects")  # topics that an area can do something about
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_DATE = re.compile(
    r"[0-9]{4}年|[0-9]{1,2}月(?:[0-9]{1,2}[日号]|[上中下]旬|[底末初])?|[0-9]{1,2}[日号]前"
    r"|[一二三四]季度|[上下]半年|年[底末内]|月[底末]|本周"
    rf"|\b[0-9]{{1,2}} (?:{_MONTHS})\b|\b(?:{_MONTHS})\b(?: [0-9]{{1,4}})?|\bQ[1-4]\b"
    r"|\b[0-9]{4}(?:-[0-9]{2}){1,2}\b|\bend of (?:the )?(?:year|month|quarter)\b",
)
_NUMBER = re.compile(
    r"[0-9]|[一二两三四五六七八九十百千]+[个家项户条座台批次人名亩成倍]|[百千万亿]元"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|half|all)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"第[一二三四五六七八九十0-9]+")  # 第一: part of a name, no number of things
_GAPS = {
    "area": "str",
    "kind": "str",
    "topic": "str",
    "measure": "str",
    "indicator": "str",
    "light": "str",
    "note_id": "str",
    "text": "str",
    "category": "str",
    "severity": "str",
    "raised_on": "str",
    "enterprise": "str",
    "source_ids": "object",
}
_STEPS = {
    "area": "str",
    "note_id": "str",
    "text": "str",
    "category": "str",
    "responsible": "str",
    "due_on": "str",
    "has_number": "bool",
    "has_date": "bool",
    "source_ids": "object",
}


def gaps(
    evidence: Evidence, topics: pd.DataFrame, *, areas: Sequence[str], period: Period
) -> pd.DataFrame:
    """What an area has to do something about.

    topics: lights.by_topic. Returns one row per gap, by given area: kind 'light' for a yellow or
        red light of production, investment or projects (topic, measure, indicator, light), then
        'problem' for each problem that it reported and that is not closed (note_id, text, category,
        severity, raised_on, enterprise).
    """
    lit = topics[topics["light"].isin(["yellow", "red"]) & topics["topic"].isin(ON_THE_MOVE)]
    issues = statements(evidence, period, "issue")
    lights, problems = by_area(lit), by_area(issues[issues["state"].ne("closed")])
    nothing: dict[str, Any] = dict.fromkeys(_GAPS)
    rows = []
    for area in areas:
        for row in lights.get(area, ()):
            rows.append({**nothing, **row, "kind": "light"})
        for row in problems.get(area, ()):
            rows.append({**nothing, **row, "kind": "problem", "source_ids": (places.of_row(row),)})
    return table(_GAPS, rows)


def steps(evidence: Evidence, *, areas: Sequence[str], period: Period) -> pd.DataFrame:
    """The next steps that areas reported, each said once, by given area.

    has_date: a due date is filled in, or the text names a day, month, quarter or end of a period.
    has_number: the text has a number besides dates and names. category: as it was read, NA if not.
    """
    said = by_area(statements(evidence, period, "next_step"))
    rows = []
    for area in areas:
        for row in said.get(area, ()):
            dated = row["due_on"] is not None or has_date(row["text"])
            given = {"has_date": dated, "has_number": has_number(row["text"])}
            rows.append({**row, **given, "source_ids": (places.of_row(row),)})
    return table(_STEPS, rows)


def has_date(text: str) -> bool:
    """Whether a statement names a time: a day, month, quarter, or the end of a period."""
    return _DATE.search(text) is not None


def has_number(text: str) -> bool:
    """Whether a statement has a number that is neither a date nor part of a name."""
    return _NUMBER.search(_NAME.sub("", _DATE.sub("", text))) is not None


def answered(
    found: pd.DataFrame,
    taken: pd.DataFrame,
    *,
    names: Mapping[str, Sequence[str]],
    categories: Mapping[Topic, Sequence[str]],
) -> pd.DataFrame:
    """Each gap with the steps that answer it.

    found: what `gaps` returns; taken: what `steps` returns; names: indicator -> how people write
    it; categories: topic of a light -> categories of steps that answer it.
    Returns the rows of `found` with steps, the note_ids of the area's steps that answer the gap;
        () where none does: no step of the area speaks of it, which is not to say that nothing is
        done. A step answers a light if it writes the indicator's name or its category is one of
        the topic's; a problem if it names the enterprise, is of the same category, or shares at
        least ALIKE of its wording.
    """
    steps_of = by_area(taken)
    alike = _alike(found, taken)
    rows = []
    for place, gap in enumerate(records(found)):
        own = steps_of.get(gap["area"], [])
        answers = [
            step["note_id"]
            for step in own
            if _speaks_of(gap, step, names, categories)
            or (gap["area"], place, step["note_id"]) in alike
        ]
        rows.append({**gap, "steps": tuple(answers)})
    return table({**_GAPS, "steps": "object"}, rows)


def _speaks_of(
    gap: Mapping[str, Any],
    step: Mapping[str, Any],
    names: Mapping[str, Sequence[str]],
    categories: Mapping[Topic, Sequence[str]],
) -> bool:
    if gap["kind"] == "light":
        written = names.get(gap["indicator"], ()) if gap["indicator"] else ()
        return step["category"] in categories.get(gap["topic"], ()) or any(
            name in step["text"] for name in written
        )
    same = step["category"] is not None and step["category"] == gap["category"]
    return same or (gap["enterprise"] is not None and gap["enterprise"] in step["text"])


def _alike(found: pd.DataFrame, taken: pd.DataFrame) -> set[tuple[str, int, str]]:
    """(area, place of the problem, note_id of the step) of those that share their wording."""
    problems = [(at, row) for at, row in enumerate(records(found)) if row["kind"] == "problem"]
    said = records(taken)
    if not problems or not said:
        return set()
    wording = Wording([row["text"] for _, row in problems] + [row["text"] for row in said])
    told, steps_of = (_places(rows) for rows in ([row for _, row in problems], said))
    found_alike = set()
    for area, own in told.items():
        others = steps_of.get(area, [])
        likeness = wording.likeness(own, [len(problems) + other for other in others])
        found_alike |= {
            (area, problems[own[row]][0], said[others[column]]["note_id"])
            for row, column in zip(*(likeness >= ALIKE).nonzero(), strict=True)
        }
    return found_alike


def _places(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[int]]:
    """The places of each area's rows."""
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row["area"], []).append(place)
    return places
