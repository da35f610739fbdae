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


# What a colour means must be seen with any colour vision and on a grey print.

PAIRS = [  # drawn beside each other, one meaning against the other
    (theme.ACCENT, theme.HIGHLIGHT),
    (theme.ACCENT, theme.TRACK),
    (theme.HIGHLIGHT, theme.TRACK),
    (theme.BAND, theme.BAND_WIDE),
    (theme.BAND, theme.ACCENT),
    (theme.BAND_WIDE, theme.PAPER),
]
# Viénot, Brettel and Mollon 1999, on linear RGB: what an eye without one kind of cone sees.
BLIND = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def linear(colour: str) -> tuple[float, ...]:
    shares = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)


def lightness(rgb: tuple[float, ...]) -> float:
    """CIE L* of linear RGB."""
    y = sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), rgb, strict=True))
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def ratio(one: str, other: str) -> float:
    low, high = sorted((theme.luminance(one), theme.luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_colours_are_steps_of_grey_with_any_colour_vision(one, other):
    ways = {
        name: tuple(lightness(seen(matrix, c)) for c in (one, other))
        for name, matrix in BLIND.items()
    }
    ways["grey"] = (lightness(linear(one)), lightness(linear(other)))
    for name, (a, b) in ways.items():
        assert abs(a - b) >= 7, f"{name}: {a:.0f} and {b:.0f}"


def seen(matrix, colour: str) -> tuple[float, ...]:
    rgb = linear(colour)
    return tuple(sum(w * v for w, v in zip(row, rgb, strict=True)) for row in matrix)


@pytest.mark.parametrize("ink", [theme.INK, theme.GREY, theme.ACCENT, theme.HIGHLIGHT_INK])
def test_texts_can_be_read_on_paper_and_on_the_widest_band(ink):
    assert ratio(ink, theme.PAPER) >= 4.5
    assert ratio(ink, theme.BAND_WIDE) >= 4.5


@pytest.mark.parametrize("mark", [theme.ACCENT, theme.HIGHLIGHT, theme.GREY, theme.TARGET])
def test_marks_stand_out_from_paper(mark):
    assert ratio(mark, theme.PAPER) >= 3


def test_luminance_of_black_white_and_a_middle_grey():
    assert (theme.luminance("#000000"), theme.luminance("#ffffff")) == pytest.approx((0, 1))
    assert theme.luminance("#777777") == pytest.approx(0.1845, abs=0.001)
