"""How much two short texts say the same: shared runs of characters, rare ones counting more.

Method: docs/methods.md, "The same problem said twice". Made for statements of a line or two, in
Chinese or English, where a written report shortens what a form says at length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

LEAST = 6  # letters or characters: a shorter text is part of too many others to be recognised
_NOT_SAID = re.compile(r"[\W_]+")
_AT_ONCE = 512  # rows of a comparison held in memory at a time


def plain(text: str) -> str:
    """A text as it is compared: without punctuation and blanks, in one width and case."""
    return _NOT_SAID.sub("", unicodedata.normalize("NFKC", text)).casefold()


def rehearse() -> None:
    """Have scikit-learn look for what it looks for when it is first used (takes 40 ms)."""
    Wording(["甲乙丙"])


class Wording:
    """Texts that can be compared with each other; how rare a run is, is counted over all of them.

    The weight of a run of one to three characters is its inverse document frequency.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.plain = [plain(text) for text in texts]
        self._runs: Any = None
        if any(self.plain):
            vectorizer = TfidfVectorizer(
                analyzer="char", ngram_range=(1, 3), lowercase=False, binary=True, norm=None
            )
            runs = vectorizer.fit_transform(self.plain)
            self._runs = runs.sqrt().tocsr()  # so that a product adds up the weights themselves
            self._all = np.asarray(runs.sum(axis=1)).ravel()
            self._long = np.array([len(text) >= LEAST for text in self.plain])

    def likeness(self, one: Sequence[int], other: Sequence[int]) -> Any:
        """How much of the shorter text stands in the longer one, 0 to 1, for each pair of places.

        one, other: places of texts. Returns an array of len(one) × len(other). The weight of the
        shared runs ÷ the weight of all runs of the lighter text; 0 for a text of fewer than LEAST
        characters, except that equal texts are always 1.
        """
        first, second = np.asarray(one, dtype=int), np.asarray(other, dtype=int)
        found = np.zeros((len(first), len(second)))
        if self._runs is None or not found.size:
            return found
        for start in range(0, len(first), _AT_ONCE):
            part = first[start : start + _AT_ONCE]
            shared = (self._runs[part] @ self._runs[second].T).toarray()
            lighter = np.minimum.outer(self._all[part], self._all[second])
            share = np.divide(shared, lighter, out=np.zeros_like(shared), where=lighter > 0)
            known = np.logical_and.outer(self._long[part], self._long[second])
            found[start : start + _AT_ONCE] = np.where(known, share.clip(0, 1), 0.0)
        return self._with_equals(found, first, second)

    def _with_equals(self, found: Any, first: Any, second: Any) -> Any:
        """Short texts that are the same to the letter."""
        places: dict[str, list[int]] = {}
        for column, place in enumerate(second):
            places.setdefault(self.plain[place], []).append(column)
        for row, place in enumerate(first):
            if self.plain[place]:
                found[row, places.get(self.plain[place], [])] = 1.0
        return found
