"""Drawings as pictures: Chinese is drawn, links are words, and what it says goes along."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from diaodu.publish.office import figures
from diaodu.publish.office.content import words_of

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 100" font-family="\'Diaodu Sans\','
    'sans-serif"><title>标题</title><desc>说明 &amp; 数</desc>'
    '<text x="10" y="60" font-size="40">{text}</text></svg>'
)


def _ink(text: str) -> int:
    """How many dots of the picture are dark."""
    image = Image.open(io.BytesIO(figures.png(SVG.format(text=text)))).convert("L")
    return sum(image.histogram()[:128])


def test_chinese_is_drawn_and_not_boxes() -> None:
    """Boxes would all have the same ink."""
    inks = {_ink(character) for character in "一增黑"}
    assert len(inks) == 3 and _ink("") == 0


def test_a_figure_that_leads_to_its_source_is_drawn_as_any_other() -> None:
    linked = figures.png(SVG.format(text='<a href="#v12">5.8</a>%'))
    assert linked == figures.png(SVG.format(text="5.8%"))


def test_a_picture_is_270_dots_an_inch_on_a4_and_the_same_each_time() -> None:
    one, two = (figures.png(SVG.format(text="5.8")) for _ in range(2))
    assert one == two
    assert Image.open(io.BytesIO(one)).size == (1800, 250)


def test_what_a_drawing_says_of_itself() -> None:
    assert words_of(SVG.format(text="")) == {"title": "标题", "desc": "说明 & 数"}
    assert words_of('<svg xmlns="http://www.w3.org/2000/svg"/>') == {"title": "", "desc": ""}


def test_a_drawing_reads_no_file() -> None:
    """An entity of a file stays what it is: not resolved."""
    bad = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg><desc>&x;</desc></svg>'
    assert words_of(bad)["desc"] == "&x;"


@pytest.mark.parametrize("broken", ["<svg", "no drawing"])
def test_a_broken_drawing_is_an_error_and_no_empty_picture(broken) -> None:
    with pytest.raises(ValueError):
        figures.png(broken)
