"""Series that are sums of others: which there are, and forecasts that add up exactly.

Reconciliation by generalised least squares (Hyndman et al. 2011; Wickramasuriya, Athanasopoulos,
Hyndman 2019, MinT). docs/methods.md, section "Outlook".
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from diaodu.analysis.outlook.panel import Array
from diaodu.errors import ContractError

Method = Literal["sd", "ols", "structural", "wls", "mint", "bottom_up", "none"]
METHODS = ("sd", "ols", "structural", "wls", "mint", "bottom_up", "none")
ALL = "<all>"  # in a key column of a sum: over all of them
SMALLEST = -1022  # binary exponent; what is smaller may count as 0 where a library wants it so


@dataclass(frozen=True)
class Hierarchy:
    """All series of a hierarchy, sums first, the bottom series last.

    series: one row a series: the key columns (ALL where summed over) and `level`.
    sums: series × bottom series; a row has the weight of each bottom series in it.
    level: the number of each series' level, 0 for the first.
    """

    series: pd.DataFrame
    sums: Array
    level: Array

    @property
    def bottom(self) -> int:
        return int(self.sums.shape[1])


def levels(formula: str, keys: Sequence[str]) -> list[tuple[str, ...]]:
    """The groupings that a formula means, top first: "(state/region) * purpose".

    a/b: b lies within a. a * b: a and b cross. Every combination is a level, and so is the total.
    Raises ContractError for a name that is no key column, or twice the same.
    """
    factors = [
        [name.strip() for name in factor.strip().strip("()").split("/")]
        for factor in formula.split("*")
    ]
    named = [name for factor in factors for name in factor]
    if unknown := [name for name in named if name not in keys]:
        raise ContractError(
            f"hierarchy {formula!r}: found {', '.join(unknown)}; expected names among "
            f"{', '.join(keys)}"
        )
    if len(set(named)) < len(named):
        raise ContractError(f"hierarchy {formula!r}: found a column twice; expected each once")
    nested = [[tuple(factor[:depth]) for depth in range(len(factor) + 1)] for factor in factors]
    found = [tuple(itertools.chain(*parts)) for parts in itertools.product(*nested)]
    return sorted(found, key=len)


def build(
    units: pd.DataFrame, groupings: Sequence[Sequence[str]], weights: Array | None = None
) -> Hierarchy:
    """The hierarchy of the bottom series `units` (one row each, key columns).

    A grouping that would repeat the bottom series is left out, since they come last anyway. With
    `weights`, one a bottom series, a sum is the weighted mean of its bottom series, as a rate of
    growth is; the weights are taken as shares of their sum within each group.
    """
    rows, labels, level = [], [], []
    keys = list(units.columns)
    for names in dict.fromkeys(tuple(names) for names in groupings):
        groups = (
            units.groupby(list(names), sort=False).ngroup() if names else pd.Series(0, units.index)
        )
        number = int(groups.max()) + 1
        if number == len(units):
            continue
        member = groups.to_numpy()[None, :] == np.arange(number)[:, None]
        rows.append(member.astype(float))
        firsts = units.loc[~groups.duplicated()].assign(
            **dict.fromkeys(set(keys) - set(names), ALL)
        )
        labels.append(firsts[keys].astype(object).assign(level="/".join(names) or "total"))
        level += [len(labels) - 1] * number
    bottom = units.astype(object).assign(level="bottom")
    sums = np.vstack([*rows, np.eye(len(units))])
    if weights is not None:
        sums = sums * weights
        sums = sums / sums.sum(axis=1, keepdims=True)
    return Hierarchy(
        pd.concat([*labels, bottom], ignore_index=True),
        sums,
        np.array(level + [len(labels)] * len(units)),
    )


def projection(hierarchy: Hierarchy, wrong: Array, method: Method) -> Array:
    """Matrix that turns forecasts of all series into forecasts of the bottom series.

    (S′W⁻¹S)⁻¹S′W⁻¹ with S the sums and W by `method`: ols: W = 1. structural: number of bottom
    series. wls: variance of past errors. sd: its square root, which lies between ols and wls.
    mint: covariance of past errors, shrunk to its diagonal (Schäfer and Strimmer 2005).
    wrong: past errors × series, NaN where unknown.
    """
    sums = hierarchy.sums
    if method == "bottom_up":
        return np.eye(len(sums))[-hierarchy.bottom :]
    if method == "mint":
        weighted = np.linalg.solve(_shrunk_covariance(wrong), sums)
    else:
        weighted = sums / _diagonal(hierarchy, wrong, method)[:, None]
    return np.asarray(np.linalg.solve(sums.T @ weighted, weighted.T))


def add_up(hierarchy: Hierarchy, bottom: Array, nonnegative: bool) -> Array:
    """All series from forecasts of the bottom ones (rows), so that sums are exact.

    Sums: the bottom forecasts are first rounded to a binary fraction that the largest sum can hold,
    some 15 digits, so that they add up to the very last bit, in whatever order they are added.
    """
    bottom = np.maximum(bottom, 0.0) if nonnegative else bottom
    largest = float(np.nanmax(np.abs(bottom).sum(axis=1), initial=0.0))
    if largest > 0:
        step = 2.0 ** max(np.ceil(np.log2(largest)) - 51, SMALLEST)
        bottom = np.round(bottom / step) * step
    return np.asarray(bottom @ hierarchy.sums.T)


def _diagonal(hierarchy: Hierarchy, wrong: Array, method: Method) -> Array:
    if method == "ols":
        return np.ones(len(hierarchy.sums))
    if method == "structural":
        return np.asarray((hierarchy.sums > 0).sum(axis=1), dtype=float)
    variance = _variance(wrong)
    return np.sqrt(variance) if method == "sd" else variance


def _variance(wrong: Array) -> Array:
    """Mean square of each series' errors; a series without errors counts as the smallest."""
    known = ~np.isnan(wrong)
    found = np.where(known, wrong, 0.0) ** 2
    mean = found.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    positive = mean[mean > 0]
    floor = 1e-6 * float(positive.mean()) if positive.size else 1.0
    return np.asarray(np.maximum(mean, floor))


def _shrunk_covariance(wrong: Array) -> Array:
    sd = np.sqrt(_variance(wrong))
    standard = np.nan_to_num(wrong) / sd
    number = len(standard)
    raw = standard.T @ standard / number
    noise = (standard**2).T @ (standard**2) / number - raw**2
    off = ~np.eye(len(sd), dtype=bool)
    size = float((raw[off] ** 2).sum())
    part = min(1.0, max(0.0, float(noise[off].sum()) / number / size)) if size > 0 else 1.0
    shrunk = np.where(off, (1 - part) * raw, 1.0)
    return np.asarray(shrunk * np.outer(sd, sd))
