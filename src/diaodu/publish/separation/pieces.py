"""A file as the pieces of text that someone could find in it, hidden ones among them."""

from __future__ import annotations

import base64
import html
import io
import re
import unicodedata
import urllib.parse
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from diaodu.errors import DiaoduError
from diaodu.publish.separation import images, markup, packed, pdf

_BLOB = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{32,}={0,2}")
_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(?:;[\w=.-]+)*;base64,([A-Za-z0-9+/=\s]+)")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([0-9a-fA-F]{1,6}) ?")
_DEPTH = 6  # a part inside of a part: deeper than any program writes


class NotSearchableError(DiaoduError):
    """A file of which one cannot say what is in it."""


@dataclass(frozen=True)
class Piece:
    """A piece of text, and where it stands.

    file: name in the pack, with the part inside of it. kind: of the place, the end of a message
    pack.place.*. where: the place itself (a line, an attribute, a page). text: lines are rows of
    tables, paragraphs and the like. geometry: numbers in it place a drawing and say nothing.
    """

    file: str
    kind: str
    where: str
    text: str
    geometry: bool = False


def of_file(name: str, data: bytes) -> Iterator[Piece]:
    """All pieces of a file, its name among them.

    Raises NotSearchableError for a file that cannot be looked into: it must not be handed out.
    """
    yield Piece(name, "name", "", name)
    yield from _inside(name, data, 0)


def squeezed(text: str) -> str:
    """Letters and digits as they are compared: width, case, spaces and stops do not count."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def _inside(name: str, data: bytes, depth: int) -> Iterator[Piece]:
    if depth > _DEPTH:
        raise NotSearchableError(f"{name}: found parts inside of parts, {depth} deep")
    found = _reader(name, data)
    try:
        for piece in found(name, data):
            yield piece
            for text in _decoded(piece.text):
                yield replace(piece, text=text)
            yield from _embedded(piece, depth)
        if zipfile.is_zipfile(io.BytesIO(data)):
            yield from _members(name, data, depth)
        if found is _plain:
            for part in packed.unpacked(data):
                yield from _inside(f"{name}!unpacked", packed.apart(part), depth + 1)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise NotSearchableError(f"{name}: {type(error).__name__}: {error}") from None


def _reader(name: str, data: bytes) -> Callable[[str, bytes], Iterator[Piece]]:
    ending = PurePosixPath(name).suffix.casefold()
    if data.startswith(b"%PDF"):
        return _pdf
    if data.startswith((images.PNG, images.JPEG)):
        return _image
    if data.startswith(b"PK\x03\x04"):
        return _zip_names
    if ending in (".html", ".htm"):
        return _html
    if ending in (".xml", ".rels", ".vml", ".svg") or data.lstrip()[:5] == b"<?xml":
        return _xml
    return _plain


def _html(name: str, data: bytes) -> Iterator[Piece]:
    for kind, where, text, geometry in markup.html(data):
        yield Piece(name, kind, where, text, geometry)


def _xml(name: str, data: bytes) -> Iterator[Piece]:
    for kind, where, text, geometry in markup.xml(data):
        yield Piece(name, kind, where, text, geometry)


def _plain(name: str, data: bytes) -> Iterator[Piece]:
    for text in images.readings(data):
        yield Piece(name, "text", "", text)


def _image(name: str, data: bytes) -> Iterator[Piece]:
    for where, text in images.metadata(data):
        yield Piece(name, "metadata", where, text)


def _pdf(name: str, data: bytes) -> Iterator[Piece]:
    for kind, where, text in pdf.read(data):
        yield Piece(name, kind, where, text)


def _zip_names(name: str, data: bytes) -> Iterator[Piece]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        yield Piece(name, "metadata", "zip", book.comment.decode("utf-8", "replace"))
        for member in book.infolist():
            told = f"{member.filename}\n{member.comment.decode('utf-8', 'replace')}"
            yield Piece(name, "metadata", member.filename, told)
        if "xl/workbook.xml" in book.namelist():
            for sheet, text in markup.sheets(data):
                yield Piece(name, "sheet", sheet, text)


def _members(name: str, data: bytes, depth: int) -> Iterator[Piece]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for member in book.infolist():
            if not member.is_dir():
                yield from _inside(f"{name}!{member.filename}", book.read(member), depth + 1)


def _embedded(piece: Piece, depth: int) -> Iterator[Piece]:
    """What a text holds in base64: pictures, fonts and whatever else."""
    for number, (kind, data) in enumerate(embedded(piece.text), start=1):
        ending = "svg" if "svg" in kind else kind.rpartition("/")[2] or "bin"
        yield from _inside(f"{piece.file}!{number}.{ending}", data, depth + 1)


def embedded(text: str) -> Iterator[tuple[str, bytes]]:
    """Media type and bytes of each part of a text that is written in base64."""
    spans = []
    for match in _DATA.finditer(text):
        spans.append(match.span())
        yield match[1] or "", base64.b64decode(match[2])
    for match in _BLOB.finditer(text):
        if any(first <= match.start() < last for first, last in spans) or len(match[0]) % 4:
            continue
        yield "", base64.b64decode(match[0])


def _decoded(text: str) -> Iterator[str]:
    """The text without the ways of writing in which a character hides."""
    forms = {
        html.unescape(text) if "&" in text else text,
        urllib.parse.unquote(text) if "%" in text else text,
        _ESCAPED.sub(_character, text) if "\\" in text else text,
    }
    yield from sorted(forms - {text})


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or match[3], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]
