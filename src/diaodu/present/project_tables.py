"""Key projects as a reader sees them: a finding, tables, and the rules that say what is at risk.

Each function shows nothing where no project was sent, so that a run on published figures alone
keeps its sections out of the report.
"""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from diaodu.present import bars
from diaodu.present.cells import amount, given, sent, word
from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, is_true, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tables import computed, points
from diaodu.present.tally import Tally, tally

By = Literal["area", "project_class", "size", "division", "county"]

NOTHING = Html("")
MOST_AT_RISK = 12


def finding(page: Page, total: pd.DataFrame, largest: pd.DataFrame) -> Html:
    """The projects in a few sentences.

    total: project_groups.in_all; largest: project_groups.concentration; one row each.
    """
    row, top = next(each(total)), next(each(largest))
    if not row.projects:
        return NOTHING
    area = page.area(page.run.area.id)
    counts = {"projects": row.projects, "upgrades": row.technical_upgrade}
    said = [page.say("projects.finding", area=area, **counts)]
    if row.due_to_start:
        rate = page.number(row.start_rate)
        words = {"due": row.due_to_start, "started": row.started, "rate": rate}
        said.append(page.say("projects.finding_starts", **words))
    if row.stopped:
        said[-1] += page.say("projects.finding_stopped", count=row.stopped)
    if row.planned_in_year:
        rate = page.number(row.start_rate_year)
        said.append(page.say("projects.finding_year", due=row.planned_in_year, rate=rate))
    if not missing(row.completion_rate):
        said.append(_money(page, row))
    if not missing(top.share) and top.projects > top.largest:
        share = page.number(top.share)
        said.append(page.say("projects.finding_largest", largest=top.largest, share=share))
    key = "projects.finding_risk" if row.at_risk else "projects.finding_no_risk"
    said.append(page.say(key, **({"count": row.at_risk} if row.at_risk else {})))
    return paragraph(page, [safe(text) for text in said], "finding")


def _money(page: Page, row: Any) -> str:
    gap = row.pace_gap
    name = "on_time" if round(gap, 1) == 0 else "ahead" if gap > 0 else "behind"
    against = {} if name == "on_time" else {"gap": page.number(abs(gap))}
    return page.say(
        "projects.finding_money",
        counted=row.counted,
        plan=page.number(row.plan_10k_yuan / 1e4),
        completed=page.number(row.completed_10k_yuan / 1e4),
        completion=page.number(row.completion_rate),
        pace=page.say(f"projects.{name}", **against),
    )


def weightiest(page: Page, table: pd.DataFrame) -> Html:
    """The projects that matter most for the year; table: projects.weightiest, one row a project."""
    if table.empty:
        return NOTHING
    columns = [
        *_head(page),
        Column("plan", page.say("projects.plan"), page.say("unit.10k_yuan")),
        Column("share", page.say("projects.share"), page.say("unit.percent")),
        Column("completed", page.say("projects.completed"), page.say("unit.10k_yuan")),
        Column("rate", page.say("projects.rate"), page.say("unit.percent")),
        Column("gap", page.say("projects.gap"), page.say("table.points")),
        Column("state", page.say("projects.state"), align="left"),
    ]
    rows = [
        _named(page, row)
        | {
            "plan": amount(page, row.plan_investment_10k_yuan),
            "share": computed(page, row.plan_share),
            "completed": amount(page, row.completed_investment_10k_yuan),
            "rate": computed(page, row.completion_rate),
            "gap": points(page, row.pace_gap),
            "state": _state(page, row),
        }
        for row in each(table)
    ]
    names = {"area": page.area(page.run.area.id), "count": counted(page, table)}
    title = page.say("projects.weightiest.title", **names)
    return grid(page, "t-projects", title, columns, rows, rules(page))


def risky(page: Page, table: pd.DataFrame, *, paired: bool = False) -> Html:
    """Projects at risk and why; table: projects.at_risk, or projects.to_look_at where `paired`."""
    if table.empty:
        return NOTHING
    columns = [
        *_head(page),
        Column("plan", page.say("projects.plan"), page.say("unit.10k_yuan")),
        Column("rate", page.say("projects.rate"), page.say("unit.percent")),
        Column("start", page.say("projects.planned_start"), align="left"),
        Column("why", page.say("projects.why"), align="left"),
        Column("progress", page.say("projects.progress"), align="left"),
    ]
    rows = [
        _named(page, row)
        | {
            "plan": amount(page, row.plan_investment_10k_yuan),
            "rate": computed(page, row.completion_rate),
            "start": _month(page, row.planned_start),
            "why": "<br>".join(reasons(page, row)),
            "progress": given(page, row.progress),
        }
        for row in each(table.head(MOST_AT_RISK))
    ]
    names = {"area": page.area(page.run.area.id), "count": counted(page, table)}
    key = "projects.looked_at.title" if paired else "projects.risky.title"
    left = counted(page, table[MOST_AT_RISK:])
    note = safe(page.say("projects.more", count=left)) if left else ""
    if paired:
        names.pop("area")
    return grid(page, "t-projects-risk", page.say(key, **names), columns, rows, note)


def counted(page: Page, rows: pd.DataFrame | list[Any]) -> Tally:
    """How many projects there are; rows: of projects.status."""
    return tally(rows, page.say("trace.any.projects"), "completion_rate")


def groups(page: Page, table: pd.DataFrame, by: By) -> Html:
    """Projects in sum by group; table: project_groups.sums, one row a group."""
    if not table["projects"].any():
        return NOTHING
    percent = page.say("unit.percent")
    columns = [
        Column("name", page.say(f"projects.groups.title.{by}"), align="left"),
        Column("count", page.say("projects.count")),
        Column("upgrades", page.say("projects.upgrades")),
        Column("started", page.say("projects.started")),
        Column("year", page.say("projects.start_rate_year"), percent),
        Column("batch", page.say("projects.start_rate_batch"), percent),
        Column("plan", page.say("projects.plan"), page.say("unit.100m_yuan")),
        Column("rate", page.say("projects.rate"), percent),
        Column("gap", page.say("projects.gap"), page.say("table.points")),
        Column("risk", page.say("projects.at_risk")),
    ]
    rows = [_group_row(page, row, by) for row in each(table)]
    title = page.say(f"projects.groups.title.{by}")
    note = safe(page.say("projects.groups.note"))
    name = f"t-projects-{by.replace('_', '-')}"
    return grid(page, name, title, columns, rows, note if by in ("area", "project_class") else "")


def _group_row(page: Page, row: Any, by: By) -> dict[str, str]:
    return {
        "name": safe(_group(page, row.group, by)),
        "count": page.number(row.projects, 0),
        "upgrades": page.number(row.technical_upgrade, 0),
        "started": f"{page.number(row.started, 0)}/{page.number(row.due_to_start, 0)}",
        "year": computed(page, row.start_rate_year),
        "batch": computed(page, row.start_rate_batch),
        "plan": computed(page, row.plan_10k_yuan / 1e4),
        "rate": bars.rate(row.completion_rate, row.time_share)
        + computed(page, row.completion_rate),
        "gap": points(page, row.pace_gap),
        "risk": page.number(row.at_risk, 0),
    }


def _group(page: Page, group: Any, by: By) -> str:
    """What a group is called."""
    if missing(group):
        return page.say(f"projects.groups.{'no_division' if by == 'division' else 'none'}")
    match by:
        case "area":
            return page.area(group)
        case "project_class":
            return page.say(f"projects.class.{group}")
        case "division":
            return page.run.catalog.divisions[group].in_(page.lang)
        case "size":
            return _size(page, int(group))
    return str(group)


def _size(page: Page, size: int) -> str:
    given = page.run.quarter.project_rules.size_bounds_100m_yuan
    bounds = [page.stated(bound, "project_rules") for bound in given]
    if size == 0:
        return page.say("projects.size.below", high=bounds[0])
    if size == len(bounds):
        return page.say("projects.size.above", low=bounds[-1])
    return page.say("projects.size.between", low=bounds[size - 1], high=bounds[size])


def rules(page: Page) -> str:
    """The rules by which a project needs attention, as markup for a note."""
    stated = page.run.quarter.project_rules
    return safe(
        page.say(
            "projects.rules",
            months=page.stated(stated.long_late_months, "project_rules"),
            behind=page.stated(stated.behind_points, "project_rules"),
            far=page.stated(stated.far_behind_points, "project_rules"),
        )
    )


def _head(page: Page) -> list[Column]:
    return [
        Column("name", page.say("projects.name"), align="left"),
        Column("where", page.say("projects.where"), align="left"),
        Column("class", page.say("projects.class"), align="left"),
    ]


def _named(page: Page, row: Any) -> dict[str, str]:
    """Name, place and class; of all areas' reports the place begins with the area."""
    place = given(page, row.county)
    if page.run.area.id != row.area:
        place = safe(page.area(row.area)) + ("" if missing(row.county) else f" {place}")
    return {
        "name": sent(page, row.name) + page.cite(row.source_id),
        "where": place,
        "class": word(page, "projects.class", row.project_class),
    }


def _month(page: Page, day: Any) -> str:
    return given(page, day) if missing(day) else safe(page.period(day[:7], "month"))


def _state(page: Page, row: Any) -> str:
    flags = "".join(f' <span class="flag">▲ {reason}</span>' for reason in reasons(page, row))
    said = word(page, "projects.state", row.state)
    return said if row.risks and row.risks[0] == row.state else said + flags


def reasons(page: Page, row: Any) -> list[str]:
    """Why a project needs attention, each as markup; being paired is no risk and comes first."""
    months = {"months": row.months_late}
    said = [page.say("projects.paired")] if is_true(getattr(row, "paired", False)) else []
    said += [
        page.say(f"projects.risk.{risk}", **(months if risk == "long_late" else {}))
        for risk in row.risks
    ]
    return [safe(text) for text in said]
