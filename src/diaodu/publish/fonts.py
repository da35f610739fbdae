"""The characters of a page as embedded fonts, so that Chinese shows where no Chinese font is."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

import pylopdf_fonts_zh_cn
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

Face = Literal["sans", "serif"]
MARK = "/*fonts*/"  # where a template's style sheet wants the font rules
COUNTERS = "0123456789.一二三四五六七八九十、"  # page.css numbers sections and entries with these
# kerning and variants of glyphs: charts measure their texts without them, and they cost time
_DROPPED = ("BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx")
_FAMILIES: dict[Face, str] = {"sans": "Diaodu Sans", "serif": "Diaodu Serif"}

_TEMPLATES = re.compile(r"<template>.*?</template>", re.DOTALL)
_ready: dict[Face, TTFont] = {}  # a subset uses up its font: it takes glyphs out of it


def subset(characters: Iterable[str], face: Face = "sans") -> str:
    """Noto Sans SC (or Serif) cut down to `characters`, as base64 of WOFF2.

    The same characters give the same bytes. A character that the font lacks is left out: the
    reader's own fonts are asked for it.
    """
    return _subset(frozenset(characters), face)


def missing(characters: Iterable[str], face: Face = "sans") -> frozenset[str]:
    """Those of `characters` that the font has no glyph for (control characters do not count)."""
    return frozenset(c for c in characters if c.isprintable() and ord(c) not in _covered(face))


def embed(page: str, headings: str) -> str:
    """Put the fonts of a finished page in the place of its MARK.

    The sans gets every character of the page, those of its charts' texts and of its style sheet
    among them; the serif gets those of `headings`. What stands in a <template> is not drawn, and
    what a script shows of it was typed by a reader who has the fonts for it.
    """
    return embed_all([page], headings)[0]


def embed_all(pages: Sequence[str], headings: str) -> list[str]:
    """As `embed`, for pages that all get the same fonts: those of the characters of all."""
    if not pages:
        return []
    sans = html.unescape(_TEMPLATES.sub("", "".join(pages))) + COUNTERS
    rules = _rule("sans", sans) + _rule("serif", headings + COUNTERS)
    return [page.replace(MARK, rules, 1) for page in pages]


def _rule(face: Face, characters: str) -> str:
    return (
        f"@font-face{{font-family:'{_FAMILIES[face]}';font-weight:400;"
        f"src:url(data:font/woff2;base64,{subset(characters, face)}) format('woff2')}}\n"
    )


@lru_cache(maxsize=64)
def _subset(characters: frozenset[str], face: Face) -> str:
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]  # the licence asks to keep its notice
    options.notdef_outline = True
    font = _ready.pop(face, None) or _parsed(face)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in characters])
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    font.close()
    return base64.b64encode(out.getvalue()).decode("ascii")


def warm_up() -> None:
    """Parse the fonts for the next subset of each: a process forked later begins with them."""
    for face in _FAMILIES:
        _ready.setdefault(face, _parsed(face))


def _parsed(face: Face) -> TTFont:
    """The font with what each subset reads of it already read."""
    # a time of making would change the bytes; boxes of the whole font do for a part of it
    font = TTFont(_path(face), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    for name in _DROPPED:
        if name in font:
            del font[name]
    font.getBestCmap()
    font.getGlyphOrder()
    _ = font["CFF "].cff.topDictIndex[0].CharStrings, font["hmtx"].metrics
    return font


@lru_cache(maxsize=2)
def _covered(face: Face) -> frozenset[int]:
    return frozenset(TTFont(_path(face), lazy=True).getBestCmap())


def _path(face: Face) -> str:
    path = pylopdf_fonts_zh_cn.sans_path if face == "sans" else pylopdf_fonts_zh_cn.serif_path
    return str(path())
