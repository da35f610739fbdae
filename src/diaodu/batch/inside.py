"""papermill's engine that runs a notebook's cells in this process, and the journal it keeps."""

from __future__ import annotations

import json
import platform
import random
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines

from diaodu.batch import memory, shell

NAME = "diaodu-inside"
LANGUAGE = {  # what a kernel says of itself
    "name": "python",
    "version": platform.python_version(),
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": 3},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}
ALLOWED = "raises-exception"  # tag of a cell that may fail


class Journal(NotebookExecutionManager):  # type: ignore[misc]
    """papermill's own bookkeeping, put on disk cell by cell and not as a whole notebook each time.

    Should the process die, `read_journal` makes the notebook of it as far as it came.
    """

    def __init__(self, notebook: nbformat.NotebookNode, path: Path) -> None:
        super().__init__(notebook, progress_bar=False)
        # line by line, so that what was noted is with the system when the process dies
        self._file = path.open("w", encoding="utf-8", buffering=1)

    def notebook_start(self, **kwargs: Any) -> None:
        super().notebook_start(**kwargs)
        self._file.write(json.dumps(self.nb) + "\n")

    def notebook_complete(self, **kwargs: Any) -> None:
        super().notebook_complete(**kwargs)
        self._file.close()

    def cell_start(self, cell: nbformat.NotebookNode, cell_index: int, **kwargs: Any) -> None:
        super().cell_start(cell, cell_index, **kwargs)
        memory.start_anew()
        self._note(cell, cell_index)

    def cell_complete(self, cell: nbformat.NotebookNode, cell_index: int, **_: Any) -> None:
        """As papermill's own, whose reading of the start takes longer than most cells."""
        notes, end = cell.metadata.papermill, self.now()
        start = datetime.fromisoformat(notes["start_time"])
        notes["end_time"] = end.isoformat()
        notes["duration"] = (end - start).total_seconds()
        if notes["status"] != self.FAILED:
            notes["status"] = self.COMPLETED
        notes["peak_mb"] = memory.peak_mb()
        self._note(cell, cell_index)

    def _note(self, cell: nbformat.NotebookNode, index: int) -> None:
        self._file.write(json.dumps([index, cell]) + "\n")


def read_journal(path: Path) -> nbformat.NotebookNode | None:
    """The notebook as far as its journal tells of it; None if it does not even begin.

    The last line may be broken off: it was being written when the process died.
    """
    try:
        first, *others = path.read_text(encoding="utf-8").splitlines()
        made = nbformat.from_dict(json.loads(first))  # type: ignore[no-untyped-call]
    except (OSError, ValueError):
        return None
    for line in others:
        try:
            index, cell = json.loads(line)
        except json.JSONDecodeError:
            break
        made.cells[index] = nbformat.from_dict(cell)  # type: ignore[no-untyped-call]
    return made  # type: ignore[no-any-return]


class Inside(Engine):  # type: ignore[misc]
    """Runs cells by `shell` in this process. papermill's `execute_notebook` finds it by NAME.

    It takes one more argument than other engines: `journal`, the file for the Journal.
    """

    @classmethod
    def execute_notebook(
        cls, nb: nbformat.NotebookNode, kernel_name: str, *, journal: Path, **_: Any
    ) -> nbformat.NotebookNode:
        manager = Journal(nb, journal)
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name)
        finally:
            manager.notebook_complete()
        made: nbformat.NotebookNode = manager.nb
        return made

    @classmethod
    def execute_managed_notebook(cls, nb_man: Journal, kernel_name: str, **_: Any) -> None:
        nb_man.nb.metadata["language_info"] = dict(LANGUAGE)
        own = shell.new()
        random.seed(0)  # a forked process begins with the random state of all others,
        np.random.seed(0)
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            good = True
            if cell.cell_type == "code" and cell.source.strip():
                cell.outputs, cell.execution_count, good = shell.run(own, cell.source)
                if not good and ALLOWED not in cell.metadata.get("tags", []):
                    nb_man.cell_exception(cell, index)
            nb_man.cell_complete(cell, index)
            if not good:
                break


papermill_engines.register(NAME, Inside)
