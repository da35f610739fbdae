"""Pull, contribution and what they leave over."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.analysis.contribution import contribution, pull, residual


def plain(series):
    return [None if pd.isna(value) else round(value, 6) for value in series]


def test_pull_of_zhongshan():
    """56.2 % of the whole, growing by 5.0 %: published as 2.8 points."""
    assert pull(pd.Series([56.2]), pd.Series([5.0])).round(1).tolist() == [2.8]


def test_pull_of_guangyuan_takes_the_base_years_weight():
    """Nine months of 2021: 972.69 of 1105.28 after +24.7 % and +24 %, published as 21.6 points."""
    base_weight = 100 * (972.69 / 1.247) / (1105.28 / 1.24)
    assert pull(pd.Series([base_weight]), pd.Series([24.7])).round(1).tolist() == [21.6]


def test_contribution_of_hebei():
    """January to October 2022, investment: 10 of 13.3 points, published as 75.2 %."""
    assert contribution(pd.Series([10.0]), 13.3).round(1).tolist() == [75.2]


def test_parts_without_a_weight_are_left_to_the_residual():
    pulls = pull(pd.Series([60.0, 30.0, None]), pd.Series([5.0, -2.0, 8.0]))
    assert plain(pulls) == [3.0, -0.6, None]
    assert plain(contribution(pulls, 4.0)) == [75.0, -15.0, None]
    assert residual(pulls, 4.0) == pytest.approx(1.6)


def test_a_whole_that_fell():
    pulls = pull(pd.Series([60.0, 40.0]), pd.Series([-5.0, 2.5]))
    assert plain(pulls) == [-3.0, 1.0]
    assert plain(contribution(pulls, -2.0)) == [150.0, -50.0]
    assert residual(pulls, -2.0) == pytest.approx(0.0)


@pytest.mark.parametrize("total", [0.0, -0.0, float("nan")])
def test_no_share_in_an_increase_that_is_not_there(total):
    assert plain(contribution(pd.Series([1.0, -1.0]), total)) == [None, None]


def test_no_pull_known_is_not_a_residual_of_everything():
    assert pd.isna(residual(pd.Series([None, None], dtype="float64"), 5.8))
    assert pd.isna(residual(pd.Series([], dtype="float64"), 5.8))
    assert pd.isna(residual(pd.Series([1.0]), float("nan")))


parts = st.lists(st.tuples(st.floats(0.1, 100), st.floats(-60, 100)), min_size=1, max_size=8)


@given(parts, st.floats(-50, 50))
def test_pulls_and_residual_add_up_to_the_total(weights_and_growth, total):
    weights, growth = map(pd.Series, zip(*weights_and_growth, strict=True))
    pulls = pull(weights, growth)
    assert pulls.sum() + residual(pulls, total) == pytest.approx(total, abs=1e-9)


@given(parts)
def test_contributions_are_100_when_the_pulls_are_the_total(weights_and_growth):
    weights, growth = map(pd.Series, zip(*weights_and_growth, strict=True))
    pulls = pull(100 * weights / weights.sum(), growth)
    total = float(pulls.sum())
    if abs(total) < 1e-3:
        return
    assert contribution(pulls, total).sum() == pytest.approx(100)


@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(1, 1e6)), min_size=2, max_size=8))
def test_pull_is_the_increase_over_the_base_of_the_whole(levels):
    """The rule by levels that section 6 starts from, where both levels are comparable."""
    base, now = (pd.Series(level) for level in zip(*levels, strict=True))
    pulls = pull(100 * base / base.sum(), 100 * (now / base - 1))
    assert pulls.to_numpy() == pytest.approx((100 * (now - base) / base.sum()).to_numpy())
