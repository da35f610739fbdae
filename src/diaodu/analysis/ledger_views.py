"""The ledger as reports show it: of one area, what is new or comes back, rates of closing.

Method: docs/methods.md, "A problem over quarters".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, Literal

import pandas as pd

from diaodu.analysis.frames import NAN, records, table
from diaodu.analysis.ledger_states import CLOSED, NOT_MENTIONED, REOPENED
from diaodu.analysis.told import UNSORTED
from diaodu.places import union

By = Literal["area", "category", "responsible"]
# What a reader should see first.
_ORDER = (REOPENED, "open", "in_progress", NOT_MENTIONED, CLOSED)
_RATES = {
    "by": "str",
    "key": "str",
    "area": "str",
    "problems": "int64",
    "closed": "int64",
    "not_mentioned": "int64",
    "reopened": "int64",
    "overdue": "int64",
    "rate": "float64",
    "days_to_close": "float64",
    "days_open": "float64",
    "source_ids": "object",
}


def of_areas(problems: pd.DataFrame, areas: Sequence[str]) -> pd.DataFrame:
    """The problems of these areas, what needs work first.

    Returns rows of `problems` by given area, then overdue ones, then by state (reopened, open, in
        progress, not mentioned, closed), then the longest open. Closed ones stay.
    """
    order = {area: place for place, area in enumerate(areas)}
    chosen = sorted(
        (order[row["area"]], not row["overdue"], *_work(row), place)
        for place, row in enumerate(records(problems))
        if row["area"] in order
    )
    return problems.iloc[[place for *_, place in chosen]].reset_index(drop=True)


def _work(problem: Mapping[str, Any]) -> tuple[int, float, str]:
    """What needs work first: by state, then the longest open."""
    days = -1 if pd.isna(problem["days_open"]) else problem["days_open"]
    return _ORDER.index(problem["state"]), -days, problem["problem_id"]


def is_new(problems: pd.DataFrame) -> pd.Series:
    """Which problems were first told in the ledger's own quarter."""
    return problems["first_period"].eq(problems["period"])


def recurs(problems: pd.DataFrame) -> pd.Series:
    """Which problems are told in this quarter and were told in an earlier one, or come back."""
    now = problems["last_period"].eq(problems["period"])
    return now & (problems["quarters"].gt(1) | problems["state"].eq(REOPENED))


def rates(problems: pd.DataFrame, by: By) -> pd.DataFrame:
    """How many problems were closed, by area, category or department.

    Returns one row a value of `by`, most problems first, then by name; UNSORTED stands for none.
        problems: all that the ledger has; closed, not_mentioned, reopened, overdue: of these;
        rate = closed ÷ problems, %. days_to_close: median days of the closed ones, days_open: of
        the others; NaN where no day is known. area: the key where that is one. source_ids: of all
        these problems.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in records(problems):
        groups.setdefault(row[by] or UNSORTED, []).append(row)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    named = {key: {"by": by, "key": key, "area": key if by == "area" else None} for key in groups}
    return table(_RATES, [{**named[key], **_rate(rows)} for key, rows in ordered])


def _rate(rows: list[dict[str, Any]]) -> dict[str, Any]:
    count = {state: sum(row["state"] == state for row in rows) for state in _ORDER}
    return {
        "problems": len(rows),
        "closed": count[CLOSED],
        "not_mentioned": count[NOT_MENTIONED],
        "reopened": count[REOPENED],
        "overdue": sum(row["overdue"] is True or row["overdue"] == 1 for row in rows),
        "rate": 100 * count[CLOSED] / len(rows),
        "days_to_close": _median(row["days_open"] for row in rows if row["state"] == CLOSED),
        "days_open": _median(row["days_open"] for row in rows if row["state"] != CLOSED),
        "source_ids": union(*(row["source_ids"].split("|") for row in rows)),
    }


def _median(days: Any) -> float:
    known = [float(day) for day in days if not pd.isna(day)]
    return median(known) if known else NAN
