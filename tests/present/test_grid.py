"""The one maker of tables: headings, ids and cells, and nothing of a style of its own."""

from __future__ import annotations

import re

import pandas as pd
from great_tables import GT, html

from diaodu.present.grid import Column, grid, nothing
from made_frames import cells_of, text_of

COLUMNS = [
    Column("name", "指标", align="left"),
    Column("value", "本期", "%"),
    Column("flag", "提示", align="left"),
]


def test_a_table_has_title_headings_and_rows(page) -> None:
    rows = [
        {"name": "甲", "value": "5.8", "flag": "<b>高</b>"},
        {"name": "乙", "value": "6.0"},
    ]
    made = grid(page(), "t-x", "标题", COLUMNS, rows, "<em>注</em>")
    markup = made._repr_html_()
    assert markup.startswith(
        '<div class="table-block"><p class="table-title" id="t-x-title">标题</p>'
        '<div class="table-wrap" role="region" tabindex="0" aria-labelledby="t-x-title"><table '
    )
    assert markup.endswith('</table></div><p class="note"><em>注</em></p></div>')
    heads = re.findall(r'<th [^>]*scope="col"[^>]*>(.*?)</th>', markup)
    assert heads == ["指标", '本期<span class="unit">%</span>', "提示"]
    assert cells_of(made) == [
        {"name": "甲", "value": "5.8", "flag": "高"},
        {"name": "乙", "value": "6.0", "flag": ""},
    ]
    assert len(re.findall(r'<th scope="row"', markup)) == 2


def test_heads_have_a_scope_and_ids_are_unique(page) -> None:
    rows = [{"name": "甲", "value": "1", "flag": "2"}, {"name": "甲", "value": "3", "flag": "4"}]
    markup = grid(page(), "t-x", "标题", COLUMNS, rows)._repr_html_()
    ids = re.findall(r'\bid="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    heads = re.findall(r"<th [^>]*>", markup)
    assert len(heads) == 5 and all("scope=" in head for head in heads)
    assert "headers=" not in markup  # in a simple table the scopes say it all


def test_numbers_stand_right_and_words_left(page) -> None:
    markup = grid(page(), "t-x", "标题", COLUMNS, [{"name": "甲"}])._repr_html_()
    value, flag = re.findall(r"<td([^>]*)>", markup)
    assert (value, flag) == ("", ' class="l"')  # right is how the page sets cells anyway


def test_the_page_alone_has_style_and_script(page) -> None:
    markup = grid(page(), "t-x", "标题", COLUMNS, [{"name": "甲"}])._repr_html_()
    assert "<style" not in markup
    assert "<script" not in markup
    assert " style=" not in markup


def test_titles_and_headings_are_text_and_cells_are_markup(page) -> None:
    hostile = "<script>&\"'"
    columns = [Column("name", hostile, hostile), Column("value", hostile, hostile)]
    markup = grid(page(), "t-x", hostile, columns, [{"name": "a", "value": "<i>1</i>"}]).markup
    assert "<script" not in markup
    assert markup.count("&lt;script&gt;&amp;&quot;&#x27;") >= 5
    assert "<i>1</i>" in markup


def test_the_same_table_is_the_same_bytes(page) -> None:
    rows = [{"name": "甲", "value": "5.8"}]
    first, second = (grid(page(), "t-x", "标题", COLUMNS, rows).markup for _ in range(2))
    assert first == second


def test_nothing_is_a_sentence() -> None:
    shown = nothing("未公布 <b>")
    assert shown.markup == '<p class="nothing">未公布 &lt;b&gt;</p>'
    assert text_of(shown) == "未公布 <b>"


def test_a_table_is_what_great_tables_makes_of_it(page) -> None:
    columns = [*COLUMNS, Column("place", "县", align="center")]
    keys = [column.key for column in columns]
    rows = [{key: f"<b>{key}{n}</b>" for key in keys} for n in range(3)]
    table = GT(pd.DataFrame(rows), id="t-x", rowname_col="name").tab_stubhead("指标")
    table = table.cols_label(value=html('本期<span class="unit">%</span>'), flag="提示", place="县")
    for column in columns[1:]:
        table = table.cols_align(column.align, columns=[column.key])
    expected = table.fmt(lambda cell: cell, columns=keys).as_raw_html()
    found = grid(page(), "t-x", "标题", columns, rows).markup
    assert _cells(found) == _cells(expected)


def _cells(markup: str) -> list[tuple[str, list[str], str]]:
    """Tag, alignment and content of each cell; right is how the page sets cells anyway."""
    markup = markup.replace('class="l"', 'class="gt_left"')
    cells = re.findall(r"<(th|td)\b([^>]*)>(.*?)</\1>", markup, re.DOTALL)
    return [
        (tag, [] if 'scope="row"' in rest else re.findall(r"gt_(?:left|center)", rest), text)
        for tag, rest, text in cells
    ]


def test_a_row_that_goes_on_has_no_empty_head(page) -> None:
    rows = [{"name": "甲", "value": "1"}, {"name": "", "value": "2"}]
    markup = grid(page(), "t-x", "标题", COLUMNS, rows)._repr_html_()
    assert re.findall(r'<th scope="row">(.*?)</th>', markup) == ["甲"]
    assert len(re.findall(r"<tr>\s*<td></td>", markup)) == 1
