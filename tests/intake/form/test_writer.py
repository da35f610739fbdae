"""The form as it is sent out: the same each time, nothing in it runs, and open work is carried."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from diaodu import contracts, store
from diaodu.errors import ParameterError
from diaodu.intake.form import writer
from diaodu.intake.received.parse import parse
from intake.form import forms

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "<b>x</b>&amp;",
    "https://evil.example/",
)
EVIDENCE = {"source_id": "s", "locator": "重点项目!B5", "origin": "submitted"}


def before(*projects: dict[str, object], notes: tuple[dict[str, object], ...] = ()) -> store.Tables:
    """Tables of an earlier quarter."""
    made = {name: contracts.empty(name) for name in contracts.SCHEMAS}
    own = {"area": "jiazhou", "period": "2021-12", **EVIDENCE}
    made["projects"] = contracts.typed("projects", [own | project for project in projects])
    note = own | {"section": "issue"}
    rows = [note | {"original": n["text"], **n} for n in notes]
    made["notes"] = contracts.typed("notes", rows)
    return store.Tables(**made)


def cells(book: bytes, sheet: str) -> dict[str, object]:
    rows = openpyxl.load_workbook(io.BytesIO(book))[sheet].iter_rows()
    return {cell.coordinate: cell.value for row in rows for cell in row if cell.value is not None}


def test_the_same_form_is_the_same_bytes_at_any_time(run) -> None:
    first = writer.build(run, "jiazhou")
    time.sleep(2.1)  # the clock of a zip ticks every two seconds
    assert writer.build(run, "jiazhou") == first
    assert writer.build(run, "yizhou") != first


def test_a_form_is_written_to_its_path(run, tmp_path) -> None:
    path = writer.write(run, "jiazhou", tmp_path / "forms" / "jiazhou.xlsx")
    assert path.read_bytes() == writer.build(run, "jiazhou")


def test_a_quarter_without_submissions_has_no_form(run) -> None:
    published = replace(run, quarter=run.quarter.model_copy(update={"submissions": None}))
    with pytest.raises(ParameterError, match="submissions: found nothing; expected a form"):
        writer.build(published, "jiazhou")


def test_sheets_headers_and_units(run) -> None:
    book = openpyxl.load_workbook(io.BytesIO(writer.build(run, "jiazhou")))
    assert book.sheetnames == [
        *(
            "填报说明",
            "主要指标",
            "重点项目",
            "存在问题",
            "有利因素",
            "下步工作",
            "重点企业",
            "选项",
        ),
    ]
    assert book["选项"].sheet_state == "veryHidden"
    headers = [cell.value for cell in book["重点项目"][4]]
    assert headers[:3] == ["编号", "项目名称", "县（市、区）"]
    assert "总投资\n（万元）" in headers
    rows = [(row[0].value, row[1].value) for row in book["主要指标"].iter_rows(min_row=5)]
    assert rows[0] == ("规模以上工业增加值增速", "%")
    assert rows[2] == ("地区生产总值", "亿元")
    guide = cells(writer.build(run, "jiazhou"), "填报说明")
    assert {"甲州市", "2022年一季度", "2022", "正式报送数据"} <= set(guide.values())


def test_structure_is_locked_without_a_password_and_input_is_not(run) -> None:
    book = openpyxl.load_workbook(io.BytesIO(writer.build(run, "jiazhou")))
    for sheet in book.worksheets:
        assert sheet.protection.sheet, sheet.title
        assert sheet.protection.password is None
    projects = book["重点项目"]
    assert [cell.protection.locked for cell in projects[5][:3]] == [True, False, False]
    assert all(cell.protection.locked for cell in projects[4])
    assert projects.freeze_panes == "C5"
    assert projects.print_title_rows == "$4:$4"
    assert (projects.page_setup.paperSize, projects.page_setup.orientation) == (9, "landscape")


def test_drop_downs_hold_the_catalog_and_the_areas_own_counties(run) -> None:
    book = openpyxl.load_workbook(io.BytesIO(writer.build(run, "jiazhou")))
    options = book["选项"]
    lists = {
        name: [cell[0].value for cell in options[ref.attr_text.split("!")[1].replace("$", "")]]
        for name, ref in book.defined_names.items()
        if name.startswith("diaodu_list")
    }
    assert ["东山区", "南水县", "易县"] in lists.values()
    assert [text.zh for text in run.catalog.taxonomy.categories.values()] in lists.values()
    assert [item.zh for item in run.catalog.industries.values()] in lists.values()
    assert ["2022年1—2月", "2022年一季度"] in lists.values()
    used = {v.formula1 for s in book.worksheets for v in s.data_validations.dataValidation}
    assert set(lists) <= {str(formula).lstrip("=") for formula in used}
    yizhou = openpyxl.load_workbook(io.BytesIO(writer.build(run, "bingzhou")))
    assert not any("山" in str(c.value) for row in yizhou["选项"].iter_rows() for c in row)


def test_bounds_come_from_the_catalog(run) -> None:
    book = openpyxl.load_workbook(io.BytesIO(writer.build(run, "jiazhou")))
    bounds = run.catalog.indicators[forms.IVA].bounds
    rules = {str(v.sqref): v for v in book["主要指标"].data_validations.dataValidation}
    assert (float(rules["F5"].formula1), float(rules["F5"].formula2)) == (bounds.low, bounds.high)
    assert rules["F5"].error == bounds.reason.zh[:255]
    marks = [r.formula[0] for m in book["重点项目"].conditional_formatting for r in m.rules]
    assert any("$J5>$H5" in formula for formula in marks)  # completed above the total


def test_the_file_says_what_it_is(run) -> None:
    archive = zipfile.ZipFile(io.BytesIO(writer.build(run, "jiazhou")))
    custom = archive.read("docProps/custom.xml").decode()
    workbook = archive.read("xl/workbook.xml").decode()
    for value in ("2022", "jiazhou", "2022Q1"):
        assert f">{value}<" in custom
        assert f'"{value}"' in workbook.replace("&quot;", '"')
    created = re.search(r"created[^>]*>([^<]*)", archive.read("docProps/core.xml").decode())
    assert created is not None
    assert created[1] == f"{run.quarter.as_of}T00:00:00Z"


def test_open_work_of_the_last_quarter_is_carried_over(run) -> None:
    tables = before(
        {"project_id": "jiazhou-2021-09-project-4", "name": "旧项目", "state": "started",
         "total_investment_10k_yuan": 900.0, "completed_investment_10k_yuan": 500.0,
         "started_on": "2021-05", "technical_upgrade": True, "industry": "steel"},
        {"project_id": "own-7", "name": "无状态项目"},
        {"project_id": "jiazhou-2021-12-project-1", "name": "完工项目", "state": "completed"},
        {"project_id": "x-1", "name": "别市项目", "area": "yizhou", "state": "started"},
        notes=(
            {"note_id": "jiazhou-2021-12-issue-2", "text": "旧问题", "state": "open", "raised_on": "2021-11-05"},
            {"note_id": "jiazhou-2021-12-issue-3", "text": "已办结问题", "state": "closed"},
            {"note_id": "n9", "text": "报告中的问题", "locator": "paragraph 4"},
        ),
    )  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(writer.build(run, "jiazhou", tables)))
    rows = list(book["重点项目"].iter_rows(min_row=5, values_only=True))
    assert rows[0][:2] == ("2021Q3-4", "旧项目")
    assert rows[0][5:10] == ("是", "钢铁", 900, None, None)  # what was done in 2021 is not of 2022
    assert rows[0][11:13] == ("2021-05", "已开工")
    assert rows[1][:2] == ("own-7", "无状态项目")
    assert rows[2][:2] == ("2022Q1-1", None)
    notes = list(book["存在问题"].iter_rows(min_row=5, values_only=True))
    assert notes[0][:2] == ("2021Q4-2", "旧问题")
    assert str(notes[0][9])[:10] == "2021-11-05"
    assert notes[1][:2] == ("2022Q1-1", None)


def test_figures_of_the_same_year_are_carried_too(run) -> None:
    second = replace(run, quarter=run.quarter.model_copy(update={"quarter": "2022Q2"}))
    tables = before(
        {
            "project_id": "p",
            "name": "项目",
            "period": "2022-03",
            "completed_investment_10k_yuan": 5.5,
        }
    )
    rows = cells(writer.build(second, "jiazhou", tables), "重点项目")
    assert (rows["A5"], rows["J5"]) == ("p", 5.5)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(run, text, tmp_path) -> None:
    notes = ({"note_id": text, "text": text, "asked": text, "enterprise": text},)
    tables = before(
        {"project_id": text, "name": text, "owner": text, "progress": text}, notes=notes
    )
    path = tmp_path / "form.xlsx"
    path.write_bytes(writer.build(run, "jiazhou", tables))
    archive = zipfile.ZipFile(path)
    for name in archive.namelist():
        if name.startswith("xl/worksheets/sheet"):
            assert "<f>" not in archive.read(name).decode()
            assert "hyperlink" not in archive.read(name).decode()
    received = parse(path)
    projects = next(s for s in received.sheets if s.name == "重点项目")
    assert projects.at(5, 2).value == text
    assert projects.at(5, 2).formula is None
