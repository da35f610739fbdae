"""Every measure that some rule of the lights names, for each area: docs/methods.md, “Lights”."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date

import pandas as pd

from diaodu.analysis import light_measures, projects
from diaodu.analysis.consistency import NO_TARGET, annual
from diaodu.analysis.evidence import Best, Evidence, received, statements
from diaodu.analysis.frames import follows, points, table
from diaodu.analysis.light_measures import Measured
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


class _ByArea:
    """The rows of one table by area; an area without rows has none, with the same columns."""

    def __init__(self, rows: pd.DataFrame, column: str = "area") -> None:
        self._none = rows.iloc[:0]
        self._rows = {str(area): found for area, found in rows.groupby(column)}

    def __getitem__(self, area: str) -> pd.DataFrame:
        return self._rows.get(area, self._none)


class _Measures:
    """The measures of one quarter; what is shared between areas is worked out once."""

    def __init__(
        self, evidence: Evidence, period: Period, indicators: Sequence[str], due: date | None
    ) -> None:
        self._period, self._indicators, self._due = period, indicators, due
        self._best = Best(evidence.figures)
        self._targets = annual(evidence.targets, period.year)
        firms, issues = evidence.enterprises, evidence.intake_issues
        self._firms = _ByArea(firms[firms["period"].eq(str(period))])
        self._projects = _ByArea(
            projects.status(evidence.projects, period=period, rules=ProjectRules())
        )
        self._issues = _ByArea(statements(evidence, period, "issue"))
        self._sent = _ByArea(received(evidence, period), "sender")
        self._errors = issues.loc[issues["severity"].eq("error"), "file"].value_counts()

    def take(self, measure: str, area: str, indicator: str | None) -> Measured:
        """One measure of one area."""
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
            source_ids=tuple(dict.fromkeys(figure.source_ids + target.source_ids)),
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
            source_ids=tuple(dict.fromkeys(figure.source_ids + before.source_ids)),
        )
        if not follows(self._period, before.period):
            return replace(found, absent="no_point_before")
        return replace(found, value=points(before.rate, figure.rate))

    def _missing_figures(self, area: str) -> Measured:
        stages = [self._best.at(area, name, self._period)[1] for name in self._indicators]
        return light_measures.missing_figures(stages)


_OF_INDICATORS: Mapping[str, Callable[[_Measures, str, str], Measured]] = {
    "below_target": _Measures._below_target,
    "slower": _Measures._slower,
}
_OF_AREAS: Mapping[str, Callable[[_Measures, str], Measured]] = {
    "firms_falling": lambda of, area: light_measures.firms_falling(of._firms[area]),
    "behind_time": lambda of, area: light_measures.behind_time(of._projects[area], of._period),
    "start_delay": lambda of, area: light_measures.start_delay(of._projects[area]),
    "late_share": lambda of, area: light_measures.late_share(of._projects[area], of._period),
    "stopped_share": lambda of, area: light_measures.stopped_share(of._projects[area]),
    "carried_problems": lambda of, a: light_measures.carried_problems(of._issues[a], of._period),
    "severe_problems": lambda of, area: light_measures.severe_problems(of._issues[area]),
    "missing_figures": _Measures._missing_figures,
    "late_days": lambda of, area: light_measures.late_days(of._sent[area], of._due),
    "intake_errors": lambda of, area: light_measures.intake_errors(of._sent[area], of._errors),
}
