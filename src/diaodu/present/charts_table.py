"""Charts in rows: names, figures and words in columns, and a drawing between them.

Figures stand in a column of their own rather than at the ends of bars, so no label can cover a
line or another label, whatever the values are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from diaodu.present import theme
from diaodu.present.charts_labels import Room, box, shifted
from diaodu.present.page import Page
from diaodu.present.surface import Surface

_SCALE, _GUTTER, _PADDING = 22.0, 12.0, 6.0
_ROW, _EMPTY_ROW = 23.0, 20.0
_SMALL_HEIGHT = theme.SMALL * theme.LINE


@dataclass(frozen=True)
class Column:
    """One column of texts: heading, one text a row, alignment, how wide it may become, colours."""

    head: str
    texts: Sequence[str]
    align: Literal["left", "right"] = "right"
    most: float = 120.0
    size: float = theme.TEXT
    colours: Sequence[str] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The texts, broken into lines."""
        return [theme.wrap(text, self.most, self.size) for text in self.texts]

    @cached_property
    def heading(self) -> str:
        """The heading, broken into lines."""
        return theme.wrap(self.head, self.most, theme.SMALL)

    @cached_property
    def width(self) -> float:
        """Width in pixels with the space that parts it from the next column; 0 if it is empty."""
        widths = [theme.text_width(text, self.size) for text in self.lines]
        widest = max([theme.text_width(self.heading, theme.SMALL), *widths])
        return widest + _GUTTER if widest else 0.0


class Rows:
    """A page-wide chart of rows, with columns left and right of the drawing.

    values: what the drawing must hold. drawn: how many rows have a drawing; those after them are
    empty, stand below the scale and no line runs through them. `surface` holds the drawing: x is
    data, y is pixels from the top of the first row downwards; `middles` are the rows' middles.
    """

    def __init__(
        self,
        page: Page,
        left: Sequence[Column],
        right: Sequence[Column],
        values: Sequence[float],
        drawn: int,
    ) -> None:
        self.page = page
        columns = [*left, *right]
        self.middles, y = [], 0.0
        for row in range(len(left[0].texts)):
            y += _SCALE if row == drawn else 0.0
            height = max(_row_height(row, columns), _ROW if row < drawn else _EMPTY_ROW)
            self.middles.append(y + height / 2)
            y += height
            if row < drawn:
                self.body = y
        heads = max(column.heading.count("\n") + 1 for column in columns)
        self.top = heads * _SMALL_HEIGHT + 6
        bottom = y - self.body if len(self.middles) > drawn else _SCALE
        self.height = self.top + self.body + bottom
        self.left = sum(column.width for column in left)
        ends = sum(column.width for column in right)
        self.right = theme.WIDTH - ends
        least, most = min(values), max(values)
        margin = 0.02 * (most - least) or 1.0
        self.low, self.high = least - margin, most + margin
        margins = (self.left, ends, self.top, bottom)
        self.surface = Surface(self.height, margins, (self.low, self.high), (self.body, 0))
        self.figure = self.surface.figure
        self._columns(left, 0.0)
        self._columns(right, self.right + _GUTTER)
        self.room = Room((self.left, 0, self.right + _GUTTER, self.height))

    def scale(self, unit: str = "") -> None:
        """Faint lines at round numbers with the numbers below, and a firm one at zero."""
        steps = theme.ticks(self.low, self.high, 4)
        decimals = 0 if all(step.is_integer() for step in steps) else 1
        for step in steps:
            self.surface.upright(
                step, color=theme.GREY if abs(step) < 1e-9 else theme.FAINT, lw=0.8, zorder=1
            )
            text = self.page.number(step, decimals) + unit
            y = self.height - self.top - self.body - 12
            self._small(self.pixel(step), y, text, ha="center")

    def line(self, value: float, label: str) -> None:
        """A line through all rows with its label above them."""
        self.surface.upright(value, color=theme.GREY, lw=1.5, zorder=2)
        wide = theme.text_width(label, theme.SMALL)
        edges = self.left + wide / 2, self.right + _GUTTER - wide / 2
        x = min(max(self.pixel(value), edges[0]), edges[1])
        y = self.height - self.top + 3 + _SMALL_HEIGHT / 2
        place = self.room.place(shifted(box(x, y, wide, _SMALL_HEIGHT), dx=3.0))
        if place is not None:
            self._small(place[0], y, label, ha="left", color=theme.INK)

    def bar(
        self,
        row: int,
        start: float,
        end: float,
        colour: str,
        *,
        hollow: bool = False,
        thick: float = 11,
    ) -> None:
        """A bar of one row; a hollow one is an outline only."""
        face = theme.PAPER if hollow else colour
        edge: dict[str, Any] = {"edgecolor": colour, "lw": 1.2} if hollow else {"lw": 0}
        up = (self.middles[row] - thick / 2, self.middles[row] + thick / 2)
        self.surface.block((start, end), up, facecolor=face, zorder=3, **edge)

    def upright(self, row: int, value: float, half: float = 8.5) -> None:
        """A short upright line across one row."""
        ends = [self.middles[row] - half, self.middles[row] + half]
        self.surface.line([value] * 2, ends, color=theme.TARGET, lw=2.2, zorder=5)

    def mark(self, row: int, value: float, marker: str, colour: str, hollow: bool = False) -> None:
        """A round or square mark in one row."""
        face = theme.PAPER if hollow else colour
        self.surface.marks(
            [value], [self.middles[row]], marker, ms=7, mfc=face, mec=colour, mew=1.3, zorder=4
        )

    def pixel(self, value: float) -> float:
        """Pixels from the left of the page for a value."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    def _columns(self, columns: Sequence[Column], x: float) -> None:
        for column in columns:
            wide = column.width - _GUTTER
            at = x + wide if column.align == "right" else x
            if column.heading:
                lines = column.heading.count("\n") + 1
                y = self.height - self.top + 3 + lines * _SMALL_HEIGHT / 2
                self._small(at, y, column.heading, ha=column.align)
            for i, text in enumerate(column.lines):
                colour = column.colours[i] if column.colours else theme.INK
                y = self.height - self.top - self.middles[i]
                theme.write(self.figure, at, y, text, column.size, ha=column.align, color=colour)
            x += column.width

    def _small(self, x: float, y: float, text: str, **kwargs: Any) -> None:
        theme.write(self.figure, x, y, text, theme.SMALL, **{"color": theme.GREY, **kwargs})


def _row_height(row: int, columns: Sequence[Column]) -> float:
    """Height that the highest text of a row needs."""
    lines = ((column.lines[row].count("\n") + 1) * column.size for column in columns)
    return max(lines) * theme.LINE + _PADDING
