"""What the last quarter left open, to be filled into the next form."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu import store
from diaodu.intake.form import ids
from diaodu.periods import Period

Row = dict[str, Any]
_YEARLY = ("plan_investment_10k_yuan", "completed_investment_10k_yuan")


def projects(previous: store.Tables | None, area: str, period: Period) -> list[Row]:
    """Projects of the area's last form that are not completed; figures of another year are left.

    One dict a project: column of the form -> value, without those that are missing.
    """
    last = latest(previous.projects, area, period) if previous is not None else None
    if last is None:
        return []
    same_year = Period.parse(last["period"].iloc[0]).year == period.year if len(last) else False
    found = []
    for record in last[last["state"].ne("completed")].to_dict("records"):
        row = _present(record)
        row["project_id"] = ids.short(str(record["project_id"]))
        found.append(row if same_year else {k: v for k, v in row.items() if k not in _YEARLY})
    return found


def problems(previous: store.Tables | None, area: str, period: Period) -> list[Row]:
    """Problems of the area's last form that are not closed, as `projects`."""
    if previous is None:
        return []
    notes = previous.notes
    last = latest(notes[notes["section"].eq("issue") & in_form(notes)], area, period)
    found = []
    for record in last[last["state"].ne("closed")].to_dict("records"):
        found.append(_present(record) | {"note_id": ids.short(str(record["note_id"]))})
    return found


def latest(table: pd.DataFrame, area: str, period: Period) -> pd.DataFrame:
    """Rows of the area's last period before `period`; none if there is none."""
    before = table[table["area"].eq(area) & table["period"].lt(str(period))]
    return before[before["period"].eq(before["period"].max())] if len(before) else before


def in_form(table: pd.DataFrame) -> pd.Series:
    """Whether a row comes from a cell of a workbook (sheet!E12), not from a paragraph."""
    return table["locator"].str.contains("!", regex=False)


def _present(record: dict[Any, Any]) -> Row:
    return {str(key): value for key, value in record.items() if not pd.isna(value)}
