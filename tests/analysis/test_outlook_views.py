"""The table `outlook` as the questions and the reach of the target ask for it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu import contracts
from diaodu.analysis import outlook_views

WHERE = {"source_id": "outlook", "locator": "x", "origin": "derived", "adding_up": "no_weights"}
COUNTS = {"errors": 0, "record": 0, "record_above": 0}
RANGE = {"value": 5.0, "low80": 3.0, "high80": 7.0}


def _outlook(*rows: dict[str, Any]) -> pd.DataFrame:
    common = WHERE | COUNTS | {"area": "a", "indicator": "x", "period": "2022-03"}
    common |= {"horizon": "quarter"}
    return contracts.check("outlook", contracts.typed("outlook", [common | row for row in rows]))


def test_expectations_without_a_range_or_without_a_figure_are_left_out() -> None:
    table = _outlook(
        RANGE | {"expected": 2.5},
        RANGE | {"area": "b"},
        RANGE | {"indicator": "y", "expected": 1.0},
        {"area": "c", "expected": 4.0, "reason": "no_recent_point"},
        RANGE | {"expected": 4.0, "horizon": "year", "period": "2022-12"},
    )
    (row,) = outlook_views.beside_expected(table, "x").to_dict("records")
    assert row == {"area": "a", "indicator": "x", "expected": 2.5, "low": 3.0, "high": 7.0}


def test_the_year_of_one_area_also_where_the_quarter_closes_it() -> None:
    table = _outlook(
        RANGE | {"period": "2022-12"},
        RANGE | {"indicator": "y", "period": "2022-12", "horizon": "year", "low80": None},
        RANGE | {"indicator": "z"},
        RANGE | {"area": "b", "period": "2022-12", "horizon": "year"},
        {"indicator": "w", "period": "2022-12", "horizon": "year", "reason": "few_errors"},
    )
    found = outlook_views.of_year(table, "a")
    assert list(found["indicator"]) == ["x", "y"]
    assert set(found["of"]) == {"year"}
    assert found["low"].isna().tolist() == [False, True]


def test_nothing_is_a_result() -> None:
    empty = contracts.empty("outlook")
    assert outlook_views.beside_expected(empty, "x").empty
    assert outlook_views.of_year(empty, "a").empty
