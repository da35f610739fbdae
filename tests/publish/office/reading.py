"""What a page and the Word document made from it say, each read by a library of its own."""

from __future__ import annotations

import io
import re

import docx
from bs4 import BeautifulSoup, Tag
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table

HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2"}


def squeezed(text: str) -> str:
    """Text without any white space: both sides break lines and set gaps in ways of their own."""
    return re.sub(r"\s+", "", text)


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def printed(page: str) -> BeautifulSoup:
    """The page without what is not printed: contents, methods of a brief, and what waits hidden."""
    soup = BeautifulSoup(page, "html.parser")
    hidden = ".skip, .contents, script, style, template, dialog, svg, [hidden], .leader .method"
    for part in soup.select(hidden):
        part.decompose()
    return soup


def page_words(page: str) -> str:
    """All printed text of a page."""
    soup = printed(page)
    return squeezed("".join(part.get_text() for part in soup.select("body > header, main, footer")))


def document_words(document: Document) -> str:
    return squeezed("".join(text.text or "" for text in document.element.body.iter(qn("w:t"))))


def page_headings(page: str) -> list[tuple[str, str]]:
    found = printed(page).find_all(list(HEADINGS))
    return [(HEADINGS[tag.name], squeezed(tag.get_text())) for tag in found]


def document_headings(document: Document) -> list[tuple[str, str]]:
    return [
        (paragraph.style.name, squeezed(paragraph.text))
        for paragraph in document.paragraphs
        if paragraph.style.name in HEADINGS.values()
    ]


def page_tables(page: str) -> list[list[list[str]]]:
    """Cell by cell."""
    return [
        [[squeezed(cell.get_text()) for cell in row.find_all(["th", "td"])] for row in _rows(table)]
        for table in printed(page).find_all("table")
    ]


def _rows(table: Tag) -> list[Tag]:
    return list(table.find_all("tr"))


def document_tables(document: Document) -> list[list[list[str]]]:
    return [
        [[squeezed(cell.text) for cell in row.cells] for row in table.rows]
        for table in report_tables(document)
    ]


def report_tables(document: Document) -> list[Table]:
    return [table for table in document.tables if table.style.name == "Report Table"]


def page_figures(page: str) -> list[tuple[str, str]]:
    """Title and description of each drawing."""
    soup = BeautifulSoup(page, "html.parser")
    drawings = soup.find_all("svg")
    return [tuple(squeezed(svg.find(n).get_text()) for n in ("title", "desc")) for svg in drawings]


def document_figures(document: Document) -> list[tuple[str, str]]:
    pictures = document.element.body.iter(qn("wp:docPr"))
    return [tuple(squeezed(part.get(name)) for name in ("title", "descr")) for part in pictures]


def differences(page: str, content: bytes) -> list[str]:
    """In what a document says something else than its page; empty if in nothing."""
    document = opened(content)
    pairs = {
        "headings": (page_headings(page), document_headings(document)),
        "tables": (page_tables(page), document_tables(document)),
        "figures": (page_figures(page), document_figures(document)),
        "words": (page_words(page), document_words(document)),
    }
    return [name for name, (one, two) in pairs.items() if one != two]


def first_difference(one: str, two: str) -> tuple[str, str]:
    """Where two long texts part: what each says there."""
    at = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    return one[max(0, at - 20) : at + 40], two[max(0, at - 20) : at + 40]
