"""What is missing: the figures and targets that nobody published. docs/methods.md, section 11."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from diaodu.analysis.consistency import NO_TARGET, annual
from diaodu.analysis.frames import Figures, Stage, table
from diaodu.periods import Period

_COLUMNS = {"area": "str", "indicator": "str", "what": "str", "has_derived": "bool"}


def missing(
    settled: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    areas: Sequence[str],
    indicators: Sequence[str],
    period: Period,
    stage: Stage = "actual",
) -> pd.DataFrame:
    """List what no source states, for all areas and indicators, in the given order.

    Returns one row per (area, indicator, what) that is missing; what is 'figure' (of the
        cumulative period) or 'target' (of its year). has_derived: there is a derived one, which
        does not count as published. Each pair of area and indicator is in this list or stated.
    """
    figures = Figures(settled, stage)
    aims = annual(targets, period.year)
    rows = []
    for area in areas:
        for indicator in indicators:
            target = aims.get((area, indicator), NO_TARGET)
            found = {
                "figure": figures.at(area, indicator, period).derived,
                "target": target.derived,
            }
            rows += [
                {
                    "area": area,
                    "indicator": indicator,
                    "what": what,
                    "has_derived": is_derived is True,
                }
                for what, is_derived in found.items()
                if is_derived is not False
            ]
    return table(_COLUMNS, rows)
