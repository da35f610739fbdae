"""Comparable areas: groups of like structure, and how far they hold when data are drawn anew.

Method: docs/methods.md, “Comparable areas”.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.cluster import hierarchy
from sklearn import config_context
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import silhouette_score

from diaodu.analysis.frames import NAN, table
from diaodu.analysis.structure import BLOCK
from diaodu.rules import Peers

LEAST_AREAS = 4  # two groups of two
LEAST_FEATURES = 3
KNOWN = 0.75  # share of the areas that must have a feature for it to count
DRAWN = 0.8  # share of the areas in one draw
_GROUPS = {
    "area": "str",
    "group": "Int64",
    "peers": "object",
    "stability": "float64",
    "areas_agreement": "float64",
    "features_agreement": "float64",
    "absent": "str",
}
_WHY = {
    "group": "int64",
    "feature": "str",
    "group_mean": "float64",
    "all_mean": "float64",
    "score": "float64",
}


def groups(structure: pd.DataFrame, rules: Peers, *, seed: int = 0) -> pd.DataFrame:
    """Put areas of like structure into groups.

    structure: what structure.structure returned. A feature counts if three quarters of the areas
        have it; an area that lacks one of these is in no group. Ward's linkage on the standardised
        features; the number of groups, 2 to `most_groups`, is the one with the best silhouette,
        of numbers that leave no area alone if there is such a number.
    Returns one row per area, in the order of `structure`. peers: the other areas of the group, the
        nearest first. stability: how often the area is with its peers when four fifths of the
        areas are drawn (`resamples` times), 0 to 1. areas_agreement and features_agreement: mean
        adjusted Rand index of the groupings of those draws, and of groupings on features drawn
        with replacement, with this one; the same for all areas. Without peers absent says why:
        'too_few_areas' (fewer than LEAST_AREAS), 'too_few_features' (fewer than LEAST_FEATURES
        that differ), 'too_little_known' (of this area), 'alone' (its group has no other).
    """
    scores = _standardised(structure)
    usable = scores.dropna()
    reason = _too_few(usable)
    if reason is not None:
        return table(_GROUPS, [_no_group(area, reason) for area in scores.index])
    # there are few areas: looking at what it is given would take scikit-learn longest
    with config_context(assume_finite=True, skip_parameter_validation=True):
        labels = _best_labels(usable.to_numpy(), rules.most_groups)
    together, by_areas = _draws_of_areas(usable.to_numpy(), labels, rules.resamples, seed)
    by_features = _draws_of_features(usable.to_numpy(), labels, rules.resamples, seed)
    agreed = {"areas_agreement": by_areas, "features_agreement": by_features}
    names = list(usable.index)
    rows = []
    for area in scores.index:
        if area not in names:
            rows.append(_no_group(area, "too_little_known"))
            continue
        at = names.index(area)
        mates = _mates(usable.to_numpy(), labels, at)
        rows.append(
            {
                "area": area,
                "group": int(labels[at]) + 1,
                "peers": tuple(names[i] for i in mates),
                "stability": _mean(together[at, mates]),
                "absent": None if mates else "alone",
                **agreed,
            }
        )
    return table(_GROUPS, rows)


def why(structure: pd.DataFrame, grouped: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """What the areas of a group have in common: the features in which it differs most from all.

    Returns up to `most` rows per group of two and more: group_mean and all_mean in the feature's
        unit, score: the group's mean in standard deviations of all areas, largest first.
    """
    scores = _standardised(structure)
    rows: list[dict[str, Any]] = []
    for group, members in grouped.dropna(subset=["group"]).groupby("group"):
        areas = list(members["area"])
        means = scores.loc[areas].mean() if len(areas) > 1 else pd.Series(dtype="float64")
        for feature in means.abs().sort_values(ascending=False, kind="stable").index[:most]:
            rows.append(
                {
                    "group": group,
                    "feature": feature,
                    "group_mean": float(structure.loc[areas, feature].mean()),
                    "all_mean": float(structure[feature].mean()),
                    "score": float(means[feature]),
                }
            )
    return table(_WHY, rows)


def _standardised(structure: pd.DataFrame) -> pd.DataFrame:
    """Features that count, mean 0 and standard deviation 1; features that do not differ fall out.

    Shares of one whole are divided by their mean standard deviation, so that a share of little
    weight does not become as large as one of great weight.
    """
    known = structure.loc[:, structure.notna().mean() >= KNOWN]
    spread = known.std(ddof=0)
    block = [name for name in spread.index if str(name).startswith(BLOCK)]
    scale = spread.copy()
    scale[block] = spread[block].mean()
    varying = spread.index[spread > 1e-9]
    return (known[varying] - known[varying].mean()) / scale[varying]


def _too_few(scores: pd.DataFrame) -> str | None:
    if scores.shape[1] < LEAST_FEATURES:
        return "too_few_features"
    return "too_few_areas" if len(scores) < LEAST_AREAS else None


def _no_group(area: str, absent: str) -> dict[str, Any]:
    numbers = dict.fromkeys(("stability", "areas_agreement", "features_agreement"), NAN)
    return {"area": area, "group": None, "peers": (), "absent": absent, **numbers}


def _mates(scores: np.ndarray, labels: np.ndarray, at: int) -> list[int]:
    """Places of the areas in one's group, the nearest first."""
    nearest = np.argsort(np.linalg.norm(scores - scores[at], axis=1), kind="stable")
    return [int(i) for i in nearest if i != at and labels[i] == labels[at]]


def _mean(often: np.ndarray) -> float:
    """Mean of what is known, NaN where nothing is."""
    known = often[~np.isnan(often)]
    return float(known.mean()) if known.size else NAN


def _labels(scores: np.ndarray, count: int) -> np.ndarray:
    found: np.ndarray = AgglomerativeClustering(count, linkage="ward").fit_predict(scores)
    return found


def _drawn_labels(scores: np.ndarray, count: int) -> np.ndarray:
    """The groups of `_labels` in any order, in a third of its time: there are hundreds of draws."""
    groups = {place: [place] for place in range(len(scores))}
    merges = hierarchy.ward(scores)[: len(scores) - count, :2].astype(int).tolist()
    for node, (one, other) in enumerate(merges, start=len(scores)):
        groups[node] = groups.pop(one) + groups.pop(other)
    labels = np.empty(len(scores), dtype=int)
    for label, members in enumerate(groups.values()):
        labels[members] = label
    return labels


def _best_labels(scores: np.ndarray, most: int) -> np.ndarray:
    tried = [_labels(scores, count) for count in range(2, min(most, len(scores) // 2) + 1)]
    return max(tried, key=lambda labels: (not _leaves_alone(labels), _silhouette(scores, labels)))


def _leaves_alone(labels: np.ndarray) -> bool:
    return bool((np.bincount(labels) == 1).any())


def _silhouette(scores: np.ndarray, labels: np.ndarray) -> float:
    return float(silhouette_score(scores, labels))


def _draws_of_areas(
    scores: np.ndarray, labels: np.ndarray, times: int, seed: int
) -> tuple[np.ndarray, float]:
    """How often each two areas share a group when both are drawn (NaN: never drawn together)."""
    random = np.random.default_rng(seed)
    count, size = int(labels.max()) + 1, len(scores)
    drawn_together, grouped_together = np.zeros((size, size)), np.zeros((size, size))
    agreement = 0.0
    for _ in range(times):
        drawn = np.sort(random.choice(size, max(count, round(DRAWN * size)), replace=False))
        other = _drawn_labels(scores[drawn], count)
        place = np.ix_(drawn, drawn)
        drawn_together[place] += 1
        grouped_together[place] += other[:, None] == other[None, :]
        agreement += agreement_of(labels[drawn], other)
    often = np.full((size, size), NAN)
    np.divide(grouped_together, drawn_together, out=often, where=drawn_together > 0)
    return often, agreement / times


def _draws_of_features(scores: np.ndarray, labels: np.ndarray, times: int, seed: int) -> float:
    random = np.random.default_rng(seed)
    count, features = int(labels.max()) + 1, scores.shape[1]
    draws = (scores[:, random.integers(0, features, features)] for _ in range(times))
    return float(np.mean([agreement_of(labels, _drawn_labels(d, count)) for d in draws]))


def agreement_of(one: np.ndarray, other: np.ndarray) -> float:
    """The adjusted Rand index of two groupings of the same things (labels from 0).

    What sklearn.metrics.adjusted_rand_score returns, in a fortieth of its time: there are hundreds
    of groupings of a dozen areas. Source: Hubert and Arabie (1985), equation 5.
    """
    shared = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(shared, (one, other), 1)
    both, first, second, every = (
        float((counts * (counts - 1)).sum()) / 2
        for counts in (shared, shared.sum(axis=1), shared.sum(axis=0), shared.sum())
    )
    by_chance = first * second / every if every else 0.0
    most = (first + second) / 2
    return 1.0 if most == by_chance else (both - by_chance) / (most - by_chance)
