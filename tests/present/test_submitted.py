"""What was sent in, as it is shown: sentences and cells by hand, and nothing where nothing came."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu import contracts
from diaodu.analysis import enterprises
from diaodu.periods import Period
from diaodu.present import expected, submitted
from made_frames import GDP, IVA, cells_of, indicator_rows, ranking_rows, text_of

Q1 = Period(2022, 3)
HOSTILE = "<script>x</script>&\"'"
SENT = {"source_id": "jiazhou-2022Q1-form-v1", "locator": "x!A1", "origin": "illustrative"}
EXPECTED = {
    "value": 6.5,
    "printed": "6.5",
    "source_ids": ("jiazhou-2022Q1-form-v1",),
    "target_value": 7.0,
    "target_low": 7.0,
    "target_wording": "at_least",
    "target_source_ids": ("work-report",),
    "gap_target": -0.5,
}


def _table(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    common = SENT | {"area": "jiazhou", "period": "2022-03"}
    return contracts.check(name, contracts.typed(name, [common | row for row in rows]))


def test_an_expectation_beside_what_was_published_since(page) -> None:
    actual = indicator_rows(
        {"value": 6.3, "printed": "6.3", "source_ids": ("bureau",), "derived": False},
        {"indicator": GDP},
    )
    shown = expected.beside_published(page(), indicator_rows(EXPECTED, {"indicator": GDP}), actual)
    assert cells_of(shown) == [
        {
            "name": "规上工业增加值增速%",
            "last_year": "未公布",
            "before": "—",
            "expected": "6.5[1]",
            "target": "7以上[2]",
            "gap": "-0.5",
            "published": "6.3[3]",
            "miss": "-0.2",
        }
    ]


@pytest.mark.parametrize(
    ("row", "zh"),
    [
        (EXPECTED, "预计2022年一季度规上工业增加值同比增长6.5%，比年度目标低0.5个百分点[1]。"),
        (
            EXPECTED | {"value": 7.0, "printed": "7.0", "gap_target": 0.0},
            "预计2022年一季度规上工业增加值同比增长7.0%，不低于年度目标[1]。",
        ),
        (
            EXPECTED | {"gap_target": None},
            "预计2022年一季度规上工业增加值同比增长6.5%，年度目标未报送[1]。",
        ),
    ],
)
def test_the_expectation_in_a_sentence(page, row, zh) -> None:
    assert text_of(expected.finding(page(), indicator_rows(row))) == zh


def test_an_expectation_without_the_headline_says_so(page) -> None:
    rows = indicator_rows({"indicator": IVA}, EXPECTED | {"indicator": GDP})
    assert text_of(expected.finding(page(), rows)) == "甲州没有报送2022年一季度预计数。"


def test_who_expects_less_than_its_target(page) -> None:
    table = ranking_rows(
        {"area": "jiazhou", "value": 6.5, "below_target": True},
        {"area": "yizhou", "value": 7.5, "below_target": False},
        {"area": "bingzhou"},
    )
    rows = cells_of(expected.ranking(page("shili"), table))
    assert [row["flag"] for row in rows] == ["▼低于目标", "无", "不作判断"]


def test_problems_with_what_they_are_about(page) -> None:
    common = {"section": "issue", "original": "x", "note_id": "n1"}
    row = {"text": HOSTILE, "category": "funding", "county": "东区", "enterprise": "示例一厂"}
    table = _table("notes", common | row, common | {"note_id": "n2", "text": "用工不足"})
    first, second = cells_of(submitted.notes(page(), table, "issue"))
    assert first["text"] == f"{HOSTILE}[1]"
    assert (first["category"], first["about"]) == ("资金融资", "东区、示例一厂")
    assert second["category"] == "未分类"


def test_enterprises_and_receipts(page) -> None:
    table = _table(
        "enterprises",
        {"enterprise": "示例一厂", "output_10k_yuan": 12345.0, "output_growth_percent": -3.0},
    )
    own = enterprises.of_area(table, area="jiazhou", period=Q1)
    (row,) = cells_of(submitted.enterprises(page(), own))
    assert (row["output"], row["growth"], row["power"]) == ("12,345", "-3.0", "—")
    sources = contracts.typed(
        "sources",
        [
            {
                "source_id": "jiazhou-2022Q1-form-v2",
                "kind": "submission",
                "title_zh": "甲州市报表",
                "title_en": "Form of Jiazhou",
                "file": "data/raw/shili/2022Q1/jiazhou/form-v2.xlsx",
                "sender": "jiazhou",
                "version": 2,
                "received_on": "2022-03-19",
                "origin": "illustrative",
            }
        ],
    )
    wrong = contracts.empty("intake_issues").reindex([0, 1])
    wrong["file"] = "data/raw/shili/2022Q1/jiazhou/form-v2.xlsx"
    wrong["severity"] = ["error", "warning"]
    wrong["code"], wrong["details"], wrong["found"] = "file_empty", "{}", "0"
    rows = cells_of(submitted.received(page("shili"), sources, wrong))
    assert [(r["name"], r["file"], r["version"], r["issues"]) for r in rows] == [
        ("甲州", "甲州市报表", "2", "1 / 1"),
        ("乙州", "未报送", "", ""),
        ("丙州", "未报送", "", ""),
    ]


def test_nothing_is_shown_where_nothing_was_sent(page) -> None:
    none = page()
    shown = [
        expected.finding(none, indicator_rows({})),
        expected.beside_published(none, indicator_rows({}), indicator_rows({})),
        expected.ranking(none, ranking_rows({"area": "jiazhou"})),
        submitted.notes(none, contracts.empty("notes"), "issue"),
        submitted.enterprises(none, contracts.empty("enterprises")),
        submitted.received(none, contracts.empty("sources"), contracts.empty("intake_issues")),
    ]
    assert [part.markup for part in shown] == [""] * len(shown)


def test_the_senders_words_are_marked_as_chinese_in_an_english_page(page) -> None:
    common = {"section": "support", "original": "x", "note_id": "n1", "text": "订单充足"}
    english = submitted.notes(page(lang="en"), _table("notes", common), "support")
    assert '<span lang="zh-CN">订单充足</span>' in english.markup
    assert "lang=" not in submitted.notes(page(), _table("notes", common), "support").markup


def test_reached_is_of_this_year_only(page) -> None:
    own = {"previous_value": 7.2, "previous_printed": "7.2", "previous_source_ids": ("form",)}
    for period, said in (("2022-02", "7.2[1]2022年1—2月"), ("2021-03", "—")):
        table = indicator_rows(EXPECTED | own | {"previous_period": period})
        (row,) = cells_of(expected.beside_published(page(), table, indicator_rows({})))
        assert row["before"] == said
