"""The notebooks to start from run from top to bottom on the quarter that ships."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from diaodu.batch import engine
from diaodu.cli import main

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("explore", "methods")
    for path in (ROOT / "notebooks" / folder).glob("*.ipynb")
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what ships, with the tables of its first quarter made."""
    copy = tmp_path_factory.mktemp("explore")
    for name in ("params", "notebooks", "data/raw"):
        shutil.copytree(ROOT / name, copy / name)
    assert main(["intake", str(copy / "params" / "hebei" / "2022Q1.yml"), "--quiet"]) == 0
    return copy


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_it_runs_as_it_is(home: Path, tmp_path: Path, notebook: str) -> None:
    ran = engine.execute(home / notebook, tmp_path / "ran.ipynb", {}, limit=300)
    assert ran.failure is None, ran.failure
    assert ran.notebook is not None
    warned = [
        output["text"]
        for cell in ran.notebook.cells
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr"
    ]
    assert warned == []
