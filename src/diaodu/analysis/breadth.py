"""How many parts grow: the share of industries, or of areas, with growth (增长面).

Method: docs/methods.md, “Share of industries growing”.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from diaodu import places
from diaodu.analysis.frames import NAN, NOTHING, Figure, Figures, Stage, table
from diaodu.periods import Period

_COLUMNS = {
    "parts": "int64",
    "known": "int64",
    "growing": "int64",
    "level": "int64",
    "falling": "int64",
    "share": "float64",
    "lowest_share": "float64",
    "highest_share": "float64",
    "unknown": "object",
    "source_ids": "object",
    "absent": "str",
}


def of_industries(
    settled: pd.DataFrame,
    *,
    area: str,
    indicator: str,
    period: Period,
    industries: Sequence[str],
    stage: Stage = "actual",
) -> pd.DataFrame:
    """The industries of an area that grow, of a list whose members do not overlap.

    industries: all that there are, such as those of the national classification in the catalog.
    Returns one row. known: with a rate; share: growing ÷ known, in %; unknown: the others' ids.
        lowest_share and highest_share: growing (and unknown) ÷ all: between these the share lies
        whatever the unknown ones do. source_ids: of the known ones. absent: 'no_industries' where
        none is known.
    """
    found = Figures(settled, stage).industries(area, indicator, period)
    return _counted({key: found.get(key, NOTHING) for key in industries})


def of_areas(
    settled: pd.DataFrame,
    *,
    areas: Sequence[str],
    indicator: str,
    period: Period,
    stage: Stage = "actual",
) -> pd.DataFrame:
    """The areas that grow, as `of_industries`; absent: 'no_figure' where none is known."""
    figures = Figures(settled, stage)
    found = {area: figures.at(area, indicator, period) for area in areas}
    return _counted(found, nothing="no_figure")


def _counted(found: dict[str, Figure], nothing: str = "no_industries") -> pd.DataFrame:
    rates = {key: figure.rate for key, figure in found.items()}
    known = {key: rate for key, rate in rates.items() if not pd.isna(rate)}
    growing = sum(rate > 0 for rate in known.values())
    unknown = tuple(key for key in rates if key not in known)
    row = {
        "parts": len(rates),
        "known": len(known),
        "growing": growing,
        "level": sum(rate == 0 for rate in known.values()),
        "falling": sum(rate < 0 for rate in known.values()),
        "share": 100 * growing / len(known) if known else NAN,
        "lowest_share": 100 * growing / len(rates) if known else NAN,
        "highest_share": 100 * (growing + len(unknown)) / len(rates) if known else NAN,
        "unknown": unknown,
        "source_ids": places.union(*(found[key].source_ids for key in known)),
        "absent": None if known else nothing,
    }
    return table(_COLUMNS, [row])
