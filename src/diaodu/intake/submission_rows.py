"""What rows of registered files need: their sources, their places, ids that are no one else's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diaodu.intake.received.registry import Entry
from diaodu.messages import Lang, say
from diaodu.params import Run
from diaodu.periods import Period


def source_row(run: Run, entry: Entry, digest: str) -> dict[str, Any]:
    """The row of `sources` of a registered file."""
    sidecar = entry.sidecar
    received = sidecar.received_on if sidecar else None
    made_up = entry.origin == "illustrative"
    return {
        "source_id": entry.source_id,
        "kind": "submission",
        "title_zh": _title(run, entry, "zh"),
        "title_en": _title(run, entry, "en"),
        "caution_zh": say("submission.made_up", "zh") if made_up else None,
        "caution_en": say("submission.made_up", "en") if made_up else None,
        "file": entry.file,
        "sha256": digest,
        "sender": entry.area,
        "received_on": received.isoformat() if received else None,
        "channel": sidecar.channel if sidecar else None,
        "version": entry.version,
        "origin": entry.origin,
    }


def _title(run: Run, entry: Entry, lang: Lang) -> str:
    period = Period.parse(entry.quarter)
    values = {
        "area": run.areas[entry.area].name(lang),
        "quarter": say(f"period.quarter.{period.quarter}", lang, year=period.year),
        "version": entry.version,
    }
    return say(f"submission.title.{entry.kind}", lang, **values)


def make_unique(notes: list[dict[str, Any]]) -> None:
    """Tell notes of one form apart whose sender gave them one number on two sheets.

    Ids that look like those of a written report get another one too.
    """
    taken: set[str] = set()
    for note in notes:
        own = note["note_id"]
        if own.startswith(f"{note['area']}-{note['period']}-report-"):
            own = note["note_id"] = f"form-{own}"
        number = 1
        while note["note_id"] in taken:
            number += 1
            note["note_id"] = f"{own}~{number}"
        taken.add(note["note_id"])


def place_of(locator: str) -> dict[str, Any]:
    """Sheet, row and column of a locator: 存在问题!B5, paragraph 12."""
    sheet, _, cell = locator.rpartition("!")
    letters = cell.rstrip("0123456789")
    number = cell[len(letters) :]
    if not sheet:
        return {"row": int(number) if number else None}
    return {"sheet": sheet, "row": int(number) if number else None, "column": letters or None}


def of_quarter(run: Run, quarter: str) -> Run:
    """The run as it would be for another quarter."""
    return replace(run, quarter=run.quarter.model_copy(update={"quarter": quarter}))
