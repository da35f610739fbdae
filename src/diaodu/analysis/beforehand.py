"""What every report asks of the tables first, so that a warm process has the answers ready.

Nothing is returned: the functions remember (see `remembered`), also for copies of the same tables
that are read again later.
"""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from diaodu.analysis import projects
from diaodu.analysis.consistency import annual, settle
from diaodu.analysis.evidence import quarter_before
from diaodu.analysis.frames import Figures
from diaodu.periods import Period
from diaodu.quarter import ProjectRules


class _Tables(Protocol):
    @property
    def indicators(self) -> pd.DataFrame: ...
    @property
    def sources(self) -> pd.DataFrame: ...
    @property
    def targets(self) -> pd.DataFrame: ...
    @property
    def projects(self) -> pd.DataFrame: ...


def work_out(tables: _Tables, period: Period, rules: ProjectRules) -> None:
    """Settle the figures and targets of a quarter and index them, and judge the projects.

    rules: the quarter's; the lights judge by those that hold where a quarter sets none.
    """
    figures = settle(tables.indicators, tables.sources)
    Figures(figures)
    annual(tables.targets, period.year)
    for when in (period, quarter_before(period)):
        for judged_by in (rules, ProjectRules()):
            projects.status(tables.projects, period=when, rules=judged_by)
