"""Industries of an area around the growth of its whole industry."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present import theme
from diaodu.present.charts_table import Column, Rows
from diaodu.present.charts_words import (
    counted,
    figure_of,
    named,
    rows_of,
    sentences,
    sources_of,
    stated,
    value,
)
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page, each, is_true, missing

_MOST = 15


def industry_bars(page: Page, table: pd.DataFrame) -> Figure | Nothing:
    """Industries of the page's area around the growth of all its industry.

    table: industries.industry_table, one row an industry by value descending. Bars run from the
    total to the industry's figure: right if faster, left if slower. Where no total is published
    they start at zero. At most 15 are drawn, those farthest from the total.
    """
    if table.empty:
        return Nothing(page.say("chart.industries.nothing", **_words(page)))
    total = next((row.total_value for row in each(table) if not missing(row.total_value)), None)
    start = 0.0 if total is None else total
    farthest = (table["value"] - start).abs().nlargest(_MOST).index
    shown = table[table.index.isin(farthest)]
    rows = rows_of(shown)
    with theme.style():
        chart = Rows(
            page, _left(page, rows), _right(page, rows), [start, *shown["value"]], len(rows)
        )
        chart.scale()
        if total is not None:
            chart.line(total, page.say("chart.industries.total", value=page.number(total)))
        for number, row in enumerate(rows):
            colour = theme.HIGHLIGHT if row.value < start else theme.ACCENT
            chart.bar(number, start, float(row.value), colour, hollow=is_true(row.derived))
        note = _note(page, shown, table.drop(shown.index), total)
        return finish(chart.figure, _title(page, table, total), _alt(page, rows, total), note)


def _words(page: Page) -> dict[str, str]:
    return {"area": page.area(page.run.area.id), "period": page.period(page.run.period)}


def _left(page: Page, rows: list[Any]) -> list[Column]:
    names = [page.industry(row.industry) for row in rows]
    values = [value(page, row) for row in rows]
    return [Column("", names, "left", 230), Column(page.say("chart.growth_short"), values)]


def _right(page: Page, rows: list[Any]) -> list[Column]:
    gaps = ["" if missing(r.gap_total) else page.number(r.gap_total, 1, sign=True) for r in rows]
    head = page.say("chart.industries.gap") if any(gaps) else ""
    derived = [page.say("value.derived") if is_true(row.derived) else "" for row in rows]
    return [Column(head, gaps), Column("", derived, "left", size=theme.SMALL)]


def _title(page: Page, table: pd.DataFrame, total: float | None) -> str:
    top = max(rows_of(table), key=lambda row: row.value)
    faster = table["value"].round(6) > (float("inf") if total is None else round(total, 6))
    above = counted(page, table[faster], "industries_above")
    kind = "title_all" if above == len(table) else "title"
    if total is None or len(table) == 1:
        kind = "title_one" if len(table) == 1 else "title_alone"
    return page.say(
        f"chart.industries.{kind}",
        **_words(page),
        count=counted(page, table, "industries"),
        above=above,
        top=page.industry(top.industry),
        value=figure_of(page, top.value, top.printed),
    )


def _alt(page: Page, rows: list[Any], total: float | None) -> str:
    values = named(page, ((page.industry(row.industry), stated(page, row)) for row in rows))
    base = "" if total is None else page.say("chart.industries.alt_total", value=page.number(total))
    return sentences(page, page.say("chart.industries.alt", values=values), base)


def _note(page: Page, shown: pd.DataFrame, others: pd.DataFrame, total: float | None) -> str:
    left_out = counted(page, others, "industries")
    return sentences(
        page,
        page.say("chart.industries.note_total") if total is None else "",
        page.say("chart.industries.note_more", count=left_out) if left_out else "",
        page.say("chart.derived_note") if shown["derived"].map(is_true).any() else "",
        sources_of(page, shown),
    )
