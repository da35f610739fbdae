"""The province's figure and its areas' figures made to add up, by base-year weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from diaodu.analysis.frames import NAN
from diaodu.analysis.outlook import hierarchy


def add_up(
    rows: Sequence[Mapping[str, Any]], province: str, weights: Mapping[str, float] | None
) -> list[dict[str, Any]]:
    """Rows of one indicator and period with `alone` (the figure before) and `adding_up`.

    adding_up: "yes"; "summed": the province had no figure, it is the areas' weighted mean, with
        their mean half width, since shocks are shared; or why not: "no_weights", "incomplete" (an
        area without a figure or a weight). Intervals move with their figures. weight: share of the
        sum of the weights in %, so that weights which don't add up to 100 are said to be so by
        weights_sum.
    """
    areas = [row for row in rows if row["area"] != province]
    given = weights or {}
    total = float(sum(given.get(row["area"], 0.0) for row in areas))
    lacks = any(np.isnan(row["value"]) or given.get(row["area"], 0.0) <= 0 for row in areas)
    state = "no_weights" if not given else "incomplete" if lacks or not areas else "yes"
    shares = {row["area"]: 100 * given.get(row["area"], NAN) / (total or NAN) for row in areas}
    extra = {"weights_sum": total if given else NAN, "adding_up": state}
    result = [
        {**row, **extra, "alone": row["value"], "weight": shares.get(row["area"], NAN)}
        for row in rows
    ]
    return _balanced(result, province) if state == "yes" else result


def _balanced(rows: list[dict[str, Any]], province: str) -> list[dict[str, Any]]:
    areas = [row for row in rows if row["area"] != province]
    tops = [row for row in rows if row["area"] == province]
    shares = np.array([row["weight"] / 100 for row in areas])
    values = np.array([row["value"] for row in areas])
    if tops and not np.isnan(tops[0]["value"]):
        values = _reconciled(tops[0], areas, shares, values)
    for row, value in zip(areas, values.tolist(), strict=True):
        _move(row, value)
    for top in tops:
        if np.isnan(top["value"]):
            top |= {"adding_up": "summed", "reason": "few_errors", "value": 0.0}
            for level in (80, 95):
                half = sum(
                    s * (r[f"high{level}"] - r["value"]) for s, r in zip(shares, areas, strict=True)
                )
                top[f"low{level}"], top[f"high{level}"] = -float(half), float(half)
            top["reason"] = None if not np.isnan(top["high80"]) else "few_errors"
        _move(top, mean(areas))
    return rows


def mean(areas: Sequence[Mapping[str, Any]]) -> float:
    """Weighted mean of the areas' figures: what the province's is equal to, to the last bit."""
    return float(
        sum(row["weight"] * row["value"] for row in areas) / sum(r["weight"] for r in areas)
    )


def _reconciled(
    top: Mapping[str, Any], areas: Sequence[Mapping[str, Any]], shares: Any, values: Any
) -> Any:
    """Least squares by the width of each figure's interval; even where a width is not known."""
    widths = np.array([row["high80"] - row["value"] for row in (top, *areas)])
    variances = widths**2 if (widths > 0).all() else np.ones(len(widths))
    units = pd.DataFrame({"area": [row["area"] for row in areas]})
    tree = hierarchy.build(units, [()], shares)
    matrix = hierarchy.projection(tree, np.sqrt(variances)[None], "wls")
    return matrix @ np.array([top["value"], *values])


def _move(row: dict[str, Any], value: float) -> None:
    by = value - row["value"]
    for name in ("value", "low80", "high80", "low95", "high95"):
        row[name] += by
