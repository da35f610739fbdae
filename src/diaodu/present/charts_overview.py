"""Many quantities at once: investment against time, and all indicators against the province."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present import theme
from diaodu.present.charts_table import Column, Rows
from diaodu.present.charts_words import (
    counted,
    figure_of,
    marked,
    others,
    rows_of,
    sentences,
    sources,
    sources_of,
)
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page, each, is_true, missing
from diaodu.present.tally import Tally, tally


def pace_bars(page: Page, table: pd.DataFrame) -> Figure | Nothing:
    """Completed investment against the share of the year gone by (序时进度).

    table: pacing.investment_pace, one row a project set with a plan. A set without a completed
    amount keeps its row, which says so and draws nothing but the plan.
    """
    known = table[table["completion_rate"].notna()]
    if known.empty:
        return Nothing(page.say("chart.pace.nothing"))
    rows = rows_of(pd.concat([known, table[table["completion_rate"].isna()]]))
    with theme.style():
        chart = Rows(
            page, *_pace_columns(page, rows), [0.0, 100.0, *known["completion_rate"]], len(known)
        )
        chart.scale("%")
        for number, row in enumerate(rows[: len(known)]):
            behind = not missing(row.pace_gap) and row.pace_gap < 0
            colour = theme.HIGHLIGHT if behind else theme.ACCENT
            chart.bar(number, 0.0, 100.0, theme.TRACK, thick=15)
            chart.bar(number, 0.0, float(row.completion_rate), colour, thick=7)
            chart.upright(number, float(row.time_share))
        cited = sources(page, table["plan_source_ids"], table["completed_source_ids"])
        note = sentences(page, page.say("chart.pace.note"), cited)
        return finish(chart.figure, _pace_title(page, table, known), _pace_alt(page, rows), note)


def _pace_columns(page: Page, rows: list[Any]) -> tuple[list[Column], list[Column]]:
    colours = [theme.GREY if missing(row.completion_rate) else theme.INK for row in rows]
    names = [_project_set(page, row) for row in rows]
    rates = [page.number(row.completion_rate) for row in rows]
    gaps = ["" if missing(r.pace_gap) else page.number(r.pace_gap, 1, sign=True) for r in rows]
    left = [
        Column("", names, "left", 270, theme.SMALL, colours),
        Column(page.say("chart.pace.rate"), rates, colours=colours),
    ]
    return left, [Column(page.say("chart.pace.gap"), gaps)]


def _project_set(page: Page, row: Any) -> str:
    text = row.text_zh if page.lang == "zh" else row.text_en
    return f"{page.area(row.area)}" if missing(text) else str(text).rstrip("。.")


def _pace_title(page: Page, table: pd.DataFrame, known: pd.DataFrame) -> str:
    if len(known) > 1:
        ahead = _plans(page, known[known["pace_gap"].round(6) > 0])
        return page.say("chart.pace.title", count=_plans(page, known), ahead=ahead)
    row = next(each(known))
    gap = round(row.pace_gap, 6)
    kind = "ahead" if gap > 0 else "behind" if gap < 0 else "level"
    clause = page.say(
        "chart.pace.only_one" if len(table) > 1 else "chart.pace.the_one", count=_plans(page, table)
    )
    rate, size = page.number(row.completion_rate), page.number(abs(gap))
    return page.say(f"chart.pace.title_{kind}", clause=clause, rate=rate, gap=size)


def _pace_alt(page: Page, rows: list[Any]) -> str:
    said = []
    for row in rows:
        if missing(row.completion_rate):
            said.append(page.say("chart.pace.alt_row_missing", name=_project_set(page, row)))
            continue
        said.append(
            page.say(
                "chart.pace.alt_row",
                name=_project_set(page, row),
                rate=page.number(row.completion_rate),
                time=page.number(row.time_share),
                period=page.period(row.completed_period),
            )
        )
    return page.say("chart.pace.alt", values=page.say("chart.between_rows").join(said))


def indicator_strip(page: Page, table: pd.DataFrame) -> Figure | Nothing:
    """All growth rates of the page's area against the province's, unpublished ones named.

    table: growth.indicator_table, one row an indicator; levels are left to the table, since
    amounts and rates share no scale. In the province's own report only its figures are drawn.
    """
    run = page.run
    rates = table[table["kind"] == "growth"]
    rows = rows_of(rates)
    if rates["value"].isna().all():
        words = {"area": page.area(run.area.id), "period": page.period(run.period)}
        return Nothing(page.say("chart.strip.nothing", **words))
    whose = ["value"] if run.area.id == run.areas.province.id else ["value", "province_value"]
    span = [0.0, *(float(v) for name in whose for v in rates[name].dropna())]
    with theme.style():
        chart = Rows(page, _strip_columns(page, rows, whose), [], span, len(rows))
        chart.scale()
        for number, row in enumerate(rows):
            _dumbbell(chart, number, row, whose)
        flags = [name.replace("value", "derived") for name in whose]
        derived = any(rates[flag].map(is_true).any() for flag in flags)
        note = sentences(
            page,
            page.say("chart.derived_note") if derived else "",
            sources_of(page, rates, *(["province_source_ids"] if len(whose) > 1 else [])),
        )
        return finish(
            chart.figure, _strip_title(page, rates, whose), _strip_alt(page, rows, whose), note
        )


def _strip_columns(page: Page, rows: list[Any], whose: list[str]) -> list[Column]:
    columns = [Column("", [page.indicator(row.indicator) for row in rows], "left", 200)]
    heads = [f"● {page.area(page.run.area.id)}", f"□ {page.say('chart.province')}"]
    for name, head in zip(whose, heads, strict=False):
        texts = [_rate(page, row, name) for row in rows]
        colours = [theme.GREY if missing(getattr(row, name)) else theme.INK for row in rows]
        columns.append(Column(head, texts, most=100, colours=colours))
    return columns


def _plans(page: Page, rows: pd.DataFrame) -> Tally:
    return tally(rows, page.say("trace.of.plans"), "planned")


def _rate(page: Page, row: Any, name: str) -> str:
    """The area's or the province's figure of an indicator, or that it is not published."""
    printed = row.printed if name == "value" else None
    text = figure_of(page, getattr(row, name), printed)
    return marked(page, text, getattr(row, name.replace("value", "derived")))


def _dumbbell(chart: Rows, number: int, row: Any, whose: list[str]) -> None:
    known = {name: float(getattr(row, name)) for name in whose if not missing(getattr(row, name))}
    if len(known) == len(whose):
        low, high = sorted([*known.values(), 0.0][:2])
        chart.bar(number, low, high, theme.GREY, thick=1.6)
    for name, marker, colour in (("province_value", "s", theme.GREY), ("value", "o", theme.ACCENT)):
        if name in known:
            hollow = name == "province_value" or is_true(row.derived)
            chart.mark(number, known[name], marker, colour, hollow)


def _strip_title(page: Page, rates: pd.DataFrame, whose: list[str]) -> str:
    words = {"area": page.area(page.run.area.id), "period": page.period(page.run.period)}
    both = rates[whose].dropna()
    if len(whose) == 1 or both.empty:
        count = counted(page, rates, "indicators")
        published = counted(page, rates[rates["value"].notna()], "indicators_published")
        return page.say("chart.strip.title_alone", **words, count=count, published=published)
    known = rates.loc[both.index]
    higher = (both["value"] - both["province_value"]).round(6).gt(0)
    above = counted(page, known[higher], "indicators")
    key = "chart.strip.title" if above else "chart.strip.title_none"
    return page.say(key, **words, compared=counted(page, known, "indicators"), above=above)


def _strip_alt(page: Page, rows: list[Any], whose: list[str]) -> str:
    said = []
    for row in rows:
        words = {"indicator": page.indicator(row.indicator), "own": _said(page, row, "value")}
        if len(whose) == 1:
            said.append(page.say("chart.strip.alt_row_alone", **words))
        else:
            words["province"] = _said(page, row, "province_value")
            said.append(page.say("chart.strip.alt_row", area=page.area(page.run.area.id), **words))
    return page.say("chart.strip.alt", values=page.say("chart.between_rows").join(said))


def _said(page: Page, row: Any, name: str) -> str:
    text = _rate(page, row, name)
    return " ".join([text, *others(page, row)]) if name == "value" else text
