"""What the target asks of the rest of the year, and from when it is out of reach."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, is_true, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tables import DERIVED, computed, points
from diaodu.present.unsaid import because, cell

_REST_OF_THE_YEAR = ("period.rest.1", "period.rest.2", "period.rest.3")


def needed(page: Page, expected: pd.DataFrame, actual: pd.DataFrame) -> Html:
    """Growth needed over the rest, from the expected and from the published figure.

    expected, actual: reach.needed of both stages, one row an indicator in one order. Indicators
    without a target are named below the table.
    """
    aimed = expected["target"].notna()
    if not aimed.any():
        what = page.say("reach.what_needed")
        return paragraph(page, [safe(because(page, "no_target", what))], "finding")
    columns = [
        Column("name", page.say("table.indicator"), align="left"),
        Column("target", page.say("table.target"), page.say("unit.percent")),
        Column("share", page.say("table.target_pace.share"), page.say("unit.percent")),
        Column("expected", page.say("expected.expected"), page.say("unit.percent")),
        Column("rest", page.say("reach.needed"), page.say("unit.percent")),
        Column("published", page.say("expected.published"), page.say("unit.percent")),
        Column("rest_published", page.say("reach.needed"), page.say("unit.percent")),
    ]
    pairs = list(zip(each(expected[aimed]), each(actual[aimed]), strict=True))
    if all(own.absent == "no_figure" for own, _ in pairs):
        columns = [column for column in columns if column.key not in ("expected", "rest")]
    rows = [_needed_row(page, own, published) for own, published in pairs]
    note = page.say("table.target_pace.note")
    if not aimed.all():
        names = page.list_of(page.indicator(name) for name in expected.loc[~aimed, "indicator"])
        note = page.say("chart.between_sentences").join(
            [note, page.say("reach.untargeted", names=names)]
        )
    return grid(page, "t-needed", page.say("table.target_pace.title"), columns, rows, safe(note))


def _needed_row(page: Page, own: Any, published: Any) -> dict[str, str]:
    share = page.number(100 * own.share)
    assumed = page.say("table.target_pace.assumed", share=share)
    return {
        "name": safe(page.indicator(own.indicator)),
        "target": page.figure(own.target) + (DERIVED if is_true(own.target_derived) else ""),
        "share": safe(assumed) if own.share_assumed else share,
        "expected": _figure(page, own, "value.not_sent"),
        "rest": _rest(page, own),
        "published": _figure(page, published, "value.missing"),
        "rest_published": _rest(page, published),
    }


def _figure(page: Page, row: Any, absent: str) -> str:
    if missing(row.value):
        return f'<span class="missing">{safe(page.say(absent))}</span>'
    mark = DERIVED if is_true(row.derived) else ""
    return page.figure(row.value, row.printed) + mark + page.cite(row.source_ids)


def _rest(page: Page, row: Any) -> str:
    """What is needed; where there is no figure its own cell says so."""
    if missing(row.absent) or row.absent == "no_figure":
        return computed(page, row.rest_growth)
    return cell(page, row.absent)


def finding(
    page: Page, need: pd.DataFrame, months: pd.DataFrame, limit: pd.DataFrame, *, stage: str
) -> Html:
    """The headline's needed growth, and from when its target is out of reach.

    need: reach.needed of `stage`; months, limit: reach.months and reach.limit of the headline.
    """
    headline = page.run.quarter.headline
    row: Any = next(r for r in each(need) if r.indicator == headline)
    if not missing(row.absent):
        what = page.say("reach.what_needed")
        return paragraph(page, [safe(because(page, row.absent, what))], "finding")
    names = {
        "stage": page.say(f"stage.{stage}"),
        "rest": page.say(_REST_OF_THE_YEAR[page.run.period.quarter - 1]),
        "indicator": page.quantity(headline),
        "value": page.figure(row.value, row.printed),
        "target": page.figure(row.target),
        "needed": page.number(abs(row.rest_growth)),
    }
    key = "reach.finding_fall" if row.rest_growth < 0 else "reach.finding"
    return paragraph(
        page,
        [safe(page.say(key, **names)), *_reach(page, row, months, next(each(limit)))],
        "finding",
    )


def _reach(page: Page, row: Any, months: pd.DataFrame, limit: Any) -> list[str]:
    if not missing(limit.absent):
        return [safe(because(page, limit.absent, page.say("reach.what_month")))]
    if limit.limit_from == "given":
        basis = page.say("reach.limit_given", limit=page.figure(limit.limit))
    else:
        words = {"limit": page.figure(limit.limit), "count": limit.points}
        basis = page.say("reach.limit_past", period=page.period(limit.limit_period), **words)
    first = months[months["first"]]
    if first.empty:
        said = page.say("reach.never", value=page.figure(row.value, row.printed))
    else:
        at: Any = next(each(first))
        key = "reach.since" if at.known else "reach.from"
        said = page.say(
            key,
            period=page.period(at.period),
            value=page.figure(row.value, row.printed),
            needed=page.number(at.rest_growth),
        )
    return [safe(said), safe(basis) + page.cite(limit.source_ids)]


def months(page: Page, table: pd.DataFrame) -> Html:
    """What the rest needs, month by month; table: reach.months. Nothing without target or limit."""
    known = table[table["beyond"].notna()]
    if known.empty:
        return Html("")
    columns = [
        Column("month", page.say("reach.month"), align="left"),
        Column("value", page.say("reach.growth"), page.say("unit.percent")),
        Column("needed", page.say("reach.needed"), page.say("unit.percent")),
        Column("reach", page.say("reach.reach"), align="left"),
    ]
    rows = [
        {
            "month": safe(page.period(row.period)),
            "value": page.figure(row.value)
            + ("" if row.known else f'<span class="when">{safe(page.say("reach.if"))}</span>'),
            "needed": page.number(row.rest_growth),
            "reach": f'<span class="flag">{safe(page.say("reach.beyond"))}</span>'
            if is_true(row.beyond)
            else safe(page.say("reach.within")),
        }
        for row in each(known)
    ]
    return grid(
        page, "t-reach", page.say("reach.title"), columns, rows, safe(page.say("reach.note"))
    )


def outcome(page: Page, table: pd.DataFrame) -> Html:
    """What the year comes to as the outlook has it; table: reach.outcome, one row an indicator."""
    known = table[table["year"].notna()]
    if known.empty:
        what = page.say("reach.what_outcome")
        return paragraph(page, [safe(because(page, "no_outlook", what))], "finding")
    columns = [
        Column("name", page.say("table.indicator"), align="left"),
        Column("target", page.say("table.target"), page.say("unit.percent")),
        Column("rest", page.say("reach.rest"), page.say("unit.percent")),
        Column("year", page.say("reach.year"), page.say("unit.percent")),
        Column("range", page.say("reach.range"), page.say("unit.percent")),
        Column("gap", page.say("table.gap_target"), page.say("table.points")),
        Column("meets", page.say("reach.meets"), align="left"),
    ]
    rows = [
        {
            "name": safe(page.indicator(row.indicator)),
            "target": cell(page, "no_target") if missing(row.target) else page.figure(row.target),
            "rest": page.number(row.rest),
            "year": page.number(row.year),
            "range": "—" if missing(row.low) else f"{page.number(row.low)}–{page.number(row.high)}",
            "gap": points(page, row.gap),
            "meets": "" if missing(row.meets) else safe(page.say(f"reach.meets_{row.meets}")),
        }
        for row in each(known, "outcome")
    ]
    note = safe(page.say("reach.outcome_note"))
    return grid(page, "t-outcome", page.say("reach.outcome_title"), columns, rows, note)


def investment(page: Page, pace: pd.DataFrame) -> Html:
    """Investment of the key projects against time and the usual path; pace: usual.pace in 10k."""
    row: Any = next(each(pace))
    what = page.say("reach.what_investment")
    if not missing(row.absent):
        return paragraph(page, [safe(because(page, row.absent, what))], "finding")
    said = [
        page.say(
            "reach.investment",
            rate=page.number(row.completion_rate),
            time=page.number(row.time_share),
            gap=page.number(row.gap_time, 1, sign=True),
        )
    ]
    if not missing(row.monthly_needed):
        words = {"so_far": row.monthly_so_far / 1e4, "needed": row.monthly_needed / 1e4}
        amounts = {name: page.number(value) for name, value in words.items()}
        said.append(page.say("reach.investment_months", **amounts))
    if missing(row.gap_usual):
        said.append(because(page, row.usual_absent, page.say("reach.what_usual")))
    else:
        usual = {
            "usual": page.number(row.usual_share),
            "years": page.list_of(str(year) for year in row.usual_years),
            "gap": page.number(row.gap_usual, 1, sign=True),
        }
        said.append(page.say("reach.investment_usual", **usual))
    return paragraph(page, [safe(text) for text in said], "finding")
