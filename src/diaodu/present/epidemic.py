"""The epidemic state of areas and what the meeting asks of each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.cells import say_markup, sent
from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tally import tally

NOTHING = Html("")
STATES = ("active", "cleared", "none", "unknown")


def of_areas(page: Page, table: pd.DataFrame) -> Html:
    """All areas by their state; table: advice.advice. Nothing where the file states none."""
    if not page.run.quarter.epidemic:
        return NOTHING
    columns = [
        Column("name", page.say("table.area"), align="left"),
        Column("state", page.say("advice.state"), align="left"),
        Column("asked", page.say("advice.asked"), align="left"),
    ]
    places = {state: place for place, state in enumerate(STATES)}
    ordered = table.sort_values("state", key=lambda s: s.map(places), kind="stable")
    rows = [
        {
            "name": safe(page.area(row.area)),
            "state": _state(page, row),
            "asked": _asked(page, row),
        }
        for row in each(ordered)
    ]
    return grid(page, "t-epidemic", page.say("advice.title"), columns, rows)


def of_area(page: Page, table: pd.DataFrame) -> Html:
    """The page's own area in a sentence; table: advice.advice."""
    if not page.run.quarter.epidemic:
        return NOTHING
    row = next(each(table[table["area"].eq(page.run.area.id)]))
    parts = {"state": _state(page, row), "asked": _asked(page, row)}
    return paragraph(page, [say_markup(page, "advice.said", parts)], "finding")


def finding(page: Page, table: pd.DataFrame) -> Html:
    """How many areas are in each state; table: advice.advice."""
    if not page.run.quarter.epidemic:
        return NOTHING
    counts = {
        state: tally(table[table["state"].eq(state)], page.say(f"advice.state.{state}"))
        for state in STATES
    }
    return paragraph(page, [safe(page.say("advice.counts", **counts))], "finding")


def _state(page: Page, row: Any) -> str:
    text = safe(page.say(f"advice.state.{row.state}")) + page.cite(row.source_ids)
    if row.origin == "illustrative":
        text += f'<span class="when">{safe(page.say("advice.illustrative"))}</span>'
    return text


def _asked(page: Page, row: Any) -> str:
    if missing(row.advice):
        return safe(page.say("light.because", reason=page.say(f"advice.absent.{row.absent}")))
    remaining = ""
    if not missing(row.remaining_10k_yuan):
        amount = page.number(row.remaining_10k_yuan / 1e4)
        remaining = page.say("advice.remaining", amount=amount)
    words = {
        "firms": row.firms,
        "rising": row.firms_rising,
        "falling": row.firms_falling,
        "stopped": row.stopped,
        "late": row.late,
        "remaining": remaining,
    }
    names = page.list_of(sent(page, name) for name in row.largest)
    largest = say_markup(page, "advice.largest", {"names": names}) if row.largest else ""
    return say_markup(page, f"advice.{row.advice}", {"largest": largest}, **words)
