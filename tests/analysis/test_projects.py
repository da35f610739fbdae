"""Key projects: each against plan, time and last quarter, and in sum."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu import contracts
from diaodu.analysis import project_groups, projects
from diaodu.periods import Period
from diaodu.quarter import ProjectRules

Q1, Q2 = Period(2022, 3), Period(2022, 6)
RULES = ProjectRules()
PLAN, DONE = "plan_investment_10k_yuan", "completed_investment_10k_yuan"
WHERE = {"source_id": "a-form-v1", "locator": "重点项目!B5", "origin": "illustrative"}


def _projects(*rows: dict[str, Any]) -> pd.DataFrame:
    common = {"area": "a", "period": "2022-03"}
    numbered = [
        {"project_id": f"p{n}", "name": f"项目{n}"} | row for n, row in enumerate(rows, start=1)
    ]
    made = contracts.typed("projects", [WHERE | common | row for row in numbered])
    return contracts.check("projects", made)


def _status(*rows: dict[str, Any], period: Period = Q1, rules: ProjectRules = RULES) -> Any:
    return projects.status(_projects(*rows), period=period, rules=rules)


def _by_id(found: pd.DataFrame, column: str) -> dict[str, Any]:
    values = found.set_index("project_id")[column]
    return {key: None if pd.isna(value) else value for key, value in values.items()}


def test_against_plan_and_time() -> None:
    """24 of 120 by March is 20 %, 5 points behind the 25 % of the year that is gone."""
    found = _status(
        {PLAN: 5000.0, DONE: 2500.0, "planned_start": "2022-05", "state": "not_started"},
        {PLAN: 12000.0, DONE: 2400.0, "planned_start": "2021-02", "state": "started"},
        {PLAN: 0.0, DONE: 10.0, "planned_start": "2022-03-31", "state": "not_started"},
        {"planned_start": "2022-01", "area": "b"},
        {DONE: 3.0, "planned_start": "2022-01"},
    )
    assert list(found["project_id"]) == ["p2", "p1", "p3", "p4", "p5"]
    rates = {"p1": 50.0, "p2": 20.0, "p3": None, "p4": None, "p5": None}
    assert _by_id(found, "completion_rate") == rates
    assert _by_id(found, "pace_gap") == {**rates, "p1": 25.0, "p2": -5.0}
    assert _by_id(found, "remaining_10k_yuan") == {**rates, "p1": 2500.0, "p2": 9600.0}
    late = {"p1": False, "p2": False, "p3": True, "p4": None, "p5": None}
    assert _by_id(found, "late") == late


@pytest.mark.parametrize(
    ("start", "share"),
    [
        ("2021-06", 25.0),
        ("2022-01", 25.0),
        ("2022-02", 200 / 11),
        ("2022-03", 10.0),
        ("2022-04", 0.0),
    ],
)
def test_a_project_that_starts_this_year_has_its_own_time(start: str, share: float) -> None:
    """From March to December are ten months, one of which is gone at the end of March."""
    found = _status({PLAN: 100.0, DONE: 0.0, "planned_start": start, "state": "started"})
    assert found["own_time_share"][0] == pytest.approx(share)
    assert found["own_gap"][0] == pytest.approx(-share)


@pytest.mark.parametrize(
    ("start", "state", "months", "risks"),
    [
        ("2022-03", "not_started", 0, ("late",)),
        ("2022-01-15", "not_started", 2, ("late",)),
        ("2021-12", "not_started", 3, ("long_late",)),
        ("2022-04", "not_started", None, ()),
        ("2022-01", "started", None, ()),
        ("2022-01", "stopped", None, ("stopped",)),
        ("2022-01", None, None, ()),
    ],
)
def test_late_starts_and_how_long(start: str, state: str | None, months: Any, risks: Any) -> None:
    found = _status({"planned_start": start, "state": state})
    assert _by_id(found, "months_late") == {"p1": months}
    assert found["risks"][0] == risks


@pytest.mark.parametrize(
    ("done", "risks"),
    [(15.0, ()), (14.9, ("behind",)), (0.0, ("behind",)), (40.0, ()), (None, ())],
)
def test_behind_is_more_than_the_rule_and_far_behind_is_one_risk(done: Any, risks: Any) -> None:
    found = _status({PLAN: 100.0, DONE: done, "planned_start": "2020-01", "state": "started"})
    assert found["risks"][0] == risks
    later = _status(
        {PLAN: 100.0, DONE: 19.9, "planned_start": "2020-01", "state": "started"}
        | {"period": "2022-06"},
        period=Q2,
    )
    assert later["risks"][0] == ("far_behind",)


def test_a_completed_project_is_never_behind() -> None:
    found = _status({PLAN: 100.0, DONE: 1.0, "planned_start": "2020-01", "state": "completed"})
    assert found["risks"][0] == ()


GOING = {"state": "started", "planned_start": "2021-01", PLAN: 100.0}


@pytest.mark.parametrize(
    ("before", "now", "stalled"),
    [
        ({DONE: 30.0}, {DONE: 30.0}, True),
        ({DONE: 30.0}, {DONE: 30.1}, False),
        ({DONE: 30.0}, {}, None),
        ({}, {DONE: 30.0}, None),
        ({DONE: 30.0, "state": "not_started"}, {DONE: 30.0}, None),
        ({DONE: 30.0}, {DONE: 30.0, "state": "completed"}, None),
    ],
)
def test_stalled_within_a_year_is_an_amount_that_does_not_grow(before, now, stalled) -> None:
    found = _status(
        GOING | {"period": "2022-03", "project_id": "p"} | before,
        GOING | {"period": "2022-06", "project_id": "p"} | now,
        period=Q2,
    )
    assert _by_id(found, "stalled") == {"p": stalled}
    assert ("stalled" in found["risks"][0]) is (stalled is True)
    assert found["previous_period"][0] == "2022-03"


@pytest.mark.parametrize(
    ("done", "words", "stalled"),
    [
        (0.0, "厂房封顶", True),
        (0.0, "设备安装", False),
        (5.0, "厂房封顶", False),
        (0.0, None, None),
    ],
)
def test_over_the_turn_of_the_year_nothing_done_and_the_same_words(done, words, stalled) -> None:
    """Amounts begin anew in January, so 0 after 90 is not a fall."""
    found = _status(
        GOING | {"period": "2021-12", "project_id": "p", DONE: 90.0, "progress": "厂房封顶"},
        GOING | {"project_id": "p", DONE: done, "progress": words},
    )
    assert _by_id(found, "stalled") == {"p": stalled}


def test_last_quarter_is_the_latest_one_and_never_a_later_one() -> None:
    rows = [GOING | {"project_id": "p", "period": period} for period in ("2021-09", "2021-12")]
    rows += [GOING | {"project_id": "p"}, GOING | {"project_id": "p", "period": "2022-06"}]
    rows += [GOING | {"project_id": "p", "area": "b", "period": "2021-12"}]  # another city's p
    found = _status(*rows)
    assert _by_id(found, "previous_period") == {"p": "2021-12"}
    assert len(found) == 1


def test_at_risk_gravest_first_then_the_largest_plan() -> None:
    found = _status(
        {PLAN: 9.0, "planned_start": "2022-01", "state": "not_started"},
        {PLAN: 1.0, "state": "stopped"},
        {PLAN: 2.0, "state": "stopped"},
        {PLAN: 99.0, DONE: 50.0, "state": "started"},
    )
    assert list(projects.at_risk(found)["project_id"]) == ["p3", "p2", "p1"]


def test_the_leader_looks_at_risks_first_and_at_what_is_paired() -> None:
    found = _status(
        {PLAN: 9.0, "state": "started", "name": "甲"},
        {PLAN: 8.0, "state": "stopped", "name": "乙"},
        {PLAN: 7.0, "state": "stopped"},
        {PLAN: 6.0, "state": "started"},
    )
    seen = projects.to_look_at(found, ["甲", "p3"])
    assert list(zip(seen["project_id"], seen["paired"], strict=True)) == [
        ("p3", True),
        ("p2", False),
        ("p1", True),
    ]


def test_the_weightiest_have_a_plan_and_a_share_of_all_plans() -> None:
    found = _status({PLAN: 60.0}, {PLAN: 30.0}, {PLAN: 10.0}, {PLAN: 0.0}, {})
    top = projects.weightiest(found, 2)
    assert list(top["plan_share"]) == [60.0, 30.0]
    assert projects.weightiest(_status({}, {PLAN: 0.0})).empty


@pytest.mark.parametrize(
    ("total", "size"), [(9999.0, 0), (10000.0, 1), (99999.0, 2), (5e6, 3), (None, None)]
)
def test_size_counts_the_bounds_that_the_total_reaches(total: Any, size: Any) -> None:
    """The bounds are 1, 5 and 10 hundred million yuan: 10,000, 50,000 and 100,000 of the form's."""
    found = _status({"total_investment_10k_yuan": total})
    assert _by_id(found, "size") == {"p1": size}


def test_sums_count_amounts_of_one_set_and_name_every_definition() -> None:
    found = _status(
        {PLAN: 12000.0, DONE: 2400.0, "planned_start": "2022-02", "state": "started"},
        {PLAN: 8000.0, "planned_start": "2022-03", "state": "not_started"},
        {PLAN: 4000.0, DONE: 2400.0, "planned_start": "2022-06", "state": "not_started"},
        {"planned_start": "2021-06", "state": "stopped", "technical_upgrade": True},
    )
    (own,) = project_groups.in_all(found, period=Q1).to_dict("records")
    assert pd.isna(own.pop("group"))
    assert own.pop("source_ids") == ("a-form-v1",)  # all stand in one row of one form here
    assert own == {
        "projects": 4,
        "technical_upgrade": 1,
        "due_to_start": 3,
        "started": 2,
        "start_rate": pytest.approx(200 / 3),
        "planned_in_year": 3,
        "started_of_year": 1,
        "start_rate_year": pytest.approx(100 / 3),
        "under_way": 2,
        "start_rate_batch": 50.0,
        "late": 1,
        "stopped": 1,
        "stalled": 0,
        "at_risk": 2,
        "plan_10k_yuan": 16000.0,
        "completed_10k_yuan": 4800.0,
        "counted": 2,
        "completion_rate": 30.0,
        "completion_of_due": 120.0,
        "time_share": 25.0,
        "pace_gap": 5.0,
    }


def test_groups_that_sent_nothing_have_a_row_and_those_without_a_group_come_last() -> None:
    found = _status({"area": "b", "county": "东区", "industry": "steel"}, {"area": "a"})
    areas = project_groups.sums(found, "area", period=Q1, groups=["c", "a", "b"])
    assert list(zip(areas["group"], areas["projects"], strict=True)) == [
        ("c", 0),
        ("a", 1),
        ("b", 1),
    ]
    assert areas.loc[0, ["start_rate", "completion_rate", "plan_10k_yuan"]].isna().all()
    counties = project_groups.sums(found, "county", period=Q1)
    assert list(counties["group"].fillna("-")) == ["东区", "-"]
    divisions = project_groups.sums(found, "division", period=Q1, divisions={"steel": "raw"})
    assert list(divisions["group"].fillna("-")) == ["raw", "-"]


# Amounts to the yuan, as offices count: the rate of a plan of 1e-310 would be no figure at all.
AMOUNTS = st.one_of(st.none(), st.integers(0, 10**10).map(lambda yuan: yuan / 1e4))


@settings(deadline=None, max_examples=20)
@given(
    st.lists(
        st.tuples(st.sampled_from(["甲县", "乙县", None]), AMOUNTS, AMOUNTS),
        max_size=12,
    )
)
@pytest.mark.filterwarnings("error")
def test_groups_add_up_to_all(rows) -> None:
    found = _status(*({"county": c, PLAN: plan, DONE: done} for c, plan, done in rows))
    groups = project_groups.sums(found, "county", period=Q1)
    (total,) = project_groups.in_all(found, period=Q1).to_dict("records")
    for column in ("projects", "counted", "at_risk", "due_to_start"):
        assert groups[column].sum() == total[column]
    for column in ("plan_10k_yuan", "completed_10k_yuan"):
        assert groups[column].sum() == pytest.approx(
            0.0 if pd.isna(total[column]) else total[column]
        )


def test_concentration_is_the_share_of_the_largest() -> None:
    found = _status(*({PLAN: plan} for plan in (50.0, 20.0, 10.0, 10.0, 5.0, 5.0, 0.0)))
    (row,) = project_groups.concentration(found).to_dict("records")
    assert row.pop("source_ids") == ("a-form-v1",)
    assert row == {
        "projects": 6,
        "largest": 5,
        "plan_10k_yuan": 100.0,
        "largest_10k_yuan": 95.0,
        "share": 95.0,
    }


@pytest.mark.filterwarnings("error")
def test_nothing_sent_is_a_result() -> None:
    found = projects.status(contracts.empty("projects"), period=Q1, rules=RULES)
    assert found.empty and projects.at_risk(found).empty and projects.weightiest(found).empty
    assert projects.to_look_at(found, ["x"]).empty
    assert project_groups.sums(found, "county", period=Q1).empty
    (total,) = project_groups.in_all(found, period=Q1).to_dict("records")
    assert total["projects"] == 0 and pd.isna(total["completion_rate"])
    (top,) = project_groups.concentration(found).to_dict("records")
    assert top["largest"] == 0 and pd.isna(top["share"])


def test_only_the_areas_asked_for() -> None:
    table = _projects({"area": "a"}, {"area": "b"})
    found = projects.status(table, period=Q1, rules=RULES, areas=["b"])
    assert list(found["area"]) == ["b"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.integers(0, 5), st.sampled_from(("2021-12", "2022-03"))
        ),
        max_size=12,
        unique=True,
    ),
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True),
)
def test_the_projects_of_some_areas_are_those_of_all_that_are_theirs(rows, areas) -> None:
    made = [
        {
            "area": area, "project_id": f"{area}{number}", "period": period,
            "plan_investment_10k_yuan": 100.0 * (number % 3), "planned_start": "2022-02",
            "completed_investment_10k_yuan": 10.0 * number, "state": "started",
        }
        for area, number, period in rows
    ]  # fmt: skip
    table = _projects(*made)
    every = projects.status(table, period=Q1, rules=RULES)
    expected = every[every["area"].isin(areas)].reset_index(drop=True)
    found = projects.status(table, period=Q1, rules=RULES, areas=areas)
    pd.testing.assert_frame_equal(found, expected)
