"""The marked copy of a sender's workbook: what is put in, and that everything else stays."""

from __future__ import annotations

import io
import os
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from diaodu.intake.slips import marks
from diaodu.intake.slips.marked import NotMarkableError, mark
from diaodu.intake.slips.marking import Markers
from publish.slips import WHOLE_FILE, issues

HOSTILE = "=cmd|' /C calc'!A0"
CELL = {"row": 5, "column": "D"}


def _book(change: Callable[[openpyxl.Workbook], None] = lambda book: None) -> bytes:
    """A form as a sender fills it in."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "主要指标"
    sheet.append(["指标", "单位", "上年同期", "本年累计"])
    for number in range(2, 8):
        sheet.append([f"指标{number}", "%", 7.1, f"{number}．5"])
    book.create_sheet("重点项目")["A1"] = "项目名称"
    change(book)
    return _bytes(book)


def _bytes(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _open(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def _marked(*changes, change=lambda book: None, lang="zh") -> openpyxl.Workbook:
    return _open(mark(_book(change), issues(*changes), lang))


def _colour(cell) -> str:
    return cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type == "solid" else ""


def _list(book: openpyxl.Workbook) -> list[list[str]]:
    """The rows of the list below its headings."""
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    head = next(number for number, row in enumerate(rows) if row[0] in ("序号", "No."))
    return rows[head + 1 :]


def _with_part(data: bytes, **parts: bytes) -> bytes:
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


# --- what is put in


def test_a_wrong_cell_is_coloured_and_explained() -> None:
    cell = _marked(CELL)["主要指标"]["D5"]
    assert _colour(cell) == marks.COLOURS["error"]
    assert cell.comment.text.split("\n") == [
        "——核对意见——",
        "【必须改正】",
        "填的是：5.8％（预计）",
        "应当是：一个数字",
        "目前处理：按缺失处理",
        "怎样改：只写5.8，备注写到备注列",
    ]
    assert cell.value == "5．5"  # what was sent, not what an issue says of it


def test_the_most_serious_of_a_cell_colours_it_and_comes_first() -> None:
    changes = [{**CELL, "severity": s, "found": s} for s in ("info", "warning", "error", "warning")]
    cell = _marked(*changes)["主要指标"]["D5"]
    assert _colour(cell) == marks.COLOURS["error"]
    found = re.findall("填的是：(.*)", cell.comment.text)
    assert found == ["error", "warning", "warning", "info"]
    assert _colour(_marked({**CELL, "severity": "info"})["主要指标"]["D5"]) == marks.COLOURS["info"]


def test_the_list_comes_first_and_has_everything_most_serious_first() -> None:
    book = _marked(
        {**CELL, "severity": "info"},
        {**WHOLE_FILE, "severity": "warning"},
        {"sheet": "重点项目", "row": 2, "column": None, "place": "第2行"},
        {"row": 7, "column": "B"},
        {"row": None, "column": "C", "place": "C列"},
        {"row": None, "column": None, "place": ""},
    )
    assert book.sheetnames == ["修改清单", "主要指标", "重点项目"]
    assert [(row[1], row[2]) for row in _list(book)] == [
        ("必须改正", "主要指标（整张表）"),
        ("必须改正", "主要指标 C列"),
        ("必须改正", "主要指标!B7"),
        ("必须改正", "重点项目 第2行"),
        ("请核对", "整个文件"),
        ("读取说明", "主要指标!D5"),
    ]
    sheet = book["重点项目"]
    assert all(cell.comment is None and not _colour(cell) for row in sheet for cell in row)


def test_the_copy_opens_at_the_list_and_no_second_sheet_is_selected() -> None:
    def select(book) -> None:
        book.active = 1
        book.worksheets[0].sheet_view.tabSelected = True

    book = _marked(CELL, change=select)
    assert book.active.title == "修改清单"
    assert [s.sheet_view.tabSelected for s in book.worksheets] == [True, False, False]


def test_a_place_in_the_list_leads_to_it() -> None:
    def rename(book) -> None:
        book["重点项目"].title = "it's 重点"

    book = _marked(CELL, {**CELL, "sheet": "it's 重点"}, WHOLE_FILE, change=rename)
    links = {c.value: c.hyperlink.location for c in book.worksheets[0]["C"] if c.hyperlink}
    assert links == {"主要指标!D5": "'主要指标'!D5", "it's 重点!D5": "'it''s 重点'!D5"}


def test_a_file_without_issues_is_told_so() -> None:
    assert "没有需要改正的地方" in str(_list(_marked()))


def test_english() -> None:
    book = _marked(CELL, lang="en")
    assert book.sheetnames[0] == "Corrections"
    assert book["主要指标"]["D5"].comment.text.startswith(
        "-- from the check --\n[Must be corrected]"
    )


# --- places


def test_in_a_merged_range_the_cell_that_is_seen_is_marked() -> None:
    def merge(book) -> None:
        book["主要指标"].merge_cells("C4:D6")

    book = _marked(CELL, change=merge)
    assert _colour(book["主要指标"]["C4"]) == marks.COLOURS["error"]
    assert "5.8％" in book["主要指标"]["C4"].comment.text
    assert _list(book)[0][2] == "主要指标!D5"
    assert [str(r) for r in book["主要指标"].merged_cells.ranges] == ["C4:D6"]


@pytest.mark.parametrize("place", [(4000, "BB"), (1_048_576, "XFD"), (6, "AZ")])
def test_an_empty_cell_beyond_the_used_range_is_marked(place) -> None:
    row, column = place
    book = _marked({"row": row, "column": column, "found": ""})
    cell = book["主要指标"][f"{column}{row}"]
    assert cell.value is None and _colour(cell) == marks.COLOURS["error"]
    assert "填的是：（空白）" in cell.comment.text


@pytest.mark.parametrize(
    "change",
    [{"row": 1_048_577}, {"row": 0}, {"column": "XFE"}, {"column": "value"}, {"sheet": "没有"}],
)
def test_a_place_that_no_sheet_has_is_only_listed(change) -> None:
    book = _marked({**CELL, **change})
    assert len(_list(book)) == 1
    assert not [c for s in book.worksheets[1:] for row in s for c in row if c.comment]


def test_what_is_hidden_stays_hidden_and_is_called_so() -> None:
    def hide(book) -> None:
        book["重点项目"].sheet_state = "veryHidden"
        book["主要指标"].row_dimensions[5].hidden = True
        book["主要指标"].column_dimensions["B"].hidden = True

    places = [
        CELL,
        {"row": 6, "column": "B"},
        {"row": 6, "column": "C"},
        {**CELL, "sheet": "重点项目"},
    ]
    book = _marked(*places, change=hide)
    said = {row[2].partition("（")[0]: row[2].partition("（")[2] for row in _list(book)}
    assert "行或列已隐藏" in said["主要指标!D5"] and "行或列已隐藏" in said["主要指标!B6"]
    assert "该表已隐藏" in said["重点项目!D5"] and said["主要指标!C6"] == ""
    assert book["重点项目"].sheet_state == "veryHidden"
    assert book["主要指标"].row_dimensions[5].hidden
    assert book["重点项目"]["D5"].comment is not None


# --- what stays


def test_the_senders_comment_stays_above_ours() -> None:
    def comment(book) -> None:
        book["主要指标"]["D5"].comment = Comment("统计局口径\n待核", "张")
        book["主要指标"]["A1"].comment = Comment("只是说明" * 60, "李")

    book = _marked(CELL, change=comment)
    cell = book["主要指标"]["D5"]
    assert cell.comment.text.startswith("统计局口径\n待核\n\n——核对意见——\n【必须改正】")
    assert cell.comment.author == "张"
    assert book["主要指标"]["A1"].comment.text == "只是说明" * 60


def test_a_copy_that_was_sent_back_does_not_pile_up() -> None:
    first = mark(_book(), issues(CELL, {"row": 6, "column": "D"}))
    second = _open(mark(first, issues({**CELL, "found": "又填错"}), "en"))
    assert second.sheetnames == ["Corrections", "主要指标", "重点项目"]
    assert second["主要指标"]["D5"].comment.text.count("5.8％") == 0
    assert "又填错" in second["主要指标"]["D5"].comment.text


def test_a_sheet_of_the_sender_with_our_name_stays() -> None:
    def own(book) -> None:
        book.create_sheet("修改清单")["A1"] = "我们自己的清单"

    book = _marked(CELL, change=own)
    assert book.sheetnames == ["修改清单1", "主要指标", "重点项目", "修改清单"]
    assert book["修改清单"]["A1"].value == "我们自己的清单"


def test_formats_validations_protection_and_formulas_stay() -> None:
    def dress(book) -> None:
        sheet = book["主要指标"]
        sheet["D5"].font = Font(name="宋体", size=14, bold=True)
        sheet["D5"].number_format = "0.00%"
        sheet["D6"] = "=SUM(C2:C5)"
        sheet["A2"] = CellRichText("甲", TextBlock(InlineFont(b=True), "乙"))
        sheet["C3"].fill = PatternFill("solid", fgColor="123456")
        choice = DataValidation("list", formula1='"是,否"', showErrorMessage=True)
        choice.add("B2:B9")
        sheet.add_data_validation(choice)
        sheet.conditional_formatting.add(
            "C2:C9", FormulaRule(["C2>5"], fill=PatternFill(bgColor="FF0000"))
        )
        sheet.protection.sheet = True
        sheet.protection.password = "abc"
        sheet.freeze_panes = "B2"
        sheet.column_dimensions["A"].width = 33
        sheet.print_area = "A1:D9"
        book.defined_names["县区"] = DefinedName("县区", attr_text="重点项目!$A$1:$A$9")
        book.security.lockStructure = True

    before, after = _open(_book(dress)), _marked(CELL, change=dress)
    old, new = before["主要指标"], after["主要指标"]
    assert (repr(new["D5"].font), new["D5"].number_format) == (repr(old["D5"].font), "0.00%")
    assert new["D6"].value == "=SUM(C2:C5)"
    assert new["A2"].value == old["A2"].value and isinstance(new["A2"].value, CellRichText)
    assert _colour(new["C3"]) == "123456"
    rule = new.data_validations.dataValidation[0]
    assert (rule.formula1, str(rule.sqref), rule.showErrorMessage) == ('"是,否"', "B2:B9", True)
    assert [str(entry.sqref) for entry in new.conditional_formatting] == ["C2:C9"]
    assert (new.protection.sheet, new.protection.password) == (True, old.protection.password)
    assert (new.freeze_panes, new.column_dimensions["A"].width) == ("B2", 33)
    assert new.print_area == old.print_area
    assert after.defined_names["县区"].value == "重点项目!$A$1:$A$9"
    assert after.security.lockStructure


def test_every_other_cell_keeps_its_value_and_type() -> None:
    def fill(book) -> None:
        for number, value in enumerate((1, 2.5, True, "0012", "#N/A", "'x", None), start=2):
            book["重点项目"].cell(number, 1, value)

    before, after = _open(_book(fill)), _marked(CELL, change=fill)
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                twin = after[sheet.title][cell.coordinate]
                assert (twin.value, twin.data_type) == (cell.value, cell.data_type)


def test_macros_are_left_out_and_the_list_says_so() -> None:
    received = _with_part(_book(), **{"xl/vbaProject.bin": b"macro"})
    made = mark(received, issues(CELL))
    assert b"macro" not in made and "vba" not in str(zipfile.ZipFile(io.BytesIO(made)).namelist())
    assert _open(made).worksheets[0]["A3"].value == "原表中的宏没有带入本副本。"
    assert "宏" not in str([c.value for c in _marked(CELL).worksheets[0]["A"]])


def test_links_to_other_files_are_replaced_by_their_last_values() -> None:
    def link(book) -> None:
        sheet = book["主要指标"]
        sheet["C2"] = "=[1]Sheet1!A1*2"
        sheet["C3"] = "=1+1"
        sheet["C4"] = "=[1]Sheet1!B1"
        choice = DataValidation("list", formula1="[1]Sheet1!$A$1:$A$9")
        choice.add("B2")
        sheet.add_data_validation(choice)
        sheet.conditional_formatting.add("D2", FormulaRule(["[1]Sheet1!A1>1"]))
        sheet.conditional_formatting.add("D3", FormulaRule(["D3>1"]))
        book.defined_names["外部"] = DefinedName("外部", attr_text="[1]Sheet1!$A$1")

    received = _book(link)
    archive = zipfile.ZipFile(io.BytesIO(received))
    parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    sheet = re.sub(rb"(\[1\]Sheet1!A1\*2</f>)<v></v>", rb"\1<v>14.2</v>", sheet)
    sheet = re.sub(
        rb'<c r="C4"([^>]*)><f>([^<]*)</f><v></v>',
        rb'<c r="C4"\1 t="str"><f>\2</f><v>=1+2</v>',
        sheet,
    )
    parts["xl/worksheets/sheet1.xml"] = sheet
    parts["xl/externalLinks/externalLink1.xml"] = b"<x/>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    book = _open(mark(made.getvalue(), issues(CELL)))
    sheet = book["主要指标"]
    assert (sheet["C2"].value, sheet["C3"].value) == (14.2, "=1+1")
    assert (sheet["C4"].value, sheet["C4"].data_type) == ("=1+2", "s")
    assert sheet.data_validations.dataValidation == []
    assert [str(entry.sqref) for entry in sheet.conditional_formatting] == ["D3"]
    assert list(book.defined_names) == []
    assert "引用其他文件" in book.worksheets[0]["A3"].value


# --- hostile texts and sizes


@pytest.mark.parametrize("begin", ["=", "+", "-", "@"])
def test_text_never_becomes_a_formula(begin) -> None:
    text = begin + HOSTILE
    fields = ("found", "expected", "consequence", "remedy")

    def typed(book) -> None:
        book["重点项目"]["B2"] = text
        book["重点项目"]["B2"].data_type = "s"

    made = mark(_book(typed), issues({**CELL, **dict.fromkeys(fields, text)}))
    archive = zipfile.ZipFile(io.BytesIO(made))
    for name in archive.namelist():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f" not in archive.read(name)
    book = _open(made)
    assert _list(book)[0][3:] == [text] * 4
    assert all(cell.quotePrefix for cell in book.worksheets[0][8][3:] if cell.value == text)
    assert (book["重点项目"]["B2"].value, book["重点项目"]["B2"].data_type) == (text, "s")


def test_what_xml_cannot_hold_becomes_visible() -> None:
    text = "a\x00b\x1fc<&>]]>_x0041_\ufffe甲"
    made = mark(_book(), issues({**CELL, "found": text, "remedy": "长" * 5000}))
    archive = zipfile.ZipFile(io.BytesIO(made))
    for name in archive.namelist():
        if name.endswith((".xml", ".vml", ".rels")):
            ElementTree.fromstring(archive.read(name))
    book = _open(made)
    # Excel shows _x005F_x0041_ as _x0041_, which it would read as A; so does openpyxl in cells
    assert "a\ufffdb\ufffdc<&>]]>_x005F_x0041_\ufffd甲" in book["主要指标"]["D5"].comment.text
    assert _list(book)[0][3] == "a\ufffdb\ufffdc<&>]]>_x0041_\ufffd甲"
    assert b"_x005F_x0041_" in archive.read("xl/worksheets/sheet1.xml")
    assert len(book["主要指标"]["D5"].comment.text) < 1000


def test_five_hundred_issues() -> None:
    many = [{"row": n, "column": "D", "found": f"值{n}"} for n in range(2, 402)]
    many += [{**CELL, "found": f"又{n}"} for n in range(100)]
    book = _marked(*many)
    assert len(_list(book)) == 500
    assert [row[0] for row in _list(book)] == [str(n) for n in range(1, 501)]
    assert all(f"值{n}\n" in book["主要指标"][f"D{n}"].comment.text for n in (2, 77, 401))
    crowded = book["主要指标"]["D5"].comment.text
    assert crowded.count("【必须改正】") == marks.MOST
    assert crowded.endswith("另有97条，见“修改清单”。")


def test_a_comment_is_large_enough_to_be_read_and_not_larger_than_a_screen() -> None:
    assert marks.size("短") == (350, 33)
    assert marks.size("长" * 26)[1] < marks.size("长" * 27)[1] == marks.size("a" * 53)[1]
    assert marks.size("一\n" * 500)[1] <= 640


def test_each_comment_has_its_corners_as_cells() -> None:
    def shape(book) -> None:
        sheet = book["主要指标"]
        sheet.column_dimensions["E"].width = 100
        sheet.row_dimensions[5].hidden = True

    places = [CELL, {"row": 1, "column": "A"}, {"row": 1_048_576, "column": "XFD"}]
    made = mark(_book(shape), issues(*places))
    archive = zipfile.ZipFile(io.BytesIO(made))
    vml = archive.read("xl/drawings/commentsDrawing1.vml").decode()
    corners = re.findall(r"Anchor>([\d, ]+)<", vml)
    assert len(corners) == 3
    by_row = {int(c.split(", ")[2]): [int(n) for n in c.split(", ")] for c in corners}
    assert by_row[3][:5] == [4, 15, 3, 2, 4]  # column E alone is wide enough
    assert by_row[0][:2] == [1, 15]
    assert by_row[1_048_574][0] == by_row[1_048_574][4] == 16_383


# --- the same bytes, and broken files


def test_the_same_input_gives_the_same_bytes_in_any_process() -> None:
    data, found = _book(), issues(CELL, {**CELL, "sheet": "重点项目"}, WHOLE_FILE)
    program = (
        "import sys, pickle, hashlib\n"
        "from diaodu.intake.slips.marked import mark\n"
        "print(hashlib.sha256(mark(*pickle.load(sys.stdin.buffer))).hexdigest())"
    )
    hashes = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=pickle.dumps((data, found)),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"},
        )
        hashes.add(done.stdout)
    assert len(hashes) == 1


def test_the_copy_holds_no_time_of_its_making() -> None:
    archive = zipfile.ZipFile(io.BytesIO(mark(_book(), issues(CELL))))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2000-01-01T00:00:00Z"] * 2


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no workbook", _book()[:900]])
def test_a_broken_workbook_is_refused_with_a_message(data) -> None:
    with pytest.raises(NotMarkableError, match=r"\w+"):
        mark(data, issues(CELL))
    with Markers() as markers, pytest.raises(NotMarkableError, match=r"\w+"):
        markers.mark(data, issues(CELL))


def test_the_child_makes_the_same_copy_and_goes_on_after_a_broken_file() -> None:
    found = issues(CELL)
    with Markers() as markers:
        assert markers.mark(_book(), found) == markers.mark(_book(), found)
        with pytest.raises(NotMarkableError):
            markers.mark(b"PK", found)
        assert markers.mark(_book(), found, "zh") == mark(_book(), found)


def test_a_merged_range_as_large_as_a_sheet_ends_by_its_limit_and_the_next_file_is_marked() -> None:
    archive = zipfile.ZipFile(io.BytesIO(_book()))
    huge = io.BytesIO()
    with zipfile.ZipFile(huge, "w") as target:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "xl/worksheets/sheet1.xml":
                ranges = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                content = content.replace(b"</sheetData>", b"</sheetData>" + ranges)
            target.writestr(name, content)
    with Markers(memory_mb=300, seconds=30) as markers:
        with pytest.raises(NotMarkableError):
            markers.mark(huge.getvalue(), issues(CELL))
        assert markers.mark(_book(), issues(CELL)) == mark(_book(), issues(CELL))
