"""What was read and learnt in earlier runs, in plain files under `.cache/`.

Each file is named by a hash of all that it came from, so one that is found is right, and a file
that is not there, or broken, is made again. Whoever can write into `.cache/` can make reports say
what they like, as whoever can write into `src/` can; nothing there is ever run as code.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diaodu.batch import files, fingerprint
from diaodu.params import Run

if TYPE_CHECKING:
    from diaodu.analysis.reading.model import Learnt

READERS = 3  # trained readers that are kept: of different corrections, or of another version


class Received:
    """What became of received files (intake.taken.Kept), for the runs of one quarter's file."""

    def __init__(self, run: Run) -> None:
        self._folder = run.root / ".cache" / run.quarter.province / run.key / "received"
        self._shared = fingerprint.of_received(run)
        self._used: set[str] = set()

    def get(self, of: object) -> Mapping[str, Any] | None:
        """What was put for just that; None if nothing was, or it is broken."""
        return _read(self._path(of)) or None

    def put(self, of: object, value: Mapping[str, Any]) -> None:
        """Keep plain values."""
        files.put(self._path(of), json.dumps(value, ensure_ascii=False))

    def forget_others(self) -> None:
        """Remove what was neither asked for nor put: no run will ask for it again."""
        for path in self._folder.glob("*.json"):
            if path.name not in self._used:
                path.unlink(missing_ok=True)

    def _path(self, of: object) -> Path:
        name = f"{fingerprint.text([self._shared, of], 32)}.json"
        self._used.add(name)
        return self._folder / name


class Copies:
    """Which files were made from what, for those that take long to make and stay where they are."""

    def __init__(self, run: Run, *code: str) -> None:
        """code: modules that make the files."""
        self._run = run
        self._path = run.root / ".cache" / run.quarter.province / run.key / "copies.json"
        self._shared = [fingerprint.of_code(*code), fingerprint.versions(), run.lang]
        self._known = _read(self._path)

    def same(self, path: Path, of: object) -> bool:
        """Whether the file is there as it was made, and was made from just that."""
        known = self._known.get(self._name(path))
        return known is not None and known == [self._hash(of), fingerprint.digest(path)]

    def note(self, path: Path, of: object) -> None:
        """Note what a file was made from, once it stands; on disk after `save`."""
        self._known[self._name(path)] = [self._hash(of), fingerprint.digest(path)]

    def save(self) -> None:
        """Put all that was noted on disk."""
        files.put(self._path, json.dumps(self._known))

    def _hash(self, of: object) -> str:
        return fingerprint.text([self._shared, of], 32)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._run.root).as_posix()


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def has_reader(run: Run) -> bool:
    """Whether it is kept what a reader of the run's notes learns, so that none need be trained."""
    return _reader(run.root, fingerprint.of_reader(run)).is_file()


def learnt(root: Path, of: str) -> Learnt | None:
    """What a reader of notes learnt from just that; None if none did, or the file is broken."""
    import numpy as np  # noqa: PLC0415

    try:
        with np.load(_reader(root, of), allow_pickle=False) as found:
            return {name: found[name] for name in found.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def keep(root: Path, of: str, found: Learnt) -> None:
    """Keep what a reader learnt; of the others the latest stay."""
    import numpy as np  # noqa: PLC0415

    path = _reader(root, of)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            np.savez_compressed(file, **found)  # type: ignore[arg-type]
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    latest = sorted(path.parent.glob("*.npz"), key=lambda one: one.stat().st_mtime_ns)
    for old in latest[:-READERS]:
        old.unlink(missing_ok=True)


def _reader(root: Path, of: str) -> Path:
    return root / ".cache" / "readers" / f"{of}.npz"
