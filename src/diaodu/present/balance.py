"""What helps and holds back an area, whom it is compared with, and how it stands beside them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present import bars
from diaodu.present.cells import say_markup, sent
from diaodu.present.grid import Column, grid, nothing
from diaodu.present.page import Html, Page, each, made, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tables import points
from diaodu.present.tally import Tally, tally

MOST = 8  # factors of one side
MOST_COMPARED = 10
NOTHING = Html("")
SIDES = ("favourable", "unfavourable")
AMOUNTS = ("project_size", "firm_size")  # features that are amounts in 10,000 yuan


def factors(page: Page, table: pd.DataFrame) -> Html:
    """Favourable and unfavourable factors side by side; table: factors.factors of one area."""
    if table.empty:
        return nothing(page.say("factor.none"))
    columns = "".join(_side(page, rows, side) for side, rows in _by_side(table).items())
    title = safe(page.say("factor.title", area=page.area(page.run.area.id)))
    return Html(f'<p class="table-title">{title}</p><div class="sides">{columns}</div>')


def _side(page: Page, rows: list[Any], side: str) -> str:
    shown = _fair(rows)
    items = [f"<li>{_factor(page, row)}</li>" for row in shown]
    if more := _counted(page, [row for row in rows if row not in shown], side):
        items.append(f"<li>{safe(page.say('factor.more', count=more))}</li>")
    if not items:
        items = [f'<li class="none">{safe(page.say("strength.finding_none"))}</li>']
    heading = safe(page.say(f"factor.{side}"))
    return f'<div><h3>{heading}</h3><ul class="absent">{"".join(items)}</ul></div>'


def _fair(rows: list[Any]) -> list[Any]:
    """At most MOST rows, half of them figures and half statements while there are enough."""
    notes = [row for row in rows if row.code == "note"]
    figures = [row for row in rows if row.code != "note"]
    half = MOST // 2
    kept = min(len(figures), max(half, MOST - len(notes)))
    return figures[:kept] + notes[: MOST - kept]


def _factor(page: Page, row: Any) -> str:
    if row.code == "note":
        return _statement(page, row)
    enterprise = row.code == "enterprise"
    value = page.number(abs(row.value)) if enterprise else page.figure(row.value, row.printed)
    words = {
        "stage": page.say("light.stage.expected") if row.stage == "expected" else "",
        "indicator": "" if missing(row.indicator) else page.indicator(row.indicator),
        "industry": "" if missing(row.industry) else page.industry(row.industry),
        "value": value + page.unit("percent"),
        "gap": page.number(abs(row.gap), 0 if enterprise else 1),
        "period": "" if missing(row.period) else page.period(row.period),
    }
    name = "" if missing(row.enterprise) else sent(page, row.enterprise)
    text = say_markup(page, f"factor.{row.code}.{row.side}", {"enterprise": name}, **words)
    return text + page.cite(row.source_ids)


def _statement(page: Page, row: Any) -> str:
    category = page.say("note.unsorted")
    if not missing(row.category):
        category = page.run.catalog.taxonomy.categories[row.category].in_(page.lang)
    severe = page.say("factor.severity.high") if row.severity == "high" else ""
    head = safe(page.say("factor.note", category=category))
    return f"{head}{sent(page, row.text)}{safe(severe)}{page.cite(row.source_ids)}"


def factors_finding(page: Page, table: pd.DataFrame) -> Html:
    """How many factors of each side; table: factors.factors of one area."""
    if table.empty:
        return NOTHING
    counts = {side: _counted(page, rows, side) for side, rows in _by_side(table).items()}
    text = page.say("factor.finding", area=page.area(page.run.area.id), **counts)
    return paragraph(page, [safe(text)], "finding")


def _by_side(table: pd.DataFrame) -> dict[str, list[Any]]:
    rows = list(each(table))
    return {side: [row for row in rows if row.side == side] for side in SIDES}


def _counted(page: Page, rows: list[Any], side: str) -> Tally:
    return tally(rows, page.say(f"factor.{side}"), "value")


def peers_of(page: Page, grouped: pd.DataFrame, beside: pd.DataFrame) -> Html:
    """Who the page's area is compared with, or why with nobody.

    grouped: peers.groups; beside: strengths.stored. Where the quarter's file ranks areas without
    naming them the others are not named, and nothing is said where it hides them.
    """
    if page.run.sharing != "named":
        return _unnamed(page, beside)
    row = next(each(grouped[grouped["area"].eq(page.run.area.id)]))
    if not missing(row.absent):
        return _no_peers(page, row.absent)
    names = page.list_of(page.area(area) for area in row.peers)
    stability = page.number(100 * row.stability, 0)
    area = page.area(row.area)
    text = safe(page.say("peers.who", area=area, peers=names, stability=stability))
    if row.stability < 0.5:
        text = page.say("prose.join").join([text, safe(page.say("peers.unstable"))])
    return paragraph(page, [text], "finding")


def _unnamed(page: Page, beside: pd.DataFrame) -> Html:
    if beside.empty:
        return NOTHING
    if beside["absent"].isna().any():
        return paragraph(page, [safe(page.say("peers.unnamed"))], "finding")
    reason = str(beside["absent"].iloc[0])
    return NOTHING if reason == "too_few_peers" else _no_peers(page, reason)


def _no_peers(page: Page, reason: str) -> Html:
    return nothing(page.say("peers.none", reason=page.say(f"peers.absent.{reason}")))


def groups(page: Page, grouped: pd.DataFrame, why: pd.DataFrame) -> Html:
    """All groups with what they have in common; grouped: peers.groups, why: peers.why."""
    known = grouped.dropna(subset=["group"])
    if known.empty:
        reason = page.say(f"peers.absent.{grouped['absent'].iloc[0]}") if len(grouped) else ""
        return nothing(page.say("peers.none", reason=reason)) if reason else NOTHING
    columns = [
        Column("group", page.say("peers.group"), align="left"),
        Column("areas", page.say("peers.areas"), align="left"),
        Column("why", page.say("peers.why"), align="left"),
        Column("stability", page.say("peers.stability"), page.unit("percent")),
    ]
    rows = []
    for group, members in known.groupby("group"):
        common = [_common(page, row) for row in each(why[why["group"].eq(group)])]
        stable = made(members["stability"].mean(), "stability")
        rows.append(
            {
                "group": str(group),
                "areas": safe(page.list_of(page.area(area) for area in members["area"])),
                "why": safe(page.list_of(common)),
                "stability": "—" if missing(stable) else page.number(100 * stable, 0),
            }
        )
    agreed = {
        name: page.number(made(known[f"{name}_agreement"].iloc[0], f"{name}_agreement"), 2)
        for name in ("areas", "features")
    }
    note = safe(page.say("peers.stability_note", **agreed))
    return grid(page, "t-peers", page.say("peers.title"), columns, rows, note)


def _common(page: Page, row: Any) -> str:
    values = {
        "group": _in_unit(page, row.feature, row.group_mean),
        "all": _in_unit(page, row.feature, row.all_mean),
    }
    return page.say("peers.item", feature=feature_name(page, row.feature), **values)


def feature_name(page: Page, feature: str) -> str:
    """A feature of structure.structure in words."""
    kind, _, name = feature.partition(":")
    if kind == "division":
        division = page.run.catalog.divisions[name].in_(page.lang)
        return page.say("peers.feature.division", name=division)
    if kind == "share":
        share = page.run.quarter.peers.shares[name]
        names = {"part": page.indicator(share.part), "whole": page.indicator(share.whole)}
        return page.say("peers.feature.share", **names)
    if kind == "size":
        return page.say("peers.feature.size", name=page.indicator(name))
    return page.say(f"peers.feature.{kind}")


def _in_unit(page: Page, feature: str, mean: float) -> str:
    """A mean as readers know it: logarithms are turned back into amounts of 100 million yuan."""
    if feature in AMOUNTS:
        return page.say("peers.amount", value=page.number(made(10**mean / 1e4, "group_mean")))
    if feature.startswith("size:"):
        unit = page.run.catalog.indicators[feature.partition(":")[2]].unit
        return page.amount(made(round(10**mean, 1), "group_mean"), unit)
    return page.number(mean, 0) + page.unit("percent")


def strengths(page: Page, table: pd.DataFrame) -> Html:
    """The page's area beside its peers; table: strengths.against_peers."""
    shown = table[table["absent"].isna()].head(MOST_COMPARED)
    if shown.empty:
        if table.empty or table["absent"].iloc[0] != "too_few_peers":
            return NOTHING  # why there are no peers has been said
        reason = page.say("peers.absent.too_few_peers")
        return nothing(page.say("light.because", reason=reason))
    percent = page.unit("percent")
    columns = [
        Column("name", page.say("strength.measure"), align="left"),
        Column("value", page.say("strength.value"), percent),
        Column("median", page.say("strength.median"), percent),
        Column("with", page.say("strength.with_figure")),
        Column("gap", page.say("strength.gap"), page.say("table.points")),
        Column("side", page.say("strength.side"), align="left"),
    ]
    largest = shown["score"].abs().max()
    rows = [
        {
            "name": safe(measure_name(page, row)) + _stage(page, row),
            "value": page.number(row.value) + page.cite(row.source_ids),
            "median": page.number(row.median),
            "with": page.number(row.with_figure, 0),
            "gap": bars.gap(row.score, largest) + points(page, row.gap),
            "side": safe(page.say(f"strength.side.{row.side}")),
        }
        for row in each(shown)
    ]
    title = page.say("strength.title", area=page.area(page.run.area.id))
    return grid(page, "t-strengths", title, columns, rows, safe(page.say("strength.note")))


def _stage(page: Page, row: Any) -> str:
    if row.stage != "expected":
        return ""
    return f'<span class="when">{safe(page.say("light.expected"))}</span>'


def measure_name(page: Page, row: Any) -> str:
    """What is compared, plain text; row: one of strengths.against_peers."""
    if row.measure == "growth":
        return page.indicator(row.indicator)
    return page.say(f"strength.name.{row.measure}")


def strengths_finding(page: Page, table: pd.DataFrame, most: int = 3) -> Html:
    """The largest strengths and shortfalls in a sentence; table: strengths.against_peers."""
    known = table[table["absent"].isna()]
    if known.empty:
        return NOTHING
    said = {}
    for side, name in {"strength": "strengths", "shortfall": "shortfalls"}.items():
        rows = each(known[known["side"].eq(side)].head(most))
        items = [
            page.say(
                "strength.item",
                name=measure_name(page, row),
                gap=page.number(row.gap, sign=True),
            )
            for row in rows
        ]
        said[name] = page.list_of(items) or page.say("strength.finding_none")
    return paragraph(page, [safe(page.say("strength.finding", **said))], "finding")
