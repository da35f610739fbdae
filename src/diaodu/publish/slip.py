"""The page that a sender gets back: what arrived, what is wrong with it and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from diaodu.contracts import SEVERITIES
from diaodu.messages import Lang, say
from diaodu.params import Run
from diaodu.publish import page, places

TEXTS = ("found", "expected", "consequence", "remedy")
Kind = Literal["form", "report"]


@dataclass(frozen=True)
class Received:
    """One received file, as its sender is told about it.

    file: its path as issues name it. name: as the sender called it. figures: how many were read
    from it. entries: how many projects, enterprises and statements. read: False for a file that
    was refused. illustrative: it is made up.
    """

    file: str
    name: str
    kind: Kind
    version: int | None = None
    received_on: date | None = None
    figures: int = 0
    entries: int = 0
    read: bool = True
    illustrative: bool = False


@dataclass(frozen=True)
class Point:
    """Something wrong in one place, or the same in many; texts are (label, text)."""

    place: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """The points of one sheet."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Section:
    """All points of one severity; `count` is the number of issues, not of points."""

    severity: str
    heading: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Slip:
    """What one sender's page is made from.

    area: id of the sender. issues: those of its files, one a row, as issues.render gives them.
    received: its files, none where nothing has arrived. copy: name of the marked workbook that
    lies beside the page, "" if there is none.
    """

    area: str
    issues: pd.DataFrame
    received: Sequence[Received] = ()
    copy: str = ""


def render(
    run: Run, area: str, issues: pd.DataFrame, received: Sequence[Received], copy: str = ""
) -> str:
    """The page for one sender, in the run's language; see Slip for what is given."""
    return finish(*compose_all(run, [Slip(area, issues, received, copy)])[0])


def compose_all(run: Run, slips: Sequence[Slip]) -> list[tuple[str, str]]:
    """The pages of many senders, still without fonts, each with its title; see `finish`."""
    return [_compose(run.at(slip.area), slip) for slip in slips]


def finish(made: str, title: str) -> str:
    """A page with fonts of its own: a glyph in fonts for all would tell what others wrote."""
    return page.finished(made, title)


def _compose(run: Run, slip: Slip) -> tuple[str, str]:
    """A page without its fonts, and its title."""
    issues, received = slip.issues, slip.received
    frame = _frame(run, received)
    sections = [
        section for name in SEVERITIES if (section := _section(run, name, issues, received))
    ]
    workbooks = any(file.kind == "form" and file.read for file in received)
    made = page.template("slip_page.html.j2").render(
        resources={"frame": frame, "sections": []},  # no sources to explain in the footer
        sections=sections,
        headline=_headline(run, issues, received),
        received=[_row(file, run.lang) for file in received],
        copy=slip.copy,
        no_copy=not slip.copy and workbooks and len(issues) > 0,
    )
    return made, frame.title


def _frame(run: Run, received: Sequence[Received]) -> page.Frame:
    period = page.period(run)
    title = say("slip.title", run.lang, area=page.area_name(run), period=period)
    frame = page.frame(run, say("slip.kicker", run.lang), title)
    made_up = any(file.illustrative for file in received)
    due = _due(run)
    return replace(
        frame,
        banner=say("slip.illustrative", run.lang) if made_up else "",
        as_of=frame.as_of
        if due is None
        else say("slip.due", run.lang, date=page.written(due, run.lang)),
    )


def _due(run: Run) -> date | None:
    return run.quarter.submissions.due if run.quarter.submissions else None


def _headline(run: Run, issues: pd.DataFrame, received: Sequence[Received]) -> str:
    """What to do by when; the first thing that a sender reads."""
    counts = issues["severity"].value_counts()
    errors, warnings = int(counts.get("error", 0)), int(counts.get("warning", 0))
    days = [file.received_on for file in received if file.received_on is not None]
    by = _by(run, max(days, default=None) if received else run.quarter.as_of)
    if not received:
        name = page.area_name(run)
        return say("slip.headline.nothing", run.lang, area=name, period=page.period(run), by=by)
    if errors:
        key = "slip.headline.errors_and_warnings" if warnings else "slip.headline.errors"
    elif warnings:
        key = "slip.headline.warnings"
    else:
        key = "slip.headline.good"
    return say(key, run.lang, errors=errors, warnings=warnings, by=by)


def _by(run: Run, at: date | None) -> str:
    """By when, seen from a day: a day that has passed is not asked for again."""
    due = _due(run)
    if due is None:
        return say("slip.by.soon", run.lang)
    key = "slip.by.late" if at is not None and at > due else "slip.by.due"
    return say(key, run.lang, date=page.written(due, run.lang))


def _row(file: Received, lang: Lang) -> dict[str, Any]:
    day = "" if file.received_on is None else page.written(file.received_on, lang)
    return {**vars(file), "received_on": day}


def _section(
    run: Run, severity: str, issues: pd.DataFrame, received: Sequence[Received]
) -> Section | None:
    found = issues[issues["severity"] == severity]
    if found.empty:
        return None
    name = say(f"slip.severity.{severity}", run.lang)
    heading = say("slip.section", run.lang, name=name, count=len(found))
    order = {file.file: number for number, file in enumerate(received)}
    names = [file.name for file in received]
    forms = sum(file.kind == "form" for file in received)
    sheets: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for record in found.to_dict("records"):
        known = {str(key): value for key, value in record.items() if not pd.isna(value)}
        key = (order.get(known["file"], len(order)), known.get("sheet", ""))
        sheets.setdefault(key, []).append(known)
    groups = []
    for number, sheet in sorted(sheets, key=_rank):
        file = names[number] if number < len(names) else ""
        title = _title(run.lang, file, sheet, many=forms > 1)
        groups.append(Group(title, tuple(_points(sheets[number, sheet], run.lang))))
    return Section(severity, heading, tuple(groups))


def _rank(key: tuple[int, str]) -> tuple[int, bool]:
    """Files as they were received, the whole file first; sheets stay in the order of issues."""
    return key[0], key[1] != ""


def _title(lang: Lang, file: str, sheet: str, *, many: bool) -> str:
    if not sheet:
        return file or say("slip.whole_file", lang)
    key = "slip.group.of_file" if many and file else "slip.group"
    return say(key, lang, sheet=sheet, file=file)


def _points(issues: list[dict[str, Any]], lang: Lang) -> list[Point]:
    """Issues as points, down the sheet; what is the same in many cells is said once."""
    same: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for entry in sorted(issues, key=places.order):
        key = tuple(str(entry.get(name, "")) for name in ("code", *TEXTS))
        same.setdefault(key, []).append(entry)
    return [_point(entries, lang) for entries in same.values()]


def _point(entries: list[dict[str, Any]], lang: Lang) -> Point:
    first = entries[0]
    texts = {name: str(first.get(name, "")) for name in TEXTS}
    found = texts.pop("found")
    if "row" in first and "column" in first:
        labelled = [("found", found or say("slip.empty", lang))]
    else:  # nobody fills in a whole file
        labelled = [("noticed", found)]
    whole = say("slip.whole_sheet" if first.get("sheet") else "slip.whole_file", lang)
    shown = tuple((name, text) for name, text in [*labelled, *texts.items()] if text)
    return Point(places.joined(entries, lang) or whole, shown)
