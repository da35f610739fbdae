"""Amounts against time and against the usual path."""

import math

import pandas as pd
import pytest

from diaodu.analysis import usual
from diaodu.errors import ContractError
from diaodu.periods import Period

Q1 = Period(2022, 3)


def amounts(**by_period):
    rows = [(key[1:].replace("_", "-"), value) for key, value in by_period.items()]
    return pd.DataFrame(rows, columns=["period", "value"])


PAST = amounts(p2021_03=15.0, p2021_12=100.0, p2020_03=9.0, p2020_12=90.0, p2019_03=20.0)


def test_the_share_reached_by_then_in_each_year(make):
    table = usual.shares(PAST, period=Q1)
    assert make.rows(table, "year", "share", "absent") == [
        (2021, 15.0, None),
        (2020, 10.0, None),
        (2019, None, "no_past_amounts"),
    ]


@pytest.mark.parametrize("whole", [0.0, -5.0])
def test_a_year_without_a_positive_amount_has_no_share(make, whole):
    table = usual.shares(amounts(p2021_03=1.0, p2021_12=whole), period=Q1, years=1)
    assert make.rows(table, "share", "absent") == [(None, "base_not_positive")]
    pace = usual.pace(100.0, 10.0, period=Q1, past=table)
    assert make.rows(pace, "gap_usual", "usual_absent") == [(None, "base_not_positive")]


def test_behind_time_but_ahead_of_a_slow_winter(make):
    """14 of 100 by March: 11 points behind even time, 1.5 ahead of the usual 12.5 %."""
    table = usual.pace(100.0, 14.0, period=Q1, past=usual.shares(PAST, period=Q1))
    columns = ("gap_time", "usual_share", "usual_low", "usual_high", "usual_years", "gap_usual")
    assert make.rows(table, *columns) == [(-11.0, 12.5, 10.0, 15.0, (2020, 2021), 1.5)]
    assert table["monthly_so_far"].tolist() == [pytest.approx(14 / 3)]
    assert table["monthly_needed"].tolist() == [pytest.approx(86 / 9)]


@pytest.mark.parametrize(
    ("planned", "completed", "why"),
    [
        (math.nan, 5.0, "no_plan"),
        (0.0, 5.0, "base_not_positive"),
        (-1.0, 5.0, "base_not_positive"),
        (10.0, math.nan, "no_figure"),
    ],
)
def test_why_nothing_can_be_said(make, planned, completed, why):
    table = usual.pace(planned, completed, period=Q1)
    found = make.rows(table, "completion_rate", "gap_time", "monthly_needed", "absent")
    assert found == [(None, None, None, why)]
    assert table["usual_absent"].tolist() == ["no_past_amounts"]


def test_a_plan_that_is_met_needs_no_more(make):
    assert usual.pace(10.0, 12.0, period=Q1)["monthly_needed"].tolist() == [0.0]


def test_december_has_no_rest(make):
    assert usual.pace(10.0, 8.0, period=Period(2022, 12))["monthly_needed"].isna().all()


def test_levels_of_an_indicator_make_a_usual_path(make):
    level = {"unit": "100m_yuan"}
    settled = make.settled(
        ("a", "2021-03", "gdp", "20", level), ("a", "2021-12", "gdp", "100", level)
    )
    past = usual.shares(usual.levels(settled, area="a", indicator="gdp"), period=Q1, years=1)
    assert past["share"].tolist() == [20.0]
    assert usual.levels(settled, area="b", indicator="gdp").empty


def test_rates_are_refused(make):
    settled = make.settled(("a", "2021-03", "iva", "20"))
    with pytest.raises(ContractError, match="iva: found figures in percent; expected levels"):
        usual.levels(settled, area="a", indicator="iva")
