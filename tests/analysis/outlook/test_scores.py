from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.analysis.outlook import scores


def test_errors_that_are_unknown_do_not_count() -> None:
    assert scores.rmse(np.array([3.0, np.nan, -4.0])) == pytest.approx(12.5**0.5)
    assert scores.mae(np.array([3.0, np.nan, -4.0])) == 3.5
    assert np.isnan(scores.rmse(np.array([np.nan])))


def test_the_unit_of_the_mase_is_the_seasonal_naive_error() -> None:
    assert scores.naive_error(np.array([1.0, 5.0, 2.0, 8.0]), 2) == 2.0
    assert np.isnan(scores.naive_error(np.array([4.0, 4.0, 4.0]), 1))


def test_diebold_mariano_by_hand() -> None:
    """Squares differ by 1, 3, 1, 3, 1, 3: mean 2, variance 1; with n = 6 the t is 2 ÷ √(1/6) × √(5/6)."""
    first = np.sqrt(np.array([1.0, 3.0, 1.0, 3.0, 1.0, 3.0]))
    found = scores.diebold_mariano(first, np.zeros(6))
    assert found.statistic == pytest.approx(2 * 6**0.5 * (5 / 6) ** 0.5)
    assert found.p_value == pytest.approx(0.0065, abs=0.0005)  # two-sided, t with 5 degrees
    assert found.number == 6


@given(st.lists(st.floats(-5, 5), min_size=8, max_size=20), st.integers(1, 4))
def test_diebold_mariano_turns_round_with_its_arguments(errors, horizon) -> None:
    first, second = np.array(errors), np.roll(np.array(errors), 3) + 1
    one, other = (
        scores.diebold_mariano(a, b, horizon) for a, b in ((first, second), (second, first))
    )
    assert one.statistic == pytest.approx(-other.statistic, nan_ok=True)
    assert one.p_value == pytest.approx(other.p_value, nan_ok=True)


def test_equal_forecasts_and_too_few_cannot_be_compared() -> None:
    assert np.isnan(scores.diebold_mariano(np.ones(9), np.ones(9)).statistic)
    assert np.isnan(scores.diebold_mariano(np.ones(2), np.zeros(2)).p_value)
