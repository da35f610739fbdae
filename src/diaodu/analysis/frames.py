"""What the analysis functions share: result tables of fixed types, and figures by their key.

A missing figure is the object NOTHING, whose value is NaN, so that arithmetic on it gives NaN and
no function needs a special way for an area that published nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from diaodu.analysis.remembered import remembered
from diaodu.columns import arrays
from diaodu.periods import Period

Stage = Literal["actual", "reported", "expected"]
STAGES: tuple[Stage, ...] = ("actual", "expected", "reported")  # which stands for an area first
Others = tuple[tuple[float, str, tuple[str, ...]], ...]

NAN = float("nan")
RATE_UNITS = ("percent",)  # only these are ever compared in percentage points
_NOISE = 9  # decimals kept of a difference: far more than any source prints, fewer than a float has


def table(columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a frame with exactly these columns and dtypes, also when there are no rows.

    Raises KeyError where a row lacks a column: a mistake of the caller.
    """
    made = {name: _typed([row[name] for row in rows], kind) for name, kind in columns.items()}
    return pd.DataFrame(made, copy=False)


def _typed(values: list[Any], kind: str) -> Any:
    """Values as an array of that kind. A whole frame of objects would be slow to cast."""
    cells = np.fromiter(values, dtype=object, count=len(values))
    if kind == "object":
        return cells
    dtype = _dtype(kind)
    if isinstance(dtype, np.dtype):
        return cells.astype(dtype)
    return pd.array(cells, dtype=dtype)


@cache
def _dtype(kind: str) -> Any:
    """The kind as pandas has it; to find it by its name takes longer than to make a column."""
    return pd.api.types.pandas_dtype(kind)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame; what is missing is None, but NaN among plain numbers."""
    names = [str(name) for name in frame.columns]
    columns = [_cells(array) for array in arrays(frame)]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _cells(array: Any) -> list[Any]:
    """The values of a column; see `records`."""
    values: list[Any] = array.tolist()
    if isinstance(array.dtype, pd.api.extensions.ExtensionDtype):  # texts, and numbers with NA
        missing = array.isna().tolist()
        return [None if gone else value for value, gone in zip(values, missing, strict=True)]
    if array.dtype == object:
        return [value.item() if isinstance(value, np.generic) else value for value in values]
    return values


def points(value: float, reference: float) -> float:
    """Value − reference, for two rates in % the difference in percentage points.

    Freed of the noise of binary fractions, so that 5.3 − 5.8 is −0.5 and a threshold of 0.5 is
    met exactly. NaN where either is missing.
    """
    return round(value - reference, _NOISE)


def follows(period: Period, before: str | None) -> bool:
    """Whether a change against the point before says something about the pace of this year.

    It does against an earlier point of the same year or the whole of last year; a point within
    last year is shown, but growth since then is no change of pace (docs/methods.md, section 2).
    """
    if before is None:
        return False
    earlier = Period.parse(before)
    return earlier.year == period.year or earlier == Period(period.year - 1, 12)


@dataclass(frozen=True)
class Figure:
    """One settled figure (see consistency.settle); what is not published is NOTHING."""

    value: float
    printed: str | None
    unit: str | None
    period: str | None
    status: str | None
    derived: bool | None
    derivation: str | None
    base_weight: float
    source_ids: tuple[str, ...]
    others: Others

    @property
    def there(self) -> bool:
        """Whether there is a figure at all, stated or derived."""
        return self.derived is not None

    @property
    def stated(self) -> bool:
        """Whether some source states the figure itself; only such figures are ranked."""
        return self.derived is False

    @property
    def rate(self) -> float:
        """The value if it is a rate, else NaN: a level has no gap in percentage points."""
        return self.value if self.unit in RATE_UNITS else NAN


NOTHING = Figure(NAN, None, None, None, None, None, None, NAN, (), ())


class Figures:
    """The cumulative figures (`ytd`) of one stage. Rows of other spans are left out altogether."""

    def __init__(self, settled: pd.DataFrame, stage: Stage = "actual") -> None:
        self._series, self._industries = _indexed(settled, "ytd")[stage]

    def series(
        self, area: str, indicator: str, industry: str | None = None
    ) -> dict[Period, Figure]:
        """All points of one quantity in order of time; without `industry` that of all industry."""
        return dict(self._series.get((area, indicator, industry), {}))

    def at(self, area: str, indicator: str, period: Period, industry: str | None = None) -> Figure:
        """The figure of one period, or NOTHING."""
        return self._series.get((area, indicator, industry), {}).get(period, NOTHING)

    def before(
        self, area: str, indicator: str, period: Period, industry: str | None = None
    ) -> Figure:
        """The latest point before `period` and at most 12 months earlier, or NOTHING."""
        series = self._series.get((area, indicator, industry), {})
        latest = next((when for when in reversed(series) if when < period), None)
        return NOTHING if latest is None or latest < period.shift_years(-1) else series[latest]

    def industries(self, area: str, indicator: str, period: Period) -> dict[str, Figure]:
        """The figures of single industries at one period, by industry id."""
        found = {
            industry: self.at(area, indicator, period, industry)
            for industry in self._industries.get((area, indicator), ())
        }
        return {industry: figure for industry, figure in found.items() if figure is not NOTHING}


_Series = dict[tuple[str, str, str | None], dict[Period, Figure]]
_Industries = dict[tuple[str, str], list[str]]


@remembered
def _indexed(settled: pd.DataFrame, span: str) -> dict[Stage, tuple[_Series, _Industries]]:
    """By stage the points of each quantity in order of time, and an area's industries."""
    names = list(Figure.__dataclass_fields__)
    chosen = settled.loc[
        settled["span"].eq(span),
        list(dict.fromkeys(("stage", "area", "indicator", "industry", "period", *names))),
    ]
    periods = {text: Period.parse(text) for text in chosen["period"].unique()}
    found: dict[Stage, _Series] = {stage: {} for stage in STAGES}
    for row in sorted(records(chosen), key=lambda row: str(row["period"])):
        key = (row["area"], row["indicator"], row["industry"])
        figure = Figure(**{name: row[name] for name in names})
        found[row["stage"]].setdefault(key, {})[periods[row["period"]]] = figure
    return {stage: (series, _industries(series)) for stage, series in found.items()}


def _industries(series: _Series) -> _Industries:
    found: _Industries = {}
    for area, indicator, industry in sorted(series, key=lambda key: key[2] or ""):
        if industry is not None:
            found.setdefault((area, indicator), []).append(industry)
    return found
