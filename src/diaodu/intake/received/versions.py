"""What changed between two versions of one sender's file: figures, projects, enterprises, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

import pandas as pd

What = Literal["added", "removed", "changed"]
Record = dict[str, Any]

# Table -> what makes a row the same row in both versions, and which one of its columns to call it
# by. All other columns are compared, but for those that say where the row stands.
KEYS: Mapping[str, tuple[str, ...]] = {
    "indicators": ("indicator", "industry", "period", "span", "status"),
    "targets": ("indicator", "year"),
    "projects": ("project_id",),
    "enterprises": ("enterprise",),
    "notes": ("note_id",),
}
NAMES: Mapping[str, str] = {"projects": "name", "notes": "text"}
_PLACE = ("source_id", "locator", "origin", "area", "period", "original", "remark_en")
_PRINTED = {"value": "printed"}  # a figure as its sender wrote it
_REPORT = "paragraph "
_ALIKE = 0.6  # of two statements, to be one that was reworded


@dataclass(frozen=True)
class Change:
    """One field of one row that differs, or one row that only one version has.

    key: what the row is (ids, see KEYS). name: what it is called, where it has a name. field: ""
    for a whole row. before, after: as written, "" for nothing. place_before, place_after: locators.
    """

    table: str
    what: What
    key: tuple[str, ...]
    name: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    place_before: str = ""
    place_after: str = ""


def diff(before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]) -> list[Change]:
    """Changes from one version to another, table by table, in the order of the rows.

    before, after: tables of contracts.SCHEMAS that hold the rows of one file each; tables that are
    not in KEYS are passed over.
    """
    found: list[Change] = []
    for table in KEYS:
        old, new = _records(before.get(table)), _records(after.get(table))
        if table == "notes":
            found += _reworded([r for r in old if _in_text(r)], [r for r in new if _in_text(r)])
            old = [r for r in old if not _in_text(r)]
            new = [r for r in new if not _in_text(r)]
        found += _by_key(table, old, new)
    return found


def _by_key(table: str, old: list[Record], new: list[Record]) -> Iterator[Change]:
    earlier, later = _keyed(table, old), _keyed(table, new)
    for key, row in earlier.items():
        if key not in later:
            yield _whole(table, "removed", row)
        else:
            yield from _fields(table, row, later[key])
    for key, row in later.items():
        if key not in earlier:
            yield _whole(table, "added", row)


def _reworded(old: list[Record], new: list[Record]) -> Iterator[Change]:
    """Statements of two texts: their numbers mean nothing, so they are laid side by side."""
    one, other = ([(str(r["section"]), str(r["text"])) for r in rows] for rows in (old, new))
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[a:b], new[c:d]
        for row in gone:
            near = max(come, key=lambda other: _likeness(row, other), default=None)
            if near is None or _likeness(row, near) < _ALIKE:
                yield _whole("notes", "removed", row)
            else:
                come.remove(near)
                yield from _fields("notes", row, near)
        yield from (_whole("notes", "added", row) for row in come)


def _likeness(one: Record, other: Record) -> float:
    return SequenceMatcher(None, one["text"][:400], other["text"][:400], autojunk=False).ratio()


def _fields(table: str, old: Record, new: Record) -> Iterator[Change]:
    skipped = {*KEYS[table], *_PLACE, *_PRINTED.values()}
    for field in new:
        before, after = _text(old.get(field)), _text(new[field])
        if field in skipped or before == after:
            continue
        if shown := _PRINTED.get(field):
            before, after = _text(old.get(shown)) or before, _text(new.get(shown)) or after
        yield Change(
            table,
            "changed",
            _key(table, new),
            _name(table, new),
            field,
            before,
            after,
            _text(old["locator"]),
            _text(new["locator"]),
        )


def _whole(table: str, what: What, row: Record) -> Change:
    shown = _text(row.get("printed")) or _text(row.get("value")) or _name(table, row)
    place = _text(row["locator"])
    gone = what == "removed"
    return Change(
        table,
        what,
        _key(table, row),
        _name(table, row),
        before=shown if gone else "",
        after="" if gone else shown,
        place_before=place if gone else "",
        place_after="" if gone else place,
    )


def _keyed(table: str, rows: list[Record]) -> dict[tuple[tuple[str, ...], int], Record]:
    """Rows by their key; where one stands several times, also by which time it is."""
    found: dict[tuple[tuple[str, ...], int], Record] = {}
    times: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = _key(table, row)
        times[key] = times.get(key, 0) + 1
        found[key, times[key]] = row
    return found


def _key(table: str, row: Record) -> tuple[str, ...]:
    return tuple(_text(row.get(column)) for column in KEYS[table])


def _name(table: str, row: Record) -> str:
    return _text(row.get(NAMES.get(table, "")))


def _records(frame: pd.DataFrame | None) -> list[Record]:
    if frame is None:
        return []
    return [{str(k): v for k, v in record.items()} for record in frame.to_dict("records")]


def _in_text(row: Record) -> bool:
    return str(row["locator"]).startswith(_REPORT)


def _text(value: object) -> str:
    """A value for comparison and to be shown: 5.0 is 5, what is missing is ""."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
