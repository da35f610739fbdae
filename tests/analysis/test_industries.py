"""Industries of an area beside its all-industry growth."""

import pandas as pd

from diaodu.analysis.industries import industry_table
from diaodu.periods import Period

Q1 = Period(2022, 3)


def industry(name, printed, weight=None, period="2022-03", **rest):
    return ("p", period, "iva", printed, {"industry": name, "base_weight": weight, **rest})


def table(make, *published, period=Q1, **rest):
    settled = make.settled(*published)
    return industry_table(settled, area="p", indicator="iva", period=period, **rest)


def test_divisions_of_hebei(make):
    """First quarter of 2022 as published; the weights are made up."""
    found = table(
        make,
        ("p", "2022-03", "iva", "5.8"),
        industry("manufacturing", "5.1", 80.0),
        industry("mining", "7.0", 10.0),
        industry("utilities", "9.3", 10.0, source_id="press-2"),
        industry("mining", "2.0", period="2021-12", derivation="3-1"),
        industry("mining", "4.0", period="2021-02"),
        industry("utilities", "1.0", span="month", period="2022-02"),
        industry("other", "1.0", period="2021-12"),
    )
    columns = {
        "industry": ["utilities", "mining", "manufacturing"],
        "value": [9.3, 7.0, 5.1],
        "source_ids": [("press-2",), ("press-1",), ("press-1",)],
        "total_value": [5.8, 5.8, 5.8],
        "gap_total": [3.5, 1.2, -0.7],
        "previous_period": [None, "2021-12", None],
        "previous_value": [None, 2.0, None],
        "previous_printed": [None, "2.0", None],
        "previous_derived": [None, True, None],
        "change": [None, 5.0, None],
        "effect": ["above", "above", "below"],
        "base_weight": [10.0, 10.0, 80.0],
    }
    assert make.rows(found, *columns) == list(zip(*columns.values(), strict=True))
    assert found["pull"].round(6).tolist() == [0.93, 0.7, 4.08]
    assert found["contribution"].round(2).tolist() == [16.03, 12.07, 70.34]


def test_without_weights_there_is_no_pull(make):
    found = table(make, ("p", "2022-03", "iva", "5.8"), industry("steel", "5.8"))
    assert make.rows(found, "effect", "gap_total", "pull", "contribution") == [
        ("level", 0.0, None, None)
    ]


def test_without_all_industry_there_is_no_effect(make):
    found = table(make, industry("steel", "6.3", 40.0))
    assert make.rows(found, "total_value", "gap_total", "effect", "contribution") == [
        (None, None, None, None)
    ]
    assert found["pull"].round(6).tolist() == [2.52]


def test_a_total_of_zero_has_no_contributions(make):
    found = table(make, ("p", "2022-03", "iva", "0.0"), industry("steel", "-2.0", 50.0))
    assert make.rows(found, "effect", "pull", "contribution") == [("below", -1.0, None)]


def test_equal_growth_stands_by_id(make):
    found = table(make, industry("b", "-1"), industry("c", "2.0"), industry("a", "-1.0"))
    assert found["industry"].tolist() == ["c", "a", "b"]


def test_levels_have_no_points(make):
    yuan = {"unit": "100m_yuan"}
    found = table(
        make,
        ("p", "2022-03", "iva", "300", yuan),
        industry("steel", "100", 40.0, **yuan),
        industry("steel", "90", period="2021-12", **yuan),
    )
    assert make.rows(found, "value", "gap_total", "change", "effect", "pull") == [
        (100.0, None, None, None, None)
    ]


def test_other_areas_and_expected_figures_stay_out(make):
    published = [
        ("q", "2022-03", "iva", "9", {"industry": "steel"}),
        industry("food", "4.0", status="expected"),
        ("p", "2022-03", "iva", "5.0", {"status": "expected"}),
    ]
    assert table(make, *published).empty
    expected = table(make, *published, stage="expected")
    assert make.rows(expected, "industry", "gap_total") == [("food", -1.0)]


def test_no_industry_gives_the_same_columns(make):
    full = table(make, industry("steel", "6.3"))
    bare = table(make)
    assert bare.empty
    pd.testing.assert_series_equal(bare.dtypes, full.dtypes)
