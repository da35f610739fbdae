"""A finished report's HTML as what Word and PDF are made from: its frame, its blocks, its drawings.

Only what is printed counts: masthead, text and footer; not the list of contents, nor anything that
waits on screen to be opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lxml import etree, html

from diaodu.messages import Lang

Node: TypeAlias = html.HtmlElement
DRAWING = "data-drawing"  # attribute of an image that stands where a drawing stood
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n\f]+")
# as page.present does: what nobody sees, and besides what no XML file may hold
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_NOT_PRINTED = frozenset(
    ("script", "style", "template", "dialog", "noscript", "button", "input", "select", "textarea")
)
_NOT_PRINTED_CLASSES = frozenset(("skip", "contents"))


@dataclass(frozen=True)
class Report:
    """A report as it is printed. `kind` is the class of its page; texts are plain.

    blocks: masthead, text and footer. drawings: the SVG of each figure, as it stands in the page;
    an image with the attribute DRAWING names one by its number.
    """

    lang: Lang
    kind: str
    title: str
    as_of: str
    marking: str
    blocks: tuple[Node, ...]
    drawings: tuple[str, ...]


class NotAReportError(Exception):
    """A file that is not one of our reports; the message says what it lacks."""


def read(page: str) -> Report:
    """The report of a page's text. Raises NotAReportError."""
    drawings: list[str] = []

    def aside(found: re.Match[str]) -> str:  # an HTML parser forgets which letters are capitals
        drawings.append(found[0])
        return f'<img {DRAWING}="{len(drawings) - 1}">'

    root = html.document_fromstring(_SVG.sub(aside, page) or "<html></html>")
    body = root.find("body")
    blocks = () if body is None else tuple(e for e in body if e.tag in ("header", "main", "footer"))
    titles = root.xpath("//h1")
    if body is None or len(blocks) != 3 or len(titles) != 1:
        raise NotAReportError("expected a page with masthead, main part, footer and one h1")
    dates = root.find_class("subtitle")
    return Report(
        lang="zh" if root.get("lang", "").startswith("zh") else "en",
        kind=(body.get("class") or "").partition(" ")[0],
        title=plain(titles[0]),
        as_of=plain(dates[0][-1]) if dates and len(dates[0]) else "",
        marking=" ".join(plain(part) for part in root.find_class("marking")),
        blocks=blocks,
        drawings=tuple(drawings),
    )


def is_printed(node: Node, kind: str) -> bool:
    """Whether an element shows on paper; a leader's brief leaves the methods out, as its page."""
    if not isinstance(node.tag, str) or node.tag in _NOT_PRINTED or "hidden" in node.attrib:
        return False
    left_out = _NOT_PRINTED_CLASSES | ({"method"} if kind == "leader" else set())
    return left_out.isdisjoint(classes(node))


def classes(node: Node) -> list[str]:
    """The classes of an element."""
    return (node.get("class") or "").split()


def visible(text: str) -> str:
    """Text that any XML file can hold: hidden characters become visible, white space single."""
    return _SPACE.sub(" ", _HIDDEN.sub("\ufffd", text))


def plain(node: Node) -> str:
    """All text of an element in one line."""
    return visible(node.text_content()).strip()


def words_of(drawing: str) -> dict[Literal["title", "desc"], str]:
    """What a drawing says of itself in words: its title and its description, "" without one."""
    root = etree.fromstring(drawing, etree.XMLParser(resolve_entities=False, no_network=True))

    def of(name: str) -> str:
        found = root.find(f"{{*}}{name}")
        return "" if found is None else visible("".join(found.itertext())).strip()

    return {"title": of("title"), "desc": of("desc")}
