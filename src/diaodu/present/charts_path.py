"""The path of an area's cumulative growth against its province and its annual targets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from diaodu import places
from diaodu.periods import Period
from diaodu.present import charts_path_fan, theme
from diaodu.present.charts_path_drawing import Drawing
from diaodu.present.charts_path_fan import fan_of
from diaodu.present.charts_path_scale import Series, Target
from diaodu.present.charts_words import (
    against_province,
    figure_of,
    items,
    marked,
    rows_of,
    sentences,
    sources,
)
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page, each, is_true, made


def growth_path(
    page: Page,
    own: pd.DataFrame,
    province: pd.DataFrame | None = None,
    targets: pd.DataFrame | None = None,
    sent: pd.DataFrame | None = None,
    outlook: pd.DataFrame | None = None,
) -> Figure | Nothing:
    """Cumulative growth of the page's area by period, against the province and annual targets.

    own, province: growth.path of the headline indicator, one row a published period; province is
        None in the province's own report. targets: the targets table, or None. sent:
        growth.sent_path, what the area itself stated; hollow. outlook: the table of that name;
        its ranges are a fan from the last known point to the end of the year.
    A line joins two points only within one calendar year and at most three months apart; a
    quarter-end without a published figure is a hollow mark in the strip below. Growth far beyond
    the rest (a base effect) is an arrow at the edge with its number.
    """
    run = page.run
    stated = [] if sent is None else rows_of(sent.sort_values("period"))
    if own.empty and not stated:
        words = {"area": page.area(run.area.id), "indicator": page.indicator(run.quarter.headline)}
        return Nothing(page.say("chart.path.nothing", first=run.quarter.history_from, **words))
    lines = _lines(page, own, province, stated)
    steps = [] if targets is None else list(_targets_of(page, targets))
    empty = unpublished(own, run.quarter.history_from, run.period)
    fan = fan_of(page, outlook)
    with theme.style():
        drawing = Drawing(page, lines, steps, empty, fan)
        alt = _alt(page, lines, steps, empty)
        title = _title(page, own, province)
        if fan:
            alt = sentences(page, alt, charts_path_fan.said(page, fan))
            expected = [row.value for row in stated if row.stage == "expected"]
            now = _at(own, run.period)
            actual = None if now is None else now.value
            title += charts_path_fan.clause(page, fan, expected[0] if expected else None, actual)
        note = _note(page, drawing)
        return finish(drawing.figure, title, alt, note)


def _lines(
    page: Page, own: pd.DataFrame, province: pd.DataFrame | None, stated: list[Any]
) -> list[Series]:
    """The lines to be drawn, the area's own published one last and on top."""
    lines = []
    if province is not None and not province.empty:
        rows = rows_of(province.sort_values("period"))
        lines.append(Series(page.say("chart.province"), rows, theme.GREY, "s", 4.0))
    if stated:
        name = page.say(f"outlook.stage.{stated[-1].stage}")
        lines.append(Series(name, stated, theme.ACCENT, "D", 5.0, hollow=True))
    if not own.empty:
        rows = rows_of(own.sort_values("period"))
        lines.append(Series(page.area(page.run.area.id), rows, theme.ACCENT, "o", 5.5))
    return lines


def unpublished(own: pd.DataFrame, first_year: int, period: Period) -> list[Period]:
    """Quarter-ends from the first year to the period for which no figure is published.

    own: growth.path; a derived figure is not a published one.
    """
    published = set(own.loc[~own["derived"].map(is_true).astype(bool), "period"])
    ends = [Period(y, m) for y in range(first_year, period.year + 1) for m in (3, 6, 9, 12)]
    return [end for end in ends if end <= period and str(end) not in published]


def _targets_of(page: Page, targets: pd.DataFrame) -> Iterable[Target]:
    """Targets of the page's area and headline indicator; ones that differ are all drawn."""
    run = page.run
    mine = targets[
        (targets["area"] == run.area.id) & (targets["indicator"] == run.quarter.headline)
    ]
    mine = mine[mine["year"].between(run.quarter.history_from, run.period.year)]
    same = ["year", "value", "low", "high", "wording"]
    for _, rows in mine.groupby(same, dropna=False, sort=True):
        row = next(each(rows, "target"))
        numbers = {name: page.number(getattr(row, name)) for name in ("value", "low", "high")}
        ends = (row.low, row.high) if row.wording == "between" else (row.value,) * 2
        yield Target(
            year=int(row.year),
            low=float(ends[0]),
            high=float(ends[1]),
            wording=page.say(f"table.wording.{row.wording}", **numbers),
            source_ids=places.of_frame(rows),
        )


def _title(page: Page, own: pd.DataFrame, province: pd.DataFrame | None) -> str:
    run = page.run
    words = {
        "area": page.area(run.area.id),
        "indicator": page.indicator(run.quarter.headline),
        "period": page.period(run.period),
    }
    now = _at(own, run.period)
    if own.empty:
        return page.say("chart.path.title_never", first=run.quarter.history_from, **words)
    if now is None:
        published = own[~own["derived"].map(is_true).astype(bool)]
        last = list(each((own if published.empty else published).sort_values("period")))[-1]
        kind = "title_derived" if published.empty else "title_missing"
        when = page.period(last.period)
        value = figure_of(page, last.value, last.printed)
        return page.say(f"chart.path.{kind}", **words, last=when, value=value)
    value = marked(page, figure_of(page, now.value, now.printed) + "%", now.derived)
    base = None if province is None else _at(province, run.period)
    clause = "" if base is None else against_province(page, _gap(now, base))
    return page.say("chart.path.title", **words, value=value, clause=clause)


def _at(points: pd.DataFrame, period: Period) -> Any:
    """The row of a period, or None."""
    return next(each(points[points["period"] == str(period)]), None)


def _gap(own: Any, province: Any) -> Any:
    """How far the area's point lies above the province's."""
    ends = {"value": own.value, "printed": own.printed, "source_ids": own.source_ids}
    ends |= {f"province_{name}": getattr(province, name) for name in ends}
    return made(own.value - province.value, "gap_province", **ends)


def _point(page: Page, row: Any) -> str:
    value = figure_of(page, row.value, row.printed)
    return marked(
        page, page.say("chart.path.point", period=page.period(row.period), value=value), row.derived
    )


def _cut_point(page: Page, line: Series, row: Any) -> str:
    return page.say("chart.value_of", name=line.name, value=_point(page, row))


def _said(page: Page, line: Series) -> str:
    return page.say("chart.path.sent") if line.hollow else line.name


def _alt(page: Page, lines: list[Series], steps: list[Target], empty: list[Period]) -> str:
    run = page.run
    said = [
        page.say("chart.path.alt", first=run.quarter.history_from, period=page.period(run.period))
    ]
    for line in reversed(lines):
        points = items(page, (_point(page, row) for row in line.rows))
        said.append(page.say("chart.path.alt_series", area=_said(page, line), points=points))
    if steps:
        worded = [page.say("chart.path.alt_target", year=s.year, target=s.wording) for s in steps]
        said.append(page.say("chart.path.alt_targets", targets=items(page, worded)))
    if empty:
        periods = items(page, map(page.period, empty))
        said.append(page.say("chart.path.alt_unpublished", periods=periods))
    return sentences(page, *said)


def _note(page: Page, drawing: Drawing) -> str:
    lines, steps, cut = drawing.lines, drawing.targets, drawing.cut
    derived = any(is_true(row.derived) for line in lines for row in line.rows)
    beyond = page.say(
        "chart.path.note_cut",
        points=items(page, (_cut_point(page, line, row) for line, row in cut)),
    )
    cited = [row.source_ids for line in lines for row in line.rows]
    return sentences(
        page,
        page.say("chart.path.note"),
        page.say("chart.path.note_sent") if any(line.hollow for line in lines) else "",
        page.say("chart.fan.note") if drawing.fan else "",
        beyond if cut else "",
        page.say("chart.derived_note") if derived else "",
        sources(page, cited, [step.source_ids for step in steps]),
    )
