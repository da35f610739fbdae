"""A page taken apart: what the tests ask about without a browser."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser

from fontTools.ttLib import TTFont

ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.\w+")
SVG_NAMESPACE = "http://www.w3.org/2000/svg"  # a name, not an address: nothing is fetched
SILENT = {"style", "title", "desc"}  # not drawn by the page's fonts


class Parts(HTMLParser):
    """Tags with attributes, headings, drawn text, and addresses by where they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.drawn = ""
        self.addresses: list[tuple[str, str, str]] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)
        for name, value in attrs:
            if ADDRESS.search(value or "") and (name, value) != ("xmlns", SVG_NAMESPACE):
                self.addresses.append((tag, name, value or ""))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside not in SILENT:
            self.drawn += data
        if inside == "style" and ADDRESS.search(re.sub(r"base64,[\w+/=]+", "", data)):
            self.addresses.append(("style", "", data))
        if self._open and re.fullmatch("h[1-6]", inside):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def glyphs(page: str, family: str) -> set[str]:
    """Characters that an embedded font of the page has glyphs for."""
    pattern = rf"font-family:'{family}'.*?base64,([\w+/=]+)"
    found = re.findall(pattern, page)
    assert len(found) == 1, f"expected {family} embedded once, found {len(found)}"
    font = TTFont(io.BytesIO(base64.b64decode(found[0])))
    return {chr(code) for code in font.getBestCmap()}
