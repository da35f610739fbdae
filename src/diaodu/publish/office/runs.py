"""Text inside a paragraph: runs of one look each, with the colours that the page gives classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import qn

from diaodu.messages import Lang
from diaodu.publish.office.content import Node, classes, is_printed, visible
from diaodu.publish.office.look import colours
from diaodu.publish.office.ooxml import Element, el, text_run

_INKS = {
    **dict.fromkeys(("unit", "when", "others", "note", "method", "caution"), "quiet"),
    **dict.fromkeys(("missing", "none", "light-unknown", "state-not_run"), "quiet"),
    **dict.fromkeys(("state-not_mentioned", "standing-no_figure"), "quiet"),
    **dict.fromkeys(("standing-not_visible",), "quiet"),
    **dict.fromkeys(("flag-below", "flag-failed", "state-failed", "state-open"), "alarm"),
    **dict.fromkeys(("state-reopened", "standing-visible", "light-red"), "alarm"),
    **dict.fromkeys(("light-green", "state-closed"), "green"),
    **dict.fromkeys(("flag-above", "where", "address"), "accent"),
    "light-yellow": "yellow",
}
_SMALL = {"when": 0.82, "others": 0.82, "unit": 0.85}
_BESIDE_KEY = 0.5  # of a key figure's size: its unit and its sources
_OWN_LINE = frozenset(("when", "others"))  # inside of tables and lights, as page.css has it
_GAP = "\u2003"  # an em of space, where the page has a margin


Place = Literal["", "head", "body", "lights", "key"]
_BREAKING = frozenset(("head", "body", "lights"))


@dataclass(frozen=True)
class Format:
    """Look of a run: its colour by name (None: that of its paragraph), its size in points.

    usual: the size that its paragraph's style has. share: of `points` that it is as large.
    """

    points: float
    usual: float
    ink: str | None = None
    share: float = 1.0
    raised: str = ""  # superscript or subscript
    leftward: bool = False  # written from right to left, and alone: nothing beside it is reordered


class Inline:
    """Makes the runs of paragraphs of one document; `part` gets the addresses of links."""

    def __init__(self, part: Part, lang: Lang, anchors: frozenset[str], kind: str) -> None:
        self._part, self._lang, self._anchors, self._kind = part, lang, anchors, kind
        self._addresses: dict[str, str] = {}

    def fill(self, into: Element, nodes: list[Node | str], base: Format, place: Place = "") -> None:
        """Put nodes into a paragraph, with the line breaks and sizes of the place it is in."""
        made = [part for node in nodes for part in self._runs(node, base, place)]
        _strip(made)
        into.extend(made)

    def _properties(self, look: Format) -> Element:
        made = el("rPr")
        if self._lang == "zh":  # quotation marks and shapes as wide as Chinese ones
            made.append(el("rFonts", hint="eastAsia"))
        if look.ink:
            made.append(el("color", val=colours()[look.ink]))
        if look.points != look.usual or look.share != 1:
            half = round(2 * look.points * look.share)
            made.extend([el("sz", val=half), el("szCs", val=half)])
        if look.raised:
            made.append(el("vertAlign", val=look.raised))
        if look.leftward:
            made.append(el("rtl"))
        return made

    def _runs(self, node: Node | str, look: Format, place: Place) -> Iterator[Element]:
        if isinstance(node, str):
            if text := visible(node):
                yield text_run(text, self._properties(look))
            return
        if not is_printed(node, self._kind):
            return
        if node.tag == "br":
            yield el("r", el("br"))
            return
        names = classes(node)
        look = _changed(look, node, names, place)
        yield from self._before(node, names, look, place)
        inner = [run for part in parts_of(node) for run in self._runs(part, look, place)]
        yield from self._linked(node, inner)
        if "where" in names:
            yield text_run(_GAP, self._properties(look))

    def _before(
        self, node: Node, names: list[str], look: Format, place: Place
    ) -> Iterator[Element]:
        if (
            "status" in names
            or (place in _BREAKING and _OWN_LINE & set(names))
            or (place == "head" and "unit" in names)
        ):
            yield el("r", el("br"))
        elif "unit" in names:
            yield text_run("\u2009", self._properties(look))
        elif "when" in names or _follows_one_of_its_kind(node, names):
            yield text_run(_GAP, self._properties(look))

    def _linked(self, node: Node, inner: list[Element]) -> list[Element]:
        """The runs of a link as a link, where it leads to a source or to an address."""
        target = node.get("href", "") if node.tag == "a" else ""
        if target.startswith("#") and target[1:] in self._anchors:
            return [el("hyperlink", *inner, anchor=bookmark(target[1:]), history=1)]
        if target.startswith(("http://", "https://")):
            link = el("hyperlink", *inner, history=1)
            link.set(qn("r:id"), self._address(target))
            return [link]
        return inner

    def _address(self, target: str) -> str:
        if target not in self._addresses:
            kind = RELATIONSHIP_TYPE.HYPERLINK
            self._addresses[target] = self._part.relate_to(target, kind, is_external=True)
        return self._addresses[target]


def bookmark(name: str) -> str:
    """The id of an element as the name of a bookmark: letters, digits and low lines."""
    return "".join(c if c.isalnum() and c.isascii() else "_" for c in name)[:40]


def parts_of(node: Node) -> list[Node | str]:
    """Texts and elements inside of an element, in their order."""
    found: list[Node | str] = [node.text] if node.text else []
    for child in node:
        found.append(child)
        if child.tail:
            found.append(child.tail)
    return found


def _changed(look: Format, node: Node, names: list[str], place: Place) -> Format:
    ink = next((_INKS[name] for name in names if name in _INKS), look.ink)
    share = next((_SMALL[name] for name in names if name in _SMALL), 1.0) * look.share
    if place == "key" and (node.tag == "sup" or "unit" in names):
        share = _BESIDE_KEY
    raised = {"sup": "superscript", "sub": "subscript"}.get(str(node.tag), look.raised)
    if node.tag == "sup":
        ink = "accent"
    leftward = look.leftward or node.tag == "bdi"
    return replace(look, ink=ink, share=share, raised=raised, leftward=leftward)


def _follows_one_of_its_kind(node: Node, names: list[str]) -> bool:
    before = node.getprevious()
    if before is None or (before.tail or "").strip():
        return False
    flags = "flag" in names and "flag" in classes(before)
    return flags or (node.tag == "span" and "subtitle" in classes(node.getparent()))


def _strip(made: list[Element]) -> None:
    """Take white space off both ends of a paragraph, and what is empty then."""
    for at, side in ((0, str.lstrip), (-1, str.rstrip)):
        while made:
            texts = list(made[at].iter(qn("w:t")))
            if made[at].tag != qn("w:r") or not texts:
                break
            texts[0].text = side(texts[0].text or "", " ")
            if texts[0].text:
                break
            del made[at]
