from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from diaodu.analysis import signals
from diaodu.analysis.signals.panel import (
    build,
    history,
    mean_of_units,
    ordinary,
    own_columns,
    steady,
    usual,
)
from diaodu.errors import ContractError

NAN = float("nan")


def _targets(rows: list[tuple[str, str, float, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit", "period", "growth", "spread"])


def test_rows_become_a_matrix_with_gaps_as_missing() -> None:
    panel = build(_targets([("b", "2001Q1", 1.0, 5.0), ("a", "2001Q3", 2.0, 6.0)]), "growth")
    assert panel.units == ("a", "b")
    assert [str(q) for q in panel.quarters] == ["2001Q1", "2001Q2", "2001Q3"]
    np.testing.assert_equal(panel.value, [[NAN, 1.0], [NAN, NAN], [2.0, NAN]])


def test_wrong_frames_are_refused() -> None:
    rows = [("a", "2001Q1", 1.0, 5.0)]
    with pytest.raises(ContractError, match="targets: found no column sales; expected it"):
        build(_targets(rows), "sales")
    with pytest.raises(ContractError, match="targets: a, 2001Q1 stands twice"):
        build(_targets(rows * 2), "growth")
    with pytest.raises(ContractError, match="expected quarters such as 2022Q1"):
        build(_targets([("a", "spring", 1.0, 5.0)]), "growth")


def test_neighbours_share_a_state_and_a_unit_without_any_has_all_others() -> None:
    shares = pd.DataFrame({"a": [1.0, 0.5, 0.0], "b": [0.0, 0.5, 0.0], "c": [0.0, 0.0, 1.0]})
    near = signals.neighbours(shares)
    assert near == {"a": ["b"], "b": ["a"], "c": []}
    rows = [(unit, "2001Q1", 1.0, 0.0) for unit in "abc"]
    weights = build(_targets(rows), "growth", (), near).weights
    np.testing.assert_equal(weights, [[0, 1, 0], [1, 0, 0], [0.5, 0.5, 0]])


def test_history_knows_nothing_younger_than_the_lag() -> None:
    quarters = pd.period_range("2001Q1", periods=12, freq="Q")
    rows = [
        (u, str(q), t + 100.0 * (u == "b"), 1000.0 + t)
        for t, q in enumerate(quarters)
        for u in "ab"
    ]
    for lag in (1, 2):
        known = history(build(_targets(rows), "growth", ["spread"]), lag)
        own, near, everybody = known[8, 0, :3], known[8, 0, 3:5], known[8, 0, 5:8]
        np.testing.assert_equal(own, [8 - lag, 7 - lag, 6 - lag])
        np.testing.assert_equal(near, [108 - lag, 107 - lag])
        np.testing.assert_equal(everybody, [58 - lag, 57 - lag, 56 - lag])
        assert known[8, 0, own_columns()] == 1008.0


def test_a_missing_number_stays_as_it_last_stood() -> None:
    rows = [("a", "2001Q1", 1.0, 5.0), ("a", "2001Q2", 1.0, NAN), ("a", "2001Q3", 1.0, 7.0)]
    known = history(build(_targets(rows), "growth", ["spread"]), 1)
    np.testing.assert_equal(known[:, 0, own_columns()], [5.0, 5.0, 7.0])


def test_the_usual_leaves_the_quarter_itself_out() -> None:
    values = np.array([[1.0], [3.0], [NAN], [100.0]])
    np.testing.assert_equal(usual(values, 3, 2), [[NAN], [NAN], [2.0], [2.0]])


def test_mean_of_units_passes_over_what_is_missing() -> None:
    values = np.array([[1.0, NAN, 3.0], [NAN] * 3])
    np.testing.assert_equal(mean_of_units(values), [[2.0] * 3, [NAN] * 3])


def test_a_figure_like_none_before_is_cut_with_what_was_known_by_then() -> None:
    quarters = pd.period_range("2001Q1", periods=12, freq="Q")
    rows = [("a", str(q), float(t % 2), 0.0) for t, q in enumerate(quarters)]
    rows[8] = ("a", str(quarters[8]), -50.0, 0.0)
    panel = build(_targets(rows), "growth")
    calm = steady(panel)
    # known by then: 0, 1 four times each and -50; median 0, absolute deviations 0 x4, 1 x4, 50: MAD 1
    assert calm.value[8, 0] == -8.0
    np.testing.assert_equal(np.delete(calm.value, 8), np.delete(panel.value, 8))
    later = build(_targets([*rows[:11], ("a", str(quarters[11]), 1e6, 0.0)]), "growth")
    np.testing.assert_equal(steady(later).value[:11], calm.value[:11])


def test_a_quarter_is_not_ordinary_if_most_units_have_a_figure_like_none_before() -> None:
    quarters = [str(q) for q in pd.period_range("2001Q1", periods=12, freq="Q")]
    rows = [(u, q, float(t % 2), 0.0) for t, q in enumerate(quarters) for u in "abc"]
    shocks = {("a", quarters[8]), ("a", quarters[10]), ("b", quarters[10])}
    rows = [(u, q, -50.0 if (u, q) in shocks else y, x) for u, q, y, x in rows]
    found = ordinary(build(_targets(rows), "growth"))
    assert [q for q, fine in zip(quarters, found, strict=True) if not fine] == [quarters[10]]
