"""Forecasts of a panel of one's own, with intervals and exact sums."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from diaodu.analysis.outlook import rows
from diaodu.analysis.outlook.hierarchy import Method
from diaodu.analysis.outlook.prepared import Groupings, Names, Weights, prepare

LEVELS = (80, 95)


def forecast(  # noqa: PLR0913 - a call for strangers: every choice has a name
    frame: pd.DataFrame,
    horizon: int,
    *,
    unit: Names = "unit",
    period: str = "period",
    value: str = "value",
    hierarchy: Groupings = None,
    weights: Weights = None,
    indicators: Sequence[str] = (),
    season: int | None = None,
    levels: Sequence[float] = LEVELS,
    reconcile: Method = "sd",
    adaptive: bool = True,
) -> pd.DataFrame:
    """Forecast every unit of a panel, and the sums of a hierarchy, with intervals.

    frame: one row a unit and period, in any order. `unit` names one or more key columns, `period`
        a column of "1998Q1", "2022-03", years, dates, pandas Periods or Timestamps.
    horizon: steps to forecast after the last period of the frame.
    hierarchy: how the key columns add up, "(state/region) * purpose" (a/b: b within a; a * b:
        crossed), or a list of groupings, [(), ("state",), ("state", "purpose")]. The bottom series
        are always there. Without it nothing is summed.
    weights: for rates, which do not add up: a column, or unit -> weight. A sum is then the weighted
        mean of its parts; weights need not add up to one, shares of their sum are taken.
    indicators: columns that are known at the same time as the value and lead it.
    season: steps in a year; without it that of the periods, or 1 where there is no season to see.
    levels: of the intervals, in %. adaptive: wider while the latest errors are large.
    reconcile: sd, ols, structural, wls, mint, bottom_up or none (hierarchy.projection).

    Returns one row a series and period, sums first: the key columns ("<all>" where summed over),
        with a hierarchy `level`, then period, horizon, forecast, low80, high80, low95, high95 and
        `reason`: null, "no_history" (the unit has no value at all: no forecast, and it is left out
        of the sums) or "few_errors" (a forecast, but too few past errors for an interval). Sums are
        exact to the last bit, intervals do not add up. Amounts (nothing below 0 so far) stay
        above 0. A constant series stays what it is.
    Raises ContractError for missing columns, rows given twice, and values that are no numbers.

    Example, quarterly visitors by region and purpose, 8 quarters ahead, all sums adding up:
        >>> ahead = outlook.forecast(                                          # doctest: +SKIP
        ...     visitors, 8, unit=["state", "region", "purpose"], period="quarter",
        ...     value="trips", hierarchy="(state/region) * purpose")
    """
    columns = (unit, period, value)
    found = prepare(frame, horizon, columns, hierarchy, weights, indicators, season, reconcile)
    widths = found.made.half_widths(levels, adaptive)[:, -1]
    return rows.ahead(found, widths, levels, period)
