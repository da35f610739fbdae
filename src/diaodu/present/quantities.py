"""What the figures of the frames of analysis are: where each comes from, or from what it is made.

One name is one quantity, so a column's name says what it is; where it does not, the rows are of
a kind of their own. A message `trace.<kind>.<column>` names the figure (where there is none,
`trace.any.<column>` does), and `….how` says how it is worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from diaodu.messages import catalogue


@dataclass(frozen=True)
class Quantity:
    """One figure of a row.

    inputs: columns of the same row that it is worked out from; () for a figure that was taken as
        it stands, or that is worked out from many rows.
    places: the column that holds its places in the sources.
    printed: the column that holds it as its source prints it.
    period, area: the columns that say when and where, if not `period` and `area`; an area may
        also be "@province".
    """

    inputs: tuple[str, ...] = ()
    places: str = "source_ids"
    printed: str = "printed"
    period: str = "period"
    area: str = "area"


def taken(prefix: str, area: str = "area", period: str = "") -> Quantity:
    """A figure as sources state it: `<prefix>source_ids`, `<prefix>printed`, `<prefix>period`."""
    return Quantity(
        places=f"{prefix}source_ids",
        printed=f"{prefix}printed",
        period=period or f"{prefix}period",
        area=area,
    )


def made_of(*inputs: str, area: str = "area", period: str = "period") -> Quantity:
    """A figure that is worked out from others of its row."""
    return Quantity(inputs=inputs, places="", printed="", area=area, period=period)


_TARGET = dict.fromkeys(
    ("target_value", "target_low", "target_high", "target_compared"),
    taken("target_", period="year"),
)
# of a published set of projects, of a project, of a sum of projects: a row has one pair of them
_COMPLETED = ("completed", "completed_investment_10k_yuan", "completed_10k_yuan")
_PLANNED = ("planned", "plan_investment_10k_yuan", "plan_10k_yuan")
_ANY: dict[str, Quantity] = {
    **_TARGET,
    "previous_value": taken("previous_"),
    "last_year_value": taken("last_year_"),
    "province_value": taken("province_", area="@province"),
    "total_value": taken("total_"),
    "change": made_of("value", "previous_value"),
    "gap_province": made_of("value", "province_value"),
    "gap_last_year": made_of("value", "last_year_value"),
    "gap_target": made_of("value", "target_compared"),
    "gap_total": made_of("value", "total_value"),
    "gap": made_of("value", "target"),
    "target": taken("target_", period="year"),
    "pull": made_of("weight", "value"),
    "total": Quantity(places="total_source_ids", printed="total_printed"),
    "contribution": made_of("pull", "total"),
    "residual": made_of("total", "pulled"),
    "rest_growth": made_of("value", "target", "share"),
    "planned": taken("plan_"),
    "completed": taken("completed_"),
    "due_by_now": made_of("planned", "time_share"),
    "completion_rate": made_of(*_COMPLETED, *_PLANNED),
    "completion_of_due": made_of("completed_10k_yuan", "plan_10k_yuan", "time_share"),
    "pace_gap": made_of("completion_rate", "time_share"),
    "gap_time": made_of("completion_rate", "time_share"),
    "gap_usual": made_of("completion_rate", "usual_share"),
    "start_rate": made_of("started", "due_to_start"),
    "start_rate_year": made_of("started_of_year", "planned_in_year"),
    "rate": made_of("closed", "problems"),
    "before": Quantity(places="before_source_ids", printed="", period="before_period"),
    **dict.fromkeys(
        ("firms", "firms_rising", "firms_falling"), Quantity(places="firms_source_ids")
    ),
    "miss": made_of("came", "expected"),
}
_BY_KIND: dict[str, dict[str, Quantity]] = {
    "any": {},
    "since": {"before_value": Quantity(places="", printed="before_printed")},
    "target": dict.fromkeys(("value", "low", "high"), Quantity(period="year")),  # the table targets
    "outcome": dict.fromkeys(("year", "rest", "low", "high"), made_of("value")),
    "spread": {},
}


@cache
def quantity_of(kind: str, column: str) -> Quantity | None:
    """What a column of that kind of row is; None for one that the catalogue has no name for.

    A column that is not described here is a figure as it was taken, a count, a sum or a result of
    a model: its row may name its places. Raises KeyError for an unknown kind: a mistake of the
    caller.
    """
    of_kind = _BY_KIND[kind]
    if column in of_kind:
        return of_kind[column]
    if column in _ANY:
        return _ANY[column]
    named = catalogue()
    names = (f"trace.{kind}.{column}", f"trace.any.{column}")
    return Quantity() if any(name in named for name in names) else None
