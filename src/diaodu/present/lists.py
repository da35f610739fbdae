"""Lists of a report: facts, sources, what is missing and what intake left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from diaodu import contracts
from diaodu.present.grid import Column, grid, nothing
from diaodu.present.page import Html, Page, each, is_true, missing, safe
from diaodu.present.tally import listed, tally
from diaodu.present.where import cells


def facts(page: Page, table: pd.DataFrame) -> Html:
    """Published facts by topic; table: facts.of_quarter, one row a fact and area.

    The province's report names the area of each fact; a fact on several areas is printed once.
    """
    run = page.run
    if table.empty:
        area, period = page.area(run.area.id), page.period(run.period)
        return nothing(page.say("facts.nothing", area=area, period=period))
    by_topic: dict[str, dict[str, list[Any]]] = {topic: {} for topic in contracts.TOPICS}
    for row in each(table):
        by_topic[row.topic].setdefault(row.fact_id, []).append(row)
    parts = []
    for topic, of_topic in by_topic.items():
        if not of_topic:
            continue
        items = "".join(f"<li>{_fact(page, rows)}</li>" for rows in of_topic.values())
        heading = safe(page.say(f"facts.topic.{topic}"))
        parts.append(f"<h3>{heading}</h3><ul class='facts'>{items}</ul>")
    return Html("".join(parts))


def _fact(page: Page, rows: list[Any]) -> str:
    first = rows[0]
    text = safe(first.text_zh if page.lang == "zh" else first.text_en)
    if first.when == "year_plan":
        text += safe(page.say("facts.year_plan", year=page.run.period.year))
    if page.run.area.id == page.run.province.id:
        names = page.list_of(page.area(row.area) for row in rows)
        text = f'<span class="where">{safe(names)}</span>{text}'
    return text + page.cite(first.source_id)


def sources(page: Page, table: pd.DataFrame) -> Html:
    """All sources that the page has cited so far, in the order of their numbers.

    Each with the places in it that the page's figures were taken from: on paper, where no figure
    can be clicked on, they stand for the source panel. A source of a figure that no text cites
    comes after the others.
    table: the processed table `sources`, one row a source.
    """
    by_id = {row.source_id: row for row in each(table)}
    places = _places(page)
    page.numbers_of(source for source in places if source in by_id)
    if not page.cited:
        return nothing(page.say("sources.nothing"))
    items = [
        f'<li id="source-{number}">{_source(page, by_id[source], places.get(source, ()))}</li>'
        for number, source in enumerate(page.cited, start=1)
    ]
    return Html(f'<ol class="sources">{"".join(items)}</ol>')


def _places(page: Page) -> dict[str, list[str]]:
    """The places that the figures of the page were taken from, by source."""
    found: dict[str, list[str]] = {}
    for entry in page.entries:
        for source, locator in entry.places:
            found.setdefault(source, []).append(locator)
    return found


def _source(page: Page, row: Any, places: Iterable[str]) -> str:
    def of(name: str) -> Any:
        return getattr(row, f"{name}_{page.lang}")

    parts = [safe(of("title"))]
    if row.kind != "reprint":  # that is said instead of the address
        parts.append(safe(page.say(f"sources.kind.{row.kind}")))
    if not missing(row.published_on):
        parts.append(safe(page.say("sources.published_on", date=page.day(row.published_on))))
    if row.kind == "submission":
        if not missing(row.received_on):
            parts.append(safe(page.say("trace.panel.received", date=page.day(row.received_on))))
    elif missing(row.url):
        parts.append(safe(page.say("sources.as_reprinted")))
    else:
        address = safe(row.url)
        parts.append(f'<a class="address" href="{address}" rel="noreferrer">{address}</a>')
        if not missing(row.retrieved_on):
            day = page.day(row.retrieved_on)
            parts.append(safe(page.say("trace.panel.retrieved", date=day)))
    if not missing(of("caution")):
        parts.append(f'<span class="caution">{safe(of("caution"))}</span>')
    if taken := cells(page, places):
        text = safe(page.say("trace.place.taken", cells=taken))
        parts.append(f'<span class="cells">{text}</span>')
    return page.say("list.fact").join(parts)


def missing_of_area(page: Page, absent: pd.DataFrame, table: pd.DataFrame) -> Html:
    """What is not published for one area: figures with their last known point, then targets.

    absent: coverage.missing, one row (area, indicator, what); table: growth.indicator_table.
    """
    if absent.empty:
        return nothing(page.say("missing.nothing"))
    rows = {row.indicator: row for row in each(table)}
    figures = absent.loc[absent["what"] == "figure", "indicator"]
    items = [_missing_figure(page, rows[indicator]) for indicator in figures]
    # Targets are set for growth; that a level has none is no gap in what is published.
    targets = [
        indicator
        for indicator in absent.loc[absent["what"] == "target", "indicator"]
        if page.run.kinds[indicator] == "growth"
    ]
    if targets:
        names = page.list_of(page.indicator(indicator) for indicator in targets)
        items.append(safe(page.say("missing.targets", indicators=names)))
    return Html("<ul class='absent'>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")


def _missing_figure(page: Page, row: Any) -> str:
    name, period = page.indicator(row.indicator), page.period(page.run.period)
    if missing(row.previous_value):
        return safe(page.say("missing.figure", indicator=name, period=period))
    text = page.say(
        "missing.figure_derived" if is_true(row.previous_derived) else "missing.figure_since",
        indicator=name,
        period=period,
        previous_period=page.period(row.previous_period),
        value=page.amount(row.previous_value, row.unit),
    )
    return safe(text) + page.cite(row.previous_source_ids)


def missing_of_areas(page: Page, absent: pd.DataFrame, settled: pd.DataFrame | None = None) -> Html:
    """What is not published, by indicator with the names of the areas.

    absent: coverage.missing over the reported areas, one row (area, indicator, what). settled:
    consistency.settle, where the figures that are published stand.
    """
    figures = absent[absent["what"] == "figure"]
    known = {} if settled is None else _published(page, settled)
    count = tally(listed("area", page.run.peers), page.say("trace.of.areas"))
    items = []
    for indicator, rows in figures.groupby("indicator", sort=False):
        names = {"indicator": page.indicator(str(indicator)), "count": count}
        if len(rows) == count:
            items.append(page.say("missing.by_indicator.none", **names))
            continue
        silent = list(rows["area"])
        found = [
            known.get((row.area, indicator), row)
            for row in listed("area", page.run.peers)
            if row.area not in silent
        ]
        names |= {
            "published": tally(found, page.say("trace.of.areas_published"), "value"),
            "areas": page.list_of(page.area(area) for area in silent),
        }
        items.append(page.say("missing.by_indicator", **names))
    if not items:
        return nothing(page.say("missing.no_figure"))
    return Html("<ul class='absent'>" + "".join(f"<li>{safe(i)}</li>" for i in items) + "</ul>")


def wrong(row: Any) -> str:
    """A row of issues.render in short: where, and what was found there."""
    return f"{row.where} {row.found}".strip()


def _published(page: Page, settled: pd.DataFrame) -> dict[tuple[str, Any], Any]:
    """The figures of the quarter that are published, by area and indicator."""
    now = settled[settled["period"].eq(str(page.run.period)) & settled["stage"].eq("actual")]
    whole = now[now["industry"].isna() & now["span"].eq("ytd")]
    return {(row.area, row.indicator): row for row in each(whole)}


def left_out(page: Page, issues: pd.DataFrame, most: int = 6) -> Html:
    """What intake found wrong, most serious first.

    issues: issues.render of the processed table, with the columns where, found, expected,
    consequence, remedy and severity; at most `most` rows are shown and the rest counted.
    """
    places = {name: place for place, name in enumerate(contracts.SEVERITIES)}
    shown = issues[issues["severity"] != "info"].sort_values(
        "severity", key=lambda severity: severity.map(places), kind="stable"
    )
    if shown.empty:
        return nothing(page.say("left_out.nothing"))
    keys = ("where", "found", "expected", "consequence", "remedy")
    columns = [Column(key, page.say(f"left_out.{key}"), align="left") for key in keys]
    rows = [{key: safe(getattr(row, key)) for key in keys} for row in each(shown.head(most))]
    what = page.say("left_out.title")
    more = tally(shown[most:], what, named=wrong)
    note = safe(page.say("left_out.more", count=more)) if more else ""
    return grid(page, "t-left-out", page.say("left_out.title"), columns, rows, note)
