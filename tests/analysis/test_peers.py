"""Comparable areas: what structure is, groups, and how steady they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from diaodu.analysis import peers, strengths, structure
from diaodu.periods import Period
from diaodu.rules import Peers, Share
from judged import firm, project

Q1 = Period(2022, 3)
RULES = Peers(resamples=20)
GDP = {"unit": "100m_yuan"}
DIVISIONS = {"steel": "raw", "food": "goods", "utilities": None}


def shape(areas: dict[str, list[float]]) -> pd.DataFrame:
    """Structure of areas, features named by letters."""
    columns = list("abcdefgh")[: len(next(iter(areas.values())))]
    return pd.DataFrame(areas, index=columns, dtype="float64").T.rename_axis("area")


HEAVY = {"h1": [90.0, 5.0, 3.0], "h2": [88.0, 6.0, 3.1], "h3": [91.0, 4.0, 2.9]}
LIGHT = {"l1": [10.0, 60.0, 1.0], "l2": [12.0, 58.0, 1.1], "l3": [9.0, 61.0, 0.9]}


def test_areas_of_like_structure_are_peers_the_nearest_first() -> None:
    found = peers.groups(shape(HEAVY | LIGHT), RULES).set_index("area")
    assert found.loc["h1", "peers"] == ("h3", "h2")
    assert set(found.loc["l1", "peers"]) == {"l2", "l3"}
    assert found["absent"].isna().all()
    assert (found[["stability", "areas_agreement", "features_agreement"]] == 1.0).all(axis=None)


def test_the_same_data_give_the_same_groups() -> None:
    random = np.random.default_rng(3)
    made = pd.DataFrame(random.normal(size=(9, 5)), index=list("abcdefghi"), columns=list("vwxyz"))
    once, again = (peers.groups(made, RULES) for _ in range(2))
    pd.testing.assert_frame_equal(once, again)
    assert (once["stability"].dropna().between(0, 1)).all()


def test_a_group_says_what_it_has_in_common() -> None:
    given = shape(HEAVY | LIGHT)
    grouped = peers.groups(given, RULES)
    why = peers.why(given, grouped, most=1)
    heavy = grouped.set_index("area").loc["h1", "group"]
    row = why.set_index("group").loc[heavy]
    assert row["group_mean"] in (pytest.approx(269 / 3), 5.0, 3.0)
    assert row["all_mean"] == pytest.approx(given[row["feature"]].mean())
    assert abs(row["score"]) > 0.9


def test_too_few_areas_or_features_make_no_groups_and_say_so() -> None:
    few = peers.groups(shape({"a": [1.0, 2.0, 3.0], "b": [2.0, 1.0, 5.0]}), RULES)
    assert few["absent"].tolist() == ["too_few_areas"] * 2
    assert few["peers"].tolist() == [(), ()]
    flat = shape(HEAVY | LIGHT)
    flat["c"] = 1.0  # does not tell the areas apart
    assert set(peers.groups(flat, RULES)["absent"]) == {"too_few_features"}
    assert peers.why(flat, peers.groups(flat, RULES)).empty
    assert peers.groups(pd.DataFrame(index=pd.Index(["a"], name="area")), RULES)[
        "absent"
    ].tolist() == ["too_few_features"]


def test_an_area_without_a_feature_is_in_no_group_and_a_rare_feature_does_not_count() -> None:
    given = shape(HEAVY | LIGHT)
    given["d"] = [1.0, np.nan, np.nan, np.nan, 2.0, np.nan]
    given.loc["l3", "a"] = np.nan
    found = peers.groups(given, RULES).set_index("area")
    assert found.loc["l3", "absent"] == "too_little_known"
    assert pd.isna(found.loc["l3", "group"])
    assert found.loc["l1", "peers"] == ("l2",)


def test_an_area_like_no_other_is_alone_only_if_it_must_be() -> None:
    given = shape({**dict(list(HEAVY.items())[:2]), **dict(list(LIGHT.items())[:2])})
    found = peers.groups(given, RULES)
    assert found["absent"].isna().all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.5, 100), st.floats(-100, 100))
def test_units_do_not_matter(seed: int, factor: float, shift: float) -> None:
    random = np.random.default_rng(seed)
    made = pd.DataFrame(random.normal(size=(8, 4)), index=list("abcdefgh"), columns=list("wxyz"))
    other = made.assign(w=made["w"] * factor + shift)
    columns = ["area", "group", "peers"]
    one, two = (peers.groups(s, Peers(resamples=1))[columns] for s in (made, other))
    pd.testing.assert_frame_equal(one, two)


def test_structure_of_industry_projects_and_enterprises(evidence: Any) -> None:
    firms = [
        firm("a", 1.0) | {"industry": "steel", "output_10k_yuan": 300.0},
        firm("b", 1.0) | {"industry": "food", "output_10k_yuan": 100.0},
        firm("c", 1.0) | {"industry": "utilities", "output_10k_yuan": 600.0},  # no division
        firm("d", 1.0) | {"industry": "steel"},  # no output
    ]
    projects = [
        project(1, industry="steel", plan_investment_10k_yuan=50.0, technical_upgrade=True)
        | {"total_investment_10k_yuan": 1000.0},
        project(2, industry="food", plan_investment_10k_yuan=50.0, technical_upgrade=False),
        project(3, "yi", industry="food", plan_investment_10k_yuan=0.0),
    ]
    figures = [
        ("jia", "2022-03", "second", "40", GDP | {"status": "expected"}),
        ("jia", "2022-03", "all", "100", GDP),
    ]
    rules = Peers(shares={"second": Share(part="second", whole="all")}, sizes=("all",))
    found = structure.structure(
        evidence(figures, enterprises=firms, projects=projects),
        rules,
        areas=["jia", "yi", "bing"],
        period=Q1,
        divisions=DIVISIONS,
    )
    assert found.index.tolist() == ["jia", "yi", "bing"]
    assert found.loc["jia"].round(6).to_dict() == {
        "division:goods": 37.5,  # (25 + 50) / 2
        "division:raw": 62.5,  # (75 + 50) / 2
        "upgrade": 50.0,
        "project_size": 3.0,
        "firm_size": round(float(np.log10(300)), 6),
        "largest_firm": 60.0,
        "share:second": 40.0,
        "size:all": 2.0,
    }
    assert found.loc[["yi", "bing"]].isna().all(axis=None)  # a plan of 0 has no shares


def test_structure_without_any_data_has_no_features(evidence: Any) -> None:
    found = structure.structure(
        evidence(), Peers(), areas=["jia", "yi"], period=Q1, divisions=DIVISIONS
    )
    assert found.shape == (2, 0)
    assert set(peers.groups(found, RULES)["absent"]) == {"too_few_features"}


IVA = "iva"
GROUPS = pd.DataFrame(
    {
        "area": ["jia", "yi", "bing", "ding"],
        "group": pd.array([1, 1, 1, pd.NA], dtype="Int64"),
        "peers": [("yi", "bing"), ("jia", "bing"), ("jia", "yi"), ()],
        "absent": [None, None, None, "too_little_known"],
    }
)


def compared(evidence: Any, figures: list[Any], area: str = "jia", **tables: Any) -> Any:
    given = evidence(figures, **tables)
    areas = ["jia", "yi", "bing", "ding"]
    stands = strengths.standing(given, areas=areas, period=Q1, indicators=[IVA])
    return strengths.against_peers(stands, GROUPS, area)


def test_an_area_beside_the_median_of_its_peers(evidence: Any) -> None:
    figures = [("jia", "2022-03", IVA, "9.0"), ("yi", "2022-03", IVA, "5.0")]
    figures += [("bing", "2022-03", IVA, "6.0"), ("ding", "2022-03", IVA, "99.0")]
    (row,) = compared(evidence, figures).to_dict("records")
    assert (row["median"], row["gap"], row["with_figure"]) == (5.5, 3.5, 2)
    spread = np.std([9.0, 5.0, 6.0, 99.0])
    assert row["score"] == pytest.approx(3.5 / spread)
    assert row["side"] == "level"  # 3.5 points are little beside how far all areas differ
    (near,) = compared(evidence, figures[:3]).to_dict("records")
    assert near["side"] == "strength"
    (low,) = compared(evidence, figures[:3], "yi").to_dict("records")
    assert (low["side"], low["gap"]) == ("shortfall", -2.5)


def test_expected_figures_are_compared_with_expected_ones(evidence: Any) -> None:
    expected = {"status": "expected"}
    figures = [("jia", "2022-03", IVA, "9.0"), ("yi", "2022-03", IVA, "5.0")]  # one peer only
    figures += [
        (area, "2022-03", IVA, value, expected)
        for area, value in {"jia": "8.0", "yi": "5.0", "bing": "6.0"}.items()
    ]
    (row,) = compared(evidence, figures).to_dict("records")
    assert (row["stage"], row["value"], row["gap"]) == ("expected", 8.0, 2.5)


def test_where_nothing_can_be_compared_the_reason_is_said(evidence: Any) -> None:
    figures = [("jia", "2022-03", IVA, "9.0"), ("yi", "2022-03", IVA, "5.0")]
    (few,) = compared(evidence, figures).to_dict("records")
    assert few["absent"] == "too_few_peers"
    assert pd.isna(few["side"])
    (none,) = compared(evidence, [("ding", "2022-03", IVA, "9.0")], "ding").to_dict("records")
    assert none["absent"] == "too_little_known"
    assert compared(evidence, []).empty


def test_areas_that_do_not_differ_are_alike(evidence: Any) -> None:
    figures = [(area, "2022-03", IVA, "9.0") for area in ("jia", "yi", "bing")]
    (row,) = compared(evidence, figures).to_dict("records")
    assert (row["score"], row["side"]) == (0.0, "level")


def test_what_areas_are_compared_by(evidence: Any) -> None:
    projects = [
        project(1, state="started", planned_start="2022-01"),
        project(2, state="stopped", planned_start="2022-02"),
        project(3, state="not_started", planned_start="2022-03"),
    ]
    amounts = {"plan_investment_10k_yuan": 200.0, "completed_investment_10k_yuan": 50.0}
    projects[0] |= amounts
    firms = [firm("a", 0.0), firm("b", -1.0), firm("c", None)]
    given = evidence(projects=projects, enterprises=firms)
    found = strengths.standing(given, areas=["jia", "yi"], period=Q1, indicators=[IVA])
    values = found.set_index("measure")["value"].round(4).to_dict()
    assert values == {
        "start_rate": 66.6667,
        "completion_rate": 25.0,
        "running": 50.0,
        "firms_rising": 50.0,
    }
    assert set(found["area"]) == {"jia"}


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=20))
def test_agreement_is_the_adjusted_rand_index(pairs) -> None:
    one, other = (np.array(labels) for labels in zip(*pairs, strict=True))
    expected = adjusted_rand_score(one, other)
    assert peers.agreement_of(one, other) == pytest.approx(expected, abs=1e-12)
    assert peers.agreement_of(one, one) == 1.0


@settings(deadline=None)
@given(
    st.integers(4, 12).flatmap(
        lambda size: st.tuples(
            st.lists(
                st.lists(st.integers(-3, 3), min_size=3, max_size=3), min_size=size, max_size=size
            ),
            st.integers(2, size // 2),
        )
    )
)
def test_draws_are_grouped_as_areas_are(drawn: tuple[list[list[int]], int]) -> None:
    scores, count = np.array(drawn[0], dtype="float64"), drawn[1]
    one, other = peers._labels(scores, count), peers._drawn_labels(scores, count)
    assert (np.equal.outer(one, one) == np.equal.outer(other, other)).all()
