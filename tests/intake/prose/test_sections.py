"""Reports cut into statements."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu.intake.prose.cleaning import clean_text
from diaodu.intake.prose.sections import to_statements
from diaodu.intake.received.grid import Document, Paragraph


def brief(source) -> list[tuple[str, str]]:
    return [(s.section, s.text) for s in to_statements(source)]


def test_a_report_with_the_usual_headings() -> None:
    report = """北河市一季度工业运行情况汇报
一、运行情况
一季度，规上工业增加值增长3.5%；增速回落。
二、存在问题和困难
（一）疫情影响
部分企业停产，产值减少；零部件运输受阻，订单推迟。
（二）资金紧张
三、有利因素
一是新投产企业12家；二是政策继续支持。
四、下步工作打算
重点抓好三项工作：一是保运行，二是抓项目，三是优服务。
• 强化调度
五、其他
有关数据以统计为准。"""
    assert brief(report) == [
        ("narrative", "一季度，规上工业增加值增长3.5%；增速回落。"),
        ("issue", "部分企业停产，产值减少"),
        ("issue", "零部件运输受阻，订单推迟。"),
        ("issue", "资金紧张"),
        ("support", "新投产企业12家"),
        ("support", "政策继续支持。"),
        ("next_step", "保运行"),
        ("next_step", "抓项目"),
        ("next_step", "优服务。"),
        ("next_step", "强化调度"),
        ("narrative", "有关数据以统计为准。"),
    ]
    statements = to_statements(report)
    assert [s.number for s in statements] == list(range(1, len(statements) + 1))
    assert [s.heading for s in statements[1:4]] == ["疫情影响", "疫情影响", "存在问题和困难"]
    assert [s.paragraph for s in statements[:3]] == [3, 6, 6]


def test_text_without_headings_is_narrative() -> None:
    text = "全市工业平稳。钢铁下降2%；化工增长3%。"
    assert brief(text) == [("narrative", text)]


def test_headings_within_a_paragraph() -> None:
    text = "存在问题：1.流动资金紧张；2.招工困难较多。下一步，我们将加强银企对接。"
    assert brief(text) == [
        ("issue", "流动资金紧张"),
        ("issue", "招工困难较多。"),
        ("next_step", "下一步，我们将加强银企对接。"),
    ]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("二、存在的主要问题", "issue"),
        ("存在问题及下步措施", "issue"),
        ("三、解决问题的措施", "next_step"),
        ("下一阶段工作打算", "next_step"),
        ("（三）支撑因素", "support"),
        ("主要特点：", "narrative"),
        ("III. Next steps", "next_step"),
    ],
)
def test_a_heading_opens_its_section(heading, section) -> None:
    assert brief(f"{heading}\n订单比上年同期减少，企业反映较多。") == [
        (section, "订单比上年同期减少，企业反映较多。")
    ]


def test_a_sentence_with_such_a_word_is_no_heading() -> None:
    text = "订单不足是当前最突出的问题，企业普遍反映接单难、回款慢，生产安排受到影响。"
    assert brief(text) == [("narrative", text)]


def test_the_word_none_is_no_statement() -> None:
    assert brief("二、存在问题\n无\n三、下步工作\n加强调度。") == [("next_step", "加强调度。")]


def test_a_document_keeps_its_paragraph_numbers_and_originals() -> None:
    paragraphs = (Paragraph(4, "存在問題", style="Heading 1"), Paragraph(9, "企業　資金緊張。"))
    (statement,) = to_statements(Document("报告.docx", paragraphs, "docx"))
    assert (statement.section, statement.paragraph) == ("issue", 9)
    assert statement.original == "企業　資金緊張。"
    assert statement.text.startswith("企业")


PIECES = st.sampled_from(
    [
        "一、",
        "（一）",
        "1.",
        "一是",
        "二是",
        "存在问题",
        "下步措施",
        "下一步，",
        "有利因素：",
        "；",
        "。",
        "\n",
        "订单减少",
        "•",
        " ",
        "：",
        "无",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@settings(max_examples=300, deadline=None)
def test_statements_are_parts_of_the_clean_paragraph(text) -> None:
    lines = text.splitlines()
    for statement in to_statements(text):
        original = lines[statement.paragraph - 1]
        assert statement.original == original
        assert clean_text(original).text[statement.start : statement.end] == statement.text
        assert statement.text.strip()


@given(
    st.lists(
        st.sampled_from(["一是订单不足", "二是资金紧张", "三是用工难"]),
        min_size=2,
        max_size=3,
        unique=True,
    )
)
def test_no_item_of_a_list_is_lost(items) -> None:
    found = " ".join(text for _, text in brief("存在问题\n" + "；".join(items) + "。"))
    assert all(item[2:] in found for item in items)
