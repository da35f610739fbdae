"""Text of files made harmless for a terminal: no escape sequence of a sender gets there."""

from __future__ import annotations

import re
from typing import TextIO

MOST = 300  # characters of one text
# Controls (of which a terminal obeys many), marks that turn the direction of writing, halves of
# characters. Line breaks and tabs are for the caller to keep or not.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def plain(text: object) -> str:
    """A text in one line of bearable length, each hidden character as a visible mark."""
    line = harmless(" ".join(str(text).split()))
    return line if len(line) <= MOST else line[: MOST - 1] + "…"


def harmless(text: str) -> str:
    """A text with its lines as they are, each hidden character as a visible mark."""
    return _HIDDEN.sub("\ufffd", text)


def put(text: object, file: TextIO | None = None) -> None:
    """Print a text of any origin: nothing in it is obeyed by the terminal."""
    print(harmless(str(text)), file=file, flush=True)
