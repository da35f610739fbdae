"""Mend in a notebook what needs no thought; its words, figures and code stay as they are."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from diaodu.batch import parameters
from diaodu.batch.adopting import code, form, texts
from diaodu.batch.adopting.finding import Cell, Notebook, lines, parsed, tags
from diaodu.messages import catalogue

MENDED = frozenset(  # codes of the findings that may be gone afterwards
    ("outputs", "metadata", "cell_metadata", "ids", "empty", "length", "section", "python")
) | {"parameter_tag", "heading"}
DRAWN_INLINE = "%matplotlib inline"  # what the notebooks do anyway


def mended(notebook: Notebook, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the notebook without outputs and traces of an editor, its long cells split.

    A cell that assigns just the parameters of a run is tagged so; notes without a heading are
    tagged as a guide, which a report does not show; texts of the catalogue are put in anew; cells
    without an id get one made of `name` and their number.
    """
    cells = [dict(copy.deepcopy(cell)) for cell in notebook["cells"]]
    for cell in cells:
        kept = cell.get("metadata", {})
        cell["metadata"] = {key: kept[key] for key in kept if key in form.OF_CELL}
        if cell.get("cell_type") == "code":
            cell["source"] = _without_magic(cell["source"])
        elif cell.get("cell_type") == "markdown":
            _mend_text(cell)
    cells = [piece for cell in cells if not _empty(cell) for piece in _pieces(cell)]
    _tag_parameters(cells, given)
    _name(cells, name)
    for cell in cells:
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return {
        "cells": cells,
        "metadata": copy.deepcopy(form.METADATA),
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _without_magic(source: str) -> str:
    kept = [line for line in source.splitlines() if line.strip() != DRAWN_INLINE]
    return "\n".join(kept).strip("\n")


def _empty(cell: Cell) -> bool:
    return not cell["source"].strip()


def _mend_text(cell: dict[str, Any]) -> None:
    key = cell["metadata"].get("diaodu", {}).get("message")
    if key is not None and f"{key}.heading" in catalogue():
        cell["source"] = texts.section_text(key)
    elif key is None and not cell["source"].lstrip().startswith("#"):
        cell["metadata"]["tags"] = list(dict.fromkeys([*tags(cell), texts.GUIDE]))


def _pieces(cell: Cell) -> list[dict[str, Any]]:
    """A long code cell as several, parted between statements; every other cell as it is."""
    tree = parsed(cell) if cell.get("cell_type") == "code" else None
    short = len(lines(cell["source"])) <= code.MOST_LINES
    if tree is None or short or len(tree.body) < 2 or parameters.TAG in tags(cell):
        return [dict(cell)]
    written = cell["source"].splitlines()
    groups: list[list[str]] = [[]]
    begun = 0
    for number, statement in enumerate(tree.body, start=1):
        end = len(written) if number == len(tree.body) else statement.end_lineno or begun
        joined = [*groups[-1], *written[begun:end]]
        if groups[-1] and end > begun and len(lines("\n".join(joined))) > code.MOST_LINES:
            groups.append(written[begun:end])
        else:
            groups[-1] = joined
        begun = max(begun, end)
    made = ["\n".join(group).strip("\n") for group in groups]
    first = {**cell, "source": made[0]}
    return [first, *({**copy.deepcopy(first), "source": text, "id": ""} for text in made[1:])]


def _tag_parameters(cells: list[dict[str, Any]], given: Mapping[str, Any]) -> None:
    """Tag the one cell that assigns just the parameters, if none is tagged."""
    code_cells = [cell for cell in cells if cell.get("cell_type") == "code"]
    if any(parameters.TAG in tags(cell) for cell in code_cells):
        return
    fitting = [cell for cell in code_cells if form.assigned(cell) == set(given)]
    if len(fitting) == 1:
        fitting[0]["metadata"]["tags"] = [*tags(fitting[0]), parameters.TAG]


def _name(cells: list[dict[str, Any]], name: str) -> None:
    seen = {str(cell.get("id", "")) for cell in cells}
    used: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        own_id = str(cell.get("id", ""))
        if not own_id or own_id in used:
            own_id = f"{name}-{number:02d}"
            while own_id in seen | used:
                own_id += "x"
            cell["id"] = own_id
        used.add(own_id)
