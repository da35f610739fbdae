"""Sentences, worked by hand: each case is written out as a reader sees it, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from diaodu.present import prose
from diaodu.quarter import Thresholds
from made_frames import (
    GDP,
    IVA,
    indicator_rows,
    industry_rows,
    pace_rows,
    path_rows,
    ranking_rows,
    text_of,
)

FAI = "fixed_asset_investment_growth"
# 7.2 after 6.8, the province at 6.0, first of two, a target of 7 or more.
ROW: dict[str, Any] = {
    "value": 7.2,
    "printed": "7.2",
    "derived": False,
    "source_ids": ("a",),
    "previous_period": "2021-12",
    "previous_value": 6.8,
    "previous_derived": False,
    "previous_source_ids": ("b",),
    "change": 0.4,
    "province_value": 6.0,
    "province_source_ids": ("c",),
    "gap_province": 1.2,
    "rank": 1,
    "ranked": 2,
    "target_value": 7.0,
    "target_low": 7.0,
    "target_wording": "at_least",
    "target_source_ids": ("d",),
    "gap_target": 0.2,
}
ALONE = {"change": None, "gap_province": None, "province_value": None, "rank": None} | {
    "previous_value": None,
    "previous_period": None,
    "target_value": None,
    "target_wording": None,
    "gap_target": None,
}
HEADLINES: dict[str, tuple[dict[str, Any], str, str]] = {
    "growth above all": (
        {},
        "2022年一季度，甲州规上工业增加值同比增长7.2%[1]，比2021年全年加快0.4个百分点，"
        "比全省高1.2个百分点，在已公布的2个市中居第1位，比年度目标（7%以上）高0.2个百分点[2]。",
        "In Q1 2022, industrial value added of Jiazhou grew 7.2% year on year[1], "
        "0.4 points faster than in full year 2021, 1.2 points above the province, "
        "number 1 of the 2 cities that published, "
        "0.2 points above the annual target (7% or more)[2].",
    ),
    "growth below all": (
        {"value": 4.0, "printed": "4.00", "change": -2.8, "gap_province": -2.0}
        | {"rank": 2, "target_wording": "about", "target_low": None, "gap_target": -3.0},
        "2022年一季度，甲州规上工业增加值同比增长4.00%[1]，比2021年全年回落2.8个百分点，"
        "比全省低2.0个百分点，在已公布的2个市中居第2位，比年度目标（7%左右）低3.0个百分点[2]。",
        "In Q1 2022, industrial value added of Jiazhou grew 4.00% year on year[1], "
        "2.8 points slower than in full year 2021, 2.0 points below the province, "
        "number 2 of the 2 cities that published, "
        "3.0 points below the annual target (about 7%)[2].",
    ),
    "level with all": (
        {"change": 0.0, "gap_province": -0.04, "gap_target": 0.04, "target_wording": "exact"},
        "2022年一季度，甲州规上工业增加值同比增长7.2%[1]，增速与2021年全年持平，与全省持平，"
        "在已公布的2个市中居第1位，与年度目标（7%）持平[2]。",
        "In Q1 2022, industrial value added of Jiazhou grew 7.2% year on year[1], "
        "at the same pace as in full year 2021, level with the province, "
        "number 1 of the 2 cities that published, level with the annual target (7%)[2].",
    ),
    "a fall that became smaller, a target that is a range": (
        {"value": -1.5, "printed": "-1.5", "previous_value": -3.0, "change": 1.5}
        | {"gap_province": -7.5, "rank": 2, "target_wording": "between", "gap_target": -6.5}
        | {"target_value": 5.5, "target_low": 5.0, "target_high": 6.0},
        "2022年一季度，甲州规上工业增加值同比下降1.5%[1]，降幅比2021年全年收窄1.5个百分点，"
        "比全省低7.5个百分点，在已公布的2个市中居第2位，"
        "比年度目标（5%至6%，按下限比较）低6.5个百分点[2]。",
        "In Q1 2022, industrial value added of Jiazhou fell 1.5% year on year[1], "
        "a fall 1.5 points smaller than in full year 2021, 7.5 points below the province, "
        "number 2 of the 2 cities that published, "
        "6.5 points below the annual target (5% to 6%, compared at its low end)[2].",
    ),
    "a fall that became larger, nothing else known": (
        ALONE
        | {"value": -3.0, "printed": "-3.0", "change": -1.5}
        | {"previous_period": "2022-02", "previous_value": -1.5},
        "2022年一季度，甲州规上工业增加值同比下降3.0%[1]，降幅比2022年1—2月扩大1.5个百分点，"
        "全省数未公布，不作比较，年度目标未公布。",
        "In Q1 2022, industrial value added of Jiazhou fell 3.0% year on year[1], "
        "a fall 1.5 points larger than in Jan–Feb 2022, the province's figure is not published, "
        "no annual target is published.",
    ),
    "the same fall": (
        ALONE
        | {"value": -3.0, "printed": "-3", "change": 0.0}
        | {"previous_period": "2021-12", "previous_value": -3.0},
        "2022年一季度，甲州规上工业增加值同比下降3%[1]，降幅与2021年全年持平，"
        "全省数未公布，不作比较，年度目标未公布。",
        "In Q1 2022, industrial value added of Jiazhou fell 3% year on year[1], "
        "the same fall as in full year 2021, the province's figure is not published, "
        "no annual target is published.",
    ),
    "a fall after growth": (
        ALONE
        | {"value": -1.0, "printed": "-1.0", "change": -3.0}
        | {"previous_period": "2021-12", "previous_value": 2.0},
        "2022年一季度，甲州规上工业增加值同比下降1.0%[1]，比2021年全年回落3.0个百分点，"
        "全省数未公布，不作比较，年度目标未公布。",
        "In Q1 2022, industrial value added of Jiazhou fell 1.0% year on year[1], "
        "3.0 points slower than in full year 2021, the province's figure is not published, "
        "no annual target is published.",
    ),
    "no growth": (
        {"value": 0.0, "printed": "0.0", "change": -6.8, "gap_province": -6.0}
        | {"rank": 2, "target_value": None, "target_wording": None, "gap_target": None},
        "2022年一季度，甲州规上工业增加值与上年同期持平[1]，比2021年全年回落6.8个百分点，"
        "比全省低6.0个百分点，在已公布的2个市中居第2位，年度目标未公布。",
        "In Q1 2022, industrial value added of Jiazhou was level with the year before[1], "
        "6.8 points slower than in full year 2021, 6.0 points below the province, "
        "number 2 of the 2 cities that published, no annual target is published.",
    ),
    "the only city that published": (
        ALONE | {"rank": 1, "ranked": 1},
        "2022年一季度，甲州规上工业增加值同比增长7.2%[1]，全省数未公布，不作比较，"
        "为各市中唯一公布的，年度目标未公布。",
        "In Q1 2022, industrial value added of Jiazhou grew 7.2% year on year[1], "
        "the province's figure is not published, the only city that published, "
        "no annual target is published.",
    ),
    "a derived figure has no rank": (
        ALONE | {"derived": True},
        "2022年一季度，甲州规上工业增加值同比增长7.2%（推算数）[1]，全省数未公布，不作比较，"
        "年度目标未公布。",
        "In Q1 2022, industrial value added of Jiazhou grew 7.2% year on year "
        "(a derived figure)[1], the province's figure is not published, "
        "no annual target is published.",
    ),
    "not published, an older point known": (
        {"value": None, "printed": None, "derived": None, "source_ids": ()},
        "2022年一季度，甲州规上工业增加值增速未公布，最近一次公布的是2021年全年，同比增长6.8%[1]。",
        "Growth of industrial value added of Jiazhou for Q1 2022 is not published, "
        "the last one published is for full year 2021 (grew 6.8% year on year)[1].",
    ),
    "not published, an older point derived": (
        {"value": None, "printed": None, "derived": None, "source_ids": ()}
        | {"previous_derived": True, "previous_value": -6.8},
        "2022年一季度，甲州规上工业增加值增速未公布，最近一次的推算数为2021年全年，"
        "同比下降6.8%[1]。",
        "Growth of industrial value added of Jiazhou for Q1 2022 is not published, "
        "the last one known is a derived figure for full year 2021 "
        "(fell 6.8% year on year)[1].",
    ),
    "never published": (
        ALONE | {"value": None, "printed": None, "derived": None, "source_ids": ()},
        "2022年一季度，甲州规上工业增加值增速未公布，此前一年内也未见公布。",
        "Growth of industrial value added of Jiazhou for Q1 2022 is not published, "
        "nor was any for the year before it.",
    ),
}


@pytest.mark.parametrize("case", HEADLINES)
def test_the_first_sentence_of_a_city(page, case) -> None:
    changes, zh, en = HEADLINES[case]
    frame = indicator_rows(ROW | changes)
    assert text_of(prose.headline(page(), frame)) == zh
    assert text_of(prose.headline(page(lang="en"), frame)) == en


def test_the_first_sentence_of_the_province_compares_it_with_no_province(page) -> None:
    frame = indicator_rows(ROW | {"gap_province": None, "rank": None})
    assert text_of(prose.headline(page("shili"), frame)) == (
        "2022年一季度，示例规上工业增加值同比增长7.2%[1]，比2021年全年加快0.4个百分点，"
        "比年度目标（7%以上）高0.2个百分点[2]。"
    )


def test_a_full_year(page) -> None:
    changes = {"change": None, "target_others": (), "previous_period": None}
    frame = indicator_rows(ROW | changes)
    assert text_of(prose.headline(page(quarter="2021Q4"), frame)).startswith(
        "2021年全年，甲州规上工业增加值同比增长7.2%[1]，比全省高1.2个百分点，"
    )
    english = text_of(prose.headline(page(lang="en", quarter="2021Q4"), frame))
    assert english.startswith("In full year 2021, industrial value added of Jiazhou grew 7.2%")


def test_where_the_headline_is_missing_what_else_is_published(page) -> None:
    """Growth that a source states: no level, no derived figure, at most three."""
    known = {"derived": False, "source_ids": ("b",)}
    frame = indicator_rows(
        {},
        {"indicator": "gdp_level", "kind": "level", "unit": "100m_yuan", "value": 9.0} | known,
        {"indicator": GDP, "value": 4.4, "printed": "4.4", "derived": True, "source_ids": ("a",)},
        {"indicator": FAI, "value": 0.0, "printed": "0.0"} | known,
        {"indicator": "retail_sales_growth", "value": -2.5, "printed": "-2.5"} | known,
    )
    assert text_of(prose.headline(page(), frame)) == (
        "2022年一季度，甲州规上工业增加值增速未公布，此前一年内也未见公布。"
        "同期已公布的指标：固定资产投资与上年同期持平[1]、社会消费品零售总额同比下降2.5%[1]。"
    )
    assert text_of(prose.headline(page(lang="en"), frame)).endswith(
        ". Published for the same period: fixed-asset investment was level with the year before[1]"
        " and retail sales fell 2.5% year on year[1]."
    )


def test_the_first_sentence_as_markup(page) -> None:
    assert prose.headline(page(), indicator_rows(ROW)).markup.startswith(
        '<p class="headline">2022年一季度，甲州规上工业增加值同比增长7.2%'
        '<sup class="cite"><a href="#source-1">[1]</a></sup>，'
    )


def test_how_much_of_the_path_is_published(page) -> None:
    """Five quarter-ends from 2021: a derived one and a month between are not counted."""
    point = {"value": 5.0, "printed": "5.0", "source_ids": ("a",), "status": "published"}
    frame = path_rows(
        *(
            point | {"period": f"{year}-{month:02d}", "year": year, "month": month, "derived": d}
            for year, month, d in [
                (2021, 3, False),
                (2021, 5, False),
                (2021, 6, True),
                (2022, 3, False),
            ]
        )
    )
    assert text_of(prose.path(page(), frame)) == (
        "2021年以来的5个季度末中，已公布2个；未公布的不连线、不补数。"
    )
    assert text_of(prose.path(page(lang="en"), path_rows())) == (
        "Of the 5 quarter-ends since 2021, 0 are published; gaps are neither joined nor filled."
    )


def _ranked(*areas: tuple[str, float | None, int | None]) -> Any:
    """Areas with value and rank; a value without a rank is a derived one."""
    return ranking_rows(
        *(
            {"area": area, "value": value, "rank": rank}
            | ({} if value is None else {"printed": f"{value}", "derived": rank is None})
            for area, value, rank in areas
        )
    )


@pytest.mark.parametrize(
    ("areas", "zh", "en"),
    [
        (
            [("jiazhou", 7.2, 1), ("bingzhou", 3.0, 2), ("yizhou", -1.5, 3)],
            "2022年一季度，3个市中有3个公布了规上工业增加值增速，"
            "最高的是甲州（7.2%），最低的是乙州（-1.5%）。",
            "For Q1 2022, 3 of 3 cities have published growth of industrial value added: "
            "highest Jiazhou (7.2%), lowest Yizhou (-1.5%).",
        ),
        (
            [("jiazhou", 7.2, 1), ("yizhou", 7.2, 1), ("bingzhou", 3.0, 3)],
            "2022年一季度，3个市中有3个公布了规上工业增加值增速，"
            "最高的是甲州、乙州（7.2%），最低的是丙州（3.0%）。",
            "For Q1 2022, 3 of 3 cities have published growth of industrial value added: "
            "highest Jiazhou and Yizhou (7.2%), lowest Bingzhou (3.0%).",
        ),
        (
            [("jiazhou", 7.2, 1), ("yizhou", 7.2, 1), ("bingzhou", None, None)],
            "2022年一季度，3个市中有2个公布了规上工业增加值增速，均为7.2%，丙州未公布。",
            "For Q1 2022, 2 of 3 cities have published growth of industrial value added, all 7.2%, "
            "not published by Bingzhou.",
        ),
        (
            [("jiazhou", 7.2, 1), ("yizhou", 5.0, None), ("bingzhou", None, None)],
            "2022年一季度，3个市中只有甲州公布了规上工业增加值增速（7.2%），乙州、丙州未公布。",
            "For Q1 2022, only Jiazhou of 3 cities has published growth of industrial value added "
            "(7.2%), not published by Yizhou and Bingzhou.",
        ),
        (
            [("jiazhou", None, None), ("yizhou", None, None), ("bingzhou", 4.0, None)],
            "2022年一季度，3个市的规上工业增加值增速均未公布。",
            "None of the 3 cities has published growth of industrial value added for Q1 2022.",
        ),
    ],
)
def test_who_is_highest_and_who_has_not_published(page, areas, zh, en) -> None:
    frame = _ranked(*areas)
    assert text_of(prose.ranking(page("shili"), frame)) == zh
    assert text_of(prose.ranking(page("shili", "en"), frame)) == en


@pytest.mark.parametrize(
    ("below_target", "below_province", "points", "zh"),
    [
        (
            (True, False, None),
            (True, True, None),
            0.0,
            "低于年度目标的市：甲州。低于全省的市：甲州、乙州。",
        ),
        (
            (False, False, None),
            (False, None, None),
            0.0,
            "在能够比较的市中，没有低于年度目标的。在能够比较的市中，没有低于全省的。",
        ),
        (
            (None, None, None),
            (None, None, None),
            0.0,
            "各市年度目标或本期数未公布，不能与目标比较。全省或各市本期数未公布，不能与全省比较。",
        ),
        (
            (True, False, False),
            (False, False, False),
            0.5,
            "低于年度目标超过0.5个百分点的市：甲州。"
            "在能够比较的市中，没有低于全省超过0.5个百分点的。",
        ),
    ],
)
def test_who_is_flagged(page, below_target, below_province, points, zh) -> None:
    areas = ("jiazhou", "yizhou", "bingzhou")
    frame = ranking_rows(
        *(
            {"area": area, "below_target": target, "below_province": province}
            for area, target, province in zip(areas, below_target, below_province, strict=True)
        )
    )
    limits = Thresholds(below_target_points=points, below_province_points=points)
    assert text_of(prose.flagged(page("shili", thresholds=limits), frame)) == zh


def test_who_is_flagged_in_english(page) -> None:
    frame = ranking_rows({"area": "jiazhou", "below_target": True, "below_province": False})
    limits = Thresholds(below_target_points=0.5, below_province_points=0.0)
    assert text_of(prose.flagged(page("shili", "en", thresholds=limits), frame)) == (
        "Below the annual target by more than 0.5 points: Jiazhou. "
        "Among the cities that can be compared none is below the province."
    )


def _industry(name: str, value: float, effect: str | None) -> dict[str, Any]:
    return {"industry": name, "value": value, "printed": f"{value}", "effect": effect}


@pytest.mark.parametrize(
    ("rows", "zh"),
    [
        (
            [
                _industry("equipment_manufacturing", 12.0, "above"),
                _industry("food", 7.2, "level"),
                _industry("steel", -3.0, "below"),
            ],
            "在已公布的3个行业中，1个增速高于规上工业，1个低于规上工业；"
            "增速最高的是装备制造（12.0%），最低的是钢铁（-3.0%）。",
        ),
        (
            [_industry("steel", 3.0, "below")],
            "只公布了钢铁的增速（3.0%），低于规上工业。",
        ),
        (
            [_industry("food", 9.0, "above"), _industry("steel", 7.0, "above")],
            "已公布的2个行业增速均高于规上工业；增速最高的是食品（9.0%），最低的是钢铁（7.0%）。",
        ),
        (
            [_industry("food", 3.0, "below"), _industry("steel", 1.0, "below")],
            "已公布的2个行业增速均低于规上工业；增速最高的是食品（3.0%），最低的是钢铁（1.0%）。",
        ),
        (
            [_industry("food", 3.0, None), _industry("steel", 1.0, None)],
            "已公布2个行业的增速，但规上工业增速未公布，不能比较高低；"
            "增速最高的是食品（3.0%），最低的是钢铁（1.0%）。",
        ),
    ],
)
def test_which_industries_were_fastest(page, rows, zh) -> None:
    assert text_of(prose.industries(page(), industry_rows(*rows))) == zh


def test_nothing_is_said_of_no_industries_and_no_plans(page) -> None:
    assert prose.industries(page(), industry_rows()).markup == ""
    assert prose.pace(page("shili"), pace_rows()).markup == ""


def test_how_many_plans_can_be_set_against_time(page) -> None:
    frame = pace_rows({"area": "jiazhou", "completed": 24.0}, {"area": "yizhou"})
    assert text_of(prose.pace(page("shili"), frame)) == (
        "已公布年度投资计划的项目共2批，其中1批公布了截至本期的投资完成额。"
    )


def test_plans_of_which_nothing_is_known_since(page) -> None:
    frame = pace_rows({"area": "yizhou"}, {"area": "bingzhou"})
    assert text_of(prose.pace(page("shili"), frame)) == (
        "已公布年度投资计划的项目共2批，均未公布截至本期的投资完成额。"
    )


def test_how_many_indicators_are_published(page) -> None:
    """Zero is a figure; a derived one is not published."""
    frame = indicator_rows(
        {"value": 0.0, "derived": False},
        {"indicator": GDP, "value": 4.4, "derived": True},
        {"indicator": FAI},
    )
    assert text_of(prose.coverage(page(), frame)) == "3项主要指标中，本期公布了1项。"
    assert text_of(prose.coverage(page(lang="en"), frame)) == (
        "Of 3 main indicators, 1 are published for the period."
    )


@pytest.mark.parametrize(
    ("value", "printed", "zh"),
    [
        (5.8, "5.8", "同比增长5.8%"),
        (5.8, "5.80", "同比增长5.80%"),
        (6.0, None, "同比增长6%"),
        (-0.04, "-0.04", "同比下降0.04%"),
        (0.0, "0.0", "与上年同期持平"),
        (-0.0, None, "与上年同期持平"),
        (131.4, "131.4", "同比增长131.4%"),
    ],
)
def test_growth_in_words(page, value, printed, zh) -> None:
    assert prose.grew(page(), value, printed) == zh


def test_the_made_up_province_in_sentences(report) -> None:
    """From received files to the first sentence."""
    _, parts = report("jiazhou", "zh")
    assert text_of(parts["headline"]) == (
        "2022年一季度，甲州规上工业增加值同比增长7.2%[1]，比2021年全年加快0.4个百分点，"
        "比全省高1.2个百分点，在已公布的2个市中居第1位，比年度目标（7%以上）高0.2个百分点[2]。"
    )
    assert text_of(parts["flagged"]) == "低于年度目标的市：乙州。低于全省的市：乙州。"
    _, parts = report("bingzhou", "zh")
    assert text_of(parts["headline"]) == (
        "2022年一季度，丙州规上工业增加值增速未公布，最近一次公布的是2021年前三季度，"
        "同比增长4%[1]。"
    )
    assert IVA not in "".join(parts.values())
