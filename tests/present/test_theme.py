"""The look of charts: nothing leaks out, and texts are measured and broken as they are drawn."""

from __future__ import annotations

import subprocess
import sys

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from pylopdf_fonts_zh_cn import sans_path

from diaodu.present import theme

TEXTS = st.text(st.sampled_from("abc ABC石家庄规上工业增加值，。（）0123.5%-gjpq"), max_size=60)


def test_style_does_not_leak_even_when_the_block_fails():
    before = dict(mpl.rcParams)
    with pytest.raises(RuntimeError), theme.style():
        assert mpl.rcParams["font.family"] == ["Noto Sans SC"]
        assert mpl.rcParams["svg.fonttype"] == "none"
        raise RuntimeError
    assert dict(mpl.rcParams) == before


def test_charts_touch_neither_pyplot_nor_the_global_backend():
    code = (
        "import sys, matplotlib; before = matplotlib.rcParams._get('backend')\n"
        "from diaodu.present import charts, theme\n"
        "with theme.style(): theme.canvas(100, 10, 10, 10, 10)\n"
        "assert matplotlib.rcParams._get('backend') is before\n"
        "print([m for m in ('matplotlib.pyplot', 'seaborn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_canvas_measures_in_pixels():
    figure, axes = theme.canvas(200, left=50, right=70, top=20, bottom=30)
    assert figure.get_size_inches() * 72 == pytest.approx([theme.WIDTH, 200])
    assert axes.get_window_extent().extents == pytest.approx([50, 30, theme.WIDTH - 70, 180])


@pytest.mark.parametrize("text", ["石家庄", "Industrial value added growth", "13.7%", "甲 a"])
def test_measured_width_is_that_of_the_drawn_text(text):
    drawn, _, _ = TextToPath().get_text_width_height_descent(
        text, FontProperties(fname=sans_path(), size=20), ismath=False
    )
    assert theme.text_width(text, 20) == pytest.approx(drawn, rel=0.05)


def test_width_is_that_of_the_widest_line():
    assert theme.text_width("一\n一二三\n一二", 10) == pytest.approx(30)


def test_a_character_that_the_font_lacks_is_taken_for_a_full_square():
    assert theme.text_width("\U0001f600", 10) == pytest.approx(10)


@given(TEXTS, st.floats(min_value=20, max_value=300))
def test_wrapping_loses_nothing_and_keeps_the_width(text, width):
    lines = theme.wrap(text, width, 12).split("\n")
    assert all(theme.text_width(line, 12) <= width + 1e-6 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_stay_whole_where_they_fit():
    lines = theme.wrap("Manufacture of railway, ship, aerospace equipment", 110, 12).split("\n")
    assert len(lines) > 1
    assert " ".join(lines) == "Manufacture of railway, ship, aerospace equipment"


def test_no_single_character_is_left_over():
    text = "电力热力燃气及水生产和供应"  # thirteen characters of 12 pixels
    assert [len(line) for line in theme.wrap(text, 150, 12).split("\n")] == [7, 6]


@given(
    st.floats(-200, 200, allow_nan=False), st.floats(0.01, 500, allow_nan=False), st.integers(4, 8)
)
def test_ticks_lie_inside_and_are_few(low, length, most):
    found = theme.ticks(low, low + length, most)
    assert 2 <= len(found) <= most + 1
    assert all(low - 1e-6 * length <= tick <= low + length * (1 + 1e-6) for tick in found)
