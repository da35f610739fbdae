"""All the frames that a judgement on an area may rest on, and what several judgements ask of them.

The judgements (lights, factors, peers, advice, measures, questions) take one Evidence, so that a
notebook names the tables once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import pandas as pd

from diaodu import contracts
from diaodu.analysis.consistency import settle
from diaodu.analysis.frames import NOTHING, STAGES, Figure, Figures, Stage, records, table
from diaodu.periods import Period

# What a sender fills in beside the text of a statement: a form's row has some, prose has none.
_FILLED = ("category", "county", "industry", "enterprise", "asked", "responsible", "due_on")

PERSON = "person"  # of contracts.DECIDED_BY: an analyst wins over the sender
_NOTE = ("note_id", "area", "period")
_READ = {"category": "str", "direction": "str", "severity": "str"}


Answer = TypeVar("Answer")


class _Tables(Protocol):
    indicators: pd.DataFrame
    targets: pd.DataFrame
    facts: pd.DataFrame
    sources: pd.DataFrame
    intake_issues: pd.DataFrame
    projects: pd.DataFrame
    notes: pd.DataFrame
    enterprises: pd.DataFrame
    readings: pd.DataFrame


@dataclass(frozen=True)
class Evidence:
    """Settled figures and the processed tables; all areas and periods.

    readings: what was read out of the notes; empty where nothing was.
    """

    figures: pd.DataFrame
    targets: pd.DataFrame
    facts: pd.DataFrame = field(default_factory=lambda: contracts.empty("facts"))
    sources: pd.DataFrame = field(default_factory=lambda: contracts.empty("sources"))
    intake_issues: pd.DataFrame = field(default_factory=lambda: contracts.empty("intake_issues"))
    projects: pd.DataFrame = field(default_factory=lambda: contracts.empty("projects"))
    notes: pd.DataFrame = field(default_factory=lambda: contracts.empty("notes"))
    enterprises: pd.DataFrame = field(default_factory=lambda: contracts.empty("enterprises"))
    readings: pd.DataFrame = field(default_factory=lambda: contracts.empty("readings"))
    # what several judgements ask for, by the question: see `once`
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """What `answer` gives, worked out the first time only; callers must not change it."""
        if question not in self._known:
            self._known[question] = answer()
        found: Answer = self._known[question]
        return found


def gather(data: _Tables, figures: pd.DataFrame | None = None) -> Evidence:
    """The evidence of one run from its processed tables.

    figures: what consistency.settle returns, if the caller has it already.
    """
    return Evidence(
        settle(data.indicators, data.sources) if figures is None else figures,
        data.targets,
        data.facts,
        data.sources,
        data.intake_issues,
        data.projects,
        data.notes,
        data.enterprises,
        data.readings,
    )


class Best:
    """The figure that stands for an area: the published one, else the expected one."""

    def __init__(self, figures: pd.DataFrame) -> None:
        self._by_stage = {stage: Figures(figures, stage) for stage in STAGES}

    def at(self, area: str, indicator: str, period: Period) -> tuple[Figure, Stage | None]:
        """The figure and its stage; NOTHING and None where there is neither."""
        for stage in STAGES:
            found = self._by_stage[stage].at(area, indicator, period)
            if found.there:
                return found, stage
        return NOTHING, None

    def before(self, area: str, indicator: str, period: Period, stage: Stage) -> Figure:
        """The point before, of the same hand: published beside published, sent beside sent."""
        past: Stage = "actual" if stage == "actual" else "reported"
        return self._by_stage[past].before(area, indicator, period)


def by_area(rows: pd.DataFrame, column: str = "area") -> dict[str, list[dict[str, Any]]]:
    """The rows of a table as records, by area; an area without rows is not in it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(rows):
        found.setdefault(row[column], []).append(row)
    return found


def statements(evidence: Evidence, period: Period, section: str) -> pd.DataFrame:
    """The statements of all areas in one quarter and section, each said once.

    An area that sends a form and a written report says the same in both: where one source fills
    in more than the text (category, county, enterprise, …), only the statements of such sources
    count. direction and severity are the reading's; so is the category where the sender gave none
    or an analyst decided it.
    """
    question = ("statements", period, section)
    return evidence.once(question, lambda: _said(evidence, period, section)).copy(deep=False)


def statements_of(
    evidence: Evidence, area: str, period: Period, section: str
) -> list[dict[str, Any]]:
    """The statements of one area, as records; see `statements`."""
    question = ("statements by area", period, section)
    said = evidence.once(question, lambda: by_area(statements(evidence, period, section)))
    return said.get(area, [])


def _said(evidence: Evidence, period: Period, section: str) -> pd.DataFrame:
    notes = evidence.once("notes as read", lambda: _read(evidence.notes, evidence.readings))
    filled = evidence.once(
        "notes filled in", lambda: evidence.notes[list(_FILLED)].notna().any(axis=1).tolist()
    )
    columns = (notes[name] for name in ("period", "section", "area", "source_id"))
    here = [
        (place, (area, source))
        for place, (when, what, area, source) in enumerate(zip(*columns, strict=True))
        if when == str(period) and what == section
    ]
    forms = {key for place, key in here if filled[place]}
    with_form = {area for area, _ in forms}
    keep = [place for place, key in here if key[0] not in with_form or key in forms]
    return notes.iloc[keep].reset_index(drop=True)


def _read(notes: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """All notes with their readings."""
    known = {_note(row): row for row in records(readings[[*_NOTE, *_READ, "decided_by"]])}
    unread: dict[str, Any] = dict.fromkeys((*_READ, "decided_by"))
    rows = []
    for note in records(notes[[*_NOTE, "category"]]):
        read = known.get(_note(note), unread)
        first, second = read["category"], note["category"]
        if read["decided_by"] != PERSON:
            first, second = second, first
        rows.append({**read, "category": second if first is None else first})
    columns = table(_READ, rows)
    return notes.reset_index(drop=True).assign(**{name: columns[name] for name in _READ})


def _note(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["note_id"], row["area"], row["period"]


def received(evidence: Evidence, period: Period) -> pd.DataFrame:
    """The submissions that any processed row of a quarter comes from: rows of `sources`."""
    figures, sources = evidence.figures, evidence.sources
    settled = zip(figures["period"], figures["source_ids"], strict=True)
    ids = {place for when, named in settled if when == str(period) for place in named}
    for sent in (evidence.notes, evidence.projects, evidence.enterprises):
        rows = zip(sent["period"], sent["source_id"], strict=True)
        ids |= {source for when, source in rows if when == str(period)}
    return sources[sources["kind"].eq("submission") & sources["source_id"].isin(ids)]


def quarter_before(period: Period) -> Period:
    """The last quarter: 2021-12 before 2022-03."""
    if period.month <= 3:
        return Period(period.year - 1, 12)
    return Period(period.year, 3 * (period.quarter - 1))
