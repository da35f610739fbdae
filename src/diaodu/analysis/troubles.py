"""The figures that a problem could show in, each with whether it shows trouble, and why.

Method: docs/methods.md, "Which figure a note explains". The rules are those of ties.Ties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from diaodu import places
from diaodu.analysis import facts as published
from diaodu.analysis import projects as key_projects
from diaodu.analysis.consistency import NO_TARGET, annual
from diaodu.analysis.evidence import Best, Evidence, by_area
from diaodu.analysis.frames import NAN, STAGES, Figure, Figures, Stage, follows, points, table
from diaodu.periods import Period
from diaodu.quarter import ProjectRules
from diaodu.ties import Tie, Ties

_COLUMNS = {
    "figure": "str",
    "kind": "str",
    "id": "str",
    "area": "str",
    "industry": "str",
    "enterprise": "str",
    "project_id": "str",
    "project": "str",
    "owner": "str",
    "county": "str",
    "facts": "Int64",
    "stage": "str",
    "value": "float64",
    "printed": "str",
    "unit": "str",
    "planned_start": "str",
    "reasons": "object",
    "against": "object",
    "trouble": "bool",
    "source_ids": "object",
}
_NOTHING = dict.fromkeys(_COLUMNS) | {"value": NAN, "source_ids": ()}


class Reason(NamedTuple):
    """Why a figure shows trouble: what it was compared with, and where and when that stands."""

    why: str
    value: float = NAN
    source_ids: tuple[str, ...] = ()
    when: str | int | None = None


Reasons = tuple[Reason, ...]


def figures(
    evidence: Evidence,
    ties: Ties,
    rules: ProjectRules,
    *,
    areas: Sequence[str],
    province: str,
    period: Period,
) -> pd.DataFrame:
    """All figures of the rules that there are for these areas and the cumulative period.

    rules: when a project is behind.
    Returns one row per figure: of an area, of an industry, key enterprise or project of the area,
        or the facts of one topic. figure: its name in the rules; kind and id: what it is. stage:
        'actual' where it was published, else 'expected', else 'reported'; comparisons are within
        the stage.
        value: a rate in %, for a project its completion rate; NaN for late starts and facts.
        reasons: tuple of (why, what it was compared with): 'negative' (0), 'below_province',
        'below_area', 'below_target', 'slower' (the last point), 'late', 'behind' (share of its
        time gone by), 'fact'. against: for each reason the source ids of what it was compared
        with, and its period (a target's year; None where it has none). trouble: whether there is
        any reason.
    """
    look = _Look(evidence, ties, rules, province, period, areas)
    rows: list[dict[str, Any]] = []
    for area in areas:
        for name, tie in ties.figures.items():
            found = look.up(area, tie)
            key = {"figure": name, "kind": tie.kind, "id": tie.id, "area": area}
            rows += [{**_NOTHING, **row, **key, **_told(row["reasons"])} for row in found]
    return table(_COLUMNS, rows)


class _Look:
    """Looks figures up, each kind in its own table."""

    def __init__(
        self,
        evidence: Evidence,
        ties: Ties,
        rules: ProjectRules,
        province: str,
        period: Period,
        areas: Sequence[str],
    ) -> None:
        self._ties, self._rules = ties, rules
        self._province, self._period = province, period
        self._best = Best(evidence.figures)
        self._by_stage = {stage: Figures(evidence.figures, stage) for stage in STAGES}
        self._targets = annual(evidence.targets, period.year)
        firms = evidence.enterprises
        self._firms = by_area(firms[firms["period"].eq(str(period))])
        self._projects_now = by_area(
            key_projects.status(evidence.projects, period=period, rules=rules)
        )
        self._facts_now = by_area(published.of_quarter(evidence.facts, areas=areas, period=period))

    def up(self, area: str, tie: Tie) -> Iterator[dict[str, Any]]:
        """The figures of one kind and area; none if there are none."""
        match tie.kind:
            case "indicator":
                return self._area(area, tie) if tie.of == "area" else self._industries(area, tie)
            case "enterprise":
                return self._enterprises(area, tie)
            case "projects":
                return self._projects(area, tie)
            case _:
                return self._facts(area, tie)

    def _area(self, area: str, tie: Tie) -> Iterator[dict[str, Any]]:
        own, stage = self._best.at(area, tie.id, self._period)
        if stage is None:
            return
        whole = self._by_stage[stage].at(self._province, tie.id, self._period)
        target = self._targets.get((area, tie.id), NO_TARGET)
        set_for = Reason("below_target", target.compared, target.source_ids, self._period.year)
        reasons = (
            *self._negative(own),
            *self._below(own, _of("below_province", whole), self._ties.below_points),
            *self._below(own, set_for, 0),
            *self._slower(own, area, tie.id, stage),
        )
        yield _figure(own, stage, reasons)

    def _industries(self, area: str, tie: Tie) -> Iterator[dict[str, Any]]:
        seen: set[str] = set()
        for stage in STAGES:
            now = self._by_stage[stage]
            total = now.at(area, tie.id, self._period)
            for industry, own in now.industries(area, tie.id, self._period).items():
                if industry in seen:
                    continue
                seen.add(industry)
                reasons = (
                    *self._negative(own),
                    *self._below(own, _of("below_area", total), self._ties.below_points),
                    *self._slower(own, area, tie.id, stage, industry),
                )
                yield {**_figure(own, stage, reasons), "industry": industry}

    def _enterprises(self, area: str, tie: Tie) -> Iterator[dict[str, Any]]:
        for row in self._firms.get(area, ()):
            value = row[tie.id]
            if pd.isna(value):
                continue
            yield {
                "enterprise": row["enterprise"],
                "industry": row["industry"],
                "county": row["county"],
                "stage": "reported",
                "value": value,
                "unit": "percent",
                "reasons": (Reason("negative", 0.0),) if value < 0 else (),
                "source_ids": (places.of_row(row),),
            }

    def _projects(self, area: str, tie: Tie) -> Iterator[dict[str, Any]]:
        needed = "late" if tie.id == "late_starts" else "own_gap"
        for row in self._projects_now.get(area, ()):
            if pd.isna(row[needed]):
                continue
            yield {
                **{name: row[name] for name in ("project_id", "owner", "county", "industry")},
                "project": row["name"],
                "stage": "reported",
                "planned_start": row["planned_start"],
                "source_ids": (places.of_row(row),),
                **self._project(row, tie.id),
            }

    def _project(self, row: dict[str, Any], measure: str) -> dict[str, Any]:
        if measure == "late_starts":
            return {"reasons": (Reason("late"),) if row["late"] else ()}
        behind = row["own_gap"] < -self._rules.behind_points and row["state"] != "completed"
        due = Reason("behind", row["own_time_share"], (places.of_row(row),), str(self._period))
        reasons = (due,) if behind else ()
        return {"value": row["completion_rate"], "unit": "percent", "reasons": reasons}

    def _facts(self, area: str, tie: Tie) -> Iterator[dict[str, Any]]:
        rows = [row for row in self._facts_now.get(area, ()) if row["topic"] == tie.id]
        if rows:
            yield {
                "facts": len(rows),
                "stage": "actual",
                "reasons": (Reason("fact"),),
                "source_ids": places.of_rows(rows),
            }

    @staticmethod
    def _negative(own: Figure) -> Reasons:
        return (Reason("negative", 0.0),) if own.rate < 0 else ()

    @staticmethod
    def _below(own: Figure, other: Reason, limit: float) -> Reasons:
        return (other,) if points(own.rate, other.value) < -limit else ()

    def _slower(
        self, own: Figure, area: str, indicator: str, stage: Stage, industry: str | None = None
    ) -> Reasons:
        """Against the last point, where that says something about this year's pace."""
        past = self._by_stage["actual" if stage == "actual" else "reported"]
        before = past.before(area, indicator, self._period, industry)
        if not follows(self._period, before.period):
            return ()
        return self._below(own, _of("slower", before), self._ties.below_points)


def _of(why: str, other: Figure) -> Reason:
    return Reason(why, other.rate, other.source_ids, other.period)


def _told(reasons: Reasons) -> dict[str, Any]:
    return {
        "reasons": tuple((reason.why, reason.value) for reason in reasons),
        "against": tuple((reason.source_ids, reason.when) for reason in reasons),
        "trouble": bool(reasons),
    }


def _figure(own: Figure, stage: str, reasons: Reasons) -> dict[str, Any]:
    return {
        **{name: getattr(own, name) for name in ("value", "printed", "unit", "source_ids")},
        "stage": stage,
        "reasons": reasons,
    }
