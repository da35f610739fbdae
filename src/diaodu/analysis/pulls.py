"""How much each part pulls the growth of a whole: areas a province, industries an area.

Method: docs/methods.md, section 6 and “Pull of areas and industries”. Weights are shares of the
whole in the base year, in %; they are given, never guessed. What cannot be said has a code in
`absent`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

import pandas as pd

from diaodu import places
from diaodu.analysis import contribution
from diaodu.analysis.frames import NAN, NOTHING, Figure, Figures, Stage, points, table
from diaodu.errors import ContractError
from diaodu.periods import Period

_COLUMNS = {
    "part": "str",
    "value": "float64",
    "printed": "str",
    "derived": "boolean",
    "source_ids": "object",
    "weight": "float64",
    "pull": "float64",
    "contribution": "float64",
    "total": "float64",
    "total_from": "str",
    "total_printed": "str",
    "total_source_ids": "object",
    "absent": "str",
}
_CLOSING = {
    "parts": "int64",
    "known": "int64",
    "weight_sum": "float64",
    "weight_known": "float64",
    "weights": "str",
    "total": "float64",
    "total_from": "str",
    "pulled": "float64",
    "residual": "float64",
    "source_ids": "object",
    "total_source_ids": "object",
    "absent": "str",
}
_ROUNDING = 0.05  # half of the last place of a weight that is printed with one decimal


def by_area(
    settled: pd.DataFrame,
    *,
    weights: Mapping[str, float],
    areas: Sequence[str],
    province: str,
    indicator: str,
    period: Period,
    stage: Stage = "actual",
) -> pd.DataFrame:
    """What each area adds to the growth of the province at one cumulative period.

    weights: area -> its share of the province in the base year, in %.
    Returns one row per area in the given order. pull in points, contribution in % of `total`.
        total_from is 'stated' (the province's own figure of the stage), or 'parts' (its sum of
        pulls; only where no figure is stated, each area with a weight has a figure, and the
        weights add to 100), else NA. absent: 'no_figure' or 'no_weight' where there is no pull.
    Raises ContractError for a weight that is no share of 0 to 100 %.
    """
    figures = Figures(settled, stage)
    parts = {area: figures.at(area, indicator, period) for area in areas}
    return _pulls(parts, weights, figures.at(province, indicator, period))


def by_industry(
    settled: pd.DataFrame,
    *,
    area: str,
    indicator: str,
    period: Period,
    stage: Stage = "actual",
    parts: Iterable[str] | None = None,
    weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """What each industry adds to the growth of its area, as `by_area`; by pull, highest first.

    parts: the industries that count, which must not overlap (all that were published if None).
    weights: shares of the area's industry; one that a source prints beside the figure goes first.
    An empty frame where no industry was published.
    """
    figures = Figures(settled, stage)
    found = figures.industries(area, indicator, period)
    chosen = {key: found[key] for key in (found if parts is None else parts) if key in found}
    printed = {k: f.base_weight for k, f in chosen.items() if not pd.isna(f.base_weight)}
    whole = figures.at(area, indicator, period)
    pulled = _pulls(chosen, {**(weights or {}), **printed}, whole)
    return pulled.sort_values("pull", ascending=False, kind="stable", ignore_index=True)


def of_whole(pulled: pd.DataFrame, weight: float) -> pd.Series:
    """What the parts of an area add to the province, in points: weight ÷ 100 × their pull.

    weight: share of the area in the province in the base year, in %; NaN where it is not known.
    """
    return pulled["pull"] * (weight / 100)


def closing(pulled: pd.DataFrame) -> pd.DataFrame:
    """The last line of a table of pulls: what they add to, and what is left over.

    Returns one row. weight_sum: all weights; weight_known: those of parts with a pull. weights:
        'whole' (100 but for rounding, 0.05 a part), 'short', 'over' or 'none'. pulled: sum of the
        pulls; residual: total − pulled in points, NaN where the total is not stated. absent:
        'no_weight', 'no_figure' (no part has both), 'no_total', else NA. source_ids: of the parts
        with a pull.
    """
    has_pull = pulled["pull"].notna()
    weights = pulled["weight"]
    total, total_from = _first(pulled["total"]), _first(pulled["total_from"])
    parts = places.union(*pulled.loc[has_pull, "source_ids"])
    stated = places.union(*pulled["total_source_ids"].head(1))
    row = {
        "parts": len(pulled),
        "known": int(has_pull.sum()),
        "weight_sum": float(weights.sum(min_count=1)),
        "weight_known": float(weights[has_pull].sum(min_count=1)),
        "weights": _fit(weights),
        "total": NAN if total is None else total,
        "total_from": total_from,
        "pulled": float(pulled["pull"].sum(min_count=1)),
        "residual": NAN,
        "source_ids": parts,
        "total_source_ids": parts if total_from == "parts" else stated,
        "absent": None,
    }
    if total_from == "stated":
        row["residual"] = points(contribution.residual(pulled["pull"], float(total)), 0.0)
    if not has_pull.any():
        row["absent"] = "no_weight" if weights.isna().all() else "no_figure"
    elif total_from is None:
        row["absent"] = "no_total"
    return table(_CLOSING, [row])


def _pulls(
    parts: Mapping[str, Figure], weights: Mapping[str, float], whole: Figure
) -> pd.DataFrame:
    wrong = {k: w for k, w in weights.items() if not (isfinite(w) and 0 <= w <= 100)}
    if wrong:
        raise ContractError(f"weights: found {wrong}; expected shares of 0 to 100 %")
    shares = pd.Series([weights.get(part, NAN) for part in parts], dtype="float64")
    rates = pd.Series([figure.rate for figure in parts.values()], dtype="float64")
    pulled = contribution.pull(shares, rates)
    if pd.isna(whole.rate) and _adds_up(shares, pulled):
        whole, total_from = replace(NOTHING, value=float(pulled.sum()), unit="percent"), "parts"
    else:
        total_from = None if pd.isna(whole.rate) else "stated"
    shared = contribution.contribution(pulled, whole.rate)
    rows = [
        {
            **vars(figure),
            "part": part,
            "value": figure.rate,
            "weight": shares[n],
            "pull": pulled[n],
            "contribution": shared[n],
            "total": whole.rate,
            "total_from": total_from,
            "total_printed": whole.printed,
            "total_source_ids": whole.source_ids,
            "absent": _absent(rates[n], shares[n]),
        }
        for n, (part, figure) in enumerate(parts.items())
    ]
    return table(_COLUMNS, rows)


def _adds_up(shares: pd.Series, pulled: pd.Series) -> bool:
    """Whether the pulls make up the whole: the weights add to 100 and none lacks a figure."""
    weighty = shares.fillna(0) > 0
    return _fit(shares) == "whole" and bool(pulled[weighty].notna().all())


def _absent(rate: float, share: float) -> str | None:
    return "no_figure" if pd.isna(rate) else "no_weight" if pd.isna(share) else None


def _fit(weights: pd.Series) -> str:
    known = weights.dropna()
    if known.empty:
        return "none"
    over = points(float(known.sum()), 100.0)
    if abs(over) <= _ROUNDING * len(known):
        return "whole"
    return "over" if over > 0 else "short"


def _first(column: pd.Series) -> Any:
    known = column.dropna()
    return None if known.empty else known.iloc[0]
