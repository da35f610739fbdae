"""Made panels for the tests of the outlook; nothing in them is a real figure."""

from __future__ import annotations

import numpy as np
import pandas as pd


def quarters(count: int, first: int = 2001) -> list[str]:
    return [f"{first + k // 4}Q{k % 4 + 1}" for k in range(count)]


def long(values: np.ndarray, units: list[str], periods: list) -> pd.DataFrame:
    """A matrix of steps × units as rows of unit, period, value."""
    return pd.DataFrame(
        [
            {"unit": unit, "period": period, "value": values[t, k]}
            for k, unit in enumerate(units)
            for t, period in enumerate(periods)
        ]
    )


def growth(steps: int = 80, count: int = 8, seed: int = 5) -> np.ndarray:
    """Rates with a common cycle, half persistent, and noise of each unit."""
    draw = np.random.default_rng(seed)
    cycle = np.zeros(steps)
    for t in range(1, steps):
        cycle[t] = 0.7 * cycle[t - 1] + draw.normal(0, 1)
    return 2 + cycle[:, None] + draw.normal(0, 1, (steps, count))


def visitors(steps: int = 40, seed: int = 3) -> pd.DataFrame:
    """Seasonal counts by state, region within it, and purpose across."""
    draw = np.random.default_rng(seed)
    rows = []
    for region, state in (
        ("a", "north"),
        ("b", "north"),
        ("c", "south"),
        ("d", "south"),
        ("e", "south"),
    ):
        for purpose in ("work", "rest"):
            size, pattern = draw.uniform(20, 400), draw.normal(0, 0.2, 4)
            for t, quarter in enumerate(quarters(steps)):
                value = size * np.exp(0.01 * t + pattern[t % 4] + draw.normal(0, 0.1))
                rows.append((state, region, purpose, quarter, value))
    return pd.DataFrame(rows, columns=["state", "region", "purpose", "quarter", "trips"])
