from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.analysis import outlook
from diaodu.analysis.outlook import hierarchy
from diaodu.errors import ContractError
from made_panels import visitors

KEYS = ["state", "region", "purpose"]
UNITS = visitors(1)[KEYS]


def test_a_formula_means_all_combinations() -> None:
    assert hierarchy.levels("(state/region) * purpose", KEYS) == [
        (),
        ("purpose",),
        ("state",),
        ("state", "purpose"),
        ("state", "region"),
        ("state", "region", "purpose"),
    ]


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("state / county", "found county; expected names among state, region, purpose"),
        ("state * state", "found a column twice; expected each once"),
    ],
)
def test_a_wrong_formula_is_refused(formula, message) -> None:
    with pytest.raises(ContractError, match=message):
        hierarchy.levels(formula, KEYS)


def test_sums_come_first_and_hold_their_parts() -> None:
    tree = hierarchy.build(UNITS, hierarchy.levels("(state/region)*purpose", KEYS))
    assert len(tree.series) == 1 + 2 + 2 + 4 + 5 + 10
    assert tree.sums[0].tolist() == [1.0] * 10
    assert tree.series.iloc[3].tolist() == ["north", "<all>", "<all>", "state"]
    assert tree.sums[3].tolist() == [1, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert np.array_equal(tree.sums[-10:], np.eye(10))


def test_weights_are_shares_of_their_sum_within_each_group() -> None:
    tree = hierarchy.build(UNITS.head(2), [()], np.array([3.0, 1.0]))
    assert tree.sums.tolist() == [[0.75, 0.25], [1, 0], [0, 1]]


def test_ols_splits_a_difference_evenly() -> None:
    """Total 12, parts 5 and 4: three more than the parts say. Each series moves by 1."""
    tree = hierarchy.build(UNITS.head(2), [()])
    matrix = hierarchy.projection(tree, np.zeros((0, 3)), "ols")
    assert matrix @ [12.0, 5.0, 4.0] == pytest.approx([6.0, 5.0])


def test_wls_moves_what_was_wrong_before() -> None:
    """Variances 1, 1 and 4: of the 3 the parts take 1/6, 4/6 and the total 1/6."""
    tree = hierarchy.build(UNITS.head(2), [()])
    matrix = hierarchy.projection(tree, np.array([[1.0, -1.0, 2.0], [-1.0, 1.0, -2.0]]), "wls")
    assert matrix @ [12.0, 5.0, 4.0] == pytest.approx([5.5, 6.0])


@pytest.mark.parametrize("method", ["sd", "ols", "structural", "wls", "mint", "bottom_up"])
def test_forecasts_that_add_up_already_stay(method) -> None:
    tree = hierarchy.build(UNITS, hierarchy.levels("(state/region)*purpose", KEYS))
    draw = np.random.default_rng(1)
    wrong = draw.normal(size=(60, len(tree.sums)))
    bottom = draw.uniform(1, 9, 10)
    assert hierarchy.projection(tree, wrong, method) @ (tree.sums @ bottom) == pytest.approx(bottom)


@given(st.lists(st.floats(0, 1e9), min_size=10, max_size=10), st.randoms(use_true_random=False))
def test_sums_are_exact_in_whatever_order_they_are_added(bottom, order) -> None:
    tree = hierarchy.build(UNITS, [()])
    (row,) = hierarchy.add_up(tree, np.array([bottom]), nonnegative=True)
    parts = row[1:].tolist()
    order.shuffle(parts)
    total = 0.0
    for part in parts:
        total += part
    assert total == row[0]
    assert row[1:] == pytest.approx(bottom, rel=1e-9, abs=1e-5)


def test_all_series_of_a_crossed_hierarchy_add_up_exactly() -> None:
    ahead = outlook.forecast(
        visitors(),
        4,
        unit=KEYS,
        period="quarter",
        value="trips",
        hierarchy="(state/region)*purpose",
    )
    bottom = ahead[ahead["level"] == "bottom"]
    for level in ("total", "purpose", "state", "state/purpose", "state/region"):
        names = [] if level == "total" else level.split("/")
        sums = bottom.groupby([*names, "quarter"])["forecast"].sum()
        stated = ahead[ahead["level"] == level].set_index([*names, "quarter"])["forecast"]
        pd.testing.assert_series_equal(
            sums, stated.sort_index(), check_exact=True, check_index_type=False
        )
    assert (ahead["low95"] >= 0).all()
    assert (ahead["low95"] <= ahead["low80"]).all()


def test_a_unit_without_any_value_is_left_out_of_the_sums() -> None:
    frame = visitors()
    frame.loc[frame["region"].eq("a") & frame["purpose"].eq("work"), "trips"] = np.nan
    ahead = outlook.forecast(
        frame, 2, unit=KEYS, period="quarter", value="trips", hierarchy="(state/region)*purpose"
    )
    none = ahead["region"].eq("a") & ahead["purpose"].eq("work")
    assert ahead.loc[none, "reason"].tolist() == ["no_history"] * 2
    assert ahead.loc[none, "forecast"].isna().all()
    bottom = ahead[ahead["level"] == "bottom"].groupby("quarter")["forecast"].sum()
    assert ahead.loc[ahead["level"] == "total", "forecast"].tolist() == bottom.tolist()


def test_rates_are_summed_as_weighted_means() -> None:
    """Weights 2, 1, 1 add up to 4; the mean of the constant rates 4, 8 and 0 is 4."""
    frame = pd.DataFrame(
        [
            (u, y, v, w)
            for u, v, w in (("a", 4.0, 2), ("b", 8.0, 1), ("c", 0.0, 1))
            for y in range(2000, 2012)
        ],
        columns=["unit", "period", "value", "share"],
    )
    ahead = outlook.forecast(frame, 1, hierarchy=[()], weights="share")
    assert ahead["forecast"].tolist() == pytest.approx([4.0, 4.0, 8.0, 0.0])
    same = outlook.forecast(frame, 1, hierarchy=[()], weights={"a": 0.5, "b": 0.25, "c": 0.25})
    assert same["forecast"].tolist() == pytest.approx(ahead["forecast"].tolist())


def test_a_missing_weight_is_refused() -> None:
    frame = pd.DataFrame({"unit": ["a", "b"], "period": [2001, 2001], "value": [1.0, 2.0]})
    with pytest.raises(ContractError, match="weights: found one that is missing or not above 0"):
        outlook.forecast(frame, 1, hierarchy=[()], weights={"a": 1.0})
