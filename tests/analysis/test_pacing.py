"""Growth still needed, and amounts against the time gone by."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu import contracts
from diaodu.analysis import pacing
from diaodu.periods import Period


def test_rest_of_a_quarter_in_guangyuan():
    """9.5 % in two of three months; with 10 % as the aim March must reach 11 %."""
    assert pacing.required_rest(10.0, 9.5, 2 / 3) == pytest.approx(11.0)


@pytest.mark.parametrize(
    ("target", "ytd", "share", "rest"),
    [(5.5, 7.5, 0.25, 29 / 6), (5.5, 5.5, 0.9, 5.5), (6.0, -2.0, 0.5, 14.0), (5.0, 80.0, 0.0, 5.0)],
)
def test_required_rest(target, ytd, share, rest):
    assert pacing.required_rest(target, ytd, share) == pytest.approx(rest)


@pytest.mark.parametrize("share", [1.0, 1.2, -0.1, float("nan")])
def test_without_a_rest_of_the_year_nothing_can_be_required(share):
    with pytest.raises(ValueError, match="expected 0 ≤ share < 1"):
        pacing.required_rest(5.0, 4.0, share)


def test_year_growth_refuses_a_share_that_is_none():
    with pytest.raises(ValueError, match="expected 0 ≤ share ≤ 1"):
        pacing.year_growth(5.0, 4.0, 1.01)


rates = st.floats(-90, 200)


@given(rates, rates, st.floats(0, 0.95))
def test_the_required_rest_leads_to_the_target(target, ytd, share):
    rest = pacing.required_rest(target, ytd, share)
    assert pacing.year_growth(ytd, rest, share) == pytest.approx(target, abs=1e-6)


@given(rates, st.floats(0.01, 0.95), st.floats(1, 1e5), st.floats(1, 1e5))
def test_year_growth_is_that_of_the_levels(ytd, share, whole, rest_now):
    """w as the share of last year's level: the rule holds exactly on levels."""
    before, rest_before = whole * share, whole * (1 - share)
    now = before * (1 + ytd / 100) + rest_now
    rest = 100 * (rest_now / rest_before - 1)
    assert pacing.year_growth(ytd, rest, share) == pytest.approx(100 * (now / whole - 1), abs=1e-6)


@pytest.mark.parametrize(
    ("completed", "plan", "elapsed", "gap"),
    [
        pytest.param(65.4, 100.0, 7 / 12, 7.1, id="Handan, January to July 2013"),
        pytest.param(30.90, 100.0, 0.25, 5.9, id="Jiangmen, first quarter 2021"),
        pytest.param(3071.0, 4779.0, 7 / 12, 5.9, id="Hebei, January to July 2022"),
        pytest.param(10.0, 100.0, 0.25, -15.0, id="behind"),
    ],
)
def test_amount_gap(completed, plan, elapsed, gap):
    assert round(pacing.amount_gap(completed, plan, elapsed), 1) == gap


@pytest.mark.parametrize(("completed", "plan"), [(1.0, 0.0), (1.0, float("nan")), (None, 5.0)])
def test_no_gap_without_both_amounts(completed, plan):
    value = float("nan") if completed is None else completed
    assert pd.isna(pacing.amount_gap(value, plan, 0.25))


# Shijiazhuang's projects of the first-quarter start, and Hebei's large ones, as published in 2022.
def amount(fact_id, area, subject, measure, first, last, value, **rest):
    aspect = "plan" if measure == "planned_investment" else "result"
    cells = {"topic": "project_start", "aspect": aspect, "subject": subject, "measure": measure}
    cells |= {"value": value, "unit": "100m_yuan", **rest}
    return (fact_id, area, first, last, cells)


PLAN, DONE = "planned_investment", "completed_investment"
FACTS = [
    amount("f1", "p", "large", PLAN, "2022-01", "2022-07", 4779.0),
    amount("f2", "p", "large", DONE, "2022-01", "2022-07", 3071.0),
    amount("f3", "s", "start", PLAN, "2022-01", "2022-03", 341.5),
    amount("f4", "s", "start", "total_investment", "2022-01", "2022-03", 949.0),
    amount("f5", "s", "start", DONE, "2022-01", "2022-04", 208.4, source_id="reprint-1"),
    amount("f6", "s", "key", PLAN, "2022-01", "2022-12", 1100.0),
    amount("f7", "s", "key", DONE, "2021-01", "2021-12", 900.0),
    amount("f8", "s", "batch 1", "project_count", "2022-01", "2022-03", 469.0, unit="projects"),
    amount("f9", "s", None, PLAN, "2022-01", "2022-12", 5.0),
]


def pace(make, rows, period, areas=("s", "p")):
    facts = make.facts(*rows) if rows else contracts.empty("facts")
    return pacing.investment_pace(facts, areas=areas, period=period)


def test_pace_of_the_first_quarter_has_plans_but_no_amounts_yet(make):
    found = pace(make, FACTS, Period(2022, 3))
    columns = ("area", "subject", "planned", "completed", "completed_period", "completion_rate")
    assert make.rows(found, *columns, "time_share", "pace_gap", "due_by_now") == [
        ("s", "start", 341.5, None, None, None, 25.0, None, 85.375),
        ("s", "key", 1100.0, None, None, None, 25.0, None, 275.0),
    ]
    assert make.rows(found, "plan_source_ids", "completed_source_ids", "text_zh") == [
        (("press-1",), (), "事实f3"),
        (("press-1",), (), "事实f6"),
    ]


def test_pace_of_the_half_year_is_measured_when_the_amount_was(make):
    """208.4 of 341.5 by April: 61.0 % (printed 61 %) against 4 of 12 months."""
    found = pace(make, FACTS, Period(2022, 6), areas=["s"])
    first = found.iloc[[0]].round(1)
    columns = ("completed", "completed_period", "completion_rate", "time_share", "pace_gap")
    assert make.rows(first, *columns, "due_by_now", "completed_source_ids") == [
        (208.4, "2022-04", 61.0, 33.3, 27.7, 170.8, ("reprint-1",))
    ]


def test_the_latest_amount_counts_and_money_is_converted(make):
    found = pace(
        make,
        [
            amount("f1", "p", "large", PLAN, "2022-01", "2022-12", 4.779e7, unit="10k_yuan"),
            amount("f2", "p", "large", DONE, "2022-01", "2022-04", 1500.0),
            amount("f3", "p", "large", DONE, "2022-01", "2022-07", 3071.0),
            amount("f4", "p", "large", DONE, "2022-01", "2022-10", 4000.0),
        ],
        Period(2022, 9),
    )
    rounded = found.round(2)
    assert make.rows(rounded, "planned", "completed", "completion_rate", "pace_gap") == [
        (4779.0, 3071.0, 64.26, 5.93)
    ]
    assert found.loc[0, "completed_others"] == ()


def test_plans_that_differ_are_both_there(make):
    found = pace(
        make,
        [
            amount("f1", "p", "x", PLAN, "2022-01", "2022-12", 10.0, source_id="press-1"),
            amount("f2", "p", "x", PLAN, "2022-01", "2022-12", 12.0, source_id="press-2"),
            amount("f3", "p", "x", PLAN, "2022-01", "2022-12", 10.0, source_id="press-3"),
            amount("f4", "p", "x", DONE, "2022-01", "2022-03", 2.0, source_id="press-1"),
            amount("f5", "p", "x", DONE, "2022-01", "2022-03", 2.5, source_id="press-2"),
        ],
        Period(2022, 3),
    )
    assert make.rows(found, "planned", "plan_source_ids", "plan_others", "completed_others") == [
        (10.0, ("press-1", "press-3"), ((12.0, ("press-2",)),), ((2.5, ("press-2",)),))
    ]


def test_no_facts_no_pace(make):
    bare = pace(make, [], Period(2022, 3))
    assert bare.empty
    assert bare.dtypes.equals(pace(make, FACTS, Period(2022, 3)).dtypes)
