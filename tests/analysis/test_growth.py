"""The main table of an area, the path of an indicator, and the two-year average."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu import contracts
from diaodu.analysis import growth
from diaodu.errors import ContractError
from diaodu.periods import Period

Q1 = Period(2022, 3)
KINDS = {"iva": "growth", "gdp_level": "level", "profit": "growth"}
CITIES = ["shijiazhuang", "tangshan", "xingtai", "handan", "langfang"]
REPORTED = {"status": "flash", "source_id": "submission-1", "origin": "submitted"}

# Hebei's first quarter of 2022 as published, with points before and a year earlier.
PUBLISHED = [
    ("hebei", "2022-03", "iva", "5.8"),
    ("hebei", "2021-08", "iva", "5.6", {"source_id": "reprint-1"}),
    ("hebei", "2021-03", "iva", "17.6"),
    ("shijiazhuang", "2022-03", "iva", "13.7"),
    ("xingtai", "2022-03", "iva", "11.1"),
    ("handan", "2022-03", "iva", "6.7"),
    ("tangshan", "2022-03", "iva", "6.3"),
    ("tangshan", "2021-03", "iva", "16.9", {"derivation": "29.7-12.8", "source_id": "reprint-2"}),
    ("tangshan", "2022-02", "iva", "9.9", {"span": "month"}),
    ("tangshan", "2022-03", "iva", "6.0", {"industry": "steel"}),
    ("tangshan", "2022-03", "gdp_level", "1800", {"unit": "100m_yuan"}),
    ("hebei", "2022-03", "gdp_level", "9559.8", {"unit": "100m_yuan"}),
    ("tangshan", "2021-12", "gdp_level", "8230.6", {"unit": "100m_yuan"}),
]
TARGETS = [("tangshan", 2022, "iva", 6.5), ("hebei", 2021, "iva", 5.5)]


def table(make, published=PUBLISHED, targets=TARGETS, **changed):
    given = {
        "area": "tangshan",
        "province": "hebei",
        "peers": CITIES,
        "period": Q1,
        "indicators": ["iva"],
        "kinds": KINDS,
    }
    aims = make.targets(*targets) if targets else contracts.empty("targets")
    return growth.indicator_table(make.settled(*published), aims, **{**given, **changed})


def test_main_table_of_a_city(make):
    found = table(make, indicators=["profit", "iva", "gdp_level"])
    columns = {
        "indicator": ["profit", "iva", "gdp_level"],
        "kind": ["growth", "growth", "level"],
        "unit": [None, "percent", "100m_yuan"],
        "value": [None, 6.3, 1800.0],
        "printed": [None, "6.3", "1800"],
        "status": [None, "published", "published"],
        "derived": [None, False, False],
        "derivation": [None, None, None],
        "source_ids": [(), ("press-1",), ("press-1",)],
        "others": [(), (), ()],
        "previous_period": [None, "2021-03", "2021-12"],
        "previous_value": [None, 16.9, 8230.6],
        "previous_printed": [None, "16.9", "8230.6"],
        "previous_derived": [None, True, False],
        "previous_source_ids": [(), ("reprint-2",), ("press-1",)],
        "change": [None, None, None],  # 2021-03 is last year's quarter, no pace of this year
        "last_year_value": [None, 16.9, None],
        "last_year_printed": [None, "16.9", None],
        "last_year_derived": [None, True, None],
        "last_year_source_ids": [(), ("reprint-2",), ()],
        "province_value": [None, 5.8, 9559.8],
        "province_printed": [None, "5.8", "9559.8"],
        "province_derived": [None, False, False],
        "province_source_ids": [(), ("press-1",), ("press-1",)],
        "gap_province": [None, 0.5, None],
        "rank": [None, 4, 1],
        "ranked": [0, 4, 1],
        "target_value": [None, 6.5, None],
        "target_low": [None, None, None],
        "target_high": [None, None, None],
        "target_wording": [None, "about", None],
        "target_derived": [None, False, None],
        "target_derivation": [None, None, None],
        "target_source_ids": [(), ("press-1",), ()],
        "target_others": [(), (), ()],
        "target_compared": [None, 6.5, None],
        "gap_target": [None, -0.2, None],
    }
    assert list(found.columns) == list(columns)
    assert make.rows(found, *columns) == list(zip(*columns.values(), strict=True))


def test_the_province_has_no_gap_to_itself_and_no_rank(make):
    found = table(make, area="hebei")
    assert make.rows(found, "value", "province_value", "gap_province", "rank", "ranked") == [
        (5.8, 5.8, None, None, 4)
    ]
    assert make.rows(found, "previous_period", "change", "last_year_value", "gap_target") == [
        ("2021-08", None, 17.6, None)
    ]


def test_an_area_that_published_nothing_keeps_its_row(make):
    found = table(make, area="langfang")
    assert make.rows(found, "value", "derived", "source_ids", "province_value", "rank") == [
        (None, None, (), 5.8, None)
    ]


@pytest.mark.parametrize(
    ("month", "previous"),
    [("2021-12", "2021-12"), ("2021-03", "2021-03"), ("2021-02", None), ("2022-04", None)],
)
def test_previous_is_at_most_twelve_months_before(make, month, previous):
    found = table(make, [("tangshan", "2022-03", "iva", "6.3"), ("tangshan", month, "iva", "7")])
    assert make.rows(found, "previous_period") == [(previous,)]


def test_single_months_and_expected_figures_are_no_points_before(make):
    found = table(
        make,
        [
            ("tangshan", "2022-03", "iva", "6.3"),
            ("tangshan", "2022-02", "iva", "9.0", {"span": "month"}),
            ("tangshan", "2022-02", "iva", "9.0", {"span": "quarter"}),
            ("tangshan", "2022-02", "iva", "8.0", {"status": "expected"}),
            ("tangshan", "2021-12", "iva", "7.0"),
        ],
    )
    assert make.rows(found, "previous_period", "previous_value", "change") == [
        ("2021-12", 7.0, -0.7)
    ]


def test_a_single_month_is_not_the_figure_of_the_quarter(make):
    found = table(make, [("tangshan", "2022-03", "iva", "9.0", {"span": "month"})])
    assert make.rows(found, "value", "ranked") == [(None, 0)]


def test_expected_figures_are_compared_with_expected_ones(make):
    published = [
        ("tangshan", "2022-03", "iva", "7.0", {"status": "expected"}),
        ("hebei", "2022-03", "iva", "6.0", {"status": "expected"}),
        ("xingtai", "2022-03", "iva", "9.0", {"status": "expected"}),
        ("handan", "2022-03", "iva", "8.0"),
        ("hebei", "2022-03", "iva", "5.8"),
        ("tangshan", "2021-12", "iva", "6.9"),
        ("tangshan", "2021-12", "iva", "6.5", {"source_id": "submission-1", "status": "flash"}),
    ]
    columns = ("value", "status", "province_value", "gap_province", "rank", "ranked", "change")
    assert make.rows(table(make, published, stage="expected"), *columns) == [
        (7.0, "expected", 6.0, 1.0, 2, 2, 0.5)
    ]
    assert make.rows(table(make, published), *columns) == [(None, None, 5.8, None, None, 1, None)]


def test_ties_share_the_smaller_rank_and_derived_figures_have_none(make):
    published = [
        ("shijiazhuang", "2022-03", "iva", "9.0"),
        ("tangshan", "2022-03", "iva", "6.3"),
        ("xingtai", "2022-03", "iva", "6.30"),
        ("handan", "2022-03", "iva", "6.2"),
        ("langfang", "2022-03", "iva", "20.0", {"derivation": "22-2"}),
    ]
    ranks = {area: make.rows(table(make, published, area=area), "rank", "ranked")
             for area in CITIES}  # fmt: skip
    assert ranks == {
        "shijiazhuang": [(1, 4)],
        "tangshan": [(2, 4)],
        "xingtai": [(2, 4)],
        "handan": [(4, 4)],
        "langfang": [(None, 4)],
    }


@pytest.mark.parametrize(
    ("target", "compared", "gap"),
    [
        pytest.param((6.0, {}), 6.0, 0.3, id="about"),
        pytest.param((6.0, {"wording": "exact"}), 6.0, 0.3, id="exact"),
        pytest.param((6.5, {"wording": "at_least", "low": 6.5}), 6.5, -0.2, id="at least"),
        pytest.param((6.5, {"wording": "at_least"}), 6.5, -0.2, id="at least, no low end"),
        pytest.param((6.5, {"wording": "between", "low": 6.0, "high": 7.0}), 6.0, 0.3, id="range"),
    ],
)
def test_what_a_rate_is_compared_with(make, target, compared, gap):
    value, rest = target
    found = table(make, targets=[("tangshan", 2022, "iva", value, rest)])
    assert make.rows(found, "target_compared", "gap_target") == [(compared, gap)]


def test_targets_that_differ_are_both_there(make):
    found = table(
        make,
        targets=[
            ("tangshan", 2022, "iva", 6.5, {"source_id": "press-8"}),
            ("tangshan", 2022, "iva", 7.0, {"source_id": "press-9"}),
        ],
    )
    assert make.rows(found, "gap_target", "target_source_ids", "target_others") == [
        (-0.2, ("press-8",), ((7.0, None, None, "about", ("press-9",)),))
    ]


def test_amounts_under_the_name_of_a_growth_stop(make):
    published = [("tangshan", "2022-03", "iva", "1800", {"unit": "100m_yuan"})]
    with pytest.raises(ContractError, match="iva: found figures in 100m_yuan; expected percent"):
        table(make, published, targets=[])


def test_a_target_in_another_unit_stops(make):
    target = ("tangshan", 2022, "iva", 7300.0, {"unit": "100m_yuan"})
    with pytest.raises(ContractError, match="figure in percent and a target in 100m_yuan"):
        table(make, targets=[target])


def test_empty_tables_give_empty_cells_of_the_same_types(make):
    full = table(make)
    bare = table(make, published=[], targets=[])
    assert make.rows(bare, "indicator", "value", "ranked", "others") == [("iva", None, 0, ())]
    assert bare.dtypes.equals(full.dtypes)
    assert table(make, indicators=[]).dtypes.equals(full.dtypes)


@pytest.mark.parametrize("gone", [city for city in CITIES if city != "tangshan"])
def test_without_another_city_only_the_rank_changes(make, gone):
    whole = table(make, indicators=["iva", "gdp_level"])
    left = table(
        make,
        [row for row in PUBLISHED if row[0] != gone],
        indicators=["iva", "gdp_level"],
        peers=[city for city in CITIES if city != gone],
    )
    ranks = ["rank", "ranked"]
    pd.testing.assert_frame_equal(left.drop(columns=ranks), whole.drop(columns=ranks))


def test_what_an_area_sent_fills_no_published_point(make):
    found = growth.sent_path(
        make.settled(
            ("tangshan", "2021-12", "iva", "6.9"),
            ("tangshan", "2021-12", "iva", "7.0", REPORTED),
            ("tangshan", "2022-02", "iva", "5.8", REPORTED),
            ("tangshan", "2022-02", "iva", "5.5", {"status": "expected"}),
            ("tangshan", "2022-03", "iva", "6.3", {"status": "expected"}),
            ("tangshan", "2022-06", "iva", "6.0", {"status": "expected"}),
            ("hebei", "2022-02", "iva", "5.0", REPORTED),
        ),
        area="tangshan",
        indicator="iva",
        period=Q1,
        first_year=2020,
    )
    assert make.rows(found, "period", "value", "stage") == [
        ("2022-02", 5.8, "reported"),
        ("2022-03", 6.3, "expected"),
    ]


def test_path_holds_published_points_in_order_and_no_others(make):
    found = growth.path(
        make.settled(
            ("tangshan", "2022-06", "iva", "6.1"),
            ("tangshan", "2022-05", "iva", "5.6", {"derivation": "6.1-0.5"}),
            ("tangshan", "2022-03", "iva", "6.3", {"source_id": "press-2"}),
            ("tangshan", "2022-06", "iva", "8.2", {"span": "month"}),
            ("tangshan", "2022-05", "iva", "6.0", {"status": "expected"}),
            ("tangshan", "2022-09", "iva", "5.0"),
            ("tangshan", "2019-12", "iva", "7.0"),
            ("tangshan", "2022-03", "iva", "6.0", {"industry": "steel"}),
            ("hebei", "2022-03", "iva", "5.8"),
        ),
        area="tangshan",
        indicator="iva",
        period=Period(2022, 6),
        first_year=2020,
    )
    assert make.rows(found, "period", "year", "month", "value", "derived", "source_ids") == [
        ("2022-03", 2022, 3, 6.3, False, ("press-2",)),
        ("2022-05", 2022, 5, 5.6, True, ("press-1",)),
        ("2022-06", 2022, 6, 6.1, False, ("press-1",)),
    ]


def test_path_of_nothing(make):
    found = growth.path(make.settled(), area="x", indicator="iva", period=Q1, first_year=2019)
    assert found.empty
    assert found.dtypes["year"] == "int64"
    assert found.dtypes["value"] == "float64"


def test_two_year_average_of_hebei_2021():
    """17.6 % after −4.8 %: published as 5.8 %."""
    found = growth.two_year_average(pd.Series([17.6]), pd.Series([-4.8]))
    assert found.round(1).tolist() == [5.8]


def test_two_year_average_needs_both_years():
    found = growth.two_year_average(
        pd.Series([17.6, None, 5.0, -100.0, -150.0]), pd.Series([None, -4.8, 5.0, 3.0, -150.0])
    )
    assert found.round(9).astype(object).where(found.notna(), None).tolist() == [
        None,
        None,
        5.0,
        -100.0,
        None,
    ]


rates = st.floats(-99, 500)


@given(rates, rates)
def test_two_years_at_the_average_reach_the_same_level(growth_rate, base):
    average = growth.two_year_average(pd.Series([growth_rate]), pd.Series([base])).item()
    reached = (1 + growth_rate / 100) * (1 + base / 100)
    assert (1 + average / 100) ** 2 == pytest.approx(reached, rel=1e-9)
    assert min(growth_rate, base) - 1e-9 <= average <= max(growth_rate, base) + 1e-9


@pytest.mark.parametrize(
    ("before", "change"),
    [("2021-12", -1.5), ("2022-02", -1.5), ("2021-11", None), ("2021-03", None)],
    ids=["whole last year", "same year", "within last year", "a year ago"],
)
def test_change_only_against_this_year_or_the_whole_of_last(make, before, change):
    figures = [("hebei", before, "iva", 7.3), ("hebei", "2022-03", "iva", 5.8)]
    found = table(make, published=figures, area="hebei")
    assert make.rows(found, "previous_period", "previous_value", "change") == [
        (before, 7.3, change)
    ]


def test_paths_of_several_areas_keep_their_stages_apart(make):
    settled = make.settled(
        ("hebei", "2022-03", "iva", "5.8"),
        ("tangshan", "2021-12", "iva", "6.9"),
        ("tangshan", "2022-02", "iva", "5.8", REPORTED),
    )
    areas = ["tangshan", "langfang", "hebei"]
    found = growth.paths(settled, areas=areas, indicator="iva", period=Q1, first_year=2021)
    assert make.rows(found, "area", "period", "value", "stage") == [
        ("tangshan", "2021-12", 6.9, "actual"),
        ("tangshan", "2022-02", 5.8, "reported"),
        ("hebei", "2022-03", 5.8, "actual"),
    ]
