"""What a fresh clone holds: the folders, untouched data, and nothing of anybody's machine."""

from __future__ import annotations

import csv
import hashlib
import re
import subprocess
from pathlib import Path

import pytest
import yaml

FOLDERS = ["notebooks", "params", "data/raw", "data/processed", "reports", "tests"]
TEXT = {".py", ".sh", ".md", ".yml", ".yaml", ".toml", ".json", ".ipynb", ".js", ".mjs", ".css"}
TEXT |= {".j2", ".html", ".csv", ".lock", ""}  # no suffix: Makefile, LICENSE, .ci/run
MACHINE = re.compile(r"(?<![\w.:/~])/(?:work|root|home|Users|tmp|opt|mnt)/[\w.]|[A-Z]:\\Users\\")
REGISTRY = re.compile(
    r"pypi\.|pythonhosted|npmjs|registry\.(?:npm|yarn)|conda\.anaconda|files\.python", re.I
)
HERE = Path(__file__).name  # says what must not be said


@pytest.fixture(scope="module")
def tracked(root: Path) -> list[str]:
    """Files that are in git or would be added by `git add .`."""
    # A checkout may belong to another user than the one who tests; to list files is harmless.
    git = ["git", "-c", "safe.directory=*", "-c", "core.quotepath=off", "-C", str(root)]
    listed = subprocess.run(
        [*git, "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return [name for name in listed.stdout.splitlines() if (root / name).is_file()]


@pytest.fixture(scope="module")
def sidecars(root: Path) -> list[Path]:
    found = sorted((root / "data" / "raw").rglob("*.csv.yml"))
    assert found
    return found


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_top_level_folders_come_with_a_clone(tracked, folder) -> None:
    assert any(name.startswith(f"{folder}/") for name in tracked)


@pytest.mark.parametrize(
    "name",
    ["README.md", "README.zh.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "environment.yml"],
)
def test_the_top_level_files_are_there_and_not_empty(root, tracked, name) -> None:
    assert name in tracked
    assert (root / name).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("folder", ["data/processed", "reports"])
def test_made_folders_hold_only_their_readme(tracked, folder) -> None:
    assert [n for n in tracked if n.startswith(f"{folder}/")] == [f"{folder}/README.md"]


def test_no_file_names_a_path_of_a_machine_or_a_registry(root, tracked) -> None:
    found = []
    for name in tracked:
        path = root / name
        if path.suffix not in TEXT or path.name == HERE:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if hit := MACHINE.search(line) or REGISTRY.search(line):
                found.append(f"{name}:{number}: {hit.group()}")
    assert not found, "\n".join(found)


def test_the_search_for_paths_finds_them_and_spares_others() -> None:
    assert MACHINE.search(f"open('/{'work'}/main/x')") and MACHINE.search('"/home/li/data"')
    assert not MACHINE.search("page.gov.cn/work/2022/x.html")
    assert not MACHINE.search("docs/work/notes")


def test_no_file_is_too_big_to_review(root, tracked) -> None:
    big = {n: (root / n).stat().st_size for n in tracked if (root / n).stat().st_size > 1_000_000}
    assert not big


def test_raw_files_are_as_they_were_registered(root, sidecars) -> None:
    """A sidecar holds the hash and the count of rows of its file."""
    for sidecar in sidecars:
        raw = sidecar.with_suffix("")
        said = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
        assert said["sha256"] == hashlib.sha256(raw.read_bytes()).hexdigest(), raw.name
        with raw.open(encoding="utf-8-sig", newline="") as stream:
            assert said["rows"] == sum(1 for _ in csv.DictReader(stream)), raw.name


def test_every_raw_table_has_a_sidecar_and_the_reverse(root, sidecars) -> None:
    tables = sorted((root / "data" / "raw").rglob("*.csv"))
    assert [path.with_suffix("") for path in sidecars] == tables


def test_sidecars_describe_every_column(sidecars) -> None:
    for sidecar in sidecars:
        with sidecar.with_suffix("").open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream))
        assert list(yaml.safe_load(sidecar.read_text(encoding="utf-8"))["columns"]) == header


def test_make_help_lists_every_command(root) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.M)
    helped = set(re.findall(r"^([a-z]+):.*## \S", makefile, re.M))
    assert set(phony.split()) - helped == {"lint", "browser"}  # parts of other commands


def test_every_script_that_make_calls_is_there(root) -> None:
    called = re.findall(
        r"\b(?:tools|bench)/[\w.]+", (root / "Makefile").read_text(encoding="utf-8")
    )
    assert called
    assert [name for name in called if not (root / name).is_file()] == []


def test_ci_calls_make_test_and_the_scripts_may_be_run(root, tracked) -> None:
    ci = root / ".ci" / "run"
    assert "\nmake test\n" in ci.read_text(encoding="utf-8")
    scripts = [ci, *(root / "tools").glob("*.sh")]
    assert [path.name for path in scripts if not path.stat().st_mode & 0o100] == []
