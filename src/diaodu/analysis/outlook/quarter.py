"""The outlook of a quarter: the model's figures beside the areas' own, and the grounds for each.

Everything is made from what was known before the quarter closed: figures of earlier periods, and
what was expected. Methods: docs/methods.md, section "Outlook".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from diaodu.analysis.frames import NAN, Figure, Figures, Stage
from diaodu.analysis.outlook import adding, correcting, evidence, steps
from diaodu.contracts import typed
from diaodu.periods import Period

LEVELS = (80, 95)
PAST: tuple[Stage, ...] = ("actual", "reported")


@dataclass(frozen=True)
class Outlook:
    """Tables of that contract: outlook, expectation_record, outlook_evidence."""

    outlook: pd.DataFrame
    record: pd.DataFrame
    evidence: pd.DataFrame


def of_run(
    settled: pd.DataFrame,
    enterprises: pd.DataFrame,
    *,
    areas: Sequence[str],
    province: str,
    period: Period,
    indicators: Sequence[str],
    kinds: Mapping[str, str],
    weights: Mapping[str, Mapping[str, float]] | None = None,
    leading: Mapping[str, Sequence[str]] | None = None,
) -> Outlook:
    """The outlook of every area and indicator for the quarter and for its year.

    settled: see consistency.settle. enterprises: the processed table. weights: indicator -> area ->
        base-year share in %, of any sum. leading: indicator -> indicators that run ahead of it.
    Returns `outlook`, two rows (quarter, year; one in a fourth quarter) per area and indicator, the
        province's first: value and low80 … high95 (null with its `reason`), `alone` before adding
        up, base_*: the point that it starts from; expected as sent, recalibrated, and the record
        of earlier expectations in numbers. `record`: one row per area, indicator and earlier period
        with an expectation and a figure that came. `evidence`: see evidence.of_area.
    """
    past = {stage: Figures(settled, stage) for stage in PAST}
    expected = Figures(settled, "expected")
    everyone = [province, *areas]
    found: list[dict[str, Any]] = []
    record: list[dict[str, Any]] = []
    grounds: list[dict[str, Any]] = []
    for indicator in indicators:
        level = kinds[indicator] == "level"
        known = _record(past, expected, everyone, indicator, period)
        record += known
        model = _model(past, everyone, indicator, period, level)
        wrong: dict[str, list[float]] = {area: [] for area in everyone}
        for row in known:
            wrong[row["area"]].append(row["error"])
        for target in _targets(period):
            last_year = target.shift_years(-1)
            rows = [
                _figure(
                    model,
                    area,
                    indicator,
                    target,
                    past["actual"].at(area, indicator, last_year).value if level else None,
                )
                for area in everyone
            ]
            rows = adding.add_up(rows, province, (weights or {}).get(indicator))
            said = {area: expected.at(area, indicator, target) for area in everyone}
            right = _put_right(known, said, everyone, target, level)
            for row in rows:
                area = row["area"]
                found.append(
                    {**row, **_expectation(wrong[area], bool(known), said[area], right[area])}
                )
        ahead = (leading or {}).get(indicator, ())
        for area in everyone:
            grounds += evidence.of_area(
                past, expected, enterprises, area, province, indicator, period, ahead
            )
    return Outlook(
        typed("outlook", [_stored(row) for row in found]),
        typed("expectation_record", [_stored(row) for row in record]),
        typed("outlook_evidence", [_stored(row) for row in grounds]),
    )


def _targets(period: Period) -> list[Period]:
    return list(dict.fromkeys([period, Period(period.year, 12)]))


def _stored(row: dict[str, Any]) -> dict[str, Any]:
    place = f"{row['area']}:{row['indicator']}:{row['period']}"
    if "evidence" in row:
        place += f":{row['evidence']}:{row['about'] or ''}"
    return {**row, "source_id": "outlook", "locator": place, "origin": "derived"}


@dataclass(frozen=True)
class _Base:
    period: Period
    value: float
    stage: Stage


@dataclass(frozen=True)
class _Model:
    """What is shared by all targets of one indicator: the rule and where each area stands."""

    rule: steps.Rule
    bases: Mapping[str, _Base | None]
    means: Mapping[Period, float]  # of all areas' points of one period


def _model(
    past: Mapping[Stage, Figures], areas: Sequence[str], indicator: str, period: Period, level: bool
) -> _Model:
    histories = {
        stage: {area: _history(past[stage], area, indicator, period, level) for area in areas}
        for stage in PAST
    }
    every = [step for stage in PAST for step in steps.steps(histories[stage], f":{stage}")]
    bases = {area: _base(histories, area, period) for area in areas}
    points: dict[Period, list[float]] = {}
    for base in bases.values():
        if base is not None:
            points.setdefault(base.period, []).append(base.value)
    means = {when: float(np.mean(values)) for when, values in points.items()}
    return _Model(steps.learn(every, LEVELS), bases, means)


def _history(
    figures: Figures, area: str, indicator: str, period: Period, level: bool
) -> dict[Period, float]:
    """Points before the period; of a level its growth in % against the same months, from levels."""
    series = {when: figure.value for when, figure in figures.series(area, indicator).items()}
    if level:
        pairs = {
            when: (value, series.get(when.shift_years(-1), 0.0)) for when, value in series.items()
        }
        series = {when: 100 * (now / then - 1) for when, (now, then) in pairs.items() if then > 0}
    return {when: value for when, value in series.items() if when < period}


def _base(
    histories: Mapping[Stage, Mapping[str, Mapping[Period, float]]], area: str, period: Period
) -> _Base | None:
    """The latest point of a year before the period, of either stage; published wins a tie."""
    found = [
        _Base(when, value, stage)
        for stage in PAST
        for when, value in histories[stage][area].items()
        if when >= period.shift_years(-1)
    ]
    return max(found, key=lambda base: (base.period, base.stage == "actual"), default=None)


def _figure(
    model: _Model, area: str, indicator: str, target: Period, last_year: float | None
) -> dict[str, Any]:
    """One row; last_year: for a level, the level that its growth is applied to."""
    base, rule = model.bases[area], model.rule
    row: dict[str, Any] = {"area": area, "indicator": indicator, "period": str(target)}
    row |= {"horizon": "year" if target.month == 12 else "quarter", "errors": rule.errors}
    if base is None or (last_year is not None and np.isnan(last_year)):
        none = dict.fromkeys(["value", "low80", "high80", "low95", "high95", "base_value"], NAN)
        reason = "no_recent_point" if base is None else "no_level_last_year"
        return {**row, **none, "base_period": None, "base_stage": None, "reason": reason}
    part = steps.new_share(base.period, target)
    value = base.value + part * (rule.drift + rule.pull * (model.means[base.period] - base.value))
    row |= {"value": _level(value, last_year), "base_value": base.value}
    for level in LEVELS:
        width = part * rule.half_width(level, f"{area}:{base.stage}")
        row[f"low{level}"] = _level(value - width, last_year)
        row[f"high{level}"] = _level(value + width, last_year)
    row["reason"] = "few_errors" if np.isnan(row["low80"]) else None
    return row | {"base_period": str(base.period), "base_stage": base.stage}


def _level(growth: float, last_year: float | None) -> float:
    return growth if last_year is None else last_year * (1 + growth / 100)


def _record(
    past: Mapping[Stage, Figures],
    expected: Figures,
    areas: Sequence[str],
    indicator: str,
    period: Period,
) -> list[dict[str, Any]]:
    """What was expected before, beside what came: published, or else what the area reported."""
    rows = []
    for area in areas:
        for when, said in expected.series(area, indicator).items():
            came = [(stage, past[stage].at(area, indicator, when)) for stage in PAST]
            stage, figure = next(((s, f) for s, f in came if f.there), ("actual", None))
            if when < period and figure is not None:
                row: dict[str, Any] = {"area": area, "indicator": indicator, "period": str(when)}
                row |= {"expected": said.value, "came": figure.value, "came_stage": stage}
                rows.append({**row, "error": round(figure.value - said.value, 9)})
    return rows


def _put_right(
    known: Sequence[Mapping[str, Any]],
    said: Mapping[str, Figure],
    areas: Sequence[str],
    target: Period,
    level: bool,
) -> dict[str, float]:
    """The expectations of the target, each corrected by the record of all."""
    periods = [*sorted({row["period"] for row in known}), str(target)]
    columns = {area: column for column, area in enumerate(areas)}
    shape = (len(periods), len(areas))
    came, told = np.full(shape, np.nan), np.full(shape, np.nan)
    for row in known:
        place = periods.index(row["period"]), columns[row["area"]]
        came[place], told[place] = row["came"], row["expected"]
    told[-1] = [said[area].value for area in areas]
    right = correcting.put_right(came, told, 1, level)
    return dict(zip(areas, right.figure[-1].tolist(), strict=True))


def _expectation(own: Sequence[float], judged: bool, said: Figure, right: float) -> dict[str, Any]:
    """own: the area's past errors; judged: whether any area has one."""
    there = said.there
    return {
        "expected": said.value,
        "recalibrated": right if there and judged else NAN,
        "record": len(own),
        "record_above": sum(error < 0 for error in own),
        "record_bias": -float(np.mean(own)) if own else NAN,
        "reason_expected": None if there and judged else "no_record" if there else "no_expectation",
    }
