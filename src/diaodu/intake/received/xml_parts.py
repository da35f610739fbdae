"""XML of strangers, read with expat and nothing else: no DTD, no entities, nothing fetched.

A part of an office file never has a document type (ECMA-376 forbids it), so the first one ends the
reading. With it go entity bombs and external entities.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from diaodu.intake.received.limits import MAX_DEPTH
from diaodu.intake.received.refused import Refused

_CHUNK = 1 << 16
_NAMES_KEPT = 10_000  # a file that makes up names all the way must not fill the memory with them

_TRANSITIONAL = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
# Both forms of the standard, transitional and strict, under one prefix.
_PREFIXES = {
    f"{_TRANSITIONAL}/spreadsheetml/2006/main": "x",
    f"{_STRICT}/spreadsheetml/main": "x",
    f"{_TRANSITIONAL}/wordprocessingml/2006/main": "w",
    f"{_STRICT}/wordprocessingml/main": "w",
    f"{_TRANSITIONAL}/officeDocument/2006/relationships": "r",
    f"{_STRICT}/officeDocument/relationships": "r",
    f"{_TRANSITIONAL}/package/2006/relationships": "rel",
    f"{_TRANSITIONAL}/package/2006/content-types": "ct",
    f"{_TRANSITIONAL}/markup-compatibility/2006": "mc",
}

Attributes = dict[str, str]
Start = Callable[[str, Attributes], object]


class _Names(dict[str, str]):
    """Names as expat gives them (`namespace}local`) -> `{x}local`; unknown namespaces stay."""

    def __missing__(self, full: str) -> str:
        namespace, _, local = full.rpartition("}")
        prefix = _PREFIXES.get(namespace)
        name = f"{{{prefix}}}{local}" if prefix else full
        if len(self) < _NAMES_KEPT:
            self[full] = name
        return name


def feed(
    source: IO[bytes],
    start: Start,
    end: Callable[[str], object],
    data: Callable[[str], object] | None = None,
) -> None:
    """Read a part from beginning to end; names of elements come as `{x}row`.

    Attributes keep the names that expat gives them; see `attribute`. Raises Refused for a document
    type, expat.ExpatError for what is no XML, and what the handlers raise.
    """
    names = _Names()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler = lambda name, attributes: start(names[name], attributes)
    parser.EndElementHandler = lambda name: end(names[name])
    if data is not None:
        parser.CharacterDataHandler = data
    while chunk := source.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def tree(source: IO[bytes]) -> Element:
    """A part as a tree, names of elements and attributes as `{w}p`. Raises as `feed` does."""
    builder = TreeBuilder()
    names = _Names()
    depth = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise Refused("not_readable", reason="depth")
        builder.start(name, {names[key]: value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name)

    feed(source, start, end, builder.data)
    return builder.close()


def attribute(attributes: Attributes, local: str) -> str:
    """The attribute of that local name, whatever its namespace; "" if there is none."""
    return next((v for k, v in attributes.items() if k.rpartition("}")[2] == local), "")


def is_true(text: str | None) -> bool:
    """Whether an attribute of XML Schema's type boolean is true."""
    return text is not None and text.strip().lower() in ("1", "true", "on")


def _doctype(*_: object) -> NoReturn:
    raise Refused("forbidden_xml", "<!DOCTYPE")
