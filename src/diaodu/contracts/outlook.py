"""The outlook of each area and indicator, and what it stands on."""

from __future__ import annotations

from collections.abc import Mapping

import pandera.pandas as pa

from diaodu.contracts.choices import ADDING_UP, EVIDENCE, OUTLOOK_REASONS, STAGES
from diaodu.contracts.columns import MONTH, number, schema, text, where_from

SCHEMAS: Mapping[str, pa.DataFrameSchema] = {
    # The outlook of one area and indicator for the quarter or its year: the model's figure and the
    # area's own expectation, as analysis.outlook.of_run makes them from what was known before.
    "outlook": schema(
        "outlook",
        {
            "area": text(),
            "indicator": text(),
            "period": text(pattern=MONTH),
            "horizon": text("quarter", "year"),
            "value": number(nullable=True),  # null with `reason`
            "low80": number(nullable=True),
            "high80": number(nullable=True),
            "low95": number(nullable=True),
            "high95": number(nullable=True),
            "reason": text(*OUTLOOK_REASONS, nullable=True),
            "base_period": text(pattern=MONTH, nullable=True),  # the point that it starts from
            "base_value": number(nullable=True),
            "base_stage": text(*STAGES, nullable=True),
            "errors": pa.Column("int64", pa.Check.ge(0)),  # past errors of all areas
            "alone": number(nullable=True),  # before the areas and the province were made to add up
            "adding_up": text(*ADDING_UP),
            "weight": number(nullable=True),  # of the area in the province, %
            "weights_sum": number(nullable=True),  # of the weights as given, %
            "expected": number(nullable=True),
            "recalibrated": number(nullable=True),
            "record": pa.Column("int64", pa.Check.ge(0)),  # earlier expectations with a figure
            "record_above": pa.Column("int64", pa.Check.ge(0)),  # of them above the figure
            "record_bias": number(nullable=True),  # expected - figure, mean
            "reason_expected": text("no_expectation", "no_record", nullable=True),
            **where_from(),
        },
        unique=["area", "indicator", "period"],
    ),
    # One earlier expectation of one area beside the figure that came.
    "expectation_record": schema(
        "expectation_record",
        {
            "area": text(),
            "indicator": text(),
            "period": text(pattern=MONTH),
            "expected": number(),
            "came": number(),
            "came_stage": text(*STAGES),  # published, or else as the area reported it
            "error": number(),  # came - expected
            **where_from(),
        },
        unique=["area", "indicator", "period"],
    ),
    # One piece of evidence for or against an expectation: the figure `value` of the period `at`.
    "outlook_evidence": schema(
        "outlook_evidence",
        {
            "area": text(),
            "indicator": text(),
            "period": text(pattern=MONTH),
            "evidence": text(*EVIDENCE),
            "about": text(nullable=True),  # the leading indicator
            "at": text(pattern=MONTH),
            "value": number(),
            "stage": text(*STAGES, "expected"),
            **where_from(),
        },
    ),
}
