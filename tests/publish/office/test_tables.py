"""Tables in Word: their columns fit the page, their heads come again, their cells keep their places."""

from __future__ import annotations

import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from diaodu.publish.office.document import build
from diaodu.publish.office.widths import Needs, em, layout, text_width, unbroken
from publish.office import reading
from publish.office.test_document import page


def _table(*rows: str, head: str = "<th>市</th><th>数</th>") -> str:
    lines = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table class='data'><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _built(body: str):
    return reading.report_tables(reading.opened(build(page(body))))[0]._tbl


def test_the_head_comes_again_and_rows_are_not_cut() -> None:
    rows = list(_built(_table(*["<td>甲</td><td>1</td>"] * 5)).iter(qn("w:tr")))
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * 5
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
    kept = [row.find(f".//{qn('w:keepNext')}") is not None for row in rows]
    assert kept == [True, True, False, False, True, False]  # two rows stay together at each end


def test_numbers_stand_on_the_right_and_words_on_the_left() -> None:
    table = _built(_table("<th>甲</th><td>1</td>", "<th>乙</th><td class='text'>未公布</td>"))
    sides = [jc.get(qn("w:val")) for jc in table.iter(qn("w:jc"))]
    assert sides == ["left", "right", "left", "right", "left", "left"]


def test_decimal_points_stand_one_below_the_other() -> None:
    """A digit is 0.5 em wide, a point 0.25, "[1]" 1.166 at 0.62 of the size; 9 points, 20 twips.

    7 lacks a point, a digit and the source: 1.473 em; what is no number lacks the source: 0.723.
    """
    cite = "<sup class='cite'>[1]</sup>"
    body = _table(*(f"<th>甲</th><td>{cell}</td>" for cell in ("7", f"5.5{cite}", "—", "-0.5")))
    cells = [row.findall(qn("w:tc"))[1] for row in list(_built(body).iter(qn("w:tr")))[1:]]
    free = [cell.find(f".//{qn('w:ind')}") for cell in cells]
    twips = [0 if ind is None else int(ind.get(qn("w:right"))) for ind in free]
    assert twips == [265, 0, 130, 130]


def test_joined_cells_are_joined() -> None:
    table = _built(
        _table("<td rowspan='2'>甲</td><td>1</td>", "<td>2</td>", "<td colspan='2'>合计</td>")
    )
    merges = [cell.get(qn("w:val")) for cell in table.iter(qn("w:vMerge"))]
    spans = [cell.get(qn("w:val")) for cell in table.iter(qn("w:gridSpan"))]
    assert (merges, spans) == (["restart", "continue"], ["2"])
    assert [len(list(row.iter(qn("w:tc")))) for row in table.iter(qn("w:tr"))] == [2, 2, 2, 1]


def test_a_row_that_ends_early_is_filled_up() -> None:
    table = _built(_table("<td>甲</td>"))
    assert [len(list(row.iter(qn("w:tc")))) for row in table.iter(qn("w:tr"))] == [2, 2]


def test_two_tables_in_a_row_stay_two() -> None:
    one = _table("<td>甲</td><td>1</td>")
    document = reading.opened(build(page(one + one)))
    assert len(reading.report_tables(document)) == 2


def test_a_table_that_fits_nowhere_upright_lies_on_a_page_turned_round(tmp_path) -> None:
    cells = "<td class='text'>Unpronounceable</td>" * 14
    head = "".join(f"<th>{n}</th>" for n in range(14))
    document = reading.opened(build(page(f"<p>前</p>{_block(_table(cells, head=head))}<p>后</p>")))
    assert _faults(document, tmp_path / "x.docx") == []
    turned = [section.page_width > section.page_height for section in document.sections]
    assert turned == [False, True, False]
    assert [bool(s._sectPr.findall(qn("w:footerReference"))) for s in document.sections] == [
        True,
        False,
        False,
    ]


def _faults(document, path) -> list:
    document.save(path)
    return OpenXmlValidator().validate(str(path)).errors


def _block(table: str) -> str:
    return f"<div class='table-block'><p class='table-title'>表</p><div class='table-wrap'>{table}</div></div>"


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("5.8", 1.62), ("未公布", 2), ("of the year", 2.16), ("2022年一季度", 2.16)],
)
def test_what_is_not_broken(text, width) -> None:
    """A Latin character is 0.54 em wide; of Chinese ones two stay together here."""
    assert unbroken(text, 2) == pytest.approx(width)


def test_a_chinese_character_is_one_wide() -> None:
    assert em("石家庄") == 3


needs = st.builds(Needs, st.floats(0, 16), st.floats(0, 16), st.floats(0, 2000))


@given(st.lists(needs, min_size=1, max_size=20))
def test_columns_fill_the_width_of_the_page_and_none_vanishes(columns) -> None:
    found = layout(columns, 9)
    assert sum(found.widths) == text_width(found.landscape)
    assert min(found.widths) > 160
    assert 7 <= found.points <= 9
