"""Texts of units as arrays: a vector of words and a tone, each relative to the unit's own usual.

Words are hashed, so that the vocabulary does not depend on later texts. Methods: docs/methods.md,
"What texts add".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer

from diaodu.analysis.signals.panel import Array, Panel, quarters_of, usual
from diaodu.analysis.signals.tone import Lists, counted, level
from diaodu.catalog import ToneWords
from diaodu.errors import ContractError

WINDOW, LEAST = 20, 8  # quarters that a unit's usual text is the mean of, and how many it takes
_HASHES = 2**12
_WORD = r"[a-z]{3,}|[一-鿿]{1,2}"


@dataclass(frozen=True)
class Readings:
    """Texts of a panel: `words` is quarters x units x hashes, `tone` quarters x units.

    NaN (in `words` in all columns) where a unit has no text in a quarter.
    """

    words: npt.NDArray[np.float32]
    tone: Array


def read(texts: pd.DataFrame, panel: Panel, words: ToneWords) -> Readings:
    """Read a frame with `unit`, `date` of release and `text`, one row a text.

    A quarter has the texts that were released in it. Units and quarters that the panel does not
    have are left out, as are missing texts. Raises ContractError for missing columns.
    """
    lacking = [name for name in ("unit", "date", "text") if name not in texts.columns]
    if lacking:
        raise ContractError(f"texts: found no column {', '.join(lacking)}; expected it")
    frame = texts.dropna(subset=["text"])
    rows = panel.quarters.get_indexer(quarters_of(pd.to_datetime(frame["date"]).dt.to_period("Q")))
    columns = pd.Index(panel.units).get_indexer(pd.Index(frame["unit"].astype(str)))
    inside = (rows >= 0) & (columns >= 0)
    cells = rows[inside] * len(panel.units) + columns[inside]
    return _by_cell(frame["text"][inside].tolist(), cells, panel, words)


def _by_cell(
    texts: Sequence[str], cells: npt.NDArray[np.intp], panel: Panel, words: ToneWords
) -> Readings:
    shape = panel.value.shape
    count = np.zeros(shape[0] * shape[1])
    np.add.at(count, cells, 1.0)
    vectors = np.zeros((len(count), _HASHES), dtype=np.float32)
    if len(texts):
        np.add.at(vectors, cells, _vectors(texts))
    vectors /= np.where(count > 0, count, np.nan).astype(np.float32)[:, None]
    sums, lists = np.zeros((len(count), 2)), Lists(words)
    np.add.at(sums, cells, np.array([counted(text, lists) for text in texts]).reshape(-1, 2))
    tone = level(sums[:, 0], sums[:, 1])
    return Readings(vectors.reshape(*shape, _HASHES), tone.reshape(shape))


def _vectors(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """log(1 + count) of each word, scaled to length 1: long texts weigh no more than short ones."""
    hashing = HashingVectorizer(
        n_features=_HASHES, token_pattern=_WORD, alternate_sign=False, norm=None, dtype=np.float32
    )
    counts = hashing.transform(texts)
    counts.data = np.log1p(counts.data)
    dense: npt.NDArray[np.float32] = counts.toarray()
    length = np.sqrt((dense**2).sum(axis=1, keepdims=True))
    return np.asarray(dense / np.maximum(length, 1e-9), dtype=np.float32)


def relative_tone(readings: Readings) -> Array:
    """Tone less the unit's mean of the last five years; NaN without two years of texts."""
    return readings.tone - usual(readings.tone, WINDOW, LEAST)


def likeness(readings: Readings) -> Array:
    """How alike two texts are in what sets them off from their units' last five years.

    A square matrix over all cells (quarter after quarter, in each unit after unit): inner
    products of the vectors less the unit's usual vector. NaN for a cell without two years of
    texts before it.
    """
    cells = readings.words.reshape(-1, readings.words.shape[-1])
    there = ~np.isnan(readings.words[..., 0])
    filled = np.nan_to_num(readings.words)
    apart = np.empty_like(filled)
    for unit in range(filled.shape[1]):
        apart[:, unit] = filled[:, unit] - _usual_words(filled[:, unit], there[:, unit])
    flat = apart.reshape(cells.shape)
    return np.asarray(flat @ flat.T, dtype=float)


def _usual_words(
    words: npt.NDArray[np.float32], there: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float32]:
    total = np.vstack([np.zeros_like(words[:1]), np.cumsum(words, axis=0, dtype=np.float64)])
    count = np.concatenate([[0], np.cumsum(there)])
    start = np.maximum(np.arange(len(words)) - WINDOW, 0)
    quarters = count[:-1] - count[start]
    enough = np.where((quarters >= LEAST) & there, quarters, np.nan)
    return np.asarray((total[:-1] - total[start]) / enough[:, None], dtype=np.float32)
