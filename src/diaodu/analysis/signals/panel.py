"""Frames of figures and of texts as arrays, one row a quarter and one column a unit.

A unit is whatever has figures and texts of its own: a city, a district. The figures of a unit are
growth rates of one quarter on the quarter before. Methods: docs/methods.md, "What texts add".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from diaodu.errors import ContractError

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_FAR = 8.0  # median absolute deviations (MAD) from the median: beyond is a figure like none before
_OWN, _NEAR, _ALL = 3, 2, 3  # quarters of the unit's, its neighbours' and everybody's history


@dataclass(frozen=True)
class Panel:
    """Figures of all units. `value` is quarters x units, `numbers` has a third axis of columns.

    NaN is "not published". `weights[i, j]` is the weight of unit j among the neighbours of i.
    """

    units: tuple[str, ...]
    quarters: pd.PeriodIndex
    value: Array
    numbers: Array
    weights: Array


def quarters_of(periods: pd.Series[Any]) -> pd.PeriodIndex:
    """Quarters such as "2022Q1", or the quarter of a day. Raises ContractError for others."""
    try:
        return pd.PeriodIndex(periods.astype(str), freq="Q")
    except ValueError as error:
        raise ContractError(
            f"periods of a panel: {error}; expected quarters such as 2022Q1"
        ) from None


def build(
    targets: pd.DataFrame,
    value: str,
    numbers: Sequence[str] = (),
    neighbours: Mapping[str, Sequence[str]] | None = None,
) -> Panel:
    """Read a frame with `unit`, `period`, `value` and `numbers`, one row a unit and quarter.

    Quarters that no row names stand between as missing. A unit without neighbours has all others
    as neighbours. Raises ContractError for missing columns and for two rows of one quarter.
    """
    lacking = [name for name in ("unit", "period", value, *numbers) if name not in targets.columns]
    if lacking:
        raise ContractError(f"targets: found no column {', '.join(lacking)}; expected it")
    frame = targets.assign(period=quarters_of(targets["period"]))
    if frame.duplicated(["unit", "period"]).any():
        twice = frame[frame.duplicated(["unit", "period"])].iloc[0]
        raise ContractError(f"targets: {twice['unit']}, {twice['period']} stands twice")
    quarters = pd.period_range(frame["period"].min(), frame["period"].max(), freq="Q")
    units = tuple(sorted(frame["unit"].astype(str).unique()))
    columns = [_matrix(frame, name, quarters, units) for name in (value, *numbers)]
    shape = (len(quarters), len(units), len(numbers))
    extra = np.stack(columns[1:], axis=-1) if numbers else np.empty(shape)
    return Panel(units, quarters, columns[0], extra, _weights(units, neighbours or {}))


def _matrix(
    frame: pd.DataFrame, name: str, quarters: pd.PeriodIndex, units: Sequence[str]
) -> Array:
    wide = frame.pivot(index="period", columns="unit", values=name)
    return wide.reindex(index=quarters, columns=list(units)).to_numpy(float)


def _weights(units: Sequence[str], neighbours: Mapping[str, Sequence[str]]) -> Array:
    near = np.array([[float(b in neighbours.get(a, ())) for b in units] for a in units])
    near[near.sum(axis=1) == 0] = 1.0
    np.fill_diagonal(near, 0.0)
    total = near.sum(axis=1, keepdims=True)
    weights: Array = np.divide(near, total, out=np.zeros_like(near), where=total > 0)
    return weights


def neighbours(shares: pd.DataFrame) -> dict[str, list[str]]:
    """Units that share a state: `shares` has a row a state and a column a unit."""
    has = shares.to_numpy(float) > 0
    common = has.T.astype(int) @ has.astype(int)
    names = [str(name) for name in shares.columns]
    return {
        name: [other for j, other in enumerate(names) if j != i and common[i, j]]
        for i, name in enumerate(names)
    }


def steady(panel: Panel) -> Panel:
    """The panel with figures like none before cut to the edge of what was known by then.

    Edge: median -/+ 8 MAD of all units' figures up to that quarter. It keeps one quarter of a
    kind never seen from ruling all later forecasts, those of numbers as well as of texts.
    """
    cut = panel.value.copy()
    for t in range(len(cut)):
        known = panel.value[: t + 1]
        known = known[~np.isnan(known)]
        if len(known) < 5 * len(panel.units):
            continue
        middle = np.median(known)
        far = _FAR * np.median(np.abs(known - middle))
        cut[t] = np.clip(cut[t], middle - far, middle + far)
    return replace(panel, value=cut)


def ordinary(panel: Panel) -> Mask:
    """Quarters in which `steady` cuts at most half of the units that have a figure."""
    there = ~np.isnan(panel.value)
    cut = there & (steady(panel).value != panel.value)
    few: Mask = 2 * cut.sum(axis=1) <= there.sum(axis=1)
    return few


def earlier(values: Array, quarters: int) -> Array:
    """Values of so many quarters before; NaN where there are none."""
    moved = np.full(values.shape, np.nan)
    moved[quarters:] = values[: len(values) - quarters]
    return moved


def usual(values: Array, window: int, least: int) -> Array:
    """Mean of the `window` quarters before, this one left out; NaN with fewer than `least`."""
    flat = pd.DataFrame(values.reshape(len(values), -1))
    mean = flat.rolling(window, min_periods=least).mean().shift(1)
    return mean.to_numpy(float).reshape(values.shape)


def mean_of_units(values: Array) -> Array:
    """In each column the mean over all units that have a value; NaN where none has."""
    known = ~np.isnan(values)
    count = known.sum(axis=1, keepdims=True)
    total = np.where(known, values, 0.0).sum(axis=1, keepdims=True)
    mean = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return np.repeat(mean, values.shape[1], axis=1)


def history(panel: Panel, lag: int) -> Array:
    """What figures are known at the end of a quarter, as predictors: quarters x units x columns.

    The unit's own last three values from `lag` quarters back, its neighbours' last two, the mean
    of all units' last three, then `numbers` as they stand, a missing one as it last stood.
    """
    known = ~np.isnan(panel.value)
    weight = known.astype(float) @ panel.weights.T
    total = np.where(known, panel.value, 0.0) @ panel.weights.T
    near = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    everybody = mean_of_units(panel.value)
    columns = [earlier(panel.value, lag + i) for i in range(_OWN)]
    columns += [earlier(near, lag + i) for i in range(_NEAR)]
    columns += [earlier(everybody, lag + i) for i in range(_ALL)]
    flat = pd.DataFrame(panel.numbers.reshape(len(panel.quarters), -1)).ffill()
    numbers = flat.to_numpy(float).reshape(panel.numbers.shape)
    return np.concatenate([np.stack(columns, axis=-1), numbers], axis=-1)


def own_columns() -> int:
    """How many of the columns of `history` come before `numbers`."""
    return _OWN + _NEAR + _ALL
