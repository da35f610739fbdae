"""A form against earlier quarters, ids over time, and workbooks that are hardly a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from diaodu import contracts, store
from diaodu.intake.form import reader
from diaodu.intake.form.codes import CODES
from diaodu.intake.form.reader import Sending
from diaodu.intake.received.grid import GridCell, Workbook
from diaodu.intake.received.parse import parse
from intake.form import forms, test_faults
from intake.form.forms import Form

EVIDENCE = {"source_id": "s", "locator": "重点项目!B5", "origin": "submitted"}
OLD = {"area": "jiazhou", "period": "2021-12", **EVIDENCE}
STEEL = "示例冷轧项目"


def past(**rows: list[dict[str, Any]]) -> store.Tables:
    """Tables of earlier quarters."""
    made = {name: contracts.empty(name) for name in contracts.SCHEMAS}
    for name, listed in rows.items():
        made[name] = contracts.typed(name, [OLD | row for row in listed])
    return store.Tables(**made)


def project(whole: str, name: str, **others: Any) -> dict[str, Any]:
    return {"project_id": whole, "name": name, "state": "started"} | others


def note(whole: str, text: str, **others: Any) -> dict[str, Any]:
    base = {"note_id": whole, "section": "issue", "text": text, "original": text, "state": "open"}
    return base | others


def read(form: Form, tables: store.Tables) -> reader.FormRows:
    return forms.read(form.grid(), form.layout, form.run, previous=tables)


def ids(found: reader.FormRows) -> dict[str, str]:
    return {row["name"]: row["project_id"] for row in found.rows["projects"]}


def edited(grid: Workbook, sheet: str, place: tuple[int, int], **cell: Any) -> Workbook:
    """The workbook with one cell changed in ways that openpyxl cannot write."""
    sheets = []
    for one in grid.sheets:
        if one.name == sheet:
            old = one.cells.get(place) or GridCell(*place)
            one = replace(one, cells=dict(one.cells) | {place: replace(old, **cell)})  # noqa: PLW2901
        sheets.append(one)
    return replace(grid, sheets=tuple(sheets))


def test_a_carried_project_keeps_its_id(run) -> None:
    tables = past(projects=[project("jiazhou-2021-09-project-4", STEEL)])
    found = read(Form(run, previous=tables), tables)
    assert ids(found)[STEEL] == "jiazhou-2021-09-project-4"
    assert found.issues == []


def test_a_project_that_was_typed_anew_keeps_its_id_by_its_name(run) -> None:
    tables = past(projects=[project("jiazhou-2021-09-project-4", f"{STEEL} ")])
    found = read(Form(run), tables)  # the form was not made with the old rows
    assert ids(found)[STEEL] == "jiazhou-2021-09-project-4"
    assert ids(found)["示例电池项目"] == "jiazhou-2022-03-project-2"


def test_ids_are_stable_between_two_versions_of_a_form(run) -> None:
    form = Form(run)
    before = form.read().rows
    form.sheet("projects").insert_rows(5)  # a new row above all others, without a number
    form.cell("projects", "name").value = "示例新项目"
    after = form.read().rows
    kept = {row["name"]: row["project_id"] for row in after["projects"]}
    assert kept["示例新项目"] == "jiazhou-2022-03-project-41"  # 40 rows were numbered
    assert {n: i for n, i in kept.items() if n != "示例新项目"} == {
        row["name"]: row["project_id"] for row in before["projects"]
    }


def test_a_project_that_vanished_and_one_that_is_another_now(run) -> None:
    tables = past(
        projects=[
            project("jiazhou-2021-12-project-1", "旧水泥窑改造"),
            project("jiazhou-2021-12-project-2", "消失的项目"),
            project("jiazhou-2021-12-project-3", "已竣工的项目", state="completed"),
            project("jiazhou-2021-09-project-9", "更早的项目", period="2021-09"),
        ]
    )
    form = Form(run, previous=tables)
    form.cell("projects", "project_id", 0).value = "2021Q4-1"
    form.cell("projects", "project_id", 1).value = None
    assert forms.said(read(form, tables)) == [
        ("form_project_vanished", "重点项目", "消失的项目"),
        ("form_project_renamed", "重点项目!B5", STEEL),
    ]


def test_a_problem_that_vanished(run) -> None:
    tables = past(
        notes=[
            note("jiazhou-2021-12-issue-1", "旧问题"),
            note("jiazhou-2021-12-issue-2", "已办结", state="closed"),
            note("x", "报告里的", locator="paragraph 3"),
            note("jiazhou-2021-12-support-1", "有利", section="support"),
        ]
    )
    assert forms.said(read(Form(run), tables)) == [("form_problem_vanished", "存在问题", "旧问题")]
    form = Form(run, {}, previous=tables)  # as carried over: nothing has vanished
    assert "form_problem_vanished" not in {code for code, _, _ in forms.said(read(form, tables))}


def test_cumulative_amounts_that_go_backwards(run) -> None:
    """Only within a year: a new year begins at nought."""
    second = replace(run, quarter=run.quarter.model_copy(update={"quarter": "2022Q2"}))
    march = {"period": "2022-03"}
    level = {"indicator": forms.GDP, "span": "ytd", "unit": "100m_yuan", "status": "published",
             "value": 1200.0, "printed": "1200"}  # fmt: skip
    firm = {"enterprise": "示例第一钢厂", "output_10k_yuan": 400000.0, "power_use_10k_kwh": 100.0}
    amount = {"completed_investment_10k_yuan": 6000.0}
    rows: dict[str, Any] = {
        "projects": [project("p", STEEL, **amount)],
        "enterprises": [firm],
        "indicators": [level],
    }
    sending = replace(forms.SENDING, quarter="2022Q2")
    form = Form(second, forms.GOOD)
    form.cell("projects", "project_id").value = "p"
    form.cell("indicators", "to_month").value = "2022年1—5月"
    now = past(**{name: [row | march for row in listed] for name, listed in rows.items()})
    found = forms.read(form.grid(), form.layout, second, sending, now)
    assert forms.said(found) == [
        ("form_backwards", "主要指标!F7", "1,000.25"),
        ("form_backwards", "重点项目!J5", "5,200.5"),
        ("form_backwards", "重点企业!D5", "325,000.0"),
    ]
    before = past(**rows)
    assert forms.said(forms.read(form.grid(), form.layout, second, sending, before)) == []


def test_an_enterprise_that_another_area_reported(run) -> None:
    tables = past(enterprises=[{"enterprise": "示例第一钢厂", "area": "yizhou"}])
    found = forms.said(read(Form(run), tables))
    assert ("form_enterprise_elsewhere", "重点企业!A5", "示例第一钢厂") in found


@pytest.mark.parametrize(
    ("cell", "code", "value"),
    [
        ({"value": 6.9, "text": "6.9", "formula": "=3.4+3.5"}, "form_formula", 6.9),
        ({"value": None, "text": "", "formula": "=X1"}, "form_formula_empty", None),
        ({"value": None, "text": "#REF!", "error": "#REF!", "formula": "=X"}, "form_cell_error", None),
        ({"value": 0.069, "text": "6.9%", "number_format": "0.0%"}, None, 6.9),
        ({"value": True, "text": "TRUE"}, "form_value_refused", None),
    ],
)  # fmt: skip
def test_cells_as_spreadsheets_store_them(run, cell, code, value) -> None:
    form = Form(run)
    grid = edited(form.grid(), "主要指标", (5, 6), **cell)
    found = forms.read(grid, form.layout, run)
    figures = {row["locator"]: row["value"] for row in found.rows["indicators"]}
    assert figures.get("主要指标!F5") == value
    assert [c for c, _, _ in forms.said(found)] == ([code] if code else [])


def test_columns_in_another_order_are_read_by_their_headers(run) -> None:
    form = Form(run)
    good = form.read()
    sheet = form.sheet("enterprises")
    for row in sheet.iter_rows(min_row=4, max_row=5):
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value
    found = form.read()
    assert forms.changes(good, found) == {}
    assert forms.said(found) == [("form_columns_moved", "重点企业", "")]


def test_without_the_column_of_names_rows_are_counted_as_lost(run) -> None:
    form = Form(run)
    form.cell("projects", "name", -1).value = "联系电话"
    found = form.read()
    assert found.rows["projects"] == []
    assert ("form_rows_lost", "重点项目", "40") in forms.said(found)


def test_illustrative_data_say_so(run) -> None:
    form = Form(run)
    form.sheet("guide")["B7"].value = "示意数据（演示用）"
    found = form.read()
    assert found.said.illustrative
    assert {row["origin"] for rows in found.rows.values() for row in rows} == {"illustrative"}
    registered = form.read(replace(forms.SENDING, origin="submitted"))
    assert {row["origin"] for rows in registered.rows.values() for row in rows} == {"submitted"}


def test_the_content_says_whose_it_is(run) -> None:
    """Also without the guide, and without the hidden sheet."""
    form = Form(run)
    for sheet in (form.sheet("guide"), form.book["选项"]):
        found = form.read(None)
        assert (found.area, found.quarter) == ("jiazhou", "2022Q1")
        form.book.remove(sheet)
    found = form.read(None)
    assert (found.area, found.quarter) == ("jiazhou", "2022Q1")
    assert len(found.rows["projects"]) == 2


def test_a_form_of_nobody_is_not_read(run) -> None:
    form = Form(run)
    form.book.remove(form.sheet("guide"))
    form.book.remove(form.book["选项"])
    for sheet in form.book.worksheets:
        sheet["A1"].value = sheet["A2"].value = None
    found = form.read(Sending("x.xlsx"))
    assert forms.said(found) == [("form_area_missing", "", ""), ("form_quarter_missing", "", "")]
    assert not any(found.rows.values())


def test_a_workbook_that_is_no_form(run, tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙", 3])
    book.save(tmp_path / "x.xlsx")
    grid = parse(tmp_path / "x.xlsx")
    assert isinstance(grid, Workbook)
    found = forms.read(grid, Form(run).layout, run)
    assert forms.said(found) == [("form_not_recognised", "", "Sheet")]
    assert not any(found.rows.values())


def test_rows_below_the_numbered_ones_are_read(run) -> None:
    rows: Mapping[str, Any] = {"supports": [{"text": f"示例有利因素{n}号。"} for n in range(30)]}
    found = Form(run, rows).read()
    notes = [row["note_id"] for row in found.rows["notes"]]
    assert notes == [f"jiazhou-2022-03-support-{n}" for n in range(1, 31)]


def test_a_csv_of_one_sheet_is_read(run, tmp_path) -> None:
    text = "编号,项目名称,县（市、区）,总投资（万元）,建设状态\n1,示例项目,东山区,1200,已开工\n"
    path = tmp_path / "重点项目.csv"
    path.write_text(text, encoding="gb18030")
    grid = parse(path)
    assert isinstance(grid, Workbook)
    found = forms.read(grid, Form(run).layout, run)
    assert [(r["name"], r["total_investment_10k_yuan"]) for r in found.rows["projects"]] == [
        ("示例项目", 1200)
    ]


def test_every_code_is_tried_here_or_among_the_faults() -> None:
    tried = {code for _, _, listed in test_faults.FAULTS.values() for code, _, _ in listed}
    here = {
        *("form_not_recognised", "form_area_missing", "form_quarter_missing", "form_rows_lost"),
        *("form_columns_moved", "form_formula", "form_enterprise_elsewhere", "form_backwards"),
        *("form_project_vanished", "form_project_renamed", "form_problem_vanished"),
    }
    assert tried | here == set(CODES)
