"""The reader of a province's notes: its files put together, and trained once."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from diaodu import labels, vocabulary
from diaodu.analysis.reading import Reader, read
from diaodu.batch import fingerprint, kept
from diaodu.params import Run
from diaodu.store import Tables
from diaodu.vocabulary import Vocabulary

_READING = "diaodu.analysis.reading.reader"
_FILES = (
    *("note_words.yml", "places.yml", "note_labels.csv", "issue_taxonomy.yml"),
    *("industries.yml", "indicators.yml"),
)


def readings(run: Run, tables: Tables) -> pd.DataFrame:
    """The table `readings` of a run's notes."""
    corrections, _ = labels.corrections(run.raw, run.catalog.taxonomy)
    reader, words = reader_of(run)
    return read(
        tables.notes,
        projects=tables.projects,
        enterprises=tables.enterprises,
        corrections=corrections,
        reader=reader,
        vocabulary=words,
    )


def reader_of(run: Run) -> tuple[Reader, Vocabulary]:
    """A reader that is trained on the labels and corrections as they are now; and its words.

    What training found out is kept under `.cache/`, by all that it was found out from.
    """
    return _trained(_Once(run, _made_from(run)))


def is_kept(run: Run) -> bool:
    """Whether what such a reader learnt is kept, so that none need be trained."""
    return kept.has_learnt(run.root, _made_from(run))


class _Once:
    """A run, the same as another one if its reader is made from the same."""

    def __init__(self, run: Run, made_from: str) -> None:
        self.run, self.made_from = run, made_from

    def __hash__(self) -> int:
        return hash(self.made_from)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and self.made_from == other.made_from


def _made_from(run: Run) -> str:
    folder = run.root / "params" / "catalog"
    files = [folder / name for name in _FILES]
    files += [run.raw / "labels.csv", run.root / "params" / run.quarter.province / "areas.yml"]
    code = fingerprint.of_code(_READING, "diaodu.labels", "diaodu.vocabulary")
    read = [[path.name, fingerprint.digest(path)] for path in files]
    return fingerprint.text([code, fingerprint.versions(), read], 32)


@lru_cache(maxsize=2)
def _trained(once: _Once) -> tuple[Reader, Vocabulary]:
    run = once.run
    taxonomy = run.catalog.taxonomy
    words = vocabulary.load(run.root, tuple(taxonomy.categories))
    learnt = kept.learnt(run.root, once.made_from)
    if learnt is not None:
        return Reader(run.areas, run.catalog, words, learnt), words
    corrections, _ = labels.corrections(run.raw, taxonomy)
    known = pd.concat([labels.base(run.root, taxonomy), corrections])
    reader = Reader(run.areas, run.catalog, words, known)
    kept.keep(run.root, once.made_from, reader.learnt())
    return reader, words
