"""The outlook's fan in the path of growth: ranges that widen from the last known point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from diaodu.periods import Period
from diaodu.present import theme
from diaodu.present.charts_labels import box, shifted
from diaodu.present.page import Page, each, missing

if TYPE_CHECKING:
    from diaodu.present.charts_path_drawing import Drawing

_LEVELS = ((95, theme.BAND_WIDE), (80, theme.BAND))
_GAP = 8.0


@dataclass(frozen=True)
class Fan:
    """The model's figures of one area: from a known point to the quarter and to the year's end.

    start: the point the model went on from, at or before the first step. steps: rows of the
    table `outlook` in order of time, each with a value and an 80% range.
    """

    start: tuple[float, float]
    steps: list[Any]

    @property
    def end(self) -> float:
        """Where the fan ends, in years."""
        return _at(self.steps[-1])

    @property
    def values(self) -> list[float]:
        """What the scale has to hold: the model's figures and their 80% ranges."""
        return [float(v) for row in self.steps for v in (row.value, row.low80, row.high80)]

    def edge(self, name: str) -> list[tuple[float, float]]:
        """One edge of the fan, from its start; only the start where no step has the range."""
        steps = [row for row in self.steps if not missing(getattr(row, name))]
        return [self.start, *((_at(row), float(getattr(row, name))) for row in steps)]


def fan_of(page: Page, outlook: pd.DataFrame | None) -> Fan | None:
    """The fan of the page's area and headline; None where the model has no range for it."""
    if outlook is None:
        return None
    own = outlook[
        outlook["area"].eq(page.run.area.id)
        & outlook["indicator"].eq(page.run.quarter.headline)
        & outlook["value"].notna()
        & outlook["low80"].notna()
        & outlook["base_value"].notna()
    ].sort_values("period", kind="stable")
    steps: list[Any] = list(each(own.drop_duplicates("period")))
    if not steps:
        return None
    base = Period.parse(steps[0].base_period)
    start = max(base.year + base.month / 12, float(page.run.quarter.history_from))
    return Fan((start, float(steps[0].base_value)), steps)


def draw(drawing: Drawing, fan: Fan) -> None:
    """Put the bands, the model's line and their labels into a drawing of the path."""
    for level, colour in _LEVELS:
        low, high = fan.edge(f"low{level}"), fan.edge(f"high{level}")
        if len(low) > 1:
            _band(drawing, low, high, colour)
    middle = fan.edge("value")
    drawing.surface.line(
        *zip(*middle, strict=True), color=theme.ACCENT, lw=1.1, ls=(0, (1, 2)), zorder=2
    )
    for a, b in pairwise(middle):
        drawing.room.line(drawing.pixel(*a), drawing.pixel(*b))
    _label(drawing, fan)


def label(page: Page, fan: Fan) -> str:
    """The two lines at the end of the fan: the model's figure, and its 80% range."""
    row = fan.steps[-1]
    low, high = page.number(row.low80), page.number(row.high80)
    return page.say(
        "chart.fan.label", value=page.number(row.value), low=low, high=high, period=_when(page, row)
    )


def width(page: Page, fan: Fan) -> float:
    """Room that the labels need beside the fan's end, in pixels."""
    return max(theme.text_width(line, theme.SMALL) for line in label(page, fan).split("\n")) + _GAP


def said(page: Page, fan: Fan) -> str:
    """The fan in an alternative text, with all its numbers."""
    return page.say(
        "chart.fan.alt",
        steps=page.say("chart.between_rows").join(_said(page, row) for row in fan.steps),
    )


def clause(page: Page, fan: Fan, expected: Any, actual: Any) -> str:
    """What the fan says in the chart's title: of the published figure, else of the expected one."""
    row = fan.steps[0]
    words = {"low": page.number(row.low80), "high": page.number(row.high80)}
    if missing(actual) and missing(expected):
        return page.say("chart.fan.clause", **words, value=page.number(row.value))
    stage, known = ("expected", expected) if missing(actual) else ("actual", actual)
    side = "below" if known < row.low80 else "above" if known > row.high80 else "in"
    return page.say(f"chart.fan.{stage}_{side}", **words, value=page.figure(known))


def _said(page: Page, row: Any) -> str:
    numbers = {
        name: page.number(getattr(row, name))
        for name in ("value", "low80", "high80", "low95", "high95")
    }
    key = "chart.fan.alt_narrow" if missing(row.low95) else "chart.fan.alt_step"
    return page.say(key, period=_when(page, row), **numbers)


def _when(page: Page, row: Any) -> str:
    return page.period(row.period)


def _band(
    drawing: Drawing,
    low: Sequence[tuple[float, float]],
    high: Sequence[tuple[float, float]],
    colour: str,
) -> None:
    """A band between two edges, cut straight where it leaves the scale."""
    xs = [x for x, _ in low]
    for edge in (low, high):
        xs += _crossings(edge, drawing.low) + _crossings(edge, drawing.high)
    grid = sorted(set(xs))
    lower, upper = (
        np.interp(grid, [x for x, _ in edge], [y for _, y in edge]).clip(drawing.low, drawing.high)
        for edge in (low, high)
    )
    ys = [*lower, *reversed(upper)]
    points = list(zip([*grid, *reversed(grid)], ys, strict=True))
    drawing.surface.area(points, color=colour, lw=0, zorder=0)


def _crossings(edge: Sequence[tuple[float, float]], level: float) -> list[float]:
    """Where a broken line crosses a level."""
    return [
        x0 + (level - y0) / (y1 - y0) * (x1 - x0)
        for (x0, y0), (x1, y1) in pairwise(edge)
        if min(y0, y1) < level < max(y0, y1)
    ]


def _label(drawing: Drawing, fan: Fan) -> None:
    text = label(drawing.page, fan)
    x, y = drawing.pixel(fan.end, float(fan.steps[-1].value))
    wide = width(drawing.page, fan) - _GAP
    high = theme.SMALL * theme.LINE * len(text.split("\n"))
    place = drawing.room.place(shifted(box(x + _GAP + wide / 2, y, wide, high), dy=3.0))
    if place is not None:
        middle = (place[1] + place[3]) / 2
        theme.write(
            drawing.figure, place[0], middle, text, theme.SMALL, color=theme.ACCENT, ha="left"
        )


def _at(row: Any) -> float:
    """Time in years at the end of a step's period."""
    when = Period.parse(row.period)
    return when.year + when.month / 12
