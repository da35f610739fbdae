"""The office's own file on the ledger (data/raw/<province>/ledger.csv): decisions and records.

The file is optional and grows: it is edited by the people who work through the problems, so it is
not frozen and has no sidecar. Each row has a problem_id. With a note_id it says that this note is
about that problem (`new`: about a problem of its own). Without, it puts down what the office did
about the problem in that quarter: state, department, due day, day of closing, what was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from diaodu.errors import CellIssue
from diaodu.intake import csv_files, layouts, resolve, sidecar
from diaodu.intake.resolve import Context
from diaodu.intake.rows import Row, rows
from diaodu.intake.slip import Slip
from diaodu.intake.statistics import InputFile
from diaodu.intake.written_periods import read_period
from diaodu.messages import say
from diaodu.params import Run

NAME = "ledger.csv"
SOURCE = "ledger"


@dataclass(frozen=True)
class LedgerFile:
    """What the file says: rows of `ledger_decisions`, its row of `sources`, and its issues."""

    decisions: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    issues: list[CellIssue]
    files: tuple[InputFile, ...]


def read(run: Run) -> LedgerFile:
    """Read the province's file. Without one, or where it cannot be read, there are no decisions.

    A row with a fault is left out and becomes an issue; the others go on.
    """
    path = run.raw / NAME
    if not path.is_file():
        return LedgerFile([], [], [], ())
    slip = Slip(path.relative_to(run.root).as_posix())
    try:
        data = path.read_bytes()
    except OSError as error:
        slip.note("file_unreadable", reason=error.strerror or type(error).__name__)
        return LedgerFile([], [], slip.sorted(), ())
    table = csv_files.read(data, layouts.LEDGER, slip)
    found = list(rows(table, slip)) if table else []
    context = Context(run, None, NAME)
    decisions = [made for row in found if (made := _decision(row, context))]
    counts = (table.rows_in if table else 0, len(decisions), len(decisions))
    file = InputFile(slip.file, sidecar.sha256(data), *counts)
    source = [_source(file.path, file.sha256)] if decisions else []
    return LedgerFile(decisions, source, slip.sorted(), (file,))


def _decision(row: Row, context: Context) -> dict[str, Any] | None:
    period = read_period(row["period"])
    if period.how == "missing":
        row.note("cell_empty", "period")
    resolve.note_period(row, period)
    problem = row.text("problem_id")
    if problem is None:
        row.note("cell_empty", "problem_id")
    found = {
        "area": resolve.area(row, row["area"], context),
        "note_id": row.text("note_id"),
        "problem_id": problem,
        "state": row.choice("state") if row["state"] else None,
        **{name: row.text(name) for name in ("responsible", "done", "decided_by")},
        **{name: row.day(name) for name in ("due_on", "closed_on")},
        "source_id": SOURCE,
        "locator": context.place(row),
        "origin": "submitted",
    }
    return {**found, "period": str(period.last_month)} if row.ok else None


def _source(file: str, sha256: str) -> dict[str, Any]:
    return {
        "source_id": SOURCE,
        "kind": "official",
        "title_zh": say("ledger.source", "zh"),
        "title_en": say("ledger.source", "en"),
        "file": file,
        "sha256": sha256,
        "origin": "submitted",
    }
