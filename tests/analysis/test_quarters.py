"""Single quarters from cumulative levels, and never from rates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu.analysis.quarters import single_quarters
from diaodu.errors import ContractError
from diaodu.periods import Period

LEVEL = {"unit": "100m_yuan"}


def quarters(make, *levels, period="2022-12", **rest):
    rows = [
        ("a", when, "gdp", printed, {**LEVEL, **(more[0] if more else {})})
        for when, printed, *more in levels
    ]
    return single_quarters(
        make.settled(*rows),
        area="a",
        indicator="gdp",
        period=Period.parse(period),
        first_year=2022,
        **rest,
    )


def test_each_quarter_is_what_the_level_grew_by(make):
    table = quarters(make, ("2022-03", "100.5"), ("2022-06", "230.7"), ("2022-12", "500"))
    assert make.rows(table, "period", "value", "absent") == [
        ("2022-03", 100.5, None),
        ("2022-06", 130.2, None),
        ("2022-09", None, "no_figure"),
        ("2022-12", None, "no_before"),
    ]


def test_the_year_begins_anew_and_the_future_is_left_out(make):
    table = quarters(
        make, ("2021-12", "900"), ("2022-03", "100"), ("2022-06", "250"), period="2022-03"
    )
    assert make.rows(table, "period", "value") == [("2022-03", 100.0)]


def test_a_level_that_was_revised_down_gives_a_negative_quarter(make):
    assert quarters(make, ("2022-03", "100"), ("2022-06", "90"))["value"].tolist()[:2] == [100, -10]


def test_stages_are_not_mixed(make):
    sent = {"status": "expected", "source_id": "submission-1", "origin": "submitted"}
    table = quarters(make, ("2022-03", "100"), ("2022-06", "230", sent), period="2022-06")
    assert make.rows(table, "value", "absent") == [(100.0, None), (None, "no_figure")]
    table = quarters(
        make, ("2022-03", "100"), ("2022-06", "230", sent), period="2022-06", stage="expected"
    )
    assert make.rows(table, "absent") == [("no_figure",), ("no_before",)]


def test_rates_are_refused(make):
    settled = make.settled(("a", "2022-03", "iva", "5.8"), ("a", "2022-06", "iva", "5.2"))
    with pytest.raises(
        ContractError,
        match="iva: found figures in percent; expected levels, as rates are never taken apart",
    ):
        single_quarters(settled, area="a", indicator="iva", period=Period(2022, 6), first_year=2022)


def test_an_area_without_levels(make):
    assert quarters(make, period="2022-06")["absent"].tolist() == ["no_figure"] * 2


@settings(deadline=None, max_examples=25)  # contracts are checked each time
@given(st.lists(st.integers(0, 9999), min_size=4, max_size=4))
def test_the_quarters_add_up_to_the_year(make, amounts):
    ends = ("2022-03", "2022-06", "2022-09", "2022-12")
    levels = [(end, f"{sum(amounts[: n + 1]) / 10:.1f}") for n, end in enumerate(ends)]
    table = quarters(make, *levels)
    assert table["value"].tolist() == [amount / 10 for amount in amounts]
