"""Texts of a .xlsx: its table of shared texts, its comments, and how both hide characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO

from diaodu.intake.received import xml_parts
from diaodu.intake.received.xml_parts import Attributes

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """The text with characters that XML cannot hold: `_x000D_` is a return, `_x005F_` a `_`.

    What would give a NUL or half a character stays as it stands (ECMA-376, part 1, 22.9.2.19).
    """
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


def read_texts(source: IO[bytes], item: str, keep: Callable[[Attributes, str], object]) -> None:
    """Hand every text of a part to `keep`, with the attributes of the element that holds it.

    item: the element that is one text (`{x}si`, `{x}comment`). Readings of characters (`{x}rPh`),
    which a program shows only above them, are left out.
    """
    parts: list[str] = []
    piece: list[str] = []
    attributes: Attributes = {}
    phonetic = False

    def start(name: str, given: Attributes) -> None:
        nonlocal attributes, phonetic
        if name == "{x}t":
            piece.clear()
        elif name == item:
            attributes = given
            parts.clear()
        elif name == "{x}rPh":
            phonetic = True

    def end(name: str) -> None:
        nonlocal phonetic
        if name == "{x}t" and not phonetic:
            parts.append("".join(piece))
        elif name == item:
            keep(attributes, unescaped("".join(parts)))
        elif name == "{x}rPh":
            phonetic = False

    xml_parts.feed(source, start, end, piece.append)
