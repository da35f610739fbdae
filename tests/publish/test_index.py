from __future__ import annotations

import pandas as pd
import pytest

from diaodu.publish.index import ISSUE_COLUMNS, Entry, render
from publish import sample
from publish.markup import Parts, glyphs

ENTRIES = [
    Entry("yunchuan", "made", "yunchuan.html", "全省增长5.1%。"),
    Entry(
        "linjiang",
        "made",
        "linjiang.html",
        "临江增长6.2%。",
        missing=("技改投资增速", "利润总额增速"),
    ),
    Entry("qingling", "failed", error="KeyError: 'value' <b>", notebook="failed/qingling.ipynb"),
    Entry("pinghu", "not_run"),
]
ISSUE = dict(
    zip(
        ISSUE_COLUMNS,
        ("indicators.csv 第18行", "<i>5.8％", "数字", "按缺失处理", "改为5.8"),
        strict=True,
    )
)


def test_each_report_has_its_state_in_word_and_shape() -> None:
    drawn = Parts(render(sample.run(), ENTRIES)).drawn
    assert "应生成报告4份，已生成2份" in drawn
    assert [
        drawn.count(f"{shape} {word}")
        for shape, word in [("●", "已生成"), ("▲", "未成功"), ("○", "未运行")]
    ] == [2, 1, 1]


def test_only_reports_that_were_made_are_linked() -> None:
    links = [a["href"] for a in Parts(render(sample.run(), ENTRIES)).all("a")]
    assert links == ["#main", "yunchuan.html", "linjiang.html", "failed/qingling.ipynb"]


def test_a_failed_unit_shows_its_error_as_text() -> None:
    page = render(sample.run(), ENTRIES)
    assert "未成功的报告" in page
    assert "<code>KeyError: &#39;value&#39; &lt;b&gt;</code>" in page
    assert "未成功的报告" not in render(sample.run(), ENTRIES[:2])


def test_unpublished_indicators_are_counted_and_named() -> None:
    page = render(sample.run(), ENTRIES)
    assert '<td>2</td><td class="text">技改投资增速、利润总额增速</td>' in page
    assert "未公布的主要指标" not in render(sample.run(), ENTRIES[2:])


def test_what_intake_left_out_is_listed_as_text() -> None:
    page = render(sample.run(), ENTRIES, pd.DataFrame([ISSUE]))
    assert "录入时发现问题1处" in page
    assert "&lt;i&gt;5.8％" in page and "<i>" not in page
    assert [text for text in ISSUE.values() if text not in Parts(page).drawn] == []


def test_no_issues_and_no_intake_are_two_things() -> None:
    none = pd.DataFrame(columns=list(ISSUE_COLUMNS))
    assert "录入时没有剔除数据" in render(sample.run(), ENTRIES, none)
    assert "录入时" not in render(sample.run(), ENTRIES, None)


def test_a_missing_text_of_an_issue_is_a_dash() -> None:
    page = render(sample.run(), ENTRIES, pd.DataFrame([{**ISSUE, "remedy": None}]))
    assert '<td class="text">—</td></tr>' in page and "None" not in page and ">nan<" not in page


def test_issues_without_a_column_are_refused() -> None:
    with pytest.raises(ValueError, match="issues lack the columns remedy"):
        render(sample.run(), ENTRIES, pd.DataFrame([ISSUE]).drop(columns="remedy"))


def test_it_needs_nothing_else_and_is_the_same_each_time(lang) -> None:
    page = render(sample.run(lang), ENTRIES, pd.DataFrame([ISSUE]))
    parts = Parts(page)
    assert "<script" not in page.lower() and parts.addresses == []
    assert {c for c in parts.drawn if not c.isspace()} <= glyphs(page, "Diaodu Sans")
    assert [level for level, _ in parts.headings] == [1, 2, 2, 2, 2]
    assert page == render(sample.run(lang), ENTRIES, pd.DataFrame([ISSUE]))


def test_its_title_is_the_province_whatever_unit_the_run_is_at(lang) -> None:
    title = {
        "zh": "云川省2022年一季度工业运行调度报告目录",
        "en": "Yunchuan: reports on industrial operation, Q1 2022",
    }
    assert Parts(render(sample.run(lang), ENTRIES)).headings[0] == (1, title[lang])


def test_a_file_name_is_an_address_not_markup() -> None:
    page = render(sample.run(), [Entry("linjiang", "made", 'a b"><x>.html')])
    assert "a%20b%22%3E%3Cx%3E.html" in page and "<x>" not in page
