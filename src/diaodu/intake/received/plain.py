"""Files of nothing but text: .csv to a grid, .txt to paragraphs."""

from __future__ import annotations

from collections import Counter

from diaodu.intake.decoding import DELIMITERS, Record, decode, is_binary, records
from diaodu.intake.received import limits
from diaodu.intake.received.cells import PackedCells
from diaodu.intake.received.grid import Document, Finding, Paragraph, Sheet, Workbook
from diaodu.intake.received.packed import Packer, Shared, key_of
from diaodu.intake.received.ranges import too_far
from diaodu.intake.received.refused import Refused

_SAMPLE = 50  # lines that say which sign parts the cells


def read_grid(data: bytes, file: str) -> Workbook:
    """A .csv as a workbook of one sheet, every value a text. Raises Refused if it is no text."""
    text, notes = _text(data)
    sample = [line for line in text[:1_000_000].splitlines() if line.strip()][:_SAMPLE]
    signs = Counter({sign: sum(line.count(sign) for line in sample) for sign in DELIMITERS})
    packer = Packer(Shared())
    broken: list[Record] = []
    max_row = max_column = 0
    for record in records(text, signs.most_common(1)[0][0]):
        if record.cells is None:
            broken.append(record)
            continue
        for column, cell in enumerate(record.cells, 1):
            if not cell.strip():
                continue
            if record.row > limits.MAX_ROW or column > limits.MAX_COLUMN:
                raise too_far("", record.row, column)
            if len(packer.keys) >= limits.MAX_CELLS:
                raise Refused("too_many_cells", limit=f"{limits.MAX_CELLS:,}")
            packer.add_text(key_of(record.row, column), cell)
            max_row, max_column = record.row, max(max_column, column)
    if broken:
        first = broken[0]
        count = {"count": str(len(broken))}
        notes.append(Finding("lines_unreadable", first.line, row=first.row, details=count))
    cells = PackedCells(packer, frozenset(), frozenset(), {})
    sheet = Sheet(name="", cells=cells, max_row=max_row, max_column=max_column)
    return Workbook(file, (sheet,), "csv", tuple(notes))


def read_lines(data: bytes, file: str) -> Document:
    """A .txt as paragraphs, one a line. Raises Refused if it is no text."""
    text, notes = _text(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    paragraphs = tuple(Paragraph(at, line) for at, line in enumerate(lines, 1) if line.strip())
    if len(paragraphs) > limits.MAX_PARAGRAPHS:
        raise Refused("too_many_paragraphs", limit=f"{limits.MAX_PARAGRAPHS:,}")
    return Document(file, paragraphs, "txt", tuple(notes))


def _text(data: bytes) -> tuple[str, list[Finding]]:
    if len(data) > limits.MAX_TEXT_BYTES:
        size = f"{len(data) / limits.MEGABYTE:.1f} MB"
        raise Refused("size_too_large", size, limit=limits.MAX_TEXT_BYTES // limits.MEGABYTE)
    try:
        text, encoding = decode(data)
    except UnicodeDecodeError as error:
        raise Refused("unknown_format", data[error.start : error.start + 4].hex(" ")) from None
    if is_binary(text):
        raise Refused("unknown_format", data[:4].hex(" "))
    if not text.strip():
        raise Refused("empty_file")
    notes: list[Finding] = []
    if encoding != "UTF-8":
        notes.append(Finding("text_encoding", encoding))
    if damaged := text.count("\ufffd"):
        row = text.count("\n", 0, text.index("\ufffd")) + 1
        notes.append(Finding("text_damaged", row=row, details={"count": str(damaged)}))
    return text, notes
