"""The same quarter of the last years, and averages over distorted bases."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu.analysis import growth, history
from diaodu.periods import Period

Q1 = Period(2022, 3)
REPORTED = {"source_id": "submission-1", "origin": "submitted"}
EXPECTED = {"status": "expected", **REPORTED}
DISTORTED = (2020, 2021)


def same(make, *rows, period=Q1, **rest):
    return history.same_quarters(
        make.settled(*rows), area="a", province="p", indicator="iva", period=period, **rest
    )


def test_each_year_with_its_gaps(make):
    table = same(
        make,
        ("a", "2022-03", "iva", "3.9", EXPECTED),
        ("a", "2021-03", "iva", "15.3", REPORTED),
        ("a", "2019-03", "iva", "6.0"),
        ("p", "2019-03", "iva", "7.5"),
        ("p", "2022-03", "iva", "5.8"),
        stage="expected",
        years=3,
        distorted=DISTORTED,
    )
    columns = ("year", "stage", "value", "gap", "gap_province", "distorted", "absent")
    assert make.rows(table, *columns) == [
        (2022, "expected", 3.9, None, None, False, None),
        (2021, "reported", 15.3, -11.4, None, True, None),
        (2020, "actual", None, None, None, True, "no_figure"),
        (2019, "actual", 6.0, -2.1, -1.5, False, None),
    ]


def test_a_published_figure_goes_before_a_reported_one(make):
    rows = (("a", "2021-03", "iva", "15.3", REPORTED), ("a", "2021-03", "iva", "15.1"))
    assert make.rows(same(make, *rows, years=1), "stage", "value")[1] == ("actual", 15.1)


def test_the_usual_quarter_leaves_distorted_years_out(make):
    """2019: 6.0, 2018: 8.0 and 2017: 7.0; 2021 does not count. The median is 7.0."""
    rows = [("a", f"{year}-03", "iva", rate) for year, rate in {
        2022: "5.0", 2021: "17.0", 2019: "6.0", 2018: "8.0", 2017: "7.0"}.items()]  # fmt: skip
    usual = history.usual(same(make, *rows, distorted=DISTORTED))
    assert make.rows(usual, "years", "usual", "gap", "absent") == [
        ((2019, 2018, 2017), 7.0, -2.0, None)
    ]


def test_one_year_is_no_usual_year(make):
    rows = (("a", "2022-03", "iva", "5.0"), ("a", "2019-03", "iva", "6.0"))
    usual = history.usual(same(make, *rows))
    assert make.rows(usual, "usual", "gap", "absent") == [(None, None, "no_history")]
    nothing = history.usual(same(make))
    assert make.rows(nothing, "usual", "absent") == [(None, "no_figure")]


def test_two_year_average_of_hebei(make):
    """First quarter of 2021: 17.6 % after −4.8 %; the province published 5.8 %."""
    rows = (("a", "2021-03", "iva", "17.6"), ("a", "2020-03", "iva", "-4.8"))
    table = same(make, *rows, period=Period(2021, 3), distorted=DISTORTED)
    found = history.averages(table, distorted=DISTORTED)
    assert found["value"].round(1).tolist() == [5.8]
    assert make.rows(found, "years", "base_year", "base_distorted", "absent") == [
        (2, 2019, False, None)
    ]


def test_a_year_after_a_rebound_goes_back_to_the_last_fair_base(make):
    """2022 on 2021 on 2020: two years begin from 2020, itself distorted; three from 2019."""
    rows = (("a", "2022-03", "iva", "5.8"), ("a", "2021-03", "iva", "17.6"))
    found = history.averages(same(make, *rows), distorted=DISTORTED)
    assert make.rows(found, "years", "base_year", "base_distorted", "unknown", "absent") == [
        (2, 2020, True, (), None),
        (3, 2019, False, (2020,), "no_figure"),
    ]
    assert found["value"].tolist() == [
        pytest.approx(11.5440, abs=1e-4),
        pytest.approx(math.nan, nan_ok=True),
    ]


def test_no_average_where_last_year_was_a_fair_base(make):
    rows = (("a", "2022-03", "iva", "5.8"), ("a", "2021-03", "iva", "17.6"))
    assert history.averages(same(make, *rows), distorted=(2019,)).empty


@pytest.mark.parametrize("rates", [[], [math.nan, 1.0], [-100.5, 1.0]])
def test_no_average_of_what_is_not_there(rates):
    assert math.isnan(history.average(rates))


@settings(deadline=None, max_examples=25)  # contracts are checked each time
@given(st.floats(-99, 200), st.floats(-99, 200))
def test_two_years_are_the_official_average(first, second):
    official = growth.two_year_average(pd.Series([first]), pd.Series([second]))[0]
    assert history.average([first, second]) == pytest.approx(official)


@settings(deadline=None, max_examples=25)  # contracts are checked each time
@given(st.lists(st.floats(-50, 100), min_size=1, max_size=4))
def test_the_average_gives_the_same_level(rates):
    level = math.prod(1 + rate / 100 for rate in rates)
    assert (1 + history.average(rates) / 100) ** len(rates) == pytest.approx(level)
