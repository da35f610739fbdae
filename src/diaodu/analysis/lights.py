"""Lights (亮灯): green, yellow, red by printed rules, steady against last quarter's light.

Method: docs/methods.md, “Lights”. The worst rule of a topic lights it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from diaodu.analysis.evidence import Evidence, quarter_before
from diaodu.analysis.frames import records, table
from diaodu.analysis.light_table import COLUMNS as MEASURED
from diaodu.analysis.light_table import measured
from diaodu.periods import Period
from diaodu.rules import TOPICS, Lights

COLOURS = ("green", "yellow", "red")
UNKNOWN = "unknown"
_RULE = ["area", "topic", "measure", "indicator"]
_JUDGED = {**MEASURED, "before": "str", "light": "str", "held": "bool"}
_LIGHTS = {**_JUDGED, "rules": "int64", "said": "int64"}


def light(value: float, yellow: float, red: float, margin: float, before: str | None) -> str:
    """The light of a shortfall, steady against the light before.

    A threshold is passed upwards above threshold + margin and downwards at threshold − margin or
    below; between the two the light stays on the side where it was. Without a light before, above
    the threshold is above. UNKNOWN where the value is missing.
    """
    if pd.isna(value):
        return UNKNOWN
    place = COLOURS.index(before) if before in COLOURS else None
    passed = 0
    for number, threshold in enumerate((yellow, red), start=1):
        if place is None:
            limit = threshold
        else:
            limit = threshold - margin if place >= number else threshold + margin
        passed += value > limit
    return COLOURS[passed]


def judged(taken: pd.DataFrame, before: pd.DataFrame | None = None) -> pd.DataFrame:
    """Each measure with its light.

    taken: light_table.measured; before: what this function returned for the quarter before, or
        None. Returns the rows of `taken` with before (the rule's light then, NA if there was
        none), light (a colour or UNKNOWN) and held (the light stands where it was only because the
        margin is not passed).
    """
    then = {} if before is None else _by_rule(before)
    rows = []
    for row in records(taken):
        last = then.get(tuple(row[name] for name in _RULE))
        scale = (row["value"], row["yellow"], row["red"])
        now = light(*scale, row["margin"], last)
        plain = light(*scale, 0.0, None)
        rows.append({**row, "before": last, "light": now, "held": now != plain})
    return table(_JUDGED, rows)


def by_topic(rules: pd.DataFrame, areas: Sequence[str]) -> pd.DataFrame:
    """One light for each area and topic: that of its worst rule.

    rules: what `judged` returned. Returns one row per (area, topic), every topic of every area:
        the columns of the rule that decides (the worst light; of these the first rule of the
        file), with before the worst light of last quarter. rules: how many the topic
        has; said: how many could be measured. Where none could, light is UNKNOWN and absent the
        code of the first rule, or 'no_rule'.
    """
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in records(rules):
        grouped.setdefault((row["area"], row["topic"]), []).append(row)
    return table(
        _LIGHTS,
        [
            _topic_row(area, topic, grouped.get((area, topic), []))
            for area in areas
            for topic in TOPICS
        ],
    )


def of_quarter(
    evidence: Evidence,
    rules: Lights,
    *,
    areas: Sequence[str],
    period: Period,
    indicators: Sequence[str],
    due: date | None = None,
) -> pd.DataFrame:
    """Every rule's light of a quarter, steady against the quarter before.

    The quarter before is judged on its own data, without a light before it; its submissions are
    not held against a day that was set for this one. Returns what `judged` does.
    """
    asked: dict[str, Any] = {"areas": areas, "indicators": indicators}
    last = measured(evidence, rules, period=quarter_before(period), **asked)
    now = measured(evidence, rules, period=period, due=due, **asked)
    return judged(now, judged(last))


def _by_rule(rules: pd.DataFrame) -> dict[tuple[Any, ...], str]:
    return {tuple(row[name] for name in _RULE): row["light"] for row in records(rules)}


def _topic_row(area: str, topic: str, rules: list[dict[str, Any]]) -> dict[str, Any]:
    said = [row for row in rules if row["light"] != UNKNOWN]
    then = [row["before"] for row in rules if row["before"] in COLOURS]
    counts = {
        "rules": len(rules),
        "said": len(said),
        "before": max(then, key=COLOURS.index, default=None),
    }
    if said:
        worst = max(said, key=lambda row: COLOURS.index(row["light"]))
        return {**worst, **counts}
    nothing: dict[str, Any] = dict.fromkeys(_JUDGED)
    first = rules[0] if rules else nothing | {"absent": "no_rule", "source_ids": ()}
    return {**first, **counts, "area": area, "topic": topic, "light": UNKNOWN, "held": False}
