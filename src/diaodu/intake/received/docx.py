"""A .docx to its paragraphs and tables in reading order, as one reads the printed page.

Read are all texts of the body, also those in content controls, in inserted passages not yet
accepted and in text boxes; not read are deleted passages, hidden text, notes, headers and pictures.
A merged cell is one cell of the file, so its text comes once.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from diaodu.intake.received import limits
from diaodu.intake.received.grid import Document, Finding, Paragraph
from diaodu.intake.received.package import Package
from diaodu.intake.received.refused import Refused
from diaodu.intake.received.xml_parts import is_true

_SIGNS = {"{w}tab": "\t", "{w}cr": "\n", "{w}noBreakHyphen": "-", "{w}ptab": "\t"}
# Passages that a reader does not see; of a drawing given in two ways the older one.
_UNSEEN = {"{w}del", "{w}moveFrom", "{mc}Fallback", "{w}rPr", "{w}pPr", "{w}txbxContent"}
_CHANGES = ("{w}ins", "{w}del", "{w}moveFrom", "{w}moveTo")

Place = tuple[int, int, int] | None


class _Reader:
    """Paragraphs of a body; tables are counted as they come, one within another not by itself."""

    def __init__(self, styles: dict[str, str]) -> None:
        self.paragraphs: list[Paragraph] = []
        self._styles = styles
        self._tables = 0

    def body(self, parent: Element, place: Place) -> None:
        """All blocks of a body, a cell or a text box."""
        for child in parent:
            if child.tag == "{w}p":
                self._paragraph(child, place)
            elif child.tag == "{w}tbl":
                self._table(child, place)
            elif child.tag not in _UNSEEN:  # content controls, custom XML, inserted blocks
                self.body(child, place)

    def _paragraph(self, element: Element, place: Place) -> None:
        text = "".join(_texts(element)).strip("\n")
        if text.strip():
            if len(self.paragraphs) >= limits.MAX_PARAGRAPHS:
                raise Refused("too_many_paragraphs", limit=f"{limits.MAX_PARAGRAPHS:,}")
            number = len(self.paragraphs) + 1
            self.paragraphs.append(Paragraph(number, text, self._style(element), place))
        for box in _boxes(element):
            self.body(box, place)

    def _style(self, paragraph: Element) -> str:
        style = paragraph.find("{w}pPr/{w}pStyle")
        return "" if style is None else self._styles.get(style.get("{w}val", ""), "")

    def _table(self, element: Element, place: Place) -> None:
        if place is None:
            self._tables += 1
        for row, line in enumerate(_within(element, "{w}tr"), 1):
            column = 1 + _number(line.find("{w}trPr/{w}gridBefore"), 0)
            for cell in _within(line, "{w}tc"):
                # The lower cells of a merged one are there, but what they hold is not shown.
                if not _continues(cell.find("{w}tcPr/{w}vMerge")):
                    self.body(cell, place or (self._tables, row, column))
                column += _number(cell.find("{w}tcPr/{w}gridSpan"), 1)


def read(package: Package, file: str) -> Document:
    """The paragraphs of a document that hold any text. Raises Refused, and ExpatError if broken."""
    main = package.main()
    body = package.tree(main).find("{w}body")
    if body is None:
        raise Refused("not_readable", reason="no body")
    reader = _Reader(_styles(package, main))
    reader.body(body, None)
    notes = package.notes()
    changes = sum(1 for tag in _CHANGES for _ in body.iter(tag))
    if changes:
        notes.append(Finding("tracked_changes", details={"count": str(changes)}))
    return Document(file, tuple(reader.paragraphs), "docx", tuple(notes))


def _styles(package: Package, main: str) -> dict[str, str]:
    """Names of styles by the id that paragraphs use."""
    links = package.relations(main)
    target = next((link.target for link in links if link.kind == "styles"), "")
    if not package.has(target):
        return {}
    styles: dict[str, str] = {}
    for style in package.tree(target).iterfind("{w}style"):
        name = style.find("{w}name")
        styles[style.get("{w}styleId", "")] = "" if name is None else name.get("{w}val", "")
    return styles


def _texts(parent: Element) -> Iterator[str]:
    """Pieces of text of a paragraph, in order."""
    for child in parent:
        if child.tag == "{w}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == "{w}br":
            yield "" if child.get("{w}type") in ("page", "column") else "\n"
        elif child.tag not in _UNSEEN and not (child.tag == "{w}r" and _hidden(child)):
            yield from _texts(child)


def _hidden(run: Element) -> bool:
    vanish = run.find("{w}rPr/{w}vanish")
    return vanish is not None and is_true(vanish.get("{w}val", "1"))


def _boxes(parent: Element) -> Iterator[Element]:
    """Text boxes anchored in a paragraph; those within one come when it is read."""
    for child in parent:
        if child.tag == "{w}txbxContent":
            yield child
        elif child.tag not in _UNSEEN:
            yield from _boxes(child)


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, through the content controls around them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in (*_UNSEEN, "{w}tblPr", "{w}tblGrid", "{w}trPr"):
            yield from _within(child, tag)


def _continues(merge: Element | None) -> bool:
    return merge is not None and merge.get("{w}val", "continue") != "restart"


def _number(element: Element | None, default: int) -> int:
    text = "" if element is None else element.get("{w}val", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else default
