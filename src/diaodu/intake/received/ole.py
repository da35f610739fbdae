"""The container of old office files (OLE compound file, [MS-CFB]): names of its streams, and bytes.

Every chain of sectors has an end here even where the file says otherwise.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_END = 0xFFFFFFFA  # this number and those above mark ends and free sectors
_SMALL = 4096  # streams below this size lie in sectors of their own kind
_KINDS = {1: "storage", 2: "stream", 5: "root"}


@dataclass(frozen=True)
class Entry:
    """A stream or storage; start: its first sector."""

    name: str
    kind: str
    start: int
    size: int


class Ole:
    """A container held in memory. Raises ValueError or struct.error for one that is broken."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if not data.startswith(MAGIC) or shift not in (9, 12):
            raise ValueError("no compound file")
        self._sector = 1 << shift
        self._table = self._sectors_table()
        directory = struct.unpack_from("<I", data, 48)[0]
        self.entries = list(self._entries(self._chain(directory)))

    def has(self, *names: str) -> bool:
        """Whether it holds a stream or storage of one of these names, upper or lower case."""
        wanted = {name.casefold() for name in names}
        return any(entry.name.casefold() in wanted for entry in self.entries)

    def stream(self, name: str) -> bytes:
        """Bytes of the stream of that name. Raises ValueError if there is none.

        Streams below 4,096 bytes are refused: no workbook is that small.
        """
        for entry in self.entries:
            named = entry.name.casefold() == name.casefold() and entry.kind == "stream"
            if named and entry.size >= _SMALL:
                found = self._chain(entry.start)[: entry.size]
                if len(found) < entry.size:
                    raise ValueError("the file ends too early")
                return found
        raise ValueError("no such stream")

    def _at(self, sector: int) -> bytes:
        begin = (sector + 1) * self._sector
        found = self._data[begin : begin + self._sector]
        if not found:
            raise ValueError("the file ends too early")
        return found

    def _sectors_table(self) -> tuple[int, ...]:
        """The next sector of every sector."""
        parts = list(struct.unpack_from("<109I", self._data, 76))
        extra = struct.unpack_from("<I", self._data, 68)[0]
        most = len(self._data) // self._sector + 1
        per_sector = self._sector // 4
        for _ in range(most):
            if extra >= _END:
                break
            numbers = struct.unpack(f"<{per_sector}I", self._at(extra).ljust(self._sector, b"\xff"))
            parts += numbers[:-1]
            extra = numbers[-1]
        used = [part for part in parts if part < _END][:most]
        table = b"".join(self._at(part).ljust(self._sector, b"\xff") for part in used)
        return struct.unpack(f"<{len(table) // 4}I", table)

    def _chain(self, sector: int) -> bytes:
        parts: list[bytes] = []
        for _ in range(len(self._table) + 1):
            if sector >= _END:
                return b"".join(parts)
            parts.append(self._at(sector))
            if sector >= len(self._table):
                raise ValueError("a sector out of the table")
            sector = self._table[sector]
        raise ValueError("sectors go round in a circle")

    @staticmethod
    def _entries(directory: bytes) -> Iterator[Entry]:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            if kind in _KINDS:
                name = directory[at : at + min(max(length - 2, 0), 64)].decode(
                    "utf-16-le", "replace"
                )
                yield Entry(name, _KINDS[kind], start, size)
