"""The reader of a province's notes: its files put together, and trained once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pandas as pd

from diaodu import contracts, labels, vocabulary
from diaodu.analysis.frames import records
from diaodu.analysis.reading import Reader, read
from diaodu.batch import fingerprint, kept
from diaodu.intake.taken import Kept
from diaodu.params import Run
from diaodu.store import Tables
from diaodu.vocabulary import Vocabulary

_TABLE = "diaodu.analysis.reading.table"


def readings(
    run: Run,
    tables: Tables,
    awaited: Callable[[], None] | None = None,
    known: Kept | None = None,
) -> pd.DataFrame:
    """The table `readings` of a run's notes.

    What notes say is read for each area by itself, and kept with `known`: only an area of which a
    note changed is read again, or all if a name that they may tell of did. awaited: waits for a
    reader that is being trained elsewhere; called only if one is needed and none is kept.
    """
    by_area: dict[str | None, list[int]] = defaultdict(list)
    notes = records(tables.notes)
    for at, note in enumerate(notes):
        by_area[note["area"]].append(at)
    shared = _read_by(run, tables)
    made_from = {area: [shared, [notes[at] for at in places]] for area, places in by_area.items()}
    found = {area: known.get(of) if known else None for area, of in made_from.items()}
    fresh = [area for area, rows in found.items() if not rows]
    if fresh and awaited and not kept.has_reader(run):
        awaited()
    new = sorted(at for area in fresh for at in by_area[area])
    rows = dict(zip(new, _read(run, tables, tables.notes.iloc[new]) if new else (), strict=True))
    for area, places in by_area.items():
        if kept_rows := found[area]:
            rows |= zip(places, kept_rows["rows"], strict=True)
        elif known:
            known.put(made_from[area], {"rows": [rows[at] for at in places]})
    return contracts.typed("readings", [rows[at] for at in range(len(notes))])


def _read(run: Run, tables: Tables, notes: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of `readings` for some of the notes: all those of an area, or none."""
    corrections, _ = labels.corrections(run.raw, run.catalog.taxonomy)
    reader, words = reader_of(run)
    return records(
        read(
            notes.reset_index(drop=True),
            projects=tables.projects,
            enterprises=tables.enterprises,
            corrections=corrections,
            reader=reader,
            vocabulary=words,
        )
    )


def _read_by(run: Run, tables: Tables) -> str:
    """One hash of all that readings come from besides the notes themselves."""
    names = [
        records(tables.projects[["project_id", "name", "owner", "area"]]),
        records(tables.enterprises[["enterprise", "area"]]),
    ]
    return fingerprint.text(
        ["readings", fingerprint.of_reader(run), fingerprint.of_code(_TABLE), names]
    )


def reader_of(run: Run) -> tuple[Reader, Vocabulary]:
    """A reader that is trained on the labels and corrections as they are now; and its words.

    What training found out is kept under `.cache/`, by all that it was found out from.
    """
    return _trained(_Once(run, fingerprint.of_reader(run)))


class _Once:
    """A run, the same as another one if its reader is made from the same."""

    def __init__(self, run: Run, made_from: str) -> None:
        self.run, self.made_from = run, made_from

    def __hash__(self) -> int:
        return hash(self.made_from)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and self.made_from == other.made_from


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
