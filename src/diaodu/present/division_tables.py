"""One division's industries, enterprises and problems across the areas."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.cells import amount, sent
from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, missing, safe
from diaodu.present.project_tables import counted
from diaodu.present.prose import paragraph
from diaodu.present.tables import cell, points
from diaodu.present.tally import Tally, listed, tally

NOTHING = Html("")


def headline(
    page: Page, division: str, industries: pd.DataFrame, projects: pd.DataFrame, risky: pd.DataFrame
) -> Html:
    """The division's report in one sentence.

    industries: division.industries_by_area; projects, risky: rows of projects.status.
    """
    name = page.run.catalog.divisions[division].in_(page.lang)
    said = [
        page.say(
            "division.headline",
            division=name,
            period=page.period(page.run.period),
            industries=_once(industries, "industry", page.say("trace.of.industries")),
            areas=_once(industries, "area", page.say("trace.of.areas_published")),
        )
        if len(industries)
        else page.say("division.headline_none", division=name, period=page.period(page.run.period))
    ]
    if len(projects):
        counts = {"projects": counted(page, projects), "risky": counted(page, risky)}
        said.append(page.say("division.headline_projects", **counts))
    return paragraph(page, [safe(text) for text in said], "headline")


def _once(industries: pd.DataFrame, column: str, what: str) -> Tally:
    """How many different values a column of division.industries_by_area has."""
    return tally(listed(column, industries[column].unique()), what)


def industries(page: Page, table: pd.DataFrame) -> Html:
    """Growth of the industries by area; table: division.industries_by_area."""
    if table.empty:
        return paragraph(page, [safe(page.say("division.industries.none"))], "nothing")
    columns = [
        Column("name", page.say("table.industry"), align="left"),
        Column("area", page.say("table.area"), align="left"),
        Column("value", page.say("table.value"), page.say("unit.percent")),
        Column("gap", page.say("table.gap_total"), page.say("table.points")),
        Column("pull", page.say("table.pull"), page.say("table.points")),
    ]
    rows = [
        {
            "name": safe(page.industry(row.industry)),
            "area": safe(page.area(row.area)),
            "value": cell(page, row),
            "gap": points(page, row.gap_total),
            "pull": points(page, row.pull),
        }
        for row in each(table)
    ]
    title = page.say("division.industries.title", period=page.period(page.run.period))
    note = safe(page.say("division.industries.note"))
    return grid(page, "t-division-industries", title, columns, rows, note)


def enterprises(page: Page, table: pd.DataFrame) -> Html:
    """Enterprises to look at; table: division.falling, one row an enterprise."""
    if table.empty:
        return paragraph(page, [safe(page.say("division.enterprises.none"))], "nothing")
    percent = page.say("unit.percent")
    columns = [
        Column("name", page.say("enterprises.name"), align="left"),
        Column("where", page.say("projects.where"), align="left"),
        Column("industry", page.say("table.industry"), align="left"),
        Column("output", page.say("enterprises.output"), page.say("unit.10k_yuan")),
        Column("growth", page.say("enterprises.growth"), percent),
        Column("power", page.say("enterprises.power"), percent),
        Column("orders", page.say("enterprises.orders"), percent),
        Column("remark", page.say("division.remark"), align="left"),
    ]
    rows = [
        {
            "name": sent(page, row.enterprise) + page.cite(row.source_id),
            "where": _where(page, row),
            "industry": safe(page.industry(row.industry)),
            "output": amount(page, row.output_10k_yuan),
            "growth": points(page, row.output_growth_percent),
            "power": points(page, row.power_growth_percent),
            "orders": points(page, row.orders_growth_percent),
            "remark": "" if missing(row.remark) else sent(page, row.remark),
        }
        for row in each(table)
    ]
    count = tally(table, page.say("trace.of.firms"), "output_growth_percent")
    title = page.say("division.enterprises.title", count=count)
    return grid(page, "t-division-enterprises", title, columns, rows)


def problems(page: Page, table: pd.DataFrame) -> Html:
    """Problems that name the division's industries; table: rows of `notes`, section issue."""
    if table.empty:
        return paragraph(page, [safe(page.say("division.problems.none"))], "nothing")
    columns = [
        Column("area", page.say("table.area"), align="left"),
        Column("text", page.say("note.text"), align="left"),
        Column("industry", page.say("table.industry"), align="left"),
        Column("asked", page.say("note.asked"), align="left"),
    ]
    rows = [
        {
            "area": safe(page.area(row.area)),
            "text": sent(page, row.text) + page.cite(row.source_id),
            "industry": safe(page.industry(row.industry)),
            "asked": "" if missing(row.asked) else sent(page, row.asked),
        }
        for row in each(table)
    ]
    count = tally(table, page.say("trace.of.problems"))
    title = page.say("division.problems.title", count=count)
    return grid(page, "t-division-problems", title, columns, rows)


def _where(page: Page, row: Any) -> str:
    county = "" if missing(row.county) else f" {sent(page, row.county)}"
    return f"{safe(page.area(row.area))}{county}"
