"""What every report asks of the tables first, so that a warm process has the answers ready.

Nothing is returned: the functions remember (see `remembered`), also for copies of the same tables
that are read again later.
"""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from diaodu.analysis.consistency import annual, settle
from diaodu.analysis.evidence import STAGES, Best, quarter_before
from diaodu.analysis.frames import Figures
from diaodu.periods import Period


class _Tables(Protocol):
    @property
    def indicators(self) -> pd.DataFrame: ...
    @property
    def sources(self) -> pd.DataFrame: ...
    @property
    def targets(self) -> pd.DataFrame: ...


def work_out(tables: _Tables, period: Period) -> None:
    """Settle the figures and targets of a quarter, and index them."""
    figures = settle(tables.indicators, tables.sources)
    Best(figures, period)
    Best(figures, quarter_before(period))
    for stage in STAGES:
        Figures(figures, stage)
    annual(tables.targets, period.year)
