"""Problems as a report shows them: beside their figures, and the figures that nobody reports."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.cells import sent
from diaodu.present.grid import Column, grid, nothing
from diaodu.present.page import Html, Page, each, is_true, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tally import Tally, tally
from diaodu.present.trouble_lines import line, told_of

NOTHING = Html("")
MOST_FIGURES = 3
STANDINGS = ("visible", "not_visible", "no_figure")


def finding(
    page: Page, told: pd.DataFrame, standings: pd.DataFrame, specific: pd.DataFrame
) -> Html:
    """How many problems the figures show, and how many are told with names or figures.

    told, standings: of the page's area and quarter. specific: problem_counts.specificity, one row.
    """
    if told.empty:
        return NOTHING
    stands = dict(zip(standings["problem_id"], standings["standing"], strict=True))
    standing = told["problem_id"].map(stands)
    count = {
        name: tally(told[standing.eq(name)], page.say(f"ledger.standing.{name}"))
        for name in STANDINGS
    }
    row = next(each(specific))
    texts = [
        page.say("ledger.standings", count=_problems(page, told), **count),
        page.say("ledger.specific", specific=row.specific, share=page.number(row.share, 0)),
    ]
    return paragraph(page, [safe(text) for text in texts], "finding")


def _problems(page: Page, told: pd.DataFrame) -> Tally:
    return tally(told, page.say("trace.of.problems"))


def table(
    page: Page,
    told: pd.DataFrame,
    problems: pd.DataFrame,
    tied: pd.DataFrame,
    standings: pd.DataFrame,
) -> Html:
    """The problems that the page's area tells in the quarter, each beside its figures.

    told: told.told of the area and quarter. problems: the table. tied: explained.tie, standings:
    explained.standings.
    """
    if told.empty:
        return NOTHING
    columns = [
        Column("number", page.say("note.number")),
        Column("text", page.say("ledger.problem"), align="left"),
        Column("figures", page.say("ledger.figures"), align="left"),
        Column("asked", page.say("note.asked"), align="left"),
    ]
    known = {row.problem_id: row for row in each(problems)}
    standing = dict(zip(standings["problem_id"], standings["standing"], strict=True))
    figures: dict[str, list[Any]] = {}
    for row in each(tied.sort_values("trouble", ascending=False, kind="stable")):
        figures.setdefault(row.problem_id, []).append(row)
    rows = [
        {
            "number": str(number),
            "text": told_cell(page, row, known[row.problem_id]),
            "figures": _figures(page, standing[row.problem_id], figures.get(row.problem_id, [])),
            "asked": asked(page, known[row.problem_id]),
        }
        for number, row in enumerate(each(told), start=1)
    ]
    title = page.say("ledger.city.title", area=page.area(page.run.area.id))
    return grid(page, "t-problems", title, columns, rows, safe(page.say("ledger.city.note")))


def told_cell(page: Page, row: Any, problem: Any) -> str:
    """The words of a problem with all sources, and beneath what it is filed under and its marks."""
    marks = "".join(f' <span class="flag">{safe(mark)}</span>' for mark in marks_of(page, problem))
    if is_true(getattr(row, "to_read", False)):
        marks += f' <span class="flag">{safe(page.say("ledger.tag.to_read"))}</span>'
    about = page.say("ledger.join").join([category(page, row.category), *_about(page, row)])
    text = sent(page, row.text) + page.cite(row.source_ids)
    return f'{text}<span class="when">{about}{marks}</span>'


def named(page: Page, row: Any) -> str:
    """A counted problem: by its words, in the report of all areas by what it is filed under.

    There its words stand in the area's report and in the ledger, and would only fill the page.
    """
    of_all = page.run.area.id == page.run.province.id
    return _category(page, row.category) if of_all else str(row.text)


def marks_of(page: Page, problem: Any) -> list[str]:
    """What to know about a problem at a glance; problem: a row of `problems`."""
    marks = []
    if problem.first_period == problem.period:
        marks.append(page.say("ledger.tag.new"))
    elif problem.quarters > 1 and problem.last_period == problem.period:
        marks.append(page.say("ledger.tag.recurs", count=problem.quarters))
    if problem.state == "reopened":
        marks.append(page.say("ledger.tag.reopened"))
    if problem.contradicts:
        marks.append(page.say("ledger.tag.contradicts"))
    if is_true(problem.overdue):
        marks.append(page.say("ledger.tag.overdue"))
    return marks


def category(page: Page, key: Any) -> str:
    """Name of a category as markup; unsorted where there is none."""
    return safe(_category(page, key))


def _category(page: Page, key: Any) -> str:
    known = None if missing(key) else page.run.catalog.taxonomy.categories.get(str(key))
    return page.say("note.unsorted") if known is None else known.in_(page.lang)


def asked(page: Page, problem: Any) -> str:
    """What is asked for, and beneath it of whom."""
    words = "" if missing(problem.asked) else sent(page, problem.asked)
    if missing(problem.responsible):
        return words
    return f'{words}<span class="when">{sent(page, problem.responsible)}</span>'


def _about(page: Page, row: Any) -> list[str]:
    industries = page.run.catalog.industries
    names = [safe(page.industry(name)) for name in row.industries if name in industries]
    counties, firms = ([sent(page, n) for n in many] for many in (row.counties, row.enterprises))
    return [*counties, *names, *firms]


def _figures(page: Page, standing: str, rows: list[Any]) -> str:
    """The figures that a problem shows in, gravest first."""
    said = (
        f'<span class="standing-{standing}">{safe(page.say(f"ledger.standing.{standing}"))}</span>'
    )
    lines = [line(page, row) for row in rows[:MOST_FIGURES]]
    if more := _troubles(page, rows[MOST_FIGURES:]):
        lines.append(safe(page.say("trouble.more", count=more)))
    return said + "".join(f'<span class="when">{text}</span>' for text in lines)


def _troubles(page: Page, rows: pd.DataFrame | list[Any]) -> Tally:
    return tally(rows, page.say("trace.of.figures"), named=lambda row: told_of(page, row))


def questions(page: Page, unreported: pd.DataFrame) -> Html:
    """The figures in trouble that no problem is about; unreported: explained.unreported.

    The province's page names the area of each. Nothing in a run that asks for no submissions.
    """
    if page.run.quarter.submissions is None:
        return NOTHING
    if unreported.empty:
        return nothing(page.say("ledger.questions.none"))
    of_all = page.run.area.id == page.run.province.id
    columns = [
        *([Column("area", page.say("table.area"), align="left")] if of_all else []),
        Column("figure", page.say("ledger.questions.figure"), align="left"),
        Column("about", page.say("ledger.questions.about"), align="left"),
    ]
    rows = [_question(page, row) for row in each(unreported)]
    area = page.area(page.run.area.id)
    title = page.say("ledger.questions.title", area=area)
    if of_all:
        title = page.say("ledger.questions.title_all")
    return grid(page, "t-questions", title, columns, rows)


def _question(page: Page, row: Any) -> dict[str, str]:
    names = (category(page, name) for name in row.categories)
    return {
        "area": safe(page.area(row.area)),
        "figure": line(page, row),
        "about": page.say("ledger.join").join(names),
    }


def questions_finding(page: Page, unreported: pd.DataFrame) -> Html:
    """How many figures in trouble nobody reports, and where; unreported: explained.unreported."""
    if unreported.empty or page.run.quarter.submissions is None:
        return NOTHING
    areas = page.list_of(page.area(area) for area in dict.fromkeys(unreported["area"]))
    count = _troubles(page, unreported)
    text = page.say("ledger.questions.finding", count=count, areas=areas)
    return paragraph(page, [safe(text)], "finding")
