"""The path of this year's growth in every area, each in a small drawing of one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from diaodu.periods import Period
from diaodu.present import theme
from diaodu.present.charts_path_scale import joined, limits
from diaodu.present.charts_words import counted, figure_of, items, rows_of, sentences, sources
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page, missing
from diaodu.present.surface import Surface
from diaodu.present.tally import listed

_ACROSS, _TALL, _HEAD, _FOOT, _LEFT, _RIGHT, _BETWEEN = 4, 64.0, 22.0, 16.0, 26.0, 8.0, 18.0
_MONTHS = 12


def city_paths(
    page: Page, paths: pd.DataFrame, ranking: pd.DataFrame, outlook: pd.DataFrame | None = None
) -> Figure | Nothing:
    """Cumulative growth of each area from the end of last year, against its annual target.

    paths: growth.paths, one row a point and stage. ranking: ranking.ranking, one row an area in
    the order to be shown, for the targets. outlook: the table of that name, for the 80% ranges.
    A published point is filled, what the area itself stated is hollow; lines join points of one
    kind and year. An area without any point keeps its drawing, which says so.
    """
    start = Period(page.run.period.year - 1, 12)
    shown = paths[paths["period"].ge(str(start)) & paths["area"].isin(set(ranking["area"]))]
    if shown.empty:
        return Nothing("")
    panels = [_Panel(page, row, shown, outlook) for row in rows_of(ranking)]
    with theme.style():
        drawing = _Drawing(page, panels)
        note = sentences(page, page.say("chart.multiples.note"), sources(page, shown["source_ids"]))
        return finish(drawing.figure, _title(page, panels), _alt(page, panels), note)


class _Panel:
    """What one small drawing shows: points, target, range, and the point that stands for now."""

    def __init__(
        self, page: Page, row: Any, paths: pd.DataFrame, outlook: pd.DataFrame | None
    ) -> None:
        self.area = row.area
        self.points = rows_of(paths[paths["area"].eq(row.area)].sort_values("period"))
        self.target = None if missing(row.target_value) else row.target_value
        self.floor = row.target_low if row.target_wording == "between" else row.target_value
        self.now = next((p for p in self.points if p.period == str(page.run.period)), None)
        self.steps = [] if outlook is None else rows_of(_ranges(page, outlook, row.area))

    @property
    def below(self) -> bool:
        """Whether the figure of the quarter is below the target."""
        return self.now is not None and not missing(self.floor) and self.now.value < self.floor

    @property
    def values(self) -> list[float]:
        """All that the common scale has to hold."""
        ends = [float(end) for step in self.steps for end in (step.low80, step.high80)]
        aim = [] if self.target is None else [float(self.target)]
        return [*(float(point.value) for point in self.points), *aim, *ends]


def _ranges(page: Page, outlook: pd.DataFrame, area: str) -> pd.DataFrame:
    own = outlook[outlook["area"].eq(area) & outlook["indicator"].eq(page.run.quarter.headline)]
    return own.dropna(subset=["low80", "high80"]).drop_duplicates("period").sort_values("period")


class _Drawing:
    """All panels on one sheet; shapes of one look are one path each, so that the file is small."""

    def __init__(self, page: Page, panels: Sequence[_Panel]) -> None:
        self.page = page
        self.low, self.high = limits([value for panel in panels for value in panel.values])
        lines = -(-len(panels) // _ACROSS)
        self.height = lines * (_TALL + _HEAD + _FOOT)
        self.wide = (theme.WIDTH - _LEFT - _RIGHT - (_ACROSS - 1) * _BETWEEN) / _ACROSS
        edges = (0, theme.WIDTH), (0, self.height)
        self.surface = Surface(self.height, (0, 0, 0, 0), *edges)
        self.figure = self.surface.figure
        corners = [
            (
                _LEFT + (n % _ACROSS) * (self.wide + _BETWEEN),
                self.height - (n // _ACROSS) * (_TALL + _HEAD + _FOOT) - _HEAD - _TALL,
            )
            for n in range(len(panels))
        ]
        self._scale(corners)
        self._bands(panels, corners)
        self._targets(panels, corners)
        for panel, corner in zip(panels, corners, strict=True):
            self._points(panel, corner)
            self._heading(panel, corner)

    def place(self, corner: tuple[float, float], month: float, value: float) -> tuple[float, float]:
        """Pixels of a value at the end of a month of this year in the panel at that corner."""
        up = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return corner[0] + month / _MONTHS * self.wide, corner[1] + up * _TALL

    def _path(self, strokes: list[list[tuple[float, float]]], z: float, **look: Any) -> None:
        """Many strokes, or many filled shapes, of one look."""
        if strokes:
            path = Path.make_compound_path(*(Path(stroke) for stroke in strokes))
            self.surface.put(PathPatch(path, zorder=z, **{"fill": False, **look}))

    def _scale(self, corners: list[tuple[float, float]]) -> None:
        steps = theme.ticks(self.low, self.high, 3)
        ends = (0, _MONTHS)
        lines = [[self.place(c, m, s) for m in ends] for c in corners for s in steps if s]
        zero = [[self.place(c, m, 0.0) for m in ends] for c in corners]
        self._path(lines, 0, edgecolor=theme.FAINT, lw=0.8)
        self._path(zero, 1, edgecolor=theme.GREY, lw=0.8)
        small: dict[str, Any] = {"size": theme.SMALL, "color": theme.GREY}
        for corner in corners[::_ACROSS]:
            for step in steps:
                y = self.place(corner, 0, step)[1]
                theme.write(
                    self.figure, _LEFT - 5, y, self.page.number(step, 0), ha="right", **small
                )
        for x, y in corners[-_ACROSS:]:
            for month in (3, 6, 9, 12):
                at = x + month / _MONTHS * self.wide
                theme.write(self.figure, at, y - 8, str(month), ha="center", **small)

    def _bands(self, panels: Sequence[_Panel], corners: list[tuple[float, float]]) -> None:
        bands = []
        for panel, corner in zip(panels, corners, strict=True):
            if panel.steps:
                low = [self.place(corner, _month(s), float(s.low80)) for s in panel.steps]
                high = [self.place(corner, _month(s), float(s.high80)) for s in panel.steps]
                bands.append([*low, *reversed(high), low[0]])
        self._path(bands, 0.5, facecolor=theme.BAND, fill=True, lw=0)

    def _targets(self, panels: Sequence[_Panel], corners: list[tuple[float, float]]) -> None:
        aims = [
            [self.place(corner, month, float(panel.target)) for month in (0, _MONTHS)]
            for panel, corner in zip(panels, corners, strict=True)
            if panel.target is not None
        ]
        self._path(aims, 2, edgecolor=theme.TARGET, lw=1.2, ls=(0, (4, 2)))

    def _points(self, panel: _Panel, corner: tuple[float, float]) -> None:
        year = self.page.run.period.year
        for published in (True, False):
            rows = [p for p in panel.points if (p.stage == "actual") == published]
            places = {p.period: self.place(corner, _since(p, year), float(p.value)) for p in rows}
            strokes = [[places[a.period], places[b.period]] for a, b in joined(rows)]
            dash: Any = "-" if published else (0, (3, 2))
            self._path(strokes, 3, edgecolor=theme.ACCENT, lw=1.2, ls=dash)
            if places:
                face = theme.ACCENT if published else theme.PAPER
                xs, ys = zip(*places.values(), strict=True)
                look = {"mfc": face, "mec": theme.ACCENT, "ms": 4.5, "mew": 1.2}
                self.surface.marks(xs, ys, "o" if published else "D", zorder=4, **look)

    def _heading(self, panel: _Panel, corner: tuple[float, float]) -> None:
        y = corner[1] + _TALL + 12
        theme.write(self.figure, corner[0], y, self.page.area(panel.area), theme.SMALL, ha="left")
        colour = theme.HIGHLIGHT_INK if panel.below else theme.INK
        text = _now(self.page, panel)
        theme.write(
            self.figure, corner[0] + self.wide, y, text, theme.SMALL, ha="right", color=colour
        )


def _since(point: Any, year: int) -> float:
    """Months from the end of last year to a point."""
    return float(12 * (point.year - year) + point.month)


def _month(step: Any) -> float:
    return float(Period.parse(step.period).month)


def _now(page: Page, panel: _Panel) -> str:
    """What stands for the quarter, and the target."""
    if panel.now is None:
        value = page.say("value.missing")
    else:
        key = "chart.multiples.below" if panel.below else "chart.multiples.value"
        value = page.say(key, value=figure_of(page, panel.now.value, panel.now.printed))
    if panel.target is None:
        return value
    return page.say("chart.multiples.against", value=value, target=page.figure(panel.target))


def _title(page: Page, panels: Sequence[_Panel]) -> str:
    known = [panel for panel in panels if panel.now is not None and not missing(panel.floor)]
    below = [panel for panel in known if panel.below]
    words = {
        "period": page.period(page.run.period),
        "known": counted(page, [panel.now for panel in known]),
        "all": counted(page, listed("area", [panel.area for panel in panels])),
    }
    if not known:
        return page.say("chart.multiples.title_unknown", **words)
    if not below:
        return page.say("chart.multiples.title_none", **words)
    words |= {"below": counted(page, [panel.now for panel in below])}
    areas = page.list_of(page.area(panel.area) for panel in below)
    return page.say("chart.multiples.title", **words, areas=areas)


def _alt(page: Page, panels: Sequence[_Panel]) -> str:
    rows = []
    for panel in panels:
        points = items(
            page,
            (
                page.say(
                    f"chart.multiples.point_{p.stage}",
                    period=page.period(p.period),
                    value=figure_of(page, p.value, p.printed),
                )
                for p in panel.points
            ),
        )
        words = {"area": page.area(panel.area), "points": points or page.say("value.missing")}
        aim = "" if panel.target is None else page.figure(panel.target)
        key = "chart.multiples.alt_row" if aim else "chart.multiples.alt_row_alone"
        rows.append(page.say(key, **words, **({"target": aim} if aim else {})))
    return page.say("chart.multiples.alt", values=page.say("chart.between_rows").join(rows))
