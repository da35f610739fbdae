"""Counts that know their rows: what an entry says of a count, and what it lists."""

import re

import pandas as pd
import pytest

from diaodu import places, store
from diaodu.messages import LANGS
from diaodu.present import entries, panel
from diaodu.present.page import Page, each
from diaodu.present.tally import MOST, added, listed, tally
from diaodu.present.traced import linked


@pytest.fixture
def shown(page) -> Page:
    return page()


def _areas(*values: float | None) -> pd.DataFrame:
    names = ["jiazhou", "yizhou", "bingzhou"]
    rows = [
        {
            "area": names[number % 3],
            "period": "2022-03",
            "value": value,
            "printed": None if value is None else f"{value:.2f}",
            "source_ids": (places.Place("form", f"主要指标!F{number + 5}"),),
        }
        for number, value in enumerate(values)
    ]
    return pd.DataFrame(rows)


def _entries(page: Page, text: str) -> tuple[entries.Entry, list[entries.Entry]]:
    """The entry of the one count of a text, and those that it lists."""
    (number,) = re.findall(r"#v(\d+)", linked(text))
    by_number = {n: entry for entry, n in page.entries.items()}
    entry = by_number[int(number)]
    return entry, [by_number[n] for n in entry.inputs]


def test_a_count_is_the_number_of_its_rows_and_lists_them_with_their_figures(shown) -> None:
    count = tally(_areas(7.2, -3.6), "低于目标的市", "value")
    assert count == 2 and f"{count}" == "2" and not tally([], "无")
    entry, rows = _entries(shown, shown.number(count, 0))
    assert (entry.text, entry.about[1], entry.how) == ("2", "低于目标的市", "trace.tally.all")
    assert [(row.about[0], row.text, row.places) for row in rows] == [
        ("甲州", "7.20", (("form", "主要指标!F5"),)),
        ("乙州", "-3.60", (("form", "主要指标!F6"),)),
    ]


def test_a_row_without_a_figure_is_named_and_keeps_its_place(shown) -> None:
    _, rows = _entries(shown, shown.number(tally(_areas(7.2, None), "所列各市", "value"), 0))
    assert [(row.text, row.places) for row in rows] == [
        ("7.20", (("form", "主要指标!F5"),)),
        ("乙州", (("form", "主要指标!F6"),)),
    ]


def test_a_row_is_named_by_its_words_and_a_long_name_is_cut(shown) -> None:
    table = _areas(1.0).assign(
        text="封控期间外省货车不能下高速，固安县显示企业玻璃基板、化学品库存只够7天"
    )
    _, (row,) = _entries(shown, shown.number(tally(table, "问题"), 0))
    assert row.text.startswith("封控期间外省货车") and row.text.endswith("…")
    assert len(row.text) == 28
    _, (row,) = _entries(shown, shown.number(tally(table, "问题", named=lambda r: "疫情影响"), 0))
    assert row.text == "疫情影响"


@pytest.mark.parametrize("number", [0, 1, MOST, MOST + 1, 40])
def test_of_many_rows_the_first_are_listed_and_the_others_counted(shown, number) -> None:
    frame = _areas(*[1.0] * number)
    for count in (tally(frame, "项目", "value"), tally(list(each(frame)), "项目", "value")):
        entry, _ = _entries(shown, shown.number(count, 0))
        assert count == number == len(entry.inputs) + entry.more
        assert len(entry.inputs) <= MOST
        assert (
            entry.how == f"trace.tally.{'first' if number > MOST else 'all' if number else 'none'}"
        )


def test_a_sum_lists_what_it_adds_up_and_nothing_that_adds_nothing(shown) -> None:
    table = pd.DataFrame({"area": ["jiazhou", "yizhou", "bingzhou"], "problems": [4, 0, 7]})
    total = added(table, "原材料价格", "problems")
    assert total == 11
    entry, rows = _entries(shown, shown.number(total, 0))
    assert entry.how == "trace.tally.sum"
    assert [(row.about[0], row.text) for row in rows] == [("甲州", "4"), ("丙州", "7")]


def test_ids_alone_can_be_counted(shown) -> None:
    _, rows = _entries(shown, shown.number(tally(listed("area", ["yizhou"]), "所列各市"), 0))
    assert [row.text for row in rows] == ["乙州"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_panel_says_how_many_are_not_listed(page, lang) -> None:
    shown = page(lang=lang)
    shown.say("trouble.more", count=tally(_areas(*[1.0] * 20), "?", "value"))
    texts = panel.texts_in(panel.panel(shown, store.load(shown.run))._repr_html_())
    assert any({"14", "6"} <= set(re.findall(r"\d+", text)) for text in texts)


def test_a_number_that_counts_nothing_known_is_no_link(shown) -> None:
    assert linked(shown.say("trouble.more", count=3)) == "另有3项"
    assert not shown.entries


def test_a_hidden_character_in_a_name_is_seen(page) -> None:
    shown = page()
    shown.number(tally(_areas(1.0).assign(text="甲\u202e乙"), "问题"), 0)
    texts = panel.texts_in(panel.panel(shown, store.load(shown.run))._repr_html_())
    assert "甲\ufffd乙" in texts


def test_a_count_in_a_file_leads_to_the_file_also_where_it_is_none(shown) -> None:
    for rows in ([], listed("file", ["a.xlsx"], source_ids="form")):
        count = tally(rows, "错误", area="yizhou", source="form")
        entry, found = _entries(shown, shown.number(count, 0))
        assert (entry.about[0], entry.places, len(found)) == ("乙州", (("form", ""),), len(rows))
