"""Whatever a sender does to a form: every value is read as before, or there is an issue."""

from __future__ import annotations

from collections.abc import Callable

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from openpyxl.worksheet.worksheet import Worksheet

from diaodu.intake.form.layout import TABLE_SHEETS
from diaodu.intake.form.reader import FormRows
from intake.form import forms

Draw = Callable[[st.SearchStrategy], object]
SETTINGS = settings(max_examples=12, deadline=None)
HEADERS = st.one_of(
    st.sampled_from(
        ["", "#REF!", "？？", "备注2", "总投资（亿元）", "总投资（千元）", "本季预计", "类别"]
    ),
    st.sampled_from(
        ["项目全称", "问题", "去年同期", "单位：亿元", "實際開工時間", "工业总产值\n（亿元）"]
    ),
    st.text(alphabet="本年上季度累计预计完成投资总计划（）万亿元%开工时间状态", max_size=8),
)
VALUES = st.sampled_from([None, 7.5, "7.5", "示例", "2022-02-02", "总投资", "合计", "2022Q1-1"])


def _insert_column(draw: Draw, sheet: Worksheet) -> str:
    at = draw(st.integers(1, sheet.max_column + 1))
    sheet.insert_cols(at)
    sheet.cell(forms.FIRST - 1, at).value = draw(HEADERS) or None
    for row in range(forms.FIRST, forms.FIRST + 2):
        sheet.cell(row, at).value = draw(VALUES)
    return f"a column inserted at {at}"


def _delete_column(draw: Draw, sheet: Worksheet) -> str:
    at = draw(st.integers(1, sheet.max_column))
    sheet.delete_cols(at)
    return f"column {at} deleted"


def _move_column(draw: Draw, sheet: Worksheet) -> str:
    source, target = (draw(st.integers(1, sheet.max_column)) for _ in "ab")
    column = [sheet.cell(row, source).value for row in range(4, 9)]
    sheet.delete_cols(source)
    sheet.insert_cols(target)
    for row, value in enumerate(column, 4):
        sheet.cell(row, target).value = value
    return f"column {source} moved to {target}"


def _move_row(draw: Draw, sheet: Worksheet) -> str:
    source, target = draw(st.integers(5, 8)), draw(st.integers(1, 12))
    row = [cell.value for cell in sheet[source]]
    sheet.delete_rows(source)
    sheet.insert_rows(target)
    for at, value in enumerate(row, 1):
        sheet.cell(target, at).value = value
    return f"row {source} moved to {target}"


def _insert_row(draw: Draw, sheet: Worksheet) -> str:
    at = draw(st.integers(1, 8))
    sheet.insert_rows(at)
    return f"a row inserted at {at}"


def _rename_header(draw: Draw, sheet: Worksheet) -> str:
    at, text = draw(st.integers(1, sheet.max_column)), draw(HEADERS)
    sheet.cell(forms.FIRST - 1, at).value = text or None
    return f"header {at} renamed to {text!r}"


def _swap_headers(draw: Draw, sheet: Worksheet) -> str:
    one, two = (sheet.cell(4, draw(st.integers(1, sheet.max_column))) for _ in "ab")
    one.value, two.value = two.value, one.value
    return f"headers {one.coordinate} and {two.coordinate} exchanged"


def _merge(draw: Draw, sheet: Worksheet) -> str:
    row, column = draw(st.integers(4, 6)), draw(st.integers(1, sheet.max_column))
    down, right = draw(st.sampled_from([(0, 1), (1, 0), (1, 1), (0, 2), (2, 0)]))
    sheet.merge_cells(None, row, column, row + down, column + right)
    return f"merged {row},{column} to {row + down},{column + right}"


def _hide(draw: Draw, sheet: Worksheet) -> str:
    row, column = draw(st.integers(4, 6)), draw(st.integers(1, sheet.max_column))
    if draw(st.booleans()):
        sheet.row_dimensions[row].hidden = True
        return f"row {row} hidden"
    sheet.column_dimensions[sheet.cell(1, column).column_letter].hidden = True
    return f"column {column} hidden"


def _rename_sheet(draw: Draw, sheet: Worksheet) -> str:
    sheet.title = draw(
        st.sampled_from([f"{sheet.title}1", f"附件1.{sheet.title}", "Sheet1", "汇总", "有利因素2"])
    )
    return f"sheet renamed to {sheet.title}"


def _reorder(draw: Draw, sheet: Worksheet) -> str:
    offset = draw(st.integers(-5, 5))
    sheet.parent.move_sheet(sheet, offset)
    return f"sheet moved by {offset}"


MUTATIONS = (
    _insert_column, _delete_column, _move_column, _move_row, _insert_row, _rename_header,
    _swap_headers, _merge, _hide, _rename_sheet, _reorder,
)  # fmt: skip


@pytest.fixture(scope="module")
def before(run) -> FormRows:
    """The form as it should be read."""
    found = forms.Form(run).read()
    assert not found.issues
    return found


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.__name__.strip("_"))
@SETTINGS
@given(data=st.data())
def test_a_mutation_never_changes_a_value_in_silence(run, before, mutation, data) -> None:
    form = forms.Form(run)
    sheet = form.sheet(data.draw(st.sampled_from(TABLE_SHEETS)))
    done = mutation(data.draw, sheet)
    after = form.read(check=False)
    changed = forms.changes(before, after)
    told = [issue for issue in after.issues if issue.severity != "info"]
    assert not changed or told, f"{sheet.title}: {done}: {changed}"
    if changed:  # and what is told is about that sheet
        assert {i.sheet for i in told} & {sheet.title, None}, f"{sheet.title}: {done}: {changed}"


@SETTINGS
@given(data=st.data())
def test_two_mutations_never_change_a_value_in_silence(run, before, data) -> None:
    form = forms.Form(run)
    sheet = form.sheet(data.draw(st.sampled_from(TABLE_SHEETS)))
    done = [data.draw(st.sampled_from(MUTATIONS))(data.draw, sheet) for _ in range(2)]
    after = form.read(check=False)
    told = [issue for issue in after.issues if issue.severity != "info"]
    assert not (changed := forms.changes(before, after)) or told, (
        f"{sheet.title}: {done}: {changed}"
    )
