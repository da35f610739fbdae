"""Two versions of one sender's file: what changed, field by field, with both places."""

from __future__ import annotations

import pytest

from diaodu import contracts
from diaodu.intake.received.versions import Change, diff


def _figure(value: float, printed: str, place: str = "主要指标!E5", **other: object) -> dict:
    row = {
        "area": "alpha",
        "period": "2022-03",
        "span": "ytd",
        "indicator": "gdp_growth",
        "status": "expected",
        "value": value,
        "printed": printed,
        "unit": "percent",
        "source_id": "s",
        "locator": place,
        "origin": "submitted",
    }
    return row | other


def _project(name: str, place: str, number: int = 1, **other: object) -> dict:
    row = {"project_id": f"p{number}", "area": "alpha", "period": "2022-03", "name": name}
    return row | {"source_id": "s", "locator": place, "origin": "submitted"} | other


def _note(number: int, text: str, place: str, section: str = "issue") -> dict:
    row = {"note_id": f"n{number}", "area": "alpha", "period": "2022-03", "section": section}
    return row | {"text": text, "original": text, "source_id": "s", "locator": place}


def _changes(table: str, old: list[dict], new: list[dict]) -> list[Change]:
    return diff({table: contracts.typed(table, old)}, {table: contracts.typed(table, new)})


def test_the_same_rows_elsewhere_in_the_sheet_are_no_change() -> None:
    old, new = _figure(6.5, "6.5"), _figure(6.5, "6.5", "主要指标!F9", source_id="t")
    assert _changes("indicators", [old], [new]) == []


def test_a_changed_figure_is_shown_as_written_with_both_cells() -> None:
    (change,) = _changes("indicators", [_figure(6.5, "6.5")], [_figure(6.0, "6.0", "主要指标!F5")])
    assert (change.what, change.field) == ("changed", "value")
    assert (change.before, change.after) == ("6.5", "6.0")
    assert (change.place_before, change.place_after) == ("主要指标!E5", "主要指标!F5")
    assert change.key == ("gdp_growth", "", "2022-03", "ytd", "expected")


def test_a_figure_that_came_and_one_that_went() -> None:
    old = [_figure(6.5, "6.5")]
    new = [_figure(7.0, "7.0", "主要指标!D5", status="flash")]
    removed, added = _changes("indicators", old, new)
    assert (removed.what, removed.before, removed.after) == ("removed", "6.5", "")
    assert (added.what, added.before, added.after) == ("added", "", "7.0")
    assert added.place_after == "主要指标!D5"


def test_fields_of_a_project_that_was_moved_to_another_row() -> None:
    old = [_project("甲厂", "重点项目!5", total_investment_10k_yuan=500.0, state="started")]
    new = [
        _project("乙厂", "重点项目!5", 2),
        _project("甲厂", "重点项目!6", total_investment_10k_yuan=550.0, county="东县"),
    ]
    changes = _changes("projects", old, new)
    fields = {c.field: (c.before, c.after) for c in changes if c.what == "changed"}
    assert fields == {
        "county": ("", "东县"),
        "total_investment_10k_yuan": ("500", "550"),
        "state": ("started", ""),
    }
    (added,) = [c for c in changes if c.what == "added"]
    assert (added.name, added.place_after) == ("乙厂", "重点项目!5")


def test_a_key_that_stands_twice_is_compared_by_its_turn() -> None:
    twice = [_figure(1.0, "1", "a!1"), _figure(2.0, "2", "a!2")]
    assert _changes("indicators", twice, twice) == []
    (change,) = _changes("indicators", twice, [twice[0], _figure(3.0, "3", "a!2")])
    assert (change.before, change.after) == ("2", "3")


def test_statements_of_a_report_are_laid_side_by_side_whatever_their_numbers() -> None:
    old = [
        _note(1, "工业增加值同比增长6.5%。", "paragraph 2"),
        _note(2, "部分企业用工紧张。", "paragraph 3"),
        _note(3, "物流不畅。", "paragraph 4"),
    ]
    new = [
        _note(1, "总体平稳，稳中有进，好于预期。", "paragraph 2"),
        _note(2, "工业增加值同比增长6.8%。", "paragraph 3"),
        _note(3, "部分企业用工紧张。", "paragraph 4"),
    ]
    changes = _changes("notes", old, new)
    assert sorted((c.what, c.before, c.after) for c in changes) == [
        ("added", "", "总体平稳，稳中有进，好于预期。"),
        ("changed", "工业增加值同比增长6.5%。", "工业增加值同比增长6.8%。"),
        ("removed", "物流不畅。", ""),
    ]


def test_a_note_of_the_form_is_known_by_its_number() -> None:
    old = [_note(1, "缺钱。", "存在问题!5"), _note(2, "缺人。", "存在问题!6")]
    new = [_note(2, "缺人。", "存在问题!5"), _note(1, "资金缺口较大。", "存在问题!6")]
    (change,) = _changes("notes", old, new)
    assert (change.field, change.before, change.after) == ("text", "缺钱。", "资金缺口较大。")


@pytest.mark.parametrize("table", ["indicators", "projects", "notes", "targets", "enterprises"])
def test_nothing_against_nothing(table) -> None:
    assert _changes(table, [], []) == []
    assert diff({}, {table: contracts.empty(table)}) == []
