"""Leaders of the department and the areas that they are paired with (包联)."""

from __future__ import annotations

import pandas as pd

from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, safe
from diaodu.present.prose import paragraph
from diaodu.present.tally import added

NOTHING = Html("")


def line(page: Page) -> Html:
    """Who is paired with the page's area; nothing where the quarter's file names nobody."""
    leader = page.run.leader
    if leader is None:
        return NOTHING
    names = {"area": page.area(page.run.area.id), "leader": leader.name(page.lang)}
    post = "" if leader.post is None else leader.post.in_(page.lang)
    key = "pairing.line_post" if post else "pairing.line"
    said = page.say(key, **names, **({"post": post} if post else {}))
    made_up = leader.origin == "illustrative"
    return paragraph(page, [safe(said + (page.say("pairing.made_up") if made_up else ""))], "note")


def table(page: Page, in_sum: pd.DataFrame, problems: pd.DataFrame) -> Html:
    """The pairing table: each area with its leader, its projects at risk and its problems.

    in_sum: project_groups.sums by area; problems: problem_counts.counts by category.
    """
    pairing = page.run.quarter.pairing
    if not pairing:
        return NOTHING
    at_risk = {row.group: row.at_risk for row in each(in_sum)}
    told = page.say("trace.of.problems")
    by_category = list(each(problems))
    count = {
        area: added([row for row in by_category if row.area == area], told, "problems", area=area)
        for area in pairing
    }
    columns = [
        Column("name", page.say("table.area"), align="left"),
        Column("leader", page.say("pairing.leader"), align="left"),
        Column("risk", page.say("pairing.at_risk")),
        Column("problems", page.say("pairing.problems")),
    ]
    rows = [
        {
            "name": safe(page.area(area)),
            "leader": safe(pairing[area].name(page.lang)),
            "risk": page.number(at_risk[area], 0),
            "problems": page.number(count[area], 0),
        }
        for area in page.run.peers
        if area in pairing
    ]
    made_up = any(leader.origin == "illustrative" for leader in pairing.values())
    note = safe(page.say("pairing.note_made_up")) if made_up else ""
    return grid(page, "t-pairing", page.say("pairing.title"), columns, rows, note)
