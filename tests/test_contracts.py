"""Contracts: a table that keeps its contract passes as it is, and every breach has its message."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu import contracts
from diaodu.errors import ContractError

EVIDENCE = {"source_id": "bureau", "locator": "x.csv!row 2", "origin": "published"}
GOOD: dict[str, dict[str, Any]] = {
    "indicators": {
        "area": "jiazhou",
        "period": "2022-03",
        "span": "ytd",
        "indicator": "gdp_growth",
        "status": "published",
        "value": 5.8,
        "printed": "5.8",
        "unit": "percent",
        "base_weight": 100.0,
        **EVIDENCE,
    },
    "targets": {
        "area": "jiazhou",
        "year": 2022,
        "indicator": "gdp_growth",
        "value": 6.0,
        "wording": "about",
        "unit": "percent",
        **EVIDENCE,
    },
    "facts": {
        "fact_id": "f1",
        "area": "jiazhou",
        "topic": "policy",
        "aspect": "event",
        "text_zh": "事实",
        "text_en": "fact",
        **EVIDENCE,
    },
    "sources": {
        "source_id": "bureau",
        "kind": "official",
        "title_zh": "统计局",
        "title_en": "Bureau",
        "url": "https://tjj.example.cn/?a=1&b=统计",
        "published_on": "2022-04-25",
        "retrieved_on": "2022-05-31",
        "origin": "published",
    },
    "intake_issues": {
        "file": "x.csv",
        "row": 3,
        "code": "cell_empty",
        "found": "",  # an empty cell was found
        "severity": "error",
        "details": "{}",
    },
    "changes": {
        "area": "jiazhou",
        "what": "light",
        "change": "changed",
        "subject": "production",
        "field": "state",
        "before": "green",
        "after": "yellow",
    },
    "projects": {
        "project_id": "p1",
        "area": "jiazhou",
        "period": "2022-03",
        "name": "示例项目",
        "project_class": "new",
        "technical_upgrade": True,
        "planned_start": "2022-03",
        "started_on": "2022-03-05",
        "state": "started",
        **EVIDENCE,
    },
    "notes": {
        "note_id": "n1",
        "area": "jiazhou",
        "period": "2022-03",
        "section": "issue",
        "text": "用工不足",
        "original": "用工不足",
        "state": "open",
        "raised_on": "2022-03-05",
        **EVIDENCE,
    },
    "claims": {
        "claim_id": "c1",
        "area": "jiazhou",
        "period": "2022-03",
        "span": "ytd",
        "indicator": "gdp_growth",
        "value": 6.5,
        "unit": "percent",
        "comparison": "yoy",
        "qualifier": "about",
        "status": "expected",
        "quote": "6.5%左右",
        "start": 0,
        "end": 6,
        **EVIDENCE,
    },
    "enterprises": {
        "area": "jiazhou",
        "period": "2022-03",
        "enterprise": "示例一厂",
        **EVIDENCE,
    },
}
# (table, column, a value that breaks the rule of the column, what the message says of the rule)
BREACHES: list[tuple[str, str, Any, str]] = [
    ("indicators", "area", None, "not_nullable"),
    ("indicators", "area", " ", "must not be blank"),
    ("indicators", "industry", "", "must not be blank"),
    ("indicators", "period", "2022Q1", "must match"),
    ("indicators", "period", "2022-13", "must match"),
    ("indicators", "period", "2022-03\n", "must match"),
    ("indicators", "period", "２０２２-03", "must match"),
    ("indicators", "span", "year", "isin"),
    ("indicators", "indicator", None, "not_nullable"),
    ("indicators", "status", "final", "isin"),
    ("indicators", "value", float("nan"), "not_nullable"),
    ("indicators", "value", float("inf"), "must be finite"),
    ("indicators", "value", float("-inf"), "must be finite"),
    ("indicators", "printed", "", "must match"),
    ("indicators", "printed", "5.8%", "must match"),
    ("indicators", "unit", "%", "isin"),
    ("indicators", "base_weight", -0.1, "in_range(0, 100)"),
    ("indicators", "base_weight", 100.1, "in_range(0, 100)"),
    ("indicators", "derivation", "\n", "must not be blank"),
    ("indicators", "remark_zh", "", "must not be blank"),
    ("indicators", "remark_en", "", "must not be blank"),
    ("indicators", "source_id", None, "not_nullable"),
    ("indicators", "locator", "", "must not be blank"),
    ("indicators", "origin", "guessed", "isin"),
    ("targets", "area", None, "not_nullable"),
    ("targets", "year", 22, "in_range(1990, 2200)"),
    ("targets", "indicator", "", "must not be blank"),
    ("targets", "value", float("nan"), "not_nullable"),
    ("targets", "wording", "以上", "isin"),
    ("targets", "low", float("inf"), "must be finite"),
    ("targets", "high", float("inf"), "must be finite"),
    ("targets", "unit", None, "not_nullable"),
    ("targets", "derivation", "", "must not be blank"),
    ("targets", "remark_zh", "", "must not be blank"),
    ("targets", "remark_en", "", "must not be blank"),
    ("targets", "source_id", "", "must not be blank"),
    ("targets", "locator", None, "not_nullable"),
    ("targets", "origin", "official", "isin"),
    ("facts", "fact_id", "", "must not be blank"),
    ("facts", "area", None, "not_nullable"),
    ("facts", "period", "", "must not be blank"),
    ("facts", "first_month", "2022", "must match"),
    ("facts", "last_month", "2022-3", "must match"),
    ("facts", "topic", "weather", "isin"),
    ("facts", "aspect", "rumour", "isin"),
    ("facts", "subject", "", "must not be blank"),
    ("facts", "measure", "", "must not be blank"),
    ("facts", "value", float("inf"), "must be finite"),
    ("facts", "unit", "亿元", "isin"),
    ("facts", "date_from", "2022-04-32", "must match"),
    ("facts", "date_to", "22-04-01", "must match"),
    ("facts", "text_zh", None, "not_nullable"),
    ("facts", "text_en", "", "must not be blank"),
    ("facts", "source_id", None, "not_nullable"),
    ("facts", "locator", "", "must not be blank"),
    ("facts", "origin", "", "isin"),
    ("sources", "source_id", None, "not_nullable"),
    ("sources", "kind", "blog", "isin"),
    ("sources", "title_zh", "", "must not be blank"),
    ("sources", "title_en", None, "not_nullable"),
    ("sources", "url", "javascript:alert(1)", "must match"),
    ("sources", "url", "https://a.cn/ b", "must match"),
    ("sources", "url", "https://a.cn/\n", "must match"),
    ("sources", "published_on", "2022-00-10", "must match"),
    ("sources", "published_on", "2022-04-25\n", "must match"),
    ("sources", "retrieved_on", "31 May 2022", "must match"),
    ("sources", "caution_zh", "", "must not be blank"),
    ("sources", "caution_en", " ", "must not be blank"),
    ("sources", "origin", None, "not_nullable"),
    ("changes", "area", "", "must not be blank"),
    ("changes", "what", "weather", "isin"),
    ("changes", "change", "moved", "isin"),
    ("changes", "subject", " ", "must not be blank"),
    *(
        ("changes", name, "", "must not be blank")
        for name in ("name", "industry", "indicator", "field", "before", "after", "source_ids")
    ),
    ("changes", "period", "2022Q1", "must match"),
    ("changes", "span", "year", "isin"),
    ("changes", "stage", "hoped", "isin"),
    ("changes", "unit", "km", "isin"),
    ("changes", "before_value", float("inf"), "must be finite"),
    ("changes", "before_printed", "5,8", "must match"),
    ("changes", "value", float("inf"), "must be finite"),
    ("changes", "printed", "5,8", "must match"),
    ("intake_issues", "area", "", "must not be blank"),
    ("intake_issues", "file", "", "must not be blank"),
    ("intake_issues", "sheet", "", "must not be blank"),
    ("intake_issues", "column", "", "must not be blank"),
    ("intake_issues", "code", None, "not_nullable"),
    ("intake_issues", "found", None, "not_nullable"),
    ("intake_issues", "severity", "fatal", "isin"),
    ("intake_issues", "details", "", "must not be blank"),
    ("projects", "area", None, "not_nullable"),
    ("projects", "source_id", None, "not_nullable"),
    ("projects", "locator", "", "must not be blank"),
    ("projects", "origin", "guessed", "isin"),
    ("notes", "area", None, "not_nullable"),
    ("notes", "source_id", None, "not_nullable"),
    ("notes", "locator", "", "must not be blank"),
    ("notes", "origin", "guessed", "isin"),
    ("claims", "area", None, "not_nullable"),
    ("claims", "source_id", None, "not_nullable"),
    ("claims", "locator", "", "must not be blank"),
    ("claims", "origin", "guessed", "isin"),
    ("enterprises", "area", None, "not_nullable"),
    ("enterprises", "source_id", None, "not_nullable"),
    ("enterprises", "locator", "", "must not be blank"),
    ("enterprises", "origin", "guessed", "isin"),
    ("projects", "project_id", None, "not_nullable"),
    ("projects", "period", "2022Q1", "must match"),
    ("projects", "name", None, "not_nullable"),
    ("projects", "county", "", "must not be blank"),
    ("projects", "owner", "", "must not be blank"),
    ("projects", "industry", "", "must not be blank"),
    ("projects", "progress", "", "must not be blank"),
    ("projects", "project_class", "新开工", "isin"),
    ("projects", "state", "开工", "isin"),
    ("projects", "total_investment_10k_yuan", float("inf"), "must be finite"),
    ("projects", "plan_investment_10k_yuan", float("inf"), "must be finite"),
    ("projects", "completed_investment_10k_yuan", float("inf"), "must be finite"),
    ("projects", "planned_start", "2022", "must match"),
    ("projects", "started_on", "3月", "must match"),
    ("notes", "note_id", None, "not_nullable"),
    ("notes", "period", None, "not_nullable"),
    ("notes", "section", "问题", "isin"),
    ("notes", "text", "", "must not be blank"),
    ("notes", "original", "", "must not be blank"),
    ("notes", "category", "", "must not be blank"),
    ("notes", "county", "", "must not be blank"),
    ("notes", "industry", "", "must not be blank"),
    ("notes", "enterprise", "", "must not be blank"),
    ("notes", "asked", "", "must not be blank"),
    ("notes", "responsible", "", "must not be blank"),
    ("notes", "state", "done", "isin"),
    ("notes", "raised_on", "2022-02-32", "must match"),
    ("notes", "due_on", "2022-02-32", "must match"),
    ("notes", "closed_on", "2022-02-32", "must match"),
    ("claims", "claim_id", None, "not_nullable"),
    ("claims", "note_id", "", "must not be blank"),
    ("claims", "period", "2022", "must match"),
    ("claims", "span", "year", "isin"),
    ("claims", "indicator", "", "must not be blank"),
    ("claims", "industry", "", "must not be blank"),
    ("claims", "value", float("inf"), "must be finite"),
    ("claims", "low", float("inf"), "must be finite"),
    ("claims", "high", float("inf"), "must be finite"),
    ("claims", "unit", "", "must not be blank"),
    ("claims", "comparison", "more", "isin"),
    ("claims", "qualifier", "左右", "isin"),
    ("claims", "status", "hoped", "isin"),
    ("claims", "quote", "", "must not be blank"),
    ("claims", "start", -1, "greater_than_or_equal_to(0)"),
    ("claims", "end", -1, "greater_than_or_equal_to(0)"),
    ("enterprises", "period", None, "not_nullable"),
    ("enterprises", "enterprise", None, "not_nullable"),
    ("enterprises", "county", "", "must not be blank"),
    ("enterprises", "industry", "", "must not be blank"),
    ("enterprises", "remark", "", "must not be blank"),
    ("enterprises", "output_10k_yuan", float("inf"), "must be finite"),
    ("enterprises", "output_growth_percent", float("inf"), "must be finite"),
    ("enterprises", "power_use_10k_kwh", float("inf"), "must be finite"),
    ("enterprises", "power_growth_percent", float("inf"), "must be finite"),
    ("enterprises", "orders_10k_yuan", float("inf"), "must be finite"),
    ("enterprises", "orders_growth_percent", float("inf"), "must be finite"),
    ("enterprises", "workers_people", float("inf"), "must be finite"),
    ("sources", "file", "", "must not be blank"),
    ("sources", "sender", "", "must not be blank"),
    ("sources", "channel", "", "must not be blank"),
    ("sources", "sha256", "abc", "must match"),
    ("sources", "received_on", "3月5日", "must match"),
    ("sources", "version", 0, "greater_than_or_equal_to(1)"),
]
# The ledger of problems.
_PROBLEM = {"problem_id": "p1", "area": "jiazhou", "period": "2022-03", **EVIDENCE}
_MATCHED = {"match": "text", "score": 0.5, "grounds": "text", "matched_note": "n0"}
GOOD |= {
    "ledger_decisions": {**_PROBLEM, "note_id": "n1", "state": "closed"},
    "problems": {
        **_PROBLEM,
        **{"text": "用工不足", "first_period": "2021-12", "last_period": "2022-03"},
        **{"quarters": 2, "times_reopened": 0, "mentions": 3, "state": "not_mentioned"},
        **{"contradicts": False, "days_open": 0, "overdue": True},
        **{"note_ids": "n1|n2", "source_ids": "bureau|press"},
    },
    "problem_history": {
        **_PROBLEM,
        **{"state": "reopened", "mentioned": True, "area_sent": True, "contradicts": False},
        **_MATCHED,
    },
    "problem_mentions": {**_PROBLEM, "note_id": "n1", "text": "用工不足", **_MATCHED},
}
BREACHES += [
    ("ledger_decisions", "area", None, "not_nullable"),
    ("ledger_decisions", "period", "2022Q1", "must match"),
    ("ledger_decisions", "note_id", "", "must not be blank"),
    ("ledger_decisions", "problem_id", None, "not_nullable"),
    ("ledger_decisions", "state", "搁置", "isin"),
    ("ledger_decisions", "responsible", "", "must not be blank"),
    ("ledger_decisions", "due_on", "2022-02-32", "must match"),
    ("ledger_decisions", "closed_on", "2022-02-32", "must match"),
    ("ledger_decisions", "done", "", "must not be blank"),
    ("ledger_decisions", "decided_by", "", "must not be blank"),
    ("ledger_decisions", "source_id", None, "not_nullable"),
    ("ledger_decisions", "locator", "", "must not be blank"),
    ("ledger_decisions", "origin", "guessed", "isin"),
    ("problems", "problem_id", None, "not_nullable"),
    ("problems", "area", None, "not_nullable"),
    ("problems", "period", "2022Q1", "must match"),
    ("problems", "text", "", "must not be blank"),
    ("problems", "first_period", "2022Q1", "must match"),
    ("problems", "last_period", "2022Q1", "must match"),
    ("problems", "quarters", 0, "greater_than_or_equal_to(1)"),
    ("problems", "times_reopened", -1, "greater_than_or_equal_to(0)"),
    ("problems", "mentions", 0, "greater_than_or_equal_to(1)"),
    ("problems", "state", "搁置", "isin"),
    ("problems", "category", "", "must not be blank"),
    ("problems", "county", "", "must not be blank"),
    ("problems", "industry", "", "must not be blank"),
    ("problems", "enterprise", "", "must not be blank"),
    ("problems", "asked", "", "must not be blank"),
    ("problems", "responsible", "", "must not be blank"),
    ("problems", "severity", "grave", "isin"),
    ("problems", "done", "", "must not be blank"),
    ("problems", "done_source_id", "", "must not be blank"),
    ("problems", "raised_on", "2022-02-32", "must match"),
    ("problems", "due_on", "2022-02-32", "must match"),
    ("problems", "closed_on", "2022-02-32", "must match"),
    ("problems", "days_open", -1, "greater_than_or_equal_to(0)"),
    ("problems", "date_doubts", "", "must not be blank"),
    ("problems", "note_ids", "", "must not be blank"),
    ("problems", "source_ids", "", "must not be blank"),
    ("problems", "source_id", None, "not_nullable"),
    ("problems", "locator", "", "must not be blank"),
    ("problems", "origin", "guessed", "isin"),
    ("problem_history", "problem_id", None, "not_nullable"),
    ("problem_history", "area", None, "not_nullable"),
    ("problem_history", "period", "2022Q1", "must match"),
    ("problem_history", "state", "搁置", "isin"),
    ("problem_history", "text", "", "must not be blank"),
    ("problem_history", "match", "guess", "isin"),
    ("problem_history", "score", 1.1, "in_range(0, 1)"),
    ("problem_history", "grounds", "", "must not be blank"),
    ("problem_history", "matched_note", "", "must not be blank"),
    ("problem_history", "matched_period", "2022Q1", "must match"),
    ("problem_history", "source_id", None, "not_nullable"),
    ("problem_history", "locator", "", "must not be blank"),
    ("problem_history", "origin", "guessed", "isin"),
    ("problem_mentions", "note_id", "", "must not be blank"),
    ("problem_mentions", "area", None, "not_nullable"),
    ("problem_mentions", "period", "2022Q1", "must match"),
    ("problem_mentions", "problem_id", None, "not_nullable"),
    ("problem_mentions", "match", "guess", "isin"),
    ("problem_mentions", "score", 1.1, "in_range(0, 1)"),
    ("problem_mentions", "grounds", "", "must not be blank"),
    ("problem_mentions", "matched_note", "", "must not be blank"),
    ("problem_mentions", "matched_period", "2022Q1", "must match"),
    ("problem_mentions", "text", "", "must not be blank"),
    ("problem_mentions", "source_id", None, "not_nullable"),
    ("problem_mentions", "locator", "", "must not be blank"),
    ("problem_mentions", "origin", "guessed", "isin"),
]
# The outlook.
_WHOSE = {"area": "jiazhou", "indicator": "gdp_growth", "period": "2022-03", **EVIDENCE}
GOOD |= {
    "outlook": {
        **_WHOSE,
        **{"horizon": "quarter", "errors": 0, "adding_up": "no_weights"},
        **{"record": 0, "record_above": 0},
    },
    "expectation_record": {
        **_WHOSE,
        **{"expected": 6.0, "came": 5.0, "came_stage": "actual", "error": -1.0},
    },
    "outlook_evidence": {
        **_WHOSE,
        **{"evidence": "latest", "at": "2022-02", "value": 6.0, "stage": "actual"},
    },
}
_NUMBERS = {
    "outlook": [
        *["value", "low80", "high80", "low95", "high95", "base_value", "alone", "weight"],
        *["weights_sum", "expected", "recalibrated", "record_bias"],
    ],
    "expectation_record": ["expected", "came", "error"],
    "outlook_evidence": ["value"],
}
BREACHES += [
    (table, name, float("inf"), "must be finite")
    for table, names in _NUMBERS.items()
    for name in names
]
BREACHES += [
    breach
    for table in _NUMBERS
    for breach in (
        (table, "area", None, "not_nullable"),
        (table, "indicator", None, "not_nullable"),
        (table, "period", "2022Q1", "must match"),
        (table, "source_id", None, "not_nullable"),
        (table, "locator", "", "must not be blank"),
        (table, "origin", "guessed", "isin"),
    )
]
BREACHES += [
    ("outlook", "horizon", "decade", "isin"),
    ("outlook", "reason", "because", "isin"),
    ("outlook", "base_period", "2022Q1", "must match"),
    ("outlook", "base_stage", "expected", "isin"),
    ("outlook", "errors", -1, "greater_than_or_equal_to(0)"),
    ("outlook", "adding_up", "perhaps", "isin"),
    ("outlook", "record", -1, "greater_than_or_equal_to(0)"),
    ("outlook", "record_above", -1, "greater_than_or_equal_to(0)"),
    ("outlook", "reason_expected", "because", "isin"),
    ("expectation_record", "came_stage", "expected", "isin"),
    ("outlook_evidence", "evidence", "rumour", "isin"),
    ("outlook_evidence", "about", "", "must not be blank"),
    ("outlook_evidence", "at", "2022Q1", "must match"),
    ("outlook_evidence", "stage", "hoped", "isin"),
]
# What was read out of the notes.
GOOD |= {
    "readings": {
        **{"note_id": "n1", "area": "jiazhou", "period": "2022-03", "category": "labour"},
        **{"confidence": 0.8, "decided_by": "model", "to_read": False, "names_figure": True},
        **EVIDENCE,
    },
}
BREACHES += [
    ("readings", "note_id", None, "not_nullable"),
    ("readings", "area", None, "not_nullable"),
    ("readings", "period", "2022Q1", "must match"),
    ("readings", "category", "", "must not be blank"),
    ("readings", "other_categories", "", "must not be blank"),
    ("readings", "facets", "", "must not be blank"),
    ("readings", "direction", "bad", "isin"),
    ("readings", "severity", "grave", "isin"),
    ("readings", "confidence", 1.1, "in_range(0, 1)"),
    ("readings", "decided_by", "oracle", "isin"),
    ("readings", "areas", "", "must not be blank"),
    ("readings", "counties", "", "must not be blank"),
    ("readings", "industries", "", "must not be blank"),
    ("readings", "enterprises", "", "must not be blank"),
    ("readings", "projects", "", "must not be blank"),
    ("readings", "source_id", None, "not_nullable"),
    ("readings", "locator", "", "must not be blank"),
    ("readings", "origin", "guessed", "isin"),
]
# Where an area stands among the others.
GOOD |= {
    "standings": _WHOSE | {"unit": "percent", "ranked": 5},
    "comparisons": {
        **_WHOSE,
        **{"measure": "growth", "stage": "actual", "value": 6.0, "with_figure": 3},
    },
}
BREACHES += [
    *(
        (table, name, float("inf"), "must be finite")
        for table, names in {
            "standings": ("value", "low", "middle", "high"),
            "comparisons": ("value", "median", "gap", "score"),
        }.items()
        for name in names
    ),
    *(
        breach
        for table in ("standings", "comparisons")
        for breach in (
            (table, "area", None, "not_nullable"),
            (table, "period", "2022Q1", "must match"),
            (table, "indicator", "", "must not be blank"),
            (table, "printed", "7,2", "must match"),
            (table, "source_id", None, "not_nullable"),
            (table, "locator", "", "must not be blank"),
            (table, "origin", "guessed", "isin"),
        )
    ),
    ("standings", "unit", "furlongs", "isin"),
    ("standings", "rank", 0, "greater_than_or_equal_to(1)"),
    ("standings", "ranked", 0, "greater_than_or_equal_to(1)"),
    ("comparisons", "measure", None, "not_nullable"),
    ("comparisons", "stage", "hoped", "isin"),
    ("comparisons", "with_figure", -1, "greater_than_or_equal_to(0)"),
    ("comparisons", "side", "even", "isin"),
    ("comparisons", "absent", "", "must not be blank"),
    ("comparisons", "source_ids", "", "must not be blank"),
]
TABLES = sorted(GOOD)


def _rows(table: str, *changes: dict[str, Any]) -> pd.DataFrame:
    """A good first row, then one row for each change, each in a place of its own."""
    own = {
        **{"locator": "x.csv!row {}", "fact_id": "f{}", "source_id": "bureau-{}"},
        **{"project_id": "p{}", "note_id": "n{}", "claim_id": "c{}", "enterprise": "示例{}厂"},
        "problem_id": "problem{}",
        "indicator": "indicator{}",
        "field": "field{}",
    }
    rows = []
    for number, change in enumerate(({}, *changes), start=2):
        keys = {k: v.format(number) for k, v in own.items() if k in GOOD[table]}
        rows.append(GOOD[table] | keys | change)
    return contracts.typed(table, rows)


def _message(table: str, frame: pd.DataFrame) -> str:
    with pytest.raises(ContractError) as caught:
        contracts.check(table, frame)
    return str(caught.value)


@pytest.mark.parametrize("table", TABLES)
def test_a_good_table_passes_as_it_is(table) -> None:
    frame = _rows(table, {})
    pd.testing.assert_frame_equal(contracts.check(table, frame), frame)


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_keeps_its_contract(table) -> None:
    frame = contracts.empty(table)
    assert contracts.check(table, frame).empty
    pd.testing.assert_series_equal(frame.dtypes, _rows(table).dtypes)


def test_an_empty_table_of_other_columns_or_types_breaks_it() -> None:
    frame = contracts.empty("targets")
    told = _message("targets", frame.drop(columns="low"))
    assert told == "table targets: column low: found nothing; expected this column"
    told = _message("targets", frame.astype({"year": "float64"}))
    assert told == "table targets: column year: dtype('int64'): found 'float64'"
    assert "out of order" in _message("targets", frame[list(frame.columns[::-1])])


@pytest.mark.parametrize("table", TABLES)
def test_text_is_str_and_missing_text_is_nan(table) -> None:
    """Whichever of the many types of text a frame was made with."""
    for kind in ("str", "string", "object"):
        frame = _rows(table)
        texts = [name for name in frame if frame[name].dtype == "str"]
        checked = contracts.check(table, frame.astype(dict.fromkeys(texts, kind)))
        assert {str(checked[name].dtype) for name in texts} == {"str"}
        missing = [checked[name].iloc[0] for name in texts if checked[name].isna().iloc[0]]
        assert all(isinstance(value, float) for value in missing)


@pytest.mark.parametrize(("table", "column", "value", "rule"), BREACHES)
def test_a_breach_is_named_with_table_column_value_and_row(table, column, value, rule) -> None:
    message = _message(table, _rows(table, {column: value}))
    first, *more = message.splitlines()
    assert not more
    assert first.startswith(f"table {table}: column {column}: {rule}")
    shown = repr(value) if isinstance(value, str) else "nan" if value is None else str(value)
    assert first.endswith(f": found {shown} in row 1")


def test_every_column_with_a_rule_is_broken_above() -> None:
    broken = {(table, column) for table, column, _, _ in BREACHES}
    columns = {
        (name, column) for name, schema in contracts.SCHEMAS.items() for column in schema.columns
    }
    assert columns - broken == {  # any number, or none; yes, no or neither
        ("intake_issues", "row"),
        ("projects", "technical_upgrade"),
        ("problems", "contradicts"),
        ("problems", "overdue"),
        ("problem_history", "mentioned"),
        ("problem_history", "area_sent"),
        ("problem_history", "contradicts"),
        ("readings", "to_read"),
        ("readings", "names_figure"),
    }
    assert set(TABLES) == set(contracts.SCHEMAS)


@pytest.mark.parametrize(
    ("table", "column"),
    [(name, column) for name, schema in contracts.SCHEMAS.items() for column in schema.columns],
)
def test_a_missing_column_is_named(table, column) -> None:
    message = _message(table, _rows(table).drop(columns=column))
    assert f"table {table}: column {column}: found nothing; expected this column" in message


@pytest.mark.parametrize("table", TABLES)
def test_an_unknown_column_is_named(table) -> None:
    message = _message(table, _rows(table).assign(mood="good"))
    assert message == (
        f"table {table}: column mood: found an unknown column; expected no such column"
    )


@pytest.mark.parametrize("table", TABLES)
def test_columns_out_of_order_are_named(table) -> None:
    frame = _rows(table)
    first, second, *rest = frame.columns
    message = _message(table, frame[[second, first, *rest]])
    assert f"column {second}: found out of order; expected the order of the contract" in message


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("indicators", "value", "int64"),
        ("indicators", "value", "object"),
        ("targets", "year", "float64"),
        ("targets", "low", "object"),
        ("facts", "value", "object"),
        ("intake_issues", "row", "float64"),
    ],
)
def test_another_type_of_number_is_named(table, column, kind) -> None:
    message = _message(table, _rows(table).astype({column: kind}))
    expected = contracts.empty(table)[column].dtype
    assert message == (f"table {table}: column {column}: dtype('{expected}'): found '{kind}'"), (
        "the type found and the type expected"
    )


def test_numbers_in_a_text_column_are_named() -> None:
    frame = _rows("sources").astype({"title_zh": "object"})
    frame["title_zh"] = 1
    assert "table sources: column title_zh: dtype" in _message("sources", frame)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("indicators", ("source_id", "locator")),
        ("targets", ("source_id", "locator")),
        ("facts", ("fact_id", "area")),
        ("sources", ("source_id",)),
        ("projects", ("project_id", "area", "period")),
        ("notes", ("note_id", "area", "period")),
        ("claims", ("claim_id",)),
        ("enterprises", ("area", "period", "enterprise")),
    ],
)
def test_a_key_that_stands_twice_is_named(table, key) -> None:
    good = contracts.typed(table, [GOOD[table]])
    message = _message(table, pd.concat([good, good], ignore_index=True))
    columns = ", ".join(key)
    assert f"table {table}: columns {columns}: found a key twice" in message
    assert repr(GOOD[table][key[0]]) in message


def test_one_fact_may_be_on_two_areas() -> None:
    rows = [GOOD["facts"], GOOD["facts"] | {"area": "yizhou"}]
    assert len(contracts.check("facts", contracts.typed("facts", rows))) == 2


def test_all_breaches_are_named_at_once_and_many_are_counted() -> None:
    frame = _rows("indicators", {"span": "year", "unit": "%"}, {"value": float("inf")})
    message = _message("indicators", frame)
    named = {line.split(": ")[1] for line in message.splitlines()}
    assert named == {"column span", "column unit", "column value"}
    many = _message("indicators", _rows("indicators", *([{"span": "year"}] * 30))).splitlines()
    assert len(many) == 21
    assert many[-1] == "table indicators: and 10 further breaches"
