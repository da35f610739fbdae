"""Layouts as data: they fit the tables, and a wrong one is refused with its place."""

from __future__ import annotations

import pytest

from diaodu import contracts
from diaodu.errors import ParameterError
from diaodu.intake.form import ids, layout
from diaodu.intake.form.headers import read_header, without_unit
from diaodu.intake.form.layout import SECTIONS
from diaodu.periods import Period
from intake.form import forms

TABLES = {"projects": "projects", "enterprises": "enterprises", **dict.fromkeys(SECTIONS, "notes")}


@pytest.fixture
def loaded(run):
    return layout.load(run.root, "2022")


def test_columns_are_columns_of_the_processed_tables(loaded) -> None:
    for sheet, table in TABLES.items():
        columns = {column.id for column in loaded[sheet].columns}
        assert columns <= set(contracts.SCHEMAS[table].columns), sheet
    evidence = {"area", "period", "source_id", "locator", "origin"}
    for table in ("projects", "enterprises"):
        own = {column.id for column in loaded[table].columns}
        assert own | evidence == set(contracts.SCHEMAS[table].columns)


def test_choices_are_words_of_the_contracts(loaded) -> None:
    said = {
        ("projects", "project_class"): contracts.PROJECT_CLASSES,
        ("projects", "state"): contracts.PROJECT_STATES,
        ("issues", "state"): contracts.NOTE_STATES,
        ("next_steps", "state"): contracts.NOTE_STATES,
    }
    for (sheet, column), allowed in said.items():
        assert set(loaded[sheet][column].choices) == set(allowed)


def test_units_of_columns_are_in_their_names(loaded) -> None:
    for sheet in ("projects", "enterprises"):
        for column in loaded[sheet].columns:
            if column.type == "quantity":
                assert column.id.endswith(f"_{column.unit}")
                assert column.bounds is not None


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('version: "2022"', 'version: "2021"', "version: found '2021'; expected '2022'"),
        ("unit: 10k_kwh", "unit: kcal", "unit must be row or one of"),
        ("header: {zh: 在手订单, en: Orders in hand}", "header: {zh: 用电量, en: Orders}", "the header 用电量 means"),
        ("id: enterprises\n", "id: firms\n", "Input should be|expected"),
        ("type: month", "type: months", "sheets.1.columns.4"),
        ("coarse: true,", "colour: red,", "found an unknown key"),
    ],
)  # fmt: skip
def test_a_wrong_layout_is_refused(run, old, new, complaint) -> None:
    path = run.root / "params" / "catalog" / "forms" / "2022.yml"
    good = path.read_text(encoding="utf-8")
    assert old in good
    path.write_text(good.replace(old, new, 1), encoding="utf-8")
    try:
        with pytest.raises(ParameterError, match=complaint):
            layout.load(run.root, "2022")
    finally:
        path.write_text(good, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "base", "unit", "unknown"),
    [
        ("总投资\n（万元）", "总投资", "10k_yuan", ""),
        ("總 投 資（萬元）", "总投资", "10k_yuan", ""),
        ("总投资［单位：亿元］", "总投资", "100m_yuan", ""),
        ("总投资（千元）", "总投资", None, "千元"),
        ("总投资（万元）（亿元）", "总投资", None, "万元 亿元"),
        ("用电量（万度）", "用电量", "10k_kwh", ""),
        ("县（市、区）", "县", None, ""),
        ("*项目名称", "项目名称", None, ""),
        ("（万元）", "(万元)", "10k_yuan", ""),
        ("", "", None, ""),
    ],
)
def test_headers_are_taken_apart(text, base, unit, unknown) -> None:
    header = read_header(text)
    assert (header.base, header.unit, header.unknown_unit) == (base, unit, unknown)


def test_a_unit_without_brackets_is_parted_from_its_name() -> None:
    assert without_unit("总投资亿元") == ("总投资", "100m_yuan")
    assert without_unit("亿元") == ("亿元", None)


def test_ids_are_short_in_the_form_and_whole_in_the_tables() -> None:
    numbers = ids.Numbers("jiazhou", "issue", Period(2022, 3))
    assert ids.short("jiazhou-2021-12-issue-7") == "2021Q4-7"
    assert numbers.whole(" 2021q4-7 ") == "jiazhou-2021-12-issue-7"
    assert ids.short("own-7") == numbers.whole("own-7") == "own-7"
    assert numbers.whole("3") is None  # a row number of the sender's
    numbers.reserve("2022Q1-30")
    assert numbers.new() == "jiazhou-2022-03-issue-31"
    assert numbers.take("own-7")
    assert not numbers.take("own-7")


def test_the_form_is_known_by_its_file(run) -> None:
    assert forms.Form(run).layout.version == "2022"
    with pytest.raises(ParameterError, match="found no such file"):
        layout.load(run.root, "1999")
