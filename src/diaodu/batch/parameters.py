"""Does a notebook take the parameters that a run gives? Asked before anything is run.

papermill only warns of a name that the notebook does not know, and then reports the notebook's
default: the wrong city, under the right city's name. So every difference is an error here.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from diaodu.batch import files
from diaodu.errors import ParameterError

TAG = "parameters"
_Default = tuple[Any, int]  # value as written in the cell, line within the cell


def check(notebook: Path, given: Mapping[str, Any]) -> None:
    """Compare what a run gives with the cell of `notebook` that is tagged `parameters`.

    The cell must assign one literal value to each key of `given`, of the same type, and to no
    other name: a default that no run ever sets would be reported for every area.
    Raises ParameterError that lists all differences with file, cell, line, key, what was found
    and what was expected; the same for a file that is no notebook, or has no or two such cells.
    """
    number, source = _tagged_cell(notebook)
    where = f"{notebook}: cell {number}"
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise ParameterError(
            f"{where}: line {error.lineno}: found {error.msg}; expected Python"
        ) from None
    problems, defaults = _defaults(where, body)
    if not problems:
        problems = _differences(where, defaults, given)
    if problems:
        raise ParameterError(problems)


def _tagged_cell(notebook: Path) -> tuple[int, str]:
    try:
        cells = files.cells(notebook)
    except FileNotFoundError:
        raise ParameterError(f"{notebook}: found no such file; expected a notebook there") from None
    except files.NotANotebookError as error:
        raise ParameterError(f"{notebook}: found no notebook ({error}); expected one") from None
    tagged = [
        (number, str(cell["source"]))
        for number, cell in enumerate(cells, start=1)
        if cell.get("cell_type") == "code" and TAG in cell.get("metadata", {}).get("tags", [])
    ]
    if len(tagged) != 1:
        numbers = ", ".join(str(number) for number, _ in tagged)
        found = f"{len(tagged)} cells (cells {numbers})" if tagged else "no code cell"
        raise ParameterError(f"{notebook}: found {found} tagged {TAG!r}; expected exactly one")
    return tagged[0]


def _defaults(where: str, body: list[ast.stmt]) -> tuple[list[str], dict[str, _Default]]:
    """Names that the cell assigns; whatever else stands in the cell is a problem."""
    problems: list[str] = []
    defaults: dict[str, _Default] = {}
    for statement in body:
        name = _assigned(statement)
        line = f"{where}: line {statement.lineno}"
        if name is None:
            problems.append(
                f"{line}: found {ast.unparse(statement)!r}; expected only lines `name = value`"
            )
        elif name in defaults:
            problems.append(f"{line}: {name}: found it assigned twice; expected once")
        else:
            try:
                defaults[name] = (ast.literal_eval(statement.value), statement.lineno)  # type: ignore[attr-defined]
            except ValueError:
                problems.append(
                    f"{line}: {name}: found {ast.unparse(statement)!r}; expected a plain value"
                )
    return problems, defaults


def _assigned(statement: ast.stmt) -> str | None:
    """Name that a statement gives a value to; None for any other statement."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target = statement.target
    else:
        return None
    return target.id if isinstance(target, ast.Name) else None


def _differences(
    where: str, defaults: Mapping[str, _Default], given: Mapping[str, Any]
) -> list[str]:
    problems = []
    for key, value in given.items():
        if key not in defaults:
            close = get_close_matches(key, defaults, n=1)
            found = f"the unknown {close[0]!r}" if close else "no such name"
            problems.append(f"{where}: {key}: found {found}; expected `{key} = {value!r}`")
            continue
        default, line = defaults[key]
        if type(default) is not type(value):
            problems.append(
                f"{where}: line {line}: {key}: found {default!r} ({type(default).__name__}); "
                f"expected a {type(value).__name__} such as {value!r}"
            )
    for key in defaults.keys() - given.keys():
        problems.append(
            f"{where}: line {defaults[key][1]}: {key}: found a name that no run sets; "
            f"expected only {', '.join(given)} (put constants into another cell)"
        )
    return sorted(problems)
