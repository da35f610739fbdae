"""What the areas sent in, for the reports: notes, enterprises, receipts.

Each function shows nothing where nothing was sent, so that a run on published figures alone keeps
its sections out of the report.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.issues import render
from diaodu.present.cells import amount, sent
from diaodu.present.grid import Column, grid
from diaodu.present.lists import wrong
from diaodu.present.page import Html, Page, each, missing, safe
from diaodu.present.tables import points
from diaodu.present.tally import tally

NOTHING = Html("")


def notes(page: Page, table: pd.DataFrame, section: str) -> Html:
    """Statements of one section; table: notes.of_area, one row a statement."""
    if table.empty:
        return NOTHING
    columns = [
        Column("number", page.say("note.number")),
        Column("text", page.say("note.text"), align="left"),
    ]
    if section == "issue":
        columns += [
            Column("category", page.say("note.category"), align="left"),
            Column("about", page.say("note.about"), align="left"),
            Column("asked", page.say("note.asked"), align="left"),
            Column("responsible", page.say("note.responsible"), align="left"),
        ]
    rows = [_note_row(page, number, row) for number, row in enumerate(each(table), start=1)]
    title = page.say(f"note.{section}.title", area=page.area(page.run.area.id))
    return grid(page, f"t-{section.replace('_', '-')}", title, columns, rows)


def _note_row(page: Page, number: int, row: Any) -> dict[str, str]:
    category = page.say("note.unsorted")
    if not missing(row.category):
        category = page.run.catalog.taxonomy.categories[row.category].in_(page.lang)
    industry = None if missing(row.industry) else page.industry(row.industry)
    about = [str(name) for name in (row.county, industry, row.enterprise) if not missing(name)]
    return {
        "number": str(number),
        "text": sent(page, row.text) + page.cite(row.source_id),
        "category": safe(category),
        "about": sent(page, page.list_of(about)),
        "asked": "" if missing(row.asked) else sent(page, row.asked),
        "responsible": "" if missing(row.responsible) else sent(page, row.responsible),
    }


def enterprises(page: Page, table: pd.DataFrame) -> Html:
    """Key enterprises of the quarter; table: rows of `enterprises` of one area and period."""
    if table.empty:
        return NOTHING
    percent = page.say("unit.percent")
    columns = [
        Column("name", page.say("enterprises.name"), align="left"),
        Column("industry", page.say("table.industry"), align="left"),
        Column("output", page.say("enterprises.output"), page.say("unit.10k_yuan")),
        Column("growth", page.say("enterprises.growth"), percent),
        Column("power", page.say("enterprises.power"), percent),
        Column("orders", page.say("enterprises.orders"), percent),
        Column("workers", page.say("enterprises.workers"), page.say("unit.people")),
    ]
    rows = [
        {
            "name": sent(page, row.enterprise) + page.cite(row.source_id),
            "industry": "" if missing(row.industry) else safe(page.industry(str(row.industry))),
            "output": amount(page, row.output_10k_yuan),
            "growth": points(page, row.output_growth_percent),
            "power": points(page, row.power_growth_percent),
            "orders": points(page, row.orders_growth_percent),
            "workers": amount(page, row.workers_people),
        }
        for row in each(table)
    ]
    title = page.say("enterprises.title", area=page.area(page.run.area.id))
    return grid(page, "t-enterprises", title, columns, rows)


def received(page: Page, sources: pd.DataFrame, issues: pd.DataFrame) -> Html:
    """What each area sent for the quarter, and how much was found wrong in it.

    sources, issues: the processed tables. Shows nothing where no area sent anything.
    """
    quarter = page.run.quarter.quarter
    mine = sources[sources["kind"].eq("submission") & sources["source_id"].str.contains(quarter)]
    if mine.empty:
        return NOTHING
    columns = [
        Column("name", page.say("table.area"), align="left"),
        Column("file", page.say("received.file"), align="left"),
        Column("version", page.say("received.version")),
        Column("date", page.say("received.date"), align="left"),
        Column("issues", page.say("received.issues")),
    ]
    found = render(issues[issues["file"].isin(list(mine["file"].dropna()))], page.lang)
    files = mine[["file", "source_id"]].rename(columns={"source_id": "source_ids"})
    wrong_in: dict[tuple[str, str], list[Any]] = {}
    for row in each(found.merge(files, on="file")):
        wrong_in.setdefault((row.source_ids, row.severity), []).append(row)
    sent_in = list(each(mine))
    rows = [row for area in page.run.peers for row in _received_rows(page, area, sent_in, wrong_in)]
    return grid(page, "t-received", page.say("received.title"), columns, rows)


def _received_rows(
    page: Page, area: str, sources: list[Any], wrong_in: dict[tuple[str, str], list[Any]]
) -> list[dict[str, str]]:
    """wrong_in: the issues of a source and severity."""
    files = [row for row in sources if row.sender == area]
    name = safe(page.area(area))
    if not files:
        absent = f'<span class="missing">{safe(page.say("received.missing"))}</span>'
        return [{"name": name, "file": absent}]
    severities = {name: page.say(f"trace.of.{name}s") for name in ("error", "warning")}
    rows = []
    for row in files:
        of_file: dict[str, str] = {"area": area, "source": row.source_id}
        counted = [
            tally(wrong_in.get((row.source_id, severity), ()), said, named=wrong, **of_file)
            for severity, said in severities.items()
        ]
        rows.append(
            {
                "name": name,
                "file": safe(row.title_zh if page.lang == "zh" else row.title_en),
                "version": page.number(row.version, 0),
                "date": "" if missing(row.received_on) else safe(row.received_on),
                "issues": " / ".join(page.number(count, 0) for count in counted),
            }
        )
    return rows
