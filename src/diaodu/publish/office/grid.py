"""Tables of a page as rows of cells, each with its place and the room that it wants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from diaodu.messages import Lang
from diaodu.publish.office.content import Node, classes, visible
from diaodu.publish.office.runs import parts_of
from diaodu.publish.office.widths import Layout, Needs, em, layout, unbroken

_RAISED = 0.62  # size of a source's number beside the text
_MOST_BESIDE = 2.5  # em of sources' numbers that are not broken
_NUMBER = re.compile(r"[+\-−]?[\d,]+(\.\d+)?(?![\d.]*[年月日/])")
_TOGETHER_HEAD, _TOGETHER, _TOGETHER_FIRST = 2, 3, 6  # Chinese characters that are not parted
# widths in em of a digit, a point and a bracket in the Latin font of cells
_GLYPHS: dict[Lang, tuple[float, float, float]] = {
    "zh": (0.5, 0.25, 0.333),
    "en": (0.556, 0.278, 0.278),
}


@dataclass(frozen=True)
class Cell:
    """One cell: the column that it starts in and how far it reaches; `head`: of a heading row."""

    node: Node
    column: int
    across: int
    down: int
    head: bool

    @property
    def align(self) -> str:
        names = classes(self.node)
        if "gt_center" in names:
            return "center"
        left = self.column == 0 or not {"l", "text", "gt_left"}.isdisjoint(names)
        return "left" if left or "gt_group_heading" in names else "right"


@dataclass(frozen=True)
class Grid:
    """A table's rows of cells; `layout` says how they are set.

    indents: em that a cell keeps free at its right, so that points stand one below the other.
    """

    rows: tuple[tuple[Cell, ...], ...]
    heads: int
    layout: Layout
    indents: dict[Cell, float] = field(default_factory=dict)


def grid(table: Node, points: float, lang: Lang) -> Grid:
    """The cells of a table and how wide its columns are, for text of at most `points`."""
    lines = list(table.iter("tr"))
    heads = sum(1 for tr in lines if tr.getparent().tag == "thead")
    rows, taken = [], dict[tuple[int, int], bool]()
    for number, tr in enumerate(lines):
        cells, column = [], 0
        for node in (part for part in tr if part.tag in ("td", "th")):
            while (number, column) in taken:
                column += 1
            cell = Cell(
                node, column, _span(node, "colspan"), _span(node, "rowspan"), number < heads
            )
            taken |= {
                (number + down, column + across): True
                for down in range(cell.down)
                for across in range(cell.across)
            }
            cells.append(cell)
            column += cell.across
        rows.append(tuple(cells))
    columns = max((column for _, column in taken), default=0) + 1
    indents = _indents(rows, columns, lang)
    return Grid(tuple(rows), heads, layout(_needs(rows, columns, indents), points), indents)


def _indents(rows: Sequence[tuple[Cell, ...]], columns: int, lang: Lang) -> dict[Cell, float]:
    """What each figure lacks at its right, against the longest decimals and sources of its column.

    What is no number stands like one without decimals of its own, as on the page.
    """
    found: dict[Cell, float] = {}
    for column in range(columns):
        cells = [c for row in rows for c in row if c.column == column and c.across == 1]
        figures = [cell for cell in cells if not cell.head and cell.align == "right"]
        tails = [_tail(cell, lang) for cell in figures]
        decimals = max((tail[0] for tail in tails if tail[0] is not None), default=0.0)
        cites = max((tail[1] for tail in tails), default=0.0)
        for cell, (own, cited) in zip(figures, tails, strict=True):
            found[cell] = cites - cited + (0.0 if own is None else decimals - own)
    return found


def _tail(cell: Cell, lang: Lang) -> tuple[float | None, float]:
    """Widths of the decimals (None where there is no number) and of the sources of a figure."""
    digit, point, bracket = _GLYPHS[lang]
    text, cites = next(lines_of(cell.node, head=False))
    number = _NUMBER.match(text)
    width = sum(digit if c.isdecimal() else bracket for c in cites if not c.isspace())
    if number is None:
        return None, width * _RAISED
    decimals = number[1] or ""
    return (point + digit * (len(decimals) - 1) if decimals else 0.0), width * _RAISED


def _needs(
    rows: Sequence[tuple[Cell, ...]], columns: int, indents: dict[Cell, float]
) -> list[Needs]:
    head, body, line = [0.0] * columns, [0.0] * columns, [0.0] * columns
    for cell in (cell for row in rows for cell in row if cell.across == 1):
        at = cell.column
        for text, cites in lines_of(cell.node, head=cell.head):
            beside = em(cites) * _RAISED
            free = indents.get(cell, 0.0)
            if cell.head:
                head[at] = max(head[at], unbroken(text, _TOGETHER_HEAD))
            else:
                word = unbroken(text, _TOGETHER_FIRST if at == 0 else _TOGETHER)
                body[at] = max(body[at], word + min(beside, _MOST_BESIDE) + free)
            line[at] = max(line[at], em(text) + beside + free)
    return [Needs(*each) for each in zip(head, body, line, strict=True)]


def lines_of(cell: Node, *, head: bool) -> Iterator[tuple[str, str]]:
    """The lines that a cell is written in, each with the sources' numbers that stand in it."""
    lines = [["", ""]]

    def walk(node: Node) -> None:
        names = classes(node)
        own = "when" in names or "others" in names or (head and "unit" in names)
        if own or node.tag in ("br", "p", "li", "div"):
            lines.append(["", ""])
        for part in parts_of(node):
            if isinstance(part, str):
                lines[-1][1 if _in_cite(node) else 0] += visible(part)
            elif isinstance(part.tag, str):
                walk(part)

    walk(cell)
    return ((text.strip(), cites.strip()) for text, cites in lines)


def _in_cite(node: Node) -> bool:
    return node.tag == "sup" or next(node.iterancestors("sup"), None) is not None


def _span(node: Node, name: str) -> int:
    text = node.get(name, "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() else 1
