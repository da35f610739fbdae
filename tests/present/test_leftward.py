"""Words from right to left reorder nothing beside them, wherever they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.present import charts, leftward
from diaodu.present.page import Html
from made_frames import ranking_rows, text_of

HEBREW = "\u05d0\u05d1\u05d2 \u05d3\u05d4"
ARABIC = "\u0634\u0631\u0643\u0629"
SET_APART = f"{leftward.FIRST}{HEBREW}{leftward.LAST}"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<p>{HEBREW} 12 厂</p>", f"<p><bdi>{HEBREW}</bdi> 12 厂</p>"),
        (f"<td>{ARABIC}</td>", f"<td><bdi>{ARABIC}</bdi></td>"),
        (f'<p title="{HEBREW}">甲</p>', f'<p title="{HEBREW}">甲</p>'),
        (
            f"<svg><title>{HEBREW} 5</title><text x='1'>{HEBREW} 7.2</text></svg>{HEBREW}",
            f"<svg><title>{SET_APART} 5</title><text x='1'>{SET_APART} 7.2</text></svg>"
            f"<bdi>{HEBREW}</bdi>",
        ),
        (
            f"<title>{HEBREW}：1</title>",
            f"<title>{SET_APART}：1</title>",
        ),  # no element may be there
        (f"<option value=a>{HEBREW} 3</option>", f"<option value=a>{SET_APART} 3</option>"),
        (f"<template>{HEBREW}</template>", f"<template>{HEBREW}</template>"),
        (f"<bdi>{HEBREW}</bdi>", f"<bdi>{HEBREW}</bdi>"),  # markup within markup: once is enough
        ("<p>甲厂 &lt;b&gt; 5.8</p>", "<p>甲厂 &lt;b&gt; 5.8</p>"),
    ],
)
def test_words_from_right_to_left_stand_apart(markup, expected) -> None:
    assert leftward.apart(markup) == expected
    assert leftward.apart(expected) == expected
    assert Html(markup).markup == expected


@given(st.text(st.sampled_from(f"{HEBREW}{ARABIC}甲a 1.,-"), max_size=30))
def test_not_a_word_is_lost_or_added(text) -> None:
    assert text_of(leftward.apart(f"<p>{text}</p>")) == text_of(f"<p>{text}</p>")
    marked = leftward.marked(text)
    assert marked.count(leftward.FIRST) == marked.count(leftward.LAST)
    assert marked.translate({0x2068: None, 0x2069: None}) == text


def test_the_texts_of_a_drawing_stand_apart(page, monkeypatch) -> None:
    shown = page("shili")
    monkeypatch.setattr(type(shown), "area", lambda self, area: HEBREW)
    rows = ranking_rows({"area": "jiazhou", "value": 7.2, "printed": "7.2", "below_target": False})
    markup = charts.city_map(shown, rows)._repr_html_()
    assert SET_APART in markup
    assert HEBREW not in markup.replace(SET_APART, "").replace(f"<bdi>{HEBREW}</bdi>", "")
