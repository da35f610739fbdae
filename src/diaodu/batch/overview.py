"""What the index says of each area: lights, flags, what is missing, problems and enterprises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from diaodu import store
from diaodu.analysis import (
    consistency,
    coverage,
    enterprises,
    evidence,
    flags,
    ledger_views,
    ranking,
)
from diaodu.analysis import lights as lighting
from diaodu.analysis.ledger_states import CLOSED
from diaodu.intake.standing import standings
from diaodu.messages import say
from diaodu.params import Run

LONGEST = 60  # characters of a problem in the index


@dataclass(frozen=True)
class Overview:
    """All areas at a glance. topics: lights.by_topic; the others: area -> texts or codes.

    missing: short names of the indicators that nobody published. flags: of index.FLAGS. unsent:
    what the area did not send, in words. mentions: its open problems and its key enterprises.
    """

    topics: pd.DataFrame
    missing: dict[str, tuple[str, ...]]
    flags: dict[str, tuple[str, ...]]
    unsent: dict[str, tuple[str, ...]]
    mentions: dict[str, tuple[str, ...]]


def look(run: Run, tables: store.Tables) -> Overview:
    """The overview of a run from its processed tables."""
    settled = consistency.settle(tables.indicators, tables.sources)
    frames: Any = tables  # frozen, where the protocol of `gather` has plain attributes
    rules = lighting.of_quarter(
        evidence.gather(frames, settled),
        run.quarter.lights,
        areas=run.peers,
        period=run.period,
        indicators=run.indicators,
        due=run.due,
    )
    return Overview(
        lighting.by_topic(rules, run.peers),
        missing(run, tables, settled),
        _flags(run, tables, settled),
        _unsent(run, tables),
        {area: tuple(dict.fromkeys(_mentions(run, tables, area))) for area in run.peers},
    )


def missing(run: Run, tables: store.Tables, settled: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Short names of the indicators that nobody published for the quarter, by area.

    settled: consistency.settle. A derived figure does not count as published.
    """
    rows = coverage.missing(
        settled,
        tables.targets,
        areas=[run.province.id, *run.peers],
        indicators=run.indicators,
        period=run.period,
    )
    figures = rows[rows["what"] == "figure"]
    return {
        str(area): tuple(run.catalog.indicators[name].short(run.lang) for name in names)
        for area, names in figures.groupby("area")["indicator"]
    }


def _flags(run: Run, tables: store.Tables, settled: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The flags of each area, as the province's report shows them."""
    asked: dict[str, Any] = {
        "areas": run.peers,
        "indicator": run.quarter.headline,
        "period": run.period,
    }
    limits: dict[str, Any] = run.quarter.thresholds.model_dump()
    below = limits["below_target_points"]
    expects = flags.flagged(
        flags.below_target(settled, tables.targets, below_target_points=below, **asked)
    )
    ranked = ranking.ranking(settled, tables.targets, province=run.province.id, **asked, **limits)
    found: dict[str, tuple[str, ...]] = {
        area: ("expected_below_target",) if area in expects else () for area in run.peers
    }
    for name in ("below_target", "below_province"):
        for area in ranked.loc[ranked[name].fillna(False).astype("bool"), "area"]:
            found[area] += (name,)
    return found


def _unsent(run: Run, tables: store.Tables) -> dict[str, tuple[str, ...]]:
    if run.quarter.submissions is None:
        return {}
    return {
        one.area: tuple(
            say(f"index.unsent.{item.kind}.{item.state}", run.lang)
            for item in one.items
            if item.state != "received"
        )
        for one in standings(run, tables, date.today())
    }


def _mentions(run: Run, tables: store.Tables, area: str) -> Iterator[str]:
    problems = ledger_views.of_areas(tables.problems, [area])
    for text in problems.loc[problems["state"].ne(CLOSED), "text"]:
        short = " ".join(str(text).split())
        yield short if len(short) <= LONGEST else short[: LONGEST - 1] + "…"
    yield from problems["enterprise"].dropna()
    yield from enterprises.of_area(tables.enterprises, area=area, period=run.period)["enterprise"]
