"""Earlier versions of a run: what was known on a day, put together from what is kept.

Nothing is kept for this besides the received files: each version of a file stays, with the day on
which it came, and each source has its day. docs/decisions/0009-versions-are-days.md says why.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from diaodu import contracts
from diaodu.analysis import changes, consistency, evidence, flags, lights
from diaodu.batch import derive
from diaodu.intake import NOTHING_KNOWN, Known, submissions
from diaodu.intake.received import registry
from diaodu.intake.received.registry import Entry
from diaodu.params import Run
from diaodu.store import Tables

_NOTE = ["note_id", "area", "period", "text"]


def last_day(run: Run) -> date | None:
    """The day whose version is the run's last one; None: the run is at its first version.

    The day in the quarter's file on which reports were handed out; without one, the day before the
    newest correction of the quarter's submissions came.
    """
    if run.quarter.handed_out is not None:
        return run.quarter.handed_out
    corrections = [
        day
        for entry in registry.entries(run, run.quarter.quarter)
        if entry.version > 1 and (day := _came(entry)) is not None
    ]
    return max(corrections) - timedelta(days=1) if corrections else None


def on(run: Run, tables: Tables, day: date, known: Known = NOTHING_KNOWN) -> Tables:
    """The tables as they were on a day, by today's rules and decisions of the office.

    tables: those of now. known: what was read of files before. Left out is what was published or
    received after that day; a submission counts in the version that had come by then. Judged anew
    are readings and problems; what else is derived is left empty.
    """
    late = _after(tables.sources, day)
    by_then = _newest(run, day)
    stood = {entry.source_id for entry in by_then}
    sent = tables.sources["sender"].notna()
    late |= set(tables.sources.loc[sent, "source_id"]) - stood
    again = [entry for entry in by_then if entry.source_id not in set(tables.sources["source_id"])]
    found = submissions.read_versions(run, again, known) if again else []
    frames = {name: contracts.empty(name) for name in contracts.SCHEMAS}
    for name in ("sources", "indicators", "targets", "facts", "projects", "notes", "enterprises"):
        kept = getattr(tables, name)
        kept = kept[~kept["source_id"].isin(late)]
        frames[name] = _joined([kept, *(one[name] for one in found)])
    frames["ledger_decisions"] = tables.ledger_decisions
    frames["intake_issues"] = _joined([_issues(run, tables, late)])
    then = Tables(**frames)
    readings = _readings(run, tables, then, known)
    return derive.ledger(run, dataclasses.replace(then, readings=readings))


def version(run: Run, tables: Tables) -> changes.Version:
    """What is compared between two versions, from tables with their readings and problems."""
    figures = consistency.settle(tables.indicators, tables.sources)
    frames: Any = tables  # frozen, where the protocol of `gather` has plain attributes
    asked: dict[str, Any] = {"areas": run.peers, "period": run.period}
    rules = lights.of_quarter(
        evidence.gather(frames, figures),
        run.quarter.lights,
        **asked,
        indicators=run.indicators,
        due=run.due,
    )
    return changes.Version(
        figures,
        tables.targets,
        lights.by_topic(rules, run.peers),
        flags.below_target(
            figures,
            tables.targets,
            **asked,
            indicator=run.quarter.headline,
            below_target_points=run.quarter.thresholds.below_target_points,
        ),
        tables.problems,
        tables.projects,
    )


def since(run: Run, tables: Tables, day: date, known: Known = NOTHING_KNOWN) -> pd.DataFrame:
    """What changed since a day's version: rows of the contract `changes`, those of `version` first.

    One such row for the province and for each area of which anything changed: the others' reports
    do not name the day, and so need not be made again when another area's correction moves it.
    tables: of now, with readings and problems. known: what was read of files before.
    """
    then = version(run, on(run, tables, day, known))
    found = changes.between(then, version(run, tables), run.period)
    about = {
        "what": "version",
        "change": "changed",
        "subject": "as_of",
        "before": day.isoformat(),
        "after": run.quarter.as_of.isoformat(),
    }
    areas = dict.fromkeys([run.province.id, *found["area"]])
    return _joined([changes.of_rows([{"area": area, **about} for area in areas]), found])


def with_changes(run: Run, tables: Tables, known: Known = NOTHING_KNOWN) -> Tables:
    """The tables with what changed since the last version; no row at the first one."""
    day = last_day(run)
    if day is None or day >= run.quarter.as_of:
        return tables
    return dataclasses.replace(tables, changes=since(run, tables, day, known))


def _came(entry: Entry) -> date | None:
    return entry.sidecar.received_on if entry.sidecar else None


def _newest(run: Run, day: date) -> list[Entry]:
    """The files that stood on a day; one of no known day stood always."""
    every = [entry for name in registry.quarters(run) for entry in registry.entries(run, name)]
    known = [entry for entry in every if (came := _came(entry)) is None or came <= day]
    return list({(e.quarter, e.area, e.kind): e for e in known}.values())


def _after(sources: pd.DataFrame, day: date) -> set[str]:
    """Sources that were published after a day; one without a day was there always."""
    return set(sources.loc[sources["published_on"].gt(day.isoformat()), "source_id"])


def _issues(run: Run, tables: Tables, late: set[str]) -> pd.DataFrame:
    """Issues of the files that stood then too."""
    gone = set(tables.sources.loc[tables.sources["source_id"].isin(late), "file"].dropna())
    return tables.intake_issues[~tables.intake_issues["file"].isin(gone)]


def _readings(run: Run, tables: Tables, then: Tables, known: Known) -> pd.DataFrame:
    """Readings of the notes of then: those of now where the note is the same, else read anew."""
    same = then.notes[_NOTE].merge(tables.notes[_NOTE], how="inner")[_NOTE[:3]]
    kept = tables.readings.merge(same.drop_duplicates(), how="inner")
    keys = pd.MultiIndex.from_frame(then.notes[_NOTE[:3]])
    rest = then.notes[~keys.isin(pd.MultiIndex.from_frame(kept[_NOTE[:3]]))]
    if rest.empty:
        return kept
    then = dataclasses.replace(then, notes=rest.reset_index(drop=True))
    read = derive.readings(run, then, known=known)
    return _joined([kept, read.readings])


def _joined(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    full = [frame for frame in frames if not frame.empty]
    every = list(frames)
    return pd.concat(full, ignore_index=True) if full else every[0]
