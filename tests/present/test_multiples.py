"""Small drawings of all areas: what each says, and that all share one scale."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu.present import charts, theme
from diaodu.present.figures import Nothing
from present.test_charts import (
    IVA,
    NAME,
    NAN,
    assert_legible,
    drawn,
    page_of,
    path_frame,
    ranking_of,
    svg,
    texts,
)
from present.test_svg_lean import points


def paths_of(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """growth.paths of points such as ("a0", "2022-03", 5.8, "actual")."""
    frame = path_frame([(period, value, False) for _, period, value, _ in rows])
    return frame.assign(area=[row[0] for row in rows], stage=[row[3] for row in rows])


def outlook_of(*areas: str) -> pd.DataFrame:
    rows = [
        {"area": a, "indicator": IVA, "period": p, "value": 5.0, "low80": low, "high80": 7.0}
        for a in areas
        for p, low in (("2022-03", 4.0), ("2022-12", 1.0))
    ]
    return pd.DataFrame(rows)


PATHS = paths_of(
    ("a0", "2021-12", 8.3, "actual"),
    ("a0", "2022-02", 7.2, "reported"),
    ("a0", "2022-03", -3.6, "expected"),
    ("a1", "2021-03", 17.0, "actual"),
    ("a1", "2022-03", 6.5, "actual"),
)


def ranked(**targets: float) -> pd.DataFrame:
    """ranking.ranking of a0, a1 and a2 with those targets."""
    table = ranking_of(NAN, 6.5, NAN, targets={int(k[1:]): v for k, v in targets.items()})
    return table.assign(target_low=NAN, target_wording="exact")


def test_each_area_has_its_drawing_and_those_below_are_named():
    figure = drawn(charts.city_paths(page_of(), PATHS, ranked(a0=6.0, a1=6.5, a2=7.0)))
    assert figure.title == "2022年一季度有公布数或预计数的2个地区中，1个低于年度目标：甲州"
    assert {"甲州", "▼ -3.6，目标6", "乙州", "6.5，目标6.5", "丙州", "未公布，目标7"} <= set(
        texts(figure)
    )
    assert (
        "甲州：2021年全年8.3%、2022年1—2月7.2%（报送）、2022年一季度-3.6%（预计），目标6%"
        in figure.alt
    )
    assert "丙州：未公布，目标7%" in figure.alt
    assert "17.0" not in figure.alt  # the year before last is not shown
    assert_legible(figure)


def test_nobody_below_and_nothing_to_compare():
    fine = drawn(charts.city_paths(page_of(), PATHS, ranked(a1=6.5)))
    assert fine.title == "2022年一季度有公布数或预计数的1个地区均不低于年度目标"
    alone = drawn(charts.city_paths(page_of(), PATHS, ranked()))
    assert alone.title == "2022年一季度3个地区都没有可与年度目标比较的数"
    assert "甲州：2021年全年8.3%" in alone.alt


def test_a_range_is_held_against_its_lower_end():
    table = ranked(a1=7.0).assign(target_low=[NAN, 6.5, NAN], target_wording="between")
    assert "均不低于" in drawn(charts.city_paths(page_of(), PATHS, table)).title


def test_no_point_since_the_end_of_last_year_draws_nothing():
    old = paths_of(("a0", "2021-03", 8.3, "actual"))
    assert charts.city_paths(page_of(), old, ranked(a0=6.0)) == Nothing("")


def test_published_and_stated_points_are_told_apart_and_never_joined():
    figure = drawn(charts.city_paths(page_of(), PATHS, ranked(a0=6.0)))
    faces = [e.get("fill") for e in svg(figure).iter(f"{NAME}use")]
    assert sorted(faces) == sorted([theme.ACCENT] * 2 + [theme.PAPER] * 2)
    lines = [
        e for e in svg(figure).iter(f"{NAME}path")
        if e.get("stroke") == theme.ACCENT and e.get("fill") == "none"
    ]  # fmt: skip
    assert [e.get("stroke-dasharray") is not None for e in lines] == [True]  # February to March


def test_ranges_of_all_areas_are_one_shape():
    figure = drawn(charts.city_paths(page_of(), PATHS, ranked(a0=6.0), outlook_of("a0", "a1")))
    (band,) = [e for e in svg(figure).iter(f"{NAME}path") if e.get("fill") == theme.BAND]
    assert [command for command, _ in points(band.attrib["d"])].count("M") == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [1, 4, 11])
def test_many_areas_stay_legible_and_small(lang: Any, count: int):
    rows = [(f"a{n}", "2022-03", 5.0 + n, "expected") for n in range(count)]
    table = ranking_of(*([NAN] * count), targets=dict.fromkeys(range(count), 6.5))
    table = table.assign(target_low=NAN, target_wording="about")
    areas = outlook_of(*(f"a{n}" for n in range(count)))
    figure = drawn(charts.city_paths(page_of(lang=lang), paths_of(*rows), table, areas))
    assert_legible(figure)
    assert len(figure.svg.encode()) < 12_000
