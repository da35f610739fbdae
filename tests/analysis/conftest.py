"""Small contract-checked tables from terse rows, for the tests of analysis."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from diaodu import contracts
from diaodu.analysis.consistency import settle
from diaodu.analysis.evidence import Evidence
from judged import table

Row = tuple[Any, ...]


def indicators(*rows: Row) -> pd.DataFrame:
    """(area, period, indicator, figure as printed[, {column: other value}]), cumulative figures."""
    made = []
    for number, (area, period, indicator, printed, *rest) in enumerate(rows, start=2):
        row = {
            "area": area,
            "period": period,
            "span": "ytd",
            "indicator": indicator,
            "status": "published",
            "value": float(printed),
            "printed": printed,
            "unit": "percent",
            "source_id": "press-1",
            "locator": f"indicators.csv!row {number}",
            "origin": "published",
        }
        row |= rest[0] if rest else {}
        row["origin"] = "derived" if "derivation" in row else row["origin"]
        made.append(row)
    return contracts.check("indicators", contracts.typed("indicators", made))


def sources(of: pd.DataFrame) -> pd.DataFrame:
    """The sources that a table names: the kind is the first word of the id (official-1)."""
    return _sources(tuple(of["source_id"].unique()))


@lru_cache  # checking a contract is slow beside what the properties test, and here always the same
def _sources(ids: tuple[str, ...]) -> pd.DataFrame:
    made = [
        {
            "source_id": source,
            "kind": source.split("-")[0],
            "title_zh": source,
            "title_en": source,
            "origin": "published",
        }
        for source in ids
    ]
    return contracts.check("sources", contracts.typed("sources", made))


def settled(*rows: Row) -> pd.DataFrame:
    """What consistency.settle makes of the rows of `indicators`."""
    table = indicators(*rows)
    return settle(table, sources(table))


def targets(*rows: Row) -> pd.DataFrame:
    """(area, year, indicator, value[, {column: other value}]), stated as `about`."""
    made = []
    for number, (area, year, indicator, value, *rest) in enumerate(rows, start=2):
        row = {
            "area": area,
            "year": year,
            "indicator": indicator,
            "value": value,
            "wording": "about",
            "unit": "percent",
            "source_id": "press-1",
            "locator": f"targets.csv!row {number}",
            "origin": "published",
        }
        row |= rest[0] if rest else {}
        made.append(row)
    return contracts.check("targets", contracts.typed("targets", made))


def facts(*rows: Row) -> pd.DataFrame:
    """(fact_id, area, first month, last month[, {column: other value}]), an event of policy."""
    made = []
    for fact_id, area, first, last, *rest in rows:
        row = {
            "fact_id": fact_id,
            "area": area,
            "period": last,
            "first_month": first,
            "last_month": last,
            "topic": "policy",
            "aspect": "event",
            "text_zh": f"事实{fact_id}",
            "text_en": f"fact {fact_id}",
            "source_id": "press-1",
            "locator": f"facts.csv!{fact_id}",
            "origin": "published",
        }
        row |= rest[0] if rest else {}
        made.append(row)
    return contracts.check("facts", contracts.typed("facts", made))


def rows(frame: pd.DataFrame, *columns: str) -> list[Row]:
    """The cells of these columns as plain tuples, every missing value as None."""
    cells = frame[list(columns)].astype(object).itertuples(index=False, name=None)
    return [tuple(_plain(cell) for cell in row) for row in cells]


def _plain(cell: Any) -> Any:
    return cell if isinstance(cell, tuple) else None if pd.isna(cell) else cell


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The builders above; `rows` reads a result."""
    return SimpleNamespace(
        indicators=indicators,
        sources=sources,
        settled=settled,
        targets=targets,
        facts=facts,
        rows=rows,
    )


@pytest.fixture
def evidence() -> Any:
    """Evidence from rows of `indicators` and `targets` above and of further tables."""

    def of(figures: Any = (), aims: Any = (), **tables: Any) -> Evidence:
        figured, aimed = indicators(*figures), targets(*aims)
        further = {name: table(name, *rows) for name, rows in tables.items()}
        return Evidence(settle(figured, sources(figured)), aimed, **further)

    return of
