"""The source panel of a report: what a click on a figure shows, as data and an empty frame.

The data are one packed block, a fifth of what they would be as text: figures by column, since what
is alike is packed best side by side. `publish/template/trace.js` fills the frame. Texts in it are
only ever shown as text. Whoever needs to know what a page holds reads them with `texts_in`.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

from diaodu.present.entries import Entry
from diaodu.present.page import Html, Page, each, missing, safe, visible
from diaodu.present.traced import plain
from diaodu.present.where import cells
from diaodu.store import Tables

ID = "figures"  # of the data block; the template's script is put in where it stands
_DATA = re.compile(rf'<script type="application/json" id="{ID}">"([A-Za-z0-9+/=]*)"</script>')
_BUTTONS, _WORDS = ("back", "close"), ("how", "inputs", "sources", "status")


def panel(page: Page, data: Tables) -> Html:
    """The frame of the panel and the data of all figures that the page has shown so far.

    data: the run's tables, where the status of a figure and the titles of sources are looked up.
    Last call of a report: figures shown after it have no entry. Nothing where there is no figure.
    """
    if not page.entries:
        return Html("")
    words = {name: safe(page.say(f"trace.panel.{name}")) for name in _BUTTONS}
    buttons = "".join(
        f'<button type="button" class="trace-{name}">{word}</button>'
        for name, word in words.items()
    )
    frame = (
        '<div id="trace" class="trace" role="dialog" aria-labelledby="trace-title" '
        f'tabindex="-1" hidden><p class="trace-buttons">{buttons}</p>'
        '<p id="trace-title" class="trace-title"></p><div class="trace-body"></div></div>'
    )
    block = packed(_Block(page, data).made())
    return Html(f'{frame}<script type="application/json" id="{ID}">"{block}"</script>')


def packed(block: dict[str, Any]) -> str:
    """A block as base64 of raw deflate, which browsers unpack by themselves."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    raw = json.dumps(block, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return base64.b64encode(packer.compress(raw) + packer.flush()).decode("ascii")


def unpacked(page: str) -> list[dict[str, Any]]:
    """The data of each panel of a page (see `_Block.made`): one, or none.

    Raises ValueError where they are broken.
    """
    try:
        return [json.loads(zlib.decompress(base64.b64decode(d), -15)) for d in _DATA.findall(page)]
    except zlib.error as error:
        raise ValueError(f"found no readable data of the source panel ({error})") from None


def texts_in(page: str) -> list[str]:
    """Every text that the panel of a page can show, once; [] for a page without a panel."""
    found = [text for block in unpacked(page) for text in (*block["figures"][0], *block["texts"])]
    return list(dict.fromkeys(found))


class _Block:
    """The data block: every text once (`texts`), figures and sources as numbers of texts."""

    def __init__(self, page: Page, data: Tables) -> None:
        self._page = page
        self._texts: dict[str, int] = {"": 0}
        self._sources: dict[str, int] = {}
        self._made_up: list[bool] = []  # of the figures so far; a figure stands after its inputs
        self._flat: dict[tuple[tuple[str, str], ...], list[int]] = {}
        self._said: dict[tuple[str, bool], int] = {}
        self._by_id = {row.source_id: row for row in each(data.sources)}
        self._status = {
            (row.source_id, row.locator): str(row.status)
            for row in data.indicators[["source_id", "locator", "status"]].itertuples()
        }

    def made(self) -> dict[str, Any]:
        """The block of all entries of the page.

        figures: columns of equal length, one place a figure: the figure as printed; what it is
        (several texts); status; formula; its inputs, as how many figures before it each stands;
        pairs of a source and the places in it. sources: see `_source`; words: those of the frame.
        """
        figures = [
            self._figure(number, entry) for number, entry in enumerate(self._page.entries, start=1)
        ]
        return {
            "figures": [list(column) for column in zip(*figures, strict=True)],
            "sources": [self._source(source) for source in self._sources],
            "words": {name: self._text(self._page.say(f"trace.panel.{name}")) for name in _WORDS},
            "texts": list(self._texts),
        }

    def _text(self, text: str) -> int:
        if text not in self._texts:
            text = visible(plain(text))
        return self._texts.setdefault(text, len(self._texts))

    def _figure(self, number: int, entry: Entry) -> list[Any]:
        said = self._page.say
        what = [*entry.about, said(entry.name)] if entry.name else list(entry.about)
        return [
            visible(plain(entry.text)),
            [self._text(part) for part in what],
            self._status_of(entry),
            self._how(entry),
            [number - of for of in entry.inputs],
            self._places(entry),
        ]

    def _how(self, entry: Entry) -> int:
        counts = {"shown": str(len(entry.inputs)), "more": str(entry.more)}
        return self._text(self._page.say(entry.how, **counts)) if entry.how else 0

    def _status_of(self, entry: Entry) -> int:
        found = {self._status.get(place, "") for place in entry.places}
        key = "derived" if entry.inputs or entry.how else found.pop() if len(found) == 1 else ""
        made_up = any(self._origin(source) == "illustrative" for source, _ in entry.places)
        made_up = made_up or any(self._made_up[number - 1] for number in entry.inputs)
        self._made_up.append(made_up)
        if (key, made_up) not in self._said:
            keys = [key] * bool(key) + ["illustrative"] * made_up
            words = [self._page.say(f"trace.status.{word}") for word in keys]
            self._said[key, made_up] = self._text(self._page.list_of(words))
        return self._said[key, made_up]

    def _origin(self, source: str) -> str:
        return str(self._by_id[source].origin) if source in self._by_id else ""

    def _places(self, entry: Entry) -> list[int]:
        """Pairs of a source and the places in it; many figures are from the same ones."""
        if entry.places not in self._flat:
            self._flat[entry.places] = self._pairs(entry)
        return self._flat[entry.places]

    def _pairs(self, entry: Entry) -> list[int]:
        by_source: dict[str, list[str]] = {}
        for source, locator in entry.places:
            by_source.setdefault(source, []).append(locator)
        flat = []
        for source, locators in by_source.items():
            number = self._sources.setdefault(source, len(self._sources))
            flat += [number, self._text(cells(self._page, locators))]
        return flat

    def _source(self, source: str) -> list[Any]:
        """A source's number in the report's list (0: not in it), title, remarks and address."""
        page = self._page
        number = page.cited.index(source) + 1 if source in page.cited else 0
        if source not in self._by_id:
            return [number, self._text(source), 0, 0]
        row = self._by_id[source]
        named = {name: getattr(row, name) for name in ("version", "file")}
        days = {name: getattr(row, f"{name}_on") for name in ("received", "published", "retrieved")}
        remarks = [
            page.say(f"trace.panel.{name}", **{name: str(value)})
            for name, value in named.items()
            if not missing(value)
        ] + [
            page.say(f"trace.panel.{name}", date=page.day(day))
            for name, day in days.items()
            if not missing(day)
        ]
        title = str(getattr(row, f"title_{page.lang}"))
        joined = page.say("list.semicolon").join(remarks)
        url = "" if missing(row.url) else str(row.url)
        return [number, self._text(title), self._text(joined), self._text(url)]
