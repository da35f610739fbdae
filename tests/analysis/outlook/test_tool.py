"""What a stranger calls: forecast, backtest, intervals, recalibrate."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from diaodu.analysis import outlook
from diaodu.errors import ContractError
from made_panels import growth, long, quarters

UNITS = list("abcdefgh")


def test_columns_and_order_of_a_forecast() -> None:
    ahead = outlook.forecast(long(growth(), UNITS, quarters(80)), 2, levels=[50, 90])
    assert list(ahead.columns) == [
        "unit", "period", "horizon", "forecast", "low50", "high50", "low90", "high90", "reason",
    ]  # fmt: skip
    assert ahead["unit"].tolist() == [u for u in UNITS for _ in range(2)]
    assert ahead["period"].tolist() == ["2021Q1", "2021Q2"] * 8
    assert ahead["reason"].isna().all()


def test_the_order_of_rows_and_a_gap_as_row_or_as_none_change_nothing() -> None:
    values = growth(40, 3)
    values[10, 1] = np.nan
    frame = long(values, ["a", "b", "c"], quarters(40))
    plain = outlook.forecast(frame, 3)
    mixed = outlook.forecast(frame.dropna().sample(frac=1, random_state=1), 3)
    mixed = mixed.sort_values(["unit", "horizon"], ignore_index=True)
    pd.testing.assert_frame_equal(plain, mixed)


def test_nothing_after_the_origin_is_known_to_a_forecast_of_the_past() -> None:
    values = growth(40, 4)
    changed = values.copy()
    changed[30:] += 50.0
    names, periods = UNITS[:4], quarters(40)
    now, then = (
        outlook.backtest(long(v, names, periods), 1, origins=20, season=1)
        for v in (values, changed)
    )
    early = now.forecasts["origin"] < "2008Q3"
    columns = ["forecast", "low80", "high95"]
    assert early.sum() == 4 * 11
    pd.testing.assert_frame_equal(
        now.forecasts.loc[early, columns], then.forecasts.loc[early, columns]
    )


@pytest.mark.parametrize("value", [0.0, 7.5, -3.0])
def test_a_constant_series_stays_what_it_is(value) -> None:
    frame = long(np.full((24, 1), value), ["a"], quarters(24))
    ahead = outlook.forecast(frame, 5)
    assert ahead["forecast"].tolist() == pytest.approx([value] * 5, abs=1e-9)


def test_a_single_observation_is_its_own_forecast_without_an_interval() -> None:
    ahead = outlook.forecast(pd.DataFrame({"unit": ["a"], "period": ["2022Q1"], "value": [5.0]}), 2)
    assert ahead["forecast"].tolist() == pytest.approx([5.0, 5.0])
    assert ahead["reason"].tolist() == ["few_errors"] * 2
    assert ahead[["low80", "high95"]].isna().all(axis=None)


def test_a_unit_with_one_observation_takes_its_interval_from_the_others() -> None:
    frame = long(growth(40, 4), UNITS[:4], quarters(40))
    frame.loc[len(frame)] = ["new", quarters(40)[-1], 3.0]
    ahead = outlook.forecast(frame, 1).set_index("unit")
    assert ahead.loc["new", "forecast"] == pytest.approx(3.0, abs=2.0)
    assert ahead.loc["new", "high80"] > ahead.loc["new", "low80"]


def test_a_unit_without_a_value_has_no_forecast_and_the_reason() -> None:
    frame = long(growth(40, 2), ["a", "b"], quarters(40))
    frame.loc[frame["unit"] == "b", "value"] = np.nan
    ahead = outlook.forecast(frame, 1).set_index("unit")
    assert ahead["reason"].isna().tolist() == [True, False]
    assert ahead.loc["b", "reason"] == "no_history"
    assert np.isnan(ahead.loc["b", "forecast"])


def test_a_season_is_carried_on_and_a_trend_too() -> None:
    """Exactly 100 + step + (10, 0, -10, 0): the next year is the last one and 4 more."""
    pattern = np.array([10.0, 0.0, -10.0, 0.0])
    values = np.array([100 + t + pattern[t % 4] for t in range(48)])[:, None]
    ahead = outlook.forecast(long(values, ["a"], quarters(48)), 4)
    assert ahead["forecast"].tolist() == pytest.approx([158.0, 149.0, 140.0, 151.0], abs=0.5)


def test_an_indicator_that_leads_is_used() -> None:
    draw = np.random.default_rng(2)
    lead = draw.normal(size=(60, 6))
    values = np.vstack([np.zeros((1, 6)), 3 * lead[:-1]]) + 0.1 * draw.normal(size=(60, 6))
    frame = long(values, UNITS[:6], quarters(60))
    frame["orders"] = lead.T.ravel()
    plain = outlook.backtest(frame, 1, origins=20, season=1).scores
    told = outlook.backtest(frame, 1, origins=20, season=1, indicators=["orders"]).scores
    assert told["rmse"].iloc[0] < 0.5 * plain["rmse"].iloc[0]


def test_scores_compare_the_model_with_the_simple_ways() -> None:
    frame = long(growth(), UNITS, quarters(80))
    frame["expected"] = frame["value"] + 1.0
    found = outlook.backtest(frame, 2, expected="expected").scores.set_index(["method", "horizon"])
    assert {"model", "naive", "seasonal_naive", "ar1", "smoothing", "expected", "recalibrated"} <= {
        method for method, _ in found.index
    }
    assert found.loc[("expected", 1), "rmse"] == pytest.approx(1.0)
    assert found.loc[("recalibrated", 1), "rmse"] < 0.3
    assert found.loc[("model", 1), "rmse"] < found.loc[("naive", 1), "rmse"]
    assert found.loc[("naive", 1), "dm"] < 0
    assert 0.7 < found.loc[("model", 1), "cover80"] < 0.9


def test_intervals_around_forecasts_made_elsewhere() -> None:
    draw = np.random.default_rng(4)
    frame = long(draw.normal(size=(60, 8)), UNITS, quarters(60))
    frame["model"] = 0.0
    found = outlook.intervals(frame, forecast="model", levels=[80])
    assert list(found.columns) == ["unit", "period", "value", "model", "low80", "high80"]
    assert found["low80"].isna().groupby(frame["period"]).all().sum() == 2  # 8 errors come before
    late = found[found["period"] >= "2008Q1"]
    inside = (late["value"] >= late["low80"]) & (late["value"] <= late["high80"])
    assert 0.72 < inside.mean() < 0.88


def test_intervals_widen_after_large_errors_of_all_and_only_if_adaptive() -> None:
    values = np.random.default_rng(4).normal(size=(60, 8))
    values[57:] *= 6
    frame = long(values, UNITS, quarters(60)).assign(forecast=0.0)
    wide = {}
    for adaptive in (True, False):
        found = outlook.intervals(frame, levels=[80], adaptive=adaptive)
        width = (found["high80"] - found["low80"]).groupby(found["period"]).mean()
        wide[adaptive] = width["2015Q4"] / width["2015Q1"]
    assert wide[True] > 2
    assert wide[False] < 1.5


def test_a_bias_that_all_share_is_taken_off() -> None:
    frame = long(np.full((30, 4), 10.0), UNITS[:4], list(range(1990, 2020)))
    frame["expected"] = 12.0
    right = outlook.recalibrate(frame)
    last = right[right["period"] == 2019]
    assert last["recalibrated"].to_numpy() == pytest.approx(10.0, abs=0.2)
    assert (last["errors"] == 29).all()


def test_a_unit_of_its_own_kind_is_believed_the_more_the_longer_its_record() -> None:
    values = np.random.default_rng(0).normal(0, 0.5, (30, 6))
    values[:, 0] -= 2.0
    right = outlook.recalibrate(
        long(values, UNITS[:6], list(range(1990, 2020))).assign(expected=0.0)
    )
    own = right[right["unit"] == "a"].set_index("period")["own"]
    assert own.loc[2009:].mean() < own.loc[1996:2000].mean() < own[1992] < 0
    assert -2.0 < own.loc[2009:].mean() < -0.6  # shrunk, but most of what the common part leaves


def test_amounts_are_put_right_in_shares() -> None:
    """All come in 10% below what was expected, the large as the small."""
    values = np.repeat([[90.0, 9000.0]], 20, axis=0)
    frame = long(values, ["small", "large"], list(range(2000, 2020)))
    frame["expected"] = frame["value"] / 0.9
    last = outlook.recalibrate(frame).query("period == 2019")
    assert (last["recalibrated"] / last["value"]).tolist() == pytest.approx([1.0, 1.0], abs=0.02)
    parts = last["expected"] + last["common"] + last["own"]
    assert parts.tolist() == pytest.approx(last["recalibrated"].tolist())


def test_no_later_error_is_known_to_a_recalibration() -> None:
    values = np.random.default_rng(0).normal(size=(20, 4))
    changed = values.copy()
    changed[12:] += 9
    first, second = (
        outlook.recalibrate(long(v, UNITS[:4], list(range(2000, 2020))).assign(expected=0.5), lag=2)
        for v in (values, changed)
    )
    early = first["period"] <= 2013  # made when 2011 was known
    pd.testing.assert_frame_equal(
        first.loc[early].drop(columns="value"), second.loc[early].drop(columns="value")
    )


def test_what_cannot_be_put_right_says_why() -> None:
    frame = pd.DataFrame(
        {
            "unit": ["a", "b", "a", "b"],
            "period": [2001, 2001, 2002, 2002],
            "value": [1.0, 2.0, np.nan, np.nan],
            "expected": [2.0, 2.0, 2.0, np.nan],
        }
    )
    right = outlook.recalibrate(frame)
    assert right["reason"].tolist() == ["no_record", "no_record", "few_errors", "no_expectation"]
    assert right["recalibrated"].tolist()[:2] == [2.0, 2.0]
    assert 1.0 < right["recalibrated"][2] < 2.0
    assert np.isnan(right["recalibrated"][3])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda f: f.drop(columns="value"),
            "frame: found columns unit, period; expected value too",
        ),
        (lambda f: f.iloc[:0], "frame: found no rows; expected at least one"),
        (lambda f: pd.concat([f, f.tail(1)]), "found two rows of b, 2001; expected one of each"),
        (lambda f: f.assign(value="much"), "column value: found text; expected numbers"),
        (lambda f: f.assign(value=np.inf), "column value: found infinity; expected finite numbers"),
        (
            lambda f: f.assign(unit=[None, "b"]),
            "columns unit: found a row without; expected a unit",
        ),
    ],
)
def test_a_frame_that_is_no_panel_is_refused(change, message) -> None:
    frame = pd.DataFrame({"unit": ["a", "b"], "period": [2001, 2001], "value": [1.0, 2.0]})
    with pytest.raises(ContractError, match=message):
        outlook.forecast(change(frame), 1)


def test_a_horizon_of_nothing_is_refused() -> None:
    frame = pd.DataFrame({"unit": ["a"], "period": [2001], "value": [1.0]})
    with pytest.raises(ContractError, match="horizon: found 0; expected 1 or more"):
        outlook.forecast(frame, 0)
