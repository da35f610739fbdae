"""Workbooks to grids: places, what a person sees, what is stored, and what is hidden."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from diaodu.intake.received.grid import Sheet, column_number, letters
from intake.received import packages as pack
from intake.received.conftest import said


def first_sheet(parsed, rows: str = "", before: str = "", after: str = "", more=None) -> Sheet:
    received = parsed(pack.workbook(pack.sheet(rows, before, after), more))
    return received.sheets[0]


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_letters_of_columns() -> None:
    assert [letters(n) for n in (1, 26, 27, 52, 702, 703, 16384)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert all(column_number(letters(n)) == n for n in range(1, 16385))
    for wrong in ("", "A1", "ABCD", "第", "Ａ"):
        with pytest.raises(ValueError, match="no column"):
            column_number(wrong)


def test_values_of_every_kind(parsed) -> None:
    more = {
        "xl/styles.xml": pack.styles("General", "0.0%", 'yyyy"年"m"月"', 14, 57),
        "xl/sharedStrings.xml": f'<sst xmlns="{pack.X}"><si><r><t>规上</t></r><r><t>工业</t></r>'
        "<rPh><t>gui</t></rPh></si></sst>",
    }
    rows = pack.row(
        1,
        '<c r="A1" t="s"><v>0</v></c>',
        pack.number("B1", "0.058", 1),
        pack.number("C1", 44621, 2),
        pack.number("D1", 44625, 3),
        pack.number("E1", "44625.5", 3),
        '<c r="F1" t="b"><v>1</v></c>',
        '<c r="G1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c r="H1" t="str"><f>A1&amp;"x"</f><v>规上工业x</v></c>',
        '<c r="I1" t="d"><v>2022-03-05T00:00:00</v></c>',
        pack.number("J1", 44621, 4),
        pack.text("K1", "第一行_x000D_\n第二行_x005F_"),
        pack.number("L1", "5.7999999999999998"),
        pack.number("M1", "1.2E3"),
    )
    first = first_sheet(parsed, rows, more=more)
    shown = {letters(c.column): (c.text, c.value) for c in first.cells.values()}
    assert shown == {
        "A": ("规上工业", "规上工业"),
        "B": ("5.8%", 0.058),
        "C": ("2022年3月", date(2022, 3, 1)),
        "D": ("2022/3/5", date(2022, 3, 5)),
        "E": ("2022/3/5", datetime(2022, 3, 5, 12)),
        "F": ("TRUE", True),
        "G": ("#DIV/0!", None),
        "H": ("规上工业x", "规上工业x"),
        "I": ("2022-03-05", date(2022, 3, 5)),
        "J": ("2022年3月", date(2022, 3, 1)),
        "K": ("第一行\r\n第二行_", "第一行\r\n第二行_"),
        "L": ("5.8", 5.8),
        "M": ("1200", 1200),
    }
    assert first.at(1, 7).error == "#DIV/0!"
    assert first.at(1, 7).formula == "=1/0"
    assert first.at(1, 8).formula == '=A1&"x"'
    assert isinstance(first.at(1, 13).value, int)


def test_a_workbook_that_counts_from_1904(parsed) -> None:
    main = str(pack.workbook_parts()["xl/workbook.xml"]).replace(
        "<sheets>", '<workbookPr date1904="1"/><sheets>'
    )
    rows = pack.row(1, pack.number("A1", 43163))
    first = first_sheet(
        parsed, rows, more={"xl/workbook.xml": main, "xl/styles.xml": pack.styles(14)}
    )
    assert first.at(1, 1).value == date(2022, 3, 5)


@pytest.mark.parametrize(
    ("serial", "value"),
    [
        (59, date(1900, 2, 28)),
        (60, 60),
        (61, date(1900, 3, 1)),
        (0.5, 0.5),
        (-3, -3),
        (1e9, 1_000_000_000),
    ],
)
def test_days_at_the_edges(parsed, serial, value) -> None:
    first = first_sheet(
        parsed, pack.row(1, pack.number("A1", serial)), more={"xl/styles.xml": pack.styles(14)}
    )
    assert first.at(1, 1).value == value


def test_a_formula_keeps_its_text_beside_the_value_last_calculated(parsed) -> None:
    rows = pack.row(1, '<c r="A1"><f>B1*2</f><v>11.6</v></c>', pack.number("B1", 5.8))
    cell = first_sheet(parsed, rows).at(1, 1)
    assert (cell.text, cell.value, cell.formula) == ("11.6", 11.6, "=B1*2")


def test_a_formula_shared_by_many_cells(parsed) -> None:
    rows = pack.row(1, '<c r="C1"><f t="shared" ref="C1:C3" si="0">A1+$B$1</f><v>1</v></c>')
    rows += "".join(
        pack.row(n, f'<c r="C{n}"><f t="shared" si="0"/><v>{n}</v></c>') for n in (2, 3)
    )
    first = first_sheet(parsed, rows)
    assert [first.at(n, 3).formula for n in (1, 2, 3)] == ["=A1+$B$1", "=A2+$B$1", "=A3+$B$1"]


def test_formulas_never_calculated_are_said(parsed) -> None:
    rows = pack.row(2, '<c r="B2"><f>A1</f></c>', '<c r="C2"><f>A1</f><v></v></c>')
    received = parsed(pack.workbook(pack.sheet(rows)))
    assert said(received) == ["formula_not_calculated"]
    note = received.notes[0]
    assert (note.sheet, note.row, note.column, note.details["count"]) == ("表1", 2, "B", "2")
    assert (received.sheets[0].at(2, 2).value, received.sheets[0].at(2, 2).formula) == (None, "=A1")


def test_hidden_rows_and_columns(parsed) -> None:
    rows = pack.row(1, pack.number("A1", 1), pack.number("B1", 2), pack.number("D1", 3))
    rows += f'<row r="2" hidden="1">{pack.number("A2", 4)}</row><row r="3" ht="0">{pack.number("A3", 5)}</row>'
    columns = '<cols><col min="2" max="2" hidden="1"/><col min="4" max="16384" width="0"/></cols>'
    first = first_sheet(parsed, rows, before=columns)
    hidden = {first.address(c.row, c.column) for c in first.cells.values() if c.hidden}
    assert hidden == {"B1", "D1", "A2", "A3"}
    assert (first.hidden_rows, first.hidden_columns) == ({2, 3}, {2, 4})
    assert first.at(2, 3).hidden
    assert not first.at(1, 3).hidden


def test_merged_cells_show_their_first_and_lead_to_it(parsed) -> None:
    rows = pack.row(1, pack.text("A1", "标题"), pack.text("B1", "看不见")) + pack.row(
        2, pack.number("C2", 1)
    )
    first = first_sheet(parsed, rows, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    assert first.at(1, 1).text == "标题"
    assert first.at(1, 1).merged_into is None
    for place in ((1, 2), (2, 1), (2, 2)):
        assert (first.at(*place).text, first.at(*place).merged_into) == ("", (1, 1))
    assert first.at(2, 3).merged_into is None


def test_cells_and_rows_without_numbers_follow_each_other(parsed) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    first = first_sheet(parsed, rows)
    assert {first.address(*place): cell.value for place, cell in first.cells.items()} == {
        "A1": 1,
        "B1": 2,
        "A2": 3,
    }


def test_rows_in_any_order(parsed) -> None:
    rows = pack.row(3, pack.number("A3", 3)) + pack.row(
        1, pack.number("B1", 2), pack.number("A1", 1)
    )
    first = first_sheet(parsed, rows)
    assert [cell.value for cell in first.cells.values()] == [1, 2, 3]
    assert [(row, [cell.value for cell in cells]) for row, cells in first.rows()] == [
        (1, [1, 2]),
        (3, [3]),
    ]


def test_the_strict_form_of_the_standard(parsed) -> None:
    parts = pack.workbook_parts()
    strict = {
        name: str(content)
        .replace(pack.X, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(pack.R, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, content in parts.items()
    }
    assert parsed(pack.zipped(strict)).sheets[0].at(1, 2).value == 5.8


def test_names_of_parts_with_backslashes_and_capitals(parsed) -> None:
    parts = {
        name.replace("xl/", "XL\\"): content for name, content in pack.workbook_parts().items()
    }
    assert parsed(pack.zipped(parts)).sheets[0].at(1, 2).value == 5.8


def test_an_empty_sheet(parsed) -> None:
    first = first_sheet(parsed)
    assert (len(first.cells), first.max_row, first.max_column, list(first.rows())) == (0, 0, 0, [])
    assert first.at(5, 5).text == ""


def test_a_place_outside_of_a_sheet_is_empty(parsed) -> None:
    first = first_sheet(parsed, pack.row(1, pack.number("A1", 1)))
    for place in ((0, 1), (1, 0), (-1, 5), (1, 40_000), (10**9, 1)):
        assert first.at(*place).value is None


def test_sheets_in_their_order_and_charts_left_out(parsed) -> None:
    book = xlsxwriter.Workbook(target := io.BytesIO())
    for name in ("主要指标", "重点项目"):
        book.add_worksheet(name).write("A1", name)
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=主要指标!$A$1:$A$1"})
    book.add_chartsheet("图").set_chart(chart)
    book.add_worksheet("存在问题").hide()
    book.close()
    received = parsed(target.getvalue())
    assert [(s.name, s.hidden) for s in received.sheets] == [
        ("主要指标", False),
        ("重点项目", False),
        ("存在问题", True),
    ]


VALUES = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(-1e12, 1e12, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-9),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="_\ufffe\uffff"),
        min_size=1,
        max_size=30,
    ).filter(lambda t: not t.startswith("=")),
    st.sampled_from(["=A1+1", '=IF(B2>0,"是","否")', "=SUM(A1:C9)"]),
)
PLACES = st.tuples(st.integers(1, 40), st.integers(1, 30))
FORMATS = st.sampled_from(["General", "0.0%", "#,##0.00"])  # days are tried by themselves


@given(
    st.dictionaries(PLACES, st.tuples(VALUES, FORMATS), max_size=25),
    st.dictionaries(PLACES, st.text("批注abc", min_size=1, max_size=9), max_size=4),
    st.sets(st.integers(1, 40), max_size=4),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_same_as_openpyxl_finds_in_full_mode(parsed, cells, comments, hidden) -> None:
    book = openpyxl.Workbook()
    active = book.active
    assert isinstance(active, Worksheet)
    for place, (value, code) in cells.items():
        active.cell(*place, value).number_format = "General" if isinstance(value, date) else code
    for place, comment in comments.items():
        active.cell(*place).comment = Comment(comment, "某人")
    for row in hidden:
        active.row_dimensions[row].hidden = True
    data = saved(book)
    ours = parsed(data).sheets[0]
    theirs = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(theirs, Worksheet)
    found = {}
    for row in theirs.iter_rows():
        for cell in row:
            if cell.value is not None or cell.comment:
                found[(cell.row, cell.column)] = cell
    assert set(ours.cells) == set(found)
    for place, cell in found.items():
        mine = ours.at(*place)
        value = (
            cell.value.date()
            if isinstance(cell.value, datetime) and cell.value.time() == datetime.min.time()
            else cell.value
        )
        assert (mine.formula if cell.data_type == "f" else mine.value) == value
        assert mine.comment == (cell.comment.text if cell.comment else None)
        assert (mine.number_format or "General") == cell.number_format
        assert mine.hidden == (place[0] in hidden)
