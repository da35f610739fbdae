"""What the areas expect for the quarter, against their targets and what was published since.

Nothing is shown where nothing was sent, so that a run on published figures alone keeps its
section out of the report.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, is_true, made, missing, safe
from diaodu.present.prose import grew, paragraph
from diaodu.present.tables import cell, points, target

NOTHING = Html("")


def beside_published(page: Page, table: pd.DataFrame, actual: pd.DataFrame) -> Html:
    """What an area expects for the quarter, beside its targets and what was published since.

    table, actual: growth.indicator_table of stages `expected` and `actual`, one row an indicator.
    """
    sent = table[table["value"].notna()]
    if sent.empty:
        return NOTHING
    by_indicator = {row.indicator: row for row in each(actual)}
    columns = [
        Column("name", page.say("table.indicator"), align="left"),
        Column("last_year", page.say("expected.last_year")),
        Column("before", page.say("expected.before")),
        Column("expected", page.say("expected.expected")),
        Column("target", page.say("expected.target")),
        Column("gap", page.say("expected.gap_target"), page.say("table.points")),
        Column("published", page.say("expected.published")),
        Column("miss", page.say("expected.miss"), page.say("table.points")),
    ]
    rows = [_expected_row(page, row, by_indicator[row.indicator]) for row in each(sent)]
    names = {"area": page.area(page.run.area.id), "period": page.period(page.run.period)}
    note = safe(page.say("expected.note"))
    return grid(page, "t-expected", page.say("expected.title", **names), columns, rows, note)


def _expected_row(page: Page, row: Any, actual: Any) -> dict[str, str]:
    unit = page.unit(page.run.catalog.indicators[row.indicator].unit)
    comparable = row.kind == "growth" and not is_true(actual.derived)
    ends = {"expected": row.value, "came": actual.value, "area": page.run.area.id}
    miss = made(round(actual.value - row.value, 9), "miss", **ends) if comparable else None
    return {
        "name": f'{safe(page.indicator(row.indicator))}<span class="unit">{safe(unit)}</span>',
        "last_year": cell(page, row, "last_year_"),
        "before": _before(page, row),
        "expected": cell(page, row),
        "target": target(page, row, page.say("value.not_sent")),
        "gap": points(page, row.gap_target),
        "published": cell(page, actual),
        "miss": points(page, miss),
    }


def _before(page: Page, row: Any) -> str:
    """What the area says it reached in the year so far, with its period; none of last year."""
    if missing(row.previous_value) or str(page.run.period.year) != row.previous_period[:4]:
        return f'<span class="none">{safe(page.say("value.not_applicable"))}</span>'
    when = f'<span class="when">{safe(page.period(row.previous_period))}</span>'
    return cell(page, row, "previous_") + when


def finding(page: Page, table: pd.DataFrame, kind: str = "finding") -> Html:
    """The headline expectation against its target, in a sentence; table: as above.

    kind: class of the paragraph, `headline` where it opens a report.
    """
    if table["value"].isna().all():
        return NOTHING
    row: Any = next(r for r in each(table) if r.indicator == page.run.quarter.headline)
    period = page.period(page.run.period)
    if missing(row.value):
        text = page.say("expected.none", area=page.area(page.run.area.id), period=period)
        return paragraph(page, [safe(text)], kind)
    names = {
        "period": period,
        "quantity": page.quantity(row.indicator),
        "grew": grew(page, row.value, row.printed),
    }
    if missing(row.gap_target):
        text = page.say("expected.finding_unknown", **names)
    elif row.gap_target < -page.run.quarter.thresholds.below_target_points:
        text = page.say("expected.finding_below", gap=page.number(abs(row.gap_target)), **names)
    else:
        text = page.say("expected.finding_at", **names)
    return paragraph(page, [safe(text) + page.cite(row.source_ids)], kind)


def ranking(page: Page, table: pd.DataFrame) -> Html:
    """Expectations of all areas; table: ranking.ranking of stage `expected`, one row an area."""
    if table["value"].isna().all():
        return NOTHING
    columns = [
        Column("name", page.say("table.area"), align="left"),
        Column("value", page.say("expected.expected"), page.say("unit.percent")),
        Column("target", page.say("expected.target"), page.say("unit.percent")),
        Column("gap", page.say("expected.gap_target"), page.say("table.points")),
        Column("flag", page.say("table.flags"), align="left"),
    ]
    rows = [_flagged_row(page, row) for row in each(table)]
    names = {
        "period": page.period(page.run.period),
        "indicator": page.indicator(page.run.quarter.headline),
    }
    title = page.say("expected.ranking_title", **names)
    return grid(page, "t-expected", title, columns, rows, safe(page.say("expected.note")))


def _flagged_row(page: Page, row: Any) -> dict[str, str]:
    key = "flag.cannot_say" if missing(row.below_target) else "flag.none"
    flag = f'<span class="none">{safe(page.say(key))}</span>'
    if is_true(row.below_target):
        flag = f'<span class="flag">{safe(page.say("flag.below_target"))}</span>'
    return {
        "name": safe(page.area(row.area)),
        "value": cell(page, row),
        "target": target(page, row, page.say("value.not_sent")),
        "gap": points(page, row.gap_target),
        "flag": flag,
    }
