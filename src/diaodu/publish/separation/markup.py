"""Pages and XML parts as text: what shows, row by row, and what does not show, each by itself."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from openpyxl import load_workbook

from diaodu.present import panel

Found = tuple[str, str, str, bool]  # kind, where, text, whether its numbers only place a drawing
_ROWS = {"tr", "row"}
_CELLS = {"td", "th", "tc", "c"}
_IN_A_LINE = {
    *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "i", "mark", "q", "s", "small"),
    *("span", "strong", "sub", "sup", "time", "tspan", "u", "wbr"),
    *("r", "t", "v", "rPr", "hyperlink", "ins", "smartTag"),  # of a workbook and a document
}
_GEOMETRY = {
    *("d", "points", "transform", "viewbox", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx"),
    *("cy", "r", "rx", "ry", "width", "height", "style", "id", "href", "clip-path", "font-size"),
}
_TEXTS = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_DATA = re.compile(r"(data:[\w/+.;=-]*;base64,)[A-Za-z0-9+/=\s]+")


def html(data: bytes) -> Iterator[Found]:
    """The pieces of a page. What no parser shows is in the last one: the page as it is written.

    Raises ValueError for a source panel that cannot be read.
    """
    text = data.decode("utf-8")
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=False, remove_pis=False)
    if texts := panel.texts_in(text):
        yield "script", panel.ID, json.dumps(texts, ensure_ascii=False), False
    yield from _pieces(lxml_html.document_fromstring(data, parser=parser))
    yield "source", "", _DATA.sub(r"\1", text), True


def xml(data: bytes) -> Iterator[Found]:
    """The pieces of an XML part. Nothing outside of it is read, and no entity is made good."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(data, parser)
    yield from _pieces(root)


def sheets(data: bytes) -> Iterator[tuple[str, str]]:
    """Name and rows of each sheet of a workbook, hidden ones too: a row is a line."""
    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        lines = ("\t".join("" if v is None else str(v) for v in row) for row in rows)
        yield sheet.title, "\n".join(line for line in lines if line.strip())


def _pieces(root: Any) -> Iterator[Found]:
    lines: list[str] = []
    _walk(root, lines, in_row=False)
    yield "text", "", "".join(lines), False
    around = (*root.itersiblings(preceding=True), *root.itersiblings())
    for node in (*around, *root.iter()):
        if not isinstance(node.tag, str):  # a comment or an instruction
            yield "comment", _line(node), node.text or "", False
            continue
        name = _local(node.tag)
        if name in ("script", "style", "metadata", "template", "noscript"):
            text = "".join(node.itertext())
            yield name, _line(node), text, name == "style"
            if name == "style":
                yield name, _line(node), _quoted(text), False
        for key, value in node.attrib.items():
            where = f"{_line(node)} <{name} {_local(key)}>"
            yield "attribute", where, str(value), _local(key).casefold() in _GEOMETRY
            if key == "style":
                yield "attribute", where, _quoted(str(value)), False


def _quoted(style: str) -> str:
    """What a style sheet says: its texts between quotation marks."""
    return "\n".join(one or two for one, two in _TEXTS.findall(_DATA.sub("", style)))


def _walk(node: Any, lines: list[str], *, in_row: bool) -> None:
    """Add the text of a node: a row of a table is a line, and so is any other block."""
    name = _local(node.tag) if isinstance(node.tag, str) else ""
    gap = "\n" if name in _ROWS else "\t" if name in _CELLS else " " if in_row else "\n"
    apart = bool(name) and name not in _IN_A_LINE
    shown = bool(name) and name not in ("script", "style")
    if apart:
        lines.append(gap)
    if shown:
        lines.append(node.text or "")
        for child in node:
            _walk(child, lines, in_row=in_row or name in _ROWS)
            lines.append(child.tail or "")
    if apart:
        lines.append(gap)


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _line(node: Any) -> str:
    return str(node.sourceline or "")
