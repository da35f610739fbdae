"""Issues as a table, and what a person reads of them."""

from __future__ import annotations

import pytest

from diaodu import contracts, issues
from diaodu.errors import CellIssue
from diaodu.intake.slip import Slip
from intake.inbox import Inbox

CELL = CellIssue(
    file="data/raw/x/indicators.csv",
    code="value_comma",
    found="6，5",
    row=12,
    column="value",
)


def test_the_table_keeps_its_contract_also_when_empty() -> None:
    whole = CellIssue(file="facts.csv", code="file_missing", found="", severity="warning")
    for found in ([], [whole], [CELL, whole]):
        frame = contracts.check("intake_issues", issues.to_frame(found))
        assert list(frame["code"]) == [issue.code for issue in found]


@pytest.mark.parametrize(
    ("row", "column", "sheet", "zh", "en"),
    [
        (
            12,
            "value",
            None,
            "indicators.csv 第12行「value」列",
            "indicators.csv, row 12, column value",
        ),
        (12, None, None, "indicators.csv 第12行", "indicators.csv, row 12"),
        (None, "value", None, "indicators.csv「value」列", "indicators.csv, column value"),
        (None, None, None, "indicators.csv", "indicators.csv"),
        (
            3,
            None,
            "表1",
            "indicators.csv（工作表“表1”） 第3行",
            "indicators.csv (sheet 表1), row 3",
        ),
    ],
)
def test_where(row, column, sheet, zh, en) -> None:
    issue = CellIssue(CELL.file, CELL.code, CELL.found, sheet=sheet, row=row, column=column)
    frame = issues.to_frame([issue])
    assert list(issues.render(frame, "zh")["where"]) == [zh]
    assert list(issues.render(frame, "en")["where"]) == [en]


@pytest.mark.parametrize(
    ("file", "sheet", "row", "column", "zh", "en"),
    [
        ("a/f.xlsx", "主要指标", 12, "E", "f.xlsx 主要指标!E12", "f.xlsx 主要指标!E12"),
        ("a/f.xlsx", "主要指标", None, "AB", "f.xlsx 主要指标!AB列", "f.xlsx 主要指标!column AB"),
        ("a/f.xlsx", "主要指标", 12, "单位", "f.xlsx（工作表“主要指标”） 第12行「单位」列",
         "f.xlsx (sheet 主要指标), row 12, column 单位"),
        ("a/f.xlsx", "主要指标", None, None, "f.xlsx（工作表“主要指标”）", "f.xlsx (sheet 主要指标)"),
        ("a/r.docx", None, 12, None, "r.docx 第12段", "r.docx, paragraph 12"),
        ("a/r.txt", None, 12, None, "r.txt 第12行", "r.txt, line 12"),
    ],
)  # fmt: skip
def test_where_in_a_received_file(file, sheet, row, column, zh, en) -> None:
    issue = CellIssue(file, CELL.code, CELL.found, sheet=sheet, row=row, column=column)
    frame = issues.to_frame([issue])
    assert list(issues.render(frame, "zh")["where"]) == [zh]
    assert list(issues.render(frame, "en")["where"]) == [en]


@pytest.mark.parametrize(
    ("file", "sheet", "row", "column", "zh", "en"),
    [
        ("f.xlsx", "主要指标", 12, "E", "E12", "E12"),
        ("f.xlsx", "主要指标", 12, None, "第12行", "row 12"),
        ("f.xlsx", "主要指标", None, "E", "E列", "column E"),
        ("f.xlsx", "主要指标", None, None, "", ""),
        ("r.docx", None, 12, None, "第12段", "paragraph 12"),
        ("r.txt", None, 12, None, "第12行", "line 12"),
        ("indicators.csv", None, 12, "value", "第12行「value」列", "row 12, column value"),
        ("indicators.csv", None, None, "value", "「value」列", "column value"),
        ("indicators.csv", None, None, None, "", ""),
    ],
)
def test_place_within_a_sheet_or_a_text(file, sheet, row, column, zh, en) -> None:
    issue = CellIssue(file, CELL.code, CELL.found, sheet=sheet, row=row, column=column)
    frame = issues.to_frame([issue])
    assert list(issues.render(frame, "zh")["place"]) == [zh]
    assert list(issues.render(frame, "en")["place"]) == [en]


def test_texts_are_filled_with_details_and_the_hint_only_where_there_is_one() -> None:
    slip = Slip("indicators.csv")
    slip.note("area_unknown", "冬河", row=2, column="area", closest="东河")
    slip.note("area_unknown", "火星", row=3, column="area", closest="")
    slip.note(
        "value_out_of_bounds", "900", row=4, column="value",
        low="-50", high="100", reason_zh="历年{如此}", reason_en="So it was",
    )  # fmt: skip
    zh, en = (issues.render(issues.to_frame(slip.issues), lang) for lang in ("zh", "en"))
    assert zh["remedy"][0].endswith("是否应为“东河”？")
    assert en["remedy"][0].endswith("Is 东河 meant?")
    assert "meant" not in en["remedy"][1]
    assert zh["expected"][2] == "-50至100之间的数字（历年{如此}）"
    assert en["expected"][2] == "a number from -50 to 100 (So it was)"


def test_render_keeps_index_and_an_empty_table() -> None:
    frame = issues.to_frame([CELL, CELL]).iloc[[1]]
    assert list(issues.render(frame, "en").index) == [1]
    empty = issues.render(issues.to_frame([]), "zh")
    assert len(empty) == 0
    assert set(empty.columns) >= {"where", "expected", "consequence", "remedy"}


def test_an_issue_shows_invisible_characters_and_no_endless_cell() -> None:
    slip = Slip("facts.csv")
    slip.note("control_characters", "a\u202eb\x07" + "长" * 999, row=2, column="text_zh")
    assert slip.issues[0].found.startswith("a\\u202eb\\u0007长")
    assert len(slip.issues[0].found) < 250


def test_an_unknown_code_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError, match="no_such_code"):
        Slip("facts.csv").note("no_such_code")


def test_an_area_sees_its_own_issues_and_those_of_no_area(inbox: Inbox) -> None:
    inbox.rows("indicators", {"value": "6，5"}, {"area": "西河", "value": "约6"})
    taken = inbox.read().tables.intake_issues
    areas = taken.set_index("row")["area"].dropna().to_dict()
    assert len(set(areas.values())) == 2
    (one, other) = areas.values()
    own = issues.of_area(taken, one)
    assert one in set(own["area"]) and other not in set(own["area"])
    assert len(own) == len(taken) - (taken["area"] == other).sum()
