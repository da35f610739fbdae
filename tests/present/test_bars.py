"""Bars beside figures in tables."""

import pytest

from diaodu.present import aligned, bars
from diaodu.present.page import Html
from made_frames import text_of


@pytest.mark.parametrize(
    ("value", "due", "style"),
    [
        (26.0, 25.0, "--v:26;--d:25"),
        (0.0, 25.0, "--v:0;--d:25"),
        (130.4, 100.0, "--v:100;--d:100"),
        (-2.0, None, "--v:0"),
        (50.5, float("nan"), "--v:50"),
    ],
)
def test_a_share_fills_its_bar_and_no_more(value, due, style) -> None:
    assert f'style="{style}"' in bars.rate(value, due)
    assert ("due" in bars.rate(value, due)) == ("--d" in style)


@pytest.mark.parametrize(
    ("value", "largest", "share"),
    [(2.0, 2.0, 100), (-1.0, 2.0, -50), (0.0, 2.0, 0), (-3.0, 2.0, -100)],
)
def test_a_gap_goes_to_its_side(value, largest, share) -> None:
    assert f'--v:{share}"' in bars.gap(value, largest)


def test_without_a_figure_there_is_no_bar() -> None:
    nothing = float("nan")
    assert bars.rate(nothing, 25.0) == bars.gap(nothing, 1.0) == bars.gap(1.0, nothing) == ""
    assert bars.gap(0.0, 0.0) == ""


def test_a_bar_says_nothing_and_moves_no_decimal_point() -> None:
    cells = [f"{bars.rate(26.0, 25.0)}26.0", f"{bars.rate(9.0)}9"]
    assert [text_of(Html(cell)) for cell in cells] == ["26.0", "9"]
    assert aligned.classes(cells) == aligned.classes(["26.0", "9"]) == ["", "d2"]
