"""The slowest cells of a quarter, from its record."""

from __future__ import annotations

import json

from diaodu.batch import files
from diaodu.batch.record import NAME
from diaodu.errors import DiaoduError
from diaodu.messages import say
from diaodu.params import Run

MOST = 20  # cells shown
WIDTH = 60  # characters of a cell's first line


def table(run: Run, most: int = MOST) -> list[list[str]]:
    """One row a cell, the slowest first, with a header: report, cell, first line, seconds, MB.

    Raises DiaoduError if no run of the quarter is on record.
    """
    path = run.reports / NAME
    try:
        units = json.loads(path.read_text(encoding="utf-8"))["units"]
    except (FileNotFoundError, ValueError, KeyError):
        text = f"{path}: found no record of a run; make one with: diaodu report PARAMS"
        raise DiaoduError(text) from None
    cells = [
        (cost["seconds"], name, unit["source"], cost)
        for name, unit in units.items()
        for cost in unit.get("cells", ())
    ]
    slowest = sorted(cells, key=lambda cell: (-cell[0], cell[1], cell[3]["cell"]))[:most]
    heads = ("unit", "cell", "code", "seconds", "peak")
    rows = [[say(f"cli.profile.{head}", run.lang) for head in heads]]
    for seconds, name, source, cost in slowest:
        peak = "" if cost["peak_mb"] is None else f"{cost['peak_mb']:.0f}"
        line = _first_line(run, source, cost["cell"])
        rows.append([name, str(cost["cell"]), line, f"{seconds:.2f}", peak])
    return rows


def _first_line(run: Run, source: str, number: int) -> str:
    """The first line of a cell; "" if the notebook no longer has it."""
    try:
        cells = files.cells(run.root / source)
    except (FileNotFoundError, files.NotANotebookError):
        return ""
    code = cells[number - 1]["source"] if number <= len(cells) else ""
    return next(iter(code.splitlines()), "")[:WIDTH]
