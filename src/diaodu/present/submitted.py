"""What the areas sent in, for the reports: notes, projects, enterprises, receipts.

Each function shows nothing where nothing was sent, so that a run on published figures alone keeps
its sections out of the report.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, is_true, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tables import computed, points

NOTHING = Html("")
MOST_PROJECTS = 10


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
        "text": _sent(page, row.text) + page.cite(row.source_id),
        "category": safe(category),
        "about": _sent(page, page.list_of(about)),
        "asked": "" if missing(row.asked) else _sent(page, row.asked),
        "responsible": "" if missing(row.responsible) else _sent(page, row.responsible),
    }


def notes_finding(page: Page, issues: int, supports: int, steps: int) -> Html:
    """How many problems, supports and next steps the page's area reported."""
    if not issues + supports + steps:
        return NOTHING
    counts = {"issues": issues, "supports": supports, "steps": steps}
    text = page.say("note.finding", area=page.area(page.run.area.id), **counts)
    return paragraph(page, [safe(text)], "finding")


def projects(page: Page, table: pd.DataFrame) -> Html:
    """The projects with the largest plans; table: projects.of_area, one row a project."""
    if table.empty:
        return NOTHING
    amount = page.say("unit.10k_yuan")
    columns = [
        Column("name", page.say("projects.name"), align="left"),
        Column("county", page.say("projects.county"), align="left"),
        Column("class", page.say("projects.class"), align="left"),
        Column("plan", page.say("projects.plan"), amount),
        Column("completed", page.say("projects.completed"), amount),
        Column("rate", page.say("projects.rate"), page.say("unit.percent")),
        Column("gap", page.say("projects.gap"), page.say("table.points")),
        Column("state", page.say("projects.state"), align="left"),
    ]
    shown = table.head(MOST_PROJECTS)
    rows = [_project_row(page, row) for row in each(shown)]
    area = page.area(page.run.area.id)
    title = page.say("projects.title", area=area, count=len(shown))
    return grid(page, "t-projects", title, columns, rows, safe(page.say("projects.note")))


def _project_row(page: Page, row: Any) -> dict[str, str]:
    state = _word(page, "projects.state", row.state)
    if is_true(row.late):
        state += f' <span class="flag">{safe(page.say("projects.late"))}</span>'
    return {
        "name": _sent(page, row.name) + page.cite(row.source_id),
        "county": _given(page, row.county),
        "class": _word(page, "projects.class", row.project_class),
        "plan": _amount(page, row.plan_investment_10k_yuan),
        "completed": _amount(page, row.completed_investment_10k_yuan),
        "rate": computed(page, row.completion_rate),
        "gap": points(page, row.pace_gap),
        "state": state,
    }


def projects_finding(page: Page, table: pd.DataFrame) -> Html:
    """The page's area in one sentence; table: projects.summary of that one area."""
    row = next(each(table))
    if not row.projects:
        return NOTHING
    said = ""
    if not missing(row.start_rate):
        said = page.say("projects.rate_said", rate=page.number(row.start_rate))
    words: dict[str, Any] = {
        "area": page.area(row.area),
        "projects": row.projects,
        "due": row.due_to_start,
        "started": row.started,
        "rate": said,
    }
    if missing(row.completion_rate):
        text = page.say("projects.finding_bare", **words)
    else:
        words |= {
            "counted": row.counted,
            "plan": page.number(row.plan_10k_yuan / 1e4),
            "completed": page.number(row.completed_10k_yuan / 1e4),
            "completion": page.number(row.completion_rate),
            "pace": _against_time(page, row.pace_gap),
        }
        text = page.say("projects.finding", **words)
    return paragraph(page, [safe(text)], "finding")


def _against_time(page: Page, gap: float) -> str:
    name = "on_time" if round(gap, 1) == 0 else "ahead" if gap > 0 else "behind"
    return page.say(f"projects.{name}", gap=page.number(abs(gap)))


def project_summary(page: Page, table: pd.DataFrame) -> Html:
    """The areas' projects in sum; table: projects.summary, one row an area."""
    if not table["projects"].any():
        return NOTHING
    columns = [
        Column("name", page.say("table.area"), align="left"),
        Column("count", page.say("projects.count")),
        Column("due", page.say("projects.due")),
        Column("started", page.say("projects.started")),
        Column("start_rate", page.say("projects.start_rate"), page.say("unit.percent")),
        Column("plan", page.say("projects.plan"), page.say("unit.100m_yuan")),
        Column("completed", page.say("projects.completed"), page.say("unit.100m_yuan")),
        Column("rate", page.say("projects.rate"), page.say("unit.percent")),
        Column("gap", page.say("projects.gap"), page.say("table.points")),
    ]
    rows = [
        {
            "name": safe(page.area(row.area)),
            "count": str(row.projects),
            "due": str(row.due_to_start),
            "started": str(row.started),
            "start_rate": computed(page, row.start_rate),
            "plan": computed(page, row.plan_10k_yuan / 1e4),
            "completed": computed(page, row.completed_10k_yuan / 1e4),
            "rate": computed(page, row.completion_rate),
            "gap": points(page, row.pace_gap),
        }
        for row in each(table)
    ]
    title = page.say("projects.summary_title")
    return grid(page, "t-project-sum", title, columns, rows, safe(page.say("projects.note")))


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
            "name": _sent(page, row.enterprise) + page.cite(row.source_id),
            "industry": "" if missing(row.industry) else safe(page.industry(str(row.industry))),
            "output": _amount(page, row.output_10k_yuan),
            "growth": points(page, row.output_growth_percent),
            "power": points(page, row.power_growth_percent),
            "orders": points(page, row.orders_growth_percent),
            "workers": _amount(page, row.workers_people),
        }
        for row in each(table)
    ]
    title = page.say("enterprises.title", area=page.area(page.run.area.id))
    return grid(page, "t-enterprises", title, columns, rows)


def problem_counts(page: Page, table: pd.DataFrame) -> Html:
    """Problems by category and area; table: notes.counts, one row (area, category)."""
    if table.empty:
        return NOTHING
    areas = list(dict.fromkeys(table["area"]))
    names = page.run.catalog.taxonomy.categories
    order = table.groupby("category")["problems"].sum().sort_values(ascending=False, kind="stable")
    count = {(row.area, row.category): row.problems for row in each(table)}
    columns = [
        Column("name", page.say("note.category"), align="left"),
        *(Column(area, page.area(area)) for area in areas),
        Column("total", page.say("counts.total")),
    ]
    rows = []
    for category, total in order.items():
        known = names.get(str(category))
        name = page.say("note.unsorted") if known is None else known.in_(page.lang)
        cells = {area: str(count.get((area, category), "")) for area in areas}
        rows.append({"name": safe(name), **cells, "total": str(total)})
    return grid(page, "t-counts", page.say("counts.title"), columns, rows)


def counts_finding(page: Page, table: pd.DataFrame) -> Html:
    """How many problems there are, and on what most; table: notes.counts."""
    if table.empty:
        return NOTHING
    totals = table.groupby("category")["problems"].sum()
    known = page.run.catalog.taxonomy.categories.get(str(totals.idxmax()))
    text = page.say(
        "counts.finding",
        areas=table["area"].nunique(),
        problems=int(totals.sum()),
        top=page.say("note.unsorted") if known is None else known.in_(page.lang),
        count=int(totals.max()),
    )
    return paragraph(page, [safe(text)], "finding")


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
    rows = [row for area in page.run.peers for row in _received_rows(page, area, mine, issues)]
    return grid(page, "t-received", page.say("received.title"), columns, rows)


def _received_rows(
    page: Page, area: str, sources: pd.DataFrame, issues: pd.DataFrame
) -> list[dict[str, str]]:
    sent = sources[sources["sender"].eq(area)]
    name = safe(page.area(area))
    if sent.empty:
        absent = f'<span class="missing">{safe(page.say("received.missing"))}</span>'
        return [{"name": name, "file": absent}]
    rows = []
    for row in each(sent):
        found = issues.loc[issues["file"].eq(str(row.file)), "severity"]
        counted = [int(found.eq(severity).sum()) for severity in ("error", "warning")]
        rows.append(
            {
                "name": name,
                "file": safe(row.title_zh if page.lang == "zh" else row.title_en),
                "version": str(row.version),
                "date": "" if missing(row.received_on) else safe(row.received_on),
                "issues": " / ".join(map(str, counted)),
            }
        )
    return rows


def _given(page: Page, value: Any) -> str:
    if missing(value):
        return f'<span class="none">{safe(page.say("projects.not_given"))}</span>'
    return _sent(page, value)


def _sent(page: Page, text: Any) -> str:
    """Text in its sender's language, so said where the page is in another one."""
    return safe(text) if page.lang == "zh" else f'<span lang="zh-CN">{safe(text)}</span>'


def _word(page: Page, key: str, value: Any) -> str:
    return _given(page, value) if missing(value) else safe(page.say(f"{key}.{value}"))


def _amount(page: Page, value: Any) -> str:
    return _given(page, value) if missing(value) else f"{float(value):,.0f}"
