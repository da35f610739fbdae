"""What a notebook's file must be: clean, each cell with an id, with a run's parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from diaodu.batch import parameters
from diaodu.batch.adopting.finding import Cell, Finding, Notebook, at, numbered, parsed, tags

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
METADATA = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
OF_CELL = {"tags", "diaodu"}  # what a cell may hold beside its source


def outputs(notebook: Notebook) -> Iterator[Finding]:
    """Cells with stored outputs or counts."""
    for number, cell in numbered(notebook, "code"):
        count = len(cell.get("outputs", []))
        if count or cell.get("execution_count"):
            yield at(number, cell, "outputs", str(count))


def metadata(notebook: Notebook) -> Iterator[Finding]:
    """What the file says of the machine or the editor that it was written with."""
    own = notebook.get("metadata", {})
    plain = METADATA["language_info"]
    kernel, language = own.get("kernelspec", {}), own.get("language_info", plain)
    good = (
        kernel.get("name") == KERNEL["name"]
        and set(kernel) <= set(KERNEL)
        and set(own) <= set(METADATA)
        and language == plain
    )
    if not good:
        yield Finding("metadata", ", ".join(sorted(own)) or "{}")
    for number, cell in enumerate(notebook["cells"], start=1):
        if extra := sorted(set(cell.get("metadata", {})) - OF_CELL):
            yield at(number, cell, "cell_metadata", ", ".join(extra))


def ids(notebook: Notebook) -> Iterator[Finding]:
    """Cells without an id of their own."""
    seen: set[str] = set()
    for number, cell in enumerate(notebook["cells"], start=1):
        name = str(cell.get("id", ""))
        if not name or name in seen:
            yield at(number, cell, "ids", name or "—")
        seen.add(name)


def parameter_cell(notebook: Notebook, given: Mapping[str, Any]) -> Iterator[Finding]:
    """The tagged cell against what a run gives: one, of plain values, of these names and types."""
    tagged = [(n, c) for n, c in numbered(notebook, "code") if parameters.TAG in tags(c)]
    wanted = "\n".join(f"{name} = {value!r}" for name, value in given.items())
    if len(tagged) != 1:
        numbers = ", ".join(str(number) for number, _ in tagged)
        yield Finding("parameter_tag", numbers or "0", details={"wanted": wanted})
        return
    number, cell = tagged[0]
    values: dict[str, Any] = {}
    for statement in getattr(parsed(cell), "body", ()):
        name, value = _plain(statement)
        if name is None or name in values:
            yield at(number, cell, "parameter_plain", ast.unparse(statement))
        else:
            values[name] = value
    for name, value in given.items():
        if name not in values or type(values[name]) is not type(value):
            found = f"{name} = {values[name]!r}" if name in values else ", ".join(values) or "—"
            yield at(number, cell, "parameter_missing", found, wanted=f"{name} = {value!r}")
    for name in values.keys() - given.keys():
        yield at(number, cell, "parameter_unknown", name, names=", ".join(given))


def unused_parameters(notebook: Notebook) -> Iterator[Finding]:
    """Parameters that no other cell reads: the report would be the same whatever they are."""
    read: set[str] = set()
    own: list[tuple[int, Any, str]] = []
    for number, cell in numbered(notebook, "code"):
        for node in ast.walk(parsed(cell) or ast.Module([], [])):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                read.add(node.id)
            elif isinstance(node, ast.Name) and parameters.TAG in tags(cell):
                own.append((number, cell, node.id))
    for number, cell, name in own:
        if name not in read:
            yield at(number, cell, "parameter_unused", name)


def assigned(cell: Cell) -> set[str]:
    """Names that a cell gives plain values to; none if anything else stands in it."""
    tree = parsed(cell)
    names = [_plain(statement)[0] for statement in tree.body] if tree else []
    return {name for name in names if name} if None not in names else set()


def _plain(statement: ast.stmt) -> tuple[str | None, Any]:
    """Name and value of a line `name = value`; no name for any other line."""
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            try:
                return name, ast.literal_eval(value)
            except ValueError:
                return None, None
    return None, None
