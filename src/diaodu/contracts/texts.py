"""What is made of the statements: readings, and the ledger of problems."""

from __future__ import annotations

from collections.abc import Mapping

import pandera.pandas as pa

from diaodu.contracts.choices import (
    DECIDED_BY,
    DIRECTIONS,
    NOTE_SEVERITIES,
    NOTE_STATES,
    PROBLEM_STATES,
)
from diaodu.contracts.columns import DAY, MONTH, match, number, schema, text, where_from

SCHEMAS: Mapping[str, pa.DataFrameSchema] = {
    # What the program read out of one note; its key is the note's. Lists are "|"-joined, null where
    # none. category is null only where the text has nothing to read; with to_read it is a proposal
    # that a person should confirm. areas, counties, projects: ids of areas and projects and names
    # of counties where the catalog has them, else (areas) the place as written.
    "readings": schema(
        "readings",
        {
            "note_id": text(),
            "area": text(),
            "period": text(pattern=MONTH),
            "category": text(nullable=True),
            "other_categories": text(nullable=True),
            "facets": text(nullable=True),
            "direction": text(*DIRECTIONS, nullable=True),
            "severity": text(*NOTE_SEVERITIES, nullable=True),
            "confidence": number(pa.Check.in_range(0, 1)),  # that the category is right
            "decided_by": text(*DECIDED_BY),  # who decided the category
            "to_read": pa.Column("bool"),
            "areas": text(nullable=True),
            "counties": text(nullable=True),
            "industries": text(nullable=True),
            "enterprises": text(nullable=True),
            "projects": text(nullable=True),  # project_id
            "names_figure": pa.Column("bool"),
            **where_from(),
        },
        unique=["note_id", "area", "period"],
    ),
    # One decision of a person about the ledger (data/raw/<province>/ledger.csv). With a note_id:
    # that this note is about that problem, or about a `new` one. Without: what the office puts
    # down about the problem in that quarter.
    "ledger_decisions": schema(
        "ledger_decisions",
        {
            "area": text(),
            "period": text(pattern=MONTH),
            "note_id": text(nullable=True),
            "problem_id": text(),
            "state": text(*NOTE_STATES, nullable=True),
            "responsible": text(nullable=True),
            "due_on": text(pattern=DAY, nullable=True),
            "closed_on": text(pattern=DAY, nullable=True),
            "done": text(nullable=True),  # what was done about it
            "decided_by": text(nullable=True),
            **where_from(),
        },
        unique=["source_id", "locator"],
    ),
    # One problem of one area as it stands at the end of one quarter (问题台账). What was said last
    # is shown; source_id and locator are of the note that leads, source_ids ("|"-joined) of all
    # notes of its last quarter.
    "problems": schema(
        "problems",
        {
            "problem_id": text(),  # the same over quarters
            "area": text(),
            "period": text(pattern=MONTH),
            "text": text(),
            "first_period": text(pattern=MONTH),
            "last_period": text(pattern=MONTH),  # in which it was last mentioned
            "quarters": pa.Column("int64", pa.Check.ge(1)),  # in which it was mentioned
            "times_reopened": pa.Column("int64", pa.Check.ge(0)),
            "mentions": pa.Column("int64", pa.Check.ge(1)),
            "state": text(*PROBLEM_STATES),
            "contradicts": pa.Column("bool"),  # notes of the quarter contradict each other
            "category": text(nullable=True),
            "county": text(nullable=True),
            "industry": text(nullable=True),
            "enterprise": text(nullable=True),
            "asked": text(nullable=True),
            "responsible": text(nullable=True),
            "severity": text(*NOTE_SEVERITIES, nullable=True),
            "done": text(nullable=True),  # what the office did, and the source that says so
            "done_source_id": text(nullable=True),
            "raised_on": text(pattern=DAY, nullable=True),
            "due_on": text(pattern=DAY, nullable=True),
            "closed_on": text(pattern=DAY, nullable=True),
            "days_open": pa.Column("Int64", pa.Check.ge(0), nullable=True),
            "overdue": pa.Column("boolean", nullable=True),  # null: no due date
            "date_doubts": text(nullable=True),  # codes, "|"-joined: why a date was dropped
            "note_ids": text(),
            "source_ids": text(),
            **where_from(),
        },
        unique=["problem_id"],
    ),
    # One problem in one quarter, from its first mention on, also where nobody mentions it.
    "problem_history": schema(
        "problem_history",
        {
            "problem_id": text(),
            "area": text(),
            "period": text(pattern=MONTH),
            "state": text(*PROBLEM_STATES),
            "mentioned": pa.Column("bool"),
            "area_sent": pa.Column("bool"),  # whether the area sent any note in the quarter
            "contradicts": pa.Column("bool"),
            "text": text(nullable=True),
            **match(),
            **where_from(),
        },
        unique=["problem_id", "period"],
    ),
    # One note that is about a problem, and how it was found to be: by id, by its text, by a
    # person's decision; `first` begins the problem.
    "problem_mentions": schema(
        "problem_mentions",
        {
            "note_id": text(),
            "area": text(),
            "period": text(pattern=MONTH),
            "problem_id": text(),
            **match(),
            "text": text(),
            **where_from(),
        },
        unique=["note_id", "area", "period"],
    ),
}
