"""What every sender gets back: a page, and a marked copy of its workbook."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

import pandas as pd

from diaodu import issues, store
from diaodu.batch import files, fingerprint
from diaodu.batch.kept import Copies
from diaodu.batch.plan import suffix
from diaodu.intake.received import registry
from diaodu.intake.slips.marked import NotMarkableError
from diaodu.intake.slips.marking import Markers
from diaodu.params import Run
from diaodu.publish.slip import Received, Slip, compose_all, finish

MAKING = ("diaodu.intake.slips.marking", "diaodu.publish.slip")
_ZIP = b"PK\x03\x04"  # what a .xlsx begins with, whatever its name


def write_slips(run: Run, tables: store.Tables) -> list[Path]:
    """Write the slips of the quarter's areas in the run's language; returns their paths.

    slips/<area>.html for each area of the quarter's file, and beside it <area>.xlsx where a
    workbook has anything wrong with it. tables: those of the run, fresh from intake.
    Nothing is written for a run without submissions.
    """
    if run.quarter.submissions is None:
        return []
    received = _received(run, tables)
    own = run.raw.relative_to(run.root).as_posix()
    sent = tables.intake_issues[tables.intake_issues["file"].str.startswith(f"{own}/")]
    rendered = issues.render(sent, run.lang)
    found = {area: _issues(run, rendered, area, own) for area, own in received.items()}
    known = Copies(run, *MAKING)
    copies = _mark_all(run, known, received, found)
    paths = [copy for copy in copies.values() if copy]
    slips = [
        Slip(area, found[area], received[area], copy.name if copy else "")
        for area, copy in copies.items()
    ]
    for slip, composed in zip(slips, compose_all(run, slips), strict=True):
        path = _path(run, slip.area, "html")
        if not known.same(path, composed):
            files.put(path, finish(*composed))
            known.note(path, composed)
        paths.append(path)
    known.save()
    return sorted(paths)


def _path(run: Run, area: str, ending: str) -> Path:
    return run.reports / "slips" / f"{area}{suffix(run.lang)}.{ending}"


def _received(run: Run, tables: store.Tables) -> dict[str, list[Received]]:
    """The newest version of all that each area sent for the quarter, and what was refused."""
    received: dict[str, list[Received]] = {area.id: [] for area in run.reported}
    figures, entries = _counts(tables)
    broken = _unread(tables.intake_issues)
    for entry in registry.newest(registry.entries(run, run.quarter.quarter)):
        known = entry.sidecar
        if entry.area in received:
            count = figures.get(entry.source_id, 0), entries.get(entry.source_id, 0)
            file = Received(
                file=entry.file,
                name=known.original_name if known else entry.path.name,
                kind=entry.kind,
                version=entry.version,
                received_on=known.received_on if known else None,
                figures=count[0],
                entries=count[1],
                read=any(count) or entry.file not in broken,
                illustrative=entry.origin == "illustrative",
            )
            received[entry.area].append(file)
    for path, sidecar in registry.refused(run, run.quarter.quarter):
        if sidecar.sender in received:
            file = Received(
                file=registry.rel(run, path),
                name=sidecar.original_name,
                kind=sidecar.kind or "form",
                received_on=sidecar.received_on,
                read=False,
                illustrative=sidecar.origin == "illustrative",
            )
            received[sidecar.sender].append(file)
    return received


def _counts(tables: store.Tables) -> tuple[dict[str, int], dict[str, int]]:
    """Source -> figures, and source -> projects, enterprises and statements that were read."""
    figures: dict[str, int] = {}
    for source, count in _figures(tables):
        figures[source] = figures.get(source, 0) + count
    listed = (tables.projects, tables.enterprises, tables.notes)
    entries = pd.concat([table["source_id"] for table in listed]).value_counts()
    return figures, {str(source): int(count) for source, count in entries.items()}


def _figures(tables: store.Tables) -> Iterator[tuple[str, int]]:
    """A source and the number of its figures in one table, one or more times a source."""
    for table in (tables.indicators, tables.targets, tables.claims):  # one figure a row
        for source, count in table["source_id"].value_counts().items():
            yield str(source), int(count)
    for table in (tables.projects, tables.enterprises):  # one figure a filled cell
        numbers = [name for name in table if pd.api.types.is_float_dtype(table[name])]
        counts = table[numbers].notna().sum(axis=1).groupby(table["source_id"]).sum()
        for source, count in counts.items():
            yield str(source), int(count)


def _unread(found: pd.DataFrame) -> set[str]:
    """Files with an error that is about the whole of them."""
    whole = found["sheet"].isna() & found["row"].isna() & found["severity"].eq("error")
    return set(found.loc[whole, "file"])


def _issues(run: Run, found: pd.DataFrame, area: str, received: list[Received]) -> pd.DataFrame:
    """The issues of an area's files of the quarter: those listed, and others of its folder."""
    folder = f"{registry.rel(run, run.received / area)}/"
    files_of_area = {file.file for file in received}
    return found[found["file"].isin(files_of_area) | found["file"].str.startswith(folder)]


def _mark_all(
    run: Run,
    copies: Copies,
    received: dict[str, list[Received]],
    found: dict[str, pd.DataFrame],
) -> dict[str, Path | None]:
    """The marked copies by area, made side by side: they are most of the work."""
    workers = max(1, min(os.cpu_count() or 1, len(received)))
    idle: SimpleQueue[Markers] = SimpleQueue()

    def make(area: str) -> Path | None:
        markers = idle.get()
        try:
            return _mark(run, markers, copies, area, received[area], found[area])
        finally:
            idle.put(markers)

    with ExitStack() as stack, ThreadPoolExecutor(workers) as pool:
        for _ in range(workers):
            idle.put(stack.enter_context(Markers()))
        return dict(zip(received, pool.map(make, received), strict=True))


def _mark(
    run: Run,
    markers: Markers,
    copies: Copies,
    area: str,
    received: list[Received],
    found: pd.DataFrame,
) -> Path | None:
    """The marked copy of an area's workbook; None, and no copy of an earlier run, without one.

    One that is as it would be made is left alone.
    """
    path = _path(run, area, "xlsx")
    for file in received:
        own = found[found["file"] == file.file]
        if file.kind != "form" or not file.read or own.empty:
            continue
        try:
            data = (run.root / file.file).read_bytes()
            made_from = [fingerprint.digest(run.root / file.file), own.to_json(orient="split")]
            if copies.same(path, made_from):
                return path
            if data.startswith(_ZIP):
                files.put_bytes(path, markers.mark(data, own, run.lang))
                copies.note(path, made_from)
                return path
        except (OSError, NotMarkableError):
            break  # the page says that there is no copy
    path.unlink(missing_ok=True)
    return None
