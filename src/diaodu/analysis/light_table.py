"""Every measure that some rule of the lights names, for each area: docs/methods.md, “Lights”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from diaodu import places
from diaodu.analysis import light_measures, projects
from diaodu.analysis.consistency import NO_TARGET, annual
from diaodu.analysis.evidence import Best, Evidence, by_area, received, statements
from diaodu.analysis.frames import follows, points, table
from diaodu.analysis.light_measures import Measured
from diaodu.periods import Period
from diaodu.quarter import ProjectRules
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
    taken = _Measures(evidence, areas, period, indicators, due)
    limits = [
        (rule, {"topic": topic, **rule.model_dump()})
        for topic, topic_rules in rules.by_topic.items()
        for rule in topic_rules
    ]
    rows = [
        {"area": area, **limit, **vars(taken.take(rule.measure, area, rule.indicator))}
        for area in areas
        for rule, limit in limits
    ]
    return table(COLUMNS, rows)


class _Measures:
    """The measures of one quarter; what is shared between areas is worked out once."""

    def __init__(
        self,
        evidence: Evidence,
        areas: Sequence[str],
        period: Period,
        indicators: Sequence[str],
        due: date | None,
    ) -> None:
        self._period, self._indicators, self._due = period, indicators, due
        self._best = Best(evidence.figures)
        self._targets = annual(evidence.targets, period.year)
        firms, issues = evidence.enterprises, evidence.intake_issues
        said = statements(evidence, period, "issue")
        firms, said = (rows[rows["area"].isin(list(areas))] for rows in (firms, said))
        status = projects.status(
            evidence.projects, period=period, rules=ProjectRules(), areas=areas
        )
        self._firms = by_area(firms[firms["period"].eq(str(period))])
        self._projects = by_area(status)
        self._issues = by_area(said)
        self._sent = by_area(received(evidence, period), "sender")
        self._taken: dict[str, dict[str, Measured]] = {}
        self._errors = Counter(issues.loc[issues["severity"].eq("error"), "file"])

    def take(self, measure: str, area: str, indicator: str | None) -> Measured:
        """One measure of one area."""
        if indicator is not None:
            of_indicator = {"below_target": self._below_target, "slower": self._slower}
            return of_indicator[measure](area, indicator)
        if area not in self._taken:
            self._taken[area] = self._of_area(area)
        return self._taken[area][measure]

    def _of_area(self, area: str) -> dict[str, Measured]:
        firms, issues = self._firms.get(area, []), self._issues.get(area, [])
        found, sent = self._projects.get(area, []), self._sent.get(area, [])
        stages = [self._best.at(area, name, self._period)[1] for name in self._indicators]
        return {
            "firms_falling": light_measures.firms_falling(firms),
            "behind_time": light_measures.behind_time(found, self._period),
            "start_delay": light_measures.start_delay(found),
            "late_share": light_measures.late_share(found, self._period),
            "stopped_share": light_measures.stopped_share(found),
            "carried_problems": light_measures.carried_problems(issues, self._period),
            "severe_problems": light_measures.severe_problems(issues),
            "missing_figures": light_measures.missing_figures(stages),
            "late_days": light_measures.late_days(sent, self._due),
            "intake_errors": light_measures.intake_errors(sent, self._errors),
        }

    def _below_target(self, area: str, indicator: str) -> Measured:
        figure, stage = self._best.at(area, indicator, self._period)
        target = self._targets.get((area, indicator), NO_TARGET)
        found = Measured(
            stage=stage,
            figure=figure.value,
            printed=figure.printed,
            reference=target.compared,
            source_ids=places.union(figure.source_ids, target.source_ids),
        )
        if not figure.there:
            return replace(found, absent="no_figure")
        if target.unit is None:
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
            source_ids=places.union(figure.source_ids, before.source_ids),
        )
        if not follows(self._period, before.period):
            return replace(found, absent="no_point_before")
        return replace(found, value=points(before.rate, figure.rate))
