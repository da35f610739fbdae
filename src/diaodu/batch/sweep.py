"""What a run that was killed left behind: files that are not whole, all of them hidden."""

from __future__ import annotations

import shutil

from diaodu.params import Run


def sweep(run: Run) -> None:
    """Remove it, under the quarter's lock: then nobody is writing any of it."""
    for folder in run.reports.glob(".making-*"):
        shutil.rmtree(folder, ignore_errors=True)
    memory = run.root / ".cache" / run.quarter.province / run.key
    for place in (run.reports, run.processed, memory):
        for part in place.rglob(".*.part"):
            part.unlink(missing_ok=True)
