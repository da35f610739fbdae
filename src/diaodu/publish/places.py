"""Many places as few words: E4, E5, E6 and E9 as `E4:E6、E9`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from diaodu.messages import Lang, say

MOST = 12  # places and ranges that are written out


def joined(entries: Sequence[dict[str, Any]], lang: Lang) -> str:
    """The places of issues of one sheet or text, those below each other as a range.

    entries: with `place` (issues.render) and, where it is a cell or a row, `row` and `column`.
    Returns "" if they are all about the whole of it.
    """
    runs: list[list[dict[str, Any]]] = []
    for entry in sorted(entries, key=_down):
        if runs and _follows(runs[-1][-1], entry):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    names = list(dict.fromkeys(name for run in runs if (name := _name(run, lang))))
    if len(names) > MOST:
        words = say("slip.comma", lang).join(names[:MOST])
        return say("slip.places.more", lang, places=words, count=len(entries))
    return say("slip.comma", lang).join(names)


def order(entry: dict[str, Any]) -> tuple[int, int, str]:
    """Where an issue stands in its sheet, for sorting: row by row, from the left."""
    column = str(entry.get("column", ""))
    return int(entry.get("row", 0)), len(column), column


def _down(entry: dict[str, Any]) -> tuple[int, str, int]:
    row, width, column = order(entry)
    return width, column, row


def _follows(before: dict[str, Any], entry: dict[str, Any]) -> bool:
    """Whether a place lies right below another one, or is the same."""
    if "row" not in before or "row" not in entry:
        return False
    same = before.get("column") == entry.get("column")
    return same and int(entry["row"]) - int(before["row"]) in (0, 1)


def _name(run: list[dict[str, Any]], lang: Lang) -> str:
    first, last = str(run[0]["place"]), str(run[-1]["place"])
    return first if first == last else say("slip.places.range", lang, first=first, last=last)
