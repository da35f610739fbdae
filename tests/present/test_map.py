"""The map of the province, and the tiles that stand for it."""

from __future__ import annotations

import json
import re

import pytest

from diaodu.present import charts
from made_frames import ranking_rows

AREAS = ("jiazhou", "yizhou", "bingzhou")
ROWS = (
    {"area": "jiazhou", "value": 7.2, "printed": "7.2", "below_target": False},
    {"area": "yizhou", "value": -1.5, "printed": "-1.5", "below_target": True},
    {"area": "bingzhou"},
)


def _square(x: float) -> list[list[list[float]]]:
    return [[[x, 38.0], [x + 1, 38.0], [x + 1, 39.0], [x, 39.0], [x, 38.0]]]


@pytest.fixture
def mapped(page, home):
    """The page of the province, with boundaries of its first two areas for this test alone."""
    path = home / "params" / "shili" / "areas.geojson"
    features = [
        {"properties": {"area": area}, "geometry": {"type": "Polygon", "coordinates": _square(x)}}
        for x, area in enumerate(AREAS[:2], start=114)
    ]
    notice = {"zh": "边界为编造", "en": "boundaries made up"}
    path.write_text(json.dumps({"features": features, "notice": notice}), encoding="utf-8")
    yield page
    path.unlink()


def _texts(figure) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", figure.svg)


def test_every_area_has_its_name_and_figure_also_without_a_boundary(mapped) -> None:
    figure = charts.city_map(mapped("shili"), ranking_rows(*ROWS))
    texts = " ".join(_texts(figure))
    assert "甲州 7.2" in texts and "乙州 ▼ -1.5" in texts and "丙州 未公布" in texts
    assert figure.title == "低于年度目标的1个地区：乙州"
    assert "边界为编造" in figure.note
    assert "乙州▼ -1.5，低于目标" in figure.alt and "丙州未公布，无法判断" in figure.alt


def test_without_boundaries_there_are_tiles(page) -> None:
    figure = charts.city_map(page("shili", lang="en"), ranking_rows(*ROWS))
    assert "Jiazhou 7.2" in " ".join(_texts(figure))
    assert figure.title == "Below their annual target (1): Yizhou"
    assert "made up" not in figure.note


def test_no_figure_at_all_shows_nothing(page) -> None:
    empty = charts.city_map(page("shili"), ranking_rows({"area": "jiazhou"}))
    assert empty._repr_html_() == ""


def test_nobody_below_is_said(page) -> None:
    figure = charts.city_map(page("shili"), ranking_rows(ROWS[0]))
    assert figure.title == "没有地区低于年度目标"
