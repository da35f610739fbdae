"""Charts: what is drawn, what is said of it, and what is never drawn."""

from __future__ import annotations

import math
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.areas import Area, Areas
from diaodu.catalog import load
from diaodu.params import Run
from diaodu.periods import Period
from diaodu.present import charts, theme
from diaodu.present.charts_labels import Room, around, box, shifted
from diaodu.present.charts_path import unpublished
from diaodu.present.charts_path_scale import joined, limits, visible
from diaodu.present.figures import Figure, Nothing
from diaodu.present.page import Page
from diaodu.quarter import Quarter

ROOT = Path(__file__).resolve().parents[2]
CATALOG = load(ROOT)
IVA = "industrial_value_added_growth"
NAN = float("nan")
NAME = "{http://www.w3.org/2000/svg}"
HOSTILE = """甲<b>&"州'"""
NAMES = ("甲州", "乙州", "丙州", "丁州", "戊州", "己州", "庚州", "辛州", "壬州", "癸州", "子州")


def page_of(
    area: str = "a0",
    lang: Any = "zh",
    names: tuple[str, ...] = NAMES,
    quarter: str = "2022Q1",
    history: int = 2019,
) -> Page:
    """A page on a made-up province whose areas are a0, a1, … with those names."""
    areas = tuple(
        Area(
            id=f"a{n}",
            code=str(n),
            level="prefecture",
            zh=f"{name}市",
            short_zh=name,
            en=f"{name} City",
        )
        for n, name in enumerate(names)
    )
    province = Area(id="p", code="p", level="province", zh="示例省", short_zh="示例", en="Shili")
    all_areas = Areas(province=province, areas=areas)
    asked = Quarter(
        province="p",
        quarter=quarter,
        as_of=date(2022, 5, 31),
        areas=tuple(a.id for a in areas),
        headline=IVA,
        indicators=(IVA, "gdp_growth"),
        sources=("published",),
        history_from=history,
    )
    return Page(
        Run(ROOT, ROOT / f"{quarter}.yml", asked, all_areas, CATALOG, all_areas[area], lang)
    )


def path_of(**values: float) -> pd.DataFrame:
    """growth.path of points such as p2021_03=5.8; a name that ends in _d is a derived one."""
    rows = [
        (n[1:].removesuffix("_d").replace("_", "-"), v, n.endswith("_d")) for n, v in values.items()
    ]
    return path_frame(rows)


def path_frame(rows: list[tuple[str, float, bool]]) -> pd.DataFrame:
    columns = ("period", "year", "month", "value", "printed", "derived", "status", "source_ids")
    data = [
        (p, int(p[:4]), int(p[5:]), v, f"{v:.1f}", d, "published", (f"s{p}",)) for p, v, d in rows
    ]
    return pd.DataFrame(data, columns=list(columns))


def ranking_of(
    *figures: float, province: float = 5.0, targets: dict[int, float] | None = None, **others: Any
) -> pd.DataFrame:
    """ranking.ranking of a0, a1, … with those figures; derived: rows that are derived."""
    aims, derived = targets or {}, others.get("derived", ())
    rows = []
    for n, value in enumerate(figures):
        gap, gap_target = value - province, value - aims.get(n, NAN)
        rows.append(
            {
                "area": f"a{n}",
                "value": value,
                "printed": None if math.isnan(value) else f"{value:.1f}",
                "derived": n in derived,
                "source_ids": () if math.isnan(value) else ("s1",),
                "others": others.get("others", {}).get(n, ()),
                "rank": pd.NA,
                "gap_province": gap,
                "target_value": aims.get(n, NAN),
                "target_wording": "about",
                "gap_target": gap_target,
                "below_target": pd.NA if math.isnan(gap_target) else gap_target < 0,
                "below_province": pd.NA if math.isnan(gap) else gap < 0,
            }
        )
    return pd.DataFrame(rows)


def industries_of(*values: float, total: float = 5.0, names: tuple[str, ...] = ()) -> pd.DataFrame:
    keys = names or tuple(CATALOG.industries)
    rows = [
        {
            "industry": key,
            "value": value,
            "printed": f"{value:.1f}",
            "derived": False,
            "source_ids": ("s1",),
            "others": (),
            "total_value": total,
            "gap_total": value - total,
        }
        for key, value in zip(keys, sorted(values, reverse=True), strict=False)
    ]
    columns = [
        "industry",
        "value",
        "printed",
        "derived",
        "source_ids",
        "others",
        "total_value",
        "gap_total",
    ]
    return pd.DataFrame(rows, columns=columns)


def pace_of(*completed: float) -> pd.DataFrame:
    """pacing.investment_pace of plans of 200, completed by the end of June."""
    rows = [
        {
            "area": f"a{n}",
            "subject": f"set{n}",
            "planned": 200.0,
            "completed": amount,
            "completed_period": None if math.isnan(amount) else "2022-06",
            "completion_rate": amount / 2,
            "time_share": 50.0,
            "pace_gap": amount / 2 - 50,
            "plan_source_ids": ("s1",),
            "completed_source_ids": () if math.isnan(amount) else ("s2",),
            "text_zh": f"{NAMES[n]}重点项目年度计划投资200亿元。",
            "text_en": f"The key projects of {NAMES[n]} plan 20 billion yuan.",
        }
        for n, amount in enumerate(completed)
    ]
    return pd.DataFrame(rows)


def indicators_of(*rows: tuple[str, float, float]) -> pd.DataFrame:
    """growth.indicator_table of (indicator, own, province)."""
    return pd.DataFrame(
        [
            {
                "indicator": indicator,
                "kind": CATALOG.indicators[indicator].kind,
                "value": own,
                "printed": None if math.isnan(own) else f"{own:.1f}",
                "derived": False,
                "source_ids": () if math.isnan(own) else ("s1",),
                "others": (),
                "province_value": province,
                "province_derived": False,
                "province_source_ids": NAN if math.isnan(province) else ("s2",),
            }
            for indicator, own, province in rows
        ]
    )


def drawn(figure: Any) -> Figure:
    assert isinstance(figure, Figure)
    return figure


def svg(figure: Figure) -> ElementTree.Element:
    return ElementTree.fromstring(figure.svg)


def texts(figure: Figure) -> list[str]:
    return [e.text or "" for e in svg(figure).iter(f"{NAME}text")]


def marks(figure: Figure) -> list[dict[str, str]]:
    """What each mark of a chart looks like: a shape that is drawn by reference says it itself."""
    drawing = svg(figure)
    shapes = {f"#{e.get('id')}": e.attrib for e in drawing.iter(f"{NAME}path")}
    return [{**e.attrib, **shapes[e.attrib["href"]]} for e in drawing.iter(f"{NAME}use")]


def bars(figure: Figure, *colours: str) -> list[ElementTree.Element]:
    """Filled bars of the area's colours, or of the given ones."""
    wanted = colours or (theme.ACCENT, theme.HIGHLIGHT)
    return [
        e
        for e in svg(figure).iter(f"{NAME}path")
        if e.get("fill") in wanted and "id" not in e.attrib
    ]


def inherited(drawing: ElementTree.Element) -> list[ElementTree.Element]:
    """The texts of a drawing with what their groups say of all of them."""
    for group in drawing.iter(f"{NAME}g"):
        for text in group.findall(f"{NAME}text"):
            text.attrib = {**group.attrib, **text.attrib}
    return list(drawing.iter(f"{NAME}text"))


def text_boxes(figure: Figure) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Texts with the boxes of their ink, in pixels; y grows downwards."""
    found = []
    for e in inherited(svg(figure)):
        text, size = e.text or "", float(e.attrib["font-size"].removesuffix("px"))
        x, y, wide = (
            float(e.attrib["x"]),
            float(e.attrib["y"]),
            theme.text_width(e.text or "", size),
        )
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[e.get("text-anchor", "start")]
        found.append((text, (left, y - 0.7 * size, left + wide, y + 0.05 * size)))
    return found


def assert_legible(figure: Figure) -> None:
    """No text covers another one, and none runs off the paper."""
    boxes = text_boxes(figure)
    _, _, width, height = map(float, svg(figure).attrib["viewBox"].split())
    for text, (left, top, right, bottom) in boxes:
        assert left >= -1 and top >= -1 and right <= width + 1 and bottom <= height + 1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, f"{one!r} covers {other!r}"


# Labels


@given(
    st.lists(
        st.tuples(st.floats(0, 300), st.floats(0, 200), st.floats(5, 60)), min_size=1, max_size=40
    )
)
def test_placed_labels_never_overlap_and_stay_on_the_paper(points):
    room = Room((0, 0, 300, 200), most=4)
    placed = [room.place(around(x, y, wide, 12)) for x, y, wide in points]
    found = [one for one in placed if one is not None]
    assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= 300 and b[3] <= 200 for b in found)
    for a, b in combinations(found, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_eleven_labels_on_one_point_all_find_a_place_when_they_may_shift():
    room = Room((0, 0, 400, 400))
    placed = [room.place(shifted(box(200, 200, 50, 14), dy=2.0, steps=120)) for _ in range(11)]
    assert None not in placed
    assert placed[0] == box(200, 200, 50, 14)  # the first stands where it wants to


def test_a_label_keeps_off_a_line():
    room = Room((0, 0, 100, 100))
    room.line((0, 0), (100, 100))
    assert not room.free(box(50, 50, 10, 10))
    assert room.free(box(80, 20, 10, 10))


# The path of growth


def test_lines_join_neighbours_of_one_year_only():
    rows = list(
        path_of(
            p2020_12=1, p2021_02=2, p2021_03=3, p2021_06=4, p2021_10=5, p2021_12=6, p2022_03=7
        ).itertuples()
    )
    pairs = [(a.period, b.period) for a, b in joined(rows)]
    assert pairs == [("2021-02", "2021-03"), ("2021-03", "2021-06"), ("2021-10", "2021-12")]


def test_a_derived_figure_is_not_a_published_one():
    own = path_of(p2021_03=5.0, p2021_06_d=4.0, p2021_08=3.0)
    ends = unpublished(own, 2021, Period(2021, 9))
    assert ends == [Period(2021, 6), Period(2021, 9)]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([6.1, 73.1, 51.2, 26.0, 18.1, 11.4, 8.1, 17.6, 5.8], 26.0),  # base effects are cut off
        ([1.0, 2.0, 3.0, 24.0], 24.0),  # below 25 % nothing is
        ([60.0, 70.0, 80.0, 75.0], 80.0),  # nor where all is high
        ([0.0], 0.0),
        ([-3.0, -2.0], 0.0),
    ],
)
def test_the_scale_shows_all_but_what_is_far_beyond(values, shown):
    low, high = limits(values)
    assert low <= 0 <= shown < high
    assert not any(shown < value <= high for value in values)


def test_a_great_fall_is_cut_off_too():
    low, _ = limits([-62.0, 2.0, 3.0, 1.0, 2.0, 3.0])
    assert -62 < low <= 0


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_a_cut_line_keeps_its_slope(start, end):
    part = visible((0.0, start), (1.0, end), -10.0, 10.0)
    if part is None:
        # one that only touches the edge has no length inside
        assert max(start, end) <= -10 or min(start, end) >= 10 or abs(end - start) < 1e-6
        return
    for x, y in part:
        assert -10 - 1e-6 <= y <= 10 + 1e-6
        assert y == pytest.approx(start + x * (end - start), abs=1e-6)


def test_path_says_every_number_it_draws():
    own, province = path_of(p2021_03=8.1, p2021_06_d=7.3, p2022_03=6.4), path_of(p2022_03=5.9)
    figure = drawn(charts.growth_path(page_of(), own, province))
    assert figure.title == "甲州规上工业增加值增速：2022年一季度为6.4%，高于全省0.5个百分点"
    for said in (
        "2021年一季度8.1%",
        "2021年上半年7.3%（推算）",
        "2022年一季度6.4%",
        "2022年一季度5.9%",
    ):
        assert said in figure.alt
    assert {"甲州 6.4", "全省 5.9", "8.1", "7.3", "未公布"} <= set(texts(figure))
    assert "空心标记为推算数" in figure.note
    assert figure.note.endswith("来源：[1][2][3]。")


def test_holes_are_marked_and_no_line_crosses_them():
    own = path_of(p2021_03=8.0, p2021_09=7.0, p2022_03=6.0)
    figure = drawn(charts.growth_path(page_of(history=2021), own))
    rings = [mark for mark in marks(figure) if mark.get("stroke") == theme.GREY]
    assert len(rings) == 2  # June and December 2021
    assert "季末未公布：2021年上半年、2021年全年。" in figure.alt
    lines = [e for e in svg(figure).iter(f"{NAME}path") if e.get("stroke") == theme.ACCENT]
    assert [e for e in lines if "id" not in e.attrib] == []


def test_an_unpublished_quarter_is_titled_as_such():
    figure = drawn(charts.growth_path(page_of(), path_of(p2021_12=4.0), path_of(p2022_03=5.0)))
    assert "2022年一季度未公布，最近一次公布为2021年全年的4.0%" in figure.title
    assert "甲州 4.0（2021年全年）" in texts(figure)


def test_a_derived_last_figure_is_never_called_published():
    own = path_of(p2021_09=3.0, p2021_12_d=4.0)
    assert "公布为2021年前三季度的3.0%" in drawn(charts.growth_path(page_of(), own)).title
    only = drawn(charts.growth_path(page_of(), path_of(p2021_12_d=4.0)))
    assert "只有2021年全年的推算数4.0%" in only.title


def test_a_base_effect_is_an_arrow_with_its_number():
    own = path_of(
        p2020_12=6.1, p2021_02=73.1, p2021_03=51.2, p2021_07=26.0, p2021_09=18.1, p2021_12=11.4
    )
    figure = drawn(charts.growth_path(page_of(), own, path_of(p2021_03=17.6, p2021_12=5.8)))
    assert {"73.1", "51.2"} <= set(texts(figure))
    assert "甲州2021年1—2月73.1%、甲州2021年一季度51.2%" in figure.note
    assert_legible(figure)


def targets_of(*rows: tuple[str, int, float, float, float, str]) -> pd.DataFrame:
    columns = ["area", "year", "value", "low", "high", "wording"]
    return pd.DataFrame(rows, columns=columns).assign(indicator=IVA, source_id="t")


def test_targets_are_those_of_the_area_within_the_years_shown():
    targets = targets_of(
        ("a0", 2021, 6.0, 6.0, NAN, "at_least"),
        ("a0", 2022, 5.5, 5.0, 6.0, "between"),
        ("a1", 2021, 9.0, NAN, NAN, "exact"),
        ("a0", 2023, 7.0, NAN, NAN, "about"),
    )
    figure = drawn(charts.growth_path(page_of(), path_of(p2022_03=5.8), None, targets))
    assert "年度目标（%）：2021年6.0以上、2022年5.0至6.0。" in figure.alt
    assert [t for t in texts(figure) if t.startswith("目标")] == ["目标6.0以上", "目标5.0至6.0"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_forty_points_stay_legible(lang):
    months = [(y, m) for y in (2019, 2020, 2021, 2022) for m in range(2, 13)][:36]
    waves = [
        path_frame(
            [
                (f"{y}-{m:02d}", round(8 + 6 * math.sin(n / 4 + s), 1), False)
                for n, (y, m) in enumerate(months)
            ]
        )
        for s in (0.0, 0.1)
    ]
    figure = drawn(charts.growth_path(page_of(lang=lang), waves[0], waves[1], None))
    assert_legible(figure)
    assert len(figure.svg.encode()) < 25_000


@pytest.mark.parametrize("value", [0.0, -4.0, 5.0])
def test_one_point_is_drawn(value):
    figure = drawn(
        charts.growth_path(page_of(lang="en"), path_of(p2022_03=value), path_of(p2022_03=value))
    )
    assert figure.title.endswith("level with the province")
    assert_legible(figure)


def test_a_long_history_keeps_its_years_apart():
    own = path_frame([(f"{year}-12", 5.0 + year % 7, False) for year in range(1990, 2022)])
    assert_legible(drawn(charts.growth_path(page_of(history=1990), own)))


def test_no_figure_at_all_draws_nothing():
    nothing = charts.growth_path(page_of(), path_frame([]), path_of(p2022_03=5.0))
    assert isinstance(nothing, Nothing)
    assert "2019年以来未见甲州" in nothing.text


# Ranking of areas


def test_an_unpublished_area_is_named_and_has_no_bar():
    figure = drawn(charts.city_ranking(page_of("p"), ranking_of(7.0, 4.0, NAN, NAN)))
    assert len(bars(figure)) == 2
    assert [texts(figure).count(name) for name in NAMES[:4]] == [1, 1, 1, 1]
    assert texts(figure).count("未公布") == 2
    assert "0.0" not in texts(figure)
    assert "未公布：丙州、丁州。" in figure.alt


def test_zero_is_a_figure_and_not_a_hole():
    figure = drawn(charts.city_ranking(page_of("p"), ranking_of(0.0, NAN)))
    assert texts(figure).count("0.0") == 1
    assert texts(figure).count("未公布") == 1
    assert "甲州0.0" in figure.alt


def test_flags_are_words_and_shapes_beside_their_bars():
    ranking = ranking_of(7.0, 4.0, targets={0: 8.0, 1: 3.0})
    figure = drawn(charts.city_ranking(page_of("p"), ranking))
    assert {"▼低于目标，目标8.0", "▽低于全省，目标3.0"} <= set(texts(figure))
    assert len(bars(figure, theme.HIGHLIGHT)) == 2
    assert "低于全省：乙州。" in figure.alt and "低于年度目标：甲州。" in figure.alt
    assert "年度目标（%）：甲州8.0、乙州3.0。" in figure.alt
    assert "全省5.0%" in figure.alt and "全省 5.0" in texts(figure)


def test_ranking_finds_the_highest_and_counts_those_below():
    figure = drawn(charts.city_ranking(page_of("p"), ranking_of(7.0, 4.9, 3.0, NAN)))
    assert (
        figure.title
        == "2022年一季度规上工业增加值增速：已公布的3个市中甲州最高（7.0%），2个市低于全省"
    )


def test_a_derived_figure_is_hollow_and_never_the_highest():
    figure = drawn(charts.city_ranking(page_of("p"), ranking_of(7.0, 6.0, 9.0, derived=(2,))))
    assert "已公布的2个市中甲州最高（7.0%）" in figure.title
    assert len(bars(figure)) == 2
    assert len([e for e in bars(figure, theme.PAPER) if e.get("stroke") == theme.ACCENT]) == 1
    assert "丙州9.0（推算）" in figure.alt
    only = drawn(charts.city_ranking(page_of("p"), ranking_of(9.0, derived=(0,))))
    assert only.title.endswith("各市均未公布，只有推算数")


def test_two_sources_that_differ_are_both_shown():
    ranking = ranking_of(7.2, others={0: ((7.25, "7.25", ("s9",)),)})
    figure = drawn(charts.city_ranking(page_of("p"), ranking))
    assert "另一来源7.25" in texts(figure)
    assert "7.25" in figure.alt
    assert figure.note == "来源：[1][2]。"


BAD_CASES = {
    "within a tenth of a point": [5.0 + n / 100 for n in range(11)],
    "one area": [5.4],
    "all equal": [5.0] * 11,
    "all negative": [-1.0 - n for n in range(11)],
    "both sides": [30.0, 2.0, 0.0, -0.1, -25.0],
    "one of eleven": [6.0] + [NAN] * 10,
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("figures", BAD_CASES.values(), ids=BAD_CASES)
def test_ranking_stays_legible(figures, lang):
    ranking = ranking_of(*figures, targets={0: 5.0, 1: 5.1})
    figure = drawn(charts.city_ranking(page_of("p", lang), ranking))
    assert_legible(figure)
    assert len(bars(figure)) == sum(not math.isnan(value) for value in figures)


def test_forty_areas_stay_legible():
    names = tuple(f"第{n}地区" for n in range(40))
    ranking = ranking_of(*(8 - n / 10 for n in range(40)))
    assert_legible(drawn(charts.city_ranking(page_of("p", names=names), ranking)))


def test_nobody_published():
    nothing = charts.city_ranking(page_of("p"), ranking_of(NAN, NAN))
    assert isinstance(nothing, Nothing)
    assert "2个市均未公布2022年一季度的数" in nothing.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_stay_text(lang):
    page = page_of("a0", lang, names=(HOSTILE, "乙州"))
    figures = [
        charts.city_ranking(page, ranking_of(7.0, 4.0)),
        charts.growth_path(page, path_of(p2022_03=7.0), path_of(p2022_03=5.0)),
    ]
    for figure in map(drawn, figures):
        assert any(HOSTILE in text for text in texts(figure))
        assert "<b>" not in figure._repr_html_()


# Industries


def test_industries_run_from_the_total_to_both_sides():
    figure = drawn(charts.industry_bars(page_of(), industries_of(9.0, 6.0, 2.0)))
    above, below = bars(figure, theme.ACCENT), bars(figure, theme.HIGHLIGHT)
    assert (len(above), len(below)) == (2, 1)
    assert {"规上工业 5.0", "+4.0", "+1.0", "-3.0"} <= set(texts(figure))
    assert "已公布的3个行业中2个高于规上工业" in figure.title
    for number in ("9.0", "6.0", "2.0", "规上工业5.0%"):
        assert number in figure.alt


def test_without_a_total_bars_start_at_zero_and_say_so():
    figure = drawn(charts.industry_bars(page_of(), industries_of(9.0, -2.0, total=NAN)))
    assert "规上工业增速未公布，条形自0起画" in figure.note
    assert not any("规上工业" in text for text in texts(figure))
    assert len(bars(figure)) == 2


def test_what_is_not_drawn_is_counted():
    values = [5.0 + n for n in range(-9, 11)]  # twenty; the five nearest to the total are left out
    figure = drawn(charts.industry_bars(page_of(), industries_of(*values)))
    assert len(bars(figure)) == 15
    assert "另有5个行业" in figure.note
    assert "已公布的20个行业" in figure.title


def test_long_industry_names_are_not_cut_off():
    longest = tuple(
        sorted(CATALOG.industries, key=lambda key: -len(CATALOG.industries[key].en))[:8]
    )
    figure = drawn(
        charts.industry_bars(page_of(lang="en"), industries_of(*range(-20, 20, 5), names=longest))
    )
    assert_legible(figure)
    shown = "".join(texts(figure)).replace(" ", "")
    for key in longest:
        assert CATALOG.industries[key].en.replace(" ", "") in shown


@pytest.mark.parametrize("values", [[5.0], [5.0, 5.0], [-3.0, -4.0], [100.0, -60.0]])
def test_industries_stay_legible(values):
    assert_legible(drawn(charts.industry_bars(page_of(lang="en"), industries_of(*values))))


def test_no_industry_published():
    nothing = charts.industry_bars(page_of(), industries_of())
    assert isinstance(nothing, Nothing)
    assert "甲州2022年一季度分行业增速未公布" in nothing.text


# Investment against time


def test_pace_is_drawn_against_time_and_missing_results_are_named():
    figure = drawn(charts.pace_bars(page_of("p"), pace_of(120.0, NAN, 80.0)))
    assert len(bars(figure)) == len(bars(figure, theme.TRACK)) == 2
    assert {"60.0", "40.0", "+10.0", "-10.0", "未公布"} <= set(texts(figure))
    assert figure.title == "公布了完成数的2组项目中1组快于序时进度"
    assert "完成60.0%，序时50.0%（2022年上半年）" in figure.alt
    assert "乙州重点项目年度计划投资200亿元完成数未公布" in figure.alt
    assert_legible(figure)


@pytest.mark.parametrize(("done", "word"), [(120, "快于"), (80, "慢于"), (100, "一致")])
def test_a_single_result_is_said_in_the_title(done, word):
    assert word in drawn(charts.pace_bars(page_of("p"), pace_of(done))).title
    several = drawn(charts.pace_bars(page_of("p"), pace_of(done, NAN)))
    assert several.title.startswith("2组项目中只有1组公布了完成数")


def test_more_than_the_plan_stays_on_the_paper():
    assert_legible(drawn(charts.pace_bars(page_of("p", "en"), pace_of(700.0, 0.0))))


@pytest.mark.parametrize("table", [pace_of(NAN, NAN), pace_of(1.0).iloc[:0]])
def test_no_result_draws_nothing(table):
    assert isinstance(charts.pace_bars(page_of("p"), table), Nothing)


# All indicators


def test_indicators_are_compared_and_missing_ones_named():
    table = indicators_of((IVA, 7.0, 5.0), ("gdp_growth", NAN, 4.0), ("gdp_level", 900.0, 800.0))
    figure = drawn(charts.indicator_strip(page_of(), table))
    assert figure.title == "甲州2022年一季度：1项可比指标中有1项高于全省"
    assert "GDP增速：甲州未公布，全省4.0" in figure.alt
    assert texts(figure).count("未公布") == 1
    assert "900.0" not in texts(figure)  # a level shares no scale with rates
    assert_legible(figure)


def test_the_province_is_not_compared_with_itself():
    table = indicators_of((IVA, 5.0, 5.0), ("gdp_growth", NAN, NAN))
    figure = drawn(charts.indicator_strip(page_of("p"), table))
    assert figure.title == "示例2022年一季度：2项增速指标中1项已公布"
    assert "全省" not in figure.alt + "".join(texts(figure))


def test_no_indicator_published():
    nothing = charts.indicator_strip(page_of(), indicators_of((IVA, NAN, 5.0)))
    assert isinstance(nothing, Nothing)


# All of them


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_charts_share_a_page_without_a_clash_and_are_small(lang):
    page = page_of("a0", lang)
    made = [
        charts.growth_path(page, path_of(p2021_12=4.0, p2022_03=7.0), path_of(p2022_03=5.0)),
        charts.city_ranking(page, ranking_of(7.0, 4.0, NAN, targets={0: 6.0})),
        charts.industry_bars(page, industries_of(9.0, 2.0)),
        charts.pace_bars(page, pace_of(120.0, 80.0)),
        charts.indicator_strip(page, indicators_of((IVA, 7.0, 5.0))),
    ]
    ids = [e.attrib["id"] for f in made for e in svg(drawn(f)).iter() if "id" in e.attrib]
    assert len(set(ids)) == len(ids)
    assert all(len(drawn(figure).svg.encode()) < 15_000 for figure in made)


def test_the_same_frames_make_the_same_bytes():
    first, second = (
        drawn(charts.growth_path(page_of(), path_of(p2021_12=4.0, p2022_03=7.0))) for _ in range(2)
    )
    assert first == second
