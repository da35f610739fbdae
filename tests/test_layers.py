"""The layer contracts of pyproject.toml do catch what they forbid.

`make check` runs import-linter on the package itself; here it runs on copies that break a rule.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the package's modules that a test may break."""
    ignore = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(root / "src" / "diaodu", tmp_path / "diaodu", ignore=ignore))


def _lint(root: Path, package: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--no-logo", f"--config={root}/pyproject.toml"],
        cwd=package.parent,  # comes first on the path, before the installed package
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize(
    ("module", "line", "complaint"),
    [
        ("store", "import diaodu.cli", "diaodu.store is not allowed to import diaodu.cli"),
        ("errors", "import diaodu.units", "diaodu.errors is not allowed to import diaodu.units"),
        (
            "analysis/growth",
            "import diaodu.present.page",
            "diaodu.analysis is not allowed to import diaodu.present",
        ),
        (
            "intake/extra",
            "import diaodu.analysis.growth",
            "diaodu.intake is not allowed to import diaodu.analysis",
        ),
        (
            "analysis/growth",
            "import matplotlib.pyplot",
            "diaodu.analysis is not allowed to import matplotlib",
        ),
        (
            "analysis/growth",
            "from pathlib import Path",
            "diaodu.analysis is not allowed to import pathlib",
        ),
        ("newcomer", "", "diaodu.newcomer"),  # a module that has no layer yet
    ],
)
def test_a_broken_rule_is_caught(root, copy, module, line, complaint) -> None:
    path = copy / f"{module}.py"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    code, output = _lint(root, copy)
    assert code != 0
    assert complaint in output


def test_the_copy_itself_keeps_the_rules(root, copy) -> None:
    code, output = _lint(root, copy)
    assert code == 0, output
