"""What the rules of the lights measure: shortfalls, larger is worse. docs/methods.md, “Lights”.

A measure that cannot be taken says why in a code; it never becomes 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from diaodu.analysis import project_groups, projects
from diaodu.analysis.consistency import NO_TARGET, Target, annual
from diaodu.analysis.evidence import Best, Evidence, received, statements
from diaodu.analysis.frames import NAN, Stage, follows, points, table
from diaodu.params import ProjectRules
from diaodu.periods import Period
from diaodu.rules import Lights

COLUMNS = {
    "area": "str",
    "topic": "str",
    "measure": "str",
    "indicator": "str",
    "yellow": "float64",
    "red": "float64",
    "margin": "float64",
    "value": "float64",
    "stage": "str",
    "figure": "float64",
    "printed": "str",
    "reference": "float64",
    "count": "Int64",
    "of": "Int64",
    "subject": "str",
    "absent": "str",
    "source_ids": "object",
}


@dataclass(frozen=True)
class Measured:
    """One measure of one area; `absent` says why there is no value.

    value: the shortfall, below 0 where a figure is above its reference; figure and reference: the
    two figures it lies between; count and of: a number of things and of how many; subject: the one
    thing that it is about.
    """

    value: float = NAN
    stage: Stage | None = None
    figure: float = NAN
    printed: str | None = None
    reference: float = NAN
    count: int | None = None
    of: int | None = None
    subject: str | None = None
    absent: str | None = None
    source_ids: tuple[str, ...] = ()


def measured(
    evidence: Evidence,
    rules: Lights,
    *,
    areas: Sequence[str],
    period: Period,
    indicators: Sequence[str],
    due: date | None = None,
) -> pd.DataFrame:
    """Take every measure that some rule names, for each area.

    indicators: those that the areas are asked for (missing_figures counts them); due: the day by
        which they were to send (late_days).
    Returns one row per (area, topic, rule) in this order. yellow, red, margin: the rule's. value:
        the shortfall, NaN where it cannot be taken, and then absent is a code that says why. stage:
        of the figure that was taken (expected where nothing is published), NA where none was.
        figure, printed, reference, count, of, subject: see Measured.
    """
    taken = _Measures(evidence, period, indicators, due)
    rows = [
        {
            "area": area,
            "topic": topic,
            **rule.model_dump(),
            **asdict(taken.take(rule.measure, area, rule.indicator)),
        }
        for area in areas
        for topic, topic_rules in rules.by_topic.items()
        for rule in topic_rules
    ]
    return table(COLUMNS, rows)


class _Measures:
    """The measures of one quarter; what is shared between areas is worked out once."""

    def __init__(
        self, evidence: Evidence, period: Period, indicators: Sequence[str], due: date | None
    ) -> None:
        self._evidence, self._period = evidence, period
        self._indicators, self._due = indicators, due
        self._best = Best(evidence.figures)
        self._targets = annual(evidence.targets, period.year)
        self._issues = statements(evidence, period, "issue")
        self._received = received(evidence, period)
        self._projects: dict[str, pd.DataFrame] = {}

    def take(self, measure: str, area: str, indicator: str | None) -> Measured:
        if indicator is not None:
            return _OF_INDICATORS[measure](self, area, indicator)
        return _OF_AREAS[measure](self, area)

    def _below_target(self, area: str, indicator: str) -> Measured:
        figure, stage = self._best.at(area, indicator, self._period)
        target = self._targets.get((area, indicator), NO_TARGET)
        found = Measured(
            stage=stage,
            figure=figure.value,
            printed=figure.printed,
            reference=target.compared,
            source_ids=figure.source_ids + target.source_ids,
        )
        if not figure.there:
            return replace(found, absent="no_figure")
        if not _is_set(target):
            return replace(found, absent="no_target")
        return replace(found, value=points(target.compared, figure.rate))

    def _slower(self, area: str, indicator: str) -> Measured:
        figure, stage = self._best.at(area, indicator, self._period)
        if stage is None:
            return Measured(absent="no_figure")
        before = self._best.before(area, indicator, self._period, stage)
        found = Measured(
            stage=stage,
            figure=figure.value,
            printed=figure.printed,
            reference=before.value,
            subject=before.period,
            source_ids=figure.source_ids + before.source_ids,
        )
        if not follows(self._period, before.period):
            return replace(found, absent="no_point_before")
        return replace(found, value=points(before.rate, figure.rate))

    def _firms_falling(self, area: str) -> Measured:
        firms = _of(self._evidence.enterprises, area, self._period)
        known = firms["output_growth_percent"].dropna()
        if known.empty:
            return Measured(absent="no_enterprises")
        return _share(int((known < 0).sum()), len(known), _sources(firms))

    def _behind_time(self, area: str) -> Measured:
        found = self._of_area(area)
        summary = project_groups.in_all(found, period=self._period).iloc[0]
        if pd.isna(summary["completion_rate"]):
            return Measured(absent="no_projects" if not summary["projects"] else "no_plan")
        rate, time = float(summary["completion_rate"]), float(summary["time_share"])
        return Measured(
            value=points(time, rate),
            figure=rate,
            reference=time,
            of=int(summary["counted"]),
            source_ids=_sources(found),
        )

    def _start_delay(self, area: str) -> Measured:
        found = self._of_area(area)
        if found["late"].dropna().empty:
            return Measured(absent="no_projects" if found.empty else "no_start_known")
        late = found[found["late"].fillna(False).astype(bool)]
        if late.empty:
            return Measured(value=0.0, count=0, of=len(found), source_ids=_sources(found))
        first = late.sort_values("planned_start", kind="stable").iloc[0]
        planned = Period.parse(str(first["planned_start"])[:7])
        months = 12 * (self._period.year - planned.year) + self._period.month - planned.month + 1
        return Measured(
            value=float(months),
            count=len(late),
            of=len(found),
            subject=str(first["name"]),
            source_ids=_sources(late),
        )

    def _late_share(self, area: str) -> Measured:
        found = self._of_area(area)
        due = found[found["planned_start"].str[:7].le(str(self._period)) & found["late"].notna()]
        if due.empty:
            return Measured(absent="no_projects" if found.empty else "none_due")
        return _share(int(due["late"].sum()), len(due), _sources(due))

    def _stopped_share(self, area: str) -> Measured:
        found = self._of_area(area)
        under_way = found[found["state"].isin(["started", "stopped"])]
        if under_way.empty:
            return Measured(absent="no_projects" if found.empty else "none_under_way")
        stopped = int(under_way["state"].eq("stopped").sum())
        return _share(stopped, len(under_way), _sources(under_way))

    def _carried_problems(self, area: str) -> Measured:
        issues = self._issues[self._issues["area"].eq(area)]
        known = issues[issues["raised_on"].notna() & issues["state"].notna()]
        if known.empty:
            return Measured(absent="no_problems" if issues.empty else "no_day_raised")
        begins = f"{self._period.year}-{3 * self._period.quarter - 2:02d}-01"
        carried = known[known["state"].ne("closed") & known["raised_on"].lt(begins)]
        subject = None if carried.empty else str(carried.sort_values("raised_on").iloc[0]["text"])
        return Measured(
            value=float(len(carried)),
            count=len(carried),
            of=len(known),
            subject=subject,
            source_ids=_sources(known),
        )

    def _severe_problems(self, area: str) -> Measured:
        issues = self._issues[self._issues["area"].eq(area)]
        known = issues[issues["severity"].notna()]
        if known.empty:
            return Measured(absent="no_problems" if issues.empty else "not_read")
        severe = known[known["severity"].eq("high") & known["state"].ne("closed")]
        return Measured(
            value=float(len(severe)), count=len(severe), of=len(known), source_ids=_sources(known)
        )

    def _missing_figures(self, area: str) -> Measured:
        found = [self._best.at(area, name, self._period)[1] for name in self._indicators]
        if not found:
            return Measured(absent="none_asked")
        return _share(found.count(None), len(found), ())

    def _late_days(self, area: str) -> Measured:
        if self._due is None:
            return Measured(absent="no_due_day")
        own = self._received[self._received["sender"].eq(area)]
        days = own["received_on"].dropna()
        if days.empty:
            return Measured(absent="nothing_sent")
        late = (date.fromisoformat(days.max()) - self._due).days
        return Measured(value=float(max(late, 0)), subject=days.max(), source_ids=_ids(own))

    def _intake_errors(self, area: str) -> Measured:
        own = self._received[self._received["sender"].eq(area)]
        if own.empty:
            return Measured(absent="nothing_sent")
        issues = self._evidence.intake_issues
        errors = issues["file"].isin(own["file"]) & issues["severity"].eq("error")
        return Measured(value=float(errors.sum()), count=int(errors.sum()), source_ids=_ids(own))

    def _of_area(self, area: str) -> pd.DataFrame:
        if area not in self._projects:
            self._projects[area] = projects.status(
                self._evidence.projects, areas=[area], period=self._period, rules=ProjectRules()
            )
        return self._projects[area]


_OF_INDICATORS: Mapping[str, Callable[[_Measures, str, str], Measured]] = {
    "below_target": _Measures._below_target,
    "slower": _Measures._slower,
}
_OF_AREAS: Mapping[str, Callable[[_Measures, str], Measured]] = {
    "firms_falling": _Measures._firms_falling,
    "behind_time": _Measures._behind_time,
    "start_delay": _Measures._start_delay,
    "late_share": _Measures._late_share,
    "stopped_share": _Measures._stopped_share,
    "carried_problems": _Measures._carried_problems,
    "severe_problems": _Measures._severe_problems,
    "missing_figures": _Measures._missing_figures,
    "late_days": _Measures._late_days,
    "intake_errors": _Measures._intake_errors,
}


def _is_set(target: Target) -> bool:
    return target.unit is not None


def _share(count: int, of: int, source_ids: tuple[str, ...]) -> Measured:
    return Measured(value=100 * count / of, count=count, of=of, source_ids=source_ids)


def _of(rows: pd.DataFrame, area: str, period: Period) -> pd.DataFrame:
    return rows[rows["area"].eq(area) & rows["period"].eq(str(period))]


def _sources(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rows["source_id"]))


def _ids(sources: pd.DataFrame) -> tuple[Any, ...]:
    return tuple(sources["source_id"])
