"""What areas send in: projects, enterprises, statements, and what was wrong with them."""

from __future__ import annotations

from collections.abc import Mapping

import pandera.pandas as pa

from diaodu.contracts.choices import (
    CLAIM_STATUSES,
    COMPARISONS,
    NOTE_STATES,
    PROJECT_CLASSES,
    PROJECT_STATES,
    QUALIFIERS,
    SECTIONS,
    SEVERITIES,
)
from diaodu.contracts.columns import DAY, MONTH, number, schema, text, where_from
from diaodu.periods import SPANS

SCHEMAS: Mapping[str, pa.DataFrameSchema] = {
    # One key project of one area as it stood at the end of one period. Amounts in 10,000 yuan
    # (万元), the unit of the form.
    "projects": schema(
        "projects",
        {
            "project_id": text(),  # the same over quarters
            "area": text(),
            "period": text(pattern=MONTH),
            "county": text(nullable=True),
            "name": text(),
            "owner": text(nullable=True),
            "project_class": text(*PROJECT_CLASSES, nullable=True),
            "technical_upgrade": pa.Column("boolean", nullable=True),
            "industry": text(nullable=True),
            "total_investment_10k_yuan": number(nullable=True),
            "plan_investment_10k_yuan": number(nullable=True),  # planned for the year
            "completed_investment_10k_yuan": number(nullable=True),  # in the year, to the period
            "planned_start": text(pattern=rf"{MONTH}|{DAY}", nullable=True),
            "started_on": text(pattern=rf"{MONTH}|{DAY}", nullable=True),
            "state": text(*PROJECT_STATES, nullable=True),
            "progress": text(nullable=True),  # in the sender's words (形象进度)
            **where_from(),
        },
        unique=["project_id", "area", "period"],
    ),
    # One key enterprise of one area in one period.
    "enterprises": schema(
        "enterprises",
        {
            "area": text(),
            "period": text(pattern=MONTH),
            "enterprise": text(),
            "county": text(nullable=True),
            "industry": text(nullable=True),
            "output_10k_yuan": number(nullable=True),
            "output_growth_percent": number(nullable=True),
            "power_use_10k_kwh": number(nullable=True),
            "power_growth_percent": number(nullable=True),
            "orders_10k_yuan": number(nullable=True),
            "orders_growth_percent": number(nullable=True),
            "workers_people": number(nullable=True),
            "remark": text(nullable=True),
            **where_from(),
        },
        unique=["area", "period", "enterprise"],
    ),
    # One qualitative statement of one area in one quarter: a row of the form's sheets or a
    # statement of a written report. text is cleaned, original as received.
    "notes": schema(
        "notes",
        {
            "note_id": text(),
            "area": text(),
            "period": text(pattern=MONTH),
            "section": text(*SECTIONS),
            "text": text(),
            "original": text(),
            # as the sender filled them in, null where not; what the program reads out of the text
            # is another table's
            "category": text(nullable=True),
            "county": text(nullable=True),
            "industry": text(nullable=True),
            "enterprise": text(nullable=True),
            "asked": text(nullable=True),  # what is asked for
            "responsible": text(nullable=True),  # the department that it is asked of
            "state": text(*NOTE_STATES, nullable=True),
            "raised_on": text(pattern=DAY, nullable=True),
            "due_on": text(pattern=DAY, nullable=True),
            "closed_on": text(pattern=DAY, nullable=True),
            **where_from(),
        },
        unique=["note_id", "area", "period"],
    ),
    # One figure stated in prose. value, or low and high for a range; falls are negative. start and
    # end: the span of `quote` in the statement that note_id names.
    "claims": schema(
        "claims",
        {
            "claim_id": text(),
            "note_id": text(nullable=True),
            "area": text(),
            "period": text(pattern=MONTH, nullable=True),
            "span": text(*SPANS, nullable=True),
            "indicator": text(),
            "industry": text(nullable=True),
            "value": number(nullable=True),
            "low": number(nullable=True),
            "high": number(nullable=True),
            "unit": text(),
            "comparison": text(*COMPARISONS),
            "qualifier": text(*QUALIFIERS, nullable=True),
            "status": text(*CLAIM_STATUSES),
            "quote": text(),
            "start": pa.Column("int64", pa.Check.ge(0)),
            "end": pa.Column("int64", pa.Check.ge(0)),
            **where_from(),
        },
        unique=["claim_id"],
    ),
    # One thing wrong in one place of a received file. `code` names the kind of fault: its texts
    # are the messages issue.<code>.*, filled with `details` (a JSON object) in either language.
    "intake_issues": schema(
        "intake_issues",
        {
            "file": text(),
            "sheet": text(nullable=True),
            "row": pa.Column("Int64", nullable=True),
            "column": text(nullable=True),
            "area": text(nullable=True),  # null: about no single area
            "code": text(),
            "found": text(pattern=r".*"),  # a cell may have been found empty
            "severity": text(*SEVERITIES),
            "details": text(),
        },
    ),
}
