"""Text files written whole, and notebooks looked into without nbformat."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MESSAGE_LENGTH = 300  # characters of an error message that go on record


class NotANotebookError(Exception):
    """A file that cannot be read as a notebook; the message says why in one line."""


def put(path: Path, text: str) -> None:
    """Write a text file in one go: a reader sees the old one or the new one, never a part."""
    put_bytes(path, text.encode("utf-8"))


def put_bytes(path: Path, content: bytes) -> None:
    """Write a file in one go, as `put` does."""
    with _aside(path) as part:
        part.write_bytes(content)


def put_parts(path: Path, texts: Iterable[str]) -> None:
    """Write a file as `put` does, from parts that need never be in memory together."""
    with _aside(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        file.writelines(texts)


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """A file beside that becomes `path` at the end of the block, if all goes well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook as they stand in its JSON, each with its source as one text.

    For those who only look: to import nbformat takes longer than to read all our notebooks.
    Raises FileNotFoundError and NotANotebookError.
    """
    found: list[dict[str, Any]] = notebook(path)["cells"]
    return found


def notebook(path: Path) -> dict[str, Any]:
    """A notebook as it stands in its JSON, each cell's source as one text; raises as `cells`."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        cells = [{**cell, "source": "".join(cell["source"])} for cell in found["cells"]]
        return {**found, "cells": cells}
    except (ValueError, TypeError, KeyError) as error:  # ValueError: no JSON, or no UTF-8
        raise NotANotebookError(f"{type(error).__name__}: {error}"[:120]) from None


def short(message: str) -> str:
    """A message in one line of bearable length."""
    text = " ".join(message.split())
    return text if len(text) <= MESSAGE_LENGTH else text[: MESSAGE_LENGTH - 1] + "…"
