"""Areas in order, their gaps and flags."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu import contracts
from diaodu.analysis.consistency import settle
from diaodu.analysis.ranking import ranking
from diaodu.errors import ContractError
from diaodu.periods import Period

AREAS = ["shijiazhuang", "chengde", "tangshan", "langfang", "xingtai", "handan"]
# Hebei, first quarter of 2022; Chengde's is made up and derived, Langfang published nothing.
PUBLISHED = [
    ("hebei", "2022-03", "iva", "5.8"),
    ("shijiazhuang", "2022-03", "iva", "13.7"),
    ("xingtai", "2022-03", "iva", "11.1"),
    ("handan", "2022-03", "iva", "6.7"),
    ("tangshan", "2022-03", "iva", "6.3"),
    ("chengde", "2022-03", "iva", "9.0", {"derivation": "9.5-0.5"}),
]
TARGETS = [("tangshan", 2022, "iva", 7.0), ("xingtai", 2022, "iva", 11.0)]


def ranked(make, published=PUBLISHED, targets=TARGETS, **changed):
    given = {
        "areas": AREAS,
        "province": "hebei",
        "indicator": "iva",
        "period": Period(2022, 3),
        "below_target_points": 0.0,
        "below_province_points": 0.0,
    }
    aims = make.targets(*targets) if targets else contracts.empty("targets")
    return ranking(make.settled(*published), aims, **{**given, **changed})


def test_ranking_of_the_first_quarter(make):
    found = ranked(make)
    columns = ("area", "value", "derived", "rank", "gap_province", "gap_target")
    assert make.rows(found, *columns, "below_target", "below_province") == [
        ("shijiazhuang", 13.7, False, 1, 7.9, None, None, False),
        ("xingtai", 11.1, False, 2, 5.3, 0.1, False, False),
        ("handan", 6.7, False, 3, 0.9, None, None, False),
        ("tangshan", 6.3, False, 4, 0.5, -0.7, True, False),
        ("chengde", 9.0, True, None, 3.2, None, None, False),
        ("langfang", None, None, None, None, None, None, None),
    ]
    assert found.dtypes[["rank", "derived", "below_target", "value"]].astype(str).tolist() == [
        "Int64",
        "boolean",
        "boolean",
        "float64",
    ]


def test_ties_stand_in_the_given_order(make):
    found = ranked(
        make,
        [(area, "2022-03", "iva", value) for area, value in
         [("tangshan", "-1.0"), ("handan", "2.5"), ("chengde", "2.50"), ("xingtai", "-3")]],
    )  # fmt: skip
    assert make.rows(found, "area", "rank", "gap_province") == [
        ("chengde", 1, None),
        ("handan", 1, None),
        ("tangshan", 3, None),
        ("xingtai", 4, None),
        ("shijiazhuang", None, None),
        ("langfang", None, None),
    ]


@pytest.mark.parametrize(
    ("value", "threshold", "flagged"),
    [
        pytest.param("5.8", 0.0, False, id="equal is not below"),
        pytest.param("5.7", 0.0, True, id="below"),
        pytest.param("5.3", 0.5, False, id="at the threshold, not past it"),
        pytest.param("5.2", 0.5, True, id="past the threshold"),
        pytest.param("-2.0", 7.8, False, id="decline at the threshold"),
    ],
)
def test_flag_below_the_province_and_the_target(make, value, threshold, flagged):
    found = ranked(
        make,
        [("hebei", "2022-03", "iva", "5.8"), ("tangshan", "2022-03", "iva", value)],
        [("tangshan", 2022, "iva", 5.8)],
        areas=["tangshan"],
        below_target_points=threshold,
        below_province_points=threshold,
    )
    assert make.rows(found, "below_target", "below_province") == [(flagged, flagged)]


def test_levels_are_ranked_but_have_no_points(make):
    level = {"unit": "100m_yuan"}
    found = ranked(
        make,
        [
            ("hebei", "2022-03", "gdp", "9559.8", level),
            ("tangshan", "2022-03", "gdp", "1800", level),
            ("handan", "2022-03", "gdp", "900", level),
        ],
        [("tangshan", 2022, "gdp", 8000.0, level)],
        areas=["handan", "tangshan"],
        indicator="gdp",
    )
    columns = ("area", "rank", "gap_province", "target_value", "gap_target", "below_target")
    assert make.rows(found, *columns) == [
        ("tangshan", 1, None, 8000.0, None, None),
        ("handan", 2, None, None, None, None),
    ]


def test_target_in_another_unit_stops(make):
    with pytest.raises(ContractError, match=r"tangshan: iva: 2022: found a figure in percent"):
        ranked(make, targets=[("tangshan", 2022, "iva", 7300.0, {"unit": "100m_yuan"})])


def test_nothing_published_names_every_area(make):
    found = ranked(make, [], [])
    assert found["area"].tolist() == AREAS
    assert found["rank"].isna().all()
    assert found.dtypes.equals(ranked(make).dtypes)
    assert ranked(make, [], [], areas=[]).dtypes.equals(found.dtypes)


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(len(PUBLISHED))), st.permutations(range(len(TARGETS))))
def test_order_of_the_input_rows_does_not_matter(make, first, second):
    published, targets = make.indicators(*PUBLISHED), make.targets(*TARGETS)
    asked = {"areas": AREAS, "province": "hebei", "indicator": "iva", "period": Period(2022, 3)}
    rules = {"below_target_points": 0.0, "below_province_points": 0.0}
    found = ranking(
        settle(published.iloc[first], make.sources(published)),
        targets.iloc[second],
        **asked,
        **rules,
    )
    pd.testing.assert_frame_equal(found, ranked(make))


rates = st.integers(-300, 300).map(lambda tenths: f"{tenths / 10}")


@settings(deadline=None, max_examples=20)
@given(st.dictionaries(st.sampled_from(AREAS), rates), st.sampled_from(AREAS))
def test_a_city_less_changes_no_other_citys_values(make, values, gone):
    published = [PUBLISHED[0], *[(area, "2022-03", "iva", v) for area, v in values.items()]]
    whole = ranked(make, published).drop(columns="rank")
    left = ranked(
        make,
        [row for row in published if row[0] != gone],
        areas=[area for area in AREAS if area != gone],
    ).drop(columns="rank")
    pd.testing.assert_frame_equal(left, whole[whole["area"] != gone].reset_index(drop=True))


@settings(deadline=None, max_examples=20)
@given(st.dictionaries(st.sampled_from(AREAS), rates))
def test_rank_is_one_more_than_those_ahead(make, values):
    found = ranked(make, [(area, "2022-03", "iva", v) for area, v in values.items()])
    assert sorted(found["area"]) == sorted(AREAS)
    for area, rank in make.rows(found, "area", "rank"):
        ahead = sum(float(v) > float(values.get(area, "inf")) for v in values.values())
        assert rank == (1 + ahead if area in values else None)
