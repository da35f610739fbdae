"""From the arguments of a call to forecasts of all series: the way that all public calls share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from diaodu.analysis.outlook import engine, hierarchy, panel
from diaodu.analysis.outlook.engine import Made
from diaodu.analysis.outlook.hierarchy import METHODS, Hierarchy, Method
from diaodu.analysis.outlook.panel import Array, Panel
from diaodu.errors import ContractError

Names = str | Sequence[str]
Groupings = str | Sequence[Sequence[str]] | None
Weights = str | Mapping[Any, float] | None


@dataclass(frozen=True)
class Prepared:
    """The panel as read, the series that are forecast (one row each), and what was made."""

    read: Panel
    series: pd.DataFrame
    made: Made


def prepare(
    frame: pd.DataFrame,
    horizon: int,
    columns: tuple[Names, str, str],
    groupings: Groupings,
    weights: Weights,
    indicators: Sequence[str],
    season: int | None,
    reconcile: Method,
) -> Prepared:
    """Read a frame and forecast it from every step; columns are unit, period and value."""
    require_horizon(horizon)
    if reconcile not in METHODS:
        raise ContractError(f"reconcile: found {reconcile!r}; expected one of {', '.join(METHODS)}")
    unit, period, value = columns
    read = panel.read(frame, names(unit), period, value)
    structure = _structure(frame, read, groupings, weights)
    made = _make(frame, read, structure, horizon, period, indicators, season)
    if groupings is None:
        return Prepared(read, read.units, made)
    return Prepared(read, structure.series, engine.reconciled(made, structure, reconcile))


def names(unit: Names) -> list[str]:
    """Key columns as a list."""
    return [unit] if isinstance(unit, str) else list(unit)


def require_horizon(horizon: int) -> None:
    """Raise ContractError unless there is a step to forecast."""
    if horizon < 1:
        raise ContractError(f"horizon: found {horizon}; expected 1 or more")


def _make(
    frame: pd.DataFrame,
    read: Panel,
    structure: Hierarchy,
    horizon: int,
    period: str,
    indicators: Sequence[str],
    season: int | None,
) -> Made:
    panel.require(frame, list(indicators))
    leading = panel.columns(frame, read, period, indicators)
    told = [engine.sums_of(one, _as_means(structure)) for one in leading]
    values = engine.sums_of(read.values, structure)
    steps = season if season is not None else read.calendar.season
    return engine.make(values, max(1, steps), horizon, structure.level, told)


def _as_means(structure: Hierarchy) -> Hierarchy:
    """Indicators of a sum are the means of its parts' indicators."""
    shares = structure.sums / structure.sums.sum(axis=1, keepdims=True)
    return Hierarchy(structure.series, shares, structure.level)


def _structure(
    frame: pd.DataFrame,
    read: Panel,
    formula: Groupings,
    weights: Weights,
) -> Hierarchy:
    if formula is None:
        return hierarchy.build(read.units, [])
    groupings = hierarchy.levels(formula, read.keys) if isinstance(formula, str) else formula
    for grouping in groupings:
        panel.require(read.units, list(grouping))
    return hierarchy.build(read.units, groupings, _weights(frame, read, weights))


def _weights(frame: pd.DataFrame, read: Panel, weights: Weights) -> Array | None:
    """One weight a unit: of a column the last that is known. All must be above 0."""
    if weights is None:
        return None
    if isinstance(weights, str):
        panel.require(frame, [weights])
        last = frame.dropna(subset=[weights]).groupby(read.keys, sort=False)[weights].last()
        found = read.units.merge(last.reset_index(), on=read.keys, how="left", validate="1:1")
        numbers = panel.numeric(found[weights])
    else:
        units = [
            key[0] if len(key) == 1 else key
            for key in read.units.itertuples(index=False, name=None)
        ]
        numbers = np.array([float(weights.get(name, np.nan)) for name in units])
    if not (numbers > 0).all():
        raise ContractError(
            "weights: found one that is missing or not above 0; expected one a unit"
        )
    return numbers
