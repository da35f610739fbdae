"""Numbers of a report that lead to nothing: neither to the source panel nor to a source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from string import Formatter

from lxml import html

from diaodu.messages import Lang, catalogue
from diaodu.present.panel import unpacked

# dates, periods, versions, numbers of sections and sources, ids
_ALLOWED = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}年(?:[0-9]{1,2}(?:—[0-9]{1,2})?月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    r"|(?<![0-9.])(?:Q[1-4] |[0-9]{1,2} )?(?:(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)(?:[–-][A-Z][a-z]+)? )?(?:19|20)[0-9]{2}(?![0-9.])"
    r"|\[[0-9]+\]|第[0-9]+(?:版|节)|\bversion [0-9]+|[a-z]+(?:-[a-z0-9]+)*-[0-9][a-z0-9-]*"
    r"|\bQ[1-4]\b"
)
_SKIPPED = {"script", "style", "title", "desc", "nav", "h1", "h2", "footer"}
_NUMBER = re.compile(r"[-−+]?[0-9]+(?:\.[0-9]+)?%?")


def untraced(page: Path, lang: Lang, written: Iterable[str]) -> list[str]:
    """Every text of a report with a number that is bound to nothing.

    written: texts of files, which the report quotes; their numbers are the sender's.
    """
    body = html.parse(page, html.HTMLParser(encoding="utf-8")).getroot().find("body")
    quoted = {_ALLOWED.sub(" ", text) for text in written}
    quoted = sorted((text for text in quoted if re.search("[0-9]", text)), key=len, reverse=True)
    found = []
    for text in _texts(body):
        left = _ALLOWED.sub(" ", " ".join(unescape(text).split()))
        for known in (*quoted, *_said(lang)) if re.search("[0-9]", left) else ():
            if known in left:
                left = left.replace(known, " ")
        if re.search("[0-9]", left):
            found.append(text.strip())
    return found + [text for svg in body.iter("svg") for text in _off_scale(svg)]


@lru_cache
def _said(lang: Lang) -> list[str]:
    """The numbers that texts of the catalogue themselves hold, with the words around them."""
    parts = {
        " ".join(part.split())
        for texts in catalogue().values()
        for part, *_ in Formatter().parse(texts[lang])
        if re.search("[0-9]", part)
    }
    return sorted((part for part in parts if not _NUMBER.fullmatch(part)), key=len, reverse=True)


def _texts(element: html.HtmlElement) -> Iterator[str]:
    """Texts outside of links to the panel or the sources, of lists of sources, and of charts."""
    if not isinstance(element.tag, str) or element.tag in _SKIPPED or element.tag == "svg":
        return
    kind = (element.get("class") or "").split()
    place = element.get("aria-labelledby") or ""
    if {"sources", "masthead", "trace"} & set(kind) or place == "t-left-out-title":
        return
    if element.tag == "a" and re.match("#(v[0-9]|source-)", element.get("href") or ""):
        return
    if element.tag == "th" and re.fullmatch("[0-9]+", element.text_content().strip()):
        return  # the number of a row
    if element.text:
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child.tail


def dead_ends(page: Path) -> dict[str, str]:
    """What is said of figures that lead on to nothing, neither to a place nor to other figures.

    Each once, with such a figure. A count of none is left out: there is nothing to lead on to.
    """
    text = page.read_text(encoding="utf-8")
    found = {}
    for block in unpacked(text):
        texts = block["texts"]
        entries = list(zip(*block["figures"], strict=True))
        for number in re.findall(r'href="?#v([0-9]+)', text):
            shown, what, _, _, inputs, places = entries[int(number) - 1]
            if not inputs and not places and shown != "0":
                found[texts[what[-1]]] = shown
    return found


def _off_scale(svg: html.HtmlElement) -> list[str]:
    """Unbound numbers of a chart that are no scale, whose steps would be equal."""
    texts = [text.text for text in svg.iter("text") if text.text and len(text) == 0]
    texts = [text for text in texts if not re.fullmatch("(?:19|20)[0-9]{2}", text)]  # years
    numbers = [text for text in texts if _NUMBER.fullmatch(text.strip())]
    if {"3", "6", "9", "12"} <= set(numbers):  # months of small drawings, beside their scale
        numbers = [number for number in numbers if number not in ("3", "6", "9", "12")]
    values = sorted({float(n.strip("% ").replace("−", "-")) for n in numbers})
    steps = {round(b - a, 6) for a, b in pairwise(values)}
    return numbers if len(steps) > 1 else []
