"""What a processed table must be: the one place that says so, for every table.

Analysis sees nothing but tables that passed here, so it need not doubt them. Text columns are
pandas `str`, missing text is NaN; values are float64. Areas, indicators and industries are ids of
the catalog; periods are the last month ("2022-03") with a span (see periods.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pandera.pandas as pa

from diaodu import units
from diaodu.errors import ContractError
from diaodu.periods import SPANS

ORIGINS = ("submitted", "published", "illustrative", "derived")
STATUSES = ("expected", "flash", "published", "revised")
SOURCE_KINDS = ("official", "press", "reprint", "submission")
WORDINGS = ("about", "at_least", "between", "exact")
TOPICS = ("policy", "issue", "leader_pairing", "project_start", "epidemic", "key_enterprise")
ASPECTS = ("plan", "result", "event")
SEVERITIES = ("error", "warning", "info")
PROJECT_CLASSES = ("new", "continued", "completing", "preparatory")
PROJECT_STATES = ("not_started", "started", "stopped", "completed")
SECTIONS = ("issue", "support", "next_step", "narrative")
NOTE_STATES = ("open", "in_progress", "closed")
PROBLEM_STATES = (*NOTE_STATES, "reopened", "not_mentioned")
MATCHES = ("first", "id", "text", "decision")
DIRECTIONS = ("unfavourable", "favourable")
NOTE_SEVERITIES = ("low", "medium", "high")
DECIDED_BY = ("sender", "person", "rules", "model")
COMPARISONS = ("level", "yoy", "mom", "change_points", "gap_points", "share", "rank")
CLAIM_STATUSES = ("actual", "expected", "target")
QUALIFIERS = ("about", "at_least", "more_than", "at_most", "less_than", "range")
STAGES = ("actual", "reported")
OUTLOOK_REASONS = ("no_recent_point", "no_level_last_year", "few_errors")
ADDING_UP = ("yes", "summed", "no_weights", "incomplete")
EVIDENCE = (
    "latest", "last_year", "province", "leading",
    "enterprise_output", "enterprise_orders", "enterprise_power",
)  # fmt: skip
MONTH = r"[0-9]{4}-(?:0[1-9]|1[0-2])"
DAY = MONTH + r"-(?:0[1-9]|[12][0-9]|3[01])"
PRINTED = r"-?[0-9]+(?:\.[0-9]+)?"
_SOMETHING = r".*\S.*"


def _text(*allowed: str, nullable: bool = False, pattern: str = _SOMETHING) -> pa.Column:
    """Text of a fixed choice or a pattern; by default anything but blank, for missing is null."""
    check = pa.Check.isin(allowed) if allowed else _whole(pattern)
    return pa.Column("str", check, nullable=nullable)


def _whole(pattern: str) -> pa.Check:
    """All of the text matches (`$` of pandera's str_matches lets a line break pass at the end)."""
    match = re.compile(pattern, re.DOTALL).fullmatch
    said = "must not be blank" if pattern == _SOMETHING else f"must match {pattern}"
    return pa.Check(
        lambda s: s.map(lambda text: isinstance(text, str) and match(text) is not None), error=said
    )


def _number(*checks: pa.Check, nullable: bool = False) -> pa.Column:
    finite = pa.Check(lambda s: s.abs() != float("inf"), name="finite", error="must be finite")
    return pa.Column("float64", [finite, *checks], nullable=nullable)


def _where_from() -> dict[str, pa.Column]:
    """Every row tells where it came from: source, place in the file, and origin."""
    return {"source_id": _text(), "locator": _text(), "origin": _text(*ORIGINS)}


def _match() -> dict[str, pa.Column]:
    """How a note was matched with an earlier or another one; null where it was with none."""
    return {
        "match": _text(*MATCHES, nullable=True),
        "score": _number(pa.Check.in_range(0, 1), nullable=True),
        "grounds": _text(nullable=True),  # what agrees, "|"-joined: text, enterprise, category
        "matched_note": _text(nullable=True),
        "matched_period": _text(pattern=MONTH, nullable=True),
    }


def _schema(name: str, columns: dict[str, pa.Column], **kwargs: Any) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, name=name, strict=True, ordered=True, **kwargs)


SCHEMAS: Mapping[str, pa.DataFrameSchema] = {
    # One figure of one area and period, as one source states it. Sources that state the same
    # figure, or another one, are rows of their own; an unpublished figure is no row at all.
    "indicators": _schema(
        "indicators",
        {
            "area": _text(),
            "industry": _text(nullable=True),  # null: all industry
            "period": _text(pattern=MONTH),
            "span": _text(*SPANS),
            "indicator": _text(),
            "status": _text(*STATUSES),
            "value": _number(),
            "printed": _text(
                pattern=PRINTED
            ),  # as the source prints it: its decimals are its precision
            "unit": _text(*units.UNITS),
            "base_weight": _number(pa.Check.in_range(0, 100), nullable=True),  # % of the base
            "derivation": _text(nullable=True),  # arithmetic of a derived figure, else null
            "remark_zh": _text(nullable=True),
            "remark_en": _text(nullable=True),
            **_where_from(),
        },
        unique=["source_id", "locator"],
    ),
    # One annual target as one source words it; value is the figure that results are compared with.
    "targets": _schema(
        "targets",
        {
            "area": _text(),
            "year": pa.Column("int64", pa.Check.in_range(1990, 2200)),
            "indicator": _text(),
            "value": _number(),
            "wording": _text(*WORDINGS),
            "low": _number(nullable=True),
            "high": _number(nullable=True),
            "unit": _text(*units.UNITS),
            "derivation": _text(nullable=True),
            "remark_zh": _text(nullable=True),
            "remark_en": _text(nullable=True),
            **_where_from(),
        },
        unique=["source_id", "locator"],
    ),
    # One published fact of one area (a fact on three cities is three rows of one fact_id).
    "facts": _schema(
        "facts",
        {
            "fact_id": _text(),
            "area": _text(),
            "period": _text(nullable=True),  # as written: 2022Q1, 2022-04, 2022; null: undated
            "first_month": _text(pattern=MONTH, nullable=True),
            "last_month": _text(pattern=MONTH, nullable=True),
            "topic": _text(*TOPICS),
            "aspect": _text(*ASPECTS),
            "subject": _text(nullable=True),  # project set that the figure is about
            "measure": _text(nullable=True),
            "value": _number(nullable=True),
            "unit": _text(*units.UNITS, nullable=True),
            "date_from": _text(pattern=DAY, nullable=True),
            "date_to": _text(pattern=DAY, nullable=True),
            "text_zh": _text(),
            "text_en": _text(),
            **_where_from(),
        },
        unique=["fact_id", "area"],
    ),
    # One published page or one received file.
    "sources": _schema(
        "sources",
        {
            "source_id": _text(),
            "kind": _text(*SOURCE_KINDS),
            "title_zh": _text(),
            "title_en": _text(),
            "url": _text(nullable=True, pattern=r"https?://\S+"),  # null: as reprinted, no address
            "published_on": _text(pattern=DAY, nullable=True),
            "caution_zh": _text(nullable=True),
            "caution_en": _text(nullable=True),
            # of a received file: its place in data/raw, hash, who sent it when and how, and which
            # version of the sender's it is (1 is the first); null for a published page
            "file": _text(nullable=True),
            "sha256": _text(pattern=r"[0-9a-f]{64}", nullable=True),
            "sender": _text(nullable=True),  # id of the area
            "received_on": _text(pattern=DAY, nullable=True),
            "channel": _text(nullable=True),
            "version": pa.Column("Int64", pa.Check.ge(1), nullable=True),
            "origin": _text(*ORIGINS),
        },
        unique=["source_id"],
    ),
    # One key project of one area as it stood at the end of one period. Amounts in 10,000 yuan
    # (万元), the unit of the form.
    "projects": _schema(
        "projects",
        {
            "project_id": _text(),  # the same over quarters
            "area": _text(),
            "period": _text(pattern=MONTH),
            "county": _text(nullable=True),
            "name": _text(),
            "owner": _text(nullable=True),
            "project_class": _text(*PROJECT_CLASSES, nullable=True),
            "technical_upgrade": pa.Column("boolean", nullable=True),
            "industry": _text(nullable=True),
            "total_investment_10k_yuan": _number(nullable=True),
            "plan_investment_10k_yuan": _number(nullable=True),  # planned for the year
            "completed_investment_10k_yuan": _number(nullable=True),  # in the year, to the period
            "planned_start": _text(pattern=rf"{MONTH}|{DAY}", nullable=True),
            "started_on": _text(pattern=rf"{MONTH}|{DAY}", nullable=True),
            "state": _text(*PROJECT_STATES, nullable=True),
            "progress": _text(nullable=True),  # in the sender's words (形象进度)
            **_where_from(),
        },
        unique=["project_id", "area", "period"],
    ),
    # One qualitative statement of one area in one quarter: a row of the form's sheets or a
    # statement of a written report. text is cleaned, original as received.
    "notes": _schema(
        "notes",
        {
            "note_id": _text(),
            "area": _text(),
            "period": _text(pattern=MONTH),
            "section": _text(*SECTIONS),
            "text": _text(),
            "original": _text(),
            # as the sender filled them in, null where not; what the program reads out of the text
            # is another table's
            "category": _text(nullable=True),
            "county": _text(nullable=True),
            "industry": _text(nullable=True),
            "enterprise": _text(nullable=True),
            "asked": _text(nullable=True),  # what is asked for
            "responsible": _text(nullable=True),  # the department that it is asked of
            "state": _text(*NOTE_STATES, nullable=True),
            "raised_on": _text(pattern=DAY, nullable=True),
            "due_on": _text(pattern=DAY, nullable=True),
            "closed_on": _text(pattern=DAY, nullable=True),
            **_where_from(),
        },
        unique=["note_id", "area", "period"],
    ),
    # One decision of a person about the ledger (data/raw/<province>/ledger.csv). With a note_id:
    # that this note is about that problem, or about a `new` one. Without: what the office puts
    # down about the problem in that quarter.
    "ledger_decisions": _schema(
        "ledger_decisions",
        {
            "area": _text(),
            "period": _text(pattern=MONTH),
            "note_id": _text(nullable=True),
            "problem_id": _text(),
            "state": _text(*NOTE_STATES, nullable=True),
            "responsible": _text(nullable=True),
            "due_on": _text(pattern=DAY, nullable=True),
            "closed_on": _text(pattern=DAY, nullable=True),
            "done": _text(nullable=True),  # what was done about it
            "decided_by": _text(nullable=True),
            **_where_from(),
        },
        unique=["source_id", "locator"],
    ),
    # One problem of one area as it stands at the end of one quarter (问题台账). What was said last
    # is shown; source_id and locator are of the note that leads, source_ids ("|"-joined) of all
    # notes of its last quarter.
    "problems": _schema(
        "problems",
        {
            "problem_id": _text(),  # the same over quarters
            "area": _text(),
            "period": _text(pattern=MONTH),
            "text": _text(),
            "first_period": _text(pattern=MONTH),
            "last_period": _text(pattern=MONTH),  # in which it was last mentioned
            "quarters": pa.Column("int64", pa.Check.ge(1)),  # in which it was mentioned
            "times_reopened": pa.Column("int64", pa.Check.ge(0)),
            "mentions": pa.Column("int64", pa.Check.ge(1)),
            "state": _text(*PROBLEM_STATES),
            "contradicts": pa.Column("bool"),  # notes of the quarter contradict each other
            "category": _text(nullable=True),
            "county": _text(nullable=True),
            "industry": _text(nullable=True),
            "enterprise": _text(nullable=True),
            "asked": _text(nullable=True),
            "responsible": _text(nullable=True),
            "severity": _text(*NOTE_SEVERITIES, nullable=True),
            "done": _text(nullable=True),  # what the office did, and the source that says so
            "done_source_id": _text(nullable=True),
            "raised_on": _text(pattern=DAY, nullable=True),
            "due_on": _text(pattern=DAY, nullable=True),
            "closed_on": _text(pattern=DAY, nullable=True),
            "days_open": pa.Column("Int64", pa.Check.ge(0), nullable=True),
            "overdue": pa.Column("boolean", nullable=True),  # null: no due date
            "date_doubts": _text(nullable=True),  # codes, "|"-joined: why a date was dropped
            "note_ids": _text(),
            "source_ids": _text(),
            **_where_from(),
        },
        unique=["problem_id"],
    ),
    # One problem in one quarter, from its first mention on, also where nobody mentions it.
    "problem_history": _schema(
        "problem_history",
        {
            "problem_id": _text(),
            "area": _text(),
            "period": _text(pattern=MONTH),
            "state": _text(*PROBLEM_STATES),
            "mentioned": pa.Column("bool"),
            "area_sent": pa.Column("bool"),  # whether the area sent any note in the quarter
            "contradicts": pa.Column("bool"),
            "text": _text(nullable=True),
            **_match(),
            **_where_from(),
        },
        unique=["problem_id", "period"],
    ),
    # One note that is about a problem, and how it was found to be: by id, by its text, by a
    # person's decision; `first` begins the problem.
    "problem_mentions": _schema(
        "problem_mentions",
        {
            "note_id": _text(),
            "area": _text(),
            "period": _text(pattern=MONTH),
            "problem_id": _text(),
            **_match(),
            "text": _text(),
            **_where_from(),
        },
        unique=["note_id", "area", "period"],
    ),
    # What the program read out of one note; its key is the note's. Lists are "|"-joined, null where
    # none. category is null only where the text has nothing to read; with to_read it is a proposal
    # that a person should confirm. areas, counties, projects: ids of areas and projects and names
    # of counties where the catalog has them, else (areas) the place as written.
    "readings": _schema(
        "readings",
        {
            "note_id": _text(),
            "area": _text(),
            "period": _text(pattern=MONTH),
            "category": _text(nullable=True),
            "other_categories": _text(nullable=True),
            "facets": _text(nullable=True),
            "direction": _text(*DIRECTIONS, nullable=True),
            "severity": _text(*NOTE_SEVERITIES, nullable=True),
            "confidence": _number(pa.Check.in_range(0, 1)),  # that the category is right
            "decided_by": _text(*DECIDED_BY),  # who decided the category
            "to_read": pa.Column("bool"),
            "areas": _text(nullable=True),
            "counties": _text(nullable=True),
            "industries": _text(nullable=True),
            "enterprises": _text(nullable=True),
            "projects": _text(nullable=True),  # project_id
            "names_figure": pa.Column("bool"),
            **_where_from(),
        },
        unique=["note_id", "area", "period"],
    ),
    # One figure stated in prose. value, or low and high for a range; falls are negative. start and
    # end: the span of `quote` in the statement that note_id names.
    "claims": _schema(
        "claims",
        {
            "claim_id": _text(),
            "note_id": _text(nullable=True),
            "area": _text(),
            "period": _text(pattern=MONTH, nullable=True),
            "span": _text(*SPANS, nullable=True),
            "indicator": _text(),
            "industry": _text(nullable=True),
            "value": _number(nullable=True),
            "low": _number(nullable=True),
            "high": _number(nullable=True),
            "unit": _text(),
            "comparison": _text(*COMPARISONS),
            "qualifier": _text(*QUALIFIERS, nullable=True),
            "status": _text(*CLAIM_STATUSES),
            "quote": _text(),
            "start": pa.Column("int64", pa.Check.ge(0)),
            "end": pa.Column("int64", pa.Check.ge(0)),
            **_where_from(),
        },
        unique=["claim_id"],
    ),
    # One key enterprise of one area in one period.
    "enterprises": _schema(
        "enterprises",
        {
            "area": _text(),
            "period": _text(pattern=MONTH),
            "enterprise": _text(),
            "county": _text(nullable=True),
            "industry": _text(nullable=True),
            "output_10k_yuan": _number(nullable=True),
            "output_growth_percent": _number(nullable=True),
            "power_use_10k_kwh": _number(nullable=True),
            "power_growth_percent": _number(nullable=True),
            "orders_10k_yuan": _number(nullable=True),
            "orders_growth_percent": _number(nullable=True),
            "workers_people": _number(nullable=True),
            "remark": _text(nullable=True),
            **_where_from(),
        },
        unique=["area", "period", "enterprise"],
    ),
    # The outlook of one area and indicator for the quarter or its year: the model's figure and the
    # area's own expectation, as analysis.outlook.of_run makes them from what was known before.
    "outlook": _schema(
        "outlook",
        {
            "area": _text(),
            "indicator": _text(),
            "period": _text(pattern=MONTH),
            "horizon": _text("quarter", "year"),
            "value": _number(nullable=True),  # null with `reason`
            "low80": _number(nullable=True),
            "high80": _number(nullable=True),
            "low95": _number(nullable=True),
            "high95": _number(nullable=True),
            "reason": _text(*OUTLOOK_REASONS, nullable=True),
            "base_period": _text(pattern=MONTH, nullable=True),  # the point that it starts from
            "base_value": _number(nullable=True),
            "base_stage": _text(*STAGES, nullable=True),
            "errors": pa.Column("int64", pa.Check.ge(0)),  # past errors of all areas
            "alone": _number(
                nullable=True
            ),  # before the areas and the province were made to add up
            "adding_up": _text(*ADDING_UP),
            "weight": _number(nullable=True),  # of the area in the province, %
            "weights_sum": _number(nullable=True),  # of the weights as given, %
            "expected": _number(nullable=True),
            "recalibrated": _number(nullable=True),
            "record": pa.Column("int64", pa.Check.ge(0)),  # earlier expectations with a figure
            "record_above": pa.Column("int64", pa.Check.ge(0)),  # of them above the figure
            "record_bias": _number(nullable=True),  # expected - figure, mean
            "reason_expected": _text("no_expectation", "no_record", nullable=True),
            **_where_from(),
        },
        unique=["area", "indicator", "period"],
    ),
    # One earlier expectation of one area beside the figure that came.
    "expectation_record": _schema(
        "expectation_record",
        {
            "area": _text(),
            "indicator": _text(),
            "period": _text(pattern=MONTH),
            "expected": _number(),
            "came": _number(),
            "came_stage": _text(*STAGES),  # published, or else as the area reported it
            "error": _number(),  # came - expected
            **_where_from(),
        },
        unique=["area", "indicator", "period"],
    ),
    # One piece of evidence for or against an expectation: the figure `value` of the period `at`.
    "outlook_evidence": _schema(
        "outlook_evidence",
        {
            "area": _text(),
            "indicator": _text(),
            "period": _text(pattern=MONTH),
            "evidence": _text(*EVIDENCE),
            "about": _text(nullable=True),  # the leading indicator
            "at": _text(pattern=MONTH),
            "value": _number(),
            "stage": _text(*STAGES, "expected"),
            **_where_from(),
        },
    ),
    # One thing wrong in one place of a received file. `code` names the kind of fault: its texts
    # are the messages issue.<code>.*, filled with `details` (a JSON object) in either language.
    "intake_issues": _schema(
        "intake_issues",
        {
            "file": _text(),
            "sheet": _text(nullable=True),
            "row": pa.Column("Int64", nullable=True),
            "column": _text(nullable=True),
            "area": _text(nullable=True),  # null: about no single area
            "code": _text(),
            "found": _text(pattern=r".*"),  # a cell may have been found empty
            "severity": _text(*SEVERITIES),
            "details": _text(),
        },
    ),
}


def empty(table: str) -> pd.DataFrame:
    """A table of that contract with no rows."""
    return pd.DataFrame({n: pd.Series([], dtype=kind) for n, kind in _types(table).items()})


def typed(table: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as a frame with the contract's columns and types; it is not checked here."""
    frame = pd.DataFrame(rows, columns=list(SCHEMAS[table].columns))
    return frame.astype(_types(table))


def _types(table: str) -> dict[str, str]:
    """Column -> pandas type; pandera writes `str` as string[pyarrow], which is another type."""
    types = {name: str(column.dtype) for name, column in SCHEMAS[table].columns.items()}
    return {name: "str" if kind.startswith("string") else kind for name, kind in types.items()}


def check(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame`, its text columns as pandas `str`, if it keeps the contract of `table`.

    Raises ContractError that lists every breach with table, column, what was found and where.
    """
    try:
        checked = SCHEMAS[table].validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.to_dict("records")
        lines = list(dict.fromkeys(f"table {table}: {_breach(table, case)}" for case in cases))
        more = [f"table {table}: and {len(lines) - 20} further breaches"] if lines[20:] else []
        raise ContractError("\n".join(lines[:20] + more)) from None
    texts = {name: kind for name, kind in _types(table).items() if kind == "str"}
    return checked.astype(texts)  # pandera takes other types of text for the same


def _breach(table: str, case: Mapping[Any, Any]) -> str:
    found, check = case["failure_case"], case["check"]
    match check:
        case "column_in_dataframe":
            return f"column {found}: found nothing; expected this column"
        case "column_in_schema":
            return f"column {found}: found an unknown column; expected no such column"
        case "column_ordered":
            return f"column {found}: found out of order; expected the order of the contract"
        case "multiple_fields_uniqueness":
            key = ", ".join(SCHEMAS[table].unique or ())
            return f"columns {key}: found a key twice, {found!r} in row {case['index']}"
    where = "" if pd.isna(case["index"]) else f" in row {case['index']}"
    return f"column {case['column']}: {check}: found {found!r}{where}"
