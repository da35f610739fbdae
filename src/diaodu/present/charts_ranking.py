"""Areas of a province by one indicator."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present import theme
from diaodu.present.charts_table import Column, Rows
from diaodu.present.charts_words import (
    against_province,
    counted,
    figure_of,
    items,
    named,
    others,
    rows_of,
    sentences,
    sources_of,
    stated,
)
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page, is_true, made, missing

_FLAGS = ("below_target", "below_province")


def city_ranking(page: Page, ranking: pd.DataFrame) -> Figure | Nothing:
    """Areas by the headline indicator against the province, with targets where known.

    ranking: ranking.ranking, one row an area in the order to be shown. An area without a figure
    keeps a row that says so and draws nothing; a flagged one carries shape and word.
    """
    known = ranking[ranking["value"].notna()]
    if known.empty:
        words = {"period": page.period(page.run.period), "count": counted(page, ranking)}
        indicator = page.indicator(page.run.quarter.headline)
        return Nothing(page.say("chart.ranking.nothing", **words, indicator=indicator))
    rows = rows_of(ranking)
    province = _province(known)
    base = [] if province is None else [province]
    with theme.style():
        chart = Rows(
            page,
            _columns(page, rows),
            [Column("", [_remarks(page, r) for r in rows], "left", 190, theme.SMALL)],
            [0.0, *known["value"], *known["target_value"].dropna(), *base],
            len(known),
        )
        chart.scale()
        if province is not None:
            chart.line(province, f"{page.say('chart.province')} {page.number(province)}")
        for number, row in enumerate(rows):
            _draw(chart, number, row)
        alt = _alt(page, rows, province)
        return finish(chart.figure, _title(page, known), alt, _note(page, known))


def _columns(page: Page, rows: list[Any]) -> list[Column]:
    colours = [theme.GREY if missing(row.value) else theme.INK for row in rows]
    names = [page.area(row.area) for row in rows]
    values = [figure_of(page, row.value, row.printed) for row in rows]
    head = page.say("chart.growth_short")
    return [
        Column("", names, "left", 150, colours=colours),
        Column(head, values, colours=colours),
    ]


def _province(known: pd.DataFrame) -> float | None:
    """The province's figure: an area's figure less its gap to the province."""
    found = (known["value"] - known["gap_province"]).dropna()
    return None if found.empty else made(round(float(found.iloc[0]), 6), "province_value")


def _draw(chart: Rows, number: int, row: Any) -> None:
    if missing(row.value):
        return
    flagged = any(is_true(getattr(row, flag)) for flag in _FLAGS)
    colour = theme.HIGHLIGHT if flagged else theme.ACCENT
    chart.bar(number, 0.0, float(row.value), colour, hollow=is_true(row.derived))
    if not missing(row.target_value):
        chart.upright(number, float(row.target_value))


def _remarks(page: Page, row: Any) -> str:
    """What stands to the right of a bar: derived, other sources, flags, target."""
    if missing(row.value):
        return ""
    said = [page.say("value.derived")] if is_true(row.derived) else []
    said += others(page, row)
    said += [page.say(f"flag.{flag}") for flag in _FLAGS if is_true(getattr(row, flag))]
    if not missing(row.target_value):
        said.append(page.say("chart.target", target=page.number(row.target_value)))
    return page.say("chart.between_remarks").join(said)


def _title(page: Page, known: pd.DataFrame) -> str:
    words = {
        "period": page.period(page.run.period),
        "indicator": page.indicator(page.run.quarter.headline),
    }
    ranked = known[~known["derived"].map(is_true).astype(bool)]
    if ranked.empty:
        return page.say("chart.ranking.title_derived", **words)
    top = max(rows_of(ranked), key=lambda row: row.value)
    below = counted(page, ranked[ranked["gap_province"].round(6) < 0])
    kind, clause = "title", page.say("chart.ranking.below", count=below) if below else ""
    if ranked["value"].nunique() == 1:
        kind = "title_one" if len(ranked) == 1 else "title_level"
        clause = against_province(page, top.gap_province)
    return page.say(
        f"chart.ranking.{kind}",
        **words,
        ranked=counted(page, ranked, "areas_published"),
        top=page.area(top.area),
        value=figure_of(page, top.value, top.printed),
        clause=clause,
    )


def _alt(page: Page, rows: list[Any], province: float | None) -> str:
    known = [row for row in rows if not missing(row.value)]
    aimed = [row for row in known if not missing(row.target_value)]
    values = named(page, ((page.area(row.area), stated(page, row)) for row in known))
    targets = named(page, ((page.area(row.area), page.number(row.target_value)) for row in aimed))
    groups = {
        "alt_below": [row for row in known if is_true(row.below_province)],
        "alt_below_target": [row for row in known if is_true(row.below_target)],
        "alt_unpublished": [row for row in rows if missing(row.value)],
    }
    base = "" if province is None else page.number(province)
    return sentences(
        page,
        page.say("chart.ranking.alt_areas", values=values),
        page.say("chart.ranking.alt_province", value=base) if base else "",
        page.say("chart.ranking.alt_targets", values=targets) if aimed else "",
        *(
            page.say(f"chart.ranking.{key}", areas=items(page, (page.area(r.area) for r in some)))
            for key, some in groups.items()
            if some
        ),
    )


def _note(page: Page, known: pd.DataFrame) -> str:
    return sentences(
        page,
        page.say("chart.ranking.note_targets") if known["target_value"].notna().any() else "",
        page.say("chart.derived_note") if known["derived"].map(is_true).any() else "",
        sources_of(page, known),
    )
