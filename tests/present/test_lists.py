"""Lists: facts, sources, what is missing and what intake left out."""

from __future__ import annotations

import pandas as pd
import pytest

from diaodu import contracts
from diaodu.places import Place
from diaodu.present import lists
from diaodu.present.page import each
from made_frames import GDP, IVA, cells_of, indicator_rows, text_of

FACT = {
    "fact_id": "f1",
    "area": "jiazhou",
    "topic": "policy",
    "aspect": "event",
    "text_zh": "甲州召开调度会。",
    "text_en": "Jiazhou held a meeting.",
    "source_id": "a",
    "locator": "facts.csv!row 2",
    "origin": "published",
}
SOURCE = {
    "source_id": "a",
    "kind": "official",
    "title_zh": "统计局",
    "title_en": "Bureau",
    "url": "https://tjj.example.cn/?a=1&b=2",
    "published_on": "2022-04-25",
    "retrieved_on": "2022-05-31",
    "origin": "published",
}
ABSENT = ["area", "indicator", "what"]


def _facts(*rows: tuple[dict, str]) -> pd.DataFrame:
    """What facts.of_quarter returns: rows of the table with `when`."""
    table = contracts.typed("facts", [FACT | row for row, _ in rows])
    return table.assign(when=pd.Series([when for _, when in rows], dtype="str"))


def test_facts_stand_under_their_topics_in_the_given_order(page) -> None:
    table = _facts(
        ({"fact_id": "f2", "topic": "epidemic", "text_zh": "乙"}, "quarter"),
        ({"fact_id": "f1", "text_zh": "甲"}, "quarter"),
        ({"fact_id": "f3", "text_zh": "丙"}, "year_plan"),
    )
    assert lists.facts(page(), table).markup == (
        "<h3>会议与政策</h3><ul class='facts'>"
        '<li>甲<sup class="cite"><a href="#source-1">[1]</a></sup></li>'
        '<li>丙（2022年计划）<sup class="cite"><a href="#source-1">[1]</a></sup></li></ul>'
        "<h3>疫情防控</h3><ul class='facts'>"
        '<li>乙<sup class="cite"><a href="#source-1">[1]</a></sup></li></ul>'
    )


def test_the_province_names_the_areas_of_a_fact_and_prints_it_once(page) -> None:
    table = _facts(({}, "quarter"), ({"area": "yizhou"}, "quarter"))
    assert text_of(lists.facts(page("shili"), table)) == "会议与政策甲州、乙州甲州召开调度会。[1]"
    english = lists.facts(page("shili", "en"), table)
    assert text_of(english) == "Meetings and policyJiazhou and YizhouJiazhou held a meeting.[1]"


def test_a_plan_in_english_is_set_apart(page) -> None:
    shown = text_of(lists.facts(page(lang="en"), _facts(({}, "year_plan"))))
    assert shown.endswith("Jiazhou held a meeting. (plan for 2022)[1]")


def test_no_fact_is_said(page) -> None:
    assert text_of(lists.facts(page(), _facts())) == "未见甲州2022年一季度的公开报道。"


def test_every_topic_of_the_contract_is_shown(page) -> None:
    rows = [({"fact_id": t, "topic": t, "text_zh": t}, "quarter") for t in contracts.TOPICS]
    text = text_of(lists.facts(page(), _facts(*rows)))
    assert all(topic in text for topic in contracts.TOPICS)


def test_sources_in_the_order_of_their_numbers(page) -> None:
    table = contracts.typed(
        "sources",
        [
            SOURCE,
            SOURCE | {"source_id": "uncited", "title_zh": "没有引用"},
            SOURCE
            | {"source_id": "b", "kind": "reprint", "url": None, "published_on": None}
            | {"title_zh": "工作报告", "title_en": "Report", "caution_zh": "慎用"}
            | {"caution_en": "take care"},
        ],
    )
    begun, english = page(), page(lang="en")
    for one in (begun, english):
        one.cite(("b", "a"))
    assert lists.sources(begun, table).markup == (
        '<ol class="sources">'
        '<li id="source-1">工作报告；据转载，无地址；<span class="caution">慎用</span></li>'
        '<li id="source-2">统计局；政府网站；2022年4月25日发布；'
        '<a class="address" href="https://tjj.example.cn/?a=1&amp;b=2" rel="noreferrer">'
        "https://tjj.example.cn/?a=1&amp;b=2</a>；取得日期2022年5月31日</li></ol>"
    )
    assert text_of(lists.sources(english, table)) == (
        "Report · as reprinted, no address · take care"
        "Bureau · government site · published 25 April 2022 · https://tjj.example.cn/?a=1&b=2"
        " · retrieved 31 May 2022"
    )


def test_a_received_file_is_no_reprint(page) -> None:
    sent = {"kind": "submission", "url": None, "published_on": None, "received_on": "2022-03-19"}
    begun = page()
    begun.cite(("a",))
    shown = text_of(lists.sources(begun, contracts.typed("sources", [SOURCE | sent])))
    assert shown == "统计局；报送材料；2022年3月19日收到"


def test_a_source_tells_where_the_figures_of_the_page_stand_in_it(page) -> None:
    begun = page()
    begun.cite(("a",))
    for cell, value in (("F5", 5.8), ("F6", 6.1), ("F9", 7.0)):
        rows = indicator_rows({"value": value, "source_ids": (Place("b", f"主要指标!{cell}"),)})
        begun.number(next(each(rows)).value)
    table = contracts.typed("sources", [SOURCE, SOURCE | {"source_id": "b", "title_zh": "表"}])
    shown = text_of(lists.sources(begun, table))
    assert begun.cited == ["a", "b"]  # the source of a figure that no text cites
    assert shown.endswith("；取自：主要指标 F5:F6、F9")
    assert shown.count("取自") == 1  # no figure is from the other one


def test_a_page_without_citations_says_so(page) -> None:
    shown = lists.sources(page(), contracts.typed("sources", [SOURCE]))
    assert text_of(shown) == "本报告没有引用已公布的数据。"


def _absent(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=ABSENT).astype("str")


def test_what_is_missing_with_the_last_that_is_known(page) -> None:
    known = {"previous_period": "2021-09", "previous_source_ids": ("a",)}
    table = indicator_rows(
        {"previous_value": 4.0} | known,
        {"indicator": GDP, "previous_value": 7.6, "previous_derived": True} | known,
        {"indicator": "fixed_asset_investment_growth"},
        {"indicator": "gdp_level", "kind": "level", "unit": "100m_yuan", "previous_value": 710.25}
        | known,
    )
    absent = _absent(
        *(("jiazhou", name, "figure") for name in table["indicator"]),
        ("jiazhou", IVA, "target"),
        ("jiazhou", GDP, "target"),
    )
    shown = lists.missing_of_area(page(), absent, table)
    assert [text_of(item) for item in shown.markup.split("</li>")[:-1]] == [
        "规上工业增加值增速：2022年一季度未公布；最近一次公布为2021年前三季度，4%。[1]",
        "GDP增速：2022年一季度未公布；最近一次的推算数为2021年前三季度，7.6%。[1]",
        "固定资产投资增速：2022年一季度未公布。",
        "GDP：2022年一季度未公布；最近一次公布为2021年前三季度，710.25亿元。[1]",
        "年度目标未公布的指标：规上工业增加值增速、GDP增速。",
    ]
    english = text_of(lists.missing_of_area(page(lang="en"), absent, table))
    assert "last published for Jan–Sep 2021: 710.25 (100 million yuan).[1]" in english


def test_nothing_missing_is_said(page) -> None:
    shown = lists.missing_of_area(page(), _absent(), indicator_rows({}))
    assert text_of(shown) == "主要指标和年度目标均已公布。"
    assert text_of(lists.missing_of_areas(page("shili"), _absent())) == (
        "各市主要指标本期均已公布。"
    )


def test_missing_targets_alone_do_not_make_figures_missing(page) -> None:
    absent = _absent(("jiazhou", IVA, "target"))
    assert text_of(lists.missing_of_areas(page("shili"), absent)) == "各市主要指标本期均已公布。"


def test_what_is_missing_by_indicator(page) -> None:
    absent = _absent(
        ("jiazhou", GDP, "figure"),
        ("yizhou", GDP, "figure"),
        ("bingzhou", GDP, "figure"),
        ("bingzhou", IVA, "figure"),
        ("bingzhou", IVA, "target"),
    )
    shown = lists.missing_of_areas(page("shili"), absent)
    assert [text_of(item) for item in shown.markup.split("</li>")[:-1]] == [
        "GDP增速：3个市均未公布。",
        "规上工业增加值增速：3个市中2个已公布；未公布：丙州。",
    ]
    english = text_of(lists.missing_of_areas(page("shili", "en"), absent))
    assert "Industrial value added growth: published by 2 of 3 cities; not by Bingzhou." in english


def _issues(*severities: str) -> pd.DataFrame:
    """What issues.render returns."""
    rows = [
        {"severity": severity, "where": f"x.csv 第{number}行"}
        | {name: f"{name} {number}" for name in ("found", "expected", "consequence", "remedy")}
        for number, severity in enumerate(severities, start=2)
    ]
    columns = ["severity", "where", "found", "expected", "consequence", "remedy"]
    return pd.DataFrame(rows, columns=columns).astype("str")


def test_what_was_left_out_stands_most_serious_first(page) -> None:
    shown = lists.left_out(page(), _issues("warning", "info", "error", "warning", "error"))
    assert [row["name"] for row in cells_of(shown)] == [
        *("x.csv 第4行", "x.csv 第6行", "x.csv 第2行", "x.csv 第5行")
    ]


def test_long_lists_are_cut_and_the_rest_counted(page) -> None:
    shown = lists.left_out(page(), _issues(*(["error"] * 7)), most=5)
    assert len(cells_of(shown)) == 5
    assert text_of(shown).endswith("另有2条，见目录页。")


@pytest.mark.parametrize("severities", [(), ("info",)])
def test_nothing_left_out_is_said(page, severities) -> None:
    shown = lists.left_out(page(), _issues(*severities))
    assert text_of(shown) == "录入时没有发现问题，没有剔除数据。"
