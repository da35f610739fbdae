"""Places within a source in few words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.present import where


@pytest.mark.parametrize(
    ("locators", "zh", "en"),
    [
        (["表!B7", "表!B5", "表!B6", "表!B9", "表!B5"], "表 B5:B7、B9", "表 B5:B7、B9"),
        (["主要!D5", "主要!G5", "主要!F5", "项目!B6"], "主要 D5、F5:G5；项目 B6", None),
        (["表!A1", "表!B1", "表!A2", "表!B2", "表!A4", "表!B4"], "表 A1:B2、A4:B4", None),
        (["表!Z3", "表!AA3", "表!AC3"], "表 Z3:AA3、AC3", None),
        (
            ["a.csv!row 3", "a.csv!row 2", "b.csv!row 7", "", "a.csv!row 9"],
            "a.csv 第2–3、9行；b.csv 第7行",
            "a.csv rows 2–3、9；b.csv row 7",
        ),
        (["paragraph 3", "", "whole", "paragraph 4"], "第3–4段；whole", "paragraphs 3–4；whole"),
        (["甲!乙!C4"], "甲!乙 C4", None),
        ([""], "", ""),
    ],
)
def test_places_side_by_side_are_ranges(page, locators, zh, en) -> None:
    assert where.cells(page(), locators) == zh
    if en is not None:
        assert where.cells(page(lang="en"), locators) == en.replace("、", ", ").replace("；", "; ")


@given(st.sets(st.tuples(st.integers(1, 60), st.integers(1, 30)), min_size=1))
def test_ranges_hold_every_cell_and_no_other(cells) -> None:
    columns: dict[int, set[int]] = {}
    for column, row in cells:
        columns.setdefault(column, set()).add(row)
    held = []
    for part in where._ranges(columns):
        first, _, last = part.partition(":")
        (left, top), (right, bottom) = (
            (where._number(re.sub("[0-9]", "", corner)), int(re.sub("[A-Z]", "", corner)))
            for corner in (first, last or first)
        )
        held += [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    assert sorted(held) == sorted(cells)
