"""Tables: figures as printed with marks and sources; what is missing is called so."""

from __future__ import annotations

import pytest

from diaodu.present import charts, tables
from made_frames import (
    IVA,
    cells_of,
    indicator_rows,
    industry_rows,
    pace_rows,
    ranking_rows,
    text_of,
)

FULL = {
    "value": 7.2,
    "printed": "7.20",
    "derived": False,
    "source_ids": ("a",),
    "previous_period": "2021-12",
    "previous_value": 6.8,
    "previous_derived": False,
    "previous_source_ids": ("b",),
    "change": 0.4,
    "province_value": 6.0,
    "province_derived": False,
    "province_source_ids": ("a", "c"),
    "gap_province": 1.2,
    "rank": 1,
    "ranked": 2,
    "target_value": 7.0,
    "target_low": 7.0,
    "target_wording": "at_least",
    "target_source_ids": ("d",),
    "gap_target": 0.2,
}
LEVEL = {
    "indicator": "gdp_level",
    "kind": "level",
    "unit": "100m_yuan",
    "value": 1000.4,
    "printed": "1000.4",
    "derived": False,
    "source_ids": ("a",),
}
NOTE = "† 由同一来源中两个已公布数相减推算，不参加排位。"


def test_all_that_is_known_of_an_indicator(page) -> None:
    shown = tables.indicators(page(), indicator_rows(FULL))
    assert cells_of(shown) == [
        {
            "name": "规上工业增加值增速%",
            "value": "7.20[1]",
            "previous": "6.8[2]2021年全年",
            "change": "+0.4",
            "province": "6[1][3]",
            "gap": "+1.2",
            "rank": "1/2",
            "target": "7以上[4]",
            "gap_target": "+0.2",
        }
    ]
    assert "甲州2022年一季度主要指标" in text_of(shown)
    assert NOTE not in text_of(shown)


def test_what_is_not_published_keeps_its_row(page) -> None:
    unknown = {"indicator": IVA, "unit": None}  # the catalog knows the unit all the same
    first, second = cells_of(tables.indicators(page(), indicator_rows(unknown, LEVEL)))
    assert first == {
        "name": "规上工业增加值增速%",
        "value": "未公布",
        "previous": "未公布",
        "change": "—",
        "province": "未公布",
        "gap": "—",
        "rank": "—",
        "target": "未公布",
        "gap_target": "—",
    }
    assert (second["name"], second["value"]) == ("GDP亿元", "1000.4[1]")
    (english, _) = cells_of(tables.indicators(page(lang="en"), indicator_rows({}, LEVEL)))
    assert english["value"] == english["target"] == "not published"


def test_the_province_is_not_compared_with_itself(page) -> None:
    (row,) = cells_of(tables.indicators(page("shili"), indicator_rows(FULL)))
    assert list(row) == ["name", "value", "previous", "change", "target", "gap_target"]


@pytest.mark.parametrize("derived", ["derived", "previous_derived", "province_derived"])
def test_a_derived_figure_is_marked_and_the_mark_explained(page, derived) -> None:
    """Also where no flag of the column is missing: then a row gives numpy's True."""
    key = derived.removesuffix("derived").rstrip("_") or "value"
    for rows in ([FULL | {derived: True}], [FULL | {derived: True}, LEVEL]):
        shown = tables.indicators(page(), indicator_rows(*rows))
        first, *_ = cells_of(shown)
        assert [name for name, cell in first.items() if "†" in cell] == [key]
        assert NOTE in text_of(shown)


def test_a_derived_target_is_marked(page) -> None:
    frame = indicator_rows(FULL | {"target_derivation": "5.9+0.3"})
    shown = tables.indicators(page(), frame)
    assert cells_of(shown)[0]["target"] == "7以上†[4]"
    assert NOTE in text_of(shown)


def test_sources_that_differ_are_both_shown(page) -> None:
    others = ((7.25, "7.25", ("x", "y")), (7.0, "7", ("z",)))
    frame = indicator_rows(FULL | {"others": others})
    assert cells_of(tables.indicators(page(), frame))[0]["value"] == (
        "7.20[1]另一来源：7.25[2][3]；7[4]"
    )
    assert cells_of(tables.indicators(page(lang="en"), frame))[0]["value"] == (
        "7.20[1]another source: 7.25[2][3]; 7[4]"
    )


def test_targets_that_differ_are_both_shown(page) -> None:
    others = ((5.5, 5.0, 6.0, "between", ("x",)), (6.5, None, None, "about", ("y",)))
    frame = indicator_rows({"target_others": others} | FULL)
    assert cells_of(tables.indicators(page(), frame))[0]["target"] == (
        "7以上[4]另一来源：5至6[5]；6.5左右[6]"
    )


@pytest.mark.parametrize(
    ("wording", "value", "low", "high", "zh", "en"),
    [
        ("about", 6.0, None, None, "6左右", "about 6"),
        ("at_least", 5.5, 5.5, None, "5.5以上", "5.5 or more"),
        ("between", 5.5, 5.0, 6.0, "5至6", "5 to 6"),
        ("between", 5.5, None, 6.0, "5.5", "5.5"),
        ("exact", 5.25, None, None, "5.25", "5.25"),
        ("exact", 0.0, None, None, "0", "0"),
        ("exact", -1.5, None, None, "-1.5", "-1.5"),
    ],
)
def test_a_target_is_worded_as_its_source_does(page, wording, value, low, high, zh, en) -> None:
    assert tables.worded(page(), wording, value, low, high) == zh
    assert tables.worded(page(lang="en"), wording, value, low, high) == en
    assert tables.worded(page(), "about", 6.0, None, None, "%") == "6%左右"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.4, "+0.4"), (-0.4, "-0.4"), (0.0, "0.0"), (-0.0, "0.0"), (-0.04, "0.0"), (None, "—")],
)
def test_points_have_a_sign(page, value, shown) -> None:
    assert text_of(tables.points(page(), value)) == shown


AREA = {"area": "jiazhou", "value": 7.2, "printed": "7.2", "derived": False, "source_ids": ("a",)}


def test_the_ranking_names_all_areas(page) -> None:
    frame = ranking_rows(
        AREA
        | {
            "rank": 1,
            "gap_province": 1.2,
            "target_value": 7.0,
            "target_low": 7.0,
            "target_wording": "at_least",
            "target_source_ids": ("b",),
            "gap_target": 0.2,
            "below_target": False,
            "below_province": False,
        },
        AREA
        | {
            "area": "yizhou",
            "value": -1.5,
            "printed": "-1.5",
            "rank": 2,
            "gap_province": -7.5,
            "below_province": True,
        },
        {"area": "bingzhou"},
    )
    shown = tables.ranking(page("shili"), frame)
    assert cells_of(shown) == [
        {
            "name": "甲州",
            "rank": "1",
            "value": "7.2[1]",
            "gap": "+1.2",
            "target": "7以上[2]",
            "gap_target": "+0.2",
            "flags": "无",
        },
        {
            "name": "乙州",
            "rank": "2",
            "value": "-1.5[1]",
            "gap": "-7.5",
            "target": "未公布",
            "gap_target": "—",
            "flags": "▽低于全省",
        },
        {
            "name": "丙州",
            "rank": "—",
            "value": "未公布",
            "gap": "—",
            "target": "未公布",
            "gap_target": "—",
            "flags": "不作判断",
        },
    ]
    assert "增速低于年度目标超过0.0个百分点的标▼，低于全省超过0.0个百分点的标▽" in text_of(shown)


def test_a_derived_figure_in_the_ranking_is_marked_and_explained(page) -> None:
    shown = tables.ranking(page("shili"), ranking_rows(AREA | {"derived": True}))
    assert cells_of(shown)[0] | {"flags": ""} == {
        "name": "甲州",
        "rank": "—",
        "value": "7.2†[1]",
        "gap": "—",
        "target": "未公布",
        "gap_target": "—",
        "flags": "",
    }
    assert NOTE in text_of(shown)


@pytest.mark.parametrize(
    ("below_target", "below_province", "shown"),
    [
        (True, True, "▼低于目标▽低于全省"),
        (True, None, "▼低于目标"),
        (False, True, "▽低于全省"),
        (False, None, "无"),
        (None, None, "不作判断"),
    ],
)
def test_flags(page, below_target, below_province, shown) -> None:
    frame = ranking_rows(AREA | {"below_target": below_target, "below_province": below_province})
    assert text_of(tables.flags(page(), next(frame.itertuples()))) == shown


STEEL = {
    "industry": "steel",
    "value": 3.0,
    "printed": "3.0",
    "source_ids": ("a",),
    "gap_total": -4.2,
    "effect": "below",
}


def test_industries_without_weights_have_no_columns_for_them(page) -> None:
    shown = tables.industries(page(), industry_rows(STEEL), residual=None)
    assert cells_of(shown) == [
        {
            "name": "钢铁",
            "value": "3.0[1]",
            "gap": "-4.2",
            "effect": "低于规上工业",
            "previous": "—",
            "change": "—",
        }
    ]


def test_industries_with_weights_show_pull_contribution_and_what_is_left(page) -> None:
    machines = STEEL | {"industry": "equipment_manufacturing", "value": 12.0, "printed": "12"}
    frame = industry_rows(
        machines
        | {"gap_total": 4.8, "effect": "above", "base_weight": 30.0, "pull": 3.6}
        | {"contribution": 50.0, "derived": True}
        | {"previous_period": "2021-12", "previous_value": 9.0, "previous_derived": True}
        | {"change": 3.0},
        STEEL,
    )
    shown = tables.industries(page(), frame, residual=-2.4)
    first, second = cells_of(shown)
    assert first == {
        "name": "装备制造",
        "value": "12†[1]",
        "gap": "+4.8",
        "effect": "高于规上工业",
        "previous": "9†2021年全年",
        "change": "+3.0",
        "weight": "30",
        "pull": "+3.6",
        "contribution": "50.0",
    }
    assert (second["weight"], second["pull"], second["contribution"]) == ("未公布", "—", "—")
    assert "各行业拉动合计与规上工业增速相差-2.4个百分点" in text_of(shown)
    assert NOTE in text_of(shown)


def test_without_a_published_industry_the_chart_says_so_once(page) -> None:
    assert tables.industries(page(), industry_rows()).markup == ""
    said = charts.industry_bars(page(), industry_rows())._repr_html_()
    assert "甲州2022年一季度分行业增速未公布" in said


PLAN = {
    "area": "jiazhou",
    "subject": "jz-2022",
    "planned": 120.0,
    "time_share": 25.0,
    "due_by_now": 30.0,
    "plan_source_ids": ("p",),
    "text_zh": "甲州计划",
    "text_en": "plan of Jiazhou",
}


def test_investment_against_time(page) -> None:
    frame = pace_rows(
        PLAN
        | {"completed": 24.5, "completed_period": "2022-03", "completed_source_ids": ("c",)}
        | {"completion_rate": 20.4166, "pace_gap": -4.5834}
        | {"plan_others": ((130.0, ("q",)),), "completed_others": ((24.0, ("r", "s")),)},
        PLAN,
    )
    first, second = cells_of(tables.pace(page("shili"), frame))
    assert first == {
        "name": "甲州",
        "set": "甲州计划",
        "planned": "120[1]另一来源：130[2]",
        "due": "30.0",
        "completed": "24.5[3]另一来源：24[4][5]2022年一季度",
        "rate": "20.4",
        "time": "25.0",
        "gap": "-4.6",
    }
    assert (second["completed"], second["rate"], second["gap"]) == ("未公布", "—", "—")


def test_without_a_plan_the_chart_says_so_once(page) -> None:
    assert tables.pace(page("shili"), pace_rows()).markup == ""
    assert 'class="nothing"' in charts.pace_bars(page("shili"), pace_rows())._repr_html_()


def test_the_made_up_province_in_full(report) -> None:
    """From received files to the table: two sources that differ, a zero, a level, a hole."""
    _, parts = report("jiazhou", "zh")
    assert "7.2<" in parts["indicators"]
    text = text_of(parts["indicators"])
    assert "另一来源：7.25" in text
    assert "7以上" in text
    _, parts = report("bingzhou", "zh")
    assert "4.4†" in text_of(parts["indicators"])
    assert NOTE in text_of(parts["indicators"])
