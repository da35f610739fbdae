"""Lights as a reader sees them: a shape and a word each, and the reason in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from diaodu.present.grid import Column, grid, nothing
from diaodu.present.page import Html, Page, each, is_true, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tally import Tally, tally
from diaodu.rules import OF_AN_INDICATOR, SIGNED, TOPICS, LightRule

SHAPES = {"green": "●", "yellow": "▲", "red": "■", "unknown": "○"}
NOTHING = Html("")


def mark(page: Page, light: str) -> str:
    """A light as markup: its shape and its word; the colour only repeats them."""
    word = safe(page.say(f"light.word.{light}"))
    return f'<span class="light light-{light}">{SHAPES[light]} {word}</span>'


def strip(page: Page, topics: pd.DataFrame) -> Html:
    """The lights of the page's area at a glance, each with its reason.

    topics: lights.by_topic; rows of other areas are not shown. Nothing where the quarter's file
    has no rules.
    """
    own = topics[topics["area"].eq(page.run.area.id)]
    if not own["rules"].any():
        return NOTHING
    cells = "".join(_cell(page, row) for row in each(own))
    title = safe(page.say("light.strip", area=page.area(page.run.area.id)))
    return Html(f'<p class="table-title">{title}</p><dl class="lights">{cells}</dl>')


def _cell(page: Page, row: Any) -> str:
    before = ""
    if not missing(row.before):
        word = page.say(f"light.word.{row.before}")
        before = f'<span class="when">{safe(page.say("light.before", light=word))}</span>'
    return (
        f"<div><dt>{safe(page.say(f'light.topic.{row.topic}'))}</dt>"
        f"<dd>{mark(page, row.light)}{before}</dd>"
        f'<dd class="reason">{safe(reason(page, row))}</dd></div>'
    )


def of_areas(page: Page, topics: pd.DataFrame) -> Html:
    """The lights of all areas in one table; topics: lights.by_topic, one row an area and topic."""
    if not topics["rules"].any():
        return NOTHING
    columns = [Column("name", page.say("table.area"), align="left")]
    columns += [Column(t, page.say(f"light.topic.{t}"), align="left") for t in TOPICS]
    rows: dict[str, dict[str, str]] = {}
    for row in each(topics):
        cells = rows.setdefault(row.area, {"name": safe(page.area(row.area))})
        cells[row.topic] = mark(page, row.light) + _remarks(page, row)
    title, note = page.say("light.areas_title"), safe(page.say("light.areas_note"))
    return grid(page, "t-lights", title, columns, list(rows.values()), note)


def _remarks(page: Page, row: Any) -> str:
    said = [page.say("light.expected")] if row.stage == "expected" else []
    said += [page.say("light.held")] if row.held else []
    return f'<span class="when">{safe(page.list_of(said))}</span>' if said else ""


def finding(page: Page, topics: pd.DataFrame) -> Html:
    """How many lights of each colour there are; topics: lights.by_topic."""
    if not topics["rules"].any():
        return NOTHING
    lit = list(each(topics))
    counts = {name: counted(page, lit, name) for name in SHAPES}
    return paragraph(page, [safe(page.say("light.counts", **counts))], "finding")


def counted(page: Page, topics: Iterable[Any], light: str, area: str = "") -> Tally:
    """How many lights of a colour there are; topics: rows of lights.by_topic (of `area`)."""
    found = [row for row in topics if row.light == light]
    word = page.say(f"light.word.{light}")

    def topic(row: Any) -> str:
        return page.say(f"light.topic.{row.topic}")

    return tally(found, word, named=topic, area=area)


def red(page: Page, topics: pd.DataFrame) -> Html:
    """Every red light with its reason, by area; topics: lights.by_topic."""
    if not topics["rules"].any():
        return NOTHING
    found = topics[topics["light"].eq("red")]
    if found.empty:
        return nothing(page.say("light.red_none"))
    items = "".join(
        f'<li><span class="where">{safe(page.area(row.area))}</span>'
        f"{mark(page, row.light)} {safe(topic_reason(page, row))}</li>"
        for row in each(found)
    )
    heading = safe(page.say("light.red_title"))
    return Html(f'<h3>{heading}</h3><ul class="absent">{items}</ul>')


def topic_reason(page: Page, row: Any) -> str:
    """Topic and reason as plain text: 生产：预计…; row of lights.by_topic."""
    topic = page.say(f"light.topic.{row.topic}")
    return page.say("light.item", topic=topic, reason=reason(page, row))


def reason(page: Page, row: Any) -> str:
    """Why a light is what it is, one sentence of plain text without its stop.

    row: one of lights.by_topic or lights.judged.
    """
    if row.light == "unknown":
        return page.say("light.because", reason=page.say(f"light.absent.{row.absent}"))
    text = page.say(f"light.said.{row.measure}.{_side(page, row)}", **_words(page, row))
    if row.held:
        text += page.say("light.kept", margin=_with_unit(page, row.measure, row.margin))
    return text


def _side(page: Page, row: Any) -> str:
    """What is said: over (short of the reference), under, or level at the decimals printed."""
    if row.measure in SIGNED:
        printed = float(page.number(float(row.value)))
        return "level" if printed == 0 else "over" if printed > 0 else "under"
    return "over" if row.value > 0 else "under"


def _words(page: Page, row: Any) -> dict[str, str]:
    percent = page.unit("percent")
    subject = "" if missing(row.subject) else str(row.subject)
    whole = row.measure in ("start_delay", "late_days")
    return {
        "stage": page.say("light.stage.expected") if row.stage == "expected" else "",
        "indicator": "" if missing(row.indicator) else page.indicator(row.indicator),
        "figure": _rate(page, row) + percent,
        "reference": page.figure(row.reference) + percent,
        "value": page.number(abs(row.value), 0 if whole else 1),
        "count": "" if missing(row.count) else page.number(row.count, 0),
        "of": "" if missing(row.of) else page.number(row.of, 0),
        "subject": subject,
        "period": page.period(subject) if row.measure == "slower" else "",
        "day": page.day(subject) if row.measure == "late_days" else "",
    }


def _rate(page: Page, row: Any) -> str:
    if missing(row.printed):
        return page.number(row.figure)
    return page.figure(row.figure, row.printed)


def rules(page: Page, judged: pd.DataFrame | None = None) -> Html:
    """The rules and thresholds of the quarter's file, as a table.

    judged: lights.judged; with it each rule has the light and the reason of the page's area.
    """
    of_topic = page.run.quarter.lights.by_topic
    if not any(of_topic.values()):
        return NOTHING
    columns = [
        Column("topic", page.say("light.rules_topic"), align="left"),
        Column("measure", page.say("light.rules_measure"), align="left"),
    ]
    if judged is not None:
        columns += [Column("light", page.say("light.rules_light"), align="left")]
    columns += [
        Column("yellow", page.say("light.rules_yellow")),
        Column("red", page.say("light.rules_red")),
        Column("margin", page.say("light.rules_margin")),
        Column("unit", page.say("light.rules_unit"), align="left"),
    ]
    lit = {} if judged is None else _lit(page, judged)
    rows = [
        {
            "topic": safe(page.say(f"light.topic.{topic}")),
            "measure": safe(rule_name(page, rule)),
            "light": lit.get((topic, rule.measure, rule.indicator), ""),
            "yellow": page.stated(rule.yellow, "lights"),
            "red": page.stated(rule.red, "lights"),
            "margin": page.stated(rule.margin, "lights"),
            "unit": safe(page.say(f"light.unit.{rule.measure}")),
        }
        for topic, found in of_topic.items()
        for rule in found
    ]
    note = safe(page.say("light.rules_note"))
    return grid(page, "t-light-rules", page.say("light.rules_title"), columns, rows, note)


def _lit(page: Page, judged: pd.DataFrame) -> dict[tuple[str, str, str | None], str]:
    """Topic, measure and indicator -> light and reason of the page's area, as markup."""
    own = judged[judged["area"].eq(page.run.area.id)]
    return {
        (row.topic, row.measure, None if missing(row.indicator) else row.indicator): (
            f'{mark(page, row.light)}<span class="when">{safe(reason(page, row))}</span>'
            f"{page.cite(row.source_ids)}"
        )
        for row in each(own)
    }


def rule_name(page: Page, rule: LightRule) -> str:
    """What a rule measures, plain text."""
    name = page.indicator(str(rule.indicator)) if rule.measure in OF_AN_INDICATOR else ""
    return page.say(f"light.measure.{rule.measure}", indicator=name)


def _with_unit(page: Page, measure: str, value: float) -> str:
    unit = page.say(f"light.unit.{measure}")
    key = "value.percent" if unit == page.unit("percent") else "light.amount"
    return page.say(key, value=page.figure(value), unit=unit)


def flagged(page: Page, signals: pd.DataFrame) -> Html:
    """Who expects less than the annual target, with figures; table: flags.below_target."""
    if signals["absent"].eq("no_figure").all():
        return NOTHING
    carriers = signals[signals["flagged"].map(is_true).astype(bool)].sort_values("gap")
    items = [
        page.say(
            "signal.flagged_item",
            area=page.area(row.area),
            value=page.figure(row.value, row.printed),
            gap=page.number(abs(row.gap)),
        )
        for row in each(carriers)
    ]
    text = page.say("signal.flagged", areas=page.list_of(items)) if items else ""
    sentences = [safe(text or page.say("signal.none"))]
    silent = [page.area(area) for area in signals.loc[signals["absent"].notna(), "area"]]
    if silent:
        sentences.append(safe(page.say("signal.silent", areas=page.list_of(silent))))
    return paragraph(page, sentences, "finding")
