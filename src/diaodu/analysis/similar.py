"""Similar problems: the nearest earlier or other areas' ones, and what was done about them.

Method: docs/methods.md, "Similar problems". Nearness is the cosine of TF-IDF weighted runs of two
and three characters, which needs no model and works for Chinese and English alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from diaodu.analysis.frames import records, table
from diaodu.analysis.wording import plain

# Below this two texts have hardly more than words of the trade in common. What is filed under the
# same category needs fewer common words to be of use.
LEAST, LEAST_OF_CATEGORY = 0.15, 0.05
_CATEGORY = 0.1  # what the same category adds to the order
_SHOWN = (
    *("text", "state", "category", "enterprise", "asked", "responsible", "last_period"),
    *("closed_on", "done", "done_source_id", "source_id"),
)
_CASES = {
    "problem_id": "str",
    "area": "str",
    "case_id": "str",
    "case_area": "str",
    "score": "float64",
    **{f"case_{name}": "str" for name in _SHOWN},
    "case_days": "Int64",
}


def cases(problems: pd.DataFrame, *, areas: Sequence[str], most: int = 3) -> pd.DataFrame:
    """For each problem last mentioned in the ledger's quarter, the nearest other problems.

    problems: the table `problems`, of all areas. areas: whose problems are looked at.
    Returns at most `most` rows a problem, the nearest first (ties by id), in the order of
        `problems`. case_*: of the other problem, as it stands: another area's, or one of the same
        area that was first told in an earlier quarter. score: nearness of the texts, 0 to 1, at
        least LEAST, or LEAST_OF_CATEGORY where both have the same category; those come first at
        like nearness. case_days: days that it was or has been open. A text without words is near
        to nothing.
    """
    rows = records(problems)
    own = [
        place
        for place, row in enumerate(rows)
        if row["area"] in areas and row["last_period"] == row["period"]
    ]
    near = _nearness([row["text"] for row in rows], own)
    made: list[dict[str, Any]] = []
    for place, scores in zip(own, near, strict=True):
        found = []
        for at in np.flatnonzero(scores >= LEAST_OF_CATEGORY):
            same = bool(rows[place]["category"]) and rows[at]["category"] == rows[place]["category"]
            if (same or scores[at] >= LEAST) and _is_case(rows[place], rows[at]):
                order = -(scores[at] + _CATEGORY * same)
                found.append((order, rows[at]["problem_id"], at))
        for _, _, at in sorted(found)[:most]:
            made.append(_case(rows[place], rows[at], round(float(scores[at]), 6)))
    return table(_CASES, made)


def _nearness(texts: Sequence[str], own: Sequence[int]) -> Any:
    """Cosines of the texts at `own` with all texts."""
    words = [plain(text) for text in texts]
    if not own or not any(len(word) > 1 for word in words):
        return np.zeros((len(own), len(words)))
    vectors = TfidfVectorizer(
        analyzer="char", ngram_range=(2, 3), lowercase=False, sublinear_tf=True
    ).fit_transform(words)
    return (vectors[list(own)] @ vectors.T).toarray()


def _is_case(row: dict[str, Any], other: dict[str, Any]) -> bool:
    if row["problem_id"] == other["problem_id"]:
        return False
    earlier = bool(other["first_period"] < row["first_period"])
    return row["area"] != other["area"] or earlier


def _case(row: dict[str, Any], other: dict[str, Any], score: float) -> dict[str, Any]:
    return {
        "problem_id": row["problem_id"],
        "area": row["area"],
        "case_id": other["problem_id"],
        "case_area": other["area"],
        "score": score,
        **{f"case_{name}": other[name] for name in _SHOWN},
        "case_days": other["days_open"],
    }
