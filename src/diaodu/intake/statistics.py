"""Published statistics: the folders of a run to its processed tables, and every issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diaodu import contracts, issues, store
from diaodu.intake import csv_files, layouts, published_rows, sidecar
from diaodu.intake.layouts import Layout
from diaodu.intake.repeats import Seen
from diaodu.intake.resolve import Context, SourceState
from diaodu.intake.rows import Row, rows
from diaodu.intake.slip import Slip
from diaodu.intake.text import closest
from diaodu.params import Run

_SINGLE = ("sources.csv", "targets.csv", "facts.csv")
_TABULAR = (".csv", ".tsv", ".txt", ".xls", ".xlsx", ".et")


@dataclass(frozen=True)
class InputFile:
    """What became of one input file, for run.json.

    path: relative to the repository. rows_in: rows of data in it. rows_out: those that were used.
    table_rows: rows that they are in the processed table (a fact on three areas is three).
    """

    path: str
    sha256: str
    rows_in: int
    rows_out: int
    table_rows: int


@dataclass(frozen=True)
class Intake:
    """The processed tables of a run (not yet checked or written), and the files they came from."""

    tables: store.Tables
    files: tuple[InputFile, ...]


@dataclass
class _Received:
    """One input file that could be read, and its slip."""

    path: Path
    digest: str
    table: csv_files.CsvTable
    slip: Slip
    collected_on: str | None
    used: set[int] = field(default_factory=set)
    table_rows: int = 0


def read_published(run: Run) -> Intake:
    """Read every folder of the run's sources. Never stops at bad input: it becomes issues.

    Returns the tables of contracts.SCHEMAS (rows in the order of folders and files) and a record
    for each file that could be read.
    """
    reader = _Reader(run)
    folders = [run.raw / name for name in run.quarter.sources]
    found = {folder: reader.files(folder) for folder in folders}
    lists = [files["sources.csv"] for files in found.values() if "sources.csv" in files]
    listed = [reader.sources(path) for path in lists]
    for folder, files in found.items():
        for name, path in files.items():
            prefix = name if len(folders) == 1 else f"{folder.name}/{name}"
            known = reader.states if any(listed) else None
            context = Context(run, known, prefix, derived_only="derived" in name)
            if name == "targets.csv":
                reader.targets(path, context)
            elif name == "facts.csv":
                reader.facts(path, context)
            elif name != "sources.csv":
                reader.indicators(path, context)
    return reader.result()


def freeze_published(run: Run) -> list[Path]:
    """Freeze every input file of the run (see sidecar.freeze); return those whose hash changed.

    Raises DiaoduError if a file or a sidecar cannot be read.
    """
    return [path for path in published_files(run) if sidecar.freeze(path)]


def published_files(run: Run) -> list[Path]:
    """The input files of the run's sources that are there."""
    reader = _Reader(run)
    paths = (p for name in run.quarter.sources for p in reader.files(run.raw / name).values())
    return [path for path in paths if path.is_file()]


class _Reader:
    """Collects rows, issues and file records of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.made: dict[str, list[dict[str, Any]]] = {name: [] for name in contracts.SCHEMAS}
        self.slips: list[Slip] = []
        self.received: list[_Received] = []
        self.states: dict[str, SourceState] = {}
        self._seen_sources, self._seen_facts = Seen(), Seen()
        self._seen_figures, self._seen_targets = Seen(), Seen()

    def files(self, folder: Path) -> dict[str, Path]:
        """Input files of a folder by name in lower case; issues for missing and unknown ones."""
        slip = self._slip(folder)
        if not folder.is_dir():
            slip.note("folder_missing")
            return {}
        found: dict[str, Path] = {}
        for path in sorted(folder.iterdir()):
            name = path.name.lower()
            if name in _SINGLE or (name.startswith("indicators") and name.endswith(".csv")):
                found[name] = path
            elif name.endswith(_TABULAR) and not name.startswith((".", "~$")):
                near = closest(name, (*_SINGLE, "indicators.csv"))
                self._slip(path).note("file_ignored", path.name, closest=near)
        indicators = (
            () if any(name.startswith("indicators") for name in found) else ("indicators.csv",)
        )
        for name in (*_SINGLE, *indicators):
            if name not in found:
                self._slip(folder / name).note("file_missing")
        return found

    def sources(self, path: Path) -> bool:
        """Read a list of sources into `states`; False if it cannot be used."""
        received = self._open(path, layouts.SOURCES)
        if received is None or not received.table.usable:
            return False
        for row in rows(received.table, received.slip):
            slug, state, found = published_rows.source(row, self.run)
            content = tuple(found.values())
            if slug and not self._seen_sources.repeats(
                row, slug, content, conflict="id_twice", column="source"
            ):
                self.states[slug] = state
                if state == "usable":
                    read = {"retrieved_on": received.collected_on}
                    self._keep("sources", received, row, [found | read])
            elif slug:
                self.states.setdefault(slug, state)
        return True

    def indicators(self, path: Path, context: Context) -> None:
        """Read a file of figures."""
        for received, row in self._rows(path, layouts.INDICATORS, context):
            found = published_rows.indicator(row, context)
            if found is None:
                continue
            names = ("area", "industry", "period", "span", "indicator", "status", "source_id")
            key = (*(found[n] for n in names), found["derivation"])
            if not self._seen_figures.repeats(
                row, key, found["value"], conflict="duplicate_differs", column="value"
            ):
                self._keep("indicators", received, row, [found])

    def targets(self, path: Path, context: Context) -> None:
        """Read a file of annual targets."""
        for received, row in self._rows(path, layouts.TARGETS, context):
            found = published_rows.target(row, context)
            if found is None:
                continue
            key = tuple(found[n] for n in ("area", "year", "indicator", "source_id"))
            content = tuple(found[n] for n in ("value", "low", "high", "wording"))
            if not self._seen_targets.repeats(
                row, key, content, conflict="duplicate_differs", column="value"
            ):
                self._keep("targets", received, row, [found])

    def facts(self, path: Path, context: Context) -> None:
        """Read a file of facts."""
        for received, row in self._rows(path, layouts.FACTS, context):
            found = published_rows.facts(row, context)
            if not found:
                continue
            areas = tuple(fact["area"] for fact in found)
            other = (v for k, v in found[0].items() if k not in ("area", "locator"))
            content = (areas, *other)
            if not self._seen_facts.repeats(
                row, row["fact_id"], content, conflict="id_twice", column="fact_id"
            ):
                self._keep("facts", received, row, found)

    def result(self) -> Intake:
        """All that was read."""
        tables = {name: contracts.typed(name, made) for name, made in self.made.items()}
        tables["intake_issues"] = issues.to_frame([i for slip in self.slips for i in slip.sorted()])
        files = tuple(
            InputFile(r.slip.file, r.digest, r.table.rows_in, len(r.used), r.table_rows)
            for r in self.received
        )
        return Intake(store.Tables(**tables), files)

    def _rows(
        self, path: Path, layout: Layout, context: Context
    ) -> Iterator[tuple[_Received, Row]]:
        received = self._open(path, layout)
        if received is None:
            return
        if context.sources is None and received.table.rows:
            received.slip.note("no_sources")
        for row in rows(received.table, received.slip):
            yield received, row

    def _open(self, path: Path, layout: Layout) -> _Received | None:
        slip = self._slip(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            slip.note("file_unreadable", reason=error.strerror or type(error).__name__)
            return None
        collected_on = sidecar.check(path, data, slip)
        table = csv_files.read(data, layout, slip) or csv_files.CsvTable({}, [], 0, usable=False)
        received = _Received(path, sidecar.sha256(data), table, slip, collected_on)
        self.received.append(received)
        return received

    def _keep(self, name: str, received: _Received, row: Row, made: list[dict[str, Any]]) -> None:
        self.made[name] += made
        received.used.add(row.number)
        received.table_rows += len(made)

    def _slip(self, path: Path) -> Slip:
        slip = Slip(path.relative_to(self.run.root).as_posix())
        self.slips.append(slip)
        return slip
