"""What is left of a quarter when everything around the figures is taken away.

The same functions that the notebooks call, on the same data, in one warm process for each core;
what they show is rendered, and nothing else is done: no notebook, no page, no font, no record.
Imports are over before the clock starts.

    python bench/floor.py PARAMS PROCESSES [UNIT ...]     prints seconds
"""

from __future__ import annotations

import ast
import os
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat

from diaodu import intake, store
from diaodu.batch import plan, warm
from diaodu.batch.derive import derive
from diaodu.batch.plan import Unit
from diaodu.batch.slips import write_slips
from diaodu.params import open_run

_known: dict[Path, list[tuple[Any, Any]]] = {}  # code of each notebook's cells, before the fork
RENDERS = ("_repr_mimebundle_", "_repr_svg_", "_repr_html_")


def main() -> None:
    """Warm up, fork, and time all of it."""
    params, count, names = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    run = open_run(params)
    units = plan.units(run, names)
    warm.up({unit.notebook for unit in units})
    _known.update({path: _cells(path) for path in {unit.notebook for unit in units}})
    os.chdir(run.root / "notebooks")
    begun = time.perf_counter()
    tables = derive(run, intake.read(run).tables)
    store.write(run.processed, tables)
    write_slips(run, tables)
    with get_context("fork").Pool(count) as pool:
        pool.map(_make, units, chunksize=1)
    print(time.perf_counter() - begun)


def _cells(path: Path) -> list[tuple[Any, Any]]:
    """The code of each cell but the parameters: what is run, and the last line's value."""
    book = nbformat.read(path, as_version=4)
    made = []
    for cell in book.cells:
        if cell.cell_type != "code" or "parameters" in cell.metadata.get("tags", []):
            continue
        tree, last = ast.parse(cell.source), None
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            last = compile(ast.Expression(tree.body.pop().value), str(path), "eval")  # type: ignore[attr-defined]
        made.append((compile(tree, str(path), "exec"), last))
    return made


def _make(unit: Unit) -> None:
    space: dict[str, Any] = dict(unit.parameters)
    for body, last in _known[unit.notebook]:
        exec(body, space)  # noqa: S102 (our own notebooks)
        shown = eval(last, space) if last else None  # noqa: S307
        for name in RENDERS:
            if shown is not None and hasattr(shown, name):
                getattr(shown, name)()
                break


if __name__ == "__main__":
    main()
