"""Places within a source in few words: 主要指标 F5:F9、F12；重点项目 B5:B15."""

from __future__ import annotations

import re
from collections.abc import Iterable

from diaodu.present.page import Page

_CELL = re.compile(r"(.*?)!?([A-Z]{1,3})([0-9]+)")
_COUNTED = re.compile(r"(?:(.*)!)?(row|paragraph) ([0-9]+)")
Runs = tuple[tuple[int, int], ...]


def cells(page: Page, locators: Iterable[str]) -> str:
    """All places of one source, each once: by sheet, cells side by side as one range.

    A locator of another form stands as it is, and an empty one says nothing.
    """
    sheets: dict[str, dict[int, set[int]]] = {}
    counted: dict[tuple[str, str], set[int]] = {}
    others: dict[str, None] = {}
    for locator in dict.fromkeys(locators):
        if cell := _CELL.fullmatch(locator):
            column = sheets.setdefault(cell[1], {}).setdefault(_number(cell[2]), set())
            column.add(int(cell[3]))
        elif found := _COUNTED.fullmatch(locator):
            counted.setdefault((found[1] or "", found[2]), set()).add(int(found[3]))
        elif locator:
            others[locator] = None
    comma, semicolon = page.say("list.comma"), page.say("list.semicolon")
    parts = [f"{s} {comma.join(_ranges(columns))}".strip() for s, columns in sheets.items()]
    for (file, kind), numbers in counted.items():
        listed = comma.join(_joined(first, last, "–") for first, last in _runs(numbers))
        key = f"trace.place.{kind}{'s' if len(numbers) > 1 else ''}"
        parts.append(f"{file} {page.say(key, numbers=listed)}".strip())
    return semicolon.join([*parts, *others])


def _ranges(columns: dict[int, set[int]]) -> list[str]:
    """Cells of a sheet, column by column; columns side by side with the same rows are one block."""
    blocks: list[tuple[int, int, Runs]] = []
    for column in sorted(columns):
        runs = _runs(columns[column])
        if blocks and blocks[-1][1] == column - 1 and blocks[-1][2] == runs:
            blocks[-1] = (blocks[-1][0], column, runs)
        else:
            blocks.append((column, column, runs))
    return [
        _joined(f"{_letters(first)}{top}", f"{_letters(last)}{bottom}", ":")
        for first, last, runs in blocks
        for top, bottom in runs
    ]


def _runs(numbers: Iterable[int]) -> Runs:
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)


def _joined(first: object, last: object, mark: str) -> str:
    return f"{first}" if first == last else f"{first}{mark}{last}"


def _number(letters: str) -> int:
    """A: 1, Z: 26, AA: 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
