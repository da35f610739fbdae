"""Run one notebook through papermill: in this very process, or on a kernel of this interpreter."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from diaodu.batch import files, inside, notebooks
from diaodu.batch.outcome import Failure
from diaodu.batch.worker import Engine

SOCKET_PATH = 80  # characters: the system's limit, 104 or 108, is for the name of the file
IOPUB_TIMEOUT = 30  # seconds; the default of 4 fails on a machine that is busy with other things

logging.getLogger("papermill").setLevel(logging.CRITICAL)  # we say ourselves what went wrong


class OwnKernel(AsyncKernelManager):
    """A kernel of this very interpreter, whatever the user has registered under `python3`."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            argv=[
                *(sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"),
                "--log-level=ERROR",  # else each kernel warns that it talks over TCP
            ],
            display_name="Python 3",
            language="python",
        )


@dataclass(frozen=True)
class Executed:
    """A notebook that ran to its end, or as far as it came and why it stopped.

    `notebook` is None where nothing was run at all; `details` is a traceback for what is neither
    an error of a cell nor a kernel that died or took too long.
    """

    notebook: nbformat.NotebookNode | None
    failure: Failure | None = None
    details: str = ""


def execute(
    notebook: Path,
    draft: Path,
    parameters: Mapping[str, Any],
    limit: float,
    engine: Engine = "standard",
) -> Executed:
    """Run `notebook` in its own folder.

    `draft`: file for what has been run so far; it is for the caller to remove. `limit`: seconds
    for the whole notebook. A kernel is killed at once at the end: a notebook writes no files, so
    there is nothing that a graceful end would save. With the warm engine the limit is for the
    caller to keep: it has to end this process (see `stopped`).
    """
    run = _inside if engine == "warm" else _on_a_kernel
    try:
        return Executed(run(notebook, draft, parameters, limit))
    except PapermillExecutionError as error:
        made = so_far(draft)
        return Executed(made, _failure(error, made))
    except CellTimeoutError:
        message = f"the notebook took longer than {limit:g} seconds"
        return stopped(draft, "TimeLimit", message)
    except DeadKernelError:
        return stopped(draft, "KernelDied", "the kernel ended while the cell was running")
    except Exception as error:  # such as a kernel that does not start: this unit's failure alone
        return stopped(draft, type(error).__name__, files.short(str(error)), traceback.format_exc())


def _failure(error: PapermillExecutionError, made: nbformat.NotebookNode | None) -> Failure:
    message = files.short(error.evalue)
    if made is None:
        return Failure(error.ename, message)
    at = error.cell_index + 2  # papermill has put two cells with the error in, one of them on top
    cell = made.cells[at]
    line, source = notebooks.failed_line(cell)
    number = notebooks.source_number(made, at)
    return Failure(error.ename, message, number, cell.get("id", ""), line, files.short(source))


def so_far(draft: Path) -> nbformat.NotebookNode | None:
    """What had been run when it stopped; None if nothing whole was saved."""
    try:
        return notebooks.read(draft)
    except (FileNotFoundError, files.NotANotebookError):
        return inside.read_journal(_journal(draft))


def _journal(draft: Path) -> Path:
    return draft.with_suffix(".journal")


def _inside(
    notebook: Path, draft: Path, parameters: Mapping[str, Any], _: float
) -> nbformat.NotebookNode:
    """In this process. The notebook is put into the draft at the end alone, failed or not."""
    made: nbformat.NotebookNode = papermill.execute_notebook(
        _literally(notebook),
        _literally(draft),
        parameters=dict(parameters),
        cwd=notebook.parent,
        engine_name=inside.NAME,
        request_save_on_cell_execute=False,
        kernel_name="python3",
        language="python",
        progress_bar=False,
        journal=_journal(draft),
    )
    return made


def _on_a_kernel(
    notebook: Path, draft: Path, parameters: Mapping[str, Any], limit: float
) -> nbformat.NotebookNode:
    deadline = time.monotonic() + limit
    with tempfile.TemporaryDirectory(prefix="diaodu-") as sockets:
        made: nbformat.NotebookNode = papermill.execute_notebook(
            _literally(notebook),
            _literally(draft),
            parameters=dict(parameters),
            cwd=notebook.parent,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            kernel_manager_class=OwnKernel,
            config=_connection(Path(sockets)),
            shutdown_kernel="immediate",
            iopub_timeout=IOPUB_TIMEOUT,
            timeout_func=lambda _cell: max(deadline - time.monotonic(), 0.1),
        )
    return made


def _connection(folder: Path) -> Config:
    """How to talk to the kernel: through files in `folder` where the system can.

    A TCP port is chosen before the kernel takes it; workers that start kernels at the same time
    now and then choose the same one, and a unit would fail by chance.
    """
    if os.name != "posix" or len(str(folder)) > SOCKET_PATH:
        return Config()
    kernel = {"transport": "ipc", "connection_file": str(folder / "kernel.json")}
    return Config({"OwnKernel": kernel})


def _literally(path: Path) -> str:
    """The path in such a form that papermill, which fills in `{names}`, leaves it as it stands."""
    return str(path).replace("{", "{{").replace("}", "}}")


def stopped(draft: Path, name: str, message: str, details: str = "") -> Executed:
    """As far as a run came, with the reason below its last cell, as an exception would stand."""
    notebook = so_far(draft)
    index = notebooks.last_started(notebook) if notebook else None
    if notebook is None or index is None:
        return Executed(notebook, Failure(name, message), details)
    cell = notebook.cells[index]
    if cell.cell_type == "code":
        output = nbformat.v4.new_output("error", ename=name, evalue=message, traceback=[message])  # type: ignore[no-untyped-call]
        cell.outputs.append(output)
    number = notebooks.source_number(notebook, index)
    return Executed(notebook, Failure(name, message, number, cell.get("id", "")), details)
