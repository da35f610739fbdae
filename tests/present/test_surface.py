"""Marks stand where the scale has them, as matplotlib's own axes would put them."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu.present import theme
from diaodu.present.figures import finish
from diaodu.present.surface import Surface

MARGINS = (20.0, 100.0, 30.0, 50.0)  # left, right, top, bottom: 600 by 120 pixels remain at 200


def drawn(figure) -> str:
    """The drawing without ids, which begin with a digest of what matplotlib wrote."""
    return re.sub(r"\bc[0-9a-f]{8}-", "", finish(figure, "title", "alt").svg)


def test_data_become_pixels_between_the_margins() -> None:
    with theme.style():
        surface = Surface(200, MARGINS, (0, 10), (0, 12))
        surface.line([0, 10], [0, 12], color=theme.INK, lw=1)
        surface.level(6, color=theme.GREY, lw=1)
        surface.upright(5, color=theme.FAINT, lw=1)
        shapes = re.findall(r' d="([^"]*)"', drawn(surface.figure))
    # SVG counts from the top: the lower edge is at 150, the upper one at 30
    assert shapes == ["M20 150L620 30", "M20 90h600", "M320 150v-120"]


def test_a_scale_may_run_downwards() -> None:
    with theme.style():
        surface = Surface(200, MARGINS, (0, 10), (12, 0))
        surface.block((0, 5), (5, 7), facecolor=theme.ACCENT, lw=0)
        (shape,) = re.findall(r' d="([^"]*)"', drawn(surface.figure))
    assert shape == "M20 80h300v20h-300z"


def test_texts_lie_above_data_whatever_was_drawn_first() -> None:
    with theme.style():
        surface = Surface(200, MARGINS, (0, 10), (0, 12))
        theme.write(surface.figure, 50, 50, "甲")
        surface.area([(0, 0), (10, 0), (10, 12)], color=theme.BAND, lw=0, zorder=5)
        shown = drawn(surface.figure)
    assert shown.index("<path") < shown.index("甲")


NUMBERS = st.floats(-50, 150).map(lambda value: round(value, 1))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=6), NUMBERS, NUMBERS)
def test_it_draws_what_axes_would(points, low, high) -> None:
    xs, ys = zip(*points, strict=True)
    look = {"mfc": theme.PAPER, "mec": theme.ACCENT, "ms": 5}
    with theme.style():
        surface = Surface(200, MARGINS, (-50, 150), (-50, 150))
        surface.line(xs, ys, color=theme.INK, lw=1, ls=(0, (4, 2)), zorder=2)
        surface.marks(xs, ys, "D", zorder=4, **look)
        surface.block((low, high), (14.5, 25.5), facecolor=theme.ACCENT, lw=0, zorder=3)
        surface.area(points, color=theme.BAND, lw=0, zorder=0)
        figure, axes = theme.canvas(200, *MARGINS)
        axes.set_xlim(-50, 150)
        axes.set_ylim(-50, 150)
        axes.plot(xs, ys, color=theme.INK, lw=1, ls=(0, (4, 2)), zorder=2)
        axes.plot(xs, ys, "D", zorder=4, **look)
        axes.barh(20, high - low, 11, low, color=theme.ACCENT, lw=0, zorder=3)
        axes.fill(xs, ys, color=theme.BAND, lw=0, zorder=0)
        assert drawn(surface.figure) == drawn(figure)
