"""Problems beside the figures that they would show in: which show, which don't, which are missed.

Method: docs/methods.md, "Which figure a note explains". Three states: reported and visible in the
figures, reported and not visible, visible and not reported. The last is a question for the meeting.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.analysis.frames import records, table
from diaodu.periods import Period
from diaodu.ties import Ties

VISIBLE, NOT_VISIBLE, NO_FIGURE = "visible", "not_visible", "no_figure"
_STANDING = {"problem_id": "str", "area": "str", "category": "str", "standing": "str"}
Row = dict[str, Any]


def tie(told: pd.DataFrame, figures: pd.DataFrame, ties: Ties, *, period: Period) -> pd.DataFrame:
    """The figures that each problem of the quarter would show in.

    told: told.told. figures: troubles.figures.
    Returns one row per (problem, figure): problem_id and category, then the columns of `figures`,
        the figures in the order of the rules. Looked at are the problem's category and its further
        ones. An industry's figure is that of an industry that the problem names or its enterprise
        belongs to, or else of the first near one that has a figure; an enterprise's that of one it
        names. Of projects the worst is shown: of those that it names, else of its enterprise's,
        else of its county's. Empty where no rule finds a figure.
    """
    rows = records(figures)
    made = []
    for problem in records(told[told["period"].eq(str(period))]):
        own = [row for row in rows if row["area"] == problem["area"]]
        for row in _figures_of(problem, own, ties):
            made.append(
                {"problem_id": problem["problem_id"], "category": problem["category"], **row}
            )
    return table({"problem_id": "str", "category": "str", **_types(figures)}, made)


def standings(told: pd.DataFrame, tied: pd.DataFrame, *, period: Period) -> pd.DataFrame:
    """Whether each problem of the quarter is visible in the figures.

    Returns one row per problem told in the quarter: 'visible' if any of its figures shows
        trouble, 'not_visible' if it has figures and none does, 'no_figure' if it has none.
    """
    shows = tied.groupby("problem_id")["trouble"].any().to_dict()
    rows = []
    for problem in records(told[told["period"].eq(str(period))]):
        found = shows.get(problem["problem_id"])
        standing = NO_FIGURE if found is None else VISIBLE if found else NOT_VISIBLE
        rows.append({**problem, "standing": standing})
    return table(_STANDING, rows)


def unreported(
    told: pd.DataFrame, figures: pd.DataFrame, tied: pd.DataFrame, ties: Ties, *, period: Period
) -> pd.DataFrame:
    """The figures that show trouble and that no problem of their area is about.

    Returns rows of `figures` with `categories` (tuple): what a problem that explains it would be
        filed under. A figure counts as reported if it is tied to a problem; that of an enterprise,
        industry or project also if any problem of the area names it.
    """
    problems = records(told[told["period"].eq(str(period))])
    named = {(p["area"], name) for p in problems for name in _named(p, ties)}
    seen = {_key(row) for row in records(tied)}
    rows = [
        {**row, "categories": ties.asking(row["figure"])}
        for row in records(figures)
        if row["trouble"]
        and _key(row) not in seen
        and not any((row["area"], name) in named for name in _subjects(row))
    ]
    return table({**_types(figures), "categories": "object"}, rows)


def _figures_of(problem: Row, rows: list[Row], ties: Ties) -> list[Row]:
    categories = (problem["category"], *problem["other_categories"])
    names = dict.fromkeys(name for category in categories for name in ties.of(category))
    return [row for name in names for row in _of_figure(problem, name, rows, ties)]


def _of_figure(problem: Row, name: str, rows: list[Row], ties: Ties) -> list[Row]:
    rule, found = ties.figures[name], [row for row in rows if row["figure"] == name]
    match rule.kind:
        case "enterprise":
            return [row for row in found if row["enterprise"] in problem["enterprises"]]
        case "projects":
            return _worst(problem, found)
        case "indicator" if rule.of == "industry":
            return _industry(_industries(problem, rows), found, ties)
        case _:
            return found


def _industries(problem: Row, rows: list[Row]) -> list[str]:
    """The industries that a problem names, and those that its enterprises are filed under."""
    filed = [
        row["industry"]
        for row in rows
        if row["kind"] == "enterprise" and row["enterprise"] in problem["enterprises"]
    ]
    return [name for name in dict.fromkeys((*problem["industries"], *filed)) if name]


def _industry(industries: list[str], found: list[Row], ties: Ties) -> list[Row]:
    by_industry = {row["industry"]: row for row in found}
    chosen = (
        next((by_industry[near] for near in ties.industries(name) if near in by_industry), None)
        for name in industries
    )
    return list({row["industry"]: row for row in chosen if row}.values())


def _worst(problem: Row, found: list[Row]) -> list[Row]:
    for column, names in (
        ("project_id", problem["projects"]),
        ("owner", problem["enterprises"]),
        ("county", problem["counties"]),
    ):
        own = [row for row in found if row[column] in names]
        if own:  # the lowest completion rate; among late starts, where there is none, the first
            order = sorted(own, key=lambda row: (not row["trouble"], row["value"]))
            return order[:1]
    return []


def _key(row: Row) -> tuple[Any, ...]:
    names = ("figure", "area", "industry", "enterprise", "project_id")
    return tuple(row[name] for name in names)


def _named(problem: Row, ties: Ties) -> set[tuple[str, str]]:
    """What a problem names, as (kind, name)."""
    near = {one for name in problem["industries"] for one in ties.industries(name)}
    return {
        *(("enterprise", name) for name in problem["enterprises"]),
        *(("project", name) for name in problem["projects"]),
        *(("industry", name) for name in near),
    }


def _subjects(row: Row) -> list[tuple[str, str]]:
    """What a figure is about, as (kind, name); nothing for one of the whole area."""
    match row["kind"]:
        case "enterprise":
            return [("enterprise", row["enterprise"])]
        case "projects":
            return [("project", row["project_id"]), ("enterprise", row["owner"])]
        case "indicator" if row["industry"]:
            return [("industry", row["industry"])]
        case _:
            return []


def _types(figures: pd.DataFrame) -> dict[str, str]:
    return {str(name): str(kind) for name, kind in figures.dtypes.items()}
