"""A division's industries across areas, and the enterprises that it should look at."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu import contracts
from diaodu.analysis import division
from diaodu.periods import Period

IVA = "industrial_value_added_growth"
Q1 = Period(2022, 3)
SENT = {"source_id": "a-form-v1", "locator": "重点企业!A5", "origin": "illustrative"}


def _enterprises(*rows: dict[str, Any]) -> pd.DataFrame:
    common = SENT | {"area": "a", "period": "2022-03"}
    return contracts.check(
        "enterprises", contracts.typed("enterprises", [common | row for row in rows])
    )


def test_falling_output_first_and_what_rose_left_out() -> None:
    table = _enterprises(
        {"enterprise": "升", "output_growth_percent": 3.0, "orders_growth_percent": 0.0},
        {"enterprise": "单", "output_growth_percent": 3.0, "orders_growth_percent": -1.0},
        {"enterprise": "降", "output_growth_percent": -8.0},
        {"enterprise": "电", "power_growth_percent": -2.0},
        {"enterprise": "无"},
    )
    assert list(division.falling(table)["enterprise"]) == ["降", "单", "电"]
    assert division.falling(contracts.empty("enterprises")).empty


def test_rows_of_its_industries_in_that_quarter() -> None:
    table = _enterprises(
        {"enterprise": "一", "industry": "steel"},
        {"enterprise": "二", "industry": "food"},
        {"enterprise": "三"},
        {"enterprise": "四", "industry": "steel", "period": "2021-12"},
    )
    assert list(division.of_industries(table, ["steel"], Q1)["enterprise"]) == ["一"]
    assert division.of_industries(table, [], Q1).empty


def test_industries_of_every_area_in_the_given_order(make) -> None:
    figures = make.settled(
        ("b", "2022-03", IVA, "6.0", {}),
        ("b", "2022-03", IVA, "9.0", {"industry": "steel"}),
        ("a", "2022-03", IVA, "2.0", {"industry": "food"}),
        ("a", "2022-03", IVA, "1.0", {"industry": "steel"}),
    )
    found = division.industries_by_area(
        figures,
        areas=["b", "c", "a"],
        industries=["steel"],
        indicator=IVA,
        period=Q1,
    )
    rows = list(zip(found["area"], found["industry"], found["value"], strict=True))
    assert rows == [("b", "steel", 9.0), ("a", "steel", 1.0)]
    assert found["gap_total"][0] == pytest.approx(3.0)
    assert pd.isna(found["gap_total"][1])
