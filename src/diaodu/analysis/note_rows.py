"""One note in one row: what its sender filled in, and what was read out of its text.

Everything that counts, ties and follows notes stands on this frame, so that it need not know
which of the two said what.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from diaodu.analysis.frames import records, table

PERSON = "person"  # who decided a reading that wins over the sender too
_DIGIT = r"[0-9０-９]"
_FROM_SENDER = ("county", "industry", "enterprise")
_COLUMNS = {
    "note_id": "str",
    "area": "str",
    "period": "str",
    "section": "str",
    "text": "str",
    "in_form": "bool",
    "category": "str",
    "other_categories": "object",
    "facets": "object",
    "direction": "str",
    "severity": "str",
    "enterprise": "str",
    "to_read": "bool",
    "areas": "object",
    "counties": "object",
    "industries": "object",
    "enterprises": "object",
    "projects": "object",
    "names_figure": "bool",
    "asked": "str",
    "responsible": "str",
    "state": "str",
    "raised_on": "str",
    "due_on": "str",
    "closed_on": "str",
    "source_id": "str",
    "locator": "str",
    "origin": "str",
}


def described(
    notes: pd.DataFrame, readings: pd.DataFrame, sections: Sequence[str] = ("issue",)
) -> pd.DataFrame:
    """The notes of these sections with what was read out of them, in the order of `notes`.

    notes, readings: the tables. Returns one row per note. in_form: a row of a form's sheet, not a
        statement of a written report. category: the sender's where given, unless a person
        decided another; else the one read; missing where there is neither, or where what was read
        is a proposal that a person has to confirm (to_read). counties, industries,
        enterprises, projects, areas, facets, other_categories: tuples, the sender's own entry
        first; a note that was not read has only that. enterprise: the sender's own entry alone.
        names_figure without a reading: whether the text holds a digit. direction and severity are
        missing without a reading.
    """
    read = {(row["note_id"], row["area"], row["period"]): row for row in records(readings)}
    chosen = notes[notes["section"].isin(sections)]
    digits = chosen["text"].str.contains(_DIGIT, regex=True)
    rows = []
    for note, has_digit in zip(records(chosen), digits, strict=True):
        reading = read.get((note["note_id"], note["area"], note["period"]), {})
        rows.append(_row(note, reading, bool(has_digit)))
    return table(_COLUMNS, rows)


def _row(note: dict[str, Any], reading: dict[str, Any], has_digit: bool) -> dict[str, Any]:
    lists = {name: _parts(reading.get(name)) for name in ("areas", "projects", "facets")}
    for name, many in zip(_FROM_SENDER, ("counties", "industries", "enterprises"), strict=True):
        own = (note[name],) if note[name] else ()
        lists[many] = tuple(dict.fromkeys((*own, *_parts(reading.get(many)))))
    read = None if reading.get("to_read") else reading.get("category")
    by_person = reading.get("decided_by") == PERSON
    category = read if by_person else note["category"] or read
    return {
        **note,
        **lists,
        "in_form": "!" in note["locator"],  # sheet!E12, not a paragraph
        "category": category,
        "other_categories": _parts(reading.get("other_categories")),
        "direction": reading.get("direction"),
        "severity": reading.get("severity"),
        "to_read": bool(reading.get("to_read", False)),
        "names_figure": bool(reading.get("names_figure", has_digit)),
    }


def _parts(joined: Any) -> tuple[str, ...]:
    return tuple(part for part in joined.split("|") if part) if isinstance(joined, str) else ()
