"""What every unit needs, loaded once in a process before its first unit."""

from __future__ import annotations

import ast
import gc
import importlib
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import diaodu
from diaodu.batch import files

if TYPE_CHECKING:
    from diaodu.params import Run
    from diaodu.publish.html import Exporter

# jsonschema looks for it to check international addresses, which no notebook holds. To import it
# takes 1.3 seconds, more than all else that reads a notebook.
NEEDLESS = "rfc3987_syntax"
INLINE = "module://matplotlib_inline.backend_inline"  # where pyplot draws in a kernel

# Garbage is looked for less often than by default: a report lives for a second or two, and a run
# mostly loads libraries and tables that stay.
GARBAGE = (20_000, 20, 50)

_loaded: list[Exporter] = []
_read: dict[Path, str | None] = {}  # folder of tables -> which of them were read


def up(notebooks: Iterable[Path] = (), heed: Callable[[], None] = lambda: None) -> None:
    """Import what jobs need, those parts of this package that `notebooks` import among it.

    heed: called now and then meanwhile, for this takes seconds.
    """
    gc.disable()  # nothing that is made while libraries load is garbage
    os.environ.setdefault("MPLBACKEND", INLINE)
    sys.modules.setdefault(NEEDLESS, None)  # type: ignore[arg-type]
    heed()
    from diaodu import messages  # noqa: PLC0415
    from diaodu.batch import engine, shell  # noqa: F401, PLC0415
    from diaodu.present import grid, theme  # noqa: PLC0415
    from diaodu.publish import fonts  # noqa: PLC0415

    exporter()
    fonts.warm_up()
    theme.warm_up()
    grid.model()
    messages.catalogue()
    _validators()
    for name in sorted({name for notebook in notebooks for name in own_imports(notebook)}):
        heed()
        importlib.import_module(name)
    heed()
    shell.rehearse()
    if "sklearn" in sys.modules:  # some notebook needs it
        from diaodu.analysis import wording  # noqa: PLC0415

        wording.rehearse()
    gc.freeze()  # what is loaded now stays, and so need not be copied into forked processes
    gc.set_threshold(*GARBAGE)
    gc.enable()


def _validators() -> None:
    """Have nbformat read its newest schema; papermill and nbconvert check each notebook by it."""
    import nbformat  # noqa: PLC0415

    minor = nbformat.current_nbformat_minor
    nbformat.validate({"metadata": {}, "cells": [], "nbformat": 4, "nbformat_minor": minor})


def read_tables(run: Run) -> None:
    """Read the tables of a run, so that processes forked later have them read.

    What every report asks of them is worked out too, and remembered (`analysis.beforehand`). What
    is wrong with the tables, or with that work, is for whoever needs it to say: a report repeats
    it, and fails by it alone.
    """
    from diaodu import store  # noqa: PLC0415
    from diaodu.analysis import beforehand  # noqa: PLC0415

    written = store.written(run.processed)
    if written is not None and _read.get(run.processed) == written:
        return
    with suppress(Exception):
        whole = store.load(run.at(run.province.id))
        beforehand.work_out(whole, run.period, run.quarter.project_rules)
        for area in run.peers[:1]:  # which rows are whose is found out once, for all areas
            store.load(run.at(area))
    _read[run.processed] = written
    gc.freeze()


def exporter() -> Exporter:
    """The one exporter of this process."""
    from diaodu.publish.html import Exporter  # noqa: PLC0415

    if not _loaded:
        _loaded.append(Exporter())
    return _loaded[0]


def own_imports(notebook: Path) -> set[str]:
    """Modules of this package that a notebook imports; none of one that cannot be read."""
    try:
        cells = files.cells(notebook)
    except (FileNotFoundError, files.NotANotebookError):
        return set()
    sources = [cell["source"] for cell in cells if cell.get("cell_type") == "code"]
    found = {name for source in sources for name in _imports(source)}
    return {name for name in found if name.split(".")[0] == "diaodu" and _exists(name)}


def _imports(source: str) -> Iterable[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a magic, or a mistake that the run will tell of
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _exists(name: str) -> bool:
    """Whether there is such a module, and not only something of that name in one.

    Nothing is imported to find that out: who asks may not want to wait for libraries of tables.
    """
    base = Path(diaodu.__file__).parent.joinpath(*name.split(".")[1:])
    return (base / "__init__.py").is_file() or base.with_suffix(".py").is_file()
