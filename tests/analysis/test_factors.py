"""Favourable and unfavourable factors; epidemic state and advice."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu.analysis import advice, factors
from diaodu.periods import Period
from diaodu.rules import EpidemicState
from judged import firm, note, project, reading

Q1 = Period(2022, 3)
IVA, POWER = "iva", "power"


def found(evidence: Any, figures: Any = (), aims: Any = (), **tables: Any) -> pd.DataFrame:
    return factors.factors(
        evidence(figures, aims, **tables),
        area="jia",
        period=Q1,
        indicators=[IVA, POWER],
        headline=IVA,
    )


def test_a_rate_against_its_target_and_without_one_against_the_point_before(
    evidence: Any, make: Any
) -> None:
    figures = [
        ("jia", "2022-03", IVA, "5.0"),
        ("jia", "2022-02", IVA, "1.0"),
        ("jia", "2022-03", POWER, "8.0"),
        ("jia", "2022-02", POWER, "6.5"),
    ]
    rows = found(evidence, figures, [("jia", 2022, IVA, 6.0)])
    assert make.rows(rows, "side", "code", "indicator", "gap", "reference", "period") == [
        ("favourable", "pace", POWER, 1.5, 6.5, "2022-02"),
        ("unfavourable", "target", IVA, -1.0, 6.0, None),
    ]


def test_no_gap_is_no_factor_and_a_point_of_last_year_is_no_pace(evidence: Any) -> None:
    figures = [
        ("jia", "2022-03", IVA, "6.0"),
        ("jia", "2022-03", POWER, "8.0"),
        ("jia", "2021-09", POWER, "6.5"),
    ]
    assert found(evidence, figures, [("jia", 2022, IVA, 6.0)]).empty


def test_industries_against_all_industry(evidence: Any, make: Any) -> None:
    figures = [
        ("jia", "2022-03", IVA, "6.0"),
        ("jia", "2022-03", IVA, "9.0", {"industry": "steel"}),
        ("jia", "2022-03", IVA, "2.0", {"industry": "food"}),
    ]
    rows = found(evidence, figures)
    assert make.rows(rows, "side", "industry", "gap") == [
        ("favourable", "steel", 3.0),
        ("unfavourable", "food", -4.0),
    ]


def test_the_enterprises_that_add_and_take_most(evidence: Any, make: Any) -> None:
    outputs = {"a": (110.0, 10.0), "b": (80.0, -20.0), "c": (200.0, 100.0), "d": (5.0, 0.0)}
    firms = [firm(n, g) | {"output_10k_yuan": o} for n, (o, g) in outputs.items()]
    rows = found(evidence, enterprises=[*firms, firm("e", 50.0)])  # e: no output
    assert make.rows(rows, "side", "enterprise", "value") == [
        ("favourable", "c", 100.0),
        ("favourable", "a", 10.0),
        ("unfavourable", "b", -20.0),
    ]
    assert rows["gap"].tolist() == pytest.approx([100.0, 10.0, -20.0])


@settings(deadline=None)
@given(st.floats(1, 1e6), st.floats(-99, 500))
def test_the_increase_is_what_the_growth_says(before: float, growth: float) -> None:
    """before × (1 + g) − increase = before."""
    output = before * (1 + growth / 100)
    added = factors.increase(pd.Series([output]), pd.Series([growth])).iloc[0]
    assert output - added == pytest.approx(before, rel=1e-6)


def test_no_earlier_output_no_increase() -> None:
    growth = pd.Series([-100.0, -150.0, None, 10.0])
    output = pd.Series([0.0, 5.0, 5.0, None])
    assert factors.increase(output, growth).isna().all()


def test_what_was_written_severe_first_and_as_it_was_read(evidence: Any, make: Any) -> None:
    notes = [
        note(1, text="low"),
        note(2, text="high"),
        note(3, text="closed", state="closed"),
        note(4, text="good", section="support"),
        note(5, text="read as good"),
        note(6, text="of another area", area="yi"),
        note(7, text="of last quarter", period="2021-12"),
    ]
    readings = [
        reading(1, severity="low"),
        reading(2, severity="high"),
        reading(5, direction="favourable"),
    ]
    given = evidence(notes=notes, readings=readings)
    rows = factors.factors(given, area="jia", period=Q1, indicators=[], headline=IVA)
    assert make.rows(rows, "side", "text", "severity") == [
        ("favourable", "read as good", "medium"),
        ("favourable", "good", None),
        ("unfavourable", "high", "high"),
        ("unfavourable", "low", "low"),
    ]


def test_an_area_of_which_nothing_is_known_has_no_factors(evidence: Any) -> None:
    assert found(evidence).empty


FACT = {
    "fact_id": "f1",
    "area": "jia",
    "topic": "epidemic",
    "aspect": "event",
    "text_zh": "事实",
    "text_en": "fact",
    "source_id": "press-1",
    "locator": "facts.csv!row 2",
    "origin": "published",
}
STATES = {
    "jia": EpidemicState(state="active", origin="published", facts=("f1",)),
    "yi": EpidemicState(state="none", origin="illustrative"),
    "bing": EpidemicState(state="cleared", origin="published", facts=("f1",)),  # not its fact
}


def test_the_state_names_its_source_and_splits_the_advice(evidence: Any, make: Any) -> None:
    given = evidence(facts=[FACT])
    asked = advice.advice(given, STATES, areas=["jia", "yi", "bing", "ding"], period=Q1)
    assert make.rows(asked, "area", "state", "origin", "source_ids", "advice", "absent") == [
        ("jia", "active", "published", ("press-1",), "keep_running", None),
        ("yi", "none", "illustrative", (), "supply_more", None),
        ("bing", "unknown", None, (), None, "no_fact"),
        ("ding", "unknown", None, (), None, "not_given"),
    ]


def test_the_advice_starts_from_the_figures(evidence: Any) -> None:
    sizes = {"a": (10.0, -1.0), "b": (30.0, 2.0), "c": (20.0, 0.0), "d": (None, 5.0)}
    firms = [firm(n, g) | {"output_10k_yuan": o} for n, (o, g) in sizes.items()]
    amounts = {"plan_investment_10k_yuan": 100.0, "completed_investment_10k_yuan": 30.0}
    projects = [
        project(1, state="stopped", **amounts),
        project(2, state="not_started", planned_start="2022-02", plan_investment_10k_yuan=50.0),
        project(3, state="not_started", planned_start="2022-09", **amounts),
        project(4, state="started", **amounts),
    ]
    given = evidence(enterprises=firms, projects=projects, facts=[FACT])
    row = advice.advice(given, STATES, areas=["jia"], period=Q1, most=2).iloc[0]
    assert (row["firms"], row["firms_rising"], row["firms_falling"]) == (4, 2, 1)
    assert row["largest"] == ("b", "c")
    assert (row["projects"], row["stopped"], row["late"]) == (4, 1, 1)
    assert row["remaining_10k_yuan"] == 70.0
    bare = advice.advice(evidence(facts=[FACT]), STATES, areas=["jia"], period=Q1).iloc[0]
    assert (bare["firms"], bare["largest"]) == (0, ())
    assert pd.isna(bare["remaining_10k_yuan"])
