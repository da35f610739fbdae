"""A map of the province by area; a grid of tiles where there are no boundaries.

Told without colour too: below the target is darker and marked ▼, what cannot be said has a dotted
edge, and every area carries its name and its figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.patches import PathPatch, Rectangle

from diaodu.boundaries import Boundaries
from diaodu.present import outlines, theme
from diaodu.present.charts_labels import Box, Room, around, box, shifted
from diaodu.present.charts_words import counted, figure_of, rows_of, sentences, sources_of
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page, is_true, missing
from diaodu.present.surface import Surface

HEIGHT = 640.0
_TILES, _TILE = 7, 92.0
_FILL = {"below": "#eba677", "at": "#dce8f2", "unknown": theme.PAPER}
_TEXT = theme.SMALL
_LINE = _TEXT * theme.LINE


def city_map(page: Page, table: pd.DataFrame) -> Figure | Nothing:
    """Growth of each area on a map, those below their target marked.

    table: ranking.ranking, one row an area. Nothing at all where no area has a figure.
    """
    if table["value"].isna().all():
        return Nothing("")
    rows = rows_of(table)
    boundaries = page.run.boundaries
    if boundaries is not None and not set(boundaries.rings) & {row.area for row in rows}:
        boundaries = None
    with theme.style():
        drawn = _tiles(page, rows) if boundaries is None else _map(page, rows, boundaries)
        notice = "" if boundaries is None else boundaries.notice.get(page.lang, "")
        note = sentences(page, page.say("chart.map.note"), notice, sources_of(page, table))
        return finish(drawn, _title(page, rows), _alt(page, rows), note)


def _kind(row: Any) -> str:
    if missing(row.below_target):
        return "unknown"
    return "below" if is_true(row.below_target) else "at"


def _label(page: Page, row: Any) -> tuple[str, str]:
    mark = "▼ " if _kind(row) == "below" else ""
    return page.area(row.area), mark + figure_of(page, row.value, row.printed)


def _look(row: Any) -> dict[str, Any]:
    kind = _kind(row)
    look: dict[str, Any] = {"facecolor": _FILL[kind], "edgecolor": theme.GREY, "lw": 0.9}
    if kind == "unknown":
        look["linestyle"] = (0, (2, 2))
    return look


def _map(page: Page, rows: list[Any], boundaries: Boundaries) -> Any:
    known = {area: [np.array(ring) for ring in rings] for area, rings in boundaries.rings.items()}
    rings_of_all = [ring for rings in known.values() for ring in rings]
    place = outlines.projection(rings_of_all, theme.WIDTH - 20, HEIGHT - 20)
    shapes = {area: [place(ring) for ring in rings] for area, rings in known.items()}
    edges = (0, theme.WIDTH - 20), (0, HEIGHT - 20)
    surface = Surface(HEIGHT, (10, 10, 10, 10), *edges)
    room = Room((0, 0, theme.WIDTH, HEIGHT))
    by_size = sorted(rows, key=lambda row: -outlines.size(shapes.get(row.area, [])))
    for row in by_size:
        if row.area in shapes:
            surface.put(PathPatch(outlines.path_of(shapes[row.area]), zorder=1, **_look(row)))
    labels = [(row, outlines.middle(shapes[row.area])) for row in by_size if row.area in shapes]
    for row, (x, y) in labels:
        _name(page, surface, room, row, x + 10, y + 10)
    without = [row for row in rows if row.area not in shapes]
    for number, row in enumerate(without):
        name, value = _label(page, row)
        theme.write(surface.figure, 14, 20 + number * _LINE, f"{name} {value}", _TEXT)
    return surface.figure


def _name(page: Page, surface: Surface, room: Room, row: Any, x: float, y: float) -> None:
    """Name and figure at a point, or beside it with a thin line to it where there is no room."""
    name, value = _label(page, row)
    wide = max(theme.text_width(name, _TEXT), theme.text_width(value, _TEXT)) + 4
    first = box(x, y, wide, 2 * _LINE)
    places: Iterator[Box] = (
        spot for spot in (first, *around(x, y, wide, 2 * _LINE), *shifted(first, 12, 8))
    )
    chosen = next((spot for spot in places if room.free(spot)), first)
    room.take(chosen)
    middle = (chosen[0] + chosen[2]) / 2, (chosen[1] + chosen[3]) / 2
    if abs(middle[0] - x) > wide / 2 or abs(middle[1] - y) > _LINE:
        surface.line(
            [x - 10, middle[0] - 10], [y - 10, middle[1] - 10], color=theme.GREY, lw=0.8, zorder=3
        )
    halo = {"ha": "center", "gid": "halo"}
    theme.write(surface.figure, middle[0], middle[1], f"{name}\n{value}", _TEXT, **halo)


def _tiles(page: Page, rows: list[Any]) -> Any:
    """One tile an area in the quarter file's order, where nobody gave boundaries."""
    order = {area: place for place, area in enumerate(page.run.peers)}
    rows = sorted(rows, key=lambda row: order.get(row.area, len(order)))
    lines = math.ceil(len(rows) / _TILES)
    height = lines * _TILE + 20
    edges = (0, theme.WIDTH - 20), (height - 20, 0)
    surface = Surface(height, (10, 10, 10, 10), *edges)
    for number, row in enumerate(rows):
        column, line = number % _TILES, number // _TILES
        x, y = column * (theme.WIDTH - 20) / _TILES, line * _TILE
        wide = (theme.WIDTH - 20) / _TILES - 6
        surface.put(Rectangle((x, y), wide, _TILE - 6, zorder=1, **_look(row)))
        name, value = _label(page, row)
        text = theme.wrap(name, wide - 6, _TEXT) + f"\n{value}"
        at = (x + wide / 2 + 10, height - 10 - y - (_TILE - 6) / 2)
        theme.write(surface.figure, *at, text, _TEXT, ha="center", gid="halo")
    return surface.figure


def _title(page: Page, rows: list[Any]) -> str:
    below = [row for row in rows if is_true(row.below_target)]
    if below:
        names = page.list_of(page.area(row.area) for row in below)
        return page.say("chart.map.title", areas=names, count=counted(page, below))
    return page.say("chart.map.title_none")


def _alt(page: Page, rows: list[Any]) -> str:
    said = []
    for row in rows:
        name, value = _label(page, row)
        said.append(page.say(f"chart.map.alt_{_kind(row)}", area=name, value=value))
    return page.say("chart.map.alt", values=page.say("chart.between_rows").join(said))
