"""Text files to characters, and delimited text to records: for every file that is no office file.

Nothing is imported from the other parts of intake; processes that only read stay small.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon"}

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_SHARE = 0.05  # more control characters than this, and it is no text
_LINES_OF_A_RECORD = 100  # a cell with more line breaks than this is an unclosed quote
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True)
class Record:
    """One record of a delimited text; row as a spreadsheet counts it, cells None if unreadable."""

    row: int
    cells: list[str] | None
    line: str  # as it stands in the file, only its first line


def decode(data: bytes) -> tuple[str, str]:
    """Text and name of its encoding: UTF-8, marked UTF-16 or GB18030.

    Single bytes that are damaged become U+FFFD. Raises UnicodeDecodeError for all else.
    """
    try:
        if not data.startswith(_UTF16):
            return data.decode("utf-8-sig"), "UTF-8"
        return data.decode("utf-16"), "UTF-16"
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8-sig", errors="replace")
    # Nearly all of it UTF-8: some bytes were damaged. As GB18030 its Chinese would be nonsense.
    if sum(c > "\x7f" for c in mended) > 3 * mended.count("\ufffd"):
        return mended, "UTF-8"
    return data.decode("gb18030"), "GB18030"


def is_binary(text: str) -> bool:
    """Whether there are so many control characters that it cannot be meant to be read."""
    return len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text)


def records(text: str, delimiter: str) -> Iterator[Record]:
    """Records with their row as a spreadsheet counts them.

    A quote that is never closed would swallow all rows after it. So a record that cannot be read,
    or that runs over several lines and has another number of cells than the first one, costs one
    line only, and reading goes on at the next line.
    """
    lines = _LINE.findall(text)
    at, row, width = 0, 0, 0
    while at < len(lines):
        row += 1
        reader = csv.reader(lines[at : at + _LINES_OF_A_RECORD], delimiter=delimiter, strict=True)
        line = lines[at].rstrip("\r\n")
        try:
            cells = next(reader)
        except csv.Error:
            cells = None
        if cells is None or (reader.line_num > 1 and width and len(cells) != width):
            at += 1
            yield Record(row, None, line)
            continue
        at += reader.line_num
        width = width or len(cells)
        yield Record(row, cells, line)
