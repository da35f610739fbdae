"""A PDF file as text: its pages, what it says of itself, its remarks and its attachments."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from diaodu.publish.separation import images

_SPOKEN = re.compile(rb"/ActualText\s*(?:<([0-9A-Fa-f]+)>|\(((?:[^\\)]|\\.)*)\))", re.DOTALL)
_TOLD = ("/Metadata", "/EmbeddedFile")  # streams that are no drawing


def read(data: bytes) -> Iterator[tuple[str, str, str]]:
    """Kind, place and text of each piece. Raises ValueError for a file that cannot be read.

    A file that was added to keeps its earlier states, which no reader of PDF looks into.
    """
    states = data.count(b"startxref")
    if states > 1:
        raise ValueError(f"found {states} states of a PDF, one upon the other; expected one")
    for text in images.readings(data.rpartition(b"%%EOF")[2]):
        yield "metadata", "after the end", text
    try:
        book = PdfReader(io.BytesIO(data))
        if book.is_encrypted:
            raise ValueError("found an encrypted PDF; expected one that can be read")
        for number, page in enumerate(book.pages, start=1):
            yield "page", str(number), page.extract_text()
        for number in range(1, int(book.trailer.get("/Size", 0))):
            value = book.get_object(IndirectObject(number, 0, book))
            yield "metadata", f"object {number}", "\n".join(_texts(value))
        for name, parts in book.attachments.items():
            for part in parts:
                yield "metadata", name, part.decode("utf-8", "ignore")
    except PyPdfError as error:
        raise ValueError(f"found no readable PDF ({error})") from None


def _spoken(written: bytes) -> str:
    """A text that a page gives in place of what it draws, among the orders to draw."""
    text = bytes.fromhex(written.decode("ascii")) if written.isalnum() else written
    return text.decode("utf-16" if text.startswith(codecs.BOM_UTF16_BE) else "utf-8", "ignore")


def _texts(value: Any) -> Iterator[str]:
    """The texts of one object: titles, outlines, remarks, names, alternative texts, metadata."""
    if isinstance(value, StreamObject) and value.get("/Type") in _TOLD:
        yield value.get_data().decode("utf-8", "ignore")
    elif isinstance(value, StreamObject) and b"ActualText" in (orders := value.get_data()):
        yield from (_spoken(one or two) for one, two in _SPOKEN.findall(orders))
    if isinstance(value, DictionaryObject):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield str(value)
