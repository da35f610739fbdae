"""The page that a sender gets back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from diaodu.publish import slip
from publish import slips
from publish.markup import Parts, glyphs
from publish.slips import DOCUMENT, FORM, REPORT, WHOLE_FILE, WORKBOOK, issues, run

HOSTILE = "</dd><script>alert(1)</script>&amp;{{7*7}}{0}\x00\u202eabc]]>"


def _page(*changes, received=(WORKBOOK, DOCUMENT), lang="zh", **kwargs) -> str:
    return slip.render(run(lang), "linjiang", issues(*changes), list(received), **kwargs)


def _headline(page: str) -> str:
    found = re.search(r'<p class="headline">(.*?)</p>', page)
    assert found
    return found[1]


def _places(page: str) -> list[str]:
    return re.findall(r'<p class="place">(.*?)</p>', page)


def test_the_title_names_area_and_quarter(lang) -> None:
    expected = {
        "zh": "临江市2022年一季度报送材料核对单",
        "en": "Linjiang, Q1 2022: what we found in your papers",
    }
    assert Parts(_page(lang=lang)).headings[0] == (1, expected[lang])


def test_what_arrived_is_listed_with_version_day_and_figures() -> None:
    drawn = Parts(_page()).drawn
    for text in ("临江市填报表（最终版）.xlsx", "第2版", "2022年4月18日", "212", "46", "38", "21"):
        assert text in drawn


def test_the_first_sentence_says_what_to_do_by_when() -> None:
    two = ({}, {"row": 13, "found": "x"}, {"severity": "warning"})
    assert _headline(_page(*two)) == (
        "材料已收到，谢谢；请于2022年4月20日前改正2处错误、核对1处疑问，把改好的文件重新报来。"
    )
    assert "改正1处错误，把" in _headline(_page({}))
    assert "没有必须改正的错误" in _headline(_page({"severity": "warning"}))
    assert "by 20 April 2022" in _headline(_page({}, lang="en"))


def test_a_day_that_has_passed_is_not_asked_for() -> None:
    late = replace(WORKBOOK, received_on=date(2022, 4, 21))
    said = _headline(_page({}, received=[late]))
    assert "报送期限（2022年4月20日）已过，请尽快改正" in said
    without = slip.render(run(due=None), "linjiang", issues({}), [WORKBOOK])
    assert "请尽快改正1处" in _headline(without)
    assert "2022年4月20日" not in without


@pytest.mark.parametrize("changes", [[], [{"severity": "info"}]])
def test_a_good_file_gets_a_good_page(changes) -> None:
    page = _page(*changes)
    assert _headline(page) == "材料已收到并全部采用，没有需要改正的地方，不必重报，谢谢！"
    assert "必须改正（" not in page and "请核对（" not in page


def test_nothing_received_is_said_and_asked_for() -> None:
    page = _page(received=[])
    assert "还没有收到临江市2022年一季度的报送材料" in _headline(page)
    assert "收到的材料" not in page


def test_a_refused_file_says_so_instead_of_figures() -> None:
    page = _page({**WHOLE_FILE, "found": ".doc"}, received=[replace(WORKBOOK, read=False)])
    assert "▲ 没有读入" in page and ">212<" not in page
    assert "发现的是" in page and "填的是" not in page  # nobody fills in a whole file


def test_the_most_serious_comes_first_and_each_under_its_sheet() -> None:
    page = _page(
        {"severity": "info", "sheet": "存在问题"},
        {"severity": "warning", "file": REPORT, **WHOLE_FILE},
        {"sheet": "重点项目", "row": 9},
        {"sheet": "重点项目", "row": 3, "found": "y"},
        {**WHOLE_FILE, "found": "x"},
    )
    assert Parts(page).headings[1:] == [
        (2, "收到的材料"),
        (2, "必须改正（3处）"),
        (3, "临江市填报表（最终版）.xlsx"),
        (3, "工作表「重点项目」"),
        (2, "请核对（1处）"),
        (3, "情况汇报.docx"),
        (2, "读取说明（1处）"),
        (3, "工作表「存在问题」"),
    ]
    assert _places(page) == ["整个文件", "E3", "E9", "整个文件", "E12"]


def test_two_workbooks_are_told_apart() -> None:
    other = replace(WORKBOOK, file=f"{slips.FOLDER}/form-v1.xlsx", name="旧表.xlsx")
    page = _page({}, {"file": other.file}, received=[WORKBOOK, other])
    titles = [text for level, text in Parts(page).headings if level == 3]
    assert titles == [
        "工作表「主要指标」（临江市填报表（最终版）.xlsx）",
        "工作表「主要指标」（旧表.xlsx）",
    ]


def test_each_issue_has_its_four_texts_in_order() -> None:
    drawn = Parts(_page({})).drawn.partition("工作表「主要指标」")[2]
    words = [
        "填的是",
        "5.8％（预计）",
        "应当是",
        "一个数字",
        "目前处理",
        "按缺失处理",
        "怎样改",
        "只写5.8",
    ]
    at = [drawn.index(word) for word in words]
    assert at == sorted(at)
    assert "填的是（空白）" in Parts(_page({"found": ""})).drawn


def test_an_issue_of_a_row_and_of_a_paragraph_keep_their_places() -> None:
    row = {"column": None, "place": "第7行", "row": 7}
    paragraph = {"file": REPORT, "sheet": None, "column": None, "row": 3, "place": "第3段"}
    assert _places(_page(row, paragraph)) == ["第7行", "第3段"]


def test_the_same_in_many_cells_is_said_once_with_all_places() -> None:
    rows = [4, 5, 6, 9]
    page = _page(
        *({"row": row} for row in rows), {"row": 7, "column": "AB"}, {"row": 6, "column": "F"}
    )
    assert _places(page) == ["E4至E6、E9、F6、AB7"]
    assert "必须改正（6处）" in page
    spread = _page(*({"row": 2 * number} for number in range(1, 41)))
    assert _places(spread)[0].endswith("E24等40处")


def test_five_hundred_different_issues_are_all_there() -> None:
    page = _page(*({"row": number, "found": f"值{number}"} for number in range(1, 501)))
    assert _places(page) == [f"E{number}" for number in range(1, 501)]
    assert all(f"<dd>值{number}</dd>" in page for number in range(1, 501))


def test_what_was_received_stays_text() -> None:
    fields = ("found", "expected", "consequence", "remedy", "sheet", "place")
    named = replace(WORKBOOK, name=f"{HOSTILE}\ud800")  # a name on a disk may be broken
    page = _page(dict.fromkeys(fields, HOSTILE), received=[named], copy=HOSTILE[:30])
    parts = Parts(page)
    assert not parts.all("script") and "49" not in parts.drawn
    assert parts.drawn.count("<script>alert(1)</script>") >= len(fields)
    assert not re.search("[\x00\u202e\ud800]", page)
    page.encode("utf-8")


def test_words_from_right_to_left_reorder_nothing() -> None:
    fields = ("found", "remedy", "sheet")
    page = _page(dict.fromkeys(fields, "אבג 12"), received=[replace(WORKBOOK, name="אבג 3.xlsx")])
    assert page.count("<bdi>אבג</bdi> 12") >= len(fields) and "<bdi>אבג</bdi> 3.xlsx" in page
    assert page.count("אבג") == page.count("<bdi>אבג</bdi>")


def test_the_copy_is_linked_and_its_absence_is_said() -> None:
    assert {"href": "linjiang.xlsx"} in Parts(_page({}, copy="linjiang.xlsx")).all("a")
    assert "没有标色副本" in _page({})
    assert "没有标色副本" not in _page()
    assert "没有标色副本" not in _page({"file": REPORT}, received=[DOCUMENT])


def test_made_up_material_is_called_so() -> None:
    assert "虚构" in _page(received=[replace(WORKBOOK, illustrative=True)])
    assert "虚构" not in _page()


def test_the_page_needs_nothing_else_and_is_the_same_each_time(lang) -> None:
    page = _page({}, {"severity": "warning"}, {"severity": "info"}, lang=lang, copy="a.xlsx")
    parts = Parts(page)
    assert parts.addresses == [] and "<script" not in page
    assert {c for c in parts.drawn if not c.isspace()} <= glyphs(page, "Diaodu Sans")
    assert "方括号中的数字" not in page  # the footer of reports, which cite sources
    assert page == _page(
        {}, {"severity": "warning"}, {"severity": "info"}, lang=lang, copy="a.xlsx"
    )


def test_pages_made_together_say_what_each_alone_says() -> None:
    given = [slip.Slip(area, issues({}), [WORKBOOK]) for area in ("linjiang", "qingling")]
    together = [Parts(slip.finish(*one)).drawn for one in slip.compose_all(run(), given)]
    alone = [slip.render(run(), one.area, one.issues, one.received) for one in given]
    assert together == [Parts(page).drawn for page in alone]
    assert slip.compose_all(run(), []) == []


def test_an_unknown_file_does_not_get_lost() -> None:
    page = _page({"file": f"{slips.FOLDER}/other.xlsx"}, received=[WORKBOOK])
    assert "必须改正（1处）" in page and _places(page) == ["E12"]
    assert FORM not in page
