"""Measures against gaps, and the questions to put to each area, as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from diaodu.present import balance, lamps
from diaodu.present.cells import given, say_markup, sent
from diaodu.present.grid import Column, grid, nothing
from diaodu.present.page import Html, Page, each, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tally import Tally, tally

NOTHING = Html("")


def measures_finding(page: Page, gaps: pd.DataFrame, steps: pd.DataFrame) -> Html:
    """How many gaps have no measure, and how many measures no date or number.

    gaps: measures.answered; steps: measures.steps, both of the page's area.
    """
    if gaps.empty and steps.empty:
        return NOTHING
    words: dict[str, Any] = {"area": page.area(page.run.area.id), "gaps": _gaps(page, gaps, "gaps")}
    if steps.empty:
        return paragraph(page, [safe(page.say("measure.no_steps", **words))], "finding")
    words |= {
        "open": _gaps(page, gaps[gaps["steps"].map(len).eq(0)], "gaps_open"),
        "steps": tally(steps, page.say("trace.of.steps")),
        "undated": tally(steps[~steps["has_date"]], page.say("trace.of.steps_undated")),
        "uncounted": tally(steps[~steps["has_number"]], page.say("trace.of.steps_uncounted")),
    }
    return paragraph(page, [safe(page.say("measure.finding", **words))], "finding")


def _gaps(page: Page, gaps: pd.DataFrame, what: str) -> Tally:
    """Gaps counted; a light is named by its topic."""

    def named(row: Any) -> str:
        return page.say(f"light.topic.{row.topic}") if row.kind == "light" else ""

    return tally(gaps, page.say(f"trace.of.{what}"), named=named)


def measures(page: Page, gaps: pd.DataFrame, steps: pd.DataFrame, topics: pd.DataFrame) -> Html:
    """Each gap of the page's area with the steps that speak of it.

    gaps: measures.answered; steps: measures.steps; topics: lights.by_topic, all of that area.
    """
    if gaps.empty or steps.empty:
        return NOTHING
    columns = [
        Column("gap", page.say("measure.gap"), align="left"),
        Column("answer", page.say("measure.answer"), align="left"),
    ]
    texts = {row.note_id: row for row in each(steps)}
    lit = {row.topic: row for row in each(topics)}
    rows = []
    for row in each(gaps):
        answers = [_step(page, texts[note]) for note in row.steps]
        none = f'<span class="flag flag-below">{safe(page.say("measure.none"))}</span>'
        rows.append({"gap": _gap(page, row, lit), "answer": "<br>".join(answers) or none})
    return grid(page, "t-measures", page.say("measure.title"), columns, rows)


def _gap(page: Page, row: Any, lit: dict[str, Any]) -> str:
    if row.kind == "light":
        return f"{lamps.mark(page, row.light)} {safe(lamps.topic_reason(page, lit[row.topic]))}"
    return sent(page, row.text) + page.cite(row.source_ids)


def _step(page: Page, row: Any) -> str:
    return sent(page, row.text) + page.cite(row.source_ids)


def steps(page: Page, table: pd.DataFrame) -> Html:
    """The next steps with their date and number; table: measures.steps of the page's area."""
    if table.empty:
        return NOTHING
    columns = [
        Column("step", page.say("measure.step"), align="left"),
        Column("who", page.say("note.responsible"), align="left"),
        Column("date", page.say("measure.date"), align="left"),
        Column("number", page.say("measure.number"), align="left"),
    ]
    none = f'<span class="flag flag-below">{safe(page.say("measure.no"))}</span>'
    rows = [
        {
            "step": _step(page, row),
            "who": given(page, row.responsible),
            "date": _date(page, row) or none,
            "number": safe(page.say("measure.yes")) if row.has_number else none,
        }
        for row in each(table)
    ]
    return grid(page, "t-steps", page.say("measure.steps_title"), columns, rows)


def _date(page: Page, row: Any) -> str:
    if not missing(row.due_on):
        return safe(page.day(row.due_on))
    return safe(page.say("measure.in_text")) if row.has_date else ""


def questions(page: Page, table: pd.DataFrame, topics: pd.DataFrame) -> Html:
    """The questions to the page's area; table: questions.questions; topics: lights.by_topic.

    Where nothing was asked for, that there is no finding says nothing, and is not said.
    """
    own = table[table["area"].eq(page.run.area.id)]
    if len(own):
        return _list(page, each(own), _by_topic(topics))
    asked = page.run.quarter.submissions is not None
    return nothing(page.say("question.none")) if asked else NOTHING


def of_areas(page: Page, table: pd.DataFrame, topics: pd.DataFrame, order: pd.DataFrame) -> Html:
    """The order of the meeting with the questions to each area; order: questions.order."""
    if table.empty:
        return NOTHING
    parts = []
    by_topic = _by_topic(topics)
    every = list(each(table))
    for row in each(order):
        flag = page.say("question.flagged") if row.flagged else ""
        lit = [topic for (area, _), topic in by_topic.items() if area == row.area]
        lights = {light: lamps.counted(page, lit, light, row.area) for light in ("red", "yellow")}
        counts = page.say("question.counts", flag=flag, **lights)
        heading = page.say("question.place", place=row.place, area=page.area(row.area))
        own = [asked for asked in every if asked.area == row.area]
        asked = _list(page, own, by_topic) if own else nothing(page.say("question.none"))
        parts.append(
            f'<h3>{safe(heading)}<span class="when">{safe(counts)}</span></h3>{asked.marked}'
        )
    return Html("".join(parts))


def _by_topic(topics: pd.DataFrame) -> dict[tuple[str, str], Any]:
    return {(row.area, row.topic): row for row in each(topics)}


def _list(page: Page, own: Iterable[Any], lit: dict[tuple[str, str], Any]) -> Html:
    items = [f"<li>{question(page, row, lit)}{page.cite(row.source_ids)}</li>" for row in own]
    return Html(f'<ol class="questions">{"".join(items)}</ol>')


def question(page: Page, row: Any, lit: dict[tuple[str, str], Any]) -> str:
    """One question as markup, without its sources; row: one of questions.questions.

    lit: (area, topic) -> row of lights.by_topic.
    """
    if row.code in ("red", "yellow"):
        reason = lamps.reason(page, lit[row.area, row.topic])
        return safe(page.say("question.light", reason=reason))
    if row.code == "unreported":
        return _unreported(page, row)
    code = "vague" if row.code == "undated" and row.count == 0 else row.code
    return say_markup(page, f"question.{code}", {"name": _name(page, row)}, **_words(page, row))


def _unreported(page: Page, row: Any) -> str:
    words = _words(page, row)
    why = page.say(f"question.why.{row.measure}", **words)
    name = {"name": _name(page, row)}
    return say_markup(page, "question.unreported", name, stage=words["stage"], why=why)


def _name(page: Page, row: Any) -> str:
    """What a sender named, or the industry or indicator that it is about."""
    if not missing(row.text):
        return sent(page, str(row.text).rstrip("。."))
    of = "" if missing(row.indicator) else page.indicator(row.indicator)
    if not missing(row.industry):
        return safe(page.say("question.industry", industry=page.industry(row.industry), of=of))
    return safe(of)


def _words(page: Page, row: Any) -> dict[str, str]:
    percent = page.unit("percent")

    def rate(value: Any, printed: Any = None) -> str:
        return "" if missing(value) else page.figure(value, printed) + percent

    done = "" if missing(row.value) else page.number(row.value) + percent
    rest = "" if missing(row.high) else page.number(row.high) + percent
    amount = row.amount if row.code == "enterprise" else row.amount / 1e4
    decimals = 0 if row.code == "enterprise" else 1
    gap = row.low if row.code == "shortfall" else row.gap
    return {
        "indicator": "" if missing(row.indicator) else page.indicator(row.indicator),
        "measure": balance.measure_name(page, row) if row.code == "shortfall" else "",
        "stage": page.say("light.stage.expected") if row.stage == "expected" else "",
        "value": _value(page, row),
        "reference": _reference(page, row),
        "low": "" if missing(row.low) else page.number(row.low) + percent,
        "high": rest,
        "gap": "" if missing(gap) else page.number(abs(gap)),
        "rest": page.say("question.rest", rest=rest) if rest else "",
        "count": "" if missing(row.count) else page.number(row.count, 0),
        "amount": page.number(amount, decimals),
        "rate": page.say("question.rate", rate=done) if done else "",
        "since": "" if missing(row.since) else page.day(row.since),
    }


def _value(page: Page, row: Any) -> str:
    if missing(row.value):
        return ""
    if row.code == "enterprise":
        return page.number(abs(row.value)) + page.unit("percent")
    if missing(row.printed):  # worked out by us
        return page.number(row.value) + page.unit("percent")
    return page.figure(row.value, row.printed) + page.unit("percent")


def _reference(page: Page, row: Any) -> str:
    if missing(row.reference):
        return ""
    ours = row.code == "shortfall" or row.measure == "behind"
    figure = page.number(row.reference) if ours else page.figure(row.reference)
    return figure + page.unit("percent")
