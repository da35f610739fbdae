"""Old office files written by hand: the container, and in it a workbook of a few records."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_SMALL = 4096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def container(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams, each filled up with zeros to 4,096 bytes."""
    padded = {
        n: s.ljust(max(_SMALL, -(-len(s) // _SECTOR) * _SECTOR), b"\0") for n, s in streams.items()
    }
    entries = [_entry("Root Entry", 5, _END, 0)]
    chains: list[int] = []
    bodies = b""
    directory_sectors = (len(streams) + 1 + 3) // 4
    sectors = directory_sectors + sum(len(s) // _SECTOR for s in padded.values())
    tables = -(-(sectors + 2) // (_SECTOR // 4 - 1))
    begin = tables + directory_sectors
    for name, stream in padded.items():
        count = len(stream) // _SECTOR
        entries.append(_entry(name, 2, begin, len(stream)))
        chains += [*range(begin + 1, begin + count), _END]
        bodies += stream
        begin += count
    directory = [*range(tables + 1, tables + directory_sectors), _END]
    table = [*[_TABLE] * tables, *directory, *chains]
    table += [_FREE] * (tables * _SECTOR // 4 - len(table))
    header = struct.pack("<8s16xHHHHH6xIII4xIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, _SMALL, _END, 0, _END, 0)  # fmt: skip
    places = [*range(tables), *[_FREE] * (109 - tables)]
    body = b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    return (
        header
        + struct.pack("<109I", *places)
        + struct.pack(f"<{len(table)}I", *table)
        + body
        + bodies
    )


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    child = 1 if kind == 5 else 0xFFFFFFFF
    return struct.pack("<64sHBBIII36xIII", encoded, len(encoded) + 2, kind, 1, _FREE,
        _FREE, child, start, size, 0)  # fmt: skip


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def text(row: int, column: int, at: int) -> bytes:
    return record(0x00FD, struct.pack("<HHHI", row, column, 0, at))


def error(row: int, column: int, code: int = 7) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def truth(row: int, column: int, value: bool) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, value, 0))


def formula(row: int, column: int, result: float) -> bytes:
    return record(0x0006, struct.pack("<HHHdHIHBH", row, column, 0, result, 0, 0, 3, 0x1E, 1))


def failed_formula(row: int, column: int, code: int = 7) -> bytes:
    result = struct.pack("<BBBBBBH", 2, 0, code, 0, 0, 0, 0xFFFF)
    return record(0x0006, struct.pack("<HHH8sHIHBH", row, column, 0, result, 0, 0, 3, 0x1E, 1))


def hidden_row(row: int) -> bytes:
    return record(0x0208, struct.pack("<HHHHHHHH", row, 0, 9, 255, 0, 0, 0x20, 0))


def hidden_columns(first: int, last: int) -> bytes:
    return record(0x007D, struct.pack("<6H", first, last, 2048, 0, 1, 0))


def merged(top: int, bottom: int, left: int, right: int) -> bytes:
    return record(0x00E5, struct.pack("<5H", 1, top, bottom, left, right))


def stream(
    cells: Sequence[bytes], texts: Sequence[str] = (), formats: Sequence[str] = ("General",),
    extra: bytes = b"", hidden: bool = False,
) -> bytes:  # fmt: skip
    """The stream of a workbook with one sheet `表1`; style n has the n-th format."""
    begin = (
        record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
        + record(0x0042, b"\xb0\x04")
        + extra
    )
    for at, code in enumerate(formats):
        wide = code.encode("utf-16-le")
        begin += record(0x041E, struct.pack("<HHB", 200 + at, len(code), 1) + wide)
    for at in range(len(formats)):
        begin += record(0x00E0, struct.pack("<HH16x", 0, 200 + at))
    table = struct.pack("<II", len(texts), len(texts))
    table += b"".join(struct.pack("<HB", len(t), 1) + t.encode("utf-16-le") for t in texts)
    end = record(0x00FC, table) + record(0x000A)
    name = "表1".encode("utf-16-le")
    place = len(begin) + len(end) + 4 + 8 + len(name)
    listed = record(0x0085, struct.pack("<IBBBB", place, hidden, 0, 2, 1) + name)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    return begin + listed + end + sheet + b"".join(cells) + record(0x000A)


def workbook(
    cells: Sequence[bytes], texts: Sequence[str] = (), formats: Sequence[str] = ("General",),
    extra: bytes = b"", hidden: bool = False, more: Mapping[str, bytes] | None = None,
) -> bytes:  # fmt: skip
    """A .xls with one sheet; more: other streams of the file."""
    return container({"Workbook": stream(cells, texts, formats, extra, hidden), **(more or {})})
