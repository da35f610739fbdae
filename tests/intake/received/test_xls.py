"""Old workbooks: what calamine reads, and what it would have kept to itself."""

from __future__ import annotations

from datetime import date, datetime

from intake.received import old_files as old
from intake.received.conftest import said, sheet_of


def test_values_with_their_formats(parsed) -> None:
    cells = [
        old.text(0, 0, 0),
        old.number(0, 1, 0.058, 1),
        old.number(1, 0, 44625, 2),
        old.number(1, 1, 44625.5, 3),
        old.truth(2, 0, True),
        old.number(2, 1, 3),
    ]
    received = parsed(
        old.workbook(
            cells, ["规上工业"], ["General", "0.0%", 'yyyy"年"m"月"d"日"', "yyyy-mm-dd hh:mm"]
        ),
        "x.xls",
    )
    assert sheet_of(received) == {
        "A1": "规上工业",
        "B1": 0.058,
        "A2": date(2022, 3, 5),
        "B2": datetime(2022, 3, 5, 12),
        "A3": True,
        "B3": 3,
    }
    first = received.sheets[0]
    assert [first.at(*place).text for place in ((1, 2), (2, 1), (2, 2))] == [
        "5.8%",
        "2022年3月5日",
        "2022-03-05 12:00",
    ]
    assert said(received) == ["old_workbook_read"]


def test_errors_are_not_empty_cells(parsed) -> None:
    first = parsed(
        old.workbook([old.error(0, 0), old.failed_formula(1, 2, 0x17), old.formula(1, 3, 2.5)]),
        "x.xls",
    ).sheets[0]
    assert (first.at(1, 1).error, first.at(1, 1).value, first.at(1, 1).formula) == (
        "#DIV/0!",
        None,
        None,
    )
    assert (first.at(2, 3).error, first.at(2, 3).formula) == ("#REF!", "=")
    assert (first.at(2, 4).value, first.at(2, 4).formula) == (2.5, "=")


def test_hidden_and_merged(parsed) -> None:
    cells = [
        old.hidden_columns(2, 200),
        old.hidden_row(1),
        old.number(0, 0, 1),
        old.number(1, 0, 2),
        old.number(2, 3, 3),
        old.merged(0, 0, 0, 1),
    ]
    received = parsed(old.workbook(cells, hidden=True), "x.xls")
    first = received.sheets[0]
    assert first.hidden
    assert (first.hidden_rows, first.hidden_columns) == ({2}, {3, 4})
    assert [c.hidden for c in first.cells.values()] == [False, True, True]
    assert first.at(1, 2).merged_into == (1, 1)


def test_positions_count_from_the_first_cell_of_the_sheet(parsed) -> None:
    first = parsed(old.workbook([old.number(6, 4, 5.8)]), "x.xls").sheets[0]
    assert (first.at(7, 5).value, first.max_row, first.max_column) == (5.8, 7, 5)


def test_links_to_other_workbooks_are_said(parsed) -> None:
    link = old.record(0x01AE, b"\1\0\5\0\0other")
    assert said(parsed(old.workbook([old.number(0, 0, 1)], extra=link), "x.xls")) == [
        "external_link",
        "old_workbook_read",
    ]
    own = old.record(0x01AE, b"\1\0\1\4")
    assert said(parsed(old.workbook([old.number(0, 0, 1)], extra=own), "x.xls")) == [
        "old_workbook_read"
    ]


def test_a_workbook_of_more_than_one_table_of_sectors(parsed) -> None:
    texts = [f"项目{n}" * 20 for n in range(60)]
    cells = [old.text(n, 0, n) for n in range(60)] + [old.number(n, 1, n) for n in range(6000)]
    first = parsed(old.workbook(cells, texts), "x.xls").sheets[0]
    assert (first.at(60, 1).value, first.at(6000, 2).value) == (texts[59], 5999)
