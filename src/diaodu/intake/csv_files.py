"""Received CSV files to rows of text: whatever a spreadsheet or an editor made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from diaodu.intake import decoding
from diaodu.intake.decoding import DELIMITERS
from diaodu.intake.layouts import Layout
from diaodu.intake.slip import Slip
from diaodu.intake.text import clean, closest, fold

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and xls that were only renamed


@dataclass(frozen=True)
class CsvTable:
    """Rows of a file by field of its layout.

    headers: field -> the header as the file writes it. rows: (row as a person sees it, field ->
    text of the cell). rows_in: rows of data in the file, also those too broken to be in `rows`.
    usable: False if a required column is missing or stands twice; then `rows` is empty.
    """

    headers: dict[str, str]
    rows: list[tuple[int, dict[str, str]]]
    rows_in: int
    usable: bool = True


def read(data: bytes, layout: Layout, slip: Slip) -> CsvTable | None:
    """Rows of a CSV file; None if the file as a whole cannot be used. Issues go to `slip`."""
    text = decode(data, slip)
    if text is None:
        return None
    delimiter = _delimiter(text, layout)
    if delimiter != ",":
        slip.note("delimiter_read", DELIMITERS[delimiter], row=1)
    records = _filled(_records(text, delimiter, slip))
    start = next(records, None)
    if start is None:
        slip.note("file_empty")
        return None
    number, headers = start
    if headers is None:  # the header itself is broken; the slip says so
        return None
    places, usable = _match(number, headers, layout, slip)
    rows: list[tuple[int, dict[str, str]]] = []
    rows_in = 0
    for number, cells in records:
        rows_in += 1
        if cells is None or not usable:
            continue
        if len(cells) != len(headers):  # a comma too few or too many may have moved any of them
            shown = delimiter.join(cells)
            slip.note("ragged", shown, row=number, cells=len(cells), columns=len(headers))
        else:
            rows.append((number, {field: cells[at] for field, at in places.items()}))
    if rows_in == 0:
        slip.note("no_rows")
    return CsvTable({f: headers[at] for f, at in places.items()}, rows, rows_in, usable)


def count_rows(data: bytes) -> int:
    """Rows of data of a CSV file, the header not counted; 0 for what is no text."""
    slip = Slip("")
    text = decode(data, slip)
    if text is None:
        return 0
    first = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    return max(0, sum(1 for _ in _filled(_records(text, delimiter, slip))) - 1)


def decode(data: bytes, slip: Slip) -> str | None:
    """The text of a file in UTF-8, GB18030 or marked UTF-16; None, with an issue, for all else."""
    if not data.strip():
        slip.note("file_empty")
        return None
    if data.startswith(_WORKBOOKS):
        slip.note("file_is_workbook")
        return None
    text = _decoded(data, slip)
    if text is not None and decoding.is_binary(text):
        slip.note("file_binary")
        return None
    return text


def _decoded(data: bytes, slip: Slip) -> str | None:
    try:
        text, encoding = decoding.decode(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        slip.note("file_encoding", data[error.start : error.start + 4].hex(" "), row=line)
        return None
    if encoding != "UTF-8":
        slip.note("encoding_read", encoding)
    return text


def _delimiter(text: str, layout: Layout) -> str:
    """What parts the cells: the sign that makes most known headers of the first line."""
    first = text.lstrip("\r\n").partition("\n")[0].split("\r")[0]
    known = {
        sign: sum(_key(cell.strip('"')) in layout.fields for cell in first.split(sign))
        for sign in DELIMITERS
    }
    return max(DELIMITERS, key=lambda sign: known[sign])


def _records(text: str, delimiter: str, slip: Slip) -> Iterator[tuple[int, list[str] | None]]:
    """Records with their row as a spreadsheet counts them; None for a row with wrong quotes."""
    for record in decoding.records(text, delimiter):
        if record.cells is None:
            slip.note("quoting", record.line, row=record.row)
        yield record.row, record.cells


def _filled(
    records: Iterator[tuple[int, list[str] | None]],
) -> Iterator[tuple[int, list[str] | None]]:
    """All records but blank lines (a record with wrong quotes is no blank line)."""
    return (r for r in records if r[1] is None or any(cell.strip() for cell in r[1]))


def _key(header: str) -> str:
    """A header for comparison: no case, no spaces, no invisible characters."""
    return re.sub(r"\s", "", fold(clean(header)[0])).casefold()


def _match(
    number: int, headers: list[str], layout: Layout, slip: Slip
) -> tuple[dict[str, int], bool]:
    """Place of every field that the header row names, and whether the rows can be used."""
    places: dict[str, int] = {}
    others: dict[str, str] = {}
    usable = True
    for at, header in enumerate(headers):
        field = layout.fields.get(_key(header))
        if field is None:
            if header.strip():
                others[_key(header)] = header.strip()
        elif field in places:
            first = headers[places[field]]
            slip.note("column_twice", header, row=number, column=header, first=first)
            usable = False
        else:
            places[field] = at
    if not places:
        columns = ", ".join(layout.required)
        slip.note("header_missing", ", ".join(headers), row=number, columns=columns)
        return {}, False
    _note_others(layout, places, others, number, slip)
    return places, usable and set(layout.required) <= set(places)


def _note_others(
    layout: Layout, places: dict[str, int], others: dict[str, str], number: int, slip: Slip
) -> None:
    """Fields that no header names, and headers that name no field."""
    absent = [f for f in (*layout.required, *layout.optional) if f not in places]
    alike: set[str] = set()
    for field in absent:
        near = others.get(closest(field, others), "")
        alike.add(near)
        if field in layout.required:
            found = ", ".join(others.values())
            slip.note("column_missing", found, row=number, column=field, closest=near)
        elif near:
            slip.note("column_misspelt", near, row=number, column=field)
    for header in others.values():
        if header not in alike:
            slip.note("column_ignored", header, row=number, column=header)
