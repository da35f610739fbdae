"""The classifiers on top of the word lists: category, direction and severity of a note.

Features: TF-IDF of character n-grams and of words, and what the word lists say. Each is a
multinomial logistic regression; probabilities are calibrated by one temperature, found by
cross-validation on the labelled notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_union
from sklearn.preprocessing import FunctionTransformer

from diaodu.analysis.reading.lexicon import Lexicon
from diaodu.analysis.reading.text import Cutter, NoteText

TARGETS = ("category", "direction", "severity")
STRENGTH = {"category": 3.0, "direction": 5.0, "severity": 3.0}  # C of the regression
SUBJECTS = 1.5  # weight of what the word lists say beside the TF-IDF, chosen by cross-validation
TONES = 2.0  # the same of how the text sounds
# Of the notes that are sent in far more tell of problems than of supports, as in the labels: the
# other two targets are trained as if every class were as frequent.
BALANCED = ("category", "severity")
FOLDS = 3
SEED = 5


@dataclass(frozen=True)
class Guess:
    """What a classifier says of one text: classes by probability, the likeliest first."""

    ranked: tuple[tuple[str, float], ...]

    @property
    def best(self) -> str:
        return self.ranked[0][0]

    @property
    def confidence(self) -> float:
        return self.ranked[0][1]


class Features:
    """Turns texts into the numbers that the classifiers see."""

    def __init__(self, lexicon: Lexicon, cutter: Cutter) -> None:
        self._lexicon, self._cutter = lexicon, cutter
        letters = TfidfVectorizer(
            preprocessor=lambda note: note.lower,
            **{"analyzer": "char_wb", "ngram_range": (1, 4), "min_df": 2, "sublinear_tf": True},
        )
        words = TfidfVectorizer(analyzer=self._words, min_df=2, sublinear_tf=True)
        said = FunctionTransformer(lambda notes: np.array([self._said(note) for note in notes]))
        self._all = make_union(letters, words, said)

    def _words(self, note: NoteText) -> list[str]:
        words = self._cutter.words(note)
        return words + [f"{a} {b}" for a, b in pairwise(words)]

    def fit(self, texts: Sequence[NoteText]) -> Features:
        """Learn which n-grams there are."""
        self._all.fit(texts)
        return self

    def of(self, texts: Sequence[NoteText]) -> Any:
        """One sparse row per text."""
        return self._all.transform(texts).tocsr()

    def _said(self, text: NoteText) -> NDArray[np.float64]:
        """What the word lists say: subjects and their shares, tone, severity."""
        subjects = self._lexicon.subjects(text)
        shares = subjects / max(1.0, subjects.sum())
        first = self._lexicon.first(text)
        tone = self._lexicon.tone(text)
        last = (tone.last_good - tone.last_bad) / max(1.0, tone.last_good + tone.last_bad)
        paired = np.clip([tone.paired_good, tone.paired_bad], 0, 3) / 2
        severity = np.clip(self._lexicon.severity(text), 0, 3) / 2
        tones = [tone.balance, last, min(tone.good, 4) / 4, min(tone.bad, 4) / 4, min(tone.over, 2)]
        return np.concatenate(
            [
                SUBJECTS * np.tanh(subjects / 2),
                SUBJECTS * shares,
                SUBJECTS * first / max(1.0, first.sum()),
                TONES * np.concatenate([tones, paired]),
                severity,
            ]
        )


class Model:
    """The trained classifiers."""

    def __init__(self, features: Features, heads: dict[str, Any]) -> None:
        self._features, self._heads = features, heads

    def guess(self, texts: Sequence[NoteText]) -> list[dict[str, Guess]]:
        """Category, direction and severity of each text, as Guess by name."""
        if not texts:
            return []
        rows = self._features.of(texts)
        found: list[dict[str, Guess]] = [{} for _ in texts]
        for target, head in self._heads.items():
            names = head.classes_
            for at, chances in enumerate(head.predict_proba(rows)):
                order = np.argsort(-chances, kind="stable")
                found[at][target] = Guess(tuple((str(names[i]), float(chances[i])) for i in order))
        return found


def train(
    texts: Sequence[NoteText],
    labels: dict[str, Sequence[str]],
    lexicon: Lexicon,
    cutter: Cutter,
    *,
    calibrated: bool = True,
) -> Model:
    """Train on labelled texts; labels: a list per target (TARGETS), one label per text.

    calibrated=False leaves out the search for the temperature, for cross-validation of the choice
    alone.
    """
    features = Features(lexicon, cutter).fit(texts)
    rows = features.of(texts)
    heads: dict[str, Any] = {}
    for target in TARGETS:
        wanted = np.array(labels[target])
        plain = LogisticRegression(
            C=STRENGTH[target],
            class_weight="balanced" if target in BALANCED else None,
            max_iter=300,
            tol=1e-3,
        )
        fewest = int(np.unique(wanted, return_counts=True)[1].min())
        folds = min(FOLDS, fewest)
        head = (
            CalibratedClassifierCV(
                plain,
                method="temperature",
                cv=StratifiedKFold(folds, shuffle=True, random_state=SEED),
                ensemble=False,
            )
            if calibrated and folds > 1
            else plain
        )
        heads[target] = head.fit(rows, wanted)
    return Model(features, heads)
