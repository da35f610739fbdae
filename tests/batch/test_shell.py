"""Cells are read as IPython reads them, though not every cell is taken apart for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from IPython.core.displayhook import DisplayHook
from IPython.core.inputtransformer2 import TransformerManager

from diaodu.batch import shell

CELLS = (
    "a = 1\nb",
    "\n\n  x = 1\n  x",
    "%matplotlib inline",
    "x = %time 3",
    "a = !ls",
    "f?",
    "?f",
    "f??",
    "/f x",
    "  /f x",
    ",f a b",
    ";f a",
    "x = 1\n;f a",
    "%%time\nx = 1",
    ">>> 1\n1",
    "In [1]: x",
    "a % 3",
    "s = '''\n%time\n!ls\n'''\n%time 3",
    "if x:\n    %time y",
    "x = (1\n  , 3)",
    "def f(:",
    "",
)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Iterator[shell.Shell]:
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # a shell takes its place
    yield shell.new()
    shell.Shell.clear_instance()


@pytest.mark.parametrize("cell", CELLS)
def test_magics_become_what_ipython_makes_of_them(cell: str) -> None:
    assert shell.Transformer().transform_cell(cell) == TransformerManager().transform_cell(cell)


@pytest.mark.parametrize(
    ("cell", "silent"),
    [("x", False), ("x;", True), ("x; # why", True), ("x; y", False), ("'a;'", False)],
)
def test_a_semicolon_at_the_end_shows_nothing(own: shell.Shell, cell: str, silent: bool) -> None:
    shown, _, good = shell.run(own, f"x = y = 1\n{cell}")
    assert good
    assert (shown == []) is silent
    assert bool(DisplayHook.semicolon_at_end_of_expression(cell)) is silent
