"""What the rules of the lights measure in one area's rows: shortfalls, larger is worse.

Method: docs/methods.md, “Lights”. A measure that cannot be taken says why in a code; it never
becomes 0. Each function takes the rows of one area and quarter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from diaodu import places
from diaodu.analysis.frames import NAN, Stage, points
from diaodu.periods import Period

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Measured:
    """One measure of one area; `absent` says why there is no value.

    value: the shortfall, below 0 where a figure is above its reference; figure and reference: the
    two figures it lies between; count and of: a number of things and of how many; subject: the one
    thing that it is about.
    """

    value: float = NAN
    stage: Stage | None = None
    figure: float = NAN
    printed: str | None = None
    reference: float = NAN
    count: int | None = None
    of: int | None = None
    subject: str | None = None
    absent: str | None = None
    source_ids: tuple[str, ...] = ()


def firms_falling(firms: Rows) -> Measured:
    """Share of the key enterprises with falling output; firms: rows of `enterprises`."""
    known = [row for row in firms if not pd.isna(row["output_growth_percent"])]
    if not known:
        return Measured(absent="no_enterprises")
    falling = sum(row["output_growth_percent"] < 0 for row in known)
    return share(falling, len(known), places.of_rows(firms))


def behind_time(found: Rows, period: Period) -> Measured:
    """Points by which the projects in sum are behind time; found: rows of projects.status.

    As in project_groups.sums: of projects with both amounts, plans above 0 in sum.
    """
    names = ("plan_investment_10k_yuan", "completed_investment_10k_yuan")
    both = [row for row in found if not any(pd.isna(row[name]) for name in names)]
    plan, completed = (sum(row[name] for row in both) for name in names)
    if not plan > 0:
        return Measured(absent="no_plan" if found else "no_projects")
    rate, time = 100 * completed / plan, 100 * period.elapsed_share
    return Measured(
        value=points(time, rate),
        figure=rate,
        reference=time,
        of=len(both),
        source_ids=places.of_rows(found),
    )


def start_delay(found: Rows) -> Measured:
    """Months that the longest late start has missed, the planned one included; as behind_time."""
    known = [row for row in found if not pd.isna(row["late"])]
    if not known:
        return Measured(absent="no_start_known" if found else "no_projects")
    late = [row for row in known if row["late"]]
    if not late:
        return Measured(value=0.0, count=0, of=len(found), source_ids=places.of_rows(found))
    first = max(late, key=lambda row: row["months_late"])
    return Measured(
        value=float(first["months_late"]) + 1,
        count=len(late),
        of=len(found),
        subject=str(first["name"]),
        source_ids=places.of_rows(late),
    )


def late_share(found: Rows, period: Period) -> Measured:
    """Share of late starts in the projects due to start; as behind_time."""
    due = [
        row
        for row in found
        if (row["planned_start"] or "9")[:7] <= str(period) and not pd.isna(row["late"])
    ]
    if not due:
        return Measured(absent="none_due" if found else "no_projects")
    return share(sum(bool(row["late"]) for row in due), len(due), places.of_rows(due))


def stopped_share(found: Rows) -> Measured:
    """Share of stopped projects in those under way; as behind_time."""
    under_way = [row for row in found if row["state"] in ("started", "stopped")]
    if not under_way:
        return Measured(absent="none_under_way" if found else "no_projects")
    stopped = sum(row["state"] == "stopped" for row in under_way)
    return share(stopped, len(under_way), places.of_rows(under_way))


def carried_problems(issues: Rows, period: Period) -> Measured:
    """Problems raised before the quarter and still open; issues: of evidence.statements."""
    known = [row for row in issues if row["raised_on"] and row["state"]]
    if not known:
        return Measured(absent="no_day_raised" if issues else "no_problems")
    begins = f"{period.year}-{3 * period.quarter - 2:02d}-01"
    carried = [row for row in known if row["state"] != "closed" and row["raised_on"] < begins]
    first = min(carried, key=lambda row: row["raised_on"], default=None)
    return Measured(
        value=float(len(carried)),
        count=len(carried),
        of=len(known),
        subject=None if first is None else str(first["text"]),
        source_ids=places.of_rows(known),
    )


def severe_problems(issues: Rows) -> Measured:
    """Problems read as severe and still open; as carried_problems."""
    known = [row for row in issues if row["severity"]]
    if not known:
        return Measured(absent="not_read" if issues else "no_problems")
    severe = sum(row["severity"] == "high" and row["state"] != "closed" for row in known)
    return Measured(
        value=float(severe), count=severe, of=len(known), source_ids=places.of_rows(known)
    )


def missing_figures(stages: Sequence[Stage | None]) -> Measured:
    """Share of indicators without a figure; stages: of each indicator's figure, None without."""
    if not stages:
        return Measured(absent="none_asked")
    return share(stages.count(None), len(stages), ())


def late_days(sent: Rows, due: date | None) -> Measured:
    """Days that the last version came in late; sent: rows of `sources` that the area sent."""
    if due is None:
        return Measured(absent="no_due_day")
    last = max((row["received_on"] for row in sent if row["received_on"]), default=None)
    if last is None:
        return Measured(absent="nothing_sent")
    late = (date.fromisoformat(last) - due).days
    return Measured(value=float(max(late, 0)), subject=last, source_ids=places.of_rows(sent))


def intake_errors(sent: Rows, errors: Mapping[str, int]) -> Measured:
    """Errors found in what was sent; errors: file -> number of errors. As late_days."""
    if not sent:
        return Measured(absent="nothing_sent")
    count = sum(errors.get(row["file"], 0) for row in sent)
    return Measured(value=float(count), count=count, source_ids=places.of_rows(sent))


def share(count: int, of: int, source_ids: tuple[str, ...]) -> Measured:
    """So many of so many, in %."""
    return Measured(value=100 * count / of, count=count, of=of, source_ids=source_ids)
