"""A font file as WOFF2, the compressed form that pages embed.

fontTools writes WOFF2 as well, but always with the slowest compression.
"""

from __future__ import annotations

import struct

import brotli
from fontTools.ttLib.woff2 import getKnownTagIndex, packBase128

# Of 11: 10 takes ten times as long, a quarter of a report's whole time once, and saves eight
# hundredths of the font; 11 thirty times, and saves one more.
QUALITY = 9
# Looking back 64 kB rather than 4 MB, the compressor takes 1 MB of memory and not 32, most of a
# report's own memory and thirty thousandths of a second, for two thousandths of the font.
WINDOW = 16
_UNKNOWN_TAG = 0x3F
_HEADER = struct.Struct(">4s4sLHHLLHHLLLLL")


def pack(font: bytes) -> bytes:
    """An OpenType font of CFF outlines as WOFF2 (W3C Recommendation of 2022), nothing transformed.

    Raises ValueError for a font of other outlines: WOFF2 would have to transform them.
    """
    flavour, count = struct.unpack_from(">4sH", font)
    if flavour != b"OTTO":
        raise ValueError(f"expected a font of CFF outlines (OTTO), found {flavour!r}")
    directory, tables, whole = bytearray(), [], 12 + 16 * count
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(count))
    for tag, _, start, length in sorted(entries):  # by tag, as readers expect it
        index = getKnownTagIndex(tag.decode("ascii"))
        directory += bytes([index]) + (tag if index == _UNKNOWN_TAG else b"")
        directory += packBase128(length)
        tables.append(font[start : start + length])
        whole += (length + 3) & ~3
    compressed: bytes = brotli.compress(
        b"".join(tables), mode=brotli.MODE_FONT, quality=QUALITY, lgwin=WINDOW
    )
    size = _HEADER.size + len(directory) + len(compressed)
    padding = -size % 4
    header = _HEADER.pack(
        *(b"wOF2", flavour, size + padding, count, 0, whole, len(compressed), 1, 0),
        *(0, 0, 0, 0, 0),  # no metadata, no private data
    )
    return header + bytes(directory) + compressed + bytes(padding)
