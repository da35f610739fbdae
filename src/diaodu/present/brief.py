"""The one-page brief of a paired leader: short lists, each with what it leaves out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.cells import sent
from diaodu.present.page import Html, Page, each, is_true, missing, safe
from diaodu.present.project_tables import reasons
from diaodu.present.prose import paragraph
from diaodu.present.tally import tally

MOST = 4
OPEN = ("open", "in_progress", "reopened", "not_mentioned")
_SEVERITY = {"high": 0, "medium": 1, "low": 2}


def projects(page: Page, table: pd.DataFrame) -> Html:
    """Projects to look at and why; table: projects.to_look_at, one row a project."""
    if table.empty:
        return paragraph(page, [safe(page.say("brief.projects_none"))], "nothing")
    items = [
        page.say(
            "brief.project",
            name=sent(page, row.name) + page.cite(row.source_id),
            why=page.say("brief.comma").join(reasons(page, row)),
            rate=_rate(page, row),
        )
        for row in each(table.head(MOST))
    ]
    return _list(page, items, table)


def _rate(page: Page, row: Any) -> str:
    if missing(row.completion_rate):
        return ""
    return page.say("brief.rate", rate=page.number(row.completion_rate))


def problems(page: Page, table: pd.DataFrame) -> Html:
    """Open problems of the page's area: overdue and severe ones first.

    table: the table `problems`, one row a problem.
    """
    own = table[table["area"].eq(page.run.area.id) & table["state"].isin(OPEN)]
    if own.empty:
        return paragraph(page, [safe(page.say("brief.problems_none"))], "nothing")
    ordered = own.assign(
        late=~own["overdue"].fillna(False).astype("bool"),
        grave=own["severity"].map(_SEVERITY).astype("float64"),
    ).sort_values(["late", "grave", "days_open"], ascending=[True, True, False], kind="stable")
    items = [_problem(page, row) for row in each(ordered.head(MOST))]
    return _list(page, items, ordered)


def _problem(page: Page, row: Any) -> str:
    said = [safe(page.say(f"brief.state.{row.state}"))]
    if not missing(row.days_open):
        said.append(safe(page.say("brief.days", days=row.days_open)))
    if is_true(row.overdue):
        said.append(f'<span class="flag">{safe(page.say("brief.overdue"))}</span>')
    if not missing(row.asked):
        asked = page.say("brief.asked", what=sent(page, row.asked))
        said.append(asked)
    words = {"text": sent(page, row.text) + page.cite(row.source_id)}
    return page.say("brief.problem", state=page.say("brief.comma").join(said), **words)


def promises(page: Page, table: pd.DataFrame) -> Html:
    """What became of last quarter's next steps; table: promises.of_area, one row a next step."""
    if table.empty:
        return paragraph(page, [safe(page.say("brief.promises_none"))], "nothing")
    ordered = table.assign(spoken=table["spoken_of"].fillna(False).astype("bool")).sort_values(
        "spoken", kind="stable"
    )
    items = [
        page.say(
            "brief.promise",
            text=sent(page, row.text) + page.cite(row.source_id),
            fate=_fate(page, row),
        )
        for row in each(ordered.head(MOST))
    ]
    return _list(page, items, ordered)


def _fate(page: Page, row: Any) -> str:
    if missing(row.spoken_of):
        return safe(page.say("promises.nothing_sent"))
    if is_true(row.spoken_of):
        answer = sent(page, row.answer) + page.cite(row.answer_source_id)
        return page.say("brief.answer", answer=answer)
    late = page.say("brief.past_due") if is_true(row.past_due) else ""
    return safe(page.say("promises.not_spoken_of") + late)


def _list(page: Page, items: list[str], of: pd.DataFrame) -> Html:
    """Items (markup) of the first rows as a list, with a word on how many are left out."""
    left = tally(of[len(items) :], page.say("trace.of.left_out"))
    more = f"<li>{safe(page.say('brief.more', count=left))}</li>" if left else ""
    return Html(f'<ul class="brief">{"".join(f"<li>{item}</li>" for item in items)}{more}</ul>')
