"""The outlook's fan in the path of growth, and what the area itself stated."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu.present import charts, theme
from diaodu.present.charts_path_fan import fan_of
from present.test_charts import (
    IVA,
    NAME,
    NAN,
    assert_legible,
    drawn,
    page_of,
    path_frame,
    path_of,
    svg,
    texts,
)
from present.test_svg_lean import points

QUARTER = {"value": 5.9, "low80": 4.5, "high80": 7.3, "low95": 0.4, "high95": 11.4}
YEAR = {"value": 4.0, "low80": 0.5, "high80": 7.4, "low95": -9.8, "high95": 17.7}


def outlook_of(area: str = "a0", quarter: Any = None, year: Any = None) -> pd.DataFrame:
    """The table `outlook` of one area: the quarter and the year, going on from February's 7.2."""
    base = {"area": area, "indicator": IVA, "base_period": "2022-02", "base_value": 7.2}
    return pd.DataFrame(
        [
            {**base, "period": "2022-12", "horizon": "year", **YEAR, **(year or {})},
            {**base, "period": "2022-03", "horizon": "quarter", **QUARTER, **(quarter or {})},
        ]
    )


def sent_of(*points: tuple[str, float, str]) -> pd.DataFrame:
    """growth.sent_path of points such as ("2022-03", -3.6, "expected")."""
    frame = path_frame([(period, value, False) for period, value, _ in points])
    return frame.assign(stage=[stage for *_, stage in points])


def bands(figure: Any) -> dict[str, list[tuple[float, float]]]:
    """Corners of the bands in pixels of the drawing, by colour."""
    found = {}
    for path in svg(figure).iter(f"{NAME}path"):
        if path.get("fill") in (theme.BAND, theme.BAND_WIDE):
            corners = [at for command, at in points(path.attrib["d"]) if command in "ML"]
            found[path.attrib["fill"]] = [(x / 10, y / 10) for x, y in corners]
    return found


def test_the_fan_runs_from_the_known_point_to_the_end_of_the_year():
    fan = fan_of(page_of(), outlook_of())
    assert fan is not None
    assert fan.start == (2022 + 2 / 12, 7.2)
    assert [x for x, _ in fan.edge("low80")] == [2022 + 2 / 12, 2022.25, 2023.0]
    assert [y for _, y in fan.edge("high80")] == [7.2, 7.3, 7.4]
    assert fan.end == 2023.0


def test_both_ranges_are_bands_and_every_number_is_said():
    sent = sent_of(("2022-02", 7.2, "reported"), ("2022-03", -3.6, "expected"))
    figure = drawn(
        charts.growth_path(page_of(), path_of(p2021_12=8.3), None, None, sent, outlook_of())
    )
    found = bands(figure)
    assert set(found) == {theme.BAND, theme.BAND_WIDE}
    tall = {fill: max(y for _, y in c) - min(y for _, y in c) for fill, c in found.items()}
    assert tall[theme.BAND_WIDE] > tall[theme.BAND]
    for number in ("5.9%", "4.5%至7.3%", "0.4%至11.4%", "4.0%", "0.5%至7.4%", "-9.8%至17.7%"):
        assert number in figure.alt
    assert {"预计 -3.6", "研判4.0（2022年全年）", "八成在0.5至7.4"} <= set(texts(figure))
    assert figure.title.endswith("；预计-3.6%，低于走势研判的八成区间（4.5%至7.3%）")
    assert "本地区报送和预计：2022年1—2月7.2%、2022年一季度-3.6%。" in figure.alt
    assert "空心菱形" in figure.note
    assert_legible(figure)


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (8.0, "；预计8%，高于走势研判的八成区间（4.5%至7.3%）"),
        (7.3, "；预计7.3%，在走势研判的八成区间内（4.5%至7.3%）"),
        (None, "；走势研判5.9%（八成可能在4.5%至7.3%之间）"),
    ],
)
def test_the_title_sets_what_is_expected_against_the_range(expected, words):
    sent = sent_of() if expected is None else sent_of(("2022-03", expected, "expected"))
    own = path_of(p2021_12=8.3)
    assert drawn(charts.growth_path(page_of(), own, None, None, sent, outlook_of())).title.endswith(
        words
    )


def test_a_published_figure_is_set_against_the_range_and_not_the_expectation():
    figure = drawn(
        charts.growth_path(page_of(), path_of(p2022_03=4.4), None, None, None, outlook_of())
    )
    assert figure.title.endswith("4.4%；低于会前走势研判的八成区间（4.5%至7.3%）")


def test_an_area_that_never_published_is_drawn_by_what_it_sent():
    sent = sent_of(("2022-03", 9.0, "expected"))
    figure = drawn(charts.growth_path(page_of(), path_of(), None, None, sent, None))
    assert figure.title == "甲州规上工业增加值增速：2019年以来未见公布"
    assert "预计 9.0" in texts(figure)
    assert bands(figure) == {}


@pytest.mark.parametrize("gone", ["value", "low80", "base_value"])
def test_without_a_range_or_a_start_there_is_no_fan(gone):
    assert fan_of(page_of(), outlook_of(quarter={gone: NAN}, year={gone: NAN})) is None
    assert fan_of(page_of(), outlook_of("a1")) is None


def test_without_the_wide_range_only_the_narrow_one_is_drawn():
    none = {"low95": NAN, "high95": NAN}
    outlook = outlook_of(quarter=none, year=none)
    figure = drawn(charts.growth_path(page_of(), path_of(p2021_12=8.3), outlook=outlook))
    assert set(bands(figure)) == {theme.BAND}
    assert "95%区间" not in figure.alt


wide = st.floats(0.1, 60).map(lambda value: round(value, 1))


@settings(deadline=None, max_examples=30)
@given(middle=st.floats(-15, 15).map(lambda v: round(v, 1)), narrow=wide, more=wide)
def test_bands_never_leave_the_axes_and_labels_stay_legible(middle, narrow, more):
    ends = {"low80": middle - narrow, "high80": middle + narrow}
    ends |= {"low95": middle - narrow - more, "high95": middle + narrow + more}
    outlook = outlook_of(quarter={"value": middle, **ends}, year={"value": middle, **ends})
    figure = drawn(charts.growth_path(page_of(), path_of(p2021_12=8.3), outlook=outlook))
    _, _, width, height = map(float, svg(figure).attrib["viewBox"].split())
    for corners in bands(figure).values():
        assert all(0 <= x <= width and 20 <= y <= height - 40 for x, y in corners)
    assert_legible(figure)


def test_bands_and_lines_are_told_apart_in_grey():
    """Paper, the wide band, the narrow band and the area's line differ in lightness."""
    shades = [theme.PAPER, theme.BAND_WIDE, theme.BAND, theme.HIGHLIGHT, theme.ACCENT]
    lights = [theme.luminance(colour) for colour in shades]
    assert all(a > b for a, b in pairwise(lights))
    assert all((a + 0.05) / (b + 0.05) >= 1.2 for a, b in pairwise(lights))
