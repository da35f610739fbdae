"""What the text cells of a report's notebook may say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diaodu.batch import parameters
from diaodu.batch.adopting import names as naming
from diaodu.batch.adopting.finding import Finding, Notebook, at, numbered, tags
from diaodu.messages import catalogue, say
from diaodu.publish import own

# A figure with its unit: a result, which prose must not hold, since the next run prints it too.
RESULT = re.compile(
    r"\d\s*(?:[%％]|个?百分点|亿元|万元|元|家|项目"
    r"|per\s?cent|percentage points|points|yuan|billion)"
)
GUIDE = "guide"  # tag of a text for those who work with the notebook; a report does not show it


def section_text(key: str) -> str:
    """Markdown of a text cell that names a message, as it stands in the stored notebook."""
    return f"## {say(f'{key}.heading', 'zh')}\n\n{say(f'{key}.method', 'zh')}"


def results(notebook: Notebook) -> Iterator[Finding]:
    """Results typed into text cells."""
    for number, cell in numbered(notebook, "markdown"):
        for match in RESULT.finditer(cell["source"]):
            around = cell["source"][max(match.start() - 12, 0) : match.end()]
            yield at(number, cell, "result", " ".join(around.split()))


def sections(notebook: Notebook) -> Iterator[Finding]:
    """Text cells that are neither a guide nor a section whose texts are known."""
    titled = own.title(notebook["cells"]) is not None
    for place, (number, cell) in enumerate(numbered(notebook, "markdown")):
        if titled and not place:
            continue
        key = cell.get("metadata", {}).get("diaodu", {}).get("message")
        first = next(iter(cell["source"].splitlines()), "")
        if key is not None and f"{key}.heading" not in catalogue():
            yield at(number, cell, "message", str(key))
        elif key is not None and cell["source"] != section_text(key):
            yield at(number, cell, "section", first, key=str(key))
        elif key is None and GUIDE not in tags(cell) and own.section(cell["source"]) is None:
            yield at(number, cell, "heading", first)


def own_texts(notebook: Notebook) -> Iterator[Finding]:
    """What an own notebook needs beside: a title, at least one section, and each heading once."""
    cells = [cell["source"] for _, cell in numbered(notebook, "markdown")]
    if own.title(notebook["cells"]) is None:
        yield Finding("title", next(iter((cells or ["—"])[0].splitlines()), "—"))
    seen: set[str] = set()
    for number, cell in numbered(notebook, "markdown"):
        key = cell.get("metadata", {}).get("diaodu", {}).get("message", "")
        texts = own.section(cell["source"])
        name = key.rpartition(".")[2] or (texts.id if texts else "")
        if name and name in seen:
            yield at(number, cell, "heading_twice", name)
        seen.add(name)
    if not seen - {""}:
        yield Finding("no_section", str(len(cells)))


def places(notebook: Notebook, names: re.Pattern[str]) -> Iterator[Finding]:
    """Places and quarters named outside of the parameters: every area's report would name them."""
    for number, cell in enumerate(notebook["cells"], start=1):
        if parameters.TAG not in tags(cell):
            for word in naming.found(cell["source"], names):
                yield at(number, cell, "place", word)
