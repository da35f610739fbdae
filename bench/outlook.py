"""Time the outlook: a province of 14 areas, and 3,000 counties, with 40 quarters of history.

Made-up growth rates; one warm process. The tool is timed on a crossed hierarchy of 425 series too.

    python bench/outlook.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from diaodu import contracts
from diaodu.analysis import consistency, outlook
from diaodu.periods import Period

MONTHS = (3, 6, 9, 12)
YEARS = range(2012, 2022)


def main() -> int:
    """Print one line a case."""
    province(14)  # warm
    for name, work in (
        ("14 areas x 40 quarters, outlook of the quarter", lambda: province(14)),
        ("3,000 counties x 40 quarters, outlook of the quarter", lambda: province(3000)),
        ("3,000 counties x 40 quarters, outlook.forecast", lambda: panel(3000)),
        ("304 series of 80 quarters, 425 with sums, 8 ahead", crossed),
    ):
        print(f"{name}: {_seconds(work):.1f} s", flush=True)
    return 0


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _growth(units: int, steps: int) -> np.ndarray:
    draw = np.random.default_rng(1)
    common = np.cumsum(draw.normal(0, 0.5, steps))
    return 6 + common[:, None] + draw.normal(0, 1, (steps, units))


def province(count: int) -> outlook.Outlook:
    """The outlook of one indicator for so many areas and the first quarter after the history."""
    areas = [f"area{k}" for k in range(count)]
    periods = [f"{year}-{month:02d}" for year in YEARS for month in MONTHS]
    values = np.round(_growth(count, len(periods)), 1)
    rows = pd.DataFrame(
        {
            "area": np.repeat(areas, len(periods)),
            "period": periods * count,
            "value": values.T.ravel(),
        }
    )
    given = {"span": "ytd", "indicator": "growth", "status": "published", "unit": "percent"}
    where = {"source_id": "made", "origin": "illustrative", "printed": "1.0"}
    full = rows.assign(**given, **where, locator=[f"row {k}" for k in range(len(rows))])
    source = {"source_id": "made", "kind": "official", "title_zh": "x", "title_en": "x"}
    settled = consistency.settle(
        contracts.typed("indicators", full.to_dict("records")),
        contracts.typed("sources", [source | {"origin": "illustrative"}]),
    )
    start = time.perf_counter()
    found = outlook.of_run(
        settled,
        contracts.empty("enterprises"),
        areas=areas,
        province="whole",
        period=Period(2022, 3),
        indicators=["growth"],
        kinds={"growth": "growth"},
        weights={"growth": dict.fromkeys(areas, 1.0)},
    )
    print(f"  of_run alone: {time.perf_counter() - start:.2f} s", file=sys.stderr)
    return found


def panel(count: int) -> pd.DataFrame:
    """Forecasts of a flat panel, four quarters ahead."""
    values = _growth(count, 40)
    frame = pd.DataFrame(values).melt(ignore_index=False, var_name="unit", value_name="value")
    quarters = [f"{2012 + k // 4}Q{k % 4 + 1}" for k in frame.index]
    return outlook.forecast(frame.assign(period=quarters), 4)


def crossed() -> pd.DataFrame:
    """Forecasts of counts by state, region and purpose, all sums adding up."""
    values = np.exp(4 + 0.05 * _growth(304, 80))
    frame = pd.DataFrame(values).melt(ignore_index=False, var_name="unit", value_name="value")
    region, purpose = frame["unit"] // 4, frame["unit"] % 4
    keyed = frame.assign(
        state=region % 8,
        region=region,
        purpose=purpose,
        period=[f"{2000 + k // 4}Q{k % 4 + 1}" for k in frame.index],
    )
    names = ["state", "region", "purpose"]
    return outlook.forecast(keyed, 8, unit=names, hierarchy="(state/region) * purpose")


if __name__ == "__main__":
    raise SystemExit(main())
