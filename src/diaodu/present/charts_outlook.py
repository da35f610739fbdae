"""Ranges of the outlook by area, with what each area expects."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present import theme
from diaodu.present.charts_table import Column, Rows
from diaodu.present.charts_words import rows_of
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page, missing
from diaodu.present.tally import tally


def outlook_ranges(page: Page, table: pd.DataFrame) -> Figure | Nothing:
    """The headline's ranges for the quarter, one row an area.

    table: the table `outlook`. Areas without a model's figure are left to the table; where none
    has one, nothing is shown.
    """
    own = table[table["indicator"].eq(page.run.quarter.headline) & table["horizon"].eq("quarter")]
    known = own[own["value"].notna() & own["low80"].notna()]
    if known.empty:
        return Nothing("")
    rows = rows_of(known)
    values = [0.0, *known["low80"], *known["high80"]]
    values += [value for name in ("low95", "high95", "expected") for value in known[name].dropna()]
    # the province's thin history can make its range so wide that no other one could be seen
    widest = _widest(known)
    shown = [value for value in values if abs(value) <= widest]
    with theme.style():
        chart = Rows(page, *_columns(page, rows), shown, len(rows))
        chart.scale()
        for number, row in enumerate(rows):
            if not (missing(row.low95) or missing(row.high95)):
                low, high = (min(max(v, chart.low), chart.high) for v in (row.low95, row.high95))
                chart.bar(number, low, high, theme.GREY, thick=1.6)
            low, high = (min(max(v, chart.low), chart.high) for v in (row.low80, row.high80))
            chart.bar(number, low, high, theme.ACCENT, thick=5)
            chart.mark(number, float(row.value), "o", theme.ACCENT)
            if not missing(row.expected):
                colour = theme.HIGHLIGHT if _outside(row) else theme.INK
                chart.mark(number, float(row.expected), "s", colour, True)
        note = page.say("chart.outlook.note")
        return finish(chart.figure, _title(page, rows), _alt(page, rows), note)


def _widest(known: pd.DataFrame) -> float:
    """Three times the middle of the ends of the ranges."""
    ends = (
        pd.concat([known[name] for name in ("low95", "high95", "low80", "high80")]).abs().dropna()
    )
    named = known["expected"].abs().max()
    return max(3 * float(ends.median()), 0.0 if missing(named) else float(named), 1.0)


def _outside(row: Any) -> bool:
    return not missing(row.expected) and not row.low80 <= row.expected <= row.high80


def _columns(page: Page, rows: list[Any]) -> tuple[list[Column], list[Column]]:
    said = ["" if missing(row.expected) else page.figure(row.expected) for row in rows]
    left = [
        Column("", [page.area(row.area) for row in rows], "left", 160),
        Column(page.say("chart.outlook.model"), [page.number(row.value) for row in rows]),
        Column(page.say("chart.outlook.expected"), said),
    ]
    return left, []


def _title(page: Page, rows: list[Any]) -> str:
    expecting = [row for row in rows if not missing(row.expected)]
    if not expecting:
        return page.say("chart.outlook.title_alone", period=page.period(page.run.period))
    count, outside = (
        tally(rows, page.say("trace.of.areas"), "expected")
        for rows in (expecting, [row for row in expecting if _outside(row)])
    )
    if not outside:
        return page.say("chart.outlook.title_none", count=count)
    return page.say("chart.outlook.title", count=count, outside=outside)


def _alt(page: Page, rows: list[Any]) -> str:
    said = [
        page.say(
            "chart.outlook.alt_row",
            area=page.area(row.area),
            value=page.number(row.value),
            low=page.number(row.low80),
            high=page.number(row.high80),
            expected=page.number(row.expected),
        )
        for row in rows
    ]
    return page.say("chart.outlook.alt", values=page.say("chart.between_rows").join(said))
