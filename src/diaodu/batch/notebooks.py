"""Notebooks read and written by nbformat, which takes two seconds to import: for workers only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat

from diaodu.batch.files import NotANotebookError, put
from diaodu.batch.outcome import Cost

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_IN_CELL = re.compile(r"Cell In\[\d+\], line (\d+)")  # IPython's words; the first is the cell's own
PAPERMILLS_OWN = {"injected-parameters", "papermill-error-cell-tag"}  # tags of cells it puts in


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook. Raises FileNotFoundError and NotANotebookError."""
    try:
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except FileNotFoundError:
        raise
    except Exception as error:  # nbformat has half a dozen ways to say that a file is broken
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise NotANotebookError(reason[:120]) from None
    if not isinstance(notebook, nbformat.NotebookNode):
        raise NotANotebookError(type(notebook).__name__)
    return notebook


def write(path: Path, notebook: nbformat.NotebookNode, root: Path) -> None:
    """Write an executed notebook; papermill's notes in it come to name no path outside `root`.

    It is not checked again: papermill has had it checked.
    """
    notes = notebook.metadata.get("papermill", {})
    source = Path(notes.get("input_path") or "")
    notes["input_path"] = source.relative_to(root).as_posix() if source.is_absolute() else ""
    notes.pop("output_path", None)
    put(path, nbformat.v4.writes(notebook) + "\n")  # type: ignore[no-untyped-call]


def source_number(notebook: nbformat.NotebookNode, index: int) -> int:
    """Number, from 1, that the cell at `index` of an executed notebook has in its source."""
    before = notebook.cells[:index]
    return index + 1 - sum(1 for cell in before if PAPERMILLS_OWN & _tags(cell))


def failed_line(cell: nbformat.NotebookNode) -> tuple[int | None, str]:
    """Number, from 1, and text of the line that a cell failed in; None and "" if nobody knows."""
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    traceback = _COLOURS.sub("", "\n".join(errors[-1].traceback)) if errors else ""
    found = _IN_CELL.search(traceback)
    lines = cell.source.splitlines()
    if found is None or not 1 <= int(found[1]) <= len(lines):
        return None, ""
    return int(found[1]), lines[int(found[1]) - 1].strip()


def last_started(notebook: nbformat.NotebookNode) -> int | None:
    """Index of the last cell that papermill noted a start for: where an unfinished run stopped."""
    started = [
        index
        for index, cell in enumerate(notebook.cells)
        if cell.metadata.get("papermill", {}).get("start_time")
    ]
    return started[-1] if started else None


def costs(notebook: nbformat.NotebookNode) -> tuple[Cost, ...]:
    """What each code cell took that was run to its end; papermill's own ones are left out."""
    found = []
    for index, cell in enumerate(notebook.cells):
        notes = cell.metadata.get("papermill", {})
        seconds = notes.get("duration")
        if cell.cell_type == "code" and seconds is not None and not PAPERMILLS_OWN & _tags(cell):
            number = source_number(notebook, index)
            found.append(Cost(number, round(float(seconds), 3), notes.get("peak_mb")))
    return tuple(found)


def _tags(cell: Any) -> set[str]:
    return set(cell.metadata.get("tags", []))
