"""Who has sent what by now: one line an area, from what is registered and what was read of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from diaodu import store
from diaodu.intake.received import registry
from diaodu.intake.received.registry import Entry, Kind
from diaodu.params import Run

State = Literal["received", "missing", "refused"]


@dataclass(frozen=True)
class Item:
    """One kind of file of one area. days_late: after the due day, of a missing one until today."""

    kind: Kind
    state: State
    version: int | None = None
    received_on: date | None = None
    days_late: int = 0


@dataclass(frozen=True)
class Standing:
    """One area: its files, the rows that were read of them, and its issues by severity.

    figures: rows of indicators and targets. Issues: of this quarter's files of the area alone.
    """

    area: str
    items: tuple[Item, ...]
    figures: int
    projects: int
    notes: int
    errors: int
    warnings: int
    infos: int
    made_up: bool = False

    @property
    def late(self) -> bool:
        return any(item.days_late for item in self.items)


def standings(run: Run, tables: store.Tables, today: date) -> list[Standing]:
    """One standing for each area of the quarter's file, in its order."""
    newest = registry.newest(registry.entries(run, run.quarter.quarter))
    refused = registry.refused(run, run.quarter.quarter)
    unread = set(tables.sources["source_id"])
    found = []
    for area in run.quarter.areas:
        own = {entry.kind: entry for entry in newest if entry.area == area}
        away = {s.kind for _, s in refused if s.sender == area}
        items = tuple(_item(run, own.get(k), k, away, unread, today) for k in registry.KINDS)
        found.append(_standing(run, area, items, list(own.values()), tables))
    return found


def _item(
    run: Run,
    entry: Entry | None,
    kind: Kind,
    refused: set[Kind | None],
    read: set[str],
    today: date,
) -> Item:
    due = run.quarter.submissions.due if run.quarter.submissions else None
    if entry is None:
        days = (today - due).days if due else 0
        state: State = "refused" if refused & {kind, None} else "missing"
        return Item(kind, state, days_late=max(0, days))
    received = entry.sidecar.received_on if entry.sidecar else None
    days = (received - due).days if due and received else 0
    usable = entry.source_id in read
    state = "received" if usable else "refused"
    return Item(kind, state, entry.version, received, max(0, days))


def _standing(
    run: Run, area: str, items: tuple[Item, ...], own: list[Entry], tables: store.Tables
) -> Standing:
    sources = {entry.source_id for entry in own}
    issues = tables.intake_issues
    folder = registry.rel(run, run.received)
    mine = issues["area"].eq(area) & issues["file"].str.startswith(f"{folder}/")
    severities = issues.loc[mine, "severity"]
    return Standing(
        area=area,
        items=items,
        figures=_count((tables.indicators, tables.targets), sources),
        projects=_count((tables.projects,), sources),
        notes=_count((tables.notes,), sources),
        errors=int(severities.eq("error").sum()),
        warnings=int(severities.eq("warning").sum()),
        infos=int(severities.eq("info").sum()),
        made_up=any(entry.origin == "illustrative" for entry in own),
    )


def _count(frames: Iterable[pd.DataFrame], sources: set[str]) -> int:
    return sum(int(frame["source_id"].isin(sources).sum()) for frame in frames)
