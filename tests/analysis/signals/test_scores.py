from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from diaodu.analysis.signals.scores import compared, diebold_mariano, kinds_of_years, rmse

NAN = float("nan")


def test_rmse_is_over_what_is_known() -> None:
    assert rmse(np.array([3.0, -4.0, NAN])) == pytest.approx(math.sqrt(12.5))
    assert math.isnan(rmse(np.array([NAN])))


def test_diebold_mariano_worked_by_hand() -> None:
    # mean 2; variance of 1,3,1,3,... is 1, so 2 / sqrt(1/8), times sqrt(7/8) for a horizon of 1
    gains = np.array([1.0, 3.0] * 4)
    assert diebold_mariano(gains, 1) == pytest.approx(math.sqrt(7 / 8) * 2 / math.sqrt(1 / 8))
    # two quarters: first autocovariance -7/8, so the variance is not positive
    assert math.isnan(diebold_mariano(gains, 2))
    # 1,1,3,3 twice: autocovariance (1-1+1-1+1-1+1)/8 = 1/8, correction (8+1-4+2/8)/8
    pairs = np.array([1.0, 1.0, 3.0, 3.0] * 2)
    expected = math.sqrt(5.25 / 8) * 2 / math.sqrt((1 + 2 / 8) / 8)
    assert diebold_mariano(pairs, 2) == pytest.approx(expected)


def test_diebold_mariano_needs_eight_quarters_and_some_difference() -> None:
    assert math.isnan(diebold_mariano(np.array([1.0, 3.0] * 3 + [1.0]), 1))
    assert math.isnan(diebold_mariano(np.zeros(20), 1))


@given(arrays(float, 12, elements=st.floats(-5, 5).map(lambda x: round(x, 3))))
def test_the_other_way_round_has_the_other_sign(gains: np.ndarray) -> None:
    there, back = diebold_mariano(gains, 1), diebold_mariano(-gains, 1)
    assert there == pytest.approx(-back, nan_ok=True)


def test_kinds_of_years() -> None:
    quarters = pd.period_range("1990Q1", "1993Q4", freq="Q")
    kinds = kinds_of_years(quarters, ["1990Q4", "1991Q1"])
    assert kinds["recession"].sum() == 2 and kinds["expansion"].sum() == 14
    assert [str(q) for q in quarters[kinds["quiet"]]] == [f"1993Q{i}" for i in range(1, 5)]
    assert kinds["all"].all()


def test_only_cells_with_both_forecasts_and_the_value_count() -> None:
    value = np.array([[1.0, 2.0, 0.0], [1.0, 2.0, NAN]])
    numbers = np.array([[2.0, 4.0, NAN], [2.0, 4.0, 0.0]])
    other = np.array([[2.0, 3.0, 1.0], [NAN, 3.0, 1.0]])
    row = compared(value, numbers, other, 1)
    assert row["cells"] == 3 and row["units"] == 2 and row["units_better"] == 1
    assert row["rmse_numbers"] == pytest.approx(math.sqrt((1 + 4 + 4) / 3))
    assert row["ratio"] == pytest.approx(math.sqrt(3 / 9))
