"""Periods: the two forms that our files use, their order, and what is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.periods import Period

PERIODS = st.builds(Period, st.integers(1900, 2200), st.integers(1, 12))


@pytest.mark.parametrize(
    ("written", "year", "month"),
    [
        ("2022Q1", 2022, 3),
        ("2022q2", 2022, 6),
        ("2022 Q4", 2022, 12),
        ("2022-05", 2022, 5),
        (" 2022-12 ", 2022, 12),
    ],
)
def test_both_forms_are_read(written, year, month) -> None:
    assert Period.parse(written) == Period(year, month)


@pytest.mark.parametrize(
    "written",
    [
        *("", "2022", "2022Q0", "2022Q5", "2022Q", "Q1", "22Q1", "2022-13", "2022-00", "2022-5"),
        *("2022年一季度", "2022-03-01", "2022Q1x", "２０２２Q1", "٢٠٢٢-03", "2022-03\n2022-04"),
    ],
)
def test_anything_else_is_refused_and_shown(written) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(written))):
        Period.parse(written)


@pytest.mark.parametrize(("year", "month"), [(2022, 0), (2022, 13), (1899, 1), (2201, 1)])
def test_no_period_outside_the_calendar(year, month) -> None:
    with pytest.raises(ValueError, match=f"year {year}, month {month}"):
        Period(year, month)


@given(PERIODS)
def test_a_period_is_what_it_is_written_as(period) -> None:
    assert Period.parse(str(period)) == period
    if period.closes_quarter:
        assert Period.parse(f"{period.year}Q{period.quarter}") == period


@given(PERIODS, PERIODS)
def test_order_is_that_of_time_and_of_the_text(one, other) -> None:
    assert (one < other) == (str(one) < str(other))
    assert (one >= other) == (str(one) >= str(other))


def test_quarter_and_share_of_the_year() -> None:
    assert [Period(2022, month).quarter for month in range(1, 13)] == [
        *(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)
    ]
    closing = [month for month in range(1, 13) if Period(2022, month).closes_quarter]
    assert closing == [3, 6, 9, 12]
    assert Period(2022, 3).elapsed_share == 0.25
    assert Period(2022, 12).elapsed_share == 1


def test_the_year_before_is_the_same_stretch() -> None:
    assert Period.parse("2022Q2").shift_years(-1) == Period(2021, 6)


def test_a_period_does_not_change() -> None:
    with pytest.raises(AttributeError):
        Period(2022, 3).month = 4  # type: ignore[misc]
