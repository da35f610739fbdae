"""The classifiers on top of the word lists: category, direction and severity of a note.

Features: TF-IDF of character n-grams and of words, and what the word lists say. Each is a
multinomial logistic regression; probabilities are calibrated by one temperature, found by
cross-validation on the labelled notes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

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


Learnt = dict[str, NDArray[Any]]  # all that training found out, by name


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
        self._terms = {
            "letters": TfidfVectorizer(
                preprocessor=lambda note: note.lower,
                **{"analyzer": "char_wb", "ngram_range": (1, 4), "min_df": 2, "sublinear_tf": True},
            ),
            "words": TfidfVectorizer(analyzer=self._words, min_df=2, sublinear_tf=True),
        }

    def _words(self, note: NoteText) -> list[str]:
        words = self._cutter.words(note)
        return words + [f"{a} {b}" for a, b in pairwise(words)]

    def fit(self, texts: Sequence[NoteText]) -> Features:
        """Learn which n-grams there are."""
        for terms in self._terms.values():
            terms.fit(texts)
        return self

    def of(self, texts: Sequence[NoteText]) -> Any:
        """One sparse row per text."""
        parts = [terms.transform(texts) for terms in self._terms.values()]
        said = sparse.csr_matrix(np.array([self._said(text) for text in texts]))
        return sparse.hstack([*parts, said]).tocsr()

    def learnt(self) -> Learnt:
        """What `fit` learned, as arrays."""
        found: Learnt = {}
        for name, terms in self._terms.items():
            found[f"{name}.terms"] = terms.get_feature_names_out().astype(str)
            found[f"{name}.weights"] = terms.idf_
        return found

    def know(self, learnt: Learnt) -> Features:
        """Take over what `fit` learned another time."""
        for name, terms in self._terms.items():
            terms.vocabulary = {str(term): at for at, term in enumerate(learnt[f"{name}.terms"])}
            terms.idf_ = learnt[f"{name}.weights"]
        return self

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


@dataclass(frozen=True)
class Head:
    """One trained regression: weights and biases of its classes, and how sure it may be."""

    classes: tuple[str, ...]
    weights: NDArray[np.float64]  # a row for each class
    biases: NDArray[np.float64]
    sharpness: float  # one over the temperature

    def chances(self, rows: Any) -> NDArray[np.float64]:
        """Probability of each class, a row for each text."""
        scores = self.sharpness * (rows @ self.weights.T + self.biases)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        found: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
        return found


class Model:
    """The trained classifiers."""

    def __init__(self, features: Features, heads: Mapping[str, Head]) -> None:
        self._features, self._heads = features, heads

    def guess(self, texts: Sequence[NoteText]) -> list[dict[str, Guess]]:
        """Category, direction and severity of each text, as Guess by name."""
        if not texts:
            return []
        rows = self._features.of(texts)
        found: list[dict[str, Guess]] = [{} for _ in texts]
        for target, head in self._heads.items():
            for at, chances in enumerate(head.chances(rows)):
                order = np.argsort(-chances, kind="stable")
                ranked = tuple((head.classes[i], float(chances[i])) for i in order)
                found[at][target] = Guess(ranked)
        return found

    def learnt(self) -> Learnt:
        """All that training found out, to be kept; `known` makes the same model of it."""
        found = self._features.learnt()
        for target, head in self._heads.items():
            found[f"{target}.classes"] = np.array(head.classes)
            found[f"{target}.weights"], found[f"{target}.biases"] = head.weights, head.biases
            found[f"{target}.sharpness"] = np.array(head.sharpness)
        return found


def known(learnt: Learnt, lexicon: Lexicon, cutter: Cutter) -> Model:
    """The model that was trained another time on the same labels, words and cuts."""
    heads = {
        target: Head(
            tuple(str(name) for name in learnt[f"{target}.classes"]),
            learnt[f"{target}.weights"],
            learnt[f"{target}.biases"],
            float(learnt[f"{target}.sharpness"]),
        )
        for target in TARGETS
    }
    return Model(Features(lexicon, cutter).know(learnt), heads)


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
    span = _Span(rows)
    heads = {
        target: _head(target, rows, span, np.array(labels[target]), calibrated=calibrated)
        for target in TARGETS
    }
    return Model(features, heads)


class _Span:
    """The space that the rows of some texts span: a number for each text instead of each n-gram.

    The weights of a regression with a quadratic penalty lie in it (the representer theorem), and
    products of rows are the same there. With ten times as many n-grams as texts, training on many
    classes takes a quarter of the time.
    """

    def __init__(self, rows: Any) -> None:
        sizes, directions = np.linalg.eigh((rows @ rows.T).toarray())
        there = sizes > 1e-9 * sizes[-1]  # less is the rounding of texts that say the same
        lengths = np.sqrt(sizes[there])
        self.rows: NDArray[np.float64] = directions[:, there] * lengths
        self._back = rows.T @ (directions[:, there] / lengths)

    def weights(self, found: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weights of n-grams for those found in the space, a row for each class."""
        back: NDArray[np.float64] = (self._back @ found.T).T
        return back


def _head(target: str, rows: Any, span: _Span, wanted: NDArray[Any], *, calibrated: bool) -> Head:
    # what only training needs takes half a second to import
    from sklearn.calibration import CalibratedClassifierCV  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415

    plain = LogisticRegression(
        C=STRENGTH[target],
        class_weight="balanced" if target in BALANCED else None,
        max_iter=300,
        tol=1e-3,
    )
    classes, counts = np.unique(wanted, return_counts=True)  # in the order of the weights
    several = len(classes) > 2  # two take a moment either way
    rows = span.rows if several else rows
    folds = min(FOLDS, int(counts.min()))
    sharpness = None
    if calibrated and folds > 1:
        parts = StratifiedKFold(folds, shuffle=True, random_state=SEED)
        both = CalibratedClassifierCV(plain, method="temperature", cv=parts, ensemble=False)
        fitted = both.fit(rows, wanted).calibrated_classifiers_[0]
        plain, sharpness = fitted.estimator, float(fitted.calibrators[0].beta_)
    else:
        plain.fit(rows, wanted)
    names = tuple(str(name) for name in classes)
    if several:
        weights, biases = span.weights(plain.coef_), plain.intercept_
        return Head(names, weights, biases, 1.0 if sharpness is None else sharpness)
    # one row for both: scikit-learn takes its negative for the first class
    weights, biases = np.vstack([-plain.coef_, plain.coef_]), plain.intercept_
    biases = np.concatenate([-biases, biases])
    return Head(names, weights, biases, 0.5 if sharpness is None else sharpness)
