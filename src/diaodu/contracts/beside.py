"""Where an area stands among the others, none of which these tables name."""

from __future__ import annotations

from collections.abc import Mapping

import pandera.pandas as pa

from diaodu import units
from diaodu.contracts.choices import STAGES
from diaodu.contracts.columns import MONTH, PRINTED, number, schema, text, where_from

SCHEMAS: Mapping[str, pa.DataFrameSchema] = {
    # One indicator's published figures of all areas, as one of them may see them: its own rank and
    # the spread of all. low, middle, high: null where too few have a figure for these to be
    # nobody's in particular (analysis.standings.LEAST).
    "standings": schema(
        "standings",
        {
            "area": text(),
            "period": text(pattern=MONTH),
            "indicator": text(),
            "unit": text(*units.UNITS),
            "value": number(nullable=True),  # of the area itself
            "printed": text(pattern=PRINTED, nullable=True),
            "rank": pa.Column("Int64", pa.Check.ge(1), nullable=True),
            "ranked": pa.Column("int64", pa.Check.ge(1)),
            "low": number(nullable=True),
            "middle": number(nullable=True),
            "high": number(nullable=True),
            **where_from(),
        },
        unique=["area", "period", "indicator"],
    ),
    # One measure of one area beside the middle of its comparable areas, as
    # analysis.strengths.against_peers makes them. source_ids: of the area's own value, "|"-joined.
    "comparisons": schema(
        "comparisons",
        {
            "area": text(),
            "period": text(pattern=MONTH),
            "measure": text(),
            "indicator": text(nullable=True),
            "stage": text(*STAGES, "expected"),
            "value": number(),
            "printed": text(pattern=PRINTED, nullable=True),
            "median": number(nullable=True),
            "with_figure": pa.Column("int64", pa.Check.ge(0)),
            "gap": number(nullable=True),
            "score": number(nullable=True),
            "side": text("strength", "level", "shortfall", nullable=True),
            "absent": text(nullable=True),
            "source_ids": text(nullable=True),
            **where_from(),
        },
        unique=["area", "period", "measure", "indicator"],
    ),
}
