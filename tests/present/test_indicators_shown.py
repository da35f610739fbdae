"""Pull, bridges, earlier years and reach of the target as a reader sees them, thin data included."""

from __future__ import annotations

import warnings
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from diaodu.analysis import (
    breadth,
    bridge,
    consistency,
    frames,
    growth,
    history,
    pulls,
    reach,
    usual,
)
from diaodu.catalog import Text
from diaodu.periods import Period
from diaodu.present import (
    both,
    charts_bridge,
    charts_pull,
    history_words,
    key_figures,
    pull_words,
    reach_words,
)
from diaodu.quarter import Weights
from made_frames import FAI, IVA, text_of

NOW, THEN = Period(2022, 3), Period(2021, 12)
AREAS = ["jiazhou", "yizhou", "bingzhou"]
WEIGHTS = {"jiazhou": 50.0, "yizhou": 30.0, "bingzhou": 20.0}
WHY = {2020: Text(zh="疫情", en="epidemic"), 2021: Text(zh="反弹", en="rebound")}


def settled(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """(area, period, rate[, stage[, industry]]) as consistency.settle returns them."""
    made = []
    for area, period, rate, *rest in rows:
        row = dict.fromkeys(consistency._SETTLED)
        stage, industry = [*rest, *("actual", None)[len(rest) :]]
        row |= {"area": area, "period": period, "value": rate, "printed": str(rate)}
        row |= {"stage": stage, "industry": industry, "indicator": IVA, "span": "ytd"}
        row |= {"unit": "percent", "derived": False, "source_ids": ("bureau-2022q1",), "others": ()}
        made.append(row | {"base_weight": float("nan")})
    return frames.table(consistency._SETTLED, made)


def aims(**rates: float) -> pd.DataFrame:
    rows = [
        {
            "area": area,
            "year": 2022,
            "indicator": IVA,
            "value": rate,
            "low": float("nan"),
            "high": float("nan"),
            "unit": "percent",
            "wording": "exact",
            "origin": "published",
            "derivation": None,
            "source_id": "work-reports-2022",
        }
        for area, rate in rates.items()
    ]
    columns = ["area", "year", "indicator", "value", "low", "high", "unit", "wording", "origin"]
    return pd.DataFrame(rows, columns=[*columns, "derivation", "source_id"])


def shown(page: Any, data: pd.DataFrame, targets: pd.DataFrame, stage: str) -> dict[str, str]:
    """Everything that the sections show of a page's area, by name."""
    area, province = page.run.area.id, page.run.province.id
    one: Any = {"area": area, "indicator": IVA, "period": NOW, "stage": stage}
    weights = dict(page.run.quarter.shares(IVA))
    whole: Any = {"weights": weights, "areas": AREAS, "province": province, "indicator": IVA}
    now = pulls.by_area(data, **whole, period=NOW, stage=stage)
    before = pulls.by_area(data, **whole, period=THEN, stage=stage)
    closed = pulls.closing(now)
    industries = pulls.by_industry(data, **one, weights={"steel": 40.0})
    same = history.same_quarters(data, province=province, **one, distorted=WHY)
    tables = {
        name: growth.indicator_table(
            data,
            targets,
            area=area,
            province=province,
            peers=AREAS,
            period=NOW,
            indicators=[IVA, FAI],
            kinds={IVA: "growth", FAI: "growth"},
            stage=name,
        )
        for name in ("expected", "actual")
    }
    needed = {
        name: reach.needed(table, period=NOW, elapsed_share={}) for name, table in tables.items()
    }
    limit = reach.limit(data, area=area, indicator=IVA, period=NOW, distorted=WHY)
    aim = needed[stage]["target"].iloc[0]
    months = reach.months(data, **one, target=aim, limit=limit["limit"].iloc[0])
    ahead = pd.DataFrame({"indicator": [IVA], "of": ["rest"], "value": [8.0]})
    steps = bridge.between(before, now)
    parts = {
        "table": both.indicators(page, tables["expected"], tables["actual"]),
        "figures": key_figures.strip(page, tables["actual"], tables["expected"]),
        "areas": pull_words.of_areas(page, now, closed, indicator=IVA, stage=stage),
        "area": pull_words.of_one_area(page, now, indicator=IVA, stage=stage),
        "change": pull_words.change_of_one_area(page, steps, THEN),
        "industries": pull_words.of_industries(page, industries, pulls.closing(industries)),
        "breadth": pull_words.breadth(
            page,
            breadth.of_industries(data, **one, industries=["coal_mining", "steel"]),
            "industries",
        ),
        "breadth_areas": pull_words.breadth(
            page,
            breadth.of_areas(data, areas=AREAS, indicator=IVA, period=NOW, stage=stage),
            "areas",
        ),
        "pulls": charts_pull.pull_bars(page, now, closed),
        "bridge": charts_bridge.parts_bridge(page, steps, indicator=IVA, before=THEN, stage=stage),
        "path": charts_bridge.path_bridge(page, bridge.along(data, targets, **one), indicator=IVA),
        "history": history_words.finding(
            page, history.usual(same), history.averages(same, distorted=WHY), same
        ),
        "years": history_words.same_quarters(page, same, IVA),
        "needed": reach_words.needed(page, needed["expected"], needed["actual"]),
        "reach": reach_words.finding(page, needed[stage], months, limit, stage=stage),
        "months": reach_words.months(page, months),
        "outcome": reach_words.outcome(page, reach.outcome(needed[stage], ahead)),
        "money": reach_words.investment(page, usual.pace(4e5, 1e5, period=NOW)),
    }
    return {name: text_of(part._repr_html_()) for name, part in parts.items()}


def given(percent: dict[str, float]) -> dict[str, Weights]:
    note = Text(zh="示意", en="made up")
    return {IVA: Weights(base_year=2021, origin="illustrative", note=note, percent=percent)}


EXPECTED = [
    ("jiazhou", "2021-12", 8.0, "expected"),
    ("yizhou", "2021-12", 5.0, "expected"),
    ("bingzhou", "2021-12", 5.0, "expected"),
    ("jiazhou", "2022-03", 4.0, "expected"),
    ("yizhou", "2022-03", 5.0, "expected"),
    ("bingzhou", "2022-03", 10.0, "expected"),
    ("jiazhou", "2022-02", 6.0, "reported"),
    ("jiazhou", "2021-03", 15.0, "reported"),
    ("jiazhou", "2022-03", 10.0, "expected", "steel"),
    *(("jiazhou", f"2019-{month:02}", 7.0 + month / 10) for month in (3, 6, 9, 12)),
    ("jiazhou", "2018-03", 6.9),
]


@pytest.fixture
def full(page) -> SimpleNamespace:
    def of(lang: str, percent: dict[str, float] = WEIGHTS, **targets: float) -> dict[str, str]:
        quarter = {"weights": given(percent), "distorted_years": WHY}
        return shown(
            page("jiazhou", lang, **quarter), settled(*EXPECTED), aims(**targets), "expected"
        )

    return SimpleNamespace(of=of)


def test_full_data_say_what_they_hold(full):
    """Pulls 2 + 1.5 + 2 = 5.5, before 4 + 1.5 + 1 = 6.5; 4 % is 2.5 short of 6.5."""
    found = full.of("zh", jiazhou=6.5)
    assert "拉动全省2.00个百分点，占各市加权增长5.5%的36.4%" in found["area"]
    assert "占比为2021年：示意" in found["area"]
    assert "全省加权增速比2021年全年变化-1.00个百分点，其中甲州-2.00个百分点" in found["change"]
    assert "由6.5%到5.5%，甲州影响最大（-2.00个百分点）" in found["bridge"]
    assert "比2022年1—2月回落2.0个百分点，距年度目标差2.5个百分点" in found["path"]
    assert "比常年同期（2018、2019年中位数7.1%）低3.1个百分点" in found["history"]
    assert "要完成6.5%的目标，后三个季度须增长7.3%" in found["reach"]
    assert "自2022年1—5月起目标难以完成，那时后期须增长8.3%" in found["reach"]
    assert "最高累计增速8.2%（2019年全年，共5个数，不含基数异常的年份）" in found["reach"]
    assert "▼难以完成" in found["months"]
    assert "2个大类行业中1个有数：1个增长、0个持平、0个下降，增长面100.0%" in found["breadth"]
    assert "公布的1个行业中1个有占比，合占40.0%，共拉动4.00个百分点" in found["industries"]
    assert "完成年度计划投资的25.0%，时间已过25.0%，相差0.0个百分点" in found["money"]
    assert "无法判断，因为没有往年同口径的投资额" in found["money"]


def test_a_target_that_bears_a_fall_is_said_so(full):
    """4 % so far, 0.5 % wanted: (0.5 − ¼ × 4) ÷ ¾ = −0.67."""
    assert "后三个季度降幅不超过0.7%即可" in full.of("zh", jiazhou=0.5)["reach"]


def test_the_same_in_english(full):
    found = full.of("en", jiazhou=6.5)
    assert "2.00 points of the 5.5% that the cities' figures add up to" in found["area"]
    assert "out of reach from Jan–May 2022, when the rest needs 8.3%" in found["reach"]
    assert (
        "On the base of 2020, itself distorted, average growth over 2 years is 9.4%"
        in (found["history"])
    )
    assert "cannot be said because growth in 2020 is not known" in found["history"]


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        ({"jiazhou": 50.0, "yizhou": 30.0}, "占比合计只有80.0%，未作调整"),
        ({"jiazhou": 50.0, "yizhou": 30.0, "bingzhou": 25.0}, "占比合计为105.0%，超过100%"),
    ],
)
def test_weights_that_do_not_add_up_are_said(full, percent, said):
    found = full.of("zh", percent)
    assert said in found["areas"]
    assert "各市的贡献率无法判断，因为没有总体的增速，各部分也不完整" in found["areas"]
    assert "无法判断，因为没有总体的增速" in found["bridge"]


THIN = {
    "nothing": ([], {}),
    "a figure only": ([("jiazhou", "2022-03", 4.0)], {}),
    "an expected figure only": ([("jiazhou", "2022-03", 4.0, "expected")], {}),
    "a target only": ([], {"jiazhou": 6.5}),
    "wholes only": ([("shili", "2021-12", 5.0), ("shili", "2022-03", 4.0)], {}),
    "zero": ([("jiazhou", "2022-03", 0.0), ("shili", "2022-03", 0.0)], {"jiazhou": 0.0}),
    "a fall": ([("jiazhou", "2022-03", -3.6), ("shili", "2022-03", -1.0)], {"jiazhou": 6.0}),
}


def never_empty(page: Any, thin: str, stage: str) -> None:
    rows, targets = THIN[thin]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = shown(page, settled(*rows), aims(**targets), stage)
    for name, text in found.items():
        assert text.strip() or name == "months", name
        for slip in ("nan", "None", "NaN", "<NA>", "no_figure", "no_weight", "no_total"):
            assert slip not in text, (name, text)


@pytest.mark.parametrize("thin", THIN)
@pytest.mark.parametrize(("stage", "percent"), [("expected", WEIGHTS), ("actual", {})])
def test_thin_data_have_words_for_everything_and_no_warning(page, lang, thin, stage, percent):
    quarter = {"weights": given(percent) if percent else {}, "distorted_years": WHY}
    never_empty(page("jiazhou", lang, **quarter), thin, stage)


@pytest.mark.parametrize("thin", ["wholes only", "a fall"])
def test_so_has_the_province(page, lang, thin):
    never_empty(page("shili", lang, weights=given(WEIGHTS)), thin, "actual")


def test_what_cannot_be_said_names_its_reason(page):
    found = shown(page(), settled(), aims(), "expected")
    assert "没有基期占比" in found["areas"]
    assert "没有分行业的数" in found["breadth"]
    assert "没有分行业的数" in found["industries"]
    assert "没有年度目标" in found["reach"]
    assert "没有这一期的数" in found["path"]
    assert "没有这一期的数" in found["history"]


def test_the_bars_of_a_bridge_are_told_without_colour(full):
    found = full.of("zh", jiazhou=6.5)
    assert "▼ -2.0" in found["path"]
    assert "▲ +1.00" in found["bridge"]
