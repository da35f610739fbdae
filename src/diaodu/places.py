"""Where a figure stands: a source's id that also knows the place within the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


class Place(str):
    """The id of a source, with the place in it: a sheet and cell, a row, a paragraph.

    It is equal to the plain id, so whoever only asks for sources need not know of places.
    """

    locator: str

    def __new__(cls, source_id: str, locator: str = "") -> Place:
        place = super().__new__(cls, source_id)
        place.locator = locator
        return place

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What a copy in another process is made of."""
        return str(self), self.locator


def of_row(row: Mapping[str, Any]) -> Place:
    """The place of one row of a processed table, from its source_id and locator.

    Raises KeyError where the row has no source_id; without a locator the place is the source.
    """
    return Place(row["source_id"], row.get("locator") or "")


def of_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Place, ...]:
    """The places of several rows, each once, in their order."""
    return union([of_row(row) for row in rows])


def of_frame(frame: Any) -> tuple[Place, ...]:
    """The places of all rows of a frame with source_id and locator, each once, in their order."""
    where = frame["locator"] if "locator" in frame else [""] * len(frame)
    pairs = zip(frame["source_id"], where, strict=True)
    return union([Place(source, locator) for source, locator in pairs])


def union(*several: Iterable[str]) -> tuple[Place, ...]:
    """All places of several figures, each once, in order of first mention.

    A plain source id counts as a place without a locator.
    """
    found = {(str(p), getattr(p, "locator", "")): p for places in several for p in places}
    return tuple(p if isinstance(p, Place) else Place(p) for p in found.values())
