"""The worked examples of docs/methods.md, section Outlook, and what single members do."""

from __future__ import annotations

import numpy as np
import pytest

from diaodu.analysis.outlook import conformal, mixture, regression, simple, smoothing
from made_panels import growth


def test_a_step_of_smoothing_by_hand() -> None:
    """Level 10, slope 1, damping ½, alpha ½, beta 0.2: forecasts 10.5, 10.75; the value is 11.5."""
    grid = smoothing._Grid(np.array([[11.5]]), 1, 2)
    grid.alpha, grid.phi, grid.beta, grid.gamma = (np.array([[x]]) for x in (0.5, 0.5, 0.1, 0.0))
    grid.damped = smoothing._damped_sums(grid.phi, 2)
    grid.level, grid.slope, grid.pattern = (
        np.array([[10.0]]),
        np.array([[1.0]]),
        np.zeros((1, 1, 1)),
    )
    grid.ahead = np.full((2, 2, 1, 1), np.nan)
    grid._look_ahead(0)
    assert grid.ahead[:, 0, 0, 0] == pytest.approx([10.5, 10.75])
    grid._update(0, np.array([True]), np.array([True]))
    assert (grid.level[0, 0], grid.slope[0, 0]) == (11.0, 0.6)


def test_ar1_by_hand() -> None:
    assert simple.ar1(np.array([[1.0], [2.0], [3.0], [4.0]]), 2)[-1].ravel().tolist() == [5.0, 6.0]
    assert simple.ar1(np.full((5, 1), 2.0), 2)[-1].ravel().tolist() == [2.0, 2.0]


def test_naive_keeps_the_latest_known_value_of_each_season() -> None:
    values = np.array([[1.0], [2.0], [3.0], [np.nan]])
    assert simple.naive(values, 2, 3)[-1].ravel().tolist() == [3.0, 2.0, 3.0]
    assert simple.naive(values, 1, 1)[-1].ravel().tolist() == [3.0]


def test_weights_of_two_members_by_hand() -> None:
    """Squared errors 1 and 3: 0.15 + 0.7 × ¾ and 0.15 + 0.7 × ¼."""
    values = np.zeros((2, 1))
    fans = {"one": np.array([[[1.0]], [[10.0]]]), "other": np.array([[[3**0.5]], [[20.0]]])}
    assert mixture.mix(fans, values)[1, 0, 0] == pytest.approx(0.675 * 10 + 0.325 * 20)


def test_a_member_without_a_forecast_leaves_it_to_the_others() -> None:
    fans = {"one": np.array([[[4.0]]]), "other": np.array([[[np.nan]]])}
    assert mixture.mix(fans, np.zeros((1, 1))).tolist() == [[[4.0]]]


def test_the_quantile_of_a_plain_conformal_interval_by_hand() -> None:
    """Of nine scores the ⌈10 × 0.8⌉ = 8th smallest."""
    scores = np.array([[0.2, 0.5, 0.9, 1.0, 1.1, 1.4, 1.6, 2.0, 2.5]])
    assert conformal._quantiles(scores, 1, 0.8, conformal.PLAIN).tolist() == [2.0]


def test_fewer_than_19_scores_give_no_95_per_cent() -> None:
    scores = np.linspace(0.1, 1.9, 19)[None]
    assert conformal._quantiles(scores, 1, 0.95, conformal.PLAIN).tolist() == [pytest.approx(1.9)]
    assert np.isnan(conformal._quantiles(scores[:, 1:], 1, 0.95, conformal.PLAIN)).all()


@pytest.mark.parametrize("adaptive", [conformal.ADAPTIVE, conformal.PLAIN])
def test_intervals_cover_what_they_say(adaptive) -> None:
    wrong = np.random.default_rng(3).normal(size=(300, 1, 6)) * np.arange(1, 7)
    widths = conformal.half_widths(wrong, np.ones((300, 6)), [80, 95], np.zeros(6), adaptive)
    for width, level in zip(widths, (0.80, 0.95), strict=True):
        inside = (np.abs(wrong[50:]) <= width[50:]).mean(axis=(0, 1))
        assert inside.mean() == pytest.approx(level, abs=0.03)
        assert inside.min() > level - 0.12  # also of the unit with the largest errors


def test_regression_learns_a_cycle_that_all_share() -> None:
    values = growth(120, 10)
    wrong = mixture.errors(regression.fan(values, 1, 1, np.zeros(10)), values)[60:]
    plain = mixture.errors(simple.naive(values, 1, 1), values)[60:]
    assert np.nanmean(wrong**2) < 0.8 * np.nanmean(plain**2)


def test_a_season_is_seen_only_where_there_is_one() -> None:
    values = growth(80, 6)
    pattern = np.tile([5.0, 0.0, -5.0, 0.0], 20)[:, None]
    pools = np.zeros(6)
    assert mixture.best_season(values, 4, pools) == 1
    assert mixture.best_season(values + pattern, 4, pools) == 4
    assert mixture.best_season(values[:10], 4, pools) == 4  # too short to tell
