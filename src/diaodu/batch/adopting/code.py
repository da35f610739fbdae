"""What the code cells of a report's notebook may do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from diaodu.batch.adopting.finding import Cell, Finding, Notebook, at, lines, numbered, parsed

MOST_LINES = 5
# What a report is made with: this package, tables, charts, and parts of the standard library that
# neither read nor write nor start anything.
ALLOWED = frozenset(
    (
        *("diaodu", "pandas", "numpy", "matplotlib", "seaborn", "great_tables", "sklearn"),
        *("__future__", "calendar", "collections", "datetime", "decimal", "functools", "itertools"),
        *("math", "operator", "re", "statistics", "string", "textwrap", "typing", "warnings"),
    )
)
WRITERS = frozenset(
    (
        *("open", "exec", "eval", "savefig", "to_csv", "to_excel", "to_json", "to_parquet"),
        *("to_pickle", "tofile", "write_bytes", "write_text", "get_ipython"),
    )
)
_ADDRESS = re.compile(r"(?:https?|ftp|s3|file)://", re.I)
_PATH = re.compile(r"(?:^|(?<=[\s'\"(=]))(?:/[\w.-]+/|~/|[A-Za-z]:[\\/]|\\\\\w)")


def python(notebook: Notebook) -> Iterator[Finding]:
    """Cells that are not plain Python: a magic, a shell command, a mistake."""
    for number, cell in numbered(notebook, "code"):
        if parsed(cell) is None:
            first = next(iter(lines(cell["source"])), "")
            yield at(number, cell, "python", first)


def lengths(notebook: Notebook) -> Iterator[Finding]:
    """Cells that are empty or too long to be read at a glance."""
    for number, cell in numbered(notebook, "code"):
        count = len(lines(cell["source"]))
        if not 1 <= count <= MOST_LINES:
            code = "length" if count else "empty"
            yield at(number, cell, code, str(count), most=str(MOST_LINES))


def definitions(notebook: Notebook) -> Iterator[Finding]:
    """Functions and classes: they belong into a module, where they are tested."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for number, cell, node in _nodes(notebook):
        if isinstance(node, kinds):
            yield at(number, cell, "definition", f"{type(node).__name__}: {node.name}")


def imports(notebook: Notebook) -> Iterator[Finding]:
    """Modules that a report is not made with, or that go to the network."""
    for number, cell, node in _nodes(notebook):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        for name in names:
            if name.split(".")[0] not in ALLOWED:
                allowed = ", ".join(sorted(ALLOWED - {"__future__"}))
                yield at(number, cell, "import", name, allowed=allowed)


def writers(notebook: Notebook) -> Iterator[Finding]:
    """Calls that write or open files: a report takes its data from `store` and leaves none."""
    for number, cell, node in _nodes(notebook):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        reads = name.startswith("read_") and isinstance(node.func, ast.Attribute)
        if name in WRITERS or reads:
            yield at(number, cell, "file", ast.unparse(node.func))


def addresses(notebook: Notebook) -> Iterator[Finding]:
    """Places of one machine, and addresses of the network."""
    for number, cell in enumerate(notebook["cells"], start=1):
        texts = [cell["source"]] if cell.get("cell_type") == "markdown" else list(_strings(cell))
        for text in texts:
            if cell.get("cell_type") == "code" and _ADDRESS.search(text):
                yield at(number, cell, "network", text)
            elif _PATH.search(_ADDRESS.sub("", text)):
                yield at(number, cell, "path", text)


def _strings(cell: Cell) -> Iterator[str]:
    tree = parsed(cell)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _nodes(notebook: Notebook) -> Iterator[tuple[int, Cell, ast.AST]]:
    for number, cell in numbered(notebook, "code"):
        tree = parsed(cell)
        for node in ast.walk(tree) if tree else ():
            yield number, cell, node
