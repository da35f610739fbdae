"""The outlook as a reader sees it: sentences and cells by hand, nothing where nothing is known."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu import catalog, contracts
from diaodu.analysis import signals
from diaodu.present import charts, outlook_tables
from diaodu.quarter import Submissions
from made_frames import IVA, cells_of, text_of

WHERE = {"source_id": "outlook", "locator": "x", "origin": "derived"}
KNOWN = {"value": 5.0, "low80": 3.0, "high80": 7.0, "low95": 1.0, "high95": 9.0, "errors": 40}


def _outlook(*rows: dict[str, Any]) -> pd.DataFrame:
    common = WHERE | {"area": "jiazhou", "indicator": IVA, "period": "2022-03"}
    common |= {"horizon": "quarter", "adding_up": "no_weights"}
    common |= {"errors": 0, "record": 0, "record_above": 0}
    return contracts.check("outlook", contracts.typed("outlook", [common | row for row in rows]))


def _evidence(*rows: dict[str, Any]) -> pd.DataFrame:
    common = WHERE | {"area": "jiazhou", "indicator": IVA, "period": "2022-03", "value": 4.2}
    made = contracts.typed("outlook_evidence", [common | row for row in rows])
    return contracts.check("outlook_evidence", made)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"expected": 2.9}, "甲州预计同比增长2.9%，低于这一区间，要说明依据"),
        ({"expected": 7.0}, "甲州预计同比增长7%，在这一区间之内"),
        ({"expected": 7.1}, "甲州预计同比增长7.1%，高于这一区间，要说明依据"),
        ({}, "没有报送预计数"),
    ],
)
def test_the_expectation_against_the_range(page, row, said) -> None:
    text = text_of(outlook_tables.finding(page(), _outlook(KNOWN | row)))
    assert text.startswith(
        "按历史数据推断，2022年一季度规上工业增加值增速为5.0%，八成可能在3.0%至7.0%"
    )
    assert said in text


def test_the_record_and_what_it_puts_right(page) -> None:
    row = {"expected": 6.0, "recalibrated": 5.2, "record": 6, "record_above": 5, "record_bias": 0.8}
    text = text_of(outlook_tables.finding(page(), _outlook(KNOWN | row)))
    assert "以往6次预计中，甲州有5次高于公布数，平均偏高0.8个百分点，据此校正为5.2%" in text
    low = row | {"record_bias": -0.3, "record_above": 1}
    assert "平均偏低0.3个百分点" in text_of(outlook_tables.finding(page(), _outlook(KNOWN | low)))
    level = row | {"record_bias": -0.04}
    assert "平均与公布数一致" in text_of(outlook_tables.finding(page(), _outlook(KNOWN | level)))
    english = text_of(outlook_tables.finding(page(lang="en"), _outlook(KNOWN | row)))
    assert "Of 6 earlier expectations of Jiazhou, 5 were above" in english


def test_what_cannot_be_said_is_said_with_its_reason(page) -> None:
    row = {"reason": "no_recent_point", "expected": 6.0}
    text = text_of(outlook_tables.finding(page(), _outlook(row)))
    assert "不能推断：近一年没有该指标的数据" in text and "无法校正" in text
    (cells,) = cells_of(outlook_tables.outlook(page(), _outlook(row)))
    assert (cells["value"], cells["range80"], cells["expected"]) == ("近一年无数据", "—", "6")


def test_cells_of_quarter_and_year(page) -> None:
    year = KNOWN | {"horizon": "year", "period": "2022-12", "value": 4.4}
    quarter = KNOWN | {"expected": 6.5, "recalibrated": 6.1, "record": 3}
    (cells,) = cells_of(outlook_tables.outlook(page(), _outlook(quarter, year)))
    assert cells == {
        "name": "规上工业增加值增速%",
        "value": "5.0",
        "range80": "3.0 至 7.0",
        "range95": "1.0 至 9.0",
        "expected": "6.5",
        "right": "6.1",
        "year": "4.4",
        "year80": "3.0 至 7.0",
    }


def test_the_evidence_names_its_period_and_stage(page) -> None:
    shown = outlook_tables.grounds(
        page(),
        _evidence(
            {"evidence": "latest", "at": "2022-02", "stage": "reported"},
            {"evidence": "leading", "about": "gdp_growth", "at": "2022-03", "stage": "expected"},
            {"evidence": "latest", "at": "2022-02", "stage": "actual", "area": "yizhou"},
        ),
    )
    text = text_of(shown)
    assert "历史：2022年1—2月为4.2%（报送）" in text and "先行指标：GDP增速" in text
    assert shown.markup.count("<li>") == 2


def test_ranges_by_area_tell_who_is_outside(page) -> None:
    table = _outlook(KNOWN | {"expected": 9.5}, KNOWN | {"area": "yizhou", "expected": 5.5})
    figure = charts.outlook_ranges(page("shili"), table)
    assert figure.title == "2个市中，1个市的预计超出模型的八成区间"
    assert "甲州推断5.0%（3.0至7.0），预计9.5" in figure.alt


def test_ranges_without_a_95_one_and_without_expectations(page) -> None:
    figure = charts.outlook_ranges(page("shili"), _outlook(KNOWN | {"low95": None, "high95": None}))
    assert figure.title == "各市2022年一季度增速的推断区间"
    assert "预计未公布" in figure.alt


def test_nothing_is_shown_where_nothing_is_known(page) -> None:
    none = page()
    empty = outlook_tables.of_area(_outlook({"reason": "no_recent_point"}), "jiazhou")
    assert empty.empty
    shown = [
        outlook_tables.finding(none, empty),
        outlook_tables.outlook(none, empty),
        outlook_tables.of_areas(none, _outlook({"reason": "few_errors"})),
        outlook_tables.grounds(none, contracts.empty("outlook_evidence")),
        charts.outlook_ranges(none, contracts.empty("outlook")),
    ]
    assert [part._repr_html_() for part in shown] == [""] * len(shown)


EARLIER = ("2021-03", "2021-06", "2021-09", "2021-12")
ASKED = {"submissions": Submissions(form="2022")}


def _tones(root, now: str | None, earlier: tuple[str, ...] = EARLIER) -> pd.DataFrame:
    """Each earlier quarter has one good word, 增长, and one bad one, 亏损: a tone of 0."""
    texts = [(period, "产值增长，企业亏损") for period in earlier]
    texts += [("2022-03", now)] if now else []
    notes = pd.DataFrame(texts, columns=["period", "text"]).assign(area="jiazhou")
    return signals.tone(notes, catalog.load_tone(root))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("产值增长", "甲州报送文字的语气比本市此前4个季度的平均偏好1.00（量度为−1至1）"),
        ("产值增长，企业亏损，企业亏损", "甲州报送文字的语气比本市此前4个季度的平均偏差0.33"),
        ("企业亏损，产值增长", "甲州报送文字的语气与本市此前4个季度的平均相同"),
        ("召开座谈会", "甲州报送文字的语气不能与以往比较：本季文字中没有表示好坏的词"),
        (None, "甲州报送文字的语气不能与以往比较：本季没有报送文字"),
    ],
)
def test_tone_is_held_against_the_areas_own_quarters(page, root, now, said) -> None:
    assert text_of(outlook_tables.tone(page(**ASKED), _tones(root, now))).startswith(said)


def test_too_few_earlier_quarters_are_said_to_be_so(page, root) -> None:
    tones = _tones(root, "产值增长", EARLIER[1:])
    assert text_of(outlook_tables.tone(page(lang="en", **ASKED), tones)) == (
        "The tone of what Jiazhou writes cannot be compared: "
        "only 3 earlier quarters have a tone, too few."
    )
    assert outlook_tables.tone(page(), tones).markup == ""
