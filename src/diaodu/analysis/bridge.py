"""What changed since an earlier point, as a bridge (瀑布图): from there to here, part by part.

Method: docs/methods.md, “Bridge”. What cannot be said has a code in `absent`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.analysis.consistency import NO_TARGET, annual
from diaodu.analysis.frames import (
    NAN,
    NOTHING,
    Figure,
    Figures,
    Stage,
    points,
    records,
    table,
)
from diaodu.periods import Period

_STEPS = {
    "part": "str",
    "kind": "str",
    "start": "float64",
    "end": "float64",
    "change": "float64",
    "before": "float64",
    "now": "float64",
    "count": "int64",
    "absent": "str",
}
_ALONG = {
    "kind": "str",
    "period": "str",
    "stage": "str",
    "start": "float64",
    "end": "float64",
    "change": "float64",
    "printed": "str",
    "derived": "boolean",
    "source_ids": "object",
    "absent": "str",
}
_ORDER: tuple[Stage, ...] = ("actual", "reported", "expected")


def between(before: pd.DataFrame, now: pd.DataFrame, *, most: int = 12) -> pd.DataFrame:
    """From the growth of a whole at one point to that at a later one, by the pulls of its parts.

    before, now: pulls.by_area or pulls.by_industry of both points, with base-year weights of each.
    Returns rows of kind 'before' (the whole then), 'part' (by change, highest first), 'others'
        (the smallest changes together, if there are more than `most` parts; count says how many),
        'rest' (change of the residual), 'now' (the whole); then the parts whose change is not
        known. start and end are where a bar runs, change is end − start in points; before and now
        are the pulls, for the wholes their growth. absent: for a part 'no_before', 'no_figure' or
        'no_weight'; for a whole 'no_total' or, where one whole is stated and the other is made of
        its parts, 'mixed_totals'. Then nothing has a start and an end, and there is no rest.
    """
    then, here = _whole(before), _whole(now)
    absent = _totals_absent(before, now)
    merged = _parts(before, now)
    known = [row for row in merged if row["absent"] is None]
    unknown = [row for row in merged if row["absent"] is not None]
    steps = _together(sorted(known, key=lambda row: -row["change"]), most)
    level = NAN if absent else then
    rows = [_total("before", NAN if absent else then, then, absent)]
    for step in steps:
        rows.append({**step, "start": level, "end": points(level + step["change"], 0.0)})
        level = rows[-1]["end"]
    rest = points(here, level)
    if not absent:
        rows.append(_step(None, "rest", rest, NAN, NAN) | {"start": level, "end": here})
    rows.append(_total("now", NAN if absent else here, here, absent))
    return table(_STEPS, [*rows, *unknown])


def along(
    settled: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    area: str,
    indicator: str,
    period: Period,
    stage: Stage = "expected",
) -> pd.DataFrame:
    """The pace of one area from the whole of last year through this year's points to its target.

    The last point is the figure of `stage`. Those before it are published ones, where there is
    none reported ones, for last year also what was expected; each says its stage.
    Returns rows of kind 'before' (last year), 'point' (each earlier point of the year), 'now',
        'target'. end is the rate (for 'target' the figure compared with), start the end of the
        known row before (NaN for the first), change = end − start in points. absent: 'no_figure',
        'no_target', and for the row of last year 'no_before'.
    """
    by_stage = {name: Figures(settled, name) for name in _ORDER}
    last_year = Period(period.year - 1, 12)
    when = {
        p for f in by_stage.values() for p in f.series(area, indicator) if last_year < p < period
    }
    rows = [_point("before", last_year, *_best(by_stage, area, indicator, last_year), "no_before")]
    for at in sorted(when):
        figure, of = _best(by_stage, area, indicator, at)
        rows.append(_point("point", at, figure, of, "no_figure"))
    rows.append(
        _point("now", period, by_stage[stage].at(area, indicator, period), stage, "no_figure")
    )
    target = annual(targets, period.year).get((area, indicator), NO_TARGET)
    rows.append(
        {
            **_point("target", Period(period.year, 12), NOTHING, stage, "no_target"),
            "end": target.compared,
            "derived": target.derived,
            "source_ids": target.source_ids,
            "absent": "no_target" if pd.isna(target.compared) else None,
        }
    )
    level = NAN
    for row in rows:
        row["start"], row["change"] = level, points(row["end"], level)
        level = level if pd.isna(row["end"]) else row["end"]
    return table(_ALONG, rows)


def _parts(before: pd.DataFrame, now: pd.DataFrame) -> list[dict[str, Any]]:
    earlier = {row["part"]: row for row in records(before)}
    rows = []
    for row in records(now):
        was = earlier.get(row["part"])
        then = NAN if was is None else was["pull"]
        absent = row["absent"]
        if absent is None and pd.isna(then):
            absent = "no_before" if was is None else was["absent"].replace("no_figure", "no_before")
        step = _step(row["part"], "part", points(row["pull"], then), then, row["pull"])
        rows.append({**step, "absent": absent})
    here = {row["part"] for row in records(now)}
    for part, was in earlier.items():
        if part not in here:
            step = _step(part, "part", NAN, was["pull"], NAN)
            rows.append({**step, "absent": "no_figure"})
    return rows


def _together(steps: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """The largest changes by themselves, the others as one step at the end."""
    if len(steps) <= most:
        return steps
    largest = sorted(range(len(steps)), key=lambda n: -abs(steps[n]["change"]))[: most - 1]
    small = [step for n, step in enumerate(steps) if n not in largest]
    sums = {name: sum(step[name] for step in small) for name in ("change", "before", "now")}
    others = _step(None, "others", points(sums["change"], 0.0), sums["before"], sums["now"])
    return [*(steps[n] for n in sorted(largest)), {**others, "count": len(small)}]


def _step(part: str | None, kind: str, change: float, before: float, now: float) -> dict[str, Any]:
    return {
        "part": part,
        "kind": kind,
        "start": NAN,
        "end": NAN,
        "change": change,
        "before": before,
        "now": now,
        "count": 1,
        "absent": None,
    }


def _total(kind: str, end: float, value: float, absent: str | None) -> dict[str, Any]:
    row = _step(None, kind, NAN, NAN, NAN)
    return {**row, "start": NAN if absent else 0.0, "end": end, "now": value, "absent": absent}


def _whole(pulled: pd.DataFrame) -> float:
    return float(pulled["total"].iloc[0]) if len(pulled) else NAN


def _totals_absent(before: pd.DataFrame, now: pd.DataFrame) -> str | None:
    kinds = [set(frame["total_from"].dropna()) for frame in (before, now)]
    if not all(kinds):
        return "no_total"
    return None if kinds[0] == kinds[1] else "mixed_totals"


def _best(
    by_stage: dict[Stage, Figures], area: str, indicator: str, at: Period
) -> tuple[Figure, Stage]:
    found = ((figures.at(area, indicator, at), stage) for stage, figures in by_stage.items())
    return next(((figure, stage) for figure, stage in found if figure.there), (NOTHING, "actual"))


def _point(kind: str, at: Period, figure: Figure, stage: Stage, absent: str) -> dict[str, Any]:
    return {
        **vars(figure),
        "kind": kind,
        "period": str(at),
        "stage": stage,
        "start": NAN,
        "end": figure.rate,
        "change": NAN,
        "absent": absent if pd.isna(figure.rate) else None,
    }
