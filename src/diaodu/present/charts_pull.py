"""What each area adds to the growth of the province."""

from __future__ import annotations

import pandas as pd

from diaodu.present import theme
from diaodu.present.charts_table import Column, Rows
from diaodu.present.charts_words import figure_of, named, rows_of, sentences, sources
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page, missing
from diaodu.present.unsaid import because, reason


def pull_bars(page: Page, table: pd.DataFrame, closing: pd.DataFrame) -> Figure | Nothing:
    """Pull of the areas, largest first; those without a pull are named below with the reason.

    table: pulls.by_area; closing: pulls.closing of it.
    """
    last = rows_of(closing)[0]
    what = page.say("pull.what")
    if not last.known:
        return Nothing(because(page, last.absent, what) + page.say("prose.stop").strip())
    order = table.sort_values("pull", ascending=False, kind="stable")
    rows = rows_of(order)
    colours = [theme.GREY if missing(row.pull) else theme.INK for row in rows]
    pulls = [
        reason(page, row.absent) if missing(row.pull) else page.number(row.pull, 2, sign=True)
        for row in rows
    ]
    left = [
        Column("", [page.area(row.part) for row in rows], "left", 160, colours=colours),
        Column(
            page.say("pull.growth"),
            ["" if missing(r.value) else figure_of(page, r.value, r.printed) for r in rows],
        ),
        Column(
            page.say("pull.weight"),
            ["" if missing(row.weight) else page.number(row.weight) for row in rows],
        ),
        Column(page.say("pull.pull"), pulls, most=150, colours=colours),
    ]
    shares = ["" if missing(r.contribution) else page.number(r.contribution) for r in rows]
    head = page.say("pull.contribution") if any(shares) else ""
    known = order["pull"].dropna()
    with theme.style():
        chart = Rows(page, left, [Column(head, shares, most=80)], [0.0, *known], len(known))
        chart.scale()
        for number, value in enumerate(known):
            chart.bar(number, 0.0, value, theme.ACCENT if value >= 0 else theme.HIGHLIGHT)
        top = rows[0]
        title = page.say("pull.title", part=page.area(top.part), pull=page.number(top.pull, 2))
        pairs = ((page.area(r.part), text) for r, text in zip(rows, pulls, strict=True))
        alt = page.say("pull.alt", values=named(page, pairs))
        note = sentences(page, page.say("pull.note"), sources(page, table["source_ids"]))
        return finish(chart.figure, title, alt, note)
