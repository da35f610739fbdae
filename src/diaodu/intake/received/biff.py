"""What calamine does not tell of a .xls: formats, error cells, hidden rows, and how far it reaches.

Without the formats a cell that shows 5.8% would be read as 0.058 of an unknown kind; without the
errors `#DIV/0!` would be read as an empty cell; and a cell far away makes calamine ask for more
memory than there is. Records are those of [MS-XLS]; only fixed parts of them are looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from diaodu.intake.received.number_formats import BUILTIN, GENERAL
from diaodu.intake.received.refused import Refused

_BOF, _EOF, _FILEPASS = 0x0809, 0x000A, 0x002F
_SHEET, _FORMAT, _XF, _LINK, _FROM_1904 = 0x0085, 0x041E, 0x00E0, 0x01AE, 0x0022
_ROW, _COLUMNS, _NOTE = 0x0208, 0x007D, 0x001C
_FORMULA, _BOOL_OR_ERROR, _MANY_NUMBERS = 0x0006, 0x0205, 0x00BD
# Records of one cell with content: each begins with row, column and style.
_CELLS = {_FORMULA, _BOOL_OR_ERROR, 0x0203, 0x0204, 0x00FD, 0x027E, 0x00D6}
_OWN_LINKS = (b"\x01\x04", b"\x01\x3a")  # links to this very workbook, and to functions
_WORKSHEET = 0
_ERRORS = {
    **{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!"},
    **{0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"},
}


@dataclass
class SheetFacts:
    """Of one sheet; rows and columns are counted from 0, as in the file."""

    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    notes: int = 0
    last_row: int = -1
    last_column: int = -1


@dataclass
class Facts:
    """Of a workbook; sheets by name. formats: by style."""

    formats: list[str] = field(default_factory=list)
    sheets: dict[str, SheetFacts] = field(default_factory=dict)
    from_1904: bool = False
    links: bool = False


def scan(data: bytes) -> Facts:
    """Facts of the workbook's stream. Raises Refused if it is encrypted, struct.error if broken."""
    facts = Facts()
    own: dict[int, str] = {}
    numbers: list[int] = []
    places: list[tuple[int, str]] = []
    for kind, body in _records(data, 0):
        if kind == _FILEPASS:
            raise Refused("encrypted")
        if kind == _FORMAT:
            number, text = _format(body)
            own[number] = text
        elif kind == _XF:
            numbers.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _SHEET and body[5:6] == bytes([_WORKSHEET]):
            places.append((struct.unpack_from("<I", body)[0], _short_text(body[6:])))
        elif kind == _LINK:
            facts.links |= body[2:4] not in _OWN_LINKS
        elif kind == _FROM_1904:
            facts.from_1904 = body[:1] == b"\x01"
    facts.formats = [own.get(n) or BUILTIN.get(n, GENERAL) for n in numbers]
    for begin, name in places:
        facts.sheets[name] = _sheet(data, begin)
    return facts


def _records(data: bytes, begin: int) -> Iterator[tuple[int, bytes]]:
    """Records from a BOF to its EOF; charts within a sheet have their own pairs of these."""
    depth = 0
    at = begin
    while True:
        kind, size = struct.unpack_from("<HH", data, at)
        body = data[at + 4 : at + 4 + size]
        at += 4 + size
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, body


def _sheet(data: bytes, begin: int) -> SheetFacts:
    facts = SheetFacts()
    others: dict[int, Callable[[SheetFacts, bytes], None]] = {
        _MANY_NUMBERS: _note_many,
        _ROW: _note_row,
        _COLUMNS: _note_columns,
        _NOTE: _count_note,
    }
    for kind, body in _records(data, begin):
        if kind in _CELLS:
            row, column, style = struct.unpack_from("<HHH", body)
            _note_cell(facts, row, column, style)
            if kind == _FORMULA:
                facts.formulas.add((row, column))
            if (error := _error(kind, body)) is not None:
                facts.errors[(row, column)] = error
        elif kind in others:
            others[kind](facts, body)
    return facts


def _note_cell(facts: SheetFacts, row: int, column: int, style: int) -> None:
    facts.styles[(row, column)] = style
    facts.last_row = max(facts.last_row, row)
    facts.last_column = max(facts.last_column, column)


def _note_many(facts: SheetFacts, body: bytes) -> None:
    row, first = struct.unpack_from("<HH", body)
    for at, begin in enumerate(range(4, len(body) - 2, 6)):
        _note_cell(facts, row, first + at, struct.unpack_from("<H", body, begin)[0])


def _note_row(facts: SheetFacts, body: bytes) -> None:
    if body[12] & 0x20:
        facts.hidden_rows.add(struct.unpack_from("<H", body)[0])


def _note_columns(facts: SheetFacts, body: bytes) -> None:
    first, last, _, _, options = struct.unpack_from("<5H", body)
    if options & 1:
        facts.hidden_columns.append((first, last))


def _count_note(facts: SheetFacts, _body: bytes) -> None:
    facts.notes += 1


def _error(kind: int, body: bytes) -> str | None:
    """The error that a cell shows, if it shows one."""
    if kind == _BOOL_OR_ERROR and body[7]:
        return _ERRORS.get(body[6], "#VALUE!")
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8], "#VALUE!")
    return None


def _format(body: bytes) -> tuple[int, str]:
    number, length, wide = struct.unpack_from("<HHB", body)
    text = body[5 : 5 + (length * 2 if wide & 1 else length)]
    return number, text.decode("utf-16-le" if wide & 1 else "latin-1", "replace")


def _short_text(body: bytes) -> str:
    length, wide = body[0], body[1] & 1
    text = body[2 : 2 + (length * 2 if wide else length)]
    return text.decode("utf-16-le" if wide else "latin-1", "replace")
