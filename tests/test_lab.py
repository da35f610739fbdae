"""What an analyst meets in JupyterLab: a guide on top, and words on everything that is called."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest

from diaodu.batch import files, warm

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted(p for p in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_" not in str(p))
HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"(?:[A-Za-z][\w'’,.;:`-]* ){6}")  # a run of words, not a name alone


def _imported() -> list[str]:
    return sorted({name for notebook in NOTEBOOKS for name in warm.own_imports(notebook)})


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_short_guide_in_both_languages_is_on_top(path: Path) -> None:
    first = files.cells(path)[0]
    assert first["cell_type"] == "markdown"
    heading, _, guide = first["source"].partition("\n")
    assert re.fullmatch(r"# .+ · .+", heading), heading
    assert HAN.search(guide) and ENGLISH.search(guide), "expected a guide in Chinese and English"
    assert len(guide.splitlines()) <= 14


@pytest.mark.parametrize("name", _imported())
def test_all_that_a_notebook_can_call_says_what_it_takes_and_gives(name: str) -> None:
    module = importlib.import_module(name)
    assert (module.__doc__ or "").strip(), name
    for attribute, value in vars(module).items():
        own = getattr(value, "__module__", None) == name
        if (
            own
            and not attribute.startswith("_")
            and (inspect.isfunction(value) or inspect.isclass(value))
        ):
            assert (value.__doc__ or "").strip(), f"{name}.{attribute}"
