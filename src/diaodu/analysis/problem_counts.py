"""How many problems, of what, how grave, and how well they are told.

Method: docs/methods.md, "Counting problems". Counted are problems, not notes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import pandas as pd

from diaodu import places
from diaodu.analysis.frames import NAN, records, table
from diaodu.analysis.told import VIEWS
from diaodu.contracts import NOTE_SEVERITIES
from diaodu.periods import Period

By = Literal["category", "facet"]
_COUNTS = {
    "area": "str",
    "by": "str",
    "key": "str",
    "problems": "int64",
    **dict.fromkeys(NOTE_SEVERITIES, "int64"),
    "unrated": "int64",
    "before_period": "str",
    "before": "Int64",
    "others": "float64",
    "source_ids": "object",
    "before_source_ids": "object",
}
_SPECIFIC = {
    "area": "str",
    "problems": "int64",
    **dict.fromkeys(("enterprise", "project", "county", "figure", "specific"), "int64"),
    "share": "float64",
    "before_share": "float64",
    "source_ids": "object",
}
_VIEWS = {
    "area": "str",
    "view": "str",
    "problems": "int64",
    "all": "int64",
    "share": "float64",
    "source_ids": "object",
}
Rows = Sequence[dict[str, Any]]


def counts(
    told: pd.DataFrame, *, areas: Sequence[str], period: Period, by: By = "category"
) -> pd.DataFrame:
    """Problems of each area by category or facet, beside its last quarter and the other areas.

    told: told.told. Returns one row per (area, key) that the area has in this quarter or had in
        its last one, by given area, then most first, then by key. key: a category, or a facet (a
        problem with two facets counts for both). low, medium, high, unrated: of these problems.
        before_period: the last earlier quarter in which the area told any problem; before: how
        many then, missing without one. others: mean over the other given areas that told any
        problem in this quarter, NaN if none did. source_ids, before_source_ids: the places of the
        problems of now and of then.
    """
    keys: Callable[[dict[str, Any]], tuple[str, ...]] = (
        (lambda row: (row["category"],)) if by == "category" else (lambda row: row["facets"])
    )
    rows = records(told)
    now = {area: _of(rows, area, str(period)) for area in areas}
    tallies = {area: _tally(found, keys) for area, found in now.items()}
    made = []
    for area in areas:
        when = _quarter_before(rows, area, period)
        past = _tally(_of(rows, area, when), keys) if when else {}
        others = [tallies[other] for other in areas if other != area and now[other]]
        found = tallies[area]
        for key in sorted({*found, *past}, key=lambda key: (-len(found.get(key, ())), key)):
            of_key = found.get(key, [])
            elsewhere = [len(tally.get(key, ())) for tally in others]
            made.append(
                {
                    "area": area,
                    "by": by,
                    "key": key,
                    "problems": len(of_key),
                    **_severities(of_key),
                    "before_period": when,
                    "before": len(past.get(key, ())) if when else None,
                    "others": sum(elsewhere) / len(elsewhere) if elsewhere else NAN,
                    "source_ids": _places(of_key),
                    "before_source_ids": _places(past.get(key, ())),
                }
            )
    return table(_COUNTS, made)


def specificity(told: pd.DataFrame, *, areas: Sequence[str], period: Period) -> pd.DataFrame:
    """How many of an area's problems name an enterprise, a project, a county or a figure.

    Returns one row per given area, also where it told none (share NaN). enterprise, project,
        county, figure: problems that name one; specific: that name any; share = specific ÷
        problems in %; before_share: in the last quarter in which it told any, NaN without one.
    """
    rows = records(told)
    made = []
    for area in areas:
        found = _of(rows, area, str(period))
        when = _quarter_before(rows, area, period)
        named = [_names(row) for row in found]
        made.append(
            {
                "area": area,
                "problems": len(found),
                **{
                    kind: sum(kind in names for names in named)
                    for kind in ("enterprise", "project", "county", "figure")
                },
                "specific": sum(bool(names) for names in named),
                "share": _share(found),
                "before_share": _share(_of(rows, area, when)) if when else NAN,
                "source_ids": _places(found),
            }
        )
    return table(_SPECIFIC, made)


def views(told: pd.DataFrame, *, areas: Sequence[str], period: Period) -> pd.DataFrame:
    """How far each area tells its problems by enterprise, industry, county and epidemic.

    Returns one row per (given area, view). problems: those with that facet; all: of the area;
        share in %, NaN where the area told none.
    """
    rows = records(told)
    made = []
    for area in areas:
        found = _of(rows, area, str(period))
        for view in VIEWS:
            seen = [row for row in found if view in row["facets"]]
            made.append(
                {
                    "area": area,
                    "view": view,
                    "problems": len(seen),
                    "all": len(found),
                    "share": 100 * len(seen) / len(found) if found else NAN,
                    "source_ids": _places(seen),
                }
            )
    return table(_VIEWS, made)


def _places(rows: Rows) -> tuple[places.Place, ...]:
    return places.union(*(row["source_ids"] for row in rows))


def _of(rows: Rows, area: str, period: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["area"] == area and row["period"] == period]


def _quarter_before(rows: Rows, area: str, period: Period) -> str | None:
    earlier = [r["period"] for r in rows if r["area"] == area and r["period"] < str(period)]
    return max(earlier, default=None)


def _tally(
    rows: Rows, keys: Callable[[dict[str, Any]], tuple[str, ...]]
) -> dict[str, list[dict[str, Any]]]:
    tally: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        for key in keys(row):
            tally.setdefault(key, []).append(row)
    return tally


def _severities(rows: Rows) -> dict[str, int]:
    rated = {name: sum(row["severity"] == name for row in rows) for name in NOTE_SEVERITIES}
    return {**rated, "unrated": len(rows) - sum(rated.values())}


def _names(row: dict[str, Any]) -> set[str]:
    many = {"enterprise": "enterprises", "project": "projects", "county": "counties"}
    named = {kind for kind, column in many.items() if row[column]}
    return named | ({"figure"} if row["names_figure"] else set())


def _share(rows: Rows) -> float:
    return 100 * sum(bool(_names(row)) for row in rows) / len(rows) if rows else NAN
