"""Small made-up panels: a common cycle, and texts that tell of it (or of nothing)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from diaodu.catalog import Listed, ToneWords

UNITS = ("a", "b", "c", "d")
BETTER, WORSE, FILL = "orders rose", "orders fell", ("the mill", "a shop", "some farms", "our port")


def words() -> ToneWords:
    def listed(zh: str, en: str) -> Listed:
        return Listed(zh=tuple(zh.split()), en=tuple(en.split()))

    return ToneWords(
        up=listed("增长 回升", "rose increas* grew"),
        down=listed("下降 回落", "fell declin*"),
        good=listed("好转", "strong"),
        bad=listed("停产 亏损", "weak layoff*"),
        negation=listed("未 没有", "not no never"),
        inverse=listed("失业 亏损", "layoffs unemployment"),
    )


def made(telling: bool, quarters: int = 120, seed: int = 7) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Texts and targets. Shocks are new each quarter, so that history cannot know them; a
    telling text has words of the side of its quarter's shock, an idle one of a coin's side.
    """
    draw = np.random.default_rng(seed)
    periods = pd.period_range("1980Q1", periods=quarters, freq="Q")
    shock = draw.normal(size=quarters)
    targets, texts = [], []
    level = 0.0
    for t, period in enumerate(periods):
        level = 0.6 * level + shock[t]
        for unit in UNITS:
            targets.append((unit, str(period), 0.5 + level + draw.normal(scale=0.2)))
            told = shock[t] if telling else draw.normal()
            up = int(np.clip(round(10 + 4 * told), 0, 20))
            lines = [BETTER] * up + [WORSE] * (20 - up) + list(draw.choice(FILL, 6))
            texts.append((unit, period.end_time.date().isoformat(), ". ".join(lines)))
    return (
        pd.DataFrame(texts, columns=["unit", "date", "text"]),
        pd.DataFrame(targets, columns=["unit", "period", "growth"]),
    )
