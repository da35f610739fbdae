"""Amounts against the usual path of the last years, not only against even time (序时进度).

Methods: docs/methods.md, section 8 and “The usual path”. The first quarter of a northern winter is
slow: a quarter of the year gone by is not a quarter of its investment.
"""

from __future__ import annotations

import pandas as pd

from diaodu.analysis.frames import NAN, RATE_UNITS, Figures, Stage, points, records, table
from diaodu.errors import ContractError
from diaodu.periods import Period

_SHARES = {
    "year": "int64",
    "by_then": "float64",
    "whole": "float64",
    "share": "float64",
    "absent": "str",
}
_PACE = {
    "planned": "float64",
    "completed": "float64",
    "completion_rate": "float64",
    "time_share": "float64",
    "gap_time": "float64",
    "usual_share": "float64",
    "usual_low": "float64",
    "usual_high": "float64",
    "usual_years": "object",
    "gap_usual": "float64",
    "monthly_so_far": "float64",
    "monthly_needed": "float64",
    "absent": "str",
    "usual_absent": "str",
}


def shares(amounts: pd.DataFrame, *, period: Period, years: int = 3) -> pd.DataFrame:
    """What share of the year's amount was reached by the same month in the years before.

    amounts: one row a cumulative amount, with `period` ("2021-03") and `value`, all of one unit
    and one set.
    Returns one row per year before that of `period`, the latest first. share in %. absent:
        'no_past_amounts' where the amount by then or of the whole year is missing,
        'base_not_positive' where that of the year is not above 0.
    """
    by_period = {row["period"]: row["value"] for row in records(amounts)}
    rows = []
    for year in range(period.year - 1, period.year - 1 - years, -1):
        then = by_period.get(str(Period(year, period.month)), NAN)
        whole = by_period.get(str(Period(year, 12)), NAN)
        absent = (
            "no_past_amounts"
            if pd.isna(then) or pd.isna(whole)
            else "base_not_positive"
            if whole <= 0
            else None
        )
        rows.append(
            {
                "year": year,
                "by_then": then,
                "whole": whole,
                "share": NAN if absent else 100 * then / whole,
                "absent": absent,
            }
        )
    return table(_SHARES, rows)


def levels(
    settled: pd.DataFrame, *, area: str, indicator: str, stage: Stage = "actual"
) -> pd.DataFrame:
    """The cumulative levels of one indicator, as `shares` takes them.

    Raises ContractError for rates: a rate has no share of the year.
    """
    series = Figures(settled, stage).series(area, indicator)
    if any(figure.unit in RATE_UNITS for figure in series.values()):
        raise ContractError(f"{indicator}: found figures in percent; expected levels")
    rows = [{"period": str(when), "value": figure.value} for when, figure in series.items()]
    return table({"period": "str", "value": "float64"}, rows)


def pace(
    planned: float, completed: float, *, period: Period, past: pd.DataFrame | None = None
) -> pd.DataFrame:
    """An amount against its plan of the year: by time, by the usual path, and what the rest needs.

    planned, completed (since January) in one unit; past: `shares`, None where no past is known.
    Returns one row. Rates and shares in %, gaps in points, negative is behind. usual_share is the
        median of the past years' shares, with their range. monthly_so_far and monthly_needed are
        amounts a month; monthly_needed is 0 where the plan is met, NaN in December. absent:
        'no_plan', 'base_not_positive' (a plan not above 0), 'no_figure'; usual_absent:
        'no_past_amounts' or as `shares` says.
    """
    absent = (
        "no_plan"
        if pd.isna(planned)
        else "base_not_positive"
        if planned <= 0
        else "no_figure"
        if pd.isna(completed)
        else None
    )
    rate = NAN if absent else 100 * completed / planned
    known = pd.Series(dtype="float64") if past is None else past.set_index("year")["share"].dropna()
    left = 12 - period.month
    row = {
        "planned": planned,
        "completed": completed,
        "completion_rate": rate,
        "time_share": 100 * period.elapsed_share,
        "gap_time": points(rate, 100 * period.elapsed_share),
        "usual_share": float(known.median()) if len(known) else NAN,
        "usual_low": float(known.min()) if len(known) else NAN,
        "usual_high": float(known.max()) if len(known) else NAN,
        "usual_years": tuple(sorted(int(year) for year in known.index)),
        "gap_usual": points(rate, float(known.median())) if len(known) else NAN,
        "monthly_so_far": NAN if absent else completed / period.month,
        "monthly_needed": NAN if absent or not left else max(planned - completed, 0.0) / left,
        "absent": absent,
        "usual_absent": None if len(known) else _why(past),
    }
    return table(_PACE, [row])


def _why(past: pd.DataFrame | None) -> str:
    reasons = [] if past is None else past["absent"].dropna().tolist()
    return "base_not_positive" if "base_not_positive" in reasons else "no_past_amounts"
