from __future__ import annotations

import io
import struct

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path

from diaodu.publish import woff2


def test_unpacked_it_is_the_very_font() -> None:
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, "工业6.2%"))
    face = hb.Face(hb.Blob.from_file_path(str(sans_path())))
    font = bytes(hb.subset(face, wanted).blob.data)
    packed = woff2.pack(font)
    assert len(packed) % 4 == 0
    unpacked = TTFont(io.BytesIO(packed), checkChecksums=2)  # raises for a wrong sum
    before = TTFont(io.BytesIO(font))
    assert unpacked.flavor == "woff2"
    tags = sorted(before.reader.keys())
    assert list(unpacked.reader.keys()) == tags
    assert all(unpacked.reader[tag] == before.reader[tag] for tag in tags)


def test_the_head_tells_the_sizes() -> None:
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, "业"))
    face = hb.Face(hb.Blob.from_file_path(str(sans_path())))
    font = bytes(hb.subset(face, wanted).blob.data)
    packed = woff2.pack(font)
    length, whole = struct.unpack_from(">8xL4xL", packed)
    assert length == len(packed)
    assert whole == len(font)


def test_other_outlines_are_refused() -> None:
    with pytest.raises(ValueError, match="expected a font of CFF outlines"):
        woff2.pack(b"\0\1\0\0" + bytes(8))
