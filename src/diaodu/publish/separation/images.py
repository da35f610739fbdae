"""What pictures say of themselves, and bytes of no known kind as text."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
_DRAWN = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS"}  # chunks that are the picture itself
_CODES = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_SCAN = 0xDA  # of a JPEG: from here on there is the picture
_MOST = 4_000_000  # characters of a packed text


def metadata(data: bytes) -> Iterator[tuple[str, str]]:
    """Name of the place and text of all that a PNG or JPEG holds beside its picture."""
    found = _chunks(data) if data.startswith(PNG) else _segments(data)
    for where, part in found:
        for text in readings(part):
            yield where, text


def readings(data: bytes) -> Iterator[str]:
    """The texts that the bytes can be read as."""
    for code in _CODES:
        yield data.decode(code, "ignore")
    yield data[1:].decode("utf-16-le", "ignore")


def _chunks(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = len(PNG)
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        part = data[at + 8 : at + 8 + size]
        at += 12 + size
        if kind in _DRAWN:
            if kind == b"IEND":
                break
            continue
        name = kind.decode("latin-1")
        yield name, part
        yield from ((name, text) for text in _unpacked(part))
    if data[at:]:
        yield "after the end", data[at:]


def _unpacked(part: bytes) -> Iterator[bytes]:
    """What is packed in a text chunk, wherever in it that begins."""
    for at in range(min(len(part), 200)):
        if part[at : at + 1] == b"\x78":
            try:
                yield zlib.decompressobj().decompress(part[at:], _MOST)
            except zlib.error:
                continue


def _segments(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
        (size,) = struct.unpack(">H", data[at + 2 : at + 4])
        yield f"segment {data[at + 1]:X}", data[at + 4 : at + 2 + size]
        at += 2 + size
    end = data.rfind(b"\xff\xd9")
    if end >= 0 and data[end + 2 :]:
        yield "after the end", data[end + 2 :]
