"""What is known of reports that were made: from what, and which bytes they had.

It is kept in files under `.cache/`, which can be deleted at any time: what is not known is made
again. A report counts as made only if its files are still as they were written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from diaodu.batch import files, fingerprint
from diaodu.batch.plan import Unit, suffix
from diaodu.params import Run


class Made:
    """The memory of one quarter's runs."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._folder = run.root / ".cache" / run.quarter.province / run.key
        self._from: str | None = None  # what intake reads, as it was before it was read
        self._stored: dict[str, str] | None = None  # tables of this run, and their hashes

    def same_inputs(self) -> bool:
        """Whether the tables and slips on disk were made from all that they would be made from."""
        known = _read(self._intake)
        self._from = fingerprint.of_intake(self._run)
        if known.get("from") != self._from:
            return False
        written: dict[str, str] = known.get("files", {})
        return bool(written) and all(
            fingerprint.digest(self._run.root / name) == digest for name, digest in written.items()
        )

    def looked(self) -> str:
        """One hash of all that intake reads, as it was when this or `same_inputs` was first asked.

        That has to be before anything is read: of what changes meanwhile nobody knows in which
        state it was read, so that the next run has to read it again.
        """
        if self._from is None:
            self._from = fingerprint.of_intake(self._run)
        return self._from

    def stored(self) -> None:
        """Note that the tables stand; that they are all that intake makes, `took_in` says."""
        self._stored = self._digests(sorted(self._run.processed.glob("*.parquet")))

    def took_in(self) -> None:
        """Note that the tables and slips were made from what there is now."""
        if self._stored is None:
            self.stored()
        slips = self._digests(sorted((self._run.reports / "slips").glob("*")))
        found = {**(self._stored or {}), **slips}
        self._write(self._intake, {"from": self.looked(), "files": found})

    def forget_inputs(self) -> None:
        """Note that tables and slips are being written: what is on disk is of no known making."""
        self._stored = None
        self._intake.unlink(missing_ok=True)

    def tables(self) -> str:
        """One hash of the tables as they were written; "" if that is not known."""
        known: dict[str, str] = _read(self._intake).get("files", {})
        written = known if self._stored is None else self._stored
        return fingerprint.text(
            [pair for pair in sorted(written.items()) if "slips" not in pair[0]]
        )

    def parts(self, unit: Unit) -> dict[str, Any]:
        """What the unit's report was made from; empty if that is not known or is no longer so."""
        known = _read(self._of(unit))
        written = known.get("files", {})
        same = all(fingerprint.digest(self._path(name)) == d for name, d in written.items())
        return dict(known.get("parts", {})) if written and same else {}

    def made(self, unit: Unit, parts: dict[str, Any]) -> None:
        """Note what a report was made from, once its files stand."""
        found = self._digests((unit.html, unit.executed))
        self._write(self._of(unit), {"parts": parts, "files": found})

    def forget(self, unit: Unit) -> None:
        """Note that a unit is about to be made again."""
        self._of(unit).unlink(missing_ok=True)

    def closed(self, index: Path) -> None:
        """Note the index, once it stands."""
        self._write(self._index, {self._name(index): fingerprint.digest(index)})

    def index(self) -> Path | None:
        """The index in the run's language, if it is as it was written last."""
        for name, digest in _read(self._index).items():
            if fingerprint.digest(self._path(name)) == digest:
                return self._path(name)
        return None

    @property
    def _index(self) -> Path:
        return self._folder / f"index{suffix(self._run.lang)}.json"

    @property
    def _intake(self) -> Path:
        return self._folder / f"intake{suffix(self._run.lang)}.json"

    def _of(self, unit: Unit) -> Path:
        return self._folder / "units" / f"{unit.name}.json"

    def _digests(self, paths: Iterable[Path]) -> dict[str, str]:
        return {self._name(path): fingerprint.digest(path) for path in paths}

    def _name(self, path: Path) -> str:
        return path.relative_to(self._run.root).as_posix()

    def _path(self, name: str) -> Path:
        return self._run.root / name

    def _write(self, path: Path, data: dict[str, Any]) -> None:
        files.put(path, json.dumps(data))


def _read(path: Path) -> dict[str, Any]:
    """What stands in a file of the memory; nothing if there is none or it is broken."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
