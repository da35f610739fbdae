"""Shorter markup for the same drawing."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.present.svg_lean import lean, merged, shortened

tenths = st.integers(-9999, 9999)
STEPS = {"M": 1, "L": 1, "Q": 2, "C": 3}


@st.composite
def paths(draw: st.DrawFn) -> list[tuple[str, list[int]]]:
    """A path as commands with absolute points in tenths, begun with a move."""
    made = [("M", [draw(tenths), draw(tenths)])]
    for command in draw(st.lists(st.sampled_from("MLLLQCz"), max_size=12)):
        count = 2 * STEPS.get(command, 0)
        made.append((command, draw(st.lists(tenths, min_size=count, max_size=count))))
    return made


def written(path: list[tuple[str, list[int]]]) -> str:
    """As matplotlib writes it."""
    return " ".join(
        f"{c} {' '.join(f'{n / 10:g}' for n in numbers)}".strip() for c, numbers in path
    )


def points(path: str) -> list[tuple[str, tuple[int, ...]]]:
    """What a reader of SVG makes of a path: absolute points in tenths, command by command."""
    made, here, start = [], (0, 0), (0, 0)
    for command, rest in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", path):
        numbers = [round(float(n) * 10) for n in re.findall(r"-?(?:\d+\.\d+|\.\d+|\d+)", rest)]
        if command == "z":
            here = start
            made.append(("z", ()))
        elif command in "hv":
            here = (here[0] + (numbers[0] if command == "h" else 0),
                    here[1] + (numbers[0] if command == "v" else 0))  # fmt: skip
            made.append(("L", here))
        else:
            x, y = (0, 0) if command.isupper() else here
            ends = [(a + x, b + y) for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
            here = ends[-1]
            start = here if command == "M" else start
            made.append((command.upper(), tuple(n for end in ends for n in end)))
    return made


@given(paths())
def test_a_short_path_runs_through_the_same_points(path):
    def without_rest(steps):  # a line to where one is already is left out
        kept, here, start = [], None, None
        for command, numbers in steps:
            end = tuple(numbers[-2:]) if numbers else start
            if not (command == "L" and end == here):
                kept.append((command, tuple(numbers)))
            here = end
            start = end if command == "M" else start
        return kept

    long = written(path)
    assert without_rest(points(shortened(long))) == without_rest(path)
    assert len(shortened(long)) <= len(long)


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("M 76 23.8 L 117.4 23.8 L 117.4 47.8 L 76 47.8 z", "M76 23.8h41.4v24h-41.4z"),
        ("M 0 0.5 L 3 -1 L 2.5 -1.5", "M0 .5L3-1l-.5-.5"),
        ("M 1 1 C 1 2 3 4 5 6 M 9 9 L 9 8", "M1 1C1 2 3 4 5 6M9 9v-1"),
    ],
)
def test_paths_as_they_are_written(long, short):
    assert shortened(long) == short


def test_neighbours_share_what_they_look_like():
    svg = ElementTree.fromstring(
        '<svg><path d="M 0 0 L 1 1" fill="none"/>'
        '<path d="M 0 0 L 5 0" fill="none" stroke="#111"/>'
        '<path d="M 0 2 L 5 2" fill="none" stroke="#111"/>'
        '<path d="M 0 3 L 5 3" fill="none" stroke="#222"/>'
        '<path d="M 0 4 L 5 4" fill="#222"/><path d="M 0 5 L 5 5" fill="#222"/>'
        '<text fill="#1" font-size="11px" x="1" y="2">a</text>'
        '<text fill="#1" font-size="11px" x="1" y="3">b</text>'
        '<text fill="#2" font-size="11px" x="1" y="4">c</text></svg>'
    )
    lean(svg)
    assert ElementTree.tostring(svg, encoding="unicode").replace(" />", "/>") == (
        '<svg><path d="M0 0h5M0 2h5" fill="none" stroke="#111"/>'
        '<path d="M0 3h5" fill="none" stroke="#222"/>'
        '<path d="M0 4h5" fill="#222"/><path d="M0 5h5" fill="#222"/>'
        '<g fill="#1" font-size="11px"><text x="1" y="2">a</text><text x="1" y="3">b</text></g>'
        '<text fill="#2" font-size="11px" x="1" y="4">c</text></svg>'
    )


def test_a_shape_that_is_drawn_by_reference_stays():
    svg = ElementTree.fromstring(
        '<svg><defs><path id="m" d="M 0 0 L 1 0" fill="none"/></defs></svg>'
    )
    lean(svg)
    assert svg.find("defs/path") is not None


def test_cells_that_look_alike_become_one_path():
    cells = ElementTree.fromstring(
        '<g><path d="M 0 0" fill="#1"/><path d="M 1 1" fill="#2"/><path d="M 2 2" fill="#1"/></g>'
    )
    assert [(p.get("d"), p.get("fill")) for p in merged(list(cells))] == [
        ("M 0 0 M 2 2", "#1"),
        ("M 1 1", "#2"),
    ]


def test_a_use_says_only_what_its_shape_does_not():
    svg = ElementTree.fromstring(
        '<svg><defs><path id="m" d="M 0 0" stroke="#1"/></defs>'
        '<use href="#m" x="1" fill="#2" stroke="#3"/><use href="#n" x="1" stroke="#3"/></svg>'
    )
    lean(svg)
    assert [use.attrib for use in svg.iter("use")] == [
        {"href": "#m", "x": "1", "fill": "#2"},  # a shape's own stroke counts, not that of its use
        {"href": "#n", "x": "1", "stroke": "#3"},
    ]
