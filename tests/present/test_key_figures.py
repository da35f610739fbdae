"""The three figures that open a report: what each says of itself."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from diaodu.present import key_figures
from made_frames import IVA, indicator_rows, text_of

GDP, FAI = "gdp_growth", "fixed_asset_investment_growth"
AIM = {"target_value": 6.5, "target_wording": "about", "target_compared": 6.5, "gap_target": 0.7}
ROW = {"indicator": IVA, "value": 7.2, "printed": "7.2", "source_ids": ("a",)}
BEFORE = {"previous_period": "2021-12", "previous_value": 6.8, "change": 0.4}
LAST_YEAR = {"last_year_value": 17.6, "last_year_printed": "17.6", "last_year_derived": False}


def cells(page: Any, actual: pd.DataFrame, expected: pd.DataFrame | None = None) -> list[str]:
    """The strip as a reader sees it, one text a figure, its lines parted by strokes."""
    markup = key_figures.strip(page, actual, expected).markup
    found = re.findall(r"<div>(.*?)</div>", markup)
    return ["/".join(text_of(part) for part in re.findall(r"<d[td].*?</d[td]>", c)) for c in found]


def test_published_figures_come_first_with_their_change_and_target(page) -> None:
    frame = indicator_rows(
        {"indicator": GDP, "value": 4.4, "printed": "4.4", "derived": True, "source_ids": ("x",)},
        {"indicator": FAI},
        ROW | BEFORE | AIM,
        {"indicator": "retail_sales_growth"},
        {"indicator": "gdp_level", "kind": "level", "unit": "100m_yuan", "value": 9.0},
    )
    assert cells(page(), frame) == [
        "规上工业增加值增速 公布/7.2%[1]/比2021年全年 +0.4个百分点/比年度目标6.5%左右 +0.7个百分点",
        "GDP增速 推算/4.4%†[2]/无可比的上次公布数/无年度目标",
        "固定资产投资增速 未公布/未公布/无年度目标",
    ]


@pytest.mark.parametrize(
    ("derived", "said"),
    [(False, "比上年同期17.6% -10.4个百分点"), (True, "无可比的上次公布数")],
)
def test_without_a_point_before_the_same_months_of_last_year_stand(page, derived, said) -> None:
    frame = indicator_rows(ROW | LAST_YEAR | {"last_year_derived": derived})
    assert cells(page(), frame)[0].split("/")[2] == said


def test_an_expected_figure_says_so_and_what_was_published_since(page) -> None:
    actual = indicator_rows({"indicator": IVA}, {"indicator": GDP, "value": 5.0, "printed": "5.0"})
    expected = indicator_rows(
        ROW | {"value": -3.6, "printed": "-3.6"} | BEFORE | {"change": -10.8} | AIM
        | {"gap_target": -10.1},
        {"indicator": GDP, "value": 5.2, "printed": "5.2", "source_ids": ("a",)},
    )  # fmt: skip
    assert cells(page(), actual, expected) == [
        "规上工业增加值增速 预计，尚未公布/-3.6%[1]/比2021年全年 -10.8个百分点"
        "/比年度目标6.5%左右 -10.1个百分点",
        "GDP增速 预计，其后公布5.0/5.2%[1]/无可比的上次公布数/无年度目标",
    ]


def test_without_any_expectation_published_figures_stand(page) -> None:
    actual, none = indicator_rows(ROW), indicator_rows({"indicator": IVA})
    assert cells(page(), actual, none) == cells(page(), actual)


def test_a_headline_that_was_not_sent_is_said_to_be_so(page) -> None:
    sent = indicator_rows({"indicator": IVA}, {"indicator": GDP, "value": 5.2, "printed": "5.2"})
    none = indicator_rows({"indicator": IVA}, {"indicator": GDP})
    assert cells(page(), none, sent)[0] == "规上工业增加值增速 预计，尚未公布/未报送/无年度目标"


def test_the_same_in_english(page) -> None:
    frame = indicator_rows(ROW | BEFORE | AIM)
    (cell,) = cells(page(lang="en"), frame)
    assert cell.endswith(
        "/+0.4 points on full year 2021/+0.7 points on the annual target of about 6.5%"
    )
