"""Expected and published figures beside each other: what the meeting starts from."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present import tables
from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, is_true, missing, safe


def indicators(page: Page, expected: pd.DataFrame, actual: pd.DataFrame) -> Html:
    """Main indicators, expected beside published; without any expectation the published ones.

    expected, actual: growth.indicator_table of both stages, one row an indicator in one order.
    """
    if expected["value"].isna().all():
        return tables.indicators(page, actual)
    points = page.say("table.points")
    columns = [
        Column("name", page.say("table.indicator"), align="left"),
        Column("expected", page.say("expected.expected"), _since(page, expected)),
        Column("target", page.say("table.target")),
        Column("gap_expected", page.say("both.gap_expected"), points),
        Column("published", page.say("expected.published"), _since(page, actual)),
    ]
    # what is empty for every indicator is left out: before publication that is most of it
    if actual["gap_target"].notna().any():
        columns.append(Column("gap_target", page.say("both.gap_published"), points))
    if page.run.area.id != page.run.province.id:
        columns.append(Column("province", page.say("both.province")))
        if actual["gap_province"].notna().any():
            columns.append(Column("gap", page.say("table.gap_province"), points))
        if actual["rank"].notna().any():
            columns.append(Column("rank", page.say("table.rank"), page.say("table.rank_unit")))
    since = bool(_common(expected)), bool(_common(actual))
    pairs = zip(each(expected), each(actual), strict=True)
    rows = [_row(page, own, published, *since) for own, published in pairs]
    names = {"area": page.area(page.run.area.id), "period": page.period(page.run.period)}
    note = safe(page.say("both.note"))
    if any(actual[name].map(is_true).any() for name in ("derived", "province_derived")):
        note += " " + safe(page.say("table.derived.note"))
    return grid(page, "t-indicators", page.say("both.title", **names), columns, rows, note)


def _common(table: pd.DataFrame) -> str:
    """The one earlier period that all changes of a table are measured from; empty with several."""
    periods = set(table.loc[table["change"].notna(), "previous_period"])
    return str(periods.pop()) if len(periods) == 1 else ""


def _since(page: Page, table: pd.DataFrame) -> str:
    """Second line of a head: from when the small figures are measured."""
    common = _common(table)
    return page.say("both.since", period=page.period(common)) if common else ""


def _row(page: Page, own: Any, published: Any, own_since: bool, since: bool) -> dict[str, str]:
    rank = page.say("value.not_applicable")
    if not missing(published.rank):
        rank = page.say("table.rank_of", rank=published.rank, ranked=published.ranked)
    unit = page.unit(page.run.catalog.indicators[own.indicator].unit)
    return {
        "name": f'{safe(page.indicator(own.indicator))}<span class="unit">{safe(unit)}</span>',
        "expected": _with_change(page, own, page.say("value.not_sent"), own_since),
        "target": tables.target(page, own, page.say("value.not_sent")),
        "gap_expected": tables.points(page, own.gap_target),
        "published": _with_change(page, published, page.say("value.missing"), since),
        "gap_target": tables.points(page, published.gap_target),
        "province": tables.cell(page, published, "province_"),
        "gap": tables.points(page, published.gap_province),
        "rank": rank,
    }


def _with_change(page: Page, row: Any, absent: str, headed: bool) -> str:
    """A figure, and below it how the pace changed since which point; `headed` if the head says."""
    if missing(row.value):
        return f'<span class="missing">{safe(absent)}</span>'
    text = tables.cell(page, row)
    if missing(row.change):
        return text
    words = {"period": page.period(row.previous_period)}
    change = page.number(row.change, 1, sign=True)
    if not headed:
        change = page.say("both.change", change=change, **words)
    return f'{text}<span class="when">{safe(change)}</span>'
