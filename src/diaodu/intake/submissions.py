"""What the areas sent in: registered files of the quarter and of earlier ones to one Intake."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import pandas as pd

from diaodu import contracts, issues, store
from diaodu.errors import CellIssue
from diaodu.intake import ledger_file, statistics
from diaodu.intake.form import layout as layouts
from diaodu.intake.form import reader as forms
from diaodu.intake.form.layout import Layout
from diaodu.intake.prose import claim_check, subjects
from diaodu.intake.received import findings, recognise, registry
from diaodu.intake.received.grid import Document, Received, Workbook
from diaodu.intake.received.reading import read_many
from diaodu.intake.received.registry import Entry
from diaodu.intake.statistics import InputFile, Intake
from diaodu.intake.submission_rows import make_unique, of_quarter, place_of, source_row
from diaodu.intake.taken import Kept, Rows, Taken
from diaodu.intake.written import MAX_CHARACTERS, Origin, ProseReader, Written
from diaodu.params import Run
from diaodu.periods import Period

Reader = Callable[[Sequence[Path]], list[Received]]


@dataclass(frozen=True)
class Known:
    """What was read of files before: nobody has to read it again.

    contents: just now, by the hash of their bytes. kept: in earlier runs, by all that it came from.
    """

    contents: Mapping[str, Workbook | Document]
    read: Reader = read_many
    kept: Kept | None = None


NOTHING_KNOWN = Known({})


def read(run: Run, known: Known = NOTHING_KNOWN) -> Intake:
    """Everything that a run knows: published statistics, and what the areas sent in.

    Submissions are read where the quarter's file asks for them: of its own quarter and of the
    earlier ones since the first year of the history, the newest version of each file. Never stops
    at bad input: it becomes issues. Of earlier quarters only what is wrong with whole files is an
    issue; the rest was one of those quarters' own runs.
    """
    published = statistics.read_published(run)
    if run.quarter.submissions is None:
        return published
    desk = _Desk(run, published, known)
    desk.take_in(_newest(run, registry.quarters(run)))
    desk.note_refused()
    desk.add_ledger(ledger_file.read(run))
    return desk.result()


def history(run: Run) -> store.Tables:
    """What the areas sent in in earlier quarters, for the forms of this one."""
    quarters = [quarter for quarter in registry.quarters(run) if quarter < run.quarter.quarter]
    desk = _Desk(run, _nothing(), NOTHING_KNOWN)
    desk.take_in(_newest(run, quarters))
    return desk.result().tables


def inputs(run: Run) -> dict[str, str]:
    """The files that `read` would read, relative to the root, with their present hashes."""
    paths = statistics.published_files(run)
    if run.quarter.submissions is not None:
        paths += [entry.path for entry in _newest(run, registry.quarters(run))]
        paths += [path for path in (run.raw / ledger_file.NAME,) if path.is_file()]
    return {registry.rel(run, path): registry.digest(path) for path in paths}


def read_versions(
    run: Run, entries: Sequence[Entry], known: Known = NOTHING_KNOWN
) -> list[dict[str, pd.DataFrame]]:
    """The tables of single registered files, to be compared with each other."""
    if known.kept is None:
        paths = [entry.path for entry in entries]
        read = dict(zip(paths, known.read(paths), strict=True))
        known = replace(known, read=lambda asked: [read[path] for path in asked])
    found = []
    for entry in entries:
        desk = _Desk(run, _nothing(), known)
        desk.take_in([entry])
        tables = desk.result().tables
        found.append({name: getattr(tables, name) for name in contracts.SCHEMAS})
    return found


def _newest(run: Run, quarters: Sequence[str]) -> list[Entry]:
    return [e for quarter in quarters for e in registry.newest(registry.entries(run, quarter))]


def _nothing() -> Intake:
    tables = {name: contracts.empty(name) for name in contracts.SCHEMAS}
    return Intake(store.Tables(**tables), ())


class _Desk:
    """Collects rows, issues and file records, quarter by quarter, beside what is published."""

    def __init__(self, run: Run, published: Intake, known: Known) -> None:
        self._run = run
        self._published = published
        self._known = known
        self._rows: Rows = {name: [] for name in contracts.SCHEMAS}
        self._issues: list[CellIssue] = []
        self._files: list[InputFile] = []
        self._claims: list[tuple[Entry, Taken]] = []
        self._layouts: dict[str, Layout] = {}
        self._past = _nothing().tables
        self._prose = ProseReader(run.areas, run.catalog, subjects.load(run.root))

    def take_in(self, entries: Sequence[Entry]) -> None:
        """Read registered files, many at once; earlier quarters have to come first."""
        digests = {entry.path: registry.digest(entry.path) for entry in entries}
        origins = _origins(entries, digests, self._published.files)
        kept = self._kept(origins)
        known = self._known.contents
        fresh = [entry.path for entry in entries if entry.path not in kept]
        to_read = [path for path in fresh if digests[path] not in known]
        read = dict(zip(to_read, self._known.read(to_read), strict=True)) if to_read else {}
        for _, group in groupby(entries, lambda entry: entry.quarter):
            own = list(group)
            if any(entry.path in fresh for entry in own):
                self._past = self._tables()  # a form is compared with what was there before
            for entry in own:
                taken, digest = kept.get(entry.path), digests[entry.path]
                if taken is None:
                    content = read.get(entry.path) or known[digest]
                    taken = self._read(entry, content)
                    if self._known.kept and not taken.refused:
                        self._known.kept.put(origins[entry.path], taken.plain())
                self._add(entry, taken, digest)

    def _kept(self, origins: Mapping[Path, object]) -> dict[Path, Taken]:
        """What is known of files from earlier runs."""
        if self._known.kept is None:
            return {}
        found = {path: self._known.kept.get(origin) for path, origin in origins.items()}
        return {path: Taken.of(plain) for path, plain in found.items() if plain is not None}

    def _read(self, entry: Entry, content: Received) -> Taken:
        taken = Taken(about_file=findings.to_issues(content, entry.file, entry.area))
        if isinstance(content, Workbook):
            self._form(entry, content, taken)
        elif isinstance(content, Document):
            self._report(entry, content, taken)
        else:
            taken.refused = True
        return taken

    def _add(self, entry: Entry, taken: Taken, digest: str) -> None:
        about_file = [*entry.issues, *registry.changed(entry, digest), *taken.about_file]
        if not taken.refused:
            self._rows["sources"].append(source_row(self._run, entry, digest))
        for name, made in taken.rows.items():
            self._rows[name] += made
        rows = taken.count()
        self._files.append(InputFile(entry.file, digest, rows, rows, rows))
        if entry.quarter == self._run.quarter.quarter:
            self._issues += [*about_file, *taken.issues]
            self._claims.append((entry, taken))
        else:
            self._issues += [issue for issue in about_file if issue.severity != "info"]

    def note_refused(self) -> None:
        """Issues of files that were refused, or that nobody registered."""
        own = self._run.quarter.quarter
        for path, sidecar in registry.refused(self._run, own):
            file = registry.rel(self._run, path)
            self._issues += registry.replayed(sidecar, file, sidecar.sender)
        self._issues += registry.strangers(self._run, own)

    def add_ledger(self, found: ledger_file.LedgerFile) -> None:
        """What the office decided and put down about the problems of all quarters."""
        self._rows["ledger_decisions"] += found.decisions
        self._rows["sources"] += found.sources
        self._issues += found.issues
        self._files += found.files

    def result(self) -> Intake:
        """All that was read, each figure in prose compared with the tables."""
        tables = self._tables()
        figures = claim_check.Figures(tables.indicators)
        checked = [
            issue
            for entry, taken in self._claims
            for issue in self._differences(entry, taken, figures)
        ]
        frame = issues.to_frame([*self._issues, *checked])
        found = _joined(self._published.tables.intake_issues, frame)
        files = (*self._published.files, *self._files)
        return Intake(replace(tables, intake_issues=found), files)

    def _tables(self) -> store.Tables:
        """What is published and what was read so far, without the issues."""
        tables = {name: getattr(self._published.tables, name) for name in contracts.SCHEMAS}
        for name, rows in self._rows.items():
            tables[name] = _joined(tables[name], contracts.typed(name, rows))
        return store.Tables(**tables)

    def _form(self, entry: Entry, workbook: Workbook, taken: Taken) -> None:
        """A workbook: its rows, and what its notes claim."""
        sending = forms.Sending(
            entry.file, entry.area, entry.quarter, entry.source_id, entry.origin
        )
        run = of_quarter(self._run, entry.quarter)
        found = forms.read(workbook, self._layout(entry), run, sending, self._past)
        taken.rows = {name: rows for name, rows in found.rows.items() if rows}
        taken.issues += found.issues
        notes = taken.rows.get("notes", [])
        make_unique(notes)
        _keep(taken, entry, self._prose.notes(notes, _origin(entry)))

    def _report(self, entry: Entry, document: Document, taken: Taken) -> None:
        """A written report: its statements and what they claim."""
        written = self._prose.report(document, _origin(entry))
        taken.rows["notes"] = written.notes
        _keep(taken, entry, written)
        if not written.notes:
            taken.issues.append(
                registry.issue("report_without_statements", entry.file, "", entry.area)
            )

    def _layout(self, entry: Entry) -> Layout:
        asked = self._run.quarter.submissions
        version = entry.sidecar.form if entry.sidecar else None
        if version not in recognise.layout_versions(self._run):
            version = asked.form if asked else ""
        name = version or ""
        if name not in self._layouts:
            self._layouts[name] = layouts.load(self._run.root, name)
        return self._layouts[name]

    def _differences(
        self, entry: Entry, taken: Taken, figures: claim_check.Figures
    ) -> Iterator[CellIssue]:
        """Claims that differ from a figure of the tables, each with its place."""
        for claim, locator in taken.claims:
            for issue in claim_check.compare([claim], figures, self._run, file=entry.file):
                yield replace(issue, area=entry.area, **place_of(locator))


def _keep(taken: Taken, entry: Entry, written: Written) -> None:
    """Add what prose claims."""
    taken.rows["claims"] = written.claims
    taken.claims = list(written.places.values())
    if written.too_long_at:
        limit = f"{MAX_CHARACTERS:,}"
        issue = registry.issue("prose_too_long", entry.file, "", entry.area, limit=limit)
        taken.issues.append(replace(issue, **place_of(written.too_long_at)))


def _origins(
    entries: Sequence[Entry], digests: Mapping[Path, str], published: Iterable[InputFile]
) -> dict[Path, object]:
    """All that each file's rows come from besides the code and the catalogue.

    The file, its sidecar, and what a form is compared with: what is published and what was sent
    for earlier quarters.
    """
    own: dict[Path, list[object]] = {
        entry.path: [
            *(entry.file, entry.area, entry.quarter, entry.kind, entry.version),
            digests[entry.path],
            entry.sidecar.model_dump(mode="json") if entry.sidecar else None,
        ]
        for entry in entries
    }
    so_far: list[object] = [[file.path, file.sha256] for file in published]
    found: dict[Path, object] = {}
    for _, group in groupby(entries, lambda entry: entry.quarter):
        paths = [entry.path for entry in group]
        before = hashlib.sha256(json.dumps(so_far).encode()).hexdigest()
        found |= {path: [before, own[path]] for path in paths}
        so_far += [own[path] for path in paths]
    return found


def _origin(entry: Entry) -> Origin:
    return Origin(entry.area, Period.parse(entry.quarter), entry.source_id, entry.origin)


def _joined(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    if one.empty or other.empty:
        return other if one.empty else one
    return pd.concat([one, other], ignore_index=True)
