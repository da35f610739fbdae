"""run.json: what a quarter's reports were made from and with, and what was made of them.

It is written as "failed" before anything is done and gets its real state at the end: a run that
was cut off stays "failed". A run of a few areas renews their entries and leaves the others alone.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import os
import platform
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

import diaodu
from diaodu.batch import files, plan
from diaodu.batch.outcome import Outcome
from diaodu.batch.plan import Unit
from diaodu.errors import DiaoduError
from diaodu.params import Run

NAME = "run.json"
LIBRARIES = (
    "great-tables",
    "ipykernel",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "numpy",
    "pandas",
    "pandera",
    "papermill",
    "pyarrow",
    "pydantic",
    "seaborn",
)
NOT_RUN = "not_run"
SELDOM = 20  # of so many parts of the time, one at most is spent on writing how units ended


class Record:
    """The record of one quarter.

    Every change of it is on disk when the method returns, but for the end of a unit, which may
    follow with a later one: the record of a thousand units takes longer to write than a unit.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._path = run.reports / NAME
        self._data = _read(self._path)
        self._hashed: tuple[Any, str] | None = None
        self._next = 0.0  # when the end of a unit is written down again, of time.monotonic

    @classmethod
    def begin(cls, run: Run, planned: Sequence[Unit]) -> Self:
        """Open the record for a run: state "failed", and the planned units not made yet.

        `planned`: the units that will be run; none where a run takes in data and no more.
        """
        record = cls(run)
        record._data.update(
            {
                "state": "failed",
                "error": None,
                "quarter": {
                    "file": run.file.relative_to(run.root).as_posix(),
                    "sha256": hashlib.sha256(run.file.read_bytes()).hexdigest(),
                },
                "lang": run.lang,
                "parameters": run.quarter.model_dump(mode="json"),
                "versions": _versions(),
            }
        )
        record._forget()
        for unit in planned:
            record._put(unit, "unfinished")
        record._save()
        return record

    def took_in(self, inputs: Sequence[Mapping[str, Any]], stored: Mapping[str, int]) -> None:
        """Note what intake read, one entry per file, and the rows of each processed table."""
        self._data["inputs"] = [dict(entry) for entry in inputs]
        self._data["tables"] = dict(stored)
        self._save()

    def has_taken_in(self, inputs: Mapping[str, str]) -> bool:
        """Whether the last intake read just these files (path -> hash), by the same quarter's file.

        A run that failed has said nothing about its inputs, or its tables are as they were.
        """
        noted = self._data.get("inputs") or []
        last = {entry["path"]: entry["sha256"] for entry in noted}
        quarter = hashlib.sha256(self._run.file.read_bytes()).hexdigest()
        known = self._data.get("quarter") or {}
        same = last == dict(inputs) and known.get("sha256") == quarter
        return bool(last) and same and not self._data.get("error")

    def begins(self, chosen: Sequence[Unit], kept: Sequence[Unit]) -> None:
        """Note which units are about to be made, and whose reports are as they would be made."""
        for unit in chosen:
            self._put(unit, "unfinished")
        for unit in kept:
            known = self._units.get(unit.name)
            if known is None or known["state"] != "made":
                self._put(unit, "made")
            else:
                known["made_from"] = self._made_from()
        self._save()

    def ended(self, outcome: Outcome) -> None:
        """Note what became of a unit."""
        failure = outcome.failure
        error = failure and {
            **dataclasses.asdict(failure),
            "message": self._portable(failure.message),
        }
        seconds = None if math.isnan(outcome.seconds) else round(outcome.seconds, 2)
        cells = [dataclasses.asdict(cost) for cost in outcome.costs]
        values = {"seconds": seconds, "peak_mb": outcome.peak_mb, "cells": cells}
        self._put(outcome.unit, outcome.state, error=error, **values)
        begun = time.monotonic()
        if begun >= self._next:
            self._save()
            now = time.monotonic()
            self._next = now + SELDOM * (now - begun)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Note why nothing was run; the state stays "failed", and the error goes on."""
        try:
            yield
        except DiaoduError as error:
            self._data["error"] = self._portable(str(error))
            self._save()
            raise

    def finish(self, every: Sequence[Unit]) -> None:
        """Write the final state: "complete" or "incomplete".

        It is complete when every report on record was made, and from the inputs as they are now.
        `every`: the units that there should be; those of which nothing is known come on record as
        not run.
        """
        for unit in every:
            if unit.name not in self._units:
                self._put(unit, NOT_RUN)
        entries = self._units.values()
        made = {e["report"] for e in entries if e["state"] == "made"}
        outdated = {e["report"] for e in entries if e["made_from"] != self._made_from()}
        indexes = {path.name for path in self._run.reports.glob("index*.html")}
        self._data["made"] = sorted(made | indexes)
        self._data["not_made"] = sorted({e["report"] for e in entries} - made)
        self._data["outdated"] = sorted(made & outdated)
        complete = bool(made) and not (self._data["not_made"] or self._data["outdated"])
        self._data["state"] = "complete" if complete else "incomplete"
        self._save()

    def entry(self, unit: Unit) -> dict[str, Any]:
        """What is on record for a unit: its state, error and so on; not_run if nothing is."""
        return dict(self._units.get(unit.name, {"state": NOT_RUN, "error": None}))

    def made_of(self) -> dict[str, Any]:
        """What the index says of it: quarter's file, hash of the inputs, versions, files read."""
        quarter, versions = self._data["quarter"], self._data["versions"]
        return {
            "quarter": f"{quarter['file']} ({quarter['sha256'][:12]})",
            "made_from": self._made_from(),
            "versions": {name: versions[name] for name in ("diaodu", "python", "pandas")},
            "inputs": tuple((e["path"], e["sha256"]) for e in self._data.get("inputs") or ()),
        }

    def _forget(self) -> None:
        """Drop what left the quarter's file, and what was never run in another language."""
        reported = {unit.id for unit in plan.units(self._run)}
        self._data["units"] = {
            name: unit
            for name, unit in self._units.items()
            if unit.get("id") in reported
            and (unit["state"] != NOT_RUN or unit["lang"] == self._run.lang)
        }

    def _portable(self, message: str) -> str:
        """A message without the place of the repository on this machine."""
        return message.replace(f"{self._run.root}{os.sep}", "")

    @property
    def _units(self) -> dict[str, dict[str, Any]]:
        units: dict[str, dict[str, Any]] = self._data.setdefault("units", {})
        return units

    def _put(self, unit: Unit, state: str, **values: Any) -> None:
        kept = unit.executed if unit.executed.is_file() else unit.failed
        self._units[unit.name] = {
            "id": unit.id,
            "area": unit.area,
            "lang": unit.run.lang,
            "kind": unit.kind,
            "source": unit.notebook.relative_to(unit.run.root).as_posix(),
            "state": state,
            "report": unit.html.name,
            "notebook": (kept.relative_to(unit.run.reports).as_posix() if kept.is_file() else None),
            "seconds": None,
            "peak_mb": None,
            "cells": [],
            "error": None,
            "made_from": self._made_from(),
            **values,
        }

    def _made_from(self) -> str:
        """Short hash of the quarter's file and of what intake read."""
        given = self._data.get("inputs")
        if self._hashed is None or self._hashed[0] is not given:  # once a run, not once a unit
            inputs = [self._data["quarter"]["sha256"], given]
            text = json.dumps(inputs, sort_keys=True).encode()
            self._hashed = given, hashlib.sha256(text).hexdigest()[:16]
        return self._hashed[1]

    def _save(self) -> None:
        files.put_parts(self._path, _lines(self._data))


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    """JSON with a line for each entry, and for each of a collection's: as it is read by people.

    With `indent` json would go through every value in Python; a run writes this again and again.
    """
    yield "{"
    for place, (name, value) in enumerate(data.items()):
        yield f"{',' if place else ''}\n {_plain(name)}: "
        if isinstance(value, dict):
            parts = (f"{_plain(key)}: {_plain(item)}" for key, item in value.items())
            yield from _listed("{", parts, "}")
        elif isinstance(value, list):
            yield from _listed("[", map(_plain, value), "]")
        else:
            yield _plain(value)
    yield "\n}\n"


def _listed(opening: str, parts: Iterable[str], closing: str) -> Iterator[str]:
    yield opening
    for place, part in enumerate(parts):
        yield f"{',' if place else ''}\n  {part}"
    yield f"\n {closing}"


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _read(path: Path) -> dict[str, Any]:
    """The record of earlier runs; empty if there is none, or none that can be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
        data = {}
    return {"state": "failed", **data} if isinstance(data, dict) else {"state": "failed"}


def _versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "diaodu": diaodu.__version__,
        **{name: version(name) for name in LIBRARIES},
    }
