"""Decimal points one below the other: what each cell of a column lacks."""

from __future__ import annotations

import pytest

from diaodu.present.aligned import classes
from diaodu.present.grid import Column, grid


@pytest.mark.parametrize(
    ("cells", "lacking"),
    [
        (["5.8", "7", "-12.25", "+0.5"], ["d1", "d3", "", "d1"]),
        (["12", "4,500"], ["", ""]),  # whole numbers only
        (["5.8", '<span class="missing">未公布</span>', "—", ""], ["", "", "", ""]),
        (["1.2345678", "1"], ["", "d4"]),  # as far as the style sheet goes
        (["5.5 至 7.3", "10"], ["", "d2"]),  # by the number that it begins with
        (["2022年一季度", "5.8"], ["", ""]),  # a date is no figure
        (['<a href="#v12">5.8</a>', "7"], ["", "d2"]),
        ([], []),
    ],
)
def test_a_cell_lacks_what_the_longest_has(cells, lacking):
    assert classes(cells) == lacking


def test_a_column_with_source_numbers_keeps_room_for_them():
    cite = '<sup class="cite"><a href="#source-3">[3]</a></sup>'
    assert classes([f"5.8{cite}", "7", "未公布"]) == ["c1", "c1 d2", "c1"]
    assert classes([f"7{cite}", f"8{cite.replace('[3]', '[3][12]')}"]) == ["c3", "c3"]
    assert classes([f"7{cite.replace('[3]', '[3][12][5][6][7][8]')}"]) == ["c5"]


def test_a_table_says_it_of_its_columns_of_figures_only(page):
    columns = [
        Column("name", "指标", align="left"),
        Column("v", "本期"),
        Column("w", "说明", align="left"),
    ]
    rows = [{"name": "甲", "v": "5.8", "w": "1.5"}, {"name": "乙", "v": "7", "w": "2"}]
    markup = grid(page(), "t-x", "题", columns, rows).markup
    assert markup.count('<td class="d2">7</td>') == 1
    assert '<td class="l">2</td>' in markup
