"""What changed since the last version of a run."""

from __future__ import annotations

from collections.abc import Mapping

import pandera.pandas as pa

from diaodu import units
from diaodu.contracts.choices import CHANGES, STAGES, WHATS
from diaodu.contracts.columns import MONTH, PRINTED, number, schema, text

SCHEMAS: Mapping[str, pa.DataFrameSchema] = {
    # One thing that is not as it was in the last version, as analysis.changes makes it; the row of
    # `version` (area: the province) says from which day's version to which. Without that row this
    # is the first version. subject: indicator, topic of a light, flag, problem_id or project_id.
    # before, after: status of a figure, wording of a target, light, state or severity.
    "changes": schema(
        "changes",
        {
            "area": text(),
            "what": text(*WHATS),
            "change": text(*CHANGES),
            "subject": text(),
            "name": text(nullable=True),  # of a project; the text of a problem
            "industry": text(nullable=True),
            "indicator": text(nullable=True),
            "period": text(pattern=MONTH, nullable=True),
            "span": text("ytd", "month", "quarter", nullable=True),
            "stage": text(*STAGES, "expected", nullable=True),
            "field": text(nullable=True),  # the column of a problem or a project that differs
            "unit": text(*units.UNITS, nullable=True),
            "before": text(nullable=True),
            "after": text(nullable=True),
            "before_value": number(nullable=True),
            "before_printed": text(pattern=PRINTED, nullable=True),
            "value": number(nullable=True),
            "printed": text(pattern=PRINTED, nullable=True),
            "source_ids": text(nullable=True),  # of what stands now, "|"-joined
        },
        unique=["area", "what", "subject", "industry", "period", "span", "stage", "field"],
    ),
}
