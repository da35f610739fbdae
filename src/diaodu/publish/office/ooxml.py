"""The few elements of WordprocessingML that a report is made of."""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

Element = BaseOxmlElement


def el(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of the namespace w: `el("jc", val="left")` is `<w:jc w:val="left"/>`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def paragraph(style: str, *properties: Element) -> Element:
    """An empty paragraph of a style; `properties` in the order that the schema wants."""
    return el("p", el("pPr", el("pStyle", val=style), *properties))


def text_run(text: str, properties: Element) -> Element:
    """A run of text, its spaces kept."""
    return el("r", properties, _text(text))


def _text(text: str) -> Element:
    made = el("t")
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def field(code: str, shown: str = "1") -> list[Element]:
    """A field that the reader's program works out, such as the number of the page."""
    instruction = el("instrText")
    instruction.text = f" {code} "
    kinds = [el("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")]
    content = [kinds[0], instruction, kinds[1], _text(shown), kinds[2]]
    return [el("r", part) for part in content]


def numbered(number: int, level: int = 0) -> Element:
    """The property of a paragraph that belongs to a list."""
    return el("numPr", el("ilvl", val=level), el("numId", val=number))
