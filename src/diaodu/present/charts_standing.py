"""All growth rates that an area expects, against its targets and against what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from diaodu.present import theme
from diaodu.present.charts_overview import indicator_strip
from diaodu.present.charts_table import Column, Rows
from diaodu.present.charts_words import figure_of, rows_of, sentences, sources
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page, missing
from diaodu.present.tally import Tally, tally


@dataclass(frozen=True)
class _Standing:
    """One indicator: the expected row, the published one, and the end that is to be reached."""

    expected: Any
    actual: Any

    @property
    def target(self) -> Any:
        """What the expected figure is compared with; missing without a target."""
        return self.expected.target_compared

    @property
    def below(self) -> bool:
        """Whether what is expected is below the target."""
        gap = self.expected.gap_target
        return not missing(gap) and gap < -1e-6

    @property
    def drawn(self) -> list[float]:
        """All figures that are drawn."""
        values = (self.expected.value, self.actual.value, self.target, self.actual.province_value)
        return [float(value) for value in values if not missing(value)]


def standing(page: Page, expected: pd.DataFrame, actual: pd.DataFrame) -> Figure | Nothing:
    """Expected growth against targets, published growth of the area and of the province beside.

    expected, actual: growth.indicator_table of both stages, one row an indicator in one order;
    levels are left to the table. Indicators that are neither expected nor published are only
    counted. Without any expectation what is published is compared with the province.
    """
    if expected["value"].isna().all():
        return indicator_strip(page, actual)
    pairs = zip(rows_of(expected), rows_of(actual), strict=True)
    every = [_Standing(own, known) for own, known in pairs if own.kind == "growth"]
    rows = [s for s in every if not (missing(s.expected.value) and missing(s.actual.value))]
    if not rows:
        return Nothing("")
    with theme.style():
        values = [0.0, *(value for row in rows for value in row.drawn)]
        chart = Rows(page, _columns(page, rows), [], values, len(rows))
        chart.scale()
        for number, row in enumerate(rows):
            _marks(chart, number, row)
        cited = [ids for s in rows for ids in (s.expected.source_ids, s.actual.source_ids)]
        cited += [s.actual.province_source_ids for s in rows]
        left = _counted(page, [row for row in every if row not in rows])
        note = sentences(
            page,
            page.say("chart.standing.note"),
            page.say("chart.standing.left_out", count=left) if left else "",
            sources(page, cited),
        )
        return finish(chart.figure, _title(page, rows), _alt(page, rows), note)


def _columns(page: Page, rows: list[_Standing]) -> list[Column]:
    names = [page.indicator(row.expected.indicator) for row in rows]
    texts = {
        "expected": [_text(page, r.expected.value, r.expected.printed) for r in rows],
        "target": ["" if missing(row.target) else page.figure(row.target) for row in rows],
        "published": [_text(page, row.actual.value, row.actual.printed) for row in rows],
        "province": [_text(page, row.actual.province_value) for row in rows],
    }
    shown = {name: column for name, column in texts.items() if any(column)}
    heads = [page.say(f"chart.standing.{name}") for name in shown]
    return [
        Column("", names, "left", 200),
        *(
            Column(head, column, most=90)
            for head, column in zip(heads, shown.values(), strict=True)
        ),
    ]


def _text(page: Page, value: Any, printed: Any = None) -> str:
    return "" if missing(value) else figure_of(page, value, printed)


def _marks(chart: Rows, number: int, row: _Standing) -> None:
    colour = theme.HIGHLIGHT if row.below else theme.ACCENT
    if not (missing(row.target) or missing(row.expected.value)):
        ends = sorted((float(row.target), float(row.expected.value)))
        chart.bar(number, ends[0], ends[1], colour, thick=3)
    if not missing(row.target):
        chart.upright(number, float(row.target), 6.5)
    if not missing(row.actual.province_value):
        chart.mark(number, float(row.actual.province_value), "s", theme.GREY, hollow=True)
    if not missing(row.actual.value):
        chart.mark(number, float(row.actual.value), "o", theme.ACCENT)
    if not missing(row.expected.value):
        chart.mark(number, float(row.expected.value), "D", colour, hollow=True)


def _title(page: Page, rows: list[_Standing]) -> str:
    words: dict[str, Any] = {
        "area": page.area(page.run.area.id),
        "period": page.period(page.run.period),
    }
    aimed = [row for row in rows if not missing(row.expected.gap_target)]
    if not aimed:
        known = [row for row in rows if not missing(row.expected.value)]
        return page.say("chart.standing.title_alone", count=_counted(page, known), **words)
    below = _counted(page, [row for row in aimed if row.below])
    key = "chart.standing.title" if below else "chart.standing.title_none"
    words |= {"below": below} if below else {}
    return page.say(key, count=_counted(page, aimed), **words)


def _counted(page: Page, rows: list[_Standing]) -> Tally:
    return tally([row.expected for row in rows], page.say("trace.of.indicators"), "value")


def _alt(page: Page, rows: list[_Standing]) -> str:
    said = []
    for row in rows:
        parts = {
            "expected": _text(page, row.expected.value, row.expected.printed),
            "target": "" if missing(row.target) else page.figure(row.target),
            "published": _text(page, row.actual.value, row.actual.printed),
            "province": _text(page, row.actual.province_value),
        }
        worded = [page.say(f"chart.standing.alt_{n}", value=v) for n, v in parts.items() if v]
        name = page.indicator(row.expected.indicator)
        values = page.say("chart.between_remarks").join(worded)
        said.append(page.say("chart.standing.alt_row", name=name, values=values))
    return page.say("chart.standing.alt", values=page.say("chart.between_rows").join(said))
