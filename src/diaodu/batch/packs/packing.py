"""Make the packs of a quarter: search each one's files, and write it only if nothing was found."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from diaodu import store
from diaodu.batch import files, lock, submitted
from diaodu.batch.packs import archive, contents
from diaodu.batch.packs.recipients import To
from diaodu.batch.plan import suffix
from diaodu.intake.received import registry
from diaodu.params import Run
from diaodu.publish.separation import belongings, search
from diaodu.publish.separation.search import Hit

FOLDER = "packs"


@dataclass(frozen=True)
class Packed:
    """What became of a recipient's pack: a file, or what was found in it that is another's."""

    to: To
    path: Path | None
    files: int = 0
    size: int = 0
    hits: tuple[Hit, ...] = ()


def path_of(run: Run, to: To) -> Path:
    """The file of a recipient's pack."""
    return run.reports / FOLDER / f"{to.id}{suffix(run.lang)}.zip"


def pack(
    run: Run,
    chosen: Sequence[To],
    done: Callable[[Packed], None],
    *,
    waits: Callable[[], None],
    password: bytes | None = None,
) -> list[Packed]:
    """Make the packs of these recipients; `done` is told of each as soon as it is known.

    run: the province's. A pack in which something of another recipient was found is not written,
    and one of an earlier time is deleted; the others go on. Raises NotFreshError before anything
    is touched if a report is not there or not as it would be made now.
    """
    with lock.held(run, waits):
        contents.check_fresh(run, (unit for to in chosen for unit in contents.units_of(run, to)))
        tables = store.load(run)
        made = []
        with _forms(run, chosen) as forms:
            for to in chosen:
                made.append(_one(run, to, tables, forms, password))
                done(made[-1])
        _list(run)
    return made


def _one(
    run: Run, to: To, tables: store.Tables, forms: Mapping[str, Path], password: bytes | None
) -> Packed:
    path = path_of(run, to)
    path.unlink(missing_ok=True)
    given = contents.of(run, to, forms)
    given[contents.MANIFEST] = contents.manifest(run, to, given)
    others = belongings.of(run, tables, to.whose(run), _file_names(run, to))
    if hits := search.hits(given.items(), others, to.sharing(run)):
        return Packed(to, None, hits=hits)
    files.put_bytes(path, archive.build(given, run.quarter.as_of, password))
    return Packed(to, path, len(given), path.stat().st_size)


def _file_names(run: Run, to: To) -> list[str]:
    """What the recipient called the files that it sent."""
    period = run.quarter.quarter
    read = [(entry.area, entry.sidecar) for entry in registry.entries(run, period)]
    refused = [(sidecar.sender, sidecar) for _, sidecar in registry.refused(run, period)]
    return [
        sidecar.original_name for area, sidecar in (*read, *refused) if sidecar and area in to.areas
    ]


@contextmanager
def _forms(run: Run, chosen: Sequence[To]) -> Iterator[dict[str, Path]]:
    """The workbooks to update of the areas whose packs hold one, written for as long as needed."""
    areas = [area for to in chosen if to.kind == "city" for area in to.areas]
    if any(to.kind == "province" for to in chosen):
        areas = run.peers
    if run.quarter.submissions is None or not areas:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="diaodu-forms-") as folder:
        paths = submitted.write_forms(run, areas, Path(folder))
        yield dict(zip(areas, paths, strict=True))


def _list(run: Run) -> None:
    """Write the list of all packs that are there, with their hashes, beside them."""
    folder = run.reports / FOLDER
    listed = [
        {"name": path.name, "size": path.stat().st_size, "sha256": _digest(path)}
        for path in sorted(folder.glob("*.zip"))
    ]
    text = json.dumps({"format": 1, "run": run.key, "packs": listed}, indent=1, sort_keys=True)
    files.put(folder / contents.MANIFEST, text + "\n")


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
