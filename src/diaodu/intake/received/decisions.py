"""Whether a file may be taken for a quarter, and where its name and its content disagree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from diaodu.errors import CellIssue
from diaodu.intake.received import registry
from diaodu.intake.received.grid import Document, Finding, Refusal, Workbook
from diaodu.intake.received.kinds import suffix_of
from diaodu.intake.received.recognise import Identity
from diaodu.intake.received.registry import Kind
from diaodu.params import Run

# What the reader says of a file's name: it has to be kept, since the stored file has another.
_OF_THE_NAME = ("extension_differs", "name_unsafe")
# What a file that cannot be read was probably meant to be.
_MEANT: dict[Kind, tuple[str, ...]] = {
    "form": (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".csv"),
    "report": (".docx", ".docm", ".doc", ".wps", ".rtf", ".txt", ".pdf", ".ofd"),
}


def unfit(run: Run, who: Identity, path: Path) -> Refusal | None:
    """Why a file that can be read cannot be taken for this quarter."""
    if who.area is None:
        if len(who.areas) > 1:
            names = "、".join(run.areas[area].zh for area in who.areas)
            return Refusal("sender_unclear", {"areas": names}, path.name)
        return Refusal("sender_missing", {}, path.name)
    if who.area not in run.quarter.areas:
        return Refusal("sender_not_asked", _names(run, who.area), path.name)
    if who.quarter not in (None, run.quarter.quarter):
        details = {"quarter": run.quarter.quarter, "other": who.quarter or ""}
        return Refusal("quarter_other", details, who.written or path.name)
    return None


def disagreements(
    run: Run, file: str, path: Path, said: Identity, named: Identity, area: str
) -> list[CellIssue]:
    """Where the name says something else than the content, or has to stand in for it."""
    found = []
    if said.area is None:
        found.append(registry.issue("sender_by_name", file, path.name, area, **_names(run, area)))
    elif named.area not in (None, area):
        own = run.areas[named.area or area]
        details = {**_names(run, area), "named_zh": own.short_zh, "named_en": own.en}
        found.append(registry.issue("name_area_differs", file, path.name, area, **details))
    quarter = {"quarter": run.quarter.quarter}
    if said.quarter is None:
        code = "quarter_by_name" if named.quarter else "quarter_assumed"
        found.append(registry.issue(code, file, path.name, area, **quarter))
    elif named.quarter not in (None, said.quarter):
        details = {**quarter, "named": named.quarter or ""}
        found.append(registry.issue("name_quarter_differs", file, path.name, area, **details))
    return found


def _names(run: Run, area: str) -> dict[str, str]:
    return {"sender_zh": run.areas[area].short_zh, "sender_en": run.areas[area].en}


def parted(
    content: Workbook | Document,
) -> tuple[Workbook | Document, tuple[Finding, ...]]:
    """The content without the notes on its name, and those notes."""
    about_name = tuple(note for note in content.notes if note.code in _OF_THE_NAME)
    others = tuple(note for note in content.notes if note.code not in _OF_THE_NAME)
    return replace(content, notes=others), about_name


def kind_by_name(path: Path) -> tuple[Kind, ...]:
    """What a file that cannot be read was meant to be: nothing, or the one kind."""
    suffix = suffix_of(path.name)
    return tuple(kind for kind, suffixes in _MEANT.items() if suffix in suffixes)
