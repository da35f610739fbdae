"""Problems counted: the four views and what stands out; one area's."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu import places
from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tables import computed
from diaodu.present.tally import added, tally

NOTHING = Html("")
MOST_OUT = 3  # counts that stand out, the farthest first


def finding(page: Page, counts: pd.DataFrame, views: pd.DataFrame) -> Html:
    """How many problems there are, on what most, and who tells all views.

    counts: problem_counts.counts by category; views: problem_counts.views, all areas.
    """
    if counts.empty:
        return NOTHING
    totals = counts.groupby("key")["problems"].sum()
    top = str(totals.idxmax())
    seen = views.groupby("area", sort=False)["problems"].min()
    complete = [page.area(str(area)) for area, least in seen.items() if least > 0]
    text = page.say(
        "views.finding",
        areas=tally(_of_areas(counts), page.say("trace.of.areas_telling"), "problems"),
        problems=added(_of_areas(counts), page.say("trace.of.problems"), "problems"),
        top=_name(page, top),
        count=added(counts[counts["key"].eq(top)], _name(page, top), "problems"),
        all=page.list_of(complete) or page.say("views.none"),
    )
    return paragraph(page, [safe(text)], "finding")


def _of_areas(counts: pd.DataFrame) -> pd.DataFrame:
    """The problems of each area that told any, with where it told them."""
    told = counts[counts["problems"].gt(0)].groupby("area", sort=False)
    made = told["problems"].sum().reset_index()
    made["source_ids"] = [places.union(*ids) for _, ids in told["source_ids"]]
    return made


def table(page: Page, views: pd.DataFrame, specific: pd.DataFrame) -> Html:
    """The four views and how specific each area is.

    views: problem_counts.views; specific: problem_counts.specificity, one row an area. Nothing in
    a run that asks for no submissions.
    """
    if page.run.quarter.submissions is None:
        return NOTHING
    percent = page.say("unit.percent")
    kinds = list(dict.fromkeys(views["view"]))
    columns = [
        Column("name", page.say("table.area"), align="left"),
        Column("problems", page.say("ledger.rates.problems")),
        *(Column(kind, page.say(f"views.{kind}")) for kind in kinds),
        Column("specific", page.say("views.specific"), percent),
        Column("before", page.say("views.before"), percent),
    ]
    count = {(row.area, row.view): row.problems for row in each(views)}
    rows = []
    for row in each(specific):
        cells = {kind: page.number(count[row.area, kind], 0) for kind in kinds}
        if not row.problems:
            silent = f'<span class="missing">{safe(page.say("views.silent"))}</span>'
            cells = {kinds[0]: silent}
        rows.append(
            {
                "name": safe(page.area(row.area)),
                "problems": page.number(row.problems, 0),
                **cells,
                "specific": computed(page, row.share),
                "before": computed(page, row.before_share),
            }
        )
    note = safe(page.say("views.note"))
    return grid(page, "t-views", page.say("views.title"), columns, rows, note)


def facets(page: Page, counts: pd.DataFrame) -> Html:
    """What the problems of the page's area speak of, beside its last telling.

    counts: problem_counts.counts by facet of that area; a problem may count for several.
    """
    if counts.empty:
        return NOTHING
    items = []
    for row in each(counts):
        words = {"name": _named(page, row), "count": row.problems}
        if missing(row.before):
            items.append(page.say("facets.item", **words))
        else:
            items.append(page.say("facets.item_before", before=row.before, **words))
    text = page.say("facets.line", area=page.area(page.run.area.id), items=page.list_of(items))
    return paragraph(page, [safe(text)], "note")


def standing_out(page: Page, counts: pd.DataFrame) -> Html:
    """Where an area has at least one problem more of a kind than the other areas on average.

    counts: problem_counts.counts of all areas, by category or facet.
    """
    above = counts.assign(above=counts["problems"] - counts["others"])
    above = above[above["above"].ge(1)].sort_values("above", ascending=False, kind="stable")
    items = [
        page.say(
            "outstanding.item",
            area=page.area(row.area),
            name=_named(page, row),
            count=row.problems,
            others=page.number(row.others),
        )
        for row in each(above.head(MOST_OUT))
    ]
    if not items:
        return NOTHING
    text = page.say("outstanding.line", items=page.list_of(items))
    return paragraph(page, [safe(text)], "note")


def _name(page: Page, key: str) -> str:
    known = page.run.catalog.taxonomy.categories.get(key)
    return page.say("note.unsorted") if known is None else known.in_(page.lang)


def _named(page: Page, row: Any) -> str:
    """Name of what a row of counts counts."""
    if row.by == "category":
        return _name(page, row.key)
    return page.run.catalog.taxonomy.facets[row.key].in_(page.lang)
