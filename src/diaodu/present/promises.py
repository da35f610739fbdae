"""Last quarter's promises as a reader sees them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.cells import sent
from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, is_true, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tally import Tally, tally

NOTHING = Html("")


def finding(page: Page, table: pd.DataFrame) -> Html:
    """How many promises are spoken of again; table: promises.of_area, one row a next step."""
    if table.empty:
        return NOTHING
    words = {
        "area": page.area(page.run.area.id),
        "period": page.period(table["promised_in"].iloc[0]),
        "count": _counted(page, table),
    }
    if table["spoken_of"].isna().all():
        return paragraph(page, [safe(page.say("promises.silent", **words))], "finding")
    spoken, due = (table[name].fillna(False).astype(bool) for name in ("spoken_of", "past_due"))
    said = [page.say("promises.finding", spoken=_counted(page, table[spoken]), **words)]
    if overdue := _counted(page, table[due & ~spoken]):
        said.append(page.say("promises.overdue", count=overdue))
    return paragraph(page, [safe(text) for text in said], "finding")


def _counted(page: Page, table: pd.DataFrame) -> Tally:
    return tally(table, page.say("trace.of.steps"))


def promises(page: Page, table: pd.DataFrame) -> Html:
    """Each promise with what is said of it now; table: promises.of_area, one row a next step."""
    if table.empty:
        return NOTHING
    columns = [
        Column("text", page.say("promises.text"), align="left"),
        Column("due", page.say("promises.due"), align="left"),
        Column("now", page.say("promises.now"), align="left"),
    ]
    rows = [
        {
            "text": sent(page, row.text) + page.cite(row.source_id),
            "due": _due(page, row),
            "now": _now(page, row),
        }
        for row in each(table)
    ]
    period = page.period(table["promised_in"].iloc[0])
    title = page.say("promises.title", area=page.area(page.run.area.id), period=period)
    return grid(page, "t-promises", title, columns, rows, safe(page.say("promises.note")))


def _due(page: Page, row: Any) -> str:
    if missing(row.due_on):
        return f'<span class="none">{safe(page.say("promises.no_date"))}</span>'
    said = safe(page.day(row.due_on))
    if is_true(row.past_due):
        said += f'<br><span class="flag">{safe(page.say("promises.past_due"))}</span>'
    return said


def _now(page: Page, row: Any) -> str:
    if is_true(row.spoken_of):
        return sent(page, row.answer) + page.cite(row.answer_source_id)
    key = "promises.nothing_sent" if missing(row.spoken_of) else "promises.not_spoken_of"
    return f'<span class="none">{safe(page.say(key))}</span>'
