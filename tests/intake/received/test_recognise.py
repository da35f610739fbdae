"""Whose a file is and of which quarter, by its content and by its name."""

from __future__ import annotations

import pytest

from diaodu.intake.received.grid import Document, GridCell, Paragraph, Sheet, Workbook
from diaodu.intake.received.recognise import by_content, by_name, first_quarter, named_areas
from intake import sent

LONG = "今年以来，面对复杂形势，甲市、乙市、丙市上下同心，工业运行总体平稳，主要指标保持在合理区间，为全年打下了较好的基础，但困难不少。"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return sent.repository(tmp_path_factory.mktemp("recognise"))


def _document(*texts: str) -> Document:
    numbered = (Paragraph(at, text) for at, text in enumerate(texts, 1))
    return Document("x.docx", tuple(numbered), "docx")


def _sheet(name: str, *texts: str, hidden: bool = False) -> Sheet:
    cells = {(at, 1): GridCell(at, 1, text, text) for at, text in enumerate(texts, 1)}
    return Sheet(name, hidden, cells, len(texts), 1)


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("2022年一季度工业运行情况", "2022Q1"),
        ("２０２２年第1季度", "2022Q1"),
        ("二〇二二年一季度", "2022Q1"),
        ("2022Q1", "2022Q1"),
        ("2022年 1—3 月份", "2022Q1"),
        ("2022年一至三季度", "2022Q3"),
        ("2022年前三季度", "2022Q3"),
        ("2021年全年", "2021Q4"),
        ("2022年上半年工业运行及三季度打算", "2022Q2"),  # the first one is what it is about
        ("2022年1-9月", "2022Q3"),
        ("一季度工业运行情况", "2022Q1"),  # of the run's year
        ("2022年1-2月", None),  # no quarter
        ("2022年3月18日", None),
        ("全年目标", None),
        ("Q10", None),
        ("", None),
    ],
)
def test_quarters_as_titles_write_them(text, quarter) -> None:
    assert first_quarter(text, 2022)[0] == quarter


def test_areas_are_found_by_any_of_their_names_and_the_province_is_none(run) -> None:
    assert named_areas("测试省甲市工业和信息化局", run.areas) == ("alpha",)
    assert named_areas("乙市、甲市、乙市", run.areas) == ("beta", "alpha")
    assert named_areas("Report of GAMMA city", run.areas) == ("gamma",)
    assert named_areas("gammaray betamax", run.areas) == ()
    assert named_areas("丁市甲", run.areas) == ()  # one character is no name


@pytest.mark.parametrize(
    ("texts", "area"),
    [
        (("甲市2022年一季度工业运行情况", LONG), "alpha"),
        (("工业运行情况", LONG, "特此报告。", "乙市工业和信息化局", "2022年3月18日"), "beta"),
        (("工业运行情况", "受丙市疫情影响，工业承压。"), None),  # a neighbour
        (("甲市、乙市工业运行情况", "正文。", "乙市工信局"), "beta"),
        (("工业运行情况", LONG), None),
        (("工业运行情况",), None),
    ],
)
def test_a_report_says_whose_it_is_in_its_title_or_signature(run, texts, area) -> None:
    assert by_content(_document(*texts), run).area == area


def test_several_senders_are_told_and_none_is_chosen(run) -> None:
    found = by_content(_document("甲市、乙市工业运行情况", "正文。"), run)
    assert (found.area, found.areas) == (None, ("alpha", "beta"))


def test_a_traditional_title_is_understood(run) -> None:
    assert by_content(_document("甲市2022年第一季度工業運行情況"), run).quarter == "2022Q1"


def test_the_running_text_does_not_say_which_quarter_a_report_is_of(run) -> None:
    document = _document("甲市工业运行情况", "与2021年四季度相比，增速回落。")
    assert by_content(document, run).quarter is None


def test_a_workbook_says_it_in_the_heads_of_the_sheets_that_are_shown(run) -> None:
    old = _sheet("旧", "乙市2021年四季度", hidden=True)
    sheets = (old, _sheet("主要指标", "填报单位：甲市", "2022年一季度"))
    found = by_content(Workbook("x.xlsx", sheets, "xlsx"), run)
    assert (found.area, found.quarter) == ("alpha", "2022Q1")
    deep = _sheet("表", *["指标"] * 10, "乙市")
    assert by_content(Workbook("x.xlsx", (deep,), "xlsx"), run).area is None
    named = by_content(Workbook("x.xlsx", (_sheet("丙市", "指标"),), "xlsx"), run)
    assert named.area == "gamma"


@pytest.mark.parametrize(
    ("name", "area", "quarter"),
    [
        ("甲市2022年一季度.xlsx", "alpha", "2022Q1"),
        ("beta_2021Q4 (2).xlsx", "beta", "2021Q4"),
        (r"..\..\乙市\甲市.docx", "alpha", None),
        ("甲市和乙市.xlsx", None, None),
        ("最终稿.docx", None, None),
        ("\udcff\udcfe.xlsx", None, None),
    ],
)
def test_a_file_name_says_what_it_says(run, name, area, quarter) -> None:
    found = by_name(name, run)
    assert (found.area, found.quarter) == (area, quarter)
