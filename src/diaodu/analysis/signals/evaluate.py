"""What texts add to figures, measured on a panel; and the figures of the next quarter with them.

Methods and a worked case: docs/methods.md, "What texts add", and docs/evidence.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from diaodu.analysis.frames import table
from diaodu.analysis.signals import models, placebo, readings, scores
from diaodu.analysis.signals.panel import Array, Mask, Panel, build, ordinary
from diaodu.catalog import ToneWords
from diaodu.errors import ContractError

_SCORES = {
    "benchmark": "str",
    "lag": "int64",
    "text": "str",
    "years": "str",
    "cells": "int64",
    "rmse_numbers": "float64",
    "rmse_other": "float64",
    "ratio": "float64",
    "dm": "float64",
    "units": "int64",
    "units_better": "int64",
}
_NOWCAST = {
    "unit": "str",
    "period": "str",
    "numbers": "float64",
    "with_text": "float64",
    "text_effect": "float64",
    "tone_relative": "float64",
    "value": "float64",
    "reason": "str",
}


def evaluate(
    texts: pd.DataFrame,
    targets: pd.DataFrame,
    words: ToneWords,
    *,
    value: str,
    first_test: str,
    lags: Sequence[int] = (1, 2),
    numbers: Sequence[str] = (),
    neighbours: Mapping[str, Sequence[str]] | None = None,
    recessions: Collection[str] = (),
    placebos: Sequence[str] = tuple(placebo.TEXTS),
) -> pd.DataFrame:
    """Forecast each quarter of a test period with and without texts, and compare the errors.

    Args:
        texts: `unit`, `date` (of release), `text`; a quarter has what was released in it.
        targets: `unit`, `period` ("1999Q4"), the column `value` (growth, % a quarter) and the
            columns `numbers`. One row a unit and quarter, training and test together.
        words: words of tone, `catalog.load_tone(root)`.
        value: the column to forecast.
        first_test: first quarter that is forecast; all before it is training only. The window
            grows with each year up to the last quarter of `targets`.
        lags: how many quarters old the last known value is at the end of a quarter.
        numbers: columns known at the end of their own quarter (professional forecasts, spreads).
        neighbours: unit to its neighbours; a unit without any has all others.
        recessions: quarters of recessions; for the split of the table only.
        placebos: which texts, of `placebo.TEXTS`; "real" are the texts themselves.

    Returns:
        One row is a benchmark (`history` of the unit, its neighbours and all units;
        `history_and_numbers` with the columns `numbers`), a lag, a kind of text (and
        `historical_mean`, averaged in with the weight of one text forecast) and a kind of years:
        `rmse_numbers` of the benchmark, `rmse_other` with the text, their `ratio` (below 1: text
        helps), `dm` (Diebold-Mariano-HLN, positive: text helps), how many `units` there are and
        how many are `units_better`. NaN where a kind of years has no quarter.

    Raises ContractError where a column is missing, a row stands twice, a quarter or a kind of
    text is not there.

    Example:
        >>> found = signals.evaluate(texts, panel, words, value="y_ci", first_test="1990Q1")
        >>> found.query("text == 'real' and years == 'all'")
    """
    _known(lags, placebos)
    benchmarks = {"history": build(targets, value, (), neighbours)}
    if numbers:
        benchmarks["history_and_numbers"] = build(targets, value, numbers, neighbours)
    panel = benchmarks["history"]
    first = _row(panel, first_test)
    read = readings.read(texts, panel, words)
    kinds = scores.kinds_of_years(panel.quarters, recessions) | {"ordinary": ordinary(panel)}
    rows: list[dict[str, Any]] = []
    for text in placebos:
        given = models.prepared(placebo.TEXTS[text](read))
        for (benchmark, figures), lag in product(benchmarks.items(), lags):
            made = models.forecasts(figures, given, lag, first)
            key = {"benchmark": benchmark, "lag": lag}
            rows += _scored({**key, "text": text}, panel, made.numbers, made.with_text, kinds)
            if text == placebos[0]:
                other = {**key, "text": "historical_mean"}
                rows += _scored(other, panel, made.numbers, made.with_mean, kinds)
    return table(_SCORES, rows)


def _known(lags: Sequence[int], placebos: Sequence[str]) -> None:
    if not lags or min(lags) < 1:
        raise ContractError(f"lags are {tuple(lags)}; expected quarters, each 1 or more")
    unknown = [text for text in placebos if text not in placebo.TEXTS]
    if unknown or not placebos:
        raise ContractError(
            f"found the kinds of text {', '.join(unknown) or 'none'}; expected some of "
            f"{', '.join(placebo.TEXTS)}"
        )


def _row(panel: Panel, quarter: str) -> int:
    row = int(panel.quarters.get_indexer(pd.PeriodIndex([quarter], freq="Q"))[0])
    if row < 0:
        raise ContractError(
            f"found no quarter {quarter} in the targets; they have "
            f"{panel.quarters[0]} to {panel.quarters[-1]}"
        )
    return row


def _scored(
    key: Mapping[str, Any],
    panel: Panel,
    numbers: Array,
    other: Array,
    kinds: Mapping[str, Mask],
) -> list[dict[str, Any]]:
    return [
        {
            **key,
            "years": years,
            **scores.compared(panel.value[inside], numbers[inside], other[inside], int(key["lag"])),
        }
        for years, inside in kinds.items()
    ]


def nowcast(
    texts: pd.DataFrame,
    targets: pd.DataFrame,
    words: ToneWords,
    *,
    value: str,
    period: str,
    lag: int = 1,
    numbers: Sequence[str] = (),
    neighbours: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Forecast one quarter from figures known up to `lag` quarters before and its texts.

    Arguments as for `evaluate`; `targets` needs a row for each unit of `period`, whose `value`
    may be missing and is not used. One row is a unit: the forecast from `numbers`, that
    `with_text`, the difference `text_effect`, the unit's `tone_relative` to its last five years,
    the published `value` where it is there. `reason` says why there is no text in it: `no_text`,
    `few_earlier` (under two years of texts), or no forecast at all: `few_figures`.

    Example:
        >>> signals.nowcast(texts, panel, words, value="y_ci", period="2006Q4", lag=2)
    """
    panel = build(targets, value, numbers, neighbours)
    at = _row(panel, period)
    read = readings.read(texts, panel, words)
    members = models.forecasts(panel, models.prepared(read), lag, at)
    relative = readings.relative_tone(read)
    rows = []
    for j, unit in enumerate(panel.units):
        alone, both = members.numbers[at, j], members.with_text[at, j]
        rows.append(
            {
                "unit": unit,
                "period": period,
                "numbers": alone,
                "with_text": both,
                "text_effect": both - alone,
                "tone_relative": relative[at, j],
                "value": panel.value[at, j],
                "reason": _reason(alone, read.tone[at, j], relative[at, j]),
            }
        )
    return table(_NOWCAST, rows)


def _reason(forecast: float, tone: float, relative: float) -> str | None:
    if np.isnan(forecast):
        return "few_figures"
    if np.isnan(tone):
        return "no_text"
    return "few_earlier" if np.isnan(relative) else None
