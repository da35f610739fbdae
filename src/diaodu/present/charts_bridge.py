"""Bridges (瀑布图) as rows: each bar begins where the one before it ends.

Rises and falls are told by ▲ and ▼ and by the sign of the figure, not by colour alone, so that the
chart reads the same in print.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.periods import Period
from diaodu.present import theme
from diaodu.present.charts_table import Column, Rows
from diaodu.present.charts_words import figure_of, rows_of, sentences, sources
from diaodu.present.figures import Figure, Nothing, finish
from diaodu.present.page import Page, missing
from diaodu.present.traced import plain
from diaodu.present.unsaid import because, reason

_TOTALS = ("before", "now", "target")


def parts_bridge(
    page: Page, table: pd.DataFrame, *, indicator: str, before: Period, stage: str
) -> Figure | Nothing:
    """What made the province's growth change since an earlier period, area by area.

    table: bridge.between of areas; before: the earlier period; stage: that of the figures.
    """
    first = next(iter(rows_of(table)))
    last = next(row for row in rows_of(table) if row.kind == "now")
    what = page.say("bridge.what", indicator=page.indicator(indicator), period=page.period(before))
    absent = last.absent if missing(first.absent) else first.absent
    if not missing(absent):
        return Nothing(because(page, absent, what) + page.say("prose.stop").strip())
    drawn = [row for row in rows_of(table) if not missing(row.end) and not _empty(row)]
    names = [_name(page, row, before) for row in drawn]
    title = _title(page, table, first.now, last.now, what)
    unknown = [row for row in rows_of(table) if row.kind == "part" and not missing(row.absent)]
    left_out = page.list_of(
        page.say("bridge.item", name=page.area(row.part), value=reason(page, row.absent))
        for row in unknown
    )
    note = sentences(
        page,
        page.say("bridge.note_parts", stage=page.say(f"stage.{stage}")),
        page.say("bridge.note_unknown", names=left_out) if unknown else "",
    )
    return _drawn(page, drawn, names, title, note)


def path_bridge(page: Page, table: pd.DataFrame, *, indicator: str) -> Figure | Nothing:
    """The pace of the page's area from last year through the year to its target.

    table: bridge.along.
    """
    what = page.say("bridge.pace", area=page.area(page.run.area.id))
    rows = {row.kind: row for row in rows_of(table)}
    if not missing(rows["now"].absent):
        return Nothing(because(page, rows["now"].absent, what) + page.say("prose.stop").strip())
    drawn = [row for row in rows_of(table) if missing(row.absent)]
    if len(drawn) == 1:
        code = rows["target"].absent
        return Nothing(because(page, code, what) + page.say("prose.stop").strip())
    names = [
        page.say("bridge.target", year=page.run.period.year)
        if row.kind == "target"
        else page.say(
            "bridge.point", period=page.period(row.period), stage=page.say(f"stage.{row.stage}")
        )
        for row in drawn
    ]
    absent = [row for row in rows_of(table) if not missing(row.absent)]
    title = page.say(
        "bridge.path_title",
        area=page.area(page.run.area.id),
        indicator=page.indicator(indicator),
        steps=page.say("chart.between_remarks").join(_steps(page, drawn)),
    )
    note = sentences(
        page,
        page.say("bridge.note_path"),
        *(page.say(f"bridge.absent_{row.kind}") for row in absent),
        sources(page, table["source_ids"]),
    )
    return _drawn(page, drawn, names, title, note, levels=True)


def _drawn(
    page: Page,
    drawn: list[Any],
    names: list[str],
    title: str,
    note: str,
    levels: bool = False,
) -> Figure:
    """Rows: totals run from zero, steps from the end of the row before, joined by thin lines.

    levels: each row is a level; its step from the row before is drawn, and both are printed.
    """
    ends = [float(row.end) for row in drawn]
    starts = [0.0 if _whole(row, levels) else float(row.start) for row in drawn]
    decimals = 1 if levels else 2
    steps = ["" if _whole(row, levels) else _signed(page, row.change, decimals) for row in drawn]
    totals = [
        figure_of(page, row.end, getattr(row, "printed", None))
        if levels or row.kind in _TOTALS
        else ""
        for row in drawn
    ]
    left = [
        Column("", names, "left", 210),
        Column(page.say("bridge.growth"), totals, most=70),
        Column(page.say("bridge.change"), steps, most=80),
    ]
    with theme.style():
        chart = Rows(page, left, [], [0.0, *starts, *ends], len(drawn))
        chart.scale()
        for number, row in enumerate(drawn):
            falls = not _whole(row, levels) and ends[number] < starts[number]
            colour = theme.GREY if _whole(row, levels) else theme.ACCENT
            colour = theme.HIGHLIGHT if falls else colour
            gap = levels and row.kind == "target"  # what is still missing is no change of pace
            chart.bar(number, starts[number], ends[number], colour, hollow=gap)
            if number + 1 < len(drawn):
                middles = chart.middles[number : number + 2]
                chart.surface.line([ends[number]] * 2, middles, color=theme.INK, lw=0.8, zorder=2)
        texts = [" ".join(filter(None, row)) for row in zip(totals, steps, strict=True)]
        alt = page.say("chart.between_rows").join(
            page.say("bridge.item", name=name, value=text)
            for name, text in zip(names, texts, strict=True)
        )
        return finish(chart.figure, title, page.say("bridge.alt", values=alt), note)


def _whole(row: Any, levels: bool) -> bool:
    return missing(row.start) if levels else row.kind in _TOTALS


def _signed(page: Page, change: float, decimals: int) -> str:
    shown = page.number(change, decimals, sign=True)
    mark = "" if float(plain(shown)) == 0 else "▲ " if change > 0 else "▼ "
    return mark + shown


def _empty(row: Any) -> bool:
    """A residual of nothing is no step."""
    return bool(row.kind == "rest" and abs(row.change) < 5e-7)


def _name(page: Page, row: Any, before: Period) -> str:
    if row.kind == "before":
        return page.period(before)
    if row.kind == "now":
        return page.period(page.run.period)
    if row.kind == "others":
        return page.say("bridge.others", count=row.count)
    return page.say("bridge.rest") if row.kind == "rest" else page.area(row.part)


def _title(page: Page, table: pd.DataFrame, then: float, now: float, what: str) -> str:
    words = {"what": what, "then": page.number(then), "now": page.number(now)}
    parts = [r for r in rows_of(table) if r.kind == "part" and not missing(r.change)]
    if not parts:
        return page.say("bridge.title_alone", **words)
    largest = (min if now < then else max)(parts, key=lambda row: row.change)
    change = page.number(largest.change, 2, sign=True)
    return page.say("bridge.title", part=page.area(largest.part), change=change, **words)


def _steps(page: Page, drawn: list[Any]) -> list[str]:
    """The last step to now, and the one to the target."""
    said, before = [], ""
    for row in drawn:
        if row.kind == "now" and not missing(row.change):
            gap = page.number(abs(row.change))
            kind = "level" if float(plain(gap)) == 0 else "faster" if row.change > 0 else "slower"
            said.append(page.say(f"bridge.step_{kind}", period=page.period(before), gap=gap))
        elif row.kind == "target" and not missing(row.change):
            key = "bridge.step_short" if row.change > 0 else "bridge.step_met"
            said.append(page.say(key, gap=page.number(abs(row.change))))
        before = row.period
    return said
