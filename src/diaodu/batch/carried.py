"""Inputs and results carried by way of an address that all workers reach (fsspec: s3://, file://).

For workers that share no file system with the one who has the reports made. What a notebook reads
is put there as one archive for all units, each worker unpacks it once in a folder of its own, and
what a unit came to is put there beside it and fetched by whoever asked. All of it is removed at
the end. Access to the address is the environment's business, as fsspec documents it.
"""

from __future__ import annotations

import atexit
import io
import os
import platform
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from diaodu.batch import files
from diaodu.batch.outcome import Outcome
from diaodu.batch.plan import Unit
from diaodu.batch.worker import Job
from diaodu.errors import DiaoduError, ParameterError
from diaodu.params import Run

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

EARLY = (1980, 1, 1, 0, 0, 0)  # the day of every file in an archive: the same input, the same bytes
_unpacked: dict[str, Path] = {}  # of this process: address of an archive, and where it is unpacked


@dataclass(frozen=True)
class Parcel:
    """Where a run's inputs and results are: one folder at an address."""

    address: str

    @property
    def inputs(self) -> str:
        return f"{self.address}/inputs.zip"

    def result(self, unit: Unit) -> str:
        """Where a unit's files are put."""
        return f"{self.address}/results/{unit.name}.zip"


@contextmanager
def sent(through: str, units: Sequence[Unit]) -> Iterator[Parcel]:
    """Put the inputs of the units to the address, and remove all of it at the end.

    Raises ParameterError for an address that cannot be written.
    """
    parcel = Parcel(f"{through.rstrip('/')}/diaodu-{uuid.uuid4().hex}")
    run = units[0].run
    try:
        _write(parcel.inputs, _packed(run.root, _inputs(run)))
    except DiaoduError as error:
        raise ParameterError(str(error)) from None
    try:
        yield parcel
    finally:
        system, path = _at(parcel.address)
        system.rm(path, recursive=True)


def made(parcel: Parcel, job: Job, make: Callable[[Job], Outcome]) -> Outcome:
    """In a worker: make a job of somebody else's from its inputs, and send what came of it.

    Raises DiaoduError if the worker cannot read or write there.
    """
    root = _unpack(parcel)
    own = _moved(job, root)
    own.aside.mkdir(parents=True, exist_ok=True)
    outcome = make(own)
    kept = [path for path in _results(own.unit) if path.is_file()]
    _write(parcel.result(job.unit), _packed(root, kept))
    failure = outcome.failure
    if failure is not None:  # without the place on the worker
        message = failure.message.replace(f"{root}{os.sep}", "")
        outcome = replace(outcome, failure=replace(failure, message=message))
    return replace(outcome, unit=job.unit)


def fetch(parcel: Parcel, unit: Unit) -> None:
    """Put what a unit came to under its names here; what it has no longer goes."""
    archive = _read(parcel.result(unit))
    for place in _results(unit):
        name = place.relative_to(unit.run.root).as_posix()
        if name in archive.namelist():
            files.put_bytes(place, archive.read(name))
        else:
            place.unlink(missing_ok=True)


def forget(parcel: Parcel) -> None:
    """In a worker: remove the inputs of a run that has ended; a worker outlives many runs."""
    folder = _unpacked.pop(parcel.inputs, None)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def _inputs(run: Run) -> list[Path]:
    """All that notebooks read: parameters, notebooks and processed tables."""
    folders = (run.root / "params", run.root / "notebooks", run.processed)
    found = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in found if not _hidden(path.relative_to(run.root))]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _results(unit: Unit) -> tuple[Path, ...]:
    return unit.html, unit.executed, unit.failed


def _packed(root: Path, paths: Sequence[Path]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            name = zipfile.ZipInfo(path.relative_to(root).as_posix(), EARLY)
            archive.writestr(name, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _unpack(parcel: Parcel) -> Path:
    """The folder with the inputs, of this process alone; it goes with the run or the process."""
    if parcel.inputs not in _unpacked:
        archive = _read(parcel.inputs)
        folder = Path(tempfile.mkdtemp(prefix="diaodu-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        archive.extractall(folder)  # names that lead out of the folder are changed by zipfile
        _unpacked[parcel.inputs] = folder
    return _unpacked[parcel.inputs]


def _moved(job: Job, root: Path) -> Job:
    """The same job in another folder."""
    run = job.unit.run
    file, tables = root / run.file.relative_to(run.root), run.processed.relative_to(run.root)
    unit = replace(job.unit, run=replace(run, root=root, file=file, tables=root / tables))
    return replace(job, unit=unit, aside=unit.run.reports / ".making-carried")


def _read(address: str) -> zipfile.ZipFile:
    with _reaching(address):
        system, path = _at(address)
        with system.open(path, "rb") as file:
            return zipfile.ZipFile(io.BytesIO(file.read()))


def _write(address: str, data: bytes) -> None:
    with _reaching(address):
        system, path = _at(address)
        system.makedirs(system._parent(path), exist_ok=True)
        with system.open(path, "wb") as file:
            file.write(data)


@contextmanager
def _reaching(address: str) -> Iterator[None]:
    """Raise DiaoduError for what a store says; each library has exceptions of its own for that."""
    try:
        yield
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        text = f"--through: found {address!r}; expected what {platform.node()} can reach ({told})"
        raise DiaoduError(text) from None


def _at(address: str) -> tuple[AbstractFileSystem, str]:
    from fsspec.core import url_to_fs  # noqa: PLC0415 (of the extra `cluster`)

    system, path = url_to_fs(address)
    return system, path
