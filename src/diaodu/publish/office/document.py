"""A report as a Word document: the same page makes the same bytes, and they name nobody."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Twips

from diaodu.messages import say
from diaodu.publish.office.blocks import Writer
from diaodu.publish.office.content import Node, Report, classes, read
from diaodu.publish.office.look import LONG, MARGIN, SHORT, Look
from diaodu.publish.office.ooxml import Element, el, field, text_run
from diaodu.publish.office.runs import Inline

_UNUSED = ("stylesWithEffects", "customXml", "webSettings", "thumbnail")
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip file knows
_BRIEFS = ("leader",)


def build(page: str) -> bytes:
    """The Word document of a report's HTML.

    Raises NotAReportError for a page that is no report.
    """
    report = read(page)
    look = Look(report.lang, brief=report.kind in _BRIEFS)
    document = docx.Document()
    _dress(document, look)
    _describe(document, report)
    _running_lines(document, report)
    inline = Inline(document.part, report.lang, _anchors(report), report.kind)
    Writer(document, report, look, inline).write()
    out = io.BytesIO()
    document.save(out)
    return _packed(out.getvalue())


def _anchors(report: Report) -> frozenset[str]:
    """The ids that a link may lead to: those of the sources."""
    lists = [part for block in report.blocks for part in block.iter("ol") if _are_sources(part)]
    return frozenset(item.get("id", "") for part in lists for item in part.iter("li")) - {""}


def _are_sources(node: Node) -> bool:
    return "sources" in classes(node)


def _dress(document: Document, look: Look) -> None:
    """Put our styles, numbering, settings and page in the place of the library's."""
    part = document.part
    for holder in (part, part.package):
        for name, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] in _UNUSED:
                del holder.rels[name]
    for kind in ("styles", "numbering", "settings"):
        own: Any = part.part_related_by(getattr(RELATIONSHIP_TYPE, kind.upper()))
        own._element = look.part(kind)
    page = document.sections[0]
    page.page_width, page.page_height = Twips(SHORT), Twips(LONG)
    page.left_margin = page.right_margin = Twips(MARGIN)
    page.top_margin = page.bottom_margin = Twips(840 if look.brief else MARGIN + 120)
    page.header_distance = page.footer_distance = Twips(420 if look.brief else 560)


def _describe(document: Document, report: Report) -> None:
    """Title and language in the properties, and nothing else: no author, no time, no program."""
    properties = document.core_properties._element
    for child in list(properties):
        properties.remove(child)
    document.core_properties.title = report.title[:255]
    document.core_properties.language = say("publish.lang", report.lang)
    for part in document.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = _APP


_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties"><Application>diaodu</Application>'
    b"</Properties>"
)


def _running_lines(document: Document, report: Report) -> None:
    """Title and marking on top, date and page at the foot. The first page has its masthead."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for header in (section.header, section.first_page_header):
        header.is_linked_to_previous = False
    _line(section.header.paragraphs[0]._p, [_run(report.title)], [_run(report.marking)])
    number = say("publish.page", report.lang, page="\x00PAGE\x00", pages="\x00NUMPAGES\x00")
    pieces = [
        run
        for at, piece in enumerate(number.split("\x00"))
        for run in (field(piece) if at % 2 else [_run(piece)])
    ]
    for footer in (section.footer, section.first_page_footer):
        footer.is_linked_to_previous = False
        _line(footer.paragraphs[0]._p, [_run(report.as_of)], deepcopy(pieces))


def _line(paragraph: Element, left: list[Element], right: list[Element]) -> None:
    paragraph.extend([*left, el("r", el("tab")), *right])


def _run(text: str) -> Element:
    return text_run(text, el("rPr", el("rFonts", hint="eastAsia")))


def _packed(content: bytes) -> bytes:
    """The same parts in the same order, without the time of their making."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w") as kept:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the bytes tell of the machine
            kept.writestr(entry, made.read(name))
    return out.getvalue()
