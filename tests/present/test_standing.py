"""Expected growth against targets: what is drawn and what is said of it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu.present import charts, theme
from made_frames import IVA, indicator_rows
from present.test_charts import assert_legible, drawn, marks, page_of, texts

GDP, FAI, RETAIL = "gdp_growth", "fixed_asset_investment_growth", "retail_sales_growth"
NAMES = (IVA, GDP, FAI, RETAIL)


def table_of(**values: dict[str, Any]) -> pd.DataFrame:
    """growth.indicator_table of all four indicators."""
    return indicator_rows(*({"indicator": name} | values.get(name, {}) for name in NAMES))


def figure(value: float, **more: Any) -> dict[str, Any]:
    return {"value": value, "printed": f"{value}", "source_ids": ("s1",), **more}


def aim(value: float, expected: float) -> dict[str, float]:
    return {"target_value": value, "target_compared": value, "gap_target": expected - value}


EXPECTED = table_of(
    **{IVA: figure(-3.6, **aim(6.0, -3.6)), GDP: figure(7.0, **aim(6.5, 7.0)), FAI: figure(3.0)}
)
ACTUAL = table_of(
    **{IVA: {"province_value": 5.8, "province_source_ids": ("s2",)}, GDP: figure(5.2)}
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_below_its_target_is_counted_and_drawn_in_another_colour(lang):
    shown = drawn(charts.standing(page_of(lang=lang), EXPECTED, ACTUAL))
    assert_legible(shown)
    if lang == "zh":
        assert shown.title == "甲州2022年一季度：有年度目标的2项增速中1项预计低于目标"
        assert "规上工业增加值增速预计-3.6，目标6，全省5.8；" in shown.alt
        assert "GDP增速预计7.0，目标6.5，公布5.2；固定资产投资增速预计3.0。" in shown.alt
        assert "另有1项既未报送也未公布" in shown.note
    edges = [mark.get("stroke") for mark in marks(shown)]
    assert edges.count(theme.HIGHLIGHT) == 1  # the one below
    assert {"-3.6", "6.5", "5.2", "5.8"} <= set(texts(shown))


def test_all_at_their_targets_and_none_with_one():
    fine = drawn(
        charts.standing(page_of(), table_of(**{IVA: figure(7.0, **aim(7.0, 7.0))}), table_of())
    )
    assert fine.title == "甲州2022年一季度：有年度目标的1项增速预计均不低于目标"
    alone = drawn(charts.standing(page_of(), table_of(**{IVA: figure(7.0)}), table_of()))
    assert alone.title == "甲州2022年一季度：报送了1项增速的预计数，没有年度目标可比"
    assert "┃ 目标" not in texts(alone)  # a column without any figure is not there


def test_without_any_expectation_what_is_published_is_compared():
    shown = drawn(charts.standing(page_of(), table_of(), ACTUAL))
    assert shown == charts.indicator_strip(page_of(), ACTUAL)
