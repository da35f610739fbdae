"""The ledger of problems as a reader sees it: one line of history each, similar cases, rates.

A run that asks for no submissions has no ledger, and nothing is shown.
"""

from __future__ import annotations

from itertools import compress
from typing import Any

import pandas as pd

from diaodu.periods import Period
from diaodu.present import bars
from diaodu.present.cells import sent
from diaodu.present.grid import Column, grid, nothing
from diaodu.present.page import Html, Page, each, is_true, missing, safe
from diaodu.present.problems import asked, category, marks_of, named
from diaodu.present.prose import paragraph
from diaodu.present.tables import computed
from diaodu.present.tally import Tally, tally

NOTHING = Html("")


def _empty(page: Page, key: str, **words: str) -> Html:
    """What stands where a table would be; nothing in a run that asks for no submissions."""
    asked_for = page.run.quarter.submissions is not None
    return nothing(page.say(key, **words)) if asked_for else NOTHING


def finding(
    page: Page,
    problems: pd.DataFrame,
    new: pd.Series,
    recurs: pd.Series,
    *,
    quoted: bool = False,
) -> Html:
    """What the ledger holds of the page's area; problems: its rows of `problems`.

    new, recurs: ledger_views.is_new and recurs of them. quoted: whether counted problems are named
    by their words in a report of all areas too.
    """
    area = page.area(page.run.area.id)
    if problems.empty:
        return _empty(page, "ledger.finding_none", area=area)
    rows = list(each(problems))

    def counted(those: list[Any], what: str) -> Tally:
        words = None if quoted else (lambda row: named(page, row))
        return tally(those, page.say(what), named=words)

    def in_state(name: str) -> Tally:
        return counted([row for row in rows if row.state == name], f"ledger.state.{name}")

    texts = [
        page.say(
            "ledger.finding",
            area=area,
            problems=counted(rows, "trace.of.problems_known"),
            new=counted(list(compress(rows, new)), "ledger.tag.new"),
            recurs=counted(list(compress(rows, recurs)), "trace.of.problems_again"),
            not_mentioned=in_state("not_mentioned"),
            closed=in_state("closed"),
        )
    ]
    if reopened := in_state("reopened"):
        texts.append(page.say("ledger.finding_reopened", count=reopened))
    if overdue := counted([row for row in rows if is_true(row.overdue)], "ledger.tag.overdue"):
        texts.append(page.say("ledger.finding_overdue", count=overdue))
    return paragraph(page, [safe(text) for text in texts], "finding")


def past(page: Page, problems: pd.DataFrame, history: pd.DataFrame) -> Html:
    """The problems that earlier quarters left, each with its history; rows of the two tables."""
    earlier = problems[problems["first_period"].lt(problems["period"])]
    area = page.area(page.run.area.id)
    if earlier.empty:
        return _empty(page, "ledger.past.none", area=area)
    return _listed(page, "t-past", page.say("ledger.past.title", area=area), earlier, history)


def listed(page: Page, problems: pd.DataFrame, history: pd.DataFrame) -> Html:
    """All of the ledger, in the given order; the province's page names the areas."""
    if problems.empty:
        return _empty(page, "ledger.rates.nothing")
    title = page.say(
        "ledger.list.title", count=tally(problems, page.say("trace.of.problems_known"))
    )
    return _listed(page, "t-ledger", title, problems, history)


def _listed(
    page: Page, name: str, title: str, problems: pd.DataFrame, history: pd.DataFrame
) -> Html:
    lines = {str(key): rows for key, rows in history.groupby("problem_id")}
    of_all = page.run.area.id == page.run.province.id
    columns = [
        *([Column("area", page.say("table.area"), align="left")] if of_all else []),
        Column("text", page.say("ledger.problem"), align="left"),
        Column("state", page.say("ledger.state"), align="left"),
        Column("days", page.say("ledger.days"), page.say("ledger.days_unit")),
        Column("history", page.say("ledger.history"), align="left"),
        Column("asked", page.say("note.asked"), align="left"),
    ]
    rows = [_row(page, row, lines[row.problem_id]) for row in each(problems)]
    return grid(page, name, title, columns, rows)


def _row(page: Page, row: Any, history: pd.DataFrame) -> dict[str, str]:
    marks = "".join(f' <span class="flag">{safe(mark)}</span>' for mark in marks_of(page, row))
    text = sent(page, row.text) + page.cite(row.source_ids.split("|"))
    text += f'<span class="when">{category(page, row.category)}{marks}</span>'
    if not missing(row.done):
        done = sent(page, row.done) + page.cite(row.done_source_id)
        text += f'<span class="when">{safe(page.say("ledger.done"))}: {done}</span>'
    state = f'<span class="state-{row.state}">{safe(page.say(f"ledger.state.{row.state}"))}</span>'
    if not missing(row.due_on):
        due = f"{page.say('ledger.due')} {page.day(row.due_on)}"
        state += f'<span class="when">{safe(due)}</span>'
    return {
        "area": safe(page.area(row.area)),
        "text": text,
        "state": state,
        "days": _days(page, row),
        "history": _line(page, history),
        "asked": asked(page, row),
    }


def _days(page: Page, row: Any) -> str:
    days = "" if missing(row.days_open) else page.number(row.days_open, 0)
    if missing(row.date_doubts):
        return days
    doubts = page.list_of(page.say(f"ledger.doubt.{code}") for code in row.date_doubts.split("|"))
    return f'{days}<span class="others">{safe(doubts)}</span>'


def _line(page: Page, history: pd.DataFrame) -> str:
    """The states quarter by quarter, and how the last mention was matched."""
    line = safe(history_line(page, history))
    matched = history[history["match"].notna() & history["match"].ne("first")]
    if matched.empty:
        return line
    return f'{line}<span class="when">{safe(match(page, next(each(matched.tail(1)))))}</span>'


def history_line(page: Page, history: pd.DataFrame) -> str:
    """One line of history, plain text: 2021年四季度未解决 → 2022年一季度办理中."""
    steps = []
    for row in each(history.sort_values("period")):
        state = page.say(f"ledger.state.{row.state}")
        if not row.area_sent:
            state += page.say("ledger.not_sent")
        steps.append(page.say("ledger.step", period=quarter(page, row.period), state=state))
    return page.say("ledger.step_join").join(steps)


def quarter(page: Page, period: str) -> str:
    """A quarter as readers write it: 2022年一季度, Q1 2022."""
    return page.period(Period.parse(period), "quarter")


def match(page: Page, row: Any) -> str:
    """How a note was matched, plain text; row: of problem_history or problem_mentions."""
    if row.match != "text":
        return page.say(f"ledger.match.{row.match}")
    grounds = [] if missing(row.grounds) else row.grounds.split("|")
    said = page.list_of(page.say(f"ledger.ground.{ground}") for ground in grounds)
    return page.say("ledger.match.text", score=page.number(row.score, 2), grounds=said)


def cases(page: Page, cases: pd.DataFrame, problems: pd.DataFrame) -> Html:
    """Similar problems; cases: similar.cases, problems: the table.

    What another area wrote is only quoted in the province's report, or where the quarter's file
    says `share_notes: true`.
    """
    if cases.empty:
        return _empty(page, "ledger.cases.none")
    texts = {row.problem_id: row for row in each(problems)}
    shared = page.run.quarter.share_notes or page.run.area.id == page.run.province.id
    columns = [
        Column("text", page.say("ledger.problem"), align="left"),
        Column("case", page.say("ledger.cases.case"), align="left"),
        Column("where", page.say("ledger.cases.where"), align="left"),
        Column("state", page.say("ledger.state"), align="left"),
    ]
    rows, last = [], ""
    for row in each(cases):
        own = texts[row.problem_id]
        first = row.problem_id != last
        last = row.problem_id
        text = sent(page, own.text) + page.cite(own.source_ids.split("|")) if first else ""
        hidden = not shared and row.case_area != row.area
        rows.append({"text": text, **_case(page, row, hidden=hidden)})
    quoted = shared or page.run.sharing != "named"  # then every case is the city's own
    note = "" if quoted else safe(page.say("ledger.cases.note"))
    return grid(page, "t-cases", page.say("ledger.cases.title"), columns, rows, note)


def _case(page: Page, row: Any, *, hidden: bool) -> dict[str, str]:
    where = {"area": page.area(row.case_area), "period": quarter(page, row.case_last_period)}
    state = page.say(f"ledger.state.{row.case_state}")
    if row.case_state == "closed" and not missing(row.case_days):
        state = page.say("ledger.cases.took", state=state, days=row.case_days)
    shown = {
        "where": safe(page.say("ledger.cases.in", **where)),
        "state": safe(state),
        "case": f'<span class="none">{safe(page.say("ledger.cases.hidden"))}</span>',
    }
    filed = f'<span class="when">{category(page, row.case_category)}</span>'
    if hidden:
        return shown | {"case": shown["case"] + filed}
    shown["case"] = sent(page, row.case_text) + page.cite(row.case_source_id) + filed
    if not missing(row.case_responsible):
        shown["state"] += f'<span class="when">{sent(page, row.case_responsible)}</span>'
    if not missing(row.case_done):
        done = sent(page, row.case_done) + page.cite(row.case_done_source_id)
        shown["state"] += f'<span class="when">{done}</span>'
    return shown


def rates(page: Page, table: pd.DataFrame) -> Html:
    """Rates of closing; table: ledger_views.rates."""
    if table.empty:
        return _empty(page, "ledger.rates.nothing")
    by = str(table["by"].iloc[0])
    head = {"area": "table.area", "category": "note.category", "responsible": "note.responsible"}
    percent = page.say("unit.percent")
    columns = [
        Column("name", page.say(head[by]), align="left"),
        Column("problems", page.say("ledger.rates.problems")),
        Column("closed", page.say("ledger.state.closed")),
        Column("rate", page.say("ledger.rates.rate"), percent),
        Column("silent", page.say("ledger.state.not_mentioned")),
        Column("reopened", page.say("ledger.state.reopened")),
        Column("overdue", page.say("ledger.tag.overdue")),
        Column("days", page.say("ledger.rates.days"), page.say("ledger.days_unit")),
        Column("open", page.say("ledger.rates.open"), page.say("ledger.days_unit")),
    ]
    rows = [
        {
            "name": _key(page, by, row.key),
            "problems": page.number(row.problems, 0),
            "closed": page.number(row.closed, 0),
            "rate": bars.rate(row.rate) + computed(page, row.rate),
            "silent": page.number(row.not_mentioned, 0),
            "reopened": page.number(row.reopened, 0),
            "overdue": page.number(row.overdue, 0),
            "days": "" if missing(row.days_to_close) else page.number(row.days_to_close, 0),
            "open": "" if missing(row.days_open) else page.number(row.days_open, 0),
        }
        for row in each(table)
    ]
    return grid(page, f"t-rates-{by}", page.say(f"ledger.rates.title.{by}"), columns, rows)


def _key(page: Page, by: str, key: str) -> str:
    if by == "area":
        return safe(page.area(key))
    if by == "category":
        return category(page, key)
    return safe(page.say("ledger.rates.unsorted")) if key == "unsorted" else sent(page, key)


def matches(page: Page, mentions: pd.DataFrame) -> Html:
    """What was taken for the same problem by its wording; mentions: the table, or rows of it."""
    chosen = mentions[mentions["match"].eq("text")].sort_values(["score", "note_id"])
    if chosen.empty:
        return _empty(page, "ledger.matches.none")
    texts = {(row.note_id, row.area, row.period): row for row in each(mentions)}
    columns = [
        Column("note", page.say("ledger.matches.note"), align="left"),
        Column("with", page.say("ledger.matches.with"), align="left"),
        Column("match", page.say("ledger.match"), align="left"),
        Column("number", page.say("ledger.matches.number"), align="left"),
    ]
    rows = []
    for row in each(chosen):
        other = texts[row.matched_note, row.area, row.matched_period]
        number = f"{safe(row.note_id)}<span class='when'>{safe(row.matched_note)}</span>"
        rows.append(
            {
                "note": sent(page, row.text) + page.cite(row.source_id),
                "with": sent(page, other.text) + page.cite(other.source_id),
                "match": safe(match(page, row)),
                "number": number,
            }
        )
    return grid(page, "t-matches", page.say("ledger.matches.title"), columns, rows)


def unused(page: Page, decisions: pd.DataFrame) -> Html:
    """Decisions about what is not there; decisions: ledger.unused. Nothing where all are used."""
    if decisions.empty:
        return NOTHING
    columns = [
        Column("row", page.say("ledger.unused.row"), align="left"),
        Column("note", page.say("ledger.matches.number"), align="left"),
        Column("problem", page.say("ledger.problem"), align="left"),
    ]
    rows = [
        {
            "row": safe(row.locator),
            "note": "" if missing(row.note_id) else safe(row.note_id),
            "problem": safe(row.problem_id),
        }
        for row in each(decisions)
    ]
    return grid(page, "t-unused", page.say("ledger.unused.title"), columns, rows)
