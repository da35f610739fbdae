"""Notes, projects and enterprises of a quarter."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu import contracts
from diaodu.analysis import enterprises, notes, projects
from diaodu.periods import Period

Q1 = Period(2022, 3)
WHERE = {"source_id": "a-2022Q1-form-v1", "locator": "x!A1", "origin": "illustrative"}


def _table(name: str, common: dict[str, Any], *rows: dict[str, Any]) -> pd.DataFrame:
    made = contracts.typed(name, [WHERE | common | row for row in rows])
    return contracts.check(name, made)


def _projects(*rows: dict[str, Any]) -> pd.DataFrame:
    common = {"area": "a", "period": "2022-03"}
    numbered = [
        {"project_id": f"p{n}", "name": f"项目{n}"} | row for n, row in enumerate(rows, start=1)
    ]
    return _table("projects", common, *numbered)


PLAN, DONE = "plan_investment_10k_yuan", "completed_investment_10k_yuan"


def test_projects_against_plan_and_time() -> None:
    """24 of 120 by March is 20 %, 5 points behind the 25 % of the year that is gone."""
    found = projects.of_area(
        _projects(
            {PLAN: 5000.0, DONE: 2500.0, "planned_start": "2022-05", "state": "not_started"},
            {PLAN: 12000.0, DONE: 2400.0, "planned_start": "2022-02", "state": "started"},
            {PLAN: 0.0, DONE: 10.0, "planned_start": "2022-03-31", "state": "not_started"},
            {"planned_start": "2022-01", "area": "b"},
            {"period": "2021-12", PLAN: 1.0},
            {DONE: 3.0, "planned_start": "2022-01"},
        ),
        area="a",
        period=Q1,
    )
    assert list(found["project_id"]) == ["p2", "p1", "p3", "p6"]
    assert list(found["completion_rate"].round(6).fillna(-1)) == [20.0, 50.0, -1, -1]
    assert list(found["pace_gap"].fillna(-1)) == [-5.0, 25.0, -1, -1]
    late = [None if pd.isna(value) else bool(value) for value in found["late"]]
    assert late == [False, False, True, None]


def test_the_sum_counts_amounts_of_one_set_only() -> None:
    table = _projects(
        {PLAN: 12000.0, DONE: 2400.0, "planned_start": "2022-02", "state": "started"},
        {PLAN: 8000.0, "planned_start": "2022-03", "state": "not_started"},
        {PLAN: 4000.0, DONE: 2400.0, "planned_start": "2022-06", "state": "not_started"},
    )
    own, none = projects.summary(table, areas=["a", "b"], period=Q1).to_dict("records")
    assert own == {
        "area": "a",
        "projects": 3,
        "due_to_start": 2,
        "started": 1,
        "start_rate": 50.0,
        "plan_10k_yuan": 16000.0,
        "completed_10k_yuan": 4800.0,
        "counted": 2,
        "completion_rate": 30.0,
        "time_share": 25.0,
        "pace_gap": 5.0,
    }
    assert (none["projects"], none["counted"]) == (0, 0)
    assert pd.isna([none[n] for n in ("start_rate", "completion_rate", "plan_10k_yuan")]).all()


@pytest.mark.parametrize("function", [projects.of_area, enterprises.of_area])
def test_nothing_sent_is_an_empty_table(function) -> None:
    name = function.__module__.rpartition(".")[2]
    assert function(contracts.empty(name), area="a", period=Q1).empty


def _notes() -> pd.DataFrame:
    rows = [
        ("a", "2022-03", "issue", "funding"),
        ("a", "2022-03", "issue", "funding"),
        ("a", "2022-03", "issue", "labour"),
        ("a", "2022-03", "issue", None),
        ("a", "2022-03", "support", "funding"),
        ("a", "2021-12", "issue", "labour"),
        ("b", "2022-03", "issue", "labour"),
    ]
    return _table(
        "notes",
        {},
        *(
            {"note_id": f"n{n}", "area": area, "period": period, "section": section}
            | {"category": category, "text": "事", "original": "事"}
            for n, (area, period, section, category) in enumerate(rows)
        ),
    )


def test_notes_of_an_area_in_the_order_received() -> None:
    found = notes.of_area(_notes(), area="a", period=Q1, section="issue")
    assert list(found["note_id"]) == ["n0", "n1", "n2", "n3"]


def test_problems_are_counted_by_area_and_category() -> None:
    found = notes.counts(_notes(), areas=["b", "a", "c"], period=Q1)
    assert [tuple(row) for row in found.itertuples(index=False)] == [
        ("b", "labour", 1),
        ("a", "funding", 2),
        ("a", "labour", 1),
        ("a", notes.UNSORTED, 1),
    ]


def test_enterprises_largest_output_first() -> None:
    table = _table(
        "enterprises",
        {"area": "a", "period": "2022-03"},
        {"enterprise": "示例一厂"},
        {"enterprise": "示例二厂", "output_10k_yuan": 5.0},
        {"enterprise": "示例三厂", "output_10k_yuan": 9.0},
        {"enterprise": "示例四厂", "output_10k_yuan": 99.0, "area": "b"},
    )
    found = enterprises.of_area(table, area="a", period=Q1)
    assert list(found["enterprise"]) == ["示例三厂", "示例二厂", "示例一厂"]
