"""Frames and charts for one's own analysis."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from diaodu import contracts
from diaodu.present import explore
from diaodu.store import Tables


def _table(frame: pd.DataFrame, lang="zh") -> BeautifulSoup:
    return BeautifulSoup(explore.frame(frame, lang).markup, "html.parser")


def _cells(page: BeautifulSoup) -> list[list[str]]:
    return [[td.get_text() for td in row.find_all("td")] for row in page.select("tbody tr")]


def test_figures_read_as_in_reports_and_what_is_missing_is_a_dash() -> None:
    frame = pd.DataFrame(
        {
            "value": [1234567.0, 5.80, -0.12345],
            "year": [2022, 1850, 2021],
            "flag": [True, False, None],
            "source_ids": [("a", "b"), (), ("c",)],
            "name": ["<b>甲</b>\u202e", None, "x"],
        }
    )
    page = _table(frame)
    assert _cells(page) == [
        ["1,234,567", "2022", "True", "a、b", "<b>甲</b>\ufffd"],
        ["5.8", "1,850", "False", "—", "—"],
        ["-0.1235", "2021", "—", "c", "x"],
    ]
    assert page.find("b") is None


def test_heads_say_what_a_column_means_in_the_language_of_the_page() -> None:
    frame = pd.DataFrame({"value": [1.0], "of_my_own": ["x"]})
    assert [th.get_text("|") for th in _table(frame).find_all("th")] == ["value|数值", "of_my_own"]
    assert _table(frame, "en").th.get_text("|") == "value"  # it would only be said again
    gaps = _table(pd.DataFrame({"gap_target": [1.5]}), "en")
    assert gaps.th.get_text("|") == "gap_target|against the target, points"
    assert [th.get("class") for th in _table(frame).find_all("th")] == [None, ["text"]]


def test_an_index_is_shown_if_it_says_something_and_two_columns_may_have_one_name() -> None:
    named = pd.DataFrame({"value": [1.0]}, index=pd.Index(["x"], name="area"))
    assert [th.get_text("|") for th in _table(named).find_all("th")] == ["area|地区", "value|数值"]
    twice = pd.DataFrame([[1, 2]], columns=["a", "a"])
    assert _cells(_table(twice)) == [["1", "2"]]
    assert len(_table(twice).find_all("th")) == 2


def test_of_a_long_frame_the_first_and_last_rows_stand_there() -> None:
    page = _table(pd.DataFrame({"n": range(500)}))
    shown = [row[0] for row in _cells(page)]
    assert shown == [*map(str, range(30)), "…", *map(str, range(495, 500))]
    assert page.select_one(".note").get_text() == "500行，1列"
    assert len(_cells(_table(pd.DataFrame({"n": range(36)})))) == 36
    assert _cells(_table(pd.DataFrame({"n": []}))) == []


def test_what_was_drawn_becomes_a_chart_of_the_page() -> None:
    with mpl.rc_context():
        axes = explore.axes(height=200)
        pd.Series([1.0, -2.0], index=["甲$x$", "乙<&"]).plot.barh(ax=axes)
        figure = explore.chart(axes, "甲高于乙", "甲1，乙-2", note="单位：%")
    page = BeautifulSoup(figure._repr_html_(), "html.parser")
    texts = [text.get_text() for text in page.select("svg text")]
    assert "甲$x$" in texts and "乙<&" in texts
    assert page.select_one("svg > desc").get_text() == "甲1，乙-2"
    assert page.figcaption.get_text() == "甲高于乙"


def test_a_chart_without_words_is_refused() -> None:
    for title, alt in (("", "x"), ("x", " ")):
        with (
            mpl.rc_context(),
            pytest.raises(ValueError, match="expected a title that says the finding"),
        ):
            explore.chart(explore.axes(), title, alt)


def test_every_table_is_in_the_overview(page) -> None:
    nothing = Tables(**{name: contracts.empty(name) for name in contracts.SCHEMAS})
    listed = explore.overview(page(), nothing)
    assert set(listed.index) == set(vars(nothing))
    assert listed["rows"].eq(0).all() and listed["one_row_is"].str.len().gt(0).all()
