"""The reader of a province's notes: its files put together, trained once a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from diaodu import labels, vocabulary
from diaodu.analysis.reading import Reader, read
from diaodu.params import Run
from diaodu.store import Tables
from diaodu.vocabulary import Vocabulary

_FILES = ("note_words.yml", "places.yml", "note_labels.csv", "industries.yml", "indicators.yml")


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
    """A reader that is trained on the labels and corrections as they are now; and its words."""
    folder = run.root / "params" / "catalog"
    files = [folder / name for name in _FILES]
    files += [run.raw / "labels.csv", run.root / "params" / run.quarter.province / "areas.yml"]
    return _trained(_Once(run, tuple(_stamp(path) for path in files if path.is_file())))


class _Once:
    """A run, the same as another one if the files of its reader are the same."""

    def __init__(self, run: Run, stamp: tuple[tuple[str, int, int], ...]) -> None:
        self.run, self.stamp = run, stamp

    def __hash__(self) -> int:
        return hash(self.stamp)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and self.stamp == other.stamp


def _stamp(path: Path) -> tuple[str, int, int]:
    state = path.stat()
    return str(path), state.st_mtime_ns, state.st_size


@lru_cache(maxsize=2)
def _trained(once: _Once) -> tuple[Reader, Vocabulary]:
    run = once.run
    taxonomy = run.catalog.taxonomy
    words = vocabulary.load(run.root, tuple(taxonomy.categories))
    corrections, _ = labels.corrections(run.raw, taxonomy)
    known = pd.concat([labels.base(run.root, taxonomy), corrections])
    return Reader(run.areas, run.catalog, words, known), words
