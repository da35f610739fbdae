"""The texts of an office's own notebook: its title and its sections, in both languages.

The shipped notebooks name texts of the catalogue. A notebook of notebooks/own/ says its texts
itself: a heading is `中文 · English`, and each paragraph below is in one of the two languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from diaodu.messages import Lang

_HEADING = re.compile(r"(?P<level>#{1,2})[ \t]+(?P<zh>\S.*?)[ \t]+·[ \t]+(?P<en>\S.*?)[ \t]*")
_FRAME = re.compile(
    r"<div>\s*<style scoped>.*?</style>\s*(?P<table><table.*</table>)(?:\s*<p>[^<]*</p>)?\s*</div>",
    re.S,
)
_LOOKS = re.compile(r' border="1"| class="dataframe"| style="[^"]*"')
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Own:
    """Heading and method of a section; `id` is its address in the page."""

    id: str
    heading: Mapping[Lang, str]
    method: Mapping[Lang, str]


def section(source: str) -> Own | None:
    """The section that a text cell opens (`## 中文 · English`); None for every other text."""
    return _texts(source, "##")


def title(cells: Iterable[Mapping[str, Any]]) -> Own | None:
    """The title of a notebook, `# 中文 · English` in its first text cell; None without one."""
    texts = ("".join(cell["source"]) for cell in cells if cell.get("cell_type") == "markdown")
    return _texts(next(iter(texts), ""), "#")


def _texts(source: str, level: str) -> Own | None:
    first, _, rest = source.strip().partition("\n")
    found = _HEADING.fullmatch(first.strip())
    if found is None or found["level"] != level or not _HAN.search(found["zh"]):
        return None
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", rest) if part.strip()]
    chinese = [part for part in parts if _HAN.search(part)]
    english = [part for part in parts if not _HAN.search(part)]
    name = re.sub(r"[^a-z0-9]+", "-", found["en"].casefold()).strip("-")
    return Own(
        f"own-{name}",
        {"zh": found["zh"], "en": found["en"]},
        {"zh": "".join(chinese), "en": " ".join(english)},
    )


def dressed(markup: str, label: str) -> str:
    """A frame as pandas shows it, as a table of the page; every other markup as it is.

    pandas brings a style rule for the whole page and a fixed border; both go, and what is too wide
    scrolls. `label`: what the table is called for those who do not see it.
    """
    found = _FRAME.fullmatch(markup.strip())
    if found is None:
        return markup
    table = _LOOKS.sub("", found["table"]).replace("<table", '<table class="data frame"', 1)
    table = table.replace("<th></th>", "<td></td>")  # the corner heads nothing
    return (
        '<div class="table-wrap" role="region" tabindex="0" '
        f'aria-label="{escape(label)}">{table}</div>'
    )
