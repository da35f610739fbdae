"""Fonts inside of a page hold no glyph of a character that the page does not show."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

from fontTools.ttLib import TTFont, TTLibError

from diaodu.present import panel
from diaodu.publish import fonts
from diaodu.publish.separation.pieces import embedded

_DATA = re.compile(r"base64,[A-Za-z0-9+/=\s]+")
_FONTS = (b"wOF2", b"wOFF", b"OTTO", b"\x00\x01\x00\x00", b"true", b"ttcf")


def idle(data: bytes) -> Iterator[str]:
    """The characters, in order, that a font of the page has and the page does not.

    A glyph that no character leads to is named by itself. Raises ValueError for a broken font or
    broken data of the panel.
    """
    text = data.decode("utf-8")
    shown = set(html.unescape(_DATA.sub("", text))) | set(fonts.COUNTERS)
    shown.update(*panel.texts_in(text))
    for _, part in embedded(text):
        if part.startswith(_FONTS):
            yield from _idle(part, shown)


def _idle(part: bytes, shown: set[str]) -> Iterator[str]:
    try:
        font = TTFont(io.BytesIO(part), lazy=True)
        known = font.getBestCmap() or {}
        names = font.getGlyphOrder()
    except (TTLibError, OSError) as error:
        raise ValueError(f"found no readable font ({error})") from None
    yield from (chr(code) for code in sorted(known) if chr(code) not in shown)
    yield from (name for name in names if name not in {".notdef", *known.values()})
