"""Tab completion on a module of ours: what it defines, without what it imports.

Python lists all names of a module, so that `growth.` and Tab would offer `pd` and `annotations`
among the few functions that are meant.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache, partial
from types import ModuleType
from typing import Any

_PACKAGE = "diaodu"


def tidy(_result: object = None) -> None:
    """Let all modules of ours that are loaded list what they define, and nothing else.

    IPython hands over the result of the cell that has run.
    """
    for name, module in list(sys.modules.items()):
        plain = not hasattr(module, "__path__")  # a package is there for what it imports
        if plain and name.startswith(f"{_PACKAGE}.") and "__dir__" not in vars(module):
            vars(module)["__dir__"] = partial(defined, module)


def after_each_cell(shell: Any) -> None:
    """Tidy now, and whatever a later cell imports after it has run."""
    tidy()
    if tidy not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", tidy)


@cache
def defined(module: ModuleType) -> list[str]:
    """Public names that a module's own lines define, in alphabetical order."""
    names: set[str] = set()
    for node in ast.parse(inspect.getsource(module)).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Assign():
                parts = (part for target in node.targets for part in ast.walk(target))
                names |= {part.id for part in parts if isinstance(part, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return sorted(name for name in names if not name.startswith("_"))
