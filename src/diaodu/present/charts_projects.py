"""Bullet bars of single projects: the year's plan, what is completed, and where it should be."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present import theme
from diaodu.present.charts_table import Column, Rows
from diaodu.present.charts_words import rows_of, sentences, sources
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page
from diaodu.present.project_tables import counted

_EPS = 1e-6


def project_bullets(page: Page, table: pd.DataFrame) -> Figure | Nothing:
    """Completion of single projects against where each should be.

    table: rows of projects.status, such as projects.weightiest, one row a project; those without
    both amounts are not drawn. Nothing at all where no project was sent.
    """
    known = table[table["completion_rate"].notna()]
    if known.empty:
        return Nothing(page.say("chart.bullets.nothing") if len(table) else "")
    rows = rows_of(known)
    with theme.style():
        widest = [0.0, 100.0, *known["completion_rate"].clip(upper=150)]
        chart = Rows(page, *_columns(page, rows), widest, len(rows))
        chart.scale("%")
        for number, row in enumerate(rows):
            colour = theme.HIGHLIGHT if _behind(row) else theme.ACCENT
            chart.bar(number, 0.0, 100.0, theme.TRACK, thick=15)
            chart.bar(number, 0.0, min(float(row.completion_rate), 150.0), colour, thick=7)
            chart.upright(number, float(row.own_time_share))
        note = sentences(page, page.say("chart.bullets.note"), sources(page, known["source_id"]))
        return finish(chart.figure, _title(page, rows), _alt(page, rows), note)


def _behind(row: Any) -> bool:
    return bool(row.own_gap < -_EPS)


def _columns(page: Page, rows: list[Any]) -> tuple[list[Column], list[Column]]:
    left = [
        Column("", [str(row.name) for row in rows], "left", 250, theme.SMALL),
        Column(page.say("chart.bullets.rate"), [page.number(row.completion_rate) for row in rows]),
    ]
    plans = [page.number(row.plan_investment_10k_yuan / 1e4) for row in rows]
    gaps = [page.number(row.own_gap, 1, sign=True) for row in rows]
    return left, [
        Column(page.say("chart.bullets.gap"), gaps, most=70),
        Column(page.say("chart.bullets.plan"), plans, most=70),
    ]


def _title(page: Page, rows: list[Any]) -> str:
    behind = counted(page, [row for row in rows if _behind(row)])
    if not behind:
        return page.say("chart.bullets.title_all", count=counted(page, rows))
    return page.say("chart.bullets.title", count=counted(page, rows), behind=behind)


def _alt(page: Page, rows: list[Any]) -> str:
    said = [
        page.say(
            "chart.bullets.alt_row",
            name=row.name,
            rate=page.number(row.completion_rate),
            due=page.number(row.own_time_share),
        )
        for row in rows
    ]
    return page.say("chart.bullets.alt", values=page.say("chart.between_rows").join(said))
