"""Marks between words are texts like any other: they stand in the catalogue, not in code."""

from __future__ import annotations

import ast
from pathlib import Path

import diaodu

MARKS = set("、，；：。（）")
FOLDERS = ("present", "publish", "terminal")


def _marks(source: str) -> list[str]:
    """The strings of a module that are nothing but Chinese marks and spaces."""
    strings = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return [
        text
        for text in strings
        if isinstance(text, str) and text.strip() and set(text) <= {*MARKS, " "}
    ]


def test_no_code_joins_words_by_the_marks_of_a_language() -> None:
    package = Path(diaodu.__file__).parent
    paths = [path for folder in FOLDERS for path in (package / folder).rglob("*.py")]
    found = {path.name: _marks(path.read_text(encoding="utf-8")) for path in paths}
    assert {name: marks for name, marks in found.items() if marks} == {}
    assert _marks('"、".join(words)') == ["、"]
