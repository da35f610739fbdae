"""Pull of areas and of industries: weights, the whole, and what is left over."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu.analysis import pulls
from diaodu.errors import ContractError
from diaodu.periods import Period

Q1 = Period(2022, 3)
SUBMITTED = {"status": "expected", "source_id": "submission-1", "origin": "submitted"}


def of_areas(make, weights, *figures, areas=("a", "b", "c"), **rest):
    settled = make.settled(
        *(("p" if f[0] == "whole" else f[0], "2022-03", "iva", *f[1:]) for f in figures)
    )
    return pulls.by_area(
        settled, weights=weights, areas=areas, province="p", indicator="iva", period=Q1, **rest
    )


def line(make, table):
    columns = ("weights", "total_from", "pulled", "residual", "absent")
    (row,) = make.rows(pulls.closing(table), *columns)
    return tuple(round(cell, 6) if isinstance(cell, float) else cell for cell in row)


def test_the_residual_is_what_the_known_pulls_leave(make):
    """50 × 4 % = 2, 30 × −5 % = −1.5; the whole grew by 1 %: 0.5 came from c, which is silent."""
    table = of_areas(
        make, {"a": 50, "b": 30, "c": 20}, ("a", "4.0"), ("b", "-5.0"), ("whole", "1.0")
    )
    assert make.rows(table, "part", "pull", "contribution", "absent") == [
        ("a", 2.0, 200.0, None),
        ("b", -1.5, -150.0, None),
        ("c", None, None, "no_figure"),
    ]
    assert line(make, table) == ("whole", "stated", 0.5, 0.5, None)


def test_without_a_stated_whole_complete_parts_make_it(make):
    table = of_areas(make, {"a": 50, "b": 30, "c": 20}, ("a", "4.0"), ("b", "-5.0"), ("c", "10.0"))
    assert line(make, table) == ("whole", "parts", 2.5, None, None)
    assert table["contribution"].sum() == pytest.approx(100)


@pytest.mark.parametrize(
    ("weights", "fit"),
    [
        ({"a": 50, "b": 30, "c": 20.1}, "whole"),  # three weights of one decimal: up to 0.15
        ({"a": 50, "b": 30, "c": 19.8}, "short"),
        ({"a": 50, "b": 30, "c": 20.2}, "over"),
        ({"a": 50}, "short"),
        ({}, "none"),
    ],
)
def test_weights_that_do_not_add_up_are_said_and_make_no_whole(make, weights, fit):
    table = of_areas(make, weights, ("a", "4.0"), ("b", "-5.0"), ("c", "10.0"))
    assert pulls.closing(table).loc[0, "weights"] == fit
    assert table["total_from"].notna().all() == (fit == "whole")


def test_why_nothing_can_be_said(make):
    assert line(make, of_areas(make, {}, ("a", "4.0"))) == ("none", None, None, None, "no_weight")
    silent = of_areas(make, {"a": 60, "b": 40}, ("whole", "5.0"), areas=("a", "b"))
    assert line(make, silent) == ("whole", "stated", None, None, "no_figure")
    part = of_areas(make, {"a": 60, "b": 40}, ("a", "4.0"), areas=("a", "b"))
    assert line(make, part) == ("whole", None, 2.4, None, "no_total")
    assert line(make, of_areas(make, {"a": 5.0}, areas=())) == (
        "none", None, None, None, "no_weight",
    )  # fmt: skip


def test_a_whole_that_did_not_change_has_no_contributions(make):
    table = of_areas(make, {"a": 50, "b": 50}, ("a", "2.0"), ("b", "-2.0"), ("whole", "0.0"))
    assert table["contribution"].isna().all()
    assert table["pull"].dropna().tolist() == [1.0, -1.0]


def test_expected_and_published_figures_do_not_mix(make):
    figures = (("a", "4.0", SUBMITTED), ("b", "6.0"), ("whole", "5.0"))
    expected = of_areas(make, {"a": 50, "b": 50}, *figures, areas=("a", "b"), stage="expected")
    assert make.rows(expected, "value", "total", "absent") == [
        (4.0, None, None),
        (None, None, "no_figure"),
    ]


@pytest.mark.parametrize("weight", [-1.0, 100.5, float("nan"), float("inf")])
def test_a_weight_is_a_share(make, weight):
    with pytest.raises(ContractError, match="expected shares of 0 to 100 %"):
        of_areas(make, {"a": weight}, ("a", "4.0"))


def test_levels_have_no_pull(make):
    table = of_areas(make, {"a": 100}, ("a", "400", {"unit": "100m_yuan"}), areas=("a",))
    assert make.rows(table, "pull", "absent") == [(None, "no_figure")]


def industries(make, *rows, **rest):
    made = [
        (area, "2022-03", "iva", printed, {"industry": industry, "base_weight": weight})
        for area, industry, printed, weight in rows
    ]
    return pulls.by_industry(make.settled(*made), area="c", indicator="iva", period=Q1, **rest)


def test_a_printed_weight_goes_before_a_given_one_and_parts_are_chosen(make):
    table = industries(
        make,
        ("c", "steel", "5.0", 40.0),
        ("c", "food", "10.0", None),
        ("c", "manufacturing", "6.0", 90.0),
        ("c", None, "6.0", None),
        parts=["steel", "food", "toys"],
        weights={"steel": 99.0, "food": 30.0, "toys": 1.0},
    )
    assert make.rows(table, "part", "weight", "pull") == [("food", 30.0, 3.0), ("steel", 40.0, 2.0)]
    assert line(make, table) == ("short", "stated", 5.0, 1.0, None)


def test_industries_of_an_area_pull_the_province_through_its_weight(make):
    """Steel adds 2 points to the city, which is a tenth of the province: 0.2 points."""
    table = industries(make, ("c", "steel", "5.0", 40.0))
    assert pulls.of_whole(table, 10.0).tolist() == [pytest.approx(0.2)]
    assert pulls.of_whole(table, float("nan")).isna().all()


def test_an_area_without_industries(make):
    table = industries(make, ("c", None, "6.0", None))
    assert table.empty
    assert line(make, table) == ("none", None, None, None, "no_weight")


@settings(deadline=None, max_examples=25)  # contracts are checked each time
@given(st.lists(st.tuples(st.integers(1, 60), st.integers(-300, 300)), min_size=1, max_size=8))
def test_pulls_and_residual_make_the_whole(make, rows):
    """Whatever the parts are, sum of pulls + residual = the stated growth of the whole."""
    total = sum(weight for weight, _ in rows)
    areas = [f"a{n}" for n in range(len(rows))]
    weights = {area: 100 * w / total for area, (w, _) in zip(areas, rows, strict=True)}
    figures = [(area, f"{g / 10:.1f}") for area, (_, g) in zip(areas, rows, strict=True)]
    stated = of_areas(make, weights, *figures, ("whole", "3.3"), areas=areas)
    closed = pulls.closing(stated).iloc[0]
    assert closed["pulled"] + closed["residual"] == pytest.approx(3.3)
    implied = of_areas(make, weights, *figures, areas=areas)
    assert implied["total"].iloc[0] == pytest.approx(closed["pulled"])


def test_no_warning_is_left_for_a_report(make, recwarn):
    pulls.closing(of_areas(make, {}, areas=()))
    pulls.closing(of_areas(make, {"a": 0.0}, ("a", "4.0"), ("whole", "0.0")))
    assert not recwarn.list
    assert isinstance(pulls.closing(of_areas(make, {})), pd.DataFrame)
