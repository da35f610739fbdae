"""What changed between two versions of a run: figures, targets, lights, flags, problems, projects.

Method: docs/methods.md, “What changed since the last version”. One row is one change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from diaodu.analysis.consistency import settle_targets
from diaodu.analysis.frames import records, table
from diaodu.analysis.ledger_states import CLOSED
from diaodu.contracts import typed
from diaodu.periods import Period

Row = dict[str, Any]
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
EXPECTED = "expected"
FLAGGED = "expected_below_target"  # the flag of the meeting
PROBLEM_FIELDS = ("state", "severity")
PROJECT_FIELDS = (
    *("state", "planned_start", "started_on", "total_investment_10k_yuan"),
    *("plan_investment_10k_yuan", "completed_investment_10k_yuan"),
)
_COUNTS = (
    *("expected_changed", "expected_added", "expected_removed"),
    *("figures_added", "figures_changed", "figures_removed"),
    *("targets_changed", "lights_changed", "flags_changed", "problems_added"),
    *("problems_solved", "problems_removed", "problems_changed", "projects_added"),
    *("projects_removed", "projects_changed"),
)


@dataclass(frozen=True)
class Version:
    """One version of a run, all areas.

    figures: consistency.settle. targets, problems, projects: the processed tables. topics:
    lights.by_topic. flags: flags.below_target.
    """

    figures: pd.DataFrame
    targets: pd.DataFrame
    topics: pd.DataFrame
    flags: pd.DataFrame
    problems: pd.DataFrame
    projects: pd.DataFrame


def between(before: Version, after: Version, period: Period) -> pd.DataFrame:
    """All changes from one version to another, up to a period.

    Returns rows of the contract `changes`: figures of periods up to `period`, targets of its year,
    lights, flags, problems, and the projects of `period`, in this order and by area within each.
    Empty where nothing changed.
    """
    rows = [
        *_figures(before.figures, after.figures, period),
        *_targets(before.targets, after.targets, period.year),
        *_lights(before.topics, after.topics),
        *_flags(before.flags, after.flags),
        *_problems(before.problems, after.problems),
        *_projects(before.projects, after.projects, period),
    ]
    return of_rows(rows)


def of_rows(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as the table `changes`; what a row does not name is missing."""
    return typed("changes", [dict(row) for row in rows])


def counted(changes: pd.DataFrame, areas: Sequence[str]) -> pd.DataFrame:
    """How many changes of each kind the areas have: one row, a column for each count.

    expected_*: expected figures; figures_*: all other figures; problems_solved:
    closed now and not before; problems_changed: problems whose state or severity is another one,
    the solved ones apart; projects_changed: projects, not their cells; lights_changed and so on.
    """
    found = records(changes[changes["area"].isin(areas)])
    counts = dict.fromkeys(_COUNTS, 0)
    seen = set[tuple[str, str]]()
    for row in found:
        name = _count_of(row)
        once = (name, str(row["subject"]))
        if name not in counts or (row["what"] in ("problem", "project") and once in seen):
            continue
        seen.add(once)
        counts[name] += 1
    return table(dict.fromkeys(_COUNTS, "int64"), [counts])


def _count_of(row: Row) -> str:
    """The count that a change belongs to; none for one that is not counted."""
    what, change = row["what"], row["change"]
    if what == "figure" and row["stage"] == EXPECTED:
        return f"expected_{change}"
    if what in ("target", "light", "flag"):
        return f"{what}s_changed"
    if what == "problem" and row["field"] == "state" and row["after"] == CLOSED:
        return "problems_solved"
    return f"{what}s_{change}"


def _pairs(
    before: pd.DataFrame, after: pd.DataFrame, key: Sequence[str]
) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows of the same key side by side, in the order of `after`; what is gone comes last."""
    old = {tuple(row[name] for name in key): row for row in records(before)}
    new = {tuple(row[name] for name in key): row for row in records(after)}
    for known, row in new.items():
        yield old.get(known), row
    for known, row in old.items():
        if known not in new:
            yield row, None


def _change(before: Row | None, after: Row | None) -> str:
    return ADDED if before is None else REMOVED if after is None else CHANGED


def _figures(before: pd.DataFrame, after: pd.DataFrame, period: Period) -> Iterator[Row]:
    """Figures of one key whose value differs, or that one version alone has."""
    key = ("area", "industry", "indicator", "period", "span", "stage")
    then, now = (frame[frame["period"].le(str(period))] for frame in (before, after))
    for old, new in _pairs(then, now, key):
        if old and new and old["value"] == new["value"] and old["status"] == new["status"]:
            continue
        row = new or old or {}
        yield {
            **{name: row[name] for name in (*key, "unit")},
            "what": "figure",
            "change": _change(old, new),
            "subject": row["indicator"],
            "before": old and old["status"],
            "after": new and new["status"],
            **_values(old, new),
        }


def _targets(before: pd.DataFrame, after: pd.DataFrame, year: int) -> Iterator[Row]:
    """Annual targets whose value or wording differs."""
    then, now = (settle_targets(frame, year) for frame in (before, after))
    for old, new in _pairs(then, now, ("area", "indicator")):
        if old and new and _same(old, new, ("value", "low", "high", "wording")):
            continue
        row = new or old or {}
        yield {
            **{name: row[name] for name in ("area", "indicator", "unit")},
            "what": "target",
            "change": _change(old, new),
            "subject": row["indicator"],
            "before": old and old["wording"],
            "after": new and new["wording"],
            **_values(old, new),
        }


def _lights(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[Row]:
    """Topics whose light is another one; a topic without rules has none."""
    then, now = (frame[frame["rules"].gt(0)] for frame in (before, after))
    for old, new in _pairs(then, now, ("area", "topic")):
        if not (old and new and old["light"] == new["light"]):
            row = new or old or {}
            yield {
                "area": row["area"],
                "what": "light",
                "change": _change(old, new),
                "subject": row["topic"],
                "before": old and old["light"],
                "after": new and new["light"],
            }


def _flags(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[Row]:
    """Areas that carry the flag of the meeting now or no longer."""
    for old, new in _pairs(before, after, ("area",)):
        then, now = (bool(row and row["flagged"]) for row in (old, new))
        if then != now:
            row = new or old or {}
            yield {
                "area": row["area"],
                "what": "flag",
                "change": ADDED if now else REMOVED,
                "subject": FLAGGED,
            }


def _problems(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[Row]:
    """Problems that are new or gone, and those whose state or severity is another one."""
    yield from _things("problem", before, after, "problem_id", "text", PROBLEM_FIELDS)


def _projects(before: pd.DataFrame, after: pd.DataFrame, period: Period) -> Iterator[Row]:
    """Projects of the period that are new or gone, and cells of the others that differ."""
    then, now = (frame[frame["period"].eq(str(period))] for frame in (before, after))
    yield from _things("project", then, now, "project_id", "name", PROJECT_FIELDS)


def _things(
    what: str, before: pd.DataFrame, after: pd.DataFrame, key: str, name: str, fields: Sequence[str]
) -> Iterator[Row]:
    for old, new in _pairs(before, after, ("area", key)):
        row = new or old or {}
        common: Row = {
            "area": row["area"],
            "what": what,
            "change": _change(old, new),
            "subject": row[key],
            "name": row[name],
            "source_ids": new and new["source_id"],
        }
        if not (old and new):
            yield common
            continue
        for field in fields:
            if not _equal(old[field], new[field]):
                yield {**common, "field": field, **_cells(old[field], new[field])}


def _cells(old: Any, new: Any) -> Row:
    """A cell before and now: a number as a value, all else as text."""
    if isinstance(old, float) or isinstance(new, float):
        return {"before_value": old, "value": new, "unit": "10k_yuan"}
    return {"before": old, "after": new}


def _values(old: Row | None, new: Row | None) -> Row:
    """Value and print before and now, and the places of what stands now."""
    take: Callable[[Row | None, str], Any] = lambda row, name: row.get(name) if row else None  # noqa: E731
    return {
        "before_value": take(old, "value"),
        "before_printed": take(old, "printed"),
        "value": take(new, "value"),
        "printed": take(new, "printed"),
        "source_ids": "|".join(dict.fromkeys(map(str, take(new, "source_ids") or ()))) or None,
    }


def _same(old: Row, new: Row, names: Sequence[str]) -> bool:
    return all(_equal(old[name], new[name]) for name in names)


def _equal(one: Any, other: Any) -> bool:
    """Whether two cells are the same; two missing ones are."""
    return bool(one == other or (pd.isna(one) and pd.isna(other)))
