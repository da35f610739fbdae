"""The characters of a page as embedded fonts, so that Chinese shows where no Chinese font is."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable
from functools import lru_cache

import uharfbuzz as hb

from diaodu import typefaces
from diaodu.present import panel
from diaodu.publish import woff2
from diaodu.typefaces import Face

MARK = "/*fonts*/"  # where a template's style sheet wants the font rules
COUNTERS = "0123456789.一二三四五六七八九十、"  # page.css numbers sections and entries with these
# kerning and variants of glyphs: charts measure their texts without them, and they cost time
_DROPPED = ("BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx")
_FAMILIES: dict[Face, str] = {"sans": "Diaodu Sans", "serif": "Diaodu Serif"}

_TEMPLATES = re.compile(r"<template>.*?</template>", re.DOTALL)
_NAMES = (0, 1, 2, 13, 14)  # the licence asks to keep its notice
_FLAGS = (
    hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.DESUBROUTINIZE  # what is said twice is what the compression is for
    | hb.SubsetFlags.NOTDEF_OUTLINE
    | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    | hb.SubsetFlags.NO_BIDI_CLOSURE
)


def subset(characters: Iterable[str], face: Face = "sans") -> str:
    """Noto Sans SC (or Serif) cut down to `characters`, as base64 of WOFF2.

    The same characters give the same bytes. A character that the font lacks is left out: the
    reader's own fonts are asked for it.
    """
    return _subset(frozenset(characters), face)


def missing(characters: Iterable[str], face: Face = "sans") -> frozenset[str]:
    """Those of `characters` that the font has no glyph for (control characters do not count)."""
    return frozenset(c for c in characters if c.isprintable() and ord(c) not in _covered(face))


def embed(page: str, title: str) -> str:
    """Put the fonts of a finished page in the place of its MARK.

    The sans gets every character of the page, those of its charts' texts, of its style sheet and of
    its source panel among them; the serif gets those of `title` only: all headings would weigh as
    much as five charts. What stands in a <template> is not drawn, and what a script shows of it was
    typed by a reader who has the fonts for it. Where our fonts are not installed, the page has
    none, and the reader's own show it.
    """
    if any(typefaces.path(face) is None for face in _FAMILIES):
        return page.replace(MARK, "", 1)
    sans = html.unescape(_TEMPLATES.sub("", page).replace(MARK, "", 1)) + COUNTERS
    sans += "".join(panel.texts_in(page))
    rules = _rule("sans", sans) + _rule("serif", title)
    return page.replace(MARK, rules, 1)


def _rule(face: Face, characters: str) -> str:
    return (
        f"@font-face{{font-family:'{_FAMILIES[face]}';font-weight:400;"
        f"src:url(data:font/woff2;base64,{subset(characters, face)}) format('woff2')}}\n"
    )


@lru_cache(maxsize=64)
def _subset(characters: frozenset[str], face: Face) -> str:
    wanted = hb.SubsetInput()
    wanted.flags = _FLAGS
    wanted.unicode_set.clear()
    wanted.unicode_set.update(ord(c) for c in characters)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii")) for tag in _DROPPED)
    wanted.name_id_set.clear()
    wanted.name_id_set.update(_NAMES)
    font = bytes(hb.subset(_face(face), wanted).blob.data)
    return base64.b64encode(woff2.pack(font)).decode("ascii")


def warm_up() -> None:
    """Open the fonts: a process forked later begins with them."""
    for face in _FAMILIES:
        if typefaces.path(face) is not None:
            _covered(face)


@lru_cache(maxsize=2)
def _covered(face: Face) -> frozenset[int]:
    return frozenset(_face(face).unicodes)


@lru_cache(maxsize=2)
def _face(face: Face) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(typefaces.path(face))))
