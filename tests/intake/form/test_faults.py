"""Every fault that the issue lists, one by one: what is read all the same, and what is said.

A fault is a change of a form that has none. Compared are all values that differ from the good
form's, and all issues: code, place, and the text that was found.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl.comments import Comment

from diaodu.intake.form.codes import CODES
from diaodu.issues import render, to_frame
from diaodu.messages import LANGS
from intake.form import forms
from intake.form.forms import GDP, INVESTMENT, IVA, Form

Change = Callable[[Form], object]
STEEL, BATTERY, FIRM = "示例冷轧项目", "示例电池项目", "示例第一钢厂"
PROBLEM = forms.GOOD["issues"][0]["text"]
EXPECTED, DONE = f"{IVA} 2022-03 expected", f"{IVA} 2022-02 flash"
ROW = dict.fromkeys((f"{IVA} 2021-03 flash", DONE, EXPECTED, f"{IVA} target"))
REMARK = forms.GOOD["indicators"][0]["remark"]


def put(sheet: str, column: str, value: Any, row: int = 0) -> Change:
    """Another value in a cell."""
    return lambda form: setattr(form.cell(sheet, column, row), "value", value)


def put_row(sheet: str, values: dict[str, Any], row: int) -> Change:
    return lambda form: [put(sheet, column, value, row)(form) for column, value in values.items()]


def title(sheet: str, text: str) -> Change:
    return lambda form: setattr(form.sheet(sheet), "title", text)


def guide(place: str, value: str) -> Change:
    return lambda form: setattr(form.sheet("guide")[place], "value", value)


def remark(column: str, text: str) -> Change:
    """A spreadsheet's comment on a cell."""
    return lambda form: setattr(form.cell(*column.split()), "comment", Comment(text, "x"))


def value(number: float, printed: str, zh: str = "", en: str = "") -> dict[str, Any]:
    """A figure that changed, with the words that are kept beside it."""
    words = {"remark_zh": f"{zh}；{REMARK}", "remark_en": f"{en}；{REMARK}"} if zh else {}
    return {EXPECTED: {"value": number, "printed": printed} | words}


expected = lambda text: put("indicators", "expected", text)  # noqa: E731
F5, F6, G5 = "主要指标!F5", "主要指标!F6", "主要指标!G5"
LOW = ("form_below_target", "form_below_last_year")


def said(*codes: str, at: str = "", found: Any = "") -> list[tuple[str, str, str]]:
    """Issues at one place."""
    return [(code, at, str(found)) for code in codes]


def read_as(text: str, *more: str) -> list[tuple[str, str, str]]:
    return said("form_value_read", *more, at=F5, found=text)


TYPED: dict[str, tuple[Change, dict[str, Any], list[tuple[str, str, str]]]] = {
    text: (expected(text), changes, issues)
    for text, changes, issues in [
        ("５.８％", value(5.8, "5.8"), read_as("５.８％", *LOW)),
        ("5.8%（预计）", value(5.8, "5.8", "5.8%（预计）", "5.8% (expected)"), read_as("5.8%（预计）", *LOW)),
        ("约6.2%", value(6.2, "6.2", "6.2%（约）", "6.2% (about)"), read_as("约6.2%")),
        ("6.2%左右", value(6.2, "6.2", "6.2%（约）", "6.2% (about)"), read_as("6.2%左右")),
        ("6-7%", {EXPECTED: None}, said("form_value_range", at=F5, found="6-7%")),
        ("6，5", {EXPECTED: None}, said("form_value_refused", at=F5, found="6，5")),
        ("五五开", {EXPECTED: None}, said("form_value_refused", at=F5, found="五五开")),
        ("-", {EXPECTED: None}, said("form_headline_missing", at=F5, found="-")),
        ("—", {EXPECTED: None}, said("form_headline_missing", at=F5, found="—")),
        ("无", {EXPECTED: None}, said("form_headline_missing", at=F5, found="无")),
        ("负增长2.1", value(-2.1, "-2.1"), read_as("负增长2.1", *LOW)),
        ("下降2.1%", value(-2.1, "-2.1"), read_as("下降2.1%", *LOW)),
        ("百分之六点五", {}, read_as("百分之六点五")),
        ("6.5  ", {}, read_as("6.5")),
        (500, value(500.0, "500"), said("form_value_out_of_bounds", at=F5, found="500.0")),
        (0.065, value(0.065, "0.065"), said("form_value_doubtful", *LOW, at=F5, found="0.07")),
        ("#DIV/0!", {EXPECTED: None}, said("form_cell_error", at=F5, found="#DIV/0!")),
        ("=1+1", {EXPECTED: None}, said("form_formula_empty", at=F5, found="=1+1")),
    ]
}  # fmt: skip

INDICATOR_FAULTS: dict[str, Any] = {
    "headline_missing": (
        expected(None), {EXPECTED: None}, said("form_headline_missing", at=F5)),
    "expected_missing": (
        put("indicators", "expected", None, 1), {f"{INVESTMENT} 2022-03 expected": None},
        said("form_expected_missing", at=F6)),
    "target_missing": (
        put("indicators", "target", None), {f"{IVA} target": None}, said("form_target_missing", at=G5)),
    "target_above": (
        put("indicators", "target", 7), {f"{IVA} target": {"value": 7.0}},
        said("form_below_target", at=F5, found=6.5)),
    "target_at_least": (
        put("indicators", "target", "6%以上"),
        {f"{IVA} target": {"wording": "at_least", "low": 6.0, "remark_zh": f"6%（以上）；{REMARK}",
                           "remark_en": f"6% (at least)；{REMARK}"}},
        said("form_value_read", at=G5, found="6%以上")),
    "target_range": (
        put("indicators", "target", "6-7%"),
        {f"{IVA} target": {"wording": "between", "low": 6.0, "high": 7.0,
                           "remark_zh": f"6~7%（区间）；{REMARK}", "remark_en": f"6~7% (range)；{REMARK}"}},
        []),
    "last_year_above": (
        put("indicators", "last_year", 9.9),
        {f"{IVA} 2021-03 flash": {"value": 9.9, "printed": "9.9"}},
        said("form_below_last_year", at=F5, found=6.5)),
    "actual_that_is_expected": (
        put("indicators", "to_date", "6.4（预计）"),
        {DONE: None, f"{IVA} 2022-02 expected": ...},
        said("form_value_read", "form_value_expected", at="主要指标!D5", found="6.4（预计）")),
    "month_missing": (
        put("indicators", "to_month", None), {DONE: None}, said("form_month_missing", at="主要指标!E5", found=6.4)),
    "month_after_the_quarter": (
        put("indicators", "to_month", "5月"), {DONE: None}, said("form_month_refused", at="主要指标!E5", found="5月")),
    "month_unreadable": (
        put("indicators", "to_month", "月底"), {DONE: None}, said("form_month_refused", at="主要指标!E5", found="月底")),
    "month_as_number": (put("indicators", "to_month", 2), {}, []),
    "month_as_date": (put("indicators", "to_month", date(2022, 2, 28)), {}, []),
    "month_with_a_dash": (put("indicators", "to_month", "1-2月"), {}, []),
    "unit_of_the_row_changed": (
        put("indicators", "unit", "万元", 2),
        {f"{GDP} 2021-03 flash": {"value": 0.09005, "printed": "0.09005"},
         f"{GDP} 2022-03 expected": {"value": 0.100025, "printed": "0.100025"}},
        [*said("form_unit_row", at="主要指标!B7", found="万元"),
         *said("form_part_above_total", at="主要指标!C8", found="400.0"),
         *said("form_part_above_total", at="主要指标!F8", found="420.5")]),
    "unit_of_the_row_blank": (
        put("indicators", "unit", None, 2), {}, said("form_unit_row", at="主要指标!B7")),
    "unit_of_another_kind": (
        put("indicators", "unit", "%", 2), {f"{GDP} 2021-03 flash": None, f"{GDP} 2022-03 expected": None},
        said("form_unit_unknown", at="主要指标!B7", found="%")),
    "unit_in_the_cell": (
        put("indicators", "expected", "10002500万元", 2), {},
        said("form_value_read", at="主要指标!F7", found="10002500万元")),
    "name_in_traditional_characters": (
        put("indicators", "indicator", "1、規模以上工業增加值"), {}, []),
    "name_unknown": (
        put("indicators", "indicator", "规上工业增加率"), ROW,
        [*said("form_row_missing", at="主要指标"),
         *said("form_indicator_unknown", at="主要指标!A5", found="规上工业增加率")]),
    "name_gone": (
        put("indicators", "indicator", None), ROW,
        [*said("form_row_missing", at="主要指标"), *said("form_row_unnamed", at="主要指标!A5", found=6.1)]),
    "indicator_twice": (
        put("indicators", "indicator", "规上工业增加值", 1),
        {f"{INVESTMENT} 2021-03 flash": None, f"{INVESTMENT} 2022-03 expected": None, f"{INVESTMENT} target": None},
        [*said("form_row_missing", at="主要指标"),
         *said("form_duplicate_differs", at="主要指标!A6", found="规上工业增加值")]),
    "part_above_total": (
        put("indicators", "expected", 1200, 3),
        {"secondary_industry_level 2022-03 expected": {"value": 1200.0, "printed": "1200"}},
        said("form_part_above_total", at="主要指标!F8", found="1,200.0")),
    "expected_below_done": (
        put_row("indicators", {"to_date": 1100, "to_month": "1-2月"}, 2), {f"{GDP} 2022-02 flash": ...},
        said("form_backwards", at="主要指标!F7", found="1,000.25")),
    "comment": (
        remark("indicators expected", "待核"),
        {EXPECTED: {"remark_zh": f"待核；{REMARK}", "remark_en": f"待核；{REMARK}"}},
        said("form_comment", at=F5, found=6.5)),
}  # fmt: skip

TOTAL = "total_investment_10k_yuan"
PROJECT_FAULTS: dict[str, Any] = {
    "unit_in_the_header_changed": (
        put_row("projects", {TOTAL: "总投资（百万元）"}, -1),
        {STEEL: {TOTAL: 5_200_000.0}, BATTERY: {TOTAL: 800_000.0}},
        said("form_unit_header", at="重点项目!H4", found="总投资（百万元）")),
    "unit_in_the_header_unknown": (
        put("projects", TOTAL, "总投资（千元）", -1), {STEEL: {TOTAL: None}, BATTERY: {TOTAL: None}},
        said("form_unit_unknown", at="重点项目!H4", found="总投资（千元）")),
    "unit_in_the_header_of_another_kind": (
        put("projects", TOTAL, "总投资（%）", -1), {STEEL: {TOTAL: None}, BATTERY: {TOTAL: None}},
        said("form_unit_unknown", at="重点项目!H4", found="总投资（%）")),
    "unit_in_the_header_gone": (
        put("projects", TOTAL, "总 投 资", -1), {}, said("form_unit_header_missing", at="重点项目!H4", found="总 投 资")),
    "header_in_traditional_full_width": (
        put("projects", TOTAL, "總投資［單位：萬元］", -1), {}, []),
    "header_blank": (
        put("projects", TOTAL, None, -1), {}, said("form_column_by_position", at="重点项目!H4")),
    "header_misspelt": (
        put("projects", "owner", "项目建设单位名", -1), {},
        said("form_column_misspelt", at="重点项目!D4", found="项目建设单位名")),
    "header_of_something_else": (
        put("projects", "owner", "联系电话", -1), {STEEL: {"owner": None}},
        [*said("form_column_missing", at="重点项目"),
         *said("form_column_unknown", at="重点项目!D4", found="联系电话")]),
    "header_twice": (
        put("projects", "planned_start", "实际开工时间", -1),
        {STEEL: {"planned_start": None, "started_on": None}},
        [*said("form_column_missing", at="重点项目"),
         *said("form_column_twice", at="重点项目!L4", found="实际开工时间")]),
    "unit_above_the_table": (
        lambda f: setattr(f.sheet("projects")["N3"], "value", "单位：亿元"), {},
        said("form_unit_above", at="重点项目!N3", found="单位：亿元")),
    "amount_in_another_unit": (
        put("projects", TOTAL, "5.2亿元"), {}, said("form_value_read", at="重点项目!H5", found="5.2亿元")),
    "amount_with_a_doubtful_scale": (
        put("projects", TOTAL, "9万"), {STEEL: {TOTAL: 9.0}},
        [*said("form_value_doubtful", at="重点项目!H5", found="9万"),
         *said("form_completed_above_total", at="重点项目!J5", found="5,200.5"),
         *said("form_plan_above_total", at="重点项目!I5", found="20,000.0")]),
    "completed_above_total": (
        put("projects", "completed_investment_10k_yuan", 60000),
        {STEEL: {"completed_investment_10k_yuan": 60000.0}},
        said("form_completed_above_total", at="重点项目!J5", found="60,000.0")),
    "plan_above_total": (
        put("projects", "plan_investment_10k_yuan", 60000), {STEEL: {"plan_investment_10k_yuan": 60000.0}},
        said("form_plan_above_total", at="重点项目!I5", found="60,000.0")),
    "negative_amount": (
        put("projects", "completed_investment_10k_yuan", -5), {STEEL: {"completed_investment_10k_yuan": -5.0}},
        said("form_value_out_of_bounds", at="重点项目!J5", found="-5.0")),
    "start_after_the_quarter": (
        put("projects", "started_on", "2022.4.5"), {STEEL: {"started_on": "2022-04-05"}},
        said("form_day_read", "form_start_after_quarter", at="重点项目!L5", found="2022.4.5")),
    "start_without_year": (
        put("projects", "started_on", "3月5日"), {STEEL: {"started_on": "2022-03-05"}},
        said("form_day_read", at="重点项目!L5", found="3月5日")),
    "start_as_a_month": (
        put("projects", "started_on", "2022-03"), {STEEL: {"started_on": "2022-03"}}, []),
    "start_as_a_quarter": (
        put("projects", "started_on", "2022年二季度"), {STEEL: {"started_on": None}},
        said("form_day_refused", at="重点项目!L5", found="2022年二季度")),
    "start_impossible": (
        put("projects", "started_on", "2月30日"), {STEEL: {"started_on": None}},
        said("form_day_refused", at="重点项目!L5", found="2月30日")),
    "class_unknown": (
        put("projects", "project_class", "扩建"), {STEEL: {"project_class": None}},
        said("form_choice_unknown", at="重点项目!E5", found="扩建")),
    "class_in_other_words": (put("projects", "project_class", "在建"), {}, []),
    "county_of_another_area": (
        put("projects", "county", "西河县"), {STEEL: {"county": None}},
        said("form_county_elsewhere", at="重点项目!C5", found="西河县")),
    "county_unknown": (
        put("projects", "county", "东山经济开发区"), {STEEL: {"county": "东山经济开发区"}},
        said("form_county_unknown", at="重点项目!C5", found="东山经济开发区")),
    "county_with_its_city": (put("projects", "county", "甲州市南水"), {STEEL: {"county": "南水县"}}, []),
    "county_is_the_city": (put("projects", "county", "市本级"), {STEEL: {"county": None}}, []),
    "several_counties": (
        put("projects", "county", "东山区、南水县"), {}, said("form_choice_several", at="重点项目!C5", found="东山区、南水县")),
    "name_missing": (
        put("projects", "name", None), {STEEL: None}, said("form_row_unnamed", at="重点项目!B5", found="东山区")),
    "total_row_that_fits": (
        put_row("projects", {"name": "合计", TOTAL: 60000}, 2), {}, said("form_total_row", at="重点项目!B7", found="合计")),
    "total_row_that_differs": (
        put_row("projects", {"name": "合 计", TOTAL: 70000}, 2), {},
        [*said("form_total_row", at="重点项目!B7", found="合 计"),
         *said("form_total_differs", at="重点项目!H7", found="70,000.0")]),
    "project_twice": (
        put_row("projects", forms.GOOD["projects"][0], 2), {},
        said("form_duplicate_same", at="重点项目!B7", found=STEEL)),
    "project_twice_with_other_figures": (
        put_row("projects", forms.GOOD["projects"][0] | {TOTAL: 99999}, 2), {},
        said("form_duplicate_differs", at="重点项目!B7", found=STEEL)),
    "number_twice": (
        put("projects", "project_id", "2022Q1-1", 1), {}, said("form_id_twice", at="重点项目!A6", found="2022Q1-1")),
    "hidden_row": (
        lambda f: setattr(f.sheet("projects").row_dimensions[5], "hidden", True), {},
        said("form_hidden", at="重点项目!B5", found=STEEL)),
    "hidden_column": (
        lambda f: setattr(f.sheet("projects").column_dimensions["B"], "hidden", True), {},
        said("form_hidden", at="重点项目!B4", found="项目名称")),
    "cells_merged": (
        lambda f: f.sheet("projects").merge_cells("C5:C6"), {},
        said("form_merged", at="重点项目!C6")),
    "row_above_the_header": (
        lambda f: [setattr(f.sheet("projects").cell(3, at), "value", f.sheet("projects").cell(6, at).value)
                   or setattr(f.sheet("projects").cell(6, at), "value", None) for at in range(1, 15)],
        {BATTERY: None}, said("form_row_above_header", at="重点项目!3", found="示例电池项目")),
    "header_repeated_below": (
        lambda f: [setattr(f.sheet("projects").cell(8, at), "value", f.sheet("projects").cell(4, at).value)
                   for at in range(1, 15)],
        {}, []),
}  # fmt: skip

OTHER_FAULTS: dict[str, Any] = {
    "traditional_characters": (
        put("issues", "asked", "協調金融機構續貸"), {},
        said("form_text_cleaned", at="存在问题!G5", found="協調金融機構續貸")),
    "text_like_a_formula": (
        put("issues", "asked", "-协调"), {PROBLEM: {"asked": "-协调"}},
        said("form_text_formula", at="存在问题!G5", found="-协调")),
    "two_categories": (
        put("issues", "category", "用工、资金融资"), {PROBLEM: {"category": "labour"}},
        said("form_choice_several", at="存在问题!C5", found="用工、资金融资")),
    "industry_unknown": (
        put("issues", "industry", "养殖"), {PROBLEM: {"industry": None}},
        said("form_choice_unknown", at="存在问题!E5", found="养殖")),
    "day_too_coarse": (
        put("issues", "due_on", "2022-06"), {PROBLEM: {"due_on": None}},
        said("form_day_refused", at="存在问题!K5", found="2022-06")),
    "nothing_to_tell": (put("next_steps", "text", "无", 1), {}, []),
    "enterprise_of_another_area": (
        put("issues", "enterprise", "乙州示例厂"), {PROBLEM: {"enterprise": "乙州示例厂"}},
        said("form_enterprise_elsewhere", at="存在问题!F5", found="乙州示例厂")),
    "remark_below_the_table": (put("enterprises", "enterprise", "注：均为快报数", 1), {}, []),
    "sheet_hidden": (
        lambda f: setattr(f.sheet("supports"), "sheet_state", "hidden"), {},
        said("form_hidden", at="有利因素", found="有利因素")),
    "sheet_renamed": (
        title("supports", "附件4 有利因素"), {}, said("form_sheet_renamed", at="附件4 有利因素", found="附件4 有利因素")),
    "sheet_renamed_beyond_recognition": (
        title("projects", "Sheet3"), {}, said("form_sheet_renamed", at="Sheet3", found="Sheet3")),
    "sheet_gone": (
        lambda f: f.book.remove(f.sheet("next_steps")), {forms.GOOD["next_steps"][0]["text"]: None},
        said("form_sheet_missing")),
    "sheet_added": (
        lambda f: f.book.create_sheet("附表").append(["甲", 1]), {}, said("form_sheet_unknown", at="附表", found="附表")),
    "sheet_twice": (
        lambda f: f.book.copy_worksheet(f.sheet("projects")), {},
        said("form_sheet_twice", at="重点项目 Copy", found="重点项目 Copy")),
    "headers_gone": (
        lambda f: f.sheet("supports").delete_rows(4), {forms.GOOD["supports"][0]["text"]: None},
        said("form_header_missing", at="有利因素")),
    "county_as_sender": (
        guide("B4", "东山区"), {}, said("form_area_is_county", at="填报说明!B4", found="东山区")),
    "another_area_as_sender": (guide("B4", "乙州市"), {}, said("form_area_differs", found="乙州市")),
    "sender_unknown": (guide("B4", "庚州市"), {}, said("form_area_unknown", at="填报说明!B4", found="庚州市")),
    "form_of_another_quarter": (
        guide("B5", "2021年四季度"), {}, said("form_quarter_differs", found="2021Q4")),
    "quarter_unreadable": (
        guide("B5", "本季度"), {}, said("form_quarter_unknown", at="填报说明!B5", found="本季度")),
    "form_of_another_version": (guide("B6", "2021"), {}, said("form_version_differs", found="2021")),
}  # fmt: skip
FAULTS = (
    {f"typed {k}": v for k, v in TYPED.items()} | INDICATOR_FAULTS | PROJECT_FAULTS | OTHER_FAULTS
)


@pytest.fixture(scope="module")
def good(run):
    found = Form(run).read()
    assert found.issues == []
    return found


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gives_these_rows_and_these_issues(run, good, fault) -> None:
    change, changes, issues = FAULTS[fault]
    form = Form(run)
    change(form)
    found = form.read(check=False)
    got = forms.changes(good, found)
    assert {k: ... if changes.get(k) is ... else v for k, v in got.items()} == changes
    assert sorted(forms.said(found)) == sorted(issues)
    assert {(i.code, i.severity) for i in found.issues} <= set(CODES.items())
    assert {i.area for i in found.issues} <= {"jiazhou"}
    assert {i.file for i in found.issues} <= {forms.SENDING.file}
    for lang in LANGS:
        render(to_frame(found.issues), lang)


@pytest.mark.parametrize(("lang", "name"), [("zh", "乙州市"), ("en", "belongs to Yizhou, not")])
def test_the_area_that_a_county_lies_in_is_named_in_the_language_of_the_slip(
    run, lang, name
) -> None:
    form = Form(run)
    put("projects", "county", "西河县")(form)
    [consequence] = render(to_frame(form.read(check=False).issues), lang)["consequence"]
    assert name in consequence and ("乙州" in consequence) is (lang == "zh")
