"""What a check of a notebook finds, and the notebook as the checks read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from diaodu.messages import Lang, say

Notebook = Mapping[str, Any]  # as in the file, with each cell's source as one text
Cell = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """One thing that is not as a report's notebook must be.

    `code`: its texts are the messages `adopt.<code>.expected` and `.remedy`, filled with `details`;
    `cell` counts all cells from 1, None where it is about the notebook as a whole; `id` is the
    cell's; `found` is what stands there.
    """

    code: str
    found: str
    cell: int | None = None
    id: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    def expected(self, lang: Lang) -> str:
        return say(f"adopt.{self.code}.expected", lang, **self.details)

    def remedy(self, lang: Lang) -> str:
        return say(f"adopt.{self.code}.remedy", lang, **self.details)


def at(number: int, cell: Cell, code: str, found: str, **details: str) -> Finding:
    """A finding in a cell."""
    return Finding(code, found, number, str(cell.get("id", "")), details)


def tags(cell: Cell) -> list[str]:
    """Tags of a cell."""
    return list(cell.get("metadata", {}).get("tags", []))


def numbered(notebook: Notebook, kind: str) -> Iterator[tuple[int, Cell]]:
    """The cells of a kind (code, markdown), counted among all from 1."""
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell.get("cell_type") == kind:
            yield number, cell


def lines(source: str) -> list[str]:
    """The lines of a cell that are not empty."""
    return [line for line in source.splitlines() if line.strip()]


def parsed(cell: Cell) -> ast.Module | None:
    """The code of a cell; None where it is not plain Python."""
    try:
        return ast.parse(str(cell["source"]))
    except SyntaxError:
        return None
