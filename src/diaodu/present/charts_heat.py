"""Heat map of problems: kinds by area, the darker the more, with each count written in its cell.

Apart from `charts`, which every report imports: seaborn takes seconds to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import seaborn
from matplotlib.colors import to_hex

from diaodu.present import theme
from diaodu.present.charts_words import named, rows_of
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page, each
from diaodu.present.svg_lean import CELLS
from diaodu.present.tally import added, tally

_ROW, _GAP, _FOOT = 21.0, 10.0, 4.0
_DARK = 0.18  # luminance under which white is read better than ink


def problem_heat(page: Page, counts: pd.DataFrame, areas: Sequence[str]) -> Figure | Nothing:
    """How many problems of each kind each area told, most frequent kind first.

    counts: problem_counts.counts by category; areas: those to be shown, in that order, also where
    one told nothing. A cell without a problem stays empty; totals of this quarter and of the one
    before stand to the right.
    """
    counts = counts[counts["area"].isin(list(areas))]
    if counts.empty:
        return Nothing("")
    table = counts.pivot_table(
        index="key", columns="area", values="problems", aggfunc="sum", fill_value=0
    ).reindex(columns=list(areas), fill_value=0)
    order = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    table = table.loc[order]
    heads = [page.area(area) for area in areas]
    names = [category(page, str(key)) for key in order]
    of_kind = [counts[counts["key"].eq(key)] for key in order]
    ends = [
        (page.say(f"heat.{head}"), [_total(page, rows, column) for rows in of_kind])
        for head, column in {"total": "problems", "before": "before"}.items()
    ]
    with theme.style():
        sheet = _Sheet(names, heads, ends)
        _cells(page, sheet, table, rows_of(counts[counts["problems"].gt(0)]))
        title = _title(page, counts, str(order[0]))
        return finish(sheet.figure, title, _alt(page, table, names, heads), page.say("heat.note"))


def _total(page: Page, rows: pd.DataFrame, column: str) -> str:
    """The problems of a kind in all areas; rows: those of that kind."""
    if rows[column].isna().all():
        return page.say("value.not_applicable")
    return page.number(added(rows, category(page, str(rows["key"].iloc[0])), column), 0)


def category(page: Page, key: str) -> str:
    """Name of a category, or that a problem has none."""
    known = page.run.catalog.taxonomy.categories.get(key)
    return page.say("note.unsorted") if known is None else known.in_(page.lang)


class _Sheet:
    """The drawing: names to the left, areas above, totals to the right, and the cells between."""

    def __init__(
        self, names: Sequence[str], heads: Sequence[str], ends: Sequence[tuple[str, Sequence[str]]]
    ) -> None:
        self.left = _widest(names) + _GAP
        self.widths = [_widest([head, *texts]) + _GAP for head, texts in ends]
        self.step = (theme.WIDTH - self.left - sum(self.widths)) / len(heads)
        self.upright = _widest(heads) > self.step - 2  # then the areas' names run upwards
        top = (_widest(heads) if self.upright else theme.SMALL * theme.LINE) + _GAP
        self.height = top + _ROW * len(names) + _FOOT
        self.line = self.height - top  # pixels from the bottom to the top of the cells
        self.figure, self.axes = theme.canvas(self.height, self.left, sum(self.widths), top, _FOOT)
        for row, name in enumerate(names):
            self._write(0, self.middle(row), name)
        for number, head in enumerate(heads):
            self._head(self.across(number), head)
        right = theme.WIDTH - sum(self.widths)
        for (head, texts), width in zip(ends, self.widths, strict=True):
            right += width
            self._write(right, self.line + 11, head, ha="right", color=theme.GREY)
            for row, text in enumerate(texts):
                self._write(right, self.middle(row), text, ha="right")

    def middle(self, row: int) -> float:
        """Pixels from the bottom to the middle of a row."""
        return self.line - _ROW * (row + 0.5)

    def across(self, column: int) -> float:
        """Pixels from the left to the middle of a column."""
        return self.left + self.step * (column + 0.5)

    def write(self, x: float, y: float, text: str, colour: str) -> None:
        """Write a count into the middle of its cell."""
        self._write(x, y, text, ha="center", color=colour)

    def _head(self, x: float, head: str) -> None:
        if self.upright:
            x += theme.MIDDLE * theme.SMALL
            y = self.line + 5 + theme.MIDDLE * theme.SMALL
            self._write(x, y, head, rotation=90, rotation_mode="anchor")
        else:
            self._write(x, self.line + 11, head, ha="center")

    def _write(self, x: float, y: float, text: str, **settings: Any) -> None:
        theme.write(self.figure, x, y, text, theme.SMALL, **{"ha": "left", **settings})


def _widest(texts: Sequence[str]) -> float:
    return max(theme.text_width(text, theme.SMALL) for text in texts)


def _cells(page: Page, sheet: _Sheet, table: pd.DataFrame, rows: list[Any]) -> None:
    """The cells: seaborn shades them, and each count is written in ink that can be read on it."""
    shades = seaborn.light_palette(theme.ACCENT, as_cmap=True)
    most = int(table.to_numpy().max())
    seaborn.heatmap(
        table,
        ax=sheet.axes,
        mask=table.eq(0),
        cmap=shades,
        vmin=0,
        vmax=most,
        cbar=False,
        xticklabels=False,
        yticklabels=False,
    )
    sheet.axes.set_axis_off()
    sheet.axes.collections[0].set_gid(CELLS)
    lines: dict[str, Any] = {"color": theme.FAINT, "lw": 1}
    sheet.axes.hlines(range(len(table) + 1), 0, len(table.columns), **lines)
    sheet.axes.vlines(range(len(table.columns) + 1), 0, len(table), **lines)
    for row in rows:
        x, y = list(table.columns).index(row.area), list(table.index).index(row.key)
        dark = theme.luminance(to_hex(shades(row.problems / most))) < _DARK
        colour = theme.PAPER if dark else theme.INK
        sheet.write(sheet.across(x), sheet.middle(y), page.number(row.problems, 0), colour)


def _title(page: Page, counts: pd.DataFrame, top: str) -> str:
    told = counts[counts["key"].eq(top) & counts["problems"].gt(0)]
    at = counts[counts["problems"].eq(counts["problems"].max())]
    cells = tally(at, page.say("heat.cell"), "problems", named=lambda row: category(page, row.key))
    first = next(each(at))
    key = "heat.finding" if len(at) == 1 else "heat.finding_equal"
    return page.say(
        key,
        top=category(page, top),
        count=added(told, category(page, top), "problems"),
        areas=tally(told, page.say("trace.of.areas_telling"), "problems"),
        most=first.problems,
        cells=cells,
        area=page.area(first.area),
        kind=category(page, first.key),
    )


def _alt(page: Page, table: pd.DataFrame, names: Sequence[str], heads: Sequence[str]) -> str:
    rows = []
    for name, (_, counts) in zip(names, table.iterrows(), strict=True):
        told = [(head, str(count)) for head, count in zip(heads, counts, strict=True) if count]
        if told:
            rows.append(page.say("heat.alt_row", name=name, values=named(page, told)))
    return page.say("heat.alt", values=page.say("chart.between_rows").join(rows))
