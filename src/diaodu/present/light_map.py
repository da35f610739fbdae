"""The province's areas with their lights on a map whose areas are links; tiles without boundaries.

Drawn as plain SVG and dressed by the page's style sheet, so that it is dark where the page is.
Colour only repeats what the shapes beside each name say.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd

from diaodu.boundaries import Boundaries
from diaodu.present import outlines, theme
from diaodu.present.charts_labels import Room, around, box, shifted
from diaodu.present.lamps import NOTHING, SHAPES
from diaodu.present.page import Html, Page, each, safe

_WIDTH, _HEIGHT = 460.0, 500.0
_NAME, _COUNTS = 15.0, 13.0
_TILES, _TILE = 4, 76.0
_STEP = 2.2  # pixels between two points of a border; coarser than in a report
_WORST = ("red", "yellow", "green", "unknown")
_RANK = {light: number for number, light in enumerate(_WORST)}


@dataclass(frozen=True)
class _Area:
    """One area: its name, how many lights of which colour, its shape on the sheet, a place."""

    id: str
    name: str
    counts: Counter[str]
    rings: list[Any]
    at: tuple[float, float]

    @property
    def worst(self) -> str:
        return min(self.counts, key=_RANK.__getitem__, default="unknown")

    @property
    def marks(self) -> str:
        """■2 ▲1: what needs a look; else the one shape that the others have."""
        told = [light for light in ("red", "yellow") if self.counts[light]]
        counted = [f"{SHAPES[light]}{self.counts[light]}" for light in told]
        return " ".join(counted) or SHAPES[self.worst]


def of_areas(page: Page, topics: pd.DataFrame, links: Mapping[str, str]) -> Html:
    """The lights of all areas on one sheet.

    topics: lights.by_topic, one row an area and topic. links: area -> file of its report; an area
        without one is drawn and is no link. Nothing where the quarter's file has no rules.
    """
    if not topics["rules"].any():
        return NOTHING
    counts: dict[str, Counter[str]] = {}
    for row in each(topics):
        counts.setdefault(row.area, Counter())[row.light] += 1
    boundaries = page.run.boundaries
    if boundaries is not None and not set(boundaries.rings) & set(counts):
        boundaries = None
    areas = _mapped(page, counts, boundaries) if boundaries else _tiled(page, counts)
    height = _HEIGHT if boundaries else math.ceil(len(areas) / _TILES) * _TILE
    notice = boundaries.notice.get(page.lang, "") if boundaries else ""
    shapes = sorted(areas, key=lambda area: -outlines.size(area.rings))
    drawn = "".join(_shape(area, height, links) for area in shapes)
    room = Room((0, 0, _WIDTH, height))
    # the small ones first: the large ones have room to step aside
    named = {area.id: _label(page, area, room, height, links) for area in reversed(shapes)}
    labels = "".join(named[area] for area in counts if area in named)
    title = safe(page.say("light_map.title"))
    note = " ".join(filter(None, (page.say("light_map.note"), notice)))
    return Html(
        f'<figure class="lightmap"><figcaption id="t-lightmap">{title}</figcaption>'
        f'<svg viewBox="0 0 {_WIDTH:.0f} {height:.0f}" role="group" aria-labelledby="t-lightmap">'
        f'{drawn}{labels}</svg><p class="note">{safe(note)}</p></figure>'
    )


def _mapped(page: Page, counts: dict[str, Counter[str]], boundaries: Boundaries) -> list[_Area]:
    """The areas that have boundaries, in their places."""
    known = {
        area: [np.array(ring) for ring in boundaries.rings[area]]
        for area in counts
        if area in boundaries.rings
    }
    every = [ring for rings in known.values() for ring in rings]
    place = outlines.projection(every, _WIDTH, _HEIGHT, _STEP)
    found = []
    for area, rings in known.items():
        shape = [place(ring) for ring in rings]
        found.append(_Area(area, page.area(area), counts[area], shape, outlines.middle(shape)))
    return found


def _tiled(page: Page, counts: dict[str, Counter[str]]) -> list[_Area]:
    """One tile an area, line by line, where nobody gave boundaries."""
    wide, lines = _WIDTH / _TILES, math.ceil(len(counts) / _TILES)
    found = []
    for number, (area, own) in enumerate(counts.items()):
        left, low = number % _TILES * wide, (lines - 1 - number // _TILES) * _TILE
        right, high = left + wide - 4, low + _TILE - 4
        ring = np.array([(left, low), (right, low), (right, high), (left, high), (left, low)])
        at = (left + right) / 2, (low + high) / 2
        found.append(_Area(area, page.area(area), own, [ring], at))
    return found


def _shape(area: _Area, height: float, links: Mapping[str, str]) -> str:
    """The outline; it can be clicked, and the keyboard goes to the name instead."""
    lines = "".join(_drawn(ring, height) for ring in area.rings)
    path = f'<path class="lit-{area.worst}" fill-rule="evenodd" d="{lines}"/>'
    if area.id not in links:
        return path
    return f'<a href="{_address(links[area.id])}" tabindex="-1" aria-hidden="true">{path}</a>'


def _drawn(ring: Any, height: float) -> str:
    """A ring as steps from point to point, in whole pixels."""
    points = [(round(x), round(height - y)) for x, y in ring[:-1]]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z"


def _label(page: Page, area: _Area, room: Room, height: float, links: Mapping[str, str]) -> str:
    """Name and lights at the area's place, or near it with a thin line to it."""
    x, y = area.at
    wide = max(theme.text_width(area.name, _NAME), theme.text_width(area.marks, _COUNTS)) + 4
    tall = (_NAME + _COUNTS) * 1.15
    first = box(x, y, wide, tall)
    places = (first, *around(x, y, wide, tall), *shifted(first, 10, 6))
    chosen = next((spot for spot in places if room.free(spot)), first)
    room.take(chosen)
    middle = (chosen[0] + chosen[2]) / 2, (chosen[1] + chosen[3]) / 2
    line = ""
    if abs(middle[0] - x) > wide / 2 or abs(middle[1] - y) > tall / 2:
        line = (
            f'<line x1="{x:.0f}" y1="{height - y:.0f}" x2="{middle[0]:.0f}" '
            f'y2="{height - middle[1]:.0f}"/>'
        )
    top = height - middle[1]
    text = (
        f'{line}<text x="{middle[0]:.0f}" y="{top - 2:.0f}">{safe(area.name)}</text>'
        f'<text class="counts" x="{middle[0]:.0f}" y="{top + _COUNTS:.0f}">{area.marks}</text>'
    )
    if area.id not in links:
        return f"<g>{text}</g>"
    said = safe(page.say("light_map.area", area=area.name, lights=_said(page, area.counts)))
    return f'<a href="{_address(links[area.id])}"><title>{said}</title>{text}</a>'


def _said(page: Page, counts: Counter[str]) -> str:
    words = [
        page.say("light_map.count", light=page.say(f"light.word.{light}"), count=counts[light])
        for light in _WORST
        if counts[light]
    ]
    return page.list_of(words)


def _address(file: str) -> str:
    return safe(quote(file))
