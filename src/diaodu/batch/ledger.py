"""The workbook of the ledger, for the people who work through it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from diaodu import store
from diaodu.batch import files
from diaodu.batch.plan import suffix
from diaodu.params import Run
from diaodu.publish import ledger_book


def write(run: Run, areas: Sequence[str], out: Path | None = None) -> Path:
    """Write the ledger of these areas in the run's language; returns the path.

    out: folder, the run's reports if None. Raises NotMadeError if intake has not been run.
    """
    path = (out or run.reports) / f"ledger{suffix(run.lang)}.xlsx"
    files.put_bytes(path, ledger_book.build(run, store.load(run), areas))
    return path
