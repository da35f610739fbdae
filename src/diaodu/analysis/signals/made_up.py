"""A small made-up panel to try the method on: nothing in it is a figure of anybody."""

from __future__ import annotations

import numpy as np
import pandas as pd

from diaodu.text_panel import TextPanel

UNITS = ("a", "b", "c", "d")
_UP, _DOWN = "orders rose", "orders fell"
_FILL = ("the mill", "a shop", "some farms", "our port")
_SENTENCES = 20


def made_up(telling: bool = True, quarters: int = 120, seed: int = 7) -> TextPanel:
    """Four units that share a cycle, and a text of each in each quarter.

    The cycle is an autoregression with a new shock each quarter, which history cannot know. A
    `telling` text has more sentences of rise the larger its quarter's shock; an idle one tells of
    a number drawn by itself. There is one column of numbers, `survey`: the cycle with noise.
    """
    draw = np.random.default_rng(seed)
    periods = pd.period_range(pd.Period(year=1980, quarter=1, freq="Q"), periods=quarters)
    shocks = draw.normal(size=quarters)
    targets, texts = [], []
    cycle = 0.0
    for period, shock in zip(periods, shocks, strict=True):
        cycle = 0.6 * cycle + shock
        survey = cycle + draw.normal()
        for unit in UNITS:
            growth = 0.5 + cycle + draw.normal(scale=0.2)
            targets.append((unit, str(period), growth, survey))
            told = shock if telling else draw.normal()
            up = int(np.clip(round(_SENTENCES / 2 + 4 * told), 0, _SENTENCES))
            lines = [_UP] * up + [_DOWN] * (_SENTENCES - up) + list(draw.choice(_FILL, 6))
            texts.append((unit, period.end_time.date().isoformat(), ". ".join(lines)))
    return TextPanel(
        pd.DataFrame(texts, columns=["unit", "date", "text"]),
        pd.DataFrame(targets, columns=["unit", "period", "growth", "survey"]),
        ("survey",),
        pd.DataFrame(1.0, index=["s"], columns=list(UNITS)),
        tuple(str(period) for period, shock in zip(periods, shocks, strict=True) if shock < -2),
    )
