"""What the rules of the lights measure in one area's rows: shortfalls, larger is worse.

Method: docs/methods.md, “Lights”. A measure that cannot be taken says why in a code; it never
becomes 0. Each function takes the rows of one area and quarter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from diaodu.analysis import project_groups
from diaodu.analysis.frames import NAN, Stage, points
from diaodu.periods import Period


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


def firms_falling(firms: pd.DataFrame) -> Measured:
    """Share of the key enterprises with falling output; firms: rows of `enterprises`."""
    known = firms["output_growth_percent"].dropna()
    if known.empty:
        return Measured(absent="no_enterprises")
    return share(int((known < 0).sum()), len(known), _sources(firms))


def behind_time(found: pd.DataFrame, period: Period) -> Measured:
    """Points by which the projects in sum are behind time; found: rows of projects.status."""
    summary = project_groups.in_all(found, period=period).iloc[0]
    if pd.isna(summary["completion_rate"]):
        return Measured(absent="no_plan" if len(found) else "no_projects")
    rate, time = float(summary["completion_rate"]), float(summary["time_share"])
    return Measured(
        value=points(time, rate),
        figure=rate,
        reference=time,
        of=int(summary["counted"]),
        source_ids=_sources(found),
    )


def start_delay(found: pd.DataFrame) -> Measured:
    """Months that the longest late start has missed, the planned one included; as behind_time."""
    if found["late"].dropna().empty:
        return Measured(absent="no_start_known" if len(found) else "no_projects")
    late = found[found["late"].fillna(False).astype(bool)]
    if late.empty:
        return Measured(value=0.0, count=0, of=len(found), source_ids=_sources(found))
    first = late.sort_values("months_late", ascending=False, kind="stable").iloc[0]
    return Measured(
        value=float(first["months_late"]) + 1,
        count=len(late),
        of=len(found),
        subject=str(first["name"]),
        source_ids=_sources(late),
    )


def late_share(found: pd.DataFrame, period: Period) -> Measured:
    """Share of late starts in the projects due to start; as behind_time."""
    due = found[found["planned_start"].str[:7].le(str(period)) & found["late"].notna()]
    if due.empty:
        return Measured(absent="none_due" if len(found) else "no_projects")
    return share(int(due["late"].sum()), len(due), _sources(due))


def stopped_share(found: pd.DataFrame) -> Measured:
    """Share of stopped projects in those under way; as behind_time."""
    under_way = found[found["state"].isin(["started", "stopped"])]
    if under_way.empty:
        return Measured(absent="none_under_way" if len(found) else "no_projects")
    return share(int(under_way["state"].eq("stopped").sum()), len(under_way), _sources(under_way))


def carried_problems(issues: pd.DataFrame, period: Period) -> Measured:
    """Problems raised before the quarter and still open; issues: of evidence.statements."""
    known = issues[issues["raised_on"].notna() & issues["state"].notna()]
    if known.empty:
        return Measured(absent="no_day_raised" if len(issues) else "no_problems")
    begins = f"{period.year}-{3 * period.quarter - 2:02d}-01"
    carried = known[known["state"].ne("closed") & known["raised_on"].lt(begins)]
    subject = None if carried.empty else str(carried.sort_values("raised_on").iloc[0]["text"])
    return Measured(
        value=float(len(carried)),
        count=len(carried),
        of=len(known),
        subject=subject,
        source_ids=_sources(known),
    )


def severe_problems(issues: pd.DataFrame) -> Measured:
    """Problems read as severe and still open; as carried_problems."""
    known = issues[issues["severity"].notna()]
    if known.empty:
        return Measured(absent="not_read" if len(issues) else "no_problems")
    severe = int((known["severity"].eq("high") & known["state"].ne("closed")).sum())
    return Measured(value=float(severe), count=severe, of=len(known), source_ids=_sources(known))


def missing_figures(stages: Sequence[Stage | None]) -> Measured:
    """Share of indicators without a figure; stages: of each indicator's figure, None without."""
    if not stages:
        return Measured(absent="none_asked")
    return share(stages.count(None), len(stages), ())


def late_days(sent: pd.DataFrame, due: date | None) -> Measured:
    """Days that the last version came in late; sent: rows of `sources` that the area sent."""
    if due is None:
        return Measured(absent="no_due_day")
    days = sent["received_on"].dropna()
    if days.empty:
        return Measured(absent="nothing_sent")
    late = (date.fromisoformat(days.max()) - due).days
    return Measured(value=float(max(late, 0)), subject=days.max(), source_ids=_sources(sent))


def intake_errors(sent: pd.DataFrame, errors: pd.Series) -> Measured:
    """Errors found in what was sent; errors: file -> number of errors. As late_days."""
    if sent.empty:
        return Measured(absent="nothing_sent")
    count = int(errors.reindex(sent["file"]).sum())
    return Measured(value=float(count), count=count, source_ids=_sources(sent))


def share(count: int, of: int, source_ids: tuple[str, ...]) -> Measured:
    """So many of so many, in %."""
    return Measured(value=100 * count / of, count=count, of=of, source_ids=source_ids)


def _sources(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rows["source_id"]))
