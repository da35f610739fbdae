"""What the target needs of the rest of the year, and from when it is out of reach."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu.analysis import growth, reach
from diaodu.periods import Period

Q1 = Period(2022, 3)
REPORTED = {"source_id": "submission-1", "origin": "submitted"}
EXPECTED = {"status": "expected", **REPORTED}


def need(make, *rows, targets=(), period=Q1, stage="actual", indicators=("iva",), **share):
    settled = make.settled(*rows)
    table = growth.indicator_table(
        settled,
        make.targets(*targets),
        area="a",
        province="p",
        peers=["a"],
        period=period,
        indicators=list(indicators),
        kinds={"iva": "growth", "inv": "growth", "gdp": "level"},
        stage=stage,
    )
    return reach.needed(table, period=period, elapsed_share=share)


def test_the_rest_of_the_year_for_what_is_expected(make):
    """(6.5 − ¼ × 3.9) ÷ ¾ = 7.37 %."""
    table = need(
        make,
        ("a", "2022-03", "iva", "3.9", EXPECTED),
        targets=[("a", 2022, "iva", 6.5)],
        stage="expected",
    )
    assert table["rest_growth"].tolist() == [pytest.approx(7.366667)]
    assert make.rows(table, "share", "share_assumed", "gap", "absent") == [(0.25, True, -2.6, None)]


def test_every_growth_has_a_row_that_says_why_there_is_nothing(make):
    rows = (("a", "2022-03", "iva", "3.9"), ("a", "2022-03", "gdp", "9", {"unit": "100m_yuan"}))
    table = need(make, *rows, targets=[("a", 2022, "inv", 10.0)], indicators=("inv", "gdp", "iva"))
    assert make.rows(table, "indicator", "rest_growth", "absent") == [
        ("inv", None, "no_figure"),
        ("iva", None, "no_target"),
    ]


def test_there_is_no_rest_after_december_or_a_share_of_one(make):
    rows = [("a", "2022-12", "iva", "3.9")]
    targets = [("a", 2022, "iva", 6.5)]
    december = need(make, *rows, targets=targets, period=Period(2022, 12))
    assert make.rows(december, "rest_growth", "absent") == [(None, "year_over")]
    whole = need(make, ("a", "2022-03", "iva", "3.9"), targets=targets, iva=1.0)
    assert make.rows(whole, "rest_growth", "absent") == [(None, "year_over")]


def outlook(**row):
    return pd.DataFrame([{"indicator": "iva", "of": "rest", "low": None, "high": None, **row}])


TARGET = [("a", 2022, "iva", 6.0)]
FIGURE = ("a", "2022-03", "iva", "4.0")


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        ({"value": 8.0}, (8.0, 7.0, 1.0, "yes")),  # ¼ × 4 + ¾ × 8 = 7
        ({"value": 6.0, "low": 5.0, "high": 8.0}, (6.0, 5.5, -0.5, "open")),
        ({"value": 4.0, "low": 2.0, "high": 6.0}, (4.0, 4.0, -2.0, "no")),
        ({"value": 7.0, "of": "year"}, (8.0, 7.0, 1.0, "yes")),
        ({"value": None}, (None, None, None, None)),
    ],
)
def test_the_year_if_its_rest_runs_as_the_outlook_says(make, ahead, expected):
    table = reach.outcome(need(make, FIGURE, targets=TARGET), outlook(**ahead))
    found = make.rows(table, "rest", "year", "gap", "meets")[0]
    assert found == tuple(pytest.approx(c) if isinstance(c, float) else c for c in expected)


def test_why_the_year_cannot_be_said(make):
    nothing = outlook(value=5.0).iloc[:0]
    table = reach.outcome(need(make, FIGURE, targets=TARGET), nothing)
    assert make.rows(table, "year", "absent") == [(None, "no_outlook")]
    without = reach.outcome(need(make, targets=TARGET), outlook(value=5.0))
    assert make.rows(without, "year", "absent") == [(None, "no_figure")]
    untargeted = reach.outcome(need(make, FIGURE), outlook(value=8.0))
    assert make.rows(untargeted, "year", "gap", "meets", "absent") == [
        (7.0, None, None, "no_target")
    ]


def past(*rates, year=2019):
    return [("a", f"{year}-{month:02}", "iva", rate) for month, rate in enumerate(rates, start=2)]


def the_limit(make, *rows, **rest):
    return reach.limit(make.settled(*rows), area="a", indicator="iva", period=Q1, **rest)


COLUMNS = ("limit", "limit_from", "limit_period", "points", "absent")


def test_the_limit_is_the_highest_published_rate_of_a_fair_year(make):
    rows = [*past("5.0", "8.1", "7.0", "6.0"), *past("20.0", year=2021), FIGURE]
    table = the_limit(make, *rows, distorted=(2021,))
    assert make.rows(table, *COLUMNS) == [(8.1, "past", "2019-03", 4, None)]


def test_three_rates_are_too_few_unless_the_file_says_a_limit(make):
    rows = past("5.0", "8.1", "7.0")
    assert make.rows(the_limit(make, *rows), *COLUMNS) == [(None, None, None, 3, "no_history")]
    assert make.rows(the_limit(make, *rows, given=9.0), *COLUMNS)[0][:2] == (9.0, "given")


def by_month(make, *rows, target=6.5, limit=9.0, period=Q1, **rest):
    return reach.months(
        make.settled(*rows),
        area="a",
        indicator="iva",
        period=period,
        target=target,
        limit=limit,
        **rest,
    )


def test_at_this_pace_the_target_is_out_of_reach_from_june(make):
    """At 3.9 %: May needs (6.5 − 5⁄12 × 3.9) ÷ 7⁄12 = 8.36 %, June 2 × 6.5 − 3.9 = 9.1 %."""
    rows = [("a", "2022-02", "iva", "6.9", REPORTED), ("a", "2022-03", "iva", "3.9", EXPECTED)]
    table = by_month(make, *rows, stage="expected")
    assert table["period"].tolist() == [f"2022-{month:02}" for month in range(2, 12)]
    assert make.rows(table, "known", "value")[:3] == [(True, 6.9), (True, 3.9), (False, 3.9)]
    assert table.loc[table["first"], "period"].tolist() == ["2022-06"]
    assert table["rest_growth"].tolist()[3:5] == [pytest.approx(8.357143), pytest.approx(9.1)]


def test_a_path_that_comes_back_was_not_out_of_reach(make):
    rows = [("a", "2022-02", "iva", "-20.0"), ("a", "2022-03", "iva", "7.0")]
    table = by_month(make, *rows)
    assert make.rows(table, "beyond")[:2] == [(True,), (False,)]
    assert not table["first"].any()


def test_a_path_already_beyond(make):
    rows = [("a", "2022-08", "iva", "2.0"), ("a", "2022-09", "iva", "1.0")]
    table = by_month(make, *rows, period=Period(2022, 9))
    assert table.loc[table["first"], "period"].tolist() == ["2022-08"]


def test_given_shares_of_the_year_are_used(make):
    table = by_month(make, ("a", "2022-03", "iva", "3.5"), elapsed_share={3: 0.2})
    assert table["rest_growth"].iloc[0] == pytest.approx((6.5 - 0.7) / 0.8)


@pytest.mark.parametrize(
    ("target", "limit", "why"), [(math.nan, 9.0, "no_target"), (6.5, math.nan, "no_history")]
)
def test_without_target_or_limit_nothing_is_out_of_reach(make, target, limit, why):
    table = by_month(make, FIGURE, target=target, limit=limit)
    assert set(table["absent"]) == {why}
    assert table["beyond"].isna().all()
    assert not table["first"].any()


def test_an_area_without_a_figure(make):
    assert make.rows(by_month(make), "period", "known", "absent") == [
        ("2022-03", False, "no_figure")
    ]


def test_december_leaves_no_rest(make):
    rows = [("a", "2022-11", "iva", "1.0"), ("a", "2022-12", "iva", "1.0")]
    assert by_month(make, *rows, period=Period(2022, 12))["period"].tolist() == ["2022-11"]


@settings(deadline=None, max_examples=25)  # contracts are checked each time
@given(st.integers(1, 11), st.integers(-300, 300), st.integers(0, 200), st.integers(1, 100))
def test_needed_growth_and_outlook_are_each_others_inverse(make, month, rate, target, year):
    settled = [("a", f"2022-{month:02}", "iva", f"{rate / 10:.1f}")]
    period = Period(2022, month)
    table = need(make, *settled, targets=[("a", 2022, "iva", target / 10)], period=period)
    rest = table["rest_growth"].iloc[0]
    met = reach.outcome(table, outlook(value=rest))
    assert met["gap"].iloc[0] == pytest.approx(0, abs=1e-8)
    back = reach.outcome(table, outlook(value=year / 10, of="year"))
    again = reach.outcome(table, outlook(value=back["rest"].iloc[0]))
    assert again["year"].iloc[0] == pytest.approx(year / 10)


def several(make, period):
    month = str(period)
    names = {
        "iva": "growth",
        "gdp": "growth",
        "profit": "growth",
        "sales": "growth",
        "lvl": "level",
    }
    return growth.indicator_table(
        make.settled(
            ("p", month, "iva", "7.5"),
            ("p", month, "gdp", "5.2"),
            ("p", month, "profit", "3.0"),
            ("p", month, "lvl", "100", {"unit": "100m_yuan"}),
        ),
        make.targets(
            ("p", 2022, "iva", 6.0, {"wording": "between", "low": 5.5, "high": 6.5}),
            ("p", 2022, "gdp", 6.0),
            ("p", 2022, "sales", 7.0),
            ("p", 2022, "lvl", 500.0, {"unit": "100m_yuan"}),
        ),
        area="p",
        province="p",
        peers=[],
        period=period,
        indicators=list(names),
        kinds=names,
    )


def test_shares_are_given_or_assumed_and_targets_compared_with_their_low_end(make):
    """(5.5 − ¼ × 7.5) ÷ ¾ = 4.83; (6 − 0.2 × 5.2) ÷ 0.8 = 6.2."""
    shares = {"gdp": 0.2, "sales": 0.3}
    found = reach.needed(several(make, Q1), period=Q1, elapsed_share=shares)
    found["rest_growth"] = found["rest_growth"].round(4)
    columns = ("indicator", "target", "share", "share_assumed", "rest_growth", "absent")
    assert make.rows(found, *columns) == [
        ("iva", 5.5, 0.25, True, 4.8333, None),
        ("gdp", 6.0, 0.2, False, 6.2, None),
        ("profit", None, 0.25, True, None, "no_target"),
        ("sales", 7.0, 0.3, False, None, "no_figure"),
    ]
