"""Tables of a page as tables of Word: real columns, a head that comes again on each page."""

from __future__ import annotations

import math
import re

from lxml import html

from diaodu.publish.office.content import Node, classes, visible
from diaodu.publish.office.grid import Cell, Grid, lines_of
from diaodu.publish.office.look import TWIPS, colours, shades
from diaodu.publish.office.ooxml import Element, el, paragraph
from diaodu.publish.office.runs import Format, Inline, parts_of
from diaodu.publish.office.widths import PADDING, em

_TURNED = 3.2  # em: a head of more is as high as this many characters when it stands upright
_KEPT = 2  # rows that stay together at either end of a table
_ALONE = 600  # characters: a row of more may be cut by the end of a page
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")
_LINE = 1.35 * TWIPS  # height of a line: twips a point
Below = dict[int, tuple[Cell, int]]  # column -> a cell of a row above, and how far it still reaches


def build(found: Grid, inline: Inline, title: str) -> Element:
    """The table as Word has it. title: what programs that read aloud call it."""
    made = el(
        "tbl",
        el(
            "tblPr",
            el("tblStyle", val="ReportTable"),
            el("tblW", w=sum(found.layout.widths), type="dxa"),
            el("tblLayout", type="fixed"),
            el("tblLook", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
            el("tblCaption", val=title),
        ),
        el("tblGrid", *(el("gridCol", w=width) for width in found.layout.widths)),
    )
    last = len(found.rows) - 1
    below: Below = {}
    for number, row in enumerate(found.rows):
        kept = number < found.heads + _KEPT - 1 or last - _KEPT < number < last
        made.append(_row(found, inline, row, below, kept=kept and number < last))
        below = _reaching(below, row)
    return made


def _row(
    found: Grid, inline: Inline, row: tuple[Cell, ...], below: Below, *, kept: bool
) -> Element:
    head = bool(row) and row[0].head
    made = el("tr")
    properties = el("trPr")
    words = sum(len(cell.node.text_content()) for cell in row)
    if words < _ALONE:
        properties.append(el("cantSplit"))
    if head and found.layout.upright:
        properties.append(el("trHeight", val=_height(row, found.layout.points), hRule="atLeast"))
    if head:
        properties.append(el("tblHeader"))
    made.append(properties)
    cells = {cell.column: cell for cell in row}
    column = 0
    while column < len(found.layout.widths):
        cell = cells.get(column) or below.get(column, (None,))[0]
        if cell is None:  # a row that ends before the others
            made.append(el("tc", _width(found, column, 1), paragraph("Cell")))
            column += 1
            continue
        made.append(_cell(found, inline, cell, continued=column not in cells, kept=kept))
        column += cell.across
    return made


def _cell(found: Grid, inline: Inline, cell: Cell, *, continued: bool, kept: bool) -> Element:
    properties = _width(found, cell.column, cell.across)
    if continued or cell.down > 1:
        properties.append(el("vMerge", val="continue" if continued else "restart"))
    if ground := _ground(cell.node):
        properties.append(el("shd", val="clear", color="auto", fill=ground))
    turned = cell.head and found.layout.upright and cell.column > 0
    if turned:
        properties.append(el("textDirection", val="btLr" if _latin(cell.node) else "tbRlV"))
    if cell.head:
        properties.append(el("vAlign", val="bottom"))
    points = found.layout.points
    look = Format(points, 0, _ink(cell.node))
    made = paragraph(
        "Cell",
        *([el("keepNext")] if kept or cell.head else []),
        el("spacing", line=round(points * _LINE), lineRule="exact"),
        *([el("ind", right=free)] if (free := _free(found, cell)) else []),
        el("jc", val=cell.align if not turned else "left"),
        el("rPr", el("sz", val=round(2 * points)), el("szCs", val=round(2 * points))),
    )
    if not continued:
        parts = parts_of(cell.node)
        if cell.head and not turned:
            parts = _balanced(parts, _room(found, cell))
        inline.fill(made, parts, look, "head" if cell.head else "body")
    return el("tc", properties, made)


def _free(found: Grid, cell: Cell) -> int:
    """Twips that a cell keeps free at its right, for its point to stand below the others."""
    return round(found.indents.get(cell, 0.0) * found.layout.points * TWIPS)


def _balanced(parts: list[Node | str], room: float) -> list[Node | str]:
    """A Chinese head that needs two lines in lines of about one length, as the page breaks it."""
    label = visible(parts[0]).strip() if parts and isinstance(parts[0], str) else ""
    if not _IDEOGRAPHS.fullmatch(label) or len(label) <= room or room < 2:
        return parts
    each = math.ceil(len(label) / math.ceil(len(label) / int(room)))
    lines = [label[at : at + each] for at in range(0, len(label), each)]
    broken: list[Node | str] = [lines[0]]
    for line in lines[1:]:
        broken += [html.Element("br"), line]
    return [*broken, *parts[1:]]


def _room(found: Grid, cell: Cell) -> float:
    """How many Chinese characters a line of a cell has room for."""
    width = sum(found.layout.widths[cell.column : cell.column + cell.across])
    return (width - PADDING) / (found.layout.points * TWIPS)


def _width(found: Grid, column: int, across: int) -> Element:
    width = sum(found.layout.widths[column : column + across])
    made = el("tcPr", el("tcW", w=width, type="dxa"))
    if across > 1:
        made.append(el("gridSpan", val=across))
    return made


def _reaching(before: Below, row: tuple[Cell, ...]) -> Below:
    """The cells that reach from here into the next row."""
    still = {column: (cell, left - 1) for column, (cell, left) in before.items()}
    still |= {cell.column: (cell, cell.down - 1) for cell in row}
    return {column: (cell, left) for column, (cell, left) in still.items() if left}


def _ground(node: Node) -> str:
    """Colour behind a cell, "" for none."""
    inside = [name for each in node.iter() if isinstance(each.tag, str) for name in classes(each)]
    shade = next((shades()[name] for name in inside if name in shades()), "")
    own = node.getparent() is not None and "own" in classes(node.getparent())
    return shade or (colours()["tint"] if own else "")


def _ink(node: Node) -> str | None:
    return "accent" if {"gt_group_heading", "group"} & set(classes(node)) else None


def _latin(node: Node) -> bool:
    text = node.text_content().strip()
    return em(text) < 0.8 * len(text)


def _height(row: tuple[Cell, ...], points: float) -> int:
    longest = max(em(text) for cell in row[1:] or row for text, _ in lines_of(cell.node, head=True))
    return round((max(longest, _TURNED) + 1) * points * TWIPS)
