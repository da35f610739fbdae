"""Received CSV files, whatever a spreadsheet or an editor made of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.intake import csv_files
from diaodu.intake.layouts import INDICATORS, TARGETS
from diaodu.intake.slip import Slip
from intake.inbox import COLUMNS, Inbox, codes, csv_text, found, row

HEADER = COLUMNS["indicators"]
GOOD = ",".join(row("indicators").values())


def text_of(*lines: str) -> str:
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("gb18030", [("indicators.csv", None, None, "encoding_read")]),
        ("utf-16", [("indicators.csv", None, None, "encoding_read")]),
    ],
)
def test_encodings(inbox: Inbox, encoding: str, expected: list) -> None:
    inbox.file("indicators.csv", text_of(HEADER, GOOD).encode(encoding))
    taken = inbox.read()
    assert found(taken) == expected
    assert list(taken.tables.indicators["area"]) == ["donghe"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n\r\n", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b",,,\n,,\n", "file_empty"),
        (b"PK\x03\x04\x14\x00\x06\x00", "file_is_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_is_workbook"),
        (bytes(range(32)) * 8, "file_binary"),
        ("area,period".encode("utf-16-le") * 9, "file_binary"),
        (b"area,period\n\xff\xff\xff,2022Q1\n", "file_encoding"),
        ("2022年各地区产出\n东河,5.8\n".encode(), "header_missing"),
        (b'"area,period,span\n1,2,3\n', "quoting"),
    ],
)
def test_a_file_of_no_use_is_one_issue_and_the_rest_goes_on(inbox: Inbox, data, code) -> None:
    inbox.file("indicators.csv", data)
    taken = inbox.read()
    assert codes(taken) == [code]
    assert len(taken.tables.indicators) == 0
    assert (len(taken.tables.targets), len(taken.tables.facts)) == (1, 1)


def test_a_header_alone(inbox: Inbox) -> None:
    inbox.file("indicators.csv", text_of(HEADER).encode())
    assert found(inbox.read()) == [("indicators.csv", None, None, "no_rows")]


def test_a_damaged_utf8_file_loses_the_damaged_row_only(inbox: Inbox) -> None:
    data = text_of(
        HEADER, GOOD, GOOD.replace("东河", "西河"), GOOD.replace("东河", "北河")
    ).encode()
    inbox.file("indicators.csv", data.replace("西".encode(), "西".encode()[:2], 1))
    taken = inbox.read()
    assert found(taken) == [("indicators.csv", 3, "area", "broken_characters")]
    assert list(taken.tables.indicators["area"]) == ["donghe", "beihe"]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters(inbox: Inbox, delimiter: str) -> None:
    inbox.file("indicators.csv", text_of(HEADER, GOOD).replace(",", delimiter).encode())
    taken = inbox.read()
    assert found(taken) == [("indicators.csv", 1, None, "delimiter_read")]
    assert list(taken.tables.indicators["value"]) == [5.8]


def test_columns_are_found_by_name_in_any_order_and_case(inbox: Inbox) -> None:
    cells = row("indicators")
    names = {
        "area": "地区",
        "period": " Period",
        "value": "数 值",
        "unit": "UNIT",
        "source": "来源",
    }
    turned = {names.get(name, name): cells[name] for name in reversed(cells)}
    inbox.file("indicators.csv", csv_text([turned]).encode())
    taken = inbox.read()
    assert found(taken) == []
    assert taken.tables.indicators.iloc[0][["area", "value"]].to_list() == ["donghe", 5.8]


def test_an_issue_names_the_column_as_the_file_does(inbox: Inbox) -> None:
    inbox.file(
        "indicators.csv",
        text_of(HEADER.replace("value", "数值"), GOOD.replace("5.8", "约6")).encode(),
    )
    assert found(inbox.read()) == [("indicators.csv", 2, "数值", "value_approximate")]


def test_a_renamed_column_leaves_the_file_out_and_its_likely_name_is_told(inbox: Inbox) -> None:
    inbox.file("indicators.csv", text_of(HEADER.replace("industry", "industy"), GOOD).encode())
    taken = inbox.read()
    assert found(taken) == [("indicators.csv", 1, "industry", "column_missing")]
    assert '"closest": "industy"' in taken.tables.intake_issues["details"][0]
    assert len(taken.tables.indicators) == 0
    record = next(file for file in taken.files if file.path.endswith("indicators.csv"))
    assert (record.rows_in, record.rows_out) == (1, 0)


def test_a_column_twice_an_extra_one_and_a_misspelt_optional_one(inbox: Inbox) -> None:
    inbox.file("indicators.csv", text_of(HEADER + ",数值", GOOD + ",6.0").encode())
    assert codes(inbox.read()) == ["column_twice"]
    inbox.file(
        "indicators.csv",
        text_of(HEADER.replace("remark_zh", "remark_ch") + ",序号", GOOD + ",1").encode(),
    )
    taken = inbox.read()
    assert found(taken) == [
        ("indicators.csv", 1, "remark_zh", "column_misspelt"),
        ("indicators.csv", 1, "序号", "column_ignored"),
    ]
    assert len(taken.tables.indicators) == 1


def test_rows_with_a_comma_too_few_or_too_many_are_left_out(inbox: Inbox) -> None:
    short, long = GOOD.rsplit(",", 1)[0], GOOD.replace("5.8", "1,234.5")  # its last cell is empty
    inbox.file("indicators.csv", text_of(HEADER, short, "", long, GOOD).encode())
    taken = inbox.read()
    assert found(taken) == [
        ("indicators.csv", 2, None, "ragged"),
        ("indicators.csv", 4, None, "ragged"),
    ]
    assert list(taken.tables.indicators["locator"]) == ["indicators.csv!row 5"]
    record = next(file for file in taken.files if file.path.endswith("indicators.csv"))
    assert (record.rows_in, record.rows_out, record.table_rows) == (3, 1, 1)


@pytest.mark.parametrize("wrong", ['"东河' + GOOD[2:], '"东"河' + GOOD[2:], GOOD + '"备注'])
def test_a_wrong_quote_costs_its_own_row_only(inbox: Inbox, wrong: str) -> None:
    wrong = wrong.replace(',"备注', ',"备注') if wrong.endswith("注") else wrong
    inbox.file(
        "indicators.csv", text_of(HEADER, GOOD, wrong, GOOD.replace("东河", "北河")).encode()
    )
    taken = inbox.read()
    assert found(taken) == [("indicators.csv", 3, None, "quoting")]
    assert list(taken.tables.indicators["area"]) == ["donghe", "beihe"]


def test_line_breaks_in_a_cell_and_rows_are_counted_as_a_spreadsheet_does(inbox: Inbox) -> None:
    first = row("indicators", remark_zh="第一行\r\n第二行")
    inbox.file("indicators.csv", csv_text([first, row("indicators", value="约6")]).encode())
    taken = inbox.read()
    assert found(taken) == [("indicators.csv", 3, "value", "value_approximate")]
    assert list(taken.tables.indicators["remark_zh"]) == ["第一行 第二行"]


def test_old_line_ends(inbox: Inbox) -> None:
    inbox.file("indicators.csv", text_of(HEADER, GOOD).replace("\n", "\r").encode())
    assert found(inbox.read()) == []


NASTY = st.text(alphabet='a,;"\n\r\t 数值约5.8\x00\u202e\ufeff', max_size=80)


@given(
    st.binary(max_size=200) | NASTY.map(str.encode) | NASTY.map(lambda t: f"{HEADER}\n{t}".encode())
)
def test_any_bytes_give_rows_or_issues_and_never_raise(data: bytes) -> None:
    for layout in (INDICATORS, TARGETS):
        slip = Slip("x.csv")
        table = csv_files.read(data, layout, slip)
        assert table is not None or slip.issues
        if table is not None:
            assert len(table.rows) <= table.rows_in


@given(NASTY)
def test_rows_are_counted_as_they_are_read(text: str) -> None:
    data = f"{HEADER}\n{text}".encode()
    table = csv_files.read(data, INDICATORS, Slip("x.csv"))
    assert table is not None
    assert csv_files.count_rows(data) == table.rows_in
