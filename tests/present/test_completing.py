"""What Tab offers behind a module of ours, asked of a kernel as JupyterLab asks it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
from jupyter_client.manager import start_new_kernel

from diaodu.present import completing

SOURCE = """
from __future__ import annotations
import math as counted
from typing import Any
WIDTH, (_HIDDEN, TALL) = 1, (2, 3)
named: int = 4
def shown(): import os
async def later(): pass
class Kind: inside = 1
def _own(): pass
"""
CELLS = (
    "from diaodu.analysis import consistency",
    "from diaodu.present import completing\ncompleting.after_each_cell(get_ipython())",
    "from diaodu.analysis import growth",  # loaded afterwards
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    manager, client = start_new_kernel(kernel_name="python3")

    def ask(text: str) -> set[str]:
        reply = client.complete(text, len(text), reply=True, timeout=60)
        return set(reply["content"]["matches"])

    try:
        for cell in CELLS:
            assert client.execute_interactive(cell, timeout=120)["content"]["status"] == "ok"
        yield ask
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.slow
def test_tab_offers_what_a_module_defines(ask) -> None:
    assert ask("consistency.") >= {"settle", "settle_targets"}
    assert ask("consistency.").isdisjoint({"pd", "annotations", "dataclass", "Any"})
    assert "paths" in ask("growth.") and "pd" not in ask("growth.")
    assert {name.rpartition(".")[2] for name in ask("consistency.settle_")} == {"settle_targets"}


def test_names_of_a_modules_own_lines(tmp_path, monkeypatch) -> None:
    (tmp_path / "made_up.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    module = __import__("made_up")
    assert completing.defined(module) == ["Kind", "TALL", "WIDTH", "later", "named", "shown"]
    monkeypatch.delitem(sys.modules, "made_up")


def test_only_our_modules_are_tidied_and_packages_keep_what_they_import(monkeypatch) -> None:
    ours, package, other = ModuleType("diaodu.x"), ModuleType("diaodu.y"), ModuleType("x")
    package.__path__ = []
    for module in (ours, package, other):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    loaded = {name: module for name, module in sys.modules.items() if name.startswith("diaodu.")}
    monkeypatch.setattr(completing, "sys", type("S", (), {"modules": {**loaded, "x": other}}))
    before = {name: dict(vars(module)) for name, module in loaded.items()}
    try:
        completing.tidy()
        assert "__dir__" in vars(ours)
        assert "__dir__" not in vars(package) and "__dir__" not in vars(other)
    finally:
        for name, module in loaded.items():
            if "__dir__" not in before[name]:
                vars(module).pop("__dir__", None)
