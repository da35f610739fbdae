"""Bytes that are packed: deflate as a script unpacks it, zlib and gzip."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

_FORMS = (-15, 47)  # raw deflate; zlib or gzip, as they begin
_MOST = 20_000_000  # bytes: far more than any page holds


def unpacked(data: bytes) -> Iterator[bytes]:
    """What the bytes are packed from, in each way in which they are whole; nothing if in none.

    Raises ValueError if that is so much that it cannot be looked through.
    """
    for bits in _FORMS:
        packer = zlib.decompressobj(bits)
        try:
            part = packer.decompress(data, _MOST)
        except zlib.error:
            continue
        if packer.unconsumed_tail:
            raise ValueError(f"found packed data of over {_MOST} bytes")
        if packer.eof and part:
            yield part


def apart(data: bytes) -> bytes:
    """JSON as its texts and numbers, each in a line: [417,803] is not 417,803; else as it is."""
    try:
        return "\n".join(_leaves(json.loads(data))).encode()
    except ValueError:  # not UTF-8, or not JSON
        return data


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from _leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part)
    else:
        yield str(value)
