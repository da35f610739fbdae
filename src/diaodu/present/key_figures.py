"""The three figures that open a report: how much, of what kind, and how it stands."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.page import Html, Page, each, is_true, made, missing, safe
from diaodu.present.tables import DERIVED, worded

_SHOWN = 3


def strip(page: Page, actual: pd.DataFrame, expected: pd.DataFrame | None = None) -> Html:
    """Three figures at a glance: the headline indicator and the next two that are known.

    actual, expected: growth.indicator_table of both stages, one row an indicator in one order.
    Expected figures stand where any was sent, and say whether one is published since; else
    published ones. Where fewer are known the first unknown ones are shown as such, so that the
    strip always has three cells.
    """
    chosen = actual
    if expected is not None and expected["value"].notna().any():
        chosen = expected
    growth = [row for row in each(chosen) if row.kind == "growth"]
    headline = page.run.quarter.headline
    order = sorted(growth, key=lambda row: (row.indicator != headline, missing(row.value)))
    published = None if chosen is actual else {row.indicator: row for row in each(actual)}
    cells = [
        _cell(page, row, None if published is None else published[row.indicator])
        for row in order[:_SHOWN]
    ]
    return Html(f'<dl class="keyfigures">{"".join(cells)}</dl>')


def _cell(page: Page, row: Any, published: Any) -> str:
    """One figure; published: the published row beside an expected one, None for a published one."""
    status = f'<span class="status">{safe(_status(page, row, published))}</span>'
    label = f"<dt>{safe(page.indicator(row.indicator))} {status}</dt>"
    if missing(row.value):
        key = "value.missing" if published is None else "value.not_sent"
        figure = f'<dd class="missing">{safe(page.say(key))}</dd>'
    else:
        unit = f'<span class="unit">{safe(page.unit(row.unit))}</span>'
        mark = DERIVED if is_true(row.derived) else ""
        value = safe(page.figure(row.value, row.printed))
        figure = f'<dd class="figure">{value}{unit}{mark}{page.cite(row.source_ids)}</dd>'
    return (
        f"<div>{label}{figure}{_line(page, _change(page, row))}{_line(page, _aim(page, row))}</div>"
    )


def _status(page: Page, row: Any, published: Any) -> str:
    """What kind of figure it is, in a word or two."""
    if published is None:
        kind = "missing" if missing(row.value) else "derived" if is_true(row.derived) else "actual"
        return page.say(f"keyfigure.status.{kind}")
    if missing(published.value):
        return page.say("keyfigure.status.expected")
    value = page.figure(published.value, published.printed)
    return page.say("keyfigure.status.since", value=value)


def _change(page: Page, row: Any) -> str:
    """Against the point before, else against the same months of last year."""
    if missing(row.value):
        return ""
    if not missing(row.change):
        period = page.period(row.previous_period)
        return page.say("keyfigure.change", period=period, change=_points(page, row.change))
    if missing(row.last_year_value) or is_true(row.last_year_derived) or is_true(row.derived):
        return page.say("keyfigure.no_change")
    last_year = page.figure(row.last_year_value, row.last_year_printed)
    ends = {"value": row.value, "last_year_value": row.last_year_value}
    ends |= {name: getattr(row, name) for name in ("source_ids", "last_year_source_ids")}
    gap = _points(page, made(row.value - row.last_year_value, "gap_last_year", **ends))
    return page.say("keyfigure.last_year", value=last_year, change=gap)


def _aim(page: Page, row: Any) -> str:
    """Against the annual target."""
    if missing(row.target_value):
        return page.say("keyfigure.no_target")
    percent = page.say("unit.percent")
    target = worded(
        page, row.target_wording, row.target_value, row.target_low, row.target_high, percent
    )
    if missing(row.gap_target):
        return page.say("keyfigure.target", target=target)
    return page.say("keyfigure.target_gap", target=target, gap=_points(page, row.gap_target))


def _points(page: Page, change: Any) -> str:
    return page.number(change, 1, sign=True)


def _line(page: Page, text: str) -> str:
    return f'<dd class="change">{safe(text)}</dd>' if text else ""
