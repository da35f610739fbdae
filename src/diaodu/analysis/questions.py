"""Questions to put to each area in the meeting: three to five, each from a finding.

Method: docs/methods.md, “Questions”.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from diaodu.analysis import findings
from diaodu.analysis import projects as project_tables
from diaodu.analysis.evidence import Evidence
from diaodu.analysis.findings import Finding
from diaodu.analysis.frames import NAN, records, table
from diaodu.periods import Period
from diaodu.quarter import ProjectRules

LEAST, MOST = 3, 5
_ABOUT = ("note_id", "indicator", "text")
# In this order: what the meeting is about, what is hidden, what is red, what stands still, what
# drags on, what is yellow, what nobody works on, what fell, what is vague, what is merely weak.
PRIORITIES = (
    *("below_target", "unreported", "outside", "red", "stopped", "late", "stalled", "carried"),
    *("yellow", "unanswered", "enterprise", "undated", "shortfall"),
)
_COLUMNS = {
    "area": "str",
    "number": "int64",
    "code": "str",
    "priority": "int64",
    "topic": "str",
    "measure": "str",
    "indicator": "str",
    "industry": "str",
    "text": "str",
    "category": "str",
    "note_id": "str",
    "stage": "str",
    "value": "float64",
    "printed": "str",
    "unit": "str",
    "reference": "float64",
    "low": "float64",
    "high": "float64",
    "gap": "float64",
    "count": "Int64",
    "amount": "float64",
    "since": "str",
    "source_ids": "object",
}


@dataclass(frozen=True)
class Found:
    """The results that questions are made from; None where there is no such result.

    flags: flags.below_target; topics: lights.by_topic; gaps: measures.answered; steps:
    measures.steps; beside: strengths.against_peers, of any areas; unreported:
    explained.unreported; outlook: one row per (area, indicator) with expected, low, high.
    """

    flags: pd.DataFrame
    topics: pd.DataFrame
    gaps: pd.DataFrame
    steps: pd.DataFrame
    beside: pd.DataFrame | None = None
    unreported: pd.DataFrame | None = None
    outlook: pd.DataFrame | None = None


def questions(
    evidence: Evidence,
    found: Found,
    *,
    areas: Sequence[str],
    period: Period,
    headline: str,
    rules: ProjectRules | None = None,
    elapsed_share: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """The questions for each area, in the order to be asked.

    rules: when a project is at risk; elapsed_share: see reach.needed.
    Returns up to MOST rows per area in the given order. code: what is asked about, one of
        PRIORITIES, and priority its place there, 1 first. One question a code while there are
        others; a second of a code only to reach LEAST. An area of which less was found has fewer
        rows, and one of which nothing was found has none. The other columns are the figures of the
        finding (see findings); what does not belong to it is missing.
    """
    all_found = _all(evidence, found, period, headline, rules or ProjectRules(), elapsed_share)
    by_area: dict[str, list[Finding]] = {area: [] for area in areas}
    for finding in all_found:
        if finding["area"] in by_area:
            by_area[finding["area"]].append(finding)
    rows = [
        {**_nothing(), **finding, "number": number, "priority": _priority(finding)}
        for own in by_area.values()
        for number, finding in enumerate(_chosen(own), start=1)
    ]
    return table(_COLUMNS, rows)


def order(topics: pd.DataFrame, flags: pd.DataFrame, areas: Sequence[str]) -> pd.DataFrame:
    """The order of the meeting: who speaks first because there is most to ask.

    topics: lights.by_topic; flags: flags.below_target. Returns one row per area with place (1
        first), flagged, red and yellow (number of its lights). First the flagged ones, the largest
        gap first; then by red, then by yellow lights; then as given.
    """
    gaps = {row["area"]: row["gap"] for row in records(flags) if row["flagged"] is True}
    lit = Counter(zip(topics["area"], topics["light"], strict=True))
    counts = {area: (lit[area, "red"], lit[area, "yellow"]) for area in areas}
    ordered = sorted(areas, key=lambda a: (gaps.get(a, 0.0), *(-count for count in counts[a])))
    return table(
        {"area": "str", "place": "int64", "flagged": "bool", "red": "int64", "yellow": "int64"},
        [
            {
                "area": area,
                "place": place,
                "flagged": area in gaps,
                "red": counts[area][0],
                "yellow": counts[area][1],
            }
            for place, area in enumerate(ordered, start=1)
        ],
    )


def _all(
    evidence: Evidence,
    found: Found,
    period: Period,
    headline: str,
    rules: ProjectRules,
    elapsed_share: Mapping[str, float] | None,
) -> list[Finding]:
    firms = evidence.enterprises
    status = project_tables.status(evidence.projects, period=period, rules=rules)
    return [
        *findings.below_target(found.flags, headline, period, elapsed_share or {}),
        *findings.lights(found.topics),
        *findings.projects(status),
        *findings.unanswered(found.gaps),
        *findings.undated(found.steps),
        *findings.carried(found.gaps, period),
        *findings.enterprises(firms[firms["period"].eq(str(period))]),
        *(findings.unreported(found.unreported) if found.unreported is not None else ()),
        *(findings.outside(found.outlook) if found.outlook is not None else ()),
        *(findings.shortfalls(found.beside) if found.beside is not None else ()),
    ]


def _chosen(own: list[Finding]) -> list[Finding]:
    """The findings to ask about: the first of each code, then further ones up to LEAST.

    A statement, an indicator, a project or an enterprise is asked about once, under the code that
    comes first.
    """
    ordered = sorted(own, key=lambda finding: (_priority(finding), -_size(finding)))
    firsts: list[Finding] = []
    more: list[Finding] = []
    codes: set[str] = set()
    asked: set[tuple[str, str]] = set()
    for finding in ordered:
        about = {(name, finding[name]) for name in _ABOUT if finding.get(name)}
        if about & asked:
            continue
        asked |= about
        (more if finding["code"] in codes else firsts).append(finding)
        codes.add(finding["code"])
    chosen = firsts[:MOST]
    return sorted(chosen + more[: max(0, LEAST - len(chosen))], key=_priority)


def _size(finding: Finding) -> float:
    """How much there is to a finding among others of its code; those without a size come last."""
    gap = finding.get("gap")
    return -1.0 if gap is None or pd.isna(gap) else abs(gap)


def _priority(finding: Finding) -> int:
    return PRIORITIES.index(finding["code"]) + 1


def _nothing() -> dict[str, Any]:
    return {n: NAN if kind == "float64" else None for n, kind in _COLUMNS.items()} | {
        "source_ids": ()
    }
