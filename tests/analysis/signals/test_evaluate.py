from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from diaodu.analysis import signals
from diaodu.analysis.signals.made_up import UNITS
from diaodu.errors import ContractError
from tone_words import words

TEST = "2000Q1"


def made(telling: bool, quarters: int = 120) -> tuple[pd.DataFrame, pd.DataFrame]:
    panel = signals.made_up(telling, quarters)
    return panel.texts, panel.targets


def _all(found: pd.DataFrame) -> pd.DataFrame:
    return found[found["years"] == "all"].set_index(["text", "lag"])


@pytest.fixture(scope="module")
def telling() -> pd.DataFrame:
    texts, targets = made(telling=True)
    return signals.evaluate(
        texts, targets, words(), value="growth", first_test=TEST, recessions=["2003Q1", "2003Q2"]
    )


def test_texts_that_tell_of_the_quarter_help_every_unit(telling) -> None:
    real = _all(telling).loc["real"]
    assert (real["ratio"] < 0.85).all()
    assert (real["dm"] > 2).all()
    assert (real["units_better"] == len(UNITS)).all()
    assert (real["cells"] == 40 * len(UNITS)).all()


def test_the_gain_is_gone_with_texts_of_another_time(telling) -> None:
    by_text = _all(telling)["ratio"]
    for placebo in ("stale", "other_quarter", "other_unit_and_quarter"):
        assert (by_text[placebo] > 0.98).all(), placebo
    assert (by_text["historical_mean"] > 0.95).all()


def test_texts_of_another_unit_keep_what_all_units_share(telling) -> None:
    assert (_all(telling).loc["other_unit"]["ratio"] < 0.85).all()


def test_years_are_told_apart(telling) -> None:
    cells = telling.query("text == 'real' and lag == 1").set_index("years")["cells"]
    assert cells.to_dict() == {
        "all": 160,
        "recession": 8,
        "expansion": 152,
        "quiet": 128,
        "ordinary": 160,
    }


def test_idle_texts_do_not_help() -> None:
    texts, targets = made(telling=False)
    found = signals.evaluate(
        texts, targets, words(), value="growth", first_test=TEST, placebos=["real"]
    )
    real = _all(found).loc["real"]
    assert ((real["ratio"] > 0.98) & (real["ratio"] < 1.06)).all()


def test_two_runs_are_the_same_and_the_order_of_rows_is_nothing() -> None:
    texts, targets = made(telling=True, quarters=90)
    call = {"value": "growth", "first_test": "2000Q1", "lags": (1,)}
    first = signals.evaluate(texts, targets, words(), **call)
    mixed = texts.sample(frac=1, random_state=3), targets.sample(frac=1, random_state=4)
    pd.testing.assert_frame_equal(first, signals.evaluate(*mixed, words(), **call), rtol=1e-6)


def test_nothing_later_changes_an_earlier_forecast() -> None:
    texts, targets = made(telling=True)
    call = {"value": "growth", "period": TEST, "lag": 2}
    whole = signals.nowcast(texts, targets, words(), **call)
    changed = targets.copy()
    known = targets["period"] <= "1999Q3"  # two quarters back
    changed.loc[~known, "growth"] = 9999.0
    told = texts[pd.to_datetime(texts["date"]) <= "2000-03-31"]
    cut = signals.nowcast(told, changed, words(), **call)
    columns = ["unit", "numbers", "with_text", "tone_relative"]
    pd.testing.assert_frame_equal(whole[columns], cut[columns])


def test_numbers_beside_history_are_a_second_benchmark() -> None:
    texts, targets = made(telling=True)
    truth = targets["growth"]
    known = targets.assign(
        survey=truth + np.random.default_rng(1).normal(scale=0.1, size=len(truth))
    )
    found = signals.evaluate(
        texts,
        known,
        words(),
        value="growth",
        first_test=TEST,
        lags=(1,),
        numbers=["survey"],
        placebos=["real"],
    )
    real = found.query("text == 'real' and years == 'all'").set_index("benchmark")
    assert real.index.tolist() == ["history", "history_and_numbers"]
    full = real.loc["history_and_numbers"]
    assert full["rmse_numbers"] < 0.3 * real.loc["history", "rmse_numbers"]


def test_a_nowcast_says_per_unit_what_text_does() -> None:
    texts, targets = made(telling=True)
    found = signals.nowcast(texts, targets, words(), value="growth", period="2009Q4")
    assert found["unit"].tolist() == list(UNITS)
    assert found["reason"].isna().all()
    np.testing.assert_allclose(found["with_text"] - found["numbers"], found["text_effect"])
    last = targets.query("period == '2009Q4'")["growth"].to_numpy()
    np.testing.assert_equal(found["value"].to_numpy(), last)
    assert (found["with_text"] - last).abs().mean() < 0.8 * (found["numbers"] - last).abs().mean()


def test_without_a_text_the_nowcast_is_that_of_numbers_and_says_so() -> None:
    texts, targets = made(telling=True)
    silent = (texts["unit"] == "a") & (texts["date"] >= "2009-10-01")
    new = (texts["unit"] == "b") & (texts["date"] < "2009-01-01")
    found = signals.nowcast(
        texts[~silent & ~new], targets, words(), value="growth", period="2009Q4"
    ).set_index("unit")
    assert found.loc["a", "reason"] == "no_text"
    assert found.loc["b", "reason"] == "few_earlier"
    assert found.loc[["a", "b"], "text_effect"].tolist() == [0.0, 0.0]
    assert found.loc[["c", "d"], "reason"].isna().all()


def test_too_few_figures_are_no_forecast() -> None:
    texts, targets = made(telling=True, quarters=12)
    found = signals.nowcast(texts, targets, words(), value="growth", period="1982Q4")
    assert found["reason"].tolist() == ["few_figures"] * len(UNITS)
    assert found["with_text"].isna().all()


def test_wrong_calls_are_refused() -> None:
    texts, targets = made(telling=True, quarters=12)
    call = {"value": "growth", "first_test": "1982Q1"}
    with pytest.raises(ContractError, match="found no quarter 2050Q1 in the targets; they have"):
        signals.evaluate(texts, targets, words(), **{**call, "first_test": "2050Q1"})
    with pytest.raises(ContractError, match="found the kinds of text fresh; expected some of real"):
        signals.evaluate(texts, targets, words(), **call, placebos=["fresh"])
    with pytest.raises(ContractError, match=r"lags are \(0,\); expected quarters, each 1 or more"):
        signals.evaluate(texts, targets, words(), **call, lags=(0,))
    with pytest.raises(ContractError, match="texts: found no column date; expected it"):
        signals.evaluate(texts.drop(columns="date"), targets, words(), **call)
