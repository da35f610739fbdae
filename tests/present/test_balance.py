"""Factors, peers, strengths, epidemic state: what a reader sees."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu.analysis import advice, factors, frames, peers, strengths
from diaodu.present import balance, epidemic
from diaodu.rules import EpidemicState, Packs, Peers, Share
from made_frames import GDP, IVA, cells_of, text_of

_NOTHING = {"object": (), "bool": False, "int64": 0}
HOSTILE = "<b>厂</b>"


def table(columns: dict[str, str], *rows: dict[str, Any], **common: Any) -> pd.DataFrame:
    nothing = {name: _NOTHING.get(kind) for name, kind in columns.items()}
    return frames.table(columns, [nothing | {"area": "jiazhou"} | common | row for row in rows])


TARGET = {
    "side": "unfavourable",
    "code": "target",
    "indicator": IVA,
    "stage": "expected",
    "value": 5.0,
    "printed": "5.0",
    "gap": -1.5,
}
FIRM = {"side": "favourable", "code": "enterprise", "enterprise": HOSTILE, "value": 63.0}
FIRM |= {"gap": 10242.3, "source_ids": ("form",)}
NOTE = {"side": "unfavourable", "code": "note", "text": HOSTILE, "severity": "high"}
NOTE |= {"category": "demand"}


def test_factors_side_by_side(page) -> None:
    shown = balance.factors(page(), table(factors._COLUMNS, TARGET, FIRM, NOTE))
    assert "<b>" not in shown.markup
    favourable, unfavourable = shown.markup.split("</div><div>")
    assert text_of(favourable).endswith(f"有利{HOSTILE}产值增长63.0%，增加10242万元[1]")
    assert "预计规上工业增加值增速5.0%，比年度目标低1.5个百分点" in text_of(unfavourable)
    assert f"订单与市场：{HOSTILE}（程度高）" in text_of(unfavourable)


def test_factors_in_english_mark_the_senders_words(page) -> None:
    shown = balance.factors(page(lang="en"), table(factors._COLUMNS, TARGET, FIRM, NOTE))
    assert "Industrial value added growth expected at 5.0%, 1.5 points below" in text_of(shown)
    assert shown.markup.count('<span lang="zh-CN">') == 2


def test_many_factors_are_cut_fairly_and_counted(page) -> None:
    rows = [TARGET] * 9 + [NOTE | {"severity": None}] * 9
    shown = text_of(balance.factors(page(), table(factors._COLUMNS, *rows)))
    assert (shown.count("比年度目标低"), shown.count("订单与市场")) == (4, 4)
    assert shown.endswith("另有10条，见有关各节")
    few_notes = text_of(balance.factors(page(), table(factors._COLUMNS, *rows[:10])))
    assert (few_notes.count("比年度目标低"), few_notes.count("订单与市场")) == (7, 1)


def test_one_side_without_factors_and_no_factors_at_all(page) -> None:
    assert "有利没有" in text_of(balance.factors(page(), table(factors._COLUMNS, TARGET)))
    none = table(factors._COLUMNS)
    assert text_of(balance.factors(page(), none)).startswith("不作判断，因为")
    assert balance.factors_finding(page(), none).markup == ""


GROUP = {"group": 1, "peers": ("yizhou", "bingzhou"), "stability": 0.984}
GROUP |= {"areas_agreement": 0.8, "features_agreement": 0.573}
SHARES = Peers(shares={"x": Share(part=GDP, whole=IVA)})


def test_who_the_peers_are(page) -> None:
    beside = table(strengths._AGAINST)
    assert text_of(balance.peers_of(page(), table(peers._GROUPS, GROUP), beside)) == (
        "甲州的可比市：乙州、丙州。重新抽取各市分组时，98%的情况下仍与其同组。"
    )
    grouped = table(peers._GROUPS, GROUP | {"stability": 0.49})
    assert "分组不稳" in text_of(balance.peers_of(page(), grouped, beside))


def test_peers_are_not_named_where_the_quarters_file_ranks_and_not_spoken_of_where_it_hides(
    page,
) -> None:
    grouped = table(peers._GROUPS, GROUP)
    beside = table(strengths._AGAINST, {"measure": "growth", "stage": "actual"})
    alone = table(strengths._AGAINST, {"measure": "growth", "absent": "alone"})
    ranked = page(packs=Packs(peers="ranked"))
    said = text_of(balance.peers_of(ranked, grouped, beside))
    assert said == "下列比较对象为结构相近的市，本报告不列其名称。"
    assert text_of(balance.peers_of(ranked, grouped, alone)) == ("没有可比市，因为没有结构相近的市")
    hidden = page(packs=Packs(peers="hidden"))
    assert balance.peers_of(hidden, grouped, table(strengths._AGAINST)).markup == ""


@pytest.mark.parametrize(
    "absent", ["too_few_areas", "too_few_features", "too_little_known", "alone"]
)
def test_nobody_to_compare_with_and_why(page, absent) -> None:
    beside = table(strengths._AGAINST)
    shown = text_of(balance.peers_of(page(), table(peers._GROUPS, {"absent": absent}), beside))
    assert shown.startswith("没有可比市，因为")


def test_groups_with_what_they_have_in_common(page) -> None:
    grouped = table(
        peers._GROUPS, GROUP, GROUP | {"area": "yizhou", "stability": 0.5, "peers": ("jiazhou",)}
    )
    features = {
        "division:equipment": (47.6, 23.0),
        "project_size": (4.9, 4.0),
        f"size:{GDP}": (2.0, 1.0),
        "share:x": (45.0, 40.0),
    }
    why = frames.table(
        peers._WHY,
        [
            {"group": 1, "feature": name, "group_mean": own, "all_mean": of_all, "score": 1.0}
            for name, (own, of_all) in features.items()
        ],
    )
    (row,) = cells_of(balance.groups(page("shili", peers=SHARES), grouped, why))
    assert row["areas"] == "甲州、乙州"
    assert row["stability"] == "74"
    assert row["why"] == (
        "装备处产业占比48%（23%）、项目平均总投资7.9亿元（1.0亿元）、"
        "GDP增速（几何平均）100%（10%）、GDP增速占规上工业增加值增速比重45%（40%）"
    )


def test_strengths_with_their_measure(page) -> None:
    rise = {"measure": "growth", "indicator": IVA, "stage": "expected", "value": 9.0}
    rise |= {"median": 5.5, "with_figure": 2, "gap": 3.5, "score": 2.0, "side": "strength"}
    fall = {"measure": "running", "stage": "reported", "value": 20.0, "median": 100.0}
    fall |= {"with_figure": 3, "gap": -80.0, "score": -3.0, "side": "shortfall"}
    given = table(strengths._AGAINST, rise, fall)
    first, second = cells_of(balance.strengths(page(), given))
    assert first == {
        "name": "规上工业增加值增速预计",
        "value": "9.0",
        "median": "5.5",
        "with": "2",
        "gap": "+3.5",
        "side": "▲长板",
    }
    assert second["side"] == "▼短板"
    assert text_of(balance.strengths_finding(page(), given)) == (
        "长板：规上工业增加值增速（+3.5）。短板：已开工项目未停工占比（-80.0）。"
    )


def test_strengths_that_cannot_be_said(page) -> None:
    few = table(strengths._AGAINST, {"measure": "growth", "absent": "too_few_peers"})
    assert text_of(balance.strengths(page(), few)) == "不作判断，因为有数的可比市不足两个"
    assert balance.strengths_finding(page(), few).markup == ""
    for none in (table(strengths._AGAINST), few.assign(absent="alone")):
        assert balance.strengths(page(), none).markup == ""


STATES = {"jiazhou": EpidemicState(state="active", origin="published", facts=("f1",))}
ACTIVE = {"state": "active", "origin": "published", "advice": "keep_running", "firms": 6}
ACTIVE |= {"firms_falling": 4, "stopped": 8, "remaining_10k_yuan": 208200.0, "largest": (HOSTILE,)}


def test_the_state_its_source_and_what_is_asked(page) -> None:
    rows = table(
        advice._COLUMNS,
        {"area": "yizhou", "state": "none", "origin": "illustrative", "advice": "supply_more"},
        {"area": "bingzhou", "state": "unknown", "absent": "not_given"},
        ACTIVE | {"source_ids": ("press",)},
    )
    shown = epidemic.of_areas(page("shili", epidemic=STATES), rows)
    assert "<b>" not in shown.markup
    first, second, third = cells_of(shown)
    assert first["state"] == "正有疫情[1]"
    assert first["asked"] == (
        f"保重点企业运行，产值最大的是{HOSTILE}。6家有数的重点企业中4家下降；停工项目8个，年内还有20.8亿元未完成"
    )
    assert second["state"] == "无疫情示意，非真实情况"
    assert third["asked"] == "不作判断，因为本季文件没有写明疫情状况"
    assert text_of(epidemic.finding(page("shili", epidemic=STATES), rows)) == (
        "无疫情1个市，疫情已过0个市，正有疫情1个市，不作判断1个市。"
    )


def test_the_state_of_the_pages_own_area(page) -> None:
    own = epidemic.of_area(page(epidemic=STATES), table(advice._COLUMNS, ACTIVE))
    assert text_of(own).startswith("正有疫情：保重点企业运行")
    english = epidemic.of_area(page(lang="en", epidemic=STATES), table(advice._COLUMNS, ACTIVE))
    assert "Keep key enterprises running, the largest being" in text_of(english)


def test_without_states_nothing_is_shown(page) -> None:
    rows = table(advice._COLUMNS, {"state": "unknown", "absent": "not_given"})
    shown = [of(page(), rows) for of in (epidemic.of_areas, epidemic.of_area, epidemic.finding)]
    assert [part.markup for part in shown] == ["", "", ""]
