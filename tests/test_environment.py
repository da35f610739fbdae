"""One set of versions: pyproject.toml, requirements.lock, environment.yml and what is installed."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
# "name.tld/" or "scheme://": the ways to name a host. No set-up file needs one: where packages
# come from is the machine's business, that they are the right ones is the hashes'.
HOST = re.compile(r"\w+://|\b[\w-]+\.(?:com|org|net|io|cn|dev|edu)\b", re.I)
SETUP_FILES = [
    ".ci/run",
    ".pre-commit-config.yaml",
    "Makefile",
    "environment.yml",
    "pyproject.toml",
    "requirements.lock",
    "tests/browser/package-lock.json",
    "tests/browser/package.json",
    "tools/browser.sh",
    "tools/lock.sh",
    "tools/python.sh",
]


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def locked(root: Path) -> list[tuple[Requirement, list[str]]]:
    """Each requirement of the lock with its hashes."""
    text = (root / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    entries = [line.split() for line in text.splitlines() if line.strip()]
    return [
        (
            Requirement(" ".join(word for word in words if not word.startswith("--"))),
            [word for word in words if word.startswith("--")],
        )
        for words in entries
    ]


def _pin(requirement: Requirement) -> str:
    (specifier,) = requirement.specifier
    assert specifier.operator == "==", f"{requirement} is not pinned"
    assert "*" not in specifier.version, f"{requirement} is not pinned"
    return specifier.version


def _direct(project: dict[str, Any]) -> list[Requirement]:
    extras = project["optional-dependencies"].values()
    return [Requirement(text) for group in (project["dependencies"], *extras) for text in group]


def test_every_pin_of_pyproject_is_the_one_of_the_lock(project, locked) -> None:
    pins: dict[str, set[str]] = {}
    for requirement, _ in locked:
        pins.setdefault(canonicalize_name(requirement.name), set()).add(_pin(requirement))
    wrong = {
        str(direct): sorted(pins.get(canonicalize_name(direct.name), {"not in the lock"}))
        for direct in _direct(project)
        if pins.get(canonicalize_name(direct.name)) != {_pin(direct)}
    }
    assert not wrong, f"run make lock; the lock says otherwise for {wrong}"


def test_build_requirements_are_among_the_pins(root, project) -> None:
    """Set-up builds without isolation, so the lock must bring the build back end."""
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    direct = {str(requirement) for requirement in _direct(project)}
    assert set(pyproject["build-system"]["requires"]) <= direct


def test_every_line_of_the_lock_has_hashes_and_nothing_else(locked) -> None:
    assert len(locked) > 100
    for requirement, options in locked:
        assert options, f"{requirement} has no hash"
        assert all(HASH.fullmatch(option) for option in options), f"{requirement}: {options}"


def test_no_version_is_locked_twice_for_one_machine(locked) -> None:
    here = [r.name for r, _ in locked if r.marker is None or r.marker.evaluate()]
    assert len(here) == len(set(here))


def test_installed_versions_are_the_locked_ones(locked) -> None:
    wrong = {}
    for requirement, _ in locked:
        if requirement.marker is None or Marker(str(requirement.marker)).evaluate():
            try:
                version = metadata.version(requirement.name)
            except metadata.PackageNotFoundError:
                version = "nothing"
            if version != _pin(requirement):
                wrong[str(requirement)] = version
    assert not wrong, f"installed instead: {wrong}"


def test_environment_yml_installs_the_lock_on_the_same_pythons(root, project) -> None:
    environment = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    assert environment["name"] == project["name"]
    assert environment["channels"] == ["conda-forge"]
    python, pip, from_pip = environment["dependencies"]
    assert pip == "pip"
    assert from_pip == {"pip": ["-r requirements.lock"]}

    tried = [
        name.rsplit(" ", 1)[1]
        for name in project["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", name)
    ]
    allowed = SpecifierSet(python.removeprefix("python "))
    minors = [f"3.{minor}" for minor in range(9, 30)]
    assert [minor for minor in minors if allowed.contains(f"{minor}.0")] == tried
    assert SpecifierSet(project["requires-python"]) == SpecifierSet(f">={tried[0]}")


@pytest.mark.parametrize("name", SETUP_FILES)
def test_no_set_up_file_names_a_host(root, name) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert HOST.findall(text) == []


def test_npm_lock_has_hashes_and_no_addresses(root) -> None:
    lock = yaml.safe_load((root / "tests/browser/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert "resolved" not in entry, f"{name}: npm config omit-lockfile-registry-resolved"
        assert entry["integrity"].startswith("sha512-"), name
