"""The flag of the meeting: who expects to grow less than the annual target asks for.

Method: docs/methods.md, section 3 and “The flag of the meeting”.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from diaodu.analysis.consistency import NO_TARGET, annual
from diaodu.analysis.frames import Figures, records, table
from diaodu.analysis.ranking import gap_to_target
from diaodu.periods import Period

_COLUMNS = {
    "area": "str",
    "value": "float64",
    "printed": "str",
    "target": "float64",
    "gap": "float64",
    "flagged": "boolean",
    "absent": "str",
    "source_ids": "object",
    "target_source_ids": "object",
}


def below_target(
    settled: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    areas: Sequence[str],
    indicator: str,
    period: Period,
    below_target_points: float,
) -> pd.DataFrame:
    """Compare what each area expects with its own annual target. Only expected figures count.

    Returns one row per area in the given order. target: the figure compared with (section 3); gap:
        expected − target in points; flagged: gap < −below_target_points, NA where it cannot be
        said, and then absent is 'no_figure' (no expectation was sent) or 'no_target'.
    Raises ContractError where figure and target have different units.
    """
    figures, aims = Figures(settled, "expected"), annual(targets, period.year)
    rows = []
    for area in areas:
        own = figures.at(area, indicator, period)
        target = aims.get((area, indicator), NO_TARGET)
        gap = gap_to_target(own, target, f"{area}: {indicator}: {period.year}")
        absent = "no_figure" if not own.there else "no_target" if pd.isna(gap) else None
        rows.append(
            {
                "area": area,
                "value": own.value,
                "printed": own.printed,
                "target": target.compared,
                "gap": gap,
                "flagged": None if absent else gap < -below_target_points,
                "absent": absent,
                "source_ids": own.source_ids,
                "target_source_ids": target.source_ids,
            }
        )
    return table(_COLUMNS, rows)


def flagged(signals: pd.DataFrame) -> list[str]:
    """Ids of the areas that carry the flag, in the order of the frame."""
    return [row["area"] for row in records(signals) if row["flagged"] is True]
