"""Rows that stand twice: the same figure again, or another one under the same name."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from diaodu.intake.rows import Row


class Seen:
    """What rows said before, to find rows that stand twice."""

    def __init__(self) -> None:
        self._first: dict[Hashable, dict[Hashable, tuple[str, int]]] = {}

    def repeats(
        self, row: Row, key: Hashable, content: Hashable, *, conflict: str, column: str
    ) -> bool:
        """Whether the row must be dropped: the same key with the same content, or an id twice.

        conflict: code of the issue, noted at `column`, where the content differs from that of the
        first row; an error drops the row, a warning keeps both.
        """
        contents = self._first.setdefault(key, {})
        if content in contents:
            file, number = contents[content]
            row.slip.note("duplicate_row", row=row.number, first_file=file, first_row=number)
            return True
        if contents:
            file, number = next(iter(contents.values()))
            row.note(conflict, column, first_file=file, first_row=number)
        contents[content] = (Path(row.slip.file).name, row.number)
        return not row.ok
