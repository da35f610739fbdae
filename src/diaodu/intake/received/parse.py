"""One received file to a grid, a document or a refusal, whatever its bytes. Runs in a child."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

from diaodu.intake.received import docx, kinds, limits, plain, xlsx
from diaodu.intake.received.grid import Document, Finding, Received, Refusal, Workbook
from diaodu.intake.received.ole import MAGIC, Ole
from diaodu.intake.received.package import Package
from diaodu.intake.received.refused import Refused

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_REASON = 120  # characters of an unforeseen error that a refusal repeats


def parse(path: Path) -> Received:
    """Read the file at `path`; a refusal with its reason for whatever cannot be read.

    Raises MemoryError, which is for the process to report, and nothing else.
    """
    file = kinds.safe_name(path.name)
    notes: list[Finding] = []
    if file != path.name:
        notes.append(Finding("name_unsafe", path.name, details={"name": file}))
    try:
        read = _read(path, file)
    except Refused as refused:
        return _refusal(refused, file, notes)
    except MemoryError:
        raise
    except Exception as error:  # a broken file breaks readers in ways that nobody has listed
        reason = f"{type(error).__name__}: {error}"[:_REASON]
        return _refusal(Refused("not_readable", reason=reason), file, notes)
    suffix = kinds.suffix_of(path.name)
    if not kinds.suits(read.kind, suffix):
        notes.append(Finding("extension_differs", suffix, details={"kind": f".{read.kind}"}))
    return replace(read, notes=(*notes, *read.notes))


def _refusal(refused: Refused, file: str, notes: list[Finding]) -> Refusal:
    return Refusal(
        code=refused.code,
        details=refused.details,
        found=refused.found,
        sheet=refused.sheet,
        row=refused.row,
        column=refused.column,
        file=file,
        notes=tuple(notes),
    )


def _read(path: Path, file: str) -> Workbook | Document:
    data = _bytes(path)
    kinds.refuse_by_bytes(data)
    suffix = kinds.suffix_of(path.name)
    if data.startswith(_ZIP):
        return _read_package(data, file)
    if data.startswith(MAGIC):
        container = Ole(data)
        kinds.check_container(container, suffix)
        from diaodu.intake.received import xls  # noqa: PLC0415 (few files need it)

        return xls.read(data, container, file)
    if kinds.of_text(data, suffix) == "csv":
        return plain.read_grid(data, file)
    return plain.read_lines(data, file)


def _read_package(data: bytes, file: str) -> Workbook | Document:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise Refused("not_readable", reason=str(error)) from None
    with archive:
        package = Package(archive)
        if kinds.of_package(package) == "xlsx":
            return xlsx.read(package, file)
        return docx.read(package, file)


def _bytes(path: Path) -> bytes:
    """All bytes of a regular file. Raises Refused for anything else and for too many of them."""
    try:
        # A pipe or a device must not keep us waiting.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except OSError as error:
        raise Refused("cannot_open", reason=error.strerror or type(error).__name__) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("cannot_open", reason="not a file")
        if status.st_size > limits.MAX_BYTES:
            size = f"{status.st_size / limits.MEGABYTE:.1f} MB"
            raise Refused("size_too_large", size, limit=limits.MAX_BYTES // limits.MEGABYTE)
        with open(handle, "rb", closefd=False) as source:
            return source.read(status.st_size)
    finally:
        os.close(handle)
