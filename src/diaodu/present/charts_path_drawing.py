"""How the path of growth is drawn: scale, cut-off, lines, marks and labels."""

from __future__ import annotations

from typing import Any

from diaodu.periods import Period
from diaodu.present import charts_path_fan, theme
from diaodu.present.charts_labels import Box, Room, around, box, shifted
from diaodu.present.charts_path_fan import Fan
from diaodu.present.charts_path_scale import Point, Series, Target, joined, limits, visible
from diaodu.present.charts_words import figure_of
from diaodu.present.figures import HALO
from diaodu.present.page import Page, is_true
from diaodu.present.surface import Surface

_HEIGHT = 320.0
_STRIP, _YEARS = 30.0, 9.0  # pixels from the bottom
_LINE = theme.SMALL * theme.LINE


class Drawing:
    """The drawing of one path; `cut` are the lines and rows that are beyond the scale."""

    def __init__(
        self,
        page: Page,
        lines: list[Series],
        targets: list[Target],
        unpublished: list[Period],
        fan: Fan | None = None,
    ) -> None:
        self.page, self.lines, self.targets, self.fan = page, lines, targets, fan
        self.first, self.last = page.run.quarter.history_from, page.run.period
        self.end = max(self.last.year + self.last.month / 12, fan.end if fan else 0.0)
        values = [float(row.value) for line in lines for row in line.rows]
        values += [edge for t in targets for edge in (t.low, t.high)]
        self.low, self.high = limits(values + (fan.values if fan else []))
        rows = [(line, row) for line in lines for row in line.rows]
        self.cut = [(line, row) for line, row in rows if self._side(row)]
        sides = {self._side(row) for _, row in self.cut}
        self.top = 44.0 if 1 in sides else 28.0  # labels of what is cut off stand outside
        self.bottom = 58.0 if -1 in sides else 46.0
        self._open()
        self._scale()
        self._strip(unpublished)
        self._targets()
        for line in lines:
            self._line(line)
        if fan:
            charts_path_fan.draw(self, fan)
        self._labels()

    def _open(self) -> None:
        missing = self.page.say("value.missing")
        left = max(34.0, theme.text_width(missing, theme.SMALL) + 12)
        right = 10.0 if self.fan is None else charts_path_fan.width(self.page, self.fan) + 4
        for line in self.lines:  # the label of a last point must end on the paper
            share = max((_x(line.rows[-1]) - self.first) / (self.end - self.first), 0.05)
            room = theme.WIDTH - left - 14 - theme.text_width(self._latest(line))
            right = max(right, theme.WIDTH - left - room / share)
        margins = (left, right, self.top, self.bottom)
        self.surface = Surface(_HEIGHT, margins, (self.first, self.end), (self.low, self.high))
        self.figure = self.surface.figure
        self.left, self.right = left, theme.WIDTH - right
        self.room = Room((2, _STRIP + 8, theme.WIDTH - 2, _HEIGHT - 18))

    def pixel(self, x: float, y: float) -> Point:
        """Pixels from the left and from the bottom for a time in years and a growth in %."""
        across = self.left + (x - self.first) / (self.end - self.first) * (self.right - self.left)
        up = (y - self.low) / (self.high - self.low) * (_HEIGHT - self.top - self.bottom)
        return across, self.bottom + up

    def _scale(self) -> None:
        steps = theme.ticks(self.low, self.high)
        decimals = 0 if all(step.is_integer() for step in steps) else 1
        small: dict[str, Any] = {"size": theme.SMALL, "color": theme.GREY}
        for step in steps:
            zero = abs(step) < 1e-9
            self.surface.level(step, color=theme.GREY if zero else theme.FAINT, lw=0.8, zorder=1)
            y = self.pixel(self.first, step)[1]
            theme.write(
                self.figure, self.left - 6, y, self.page.number(step, decimals), ha="right", **small
            )
        theme.write(self.figure, 2, _HEIGHT - 9, self.page.say("chart.growth"), ha="left", **small)
        taken = -100.0
        for year in range(self.first, self.last.year + 1):
            if year > self.first:
                self.surface.upright(year, color=theme.FAINT, lw=0.8, zorder=1)
            middle = self.pixel((year + min(year + 1, self.end)) / 2, self.low)[0]
            if middle - taken >= 36:
                theme.write(self.figure, middle, _YEARS, str(year), ha="center", **small)
                taken = middle

    def _strip(self, unpublished: list[Period]) -> None:
        if not unpublished:
            return
        small: dict[str, Any] = {"size": theme.SMALL, "color": theme.GREY}
        theme.write(
            self.figure, self.left - 6, _STRIP, self.page.say("value.missing"), ha="right", **small
        )
        y = self.low + (_STRIP - self.bottom) / (_HEIGHT - self.top - self.bottom) * (
            self.high - self.low
        )
        self.surface.marks(
            [end.year + end.month / 12 for end in unpublished],
            [y] * len(unpublished),
            "o",
            ms=min(5.0, 120 / len(unpublished)),
            mfc=theme.PAPER,
            mec=theme.GREY,
            mew=0.9,
        )

    def _targets(self) -> None:
        for target in self.targets:
            span = (float(target.year), min(target.year + 1.0, self.end))
            if target.high > target.low:
                self.surface.block(
                    span, (target.low, target.high), color=theme.TRACK, lw=0, zorder=1
                )
            for edge in {target.low, target.high}:
                self.surface.line(
                    span, [edge] * 2, color=theme.TARGET, lw=1.4, ls=(0, (4, 2)), zorder=2
                )
                self.room.line(self.pixel(span[0], edge), self.pixel(span[1], edge))

    def _line(self, line: Series) -> None:
        for a, b in joined(line.rows):
            part = visible((_x(a), a.value), (_x(b), b.value), self.low, self.high)
            if part is not None:
                dash: Any = (0, (3, 2)) if line.hollow else "-"
                self.surface.line(
                    *zip(*part, strict=True), color=line.colour, lw=1.3, ls=dash, zorder=3
                )
                self.room.line(self.pixel(*part[0]), self.pixel(*part[1]))
        for marker, inside in ((line.marker, (0,)), ("^", (1,)), ("v", (-1,))):
            for derived in (False, True):
                some = [
                    r
                    for r in line.rows
                    if self._side(r) in inside and is_true(r.derived) == derived
                ]
                if some:
                    face = theme.PAPER if derived or line.hollow else line.colour
                    self._marks(line, some, marker, face)

    def _marks(self, line: Series, rows: list[Any], marker: str, face: str) -> None:
        xs = [_x(row) for row in rows]
        ys = [min(max(row.value, self.low), self.high) for row in rows]
        style: dict[str, Any] = {
            "mfc": face,
            "mec": line.colour,
            "mew": 1.3,
            "ms": line.size,
            "zorder": 4,
        }
        self.surface.marks(xs, ys, marker, **style)
        for x, y in zip(xs, ys, strict=True):
            self.room.take(box(*self.pixel(x, y), line.size + 2, line.size + 2))

    def _side(self, row: Any) -> int:
        return int(row.value > self.high) - int(row.value < self.low)

    def _labels(self) -> None:
        """Names first, then what is cut off, targets, and as many figures as find a free place."""
        for line in reversed(self.lines):
            self._latest_label(line)
        for line, row in self.cut:
            if row.period != line.rows[-1].period:
                self._value(line, row, must=True)
        for target in self.targets:
            self._target_label(target)
        for line in reversed(self.lines):
            for row in line.rows[-2::-1]:
                if not self._side(row):
                    self._value(line, row)

    def _latest(self, line: Series) -> str:
        row = line.rows[-1]
        value = figure_of(self.page, row.value, row.printed)
        key = "latest" if row.period == str(self.last) else "latest_at"
        when = self.page.period(row.period)
        return self.page.say(f"chart.path.{key}", area=line.name, value=value, period=when)

    def _latest_label(self, line: Series) -> None:
        x, y = self._mark(line.rows[-1])
        text = self._latest(line)
        width, height = theme.text_width(text), theme.TEXT * 1.2
        beside = box(x + 9 + width / 2, y, width, height)
        self._put(text, list(shifted(beside, dy=3.0)), line.colour, theme.TEXT, must=True)

    def _value(self, line: Series, row: Any, must: bool = False) -> None:
        text = figure_of(self.page, row.value, row.printed)
        x, y = self._mark(row)
        wide, high = theme.text_width(text, theme.SMALL) + 2, theme.SMALL * 1.1
        places = list(around(x, y, wide, high))
        if must:
            places = list(shifted(places[int(self._side(row) < 0)], dx=4.0))
        self._put(text, places, line.colour, theme.SMALL, must)

    def _target_label(self, target: Target) -> None:
        text = self.page.say("chart.target", target=target.wording)
        wide, high = theme.text_width(text, theme.SMALL), theme.SMALL * 1.2
        x, y = self.pixel(target.year, target.high)
        end = self.pixel(min(target.year + 1.0, self.end), target.high)[0]
        above = [box(at, y + high / 2 + 3, wide, high) for at in (x + wide / 2 + 3, end - wide / 2)]
        places = [place for first in above for place in shifted(first, dy=3.0, steps=12)]
        self._put(text, places, theme.TARGET, theme.SMALL)

    def _put(
        self, text: str, places: list[Box], colour: str, size: float, must: bool = False
    ) -> None:
        """Write a text at the first free place; without one it is left out unless it must stand."""
        found = self.room.place(places) or (places[0] if must else None)
        if found is not None:
            middle = (found[1] + found[3]) / 2
            theme.write(
                self.figure, found[0], middle, text, size, color=colour, ha="left", gid=HALO
            )

    def _mark(self, row: Any) -> Point:
        """Where a row's mark is: on the edge of the scale if its value is beyond."""
        return self.pixel(_x(row), min(max(row.value, self.low), self.high))


def _x(row: Any) -> float:
    """Time in years at the end of a row's last month."""
    return float(row.year + row.month / 12)
