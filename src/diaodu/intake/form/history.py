"""A form against the area's earlier ones: what was there, what went backwards, what is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from diaodu import store
from diaodu.intake.form import carried, words
from diaodu.intake.form.cells import Context
from diaodu.intake.form.checks import alike
from diaodu.intake.form.columns import Columns
from diaodu.intake.form.indicator_rows import IndicatorRow
from diaodu.intake.form.list_rows import Record
from diaodu.periods import Period

_CUMULATIVE = {
    "projects": ("project_id", ("completed_investment_10k_yuan",)),
    "enterprises": ("enterprise", ("output_10k_yuan", "power_use_10k_kwh")),
}


@dataclass(frozen=True)
class History:
    """What earlier quarters say of one area. All empty where there are none.

    project_names: name as compared -> id. enterprises: name as compared -> area that reported it,
    for all areas.
    """

    projects: list[dict[str, Any]] = field(default_factory=list)  # of the last form, unfinished
    problems: list[dict[str, Any]] = field(default_factory=list)  # of the last form, open
    project_names: Mapping[str, str] = field(default_factory=dict)
    enterprises: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)  # of this year so far


def history_of(previous: store.Tables | None, area: str, period: Period) -> History:
    """Collect it from tables that may hold any quarters and areas."""
    if previous is None:
        return History()
    projects, notes = previous.projects, previous.notes
    own = projects[projects["area"].eq(area) & projects["period"].lt(str(period))]
    named = own.sort_values("period", kind="stable")
    firms = previous.enterprises[previous.enterprises["period"].lt(str(period))]
    last = carried.latest(projects, area, period)
    noted = notes[notes["section"].eq("issue") & carried.in_form(notes)]
    open_notes = carried.latest(noted, area, period)
    return History(
        projects=_records(last[last["state"].ne("completed")]),
        problems=_records(open_notes[open_notes["state"].ne("closed")]),
        project_names={
            words.compared(name): whole
            for name, whole in zip(named["name"], named["project_id"], strict=True)
        },
        enterprises={
            words.compared(name): other
            for name, other in zip(firms["enterprise"], firms["area"], strict=True)
        },
        tables={
            name: _this_year(getattr(previous, name), area, period)
            for name in ("indicators", *_CUMULATIVE)
        },
    )


def check_amounts(read: Sequence[IndicatorRow], history: History, context: Context) -> None:
    """Cumulative amounts lower than what was reported or published for an earlier month."""
    table = history.tables.get("indicators")
    if table is None:
        return
    table = table[table["industry"].isna() & table["span"].eq("ytd")]
    for one in read:
        item = context.run.catalog.indicators[one.key]
        if item.kind != "level":
            continue
        for column in ("to_date", "expected"):
            quantity, month = one.figures.get(column), one.months.get(column)
            if quantity is None or quantity.value is None or month is None:
                continue
            rows = table[table["indicator"].eq(one.key) & table["period"].lt(str(month))]
            above = rows[rows["value"].gt(quantity.value)].sort_values("value")
            for worst in above.tail(1).to_dict("records"):
                one.row.note(
                    "form_backwards",
                    column,
                    item=words.short_name(item),
                    before=f"{worst['value']:.15g}",
                    month=worst["period"],
                )


def check_cumulative(table: str, records: Sequence[Record], history: History) -> None:
    """Amounts of projects and enterprises lower than earlier in the year."""
    earlier = history.tables.get(table)
    if earlier is None:
        return
    key, columns = _CUMULATIVE[table]
    for column in columns:
        reported = earlier[earlier[column].notna()].sort_values(column)
        known = {row[key]: row for row in reported.to_dict("records")}
        for record in records:
            before = known.get(record.values[key])
            value = record.values[column]
            if before is not None and value is not None and value < before[column]:
                record.row.note(
                    "form_backwards",
                    column,
                    item=record.values.get("name") or record.values[key],
                    before=f"{before[column]:.15g}",
                    month=before["period"],
                )


def check_projects_kept(
    records: Sequence[Record], columns: Columns, history: History, context: Context
) -> None:
    """Unfinished projects that are gone, and numbers that now stand for another project."""
    named = {record.values["project_id"]: record for record in records}
    for before in history.projects:
        record = named.get(before["project_id"])
        if record is None:
            context.slip.note(
                "form_project_vanished",
                before["name"],
                sheet=columns.sheet.name,
                period=before["period"],
            )
        elif not alike(before["name"], record.values["name"]):
            record.row.note("form_project_renamed", "name", before=before["name"])


def check_problems_kept(
    records: Sequence[Record], columns: Columns, history: History, context: Context
) -> None:
    """Open problems that are gone."""
    kept = {record.values["note_id"] for record in records}
    for before in history.problems:
        if before["note_id"] not in kept:
            context.slip.note(
                "form_problem_vanished",
                before["text"],
                sheet=columns.sheet.name,
                period=before["period"],
            )


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]


def _this_year(table: pd.DataFrame, area: str, period: Period) -> pd.DataFrame:
    year = table["period"].str.startswith(f"{period.year}-")
    return table[table["area"].eq(area) & year & table["period"].lt(str(period))]
