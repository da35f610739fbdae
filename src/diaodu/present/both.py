"""Expected and published figures beside each other: what the meeting starts from."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present import prose, tables
from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, is_true, missing, safe

_SHOWN = 3


def indicators(page: Page, expected: pd.DataFrame, actual: pd.DataFrame) -> Html:
    """Main indicators, expected beside published; without any expectation the published ones.

    expected, actual: growth.indicator_table of both stages, one row an indicator in one order.
    """
    if expected["value"].isna().all():
        return tables.indicators(page, actual)
    of_province = page.run.area.id == page.run.province.id
    points = page.say("table.points")
    columns = [
        Column("name", page.say("table.indicator"), align="left"),
        Column("expected", page.say("expected.expected")),
        Column("target", page.say("table.target")),
        Column("gap_expected", page.say("both.gap_expected"), points),
        Column("published", page.say("expected.published")),
        Column("gap_target", page.say("both.gap_published"), points),
    ]
    if not of_province:
        columns += [
            Column("province", page.say("both.province")),
            Column("gap", page.say("table.gap_province"), points),
            Column("rank", page.say("table.rank"), page.say("table.rank_unit")),
        ]
    pairs = zip(each(expected), each(actual), strict=True)
    rows = [_row(page, own, published) for own, published in pairs]
    names = {"area": page.area(page.run.area.id), "period": page.period(page.run.period)}
    note = safe(page.say("both.note"))
    if any(actual[name].map(is_true).any() for name in ("derived", "province_derived")):
        note += " " + safe(page.say("table.derived.note"))
    return grid(page, "t-indicators", page.say("both.title", **names), columns, rows, note)


def _row(page: Page, own: Any, published: Any) -> dict[str, str]:
    rank = page.say("value.not_applicable")
    if not missing(published.rank):
        rank = page.say("table.rank_of", rank=published.rank, ranked=published.ranked)
    unit = page.unit(page.run.catalog.indicators[own.indicator].unit)
    return {
        "name": f'{safe(page.indicator(own.indicator))}<span class="unit">{safe(unit)}</span>',
        "expected": _with_change(page, own, page.say("value.not_sent")),
        "target": tables.target(page, own),
        "gap_expected": tables.points(page, own.gap_target),
        "published": _with_change(page, published, page.say("value.missing")),
        "gap_target": tables.points(page, published.gap_target),
        "province": tables.cell(page, published, "province_"),
        "gap": tables.points(page, published.gap_province),
        "rank": rank,
    }


def _with_change(page: Page, row: Any, absent: str) -> str:
    """A figure, and below it how the pace changed since which point."""
    if missing(row.value):
        return f'<span class="missing">{safe(absent)}</span>'
    text = tables.cell(page, row)
    if missing(row.change):
        return text
    words = {"period": page.period(row.previous_period)}
    change = page.say("both.change", change=page.number(row.change, 1, sign=True), **words)
    return f'{text}<span class="when">{safe(change)}</span>'


def key_figures(page: Page, expected: pd.DataFrame, actual: pd.DataFrame) -> Html:
    """Three figures at a glance, expected first; without any expectation the published ones.

    expected, actual: as in `indicators`. The headline comes first, then growth that is expected.
    """
    if expected["value"].isna().all():
        return prose.key_figures(page, actual)
    published = {row.indicator: row for row in each(actual)}
    growth = expected[expected["kind"] == "growth"]
    first = growth["indicator"] == page.run.quarter.headline
    rest = growth[~first & growth["value"].notna()]
    shown = pd.concat([growth[first], rest]).head(_SHOWN)
    cells = "".join(_key_figure(page, row, published[row.indicator]) for row in each(shown))
    return Html(f'<dl class="keyfigures">{cells}</dl>')


def _key_figure(page: Page, own: Any, published: Any) -> str:
    label = (
        f"<dt>{safe(page.say('both.expected_of', indicator=page.indicator(own.indicator)))}</dt>"
    )
    if missing(own.value):
        figure = f'<dd class="missing">{safe(page.say("value.not_sent"))}</dd>'
    else:
        unit = f'<span class="unit">{safe(page.unit(own.unit))}</span>'
        value = safe(page.figure(own.value, own.printed))
        figure = f'<dd class="figure">{value}{unit}{page.cite(own.source_ids)}</dd>'
    words = [] if missing(own.target_value) else [_target(page, own)]
    if missing(published.value):
        words.append(page.say("both.not_published"))
    else:
        words.append(
            page.say("both.published", value=page.figure(published.value, published.printed))
        )
    below = safe(page.say("both.join").join(words))
    return f'<div>{label}{figure}<dd class="change">{below}</dd></div>'


def _target(page: Page, row: Any) -> str:
    if missing(row.gap_target):
        return page.say("both.target", target=page.figure(row.target_compared))
    gap = page.number(row.gap_target, 1, sign=True)
    return page.say("both.target_gap", target=page.figure(row.target_compared), gap=gap)
