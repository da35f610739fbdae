"""The map of lights: a shape and a number beside each name, links, tiles without boundaries."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from diaodu.boundaries import Boundaries
from diaodu.present import light_map
from present.test_lamps import rows

SQUARE = ((114.0, 38.0), (115.0, 38.0), (115.0, 39.0), (114.0, 39.0), (114.0, 38.0))
EAST = tuple((x + 1, y) for x, y in SQUARE)
TOPICS = rows(
    {"area": "jiazhou", "light": "red"},
    {"area": "jiazhou", "topic": "projects", "light": "red"},
    {"area": "jiazhou", "topic": "data", "light": "green"},
    {"area": "yizhou", "light": "unknown"},
)
LINKS = {"jiazhou": 'a "b".html'}


def mapped(page, **rings):
    begun = page("shili")
    run = replace(begun.run)
    run.__dict__["boundaries"] = Boundaries(rings, {"zh": "图源", "en": "Origin"})
    begun.run = run
    return begun


def test_an_area_shows_what_needs_a_look_and_says_all_of_it(page) -> None:
    drawn = light_map.of_areas(page("shili"), TOPICS, LINKS).markup
    svg = ElementTree.fromstring(re.search(r"<svg.*</svg>", drawn, re.DOTALL)[0])
    texts = ["".join(text.itertext()) for text in svg.iter("text")]
    assert texts == ["甲州", "■2", "乙州", "○"]
    assert [t.text for t in svg.iter("title")] == ["甲州：红灯2个、绿灯1个"]
    assert {a.get("href") for a in svg.iter("a")} == {"a%20%22b%22.html"}
    assert [p.get("class") for p in svg.iter("path")] == ["lit-red", "lit-unknown"]


def test_with_boundaries_each_area_lies_where_it_is(page) -> None:
    drawn = light_map.of_areas(mapped(page, jiazhou=(SQUARE,), yizhou=(EAST,)), TOPICS, {}).markup
    x = [float(v) for v in re.findall(r'<text x="(\d+)"', drawn)]
    assert len(x) == 2 and x[0] < 230 < x[1] and "图源" in drawn
    assert "<a " not in drawn


def test_an_area_without_a_boundary_is_not_on_the_map_and_none_at_all_are_tiles(page) -> None:
    one = light_map.of_areas(mapped(page, jiazhou=(SQUARE,)), TOPICS, {}).markup
    assert one.count("<path") == 1
    none = light_map.of_areas(mapped(page, other=(SQUARE,)), TOPICS, {}).markup
    assert none.count("<path") == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_rules_there_is_no_map(page, lang) -> None:
    assert light_map.of_areas(page("shili", lang), TOPICS.assign(rules=0), {}).markup == ""
