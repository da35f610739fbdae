"""How well the classifiers do on notes they were not trained on, before and after corrections."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold

from diaodu.analysis.frames import table
from diaodu.analysis.reading.lexicon import Lexicon
from diaodu.analysis.reading.model import SEED, TARGETS, train
from diaodu.analysis.reading.text import Cutter, NoteText

ALL = "all"
_COLUMNS = {
    "target": "str",
    "name": "str",
    "labels": "int64",
    "before": "float64",
    "after": "float64",
}


def accuracy(
    base: pd.DataFrame,
    corrections: pd.DataFrame,
    *,
    lexicon: Lexicon,
    words: Cutter,
    folds: int = 5,
) -> pd.DataFrame:
    """Accuracy by cross-validation without and with the corrections.

    base, corrections: labels with text, category, direction, severity; of one text in both the
        correction counts. Every text is judged once, by classifiers that saw neither it nor any
        other of its fold: `before` by those trained on the base alone, `after` by those trained
        on both. Without corrections the two are equal.
    Returns one row per target (category, direction, severity) named ALL, then one per category
        that has labels: labels (count), before, after (share right, 0 to 1).
    """
    both = pd.concat([base.assign(own=False), corrections.assign(own=True)], ignore_index=True)
    both = both.drop_duplicates("text", keep="last").reset_index(drop=True)
    texts = [NoteText.of(text) for text in both["text"]]
    old = base.drop_duplicates("text", keep="last").set_index("text")
    guessed = {when: {t: np.empty(len(both), dtype=object) for t in TARGETS} for when in (0, 1)}
    splits = StratifiedKFold(folds, shuffle=True, random_state=SEED)
    for seen, held in splits.split(both, both["category"]):
        known = [at for at in seen if both["text"][at] in old.index]
        sets = {0: old.loc[[both["text"][at] for at in known]], 1: both.loc[seen]}
        for when, rows in zip((0, 1), (known, list(seen)), strict=True):
            if when and corrections.empty:
                guessed[1] = guessed[0]
                continue
            answers = {target: sets[when][target].tolist() for target in TARGETS}
            model = train([texts[at] for at in rows], answers, lexicon, words, calibrated=False)
            for at, guess in zip(held, model.guess([texts[at] for at in held]), strict=True):
                for target in TARGETS:
                    guessed[when][target][at] = guess[target].best
    return table(_COLUMNS, _rows(both, guessed))


def _rows(both: pd.DataFrame, guessed: dict[int, dict[str, np.ndarray]]) -> list[dict[str, object]]:
    right = {
        (when, target): guessed[when][target] == both[target].to_numpy(dtype=object)
        for when in (0, 1)
        for target in TARGETS
    }
    rows: list[dict[str, object]] = [
        {
            **{"target": target, "name": ALL, "labels": len(both)},
            **{"before": right[0, target].mean(), "after": right[1, target].mean()},
        }
        for target in TARGETS
    ]
    for name, group in both.groupby("category", sort=True):
        at = group.index.to_numpy()
        before, after = right[0, "category"][at].mean(), right[1, "category"][at].mean()
        rows.append(
            {
                "target": "category",
                "name": str(name),
                "labels": len(at),
                "before": before,
                "after": after,
            }
        )
    return rows
