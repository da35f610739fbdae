"""Similar problems, and the ledger as reports show it; by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu import contracts
from diaodu.analysis import ledger_views, similar

STOPPED = "三家铸造企业停产超过三个月，已退出规上库，影响增速约0.2个百分点"
ALSO = "粮油企业自2月起停产，预计退出规上库，影响一季度增速0.3个百分点"
OTHER = "沿海企业新招大学生留不住，去年招录的人员已经流失"


def problems(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of `problems` as at the first quarter of 2022, all told in it."""
    made = []
    for number, row in enumerate(rows, start=1):
        common = {
            "problem_id": f"p{number}",
            "area": "a",
            "period": "2022-03",
            "text": f"问题{number}",
            "first_period": "2022-03",
            "last_period": "2022-03",
            "quarters": 1,
            "times_reopened": 0,
            "mentions": 1,
            "state": "open",
            "contradicts": False,
            "note_ids": f"n{number}",
            "source_ids": "form",
            "source_id": "form",
            "locator": f"x!B{number}",
            "origin": "illustrative",
        }
        made.append(common | row)
    return contracts.check("problems", contracts.typed("problems", made))


def pairs(found: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(found["problem_id"], found["case_id"], strict=True))


def test_the_nearest_of_other_areas_and_of_earlier_quarters_with_what_was_done() -> None:
    found = similar.cases(
        problems(
            {"text": ALSO},
            {"text": STOPPED, "area": "b", "state": "closed", "done": "已转产", "days_open": 40},
            {"text": OTHER, "area": "b"},
        ),
        areas=["a"],
    )
    (case,) = found.to_dict("records")
    assert (case["case_id"], case["case_area"], case["case_state"]) == ("p2", "b", "closed")
    assert (case["case_done"], case["case_days"]) == ("已转产", 40)
    assert 0.15 <= case["score"] < 1


def test_a_problem_of_the_same_area_and_quarter_is_no_case() -> None:
    table = problems(
        {"text": STOPPED}, {"text": ALSO}, {"text": STOPPED, "first_period": "2021-12"}
    )
    assert pairs(similar.cases(table, areas=["a"])) == [("p1", "p3"), ("p2", "p3")]


def test_the_same_note_from_three_areas_is_each_others_case() -> None:
    table = problems(*({"text": STOPPED, "area": area} for area in "abc"))
    found = similar.cases(table, areas=["a", "b", "c"])
    assert pairs(found) == [
        *(("p1", "p2"), ("p1", "p3")),
        *(("p2", "p1"), ("p2", "p3")),
        *(("p3", "p1"), ("p3", "p2")),
    ]
    assert list(found["score"]) == pytest.approx([1.0] * 6)


def test_the_same_category_comes_first_and_needs_fewer_common_words() -> None:
    gas, power = "光伏玻璃项目用气不足投产后可能限量", "光伏硅片负荷增加八月以后可能限电"
    alike = similar.cases(problems({"text": gas}, {"text": power, "area": "b"}), areas=["a"])
    assert alike.empty
    energy = {"category": "energy"}
    filed = problems({"text": gas} | energy, {"text": power, "area": "b"} | energy)
    assert pairs(similar.cases(filed, areas=["a"])) == [("p1", "p2")]


def test_a_problem_no_longer_told_asks_for_no_cases_but_is_one() -> None:
    silent = {"text": STOPPED, "last_period": "2021-12", "first_period": "2021-12"}
    table = problems({"text": STOPPED}, silent)
    assert pairs(similar.cases(table, areas=["a"])) == [("p1", "p2")]


@pytest.mark.parametrize("texts", [(), ("，。",), ("停",), ("😀", "！")])
def test_texts_without_words_have_no_cases(texts) -> None:
    table = problems(
        *({"text": text, "area": area} for text, area in zip(texts, "ab", strict=False))
    )
    assert similar.cases(table, areas=["a", "b"]).empty


def test_what_needs_work_comes_first_and_closed_ones_stay() -> None:
    table = problems(
        {"state": "closed"},
        {"state": "open", "days_open": 3},
        {"state": "open", "days_open": 30},
        {"state": "not_mentioned"},
        {"state": "open", "overdue": True},
        {"state": "reopened", "area": "b"},
        {"state": "open", "area": "c"},
    )
    found = ledger_views.of_areas(table, ["b", "a"])
    assert list(found["problem_id"]) == ["p6", "p5", "p3", "p2", "p4", "p1"]


def test_new_and_recurring() -> None:
    earlier = {"first_period": "2021-12"}
    table = problems(
        {},
        {"quarters": 2} | earlier,
        {"last_period": "2021-12", "state": "not_mentioned", "quarters": 2} | earlier,
        {"state": "reopened"} | earlier,
    )
    assert list(ledger_views.is_new(table)) == [True, False, False, False]
    assert list(ledger_views.recurs(table)) == [False, True, False, True]


def test_rates_of_closing_by_department() -> None:
    table = problems(
        {"responsible": "省财政厅", "state": "closed", "days_open": 10},
        {"responsible": "省财政厅", "state": "closed", "days_open": 20},
        {"responsible": "省财政厅", "state": "open", "days_open": 7, "overdue": True},
        {"state": "not_mentioned"},
    )
    found = ledger_views.rates(table, "responsible")
    first, second = found.to_dict("records")
    assert (first["key"], first["problems"], first["closed"], first["overdue"]) == (
        "省财政厅",
        3,
        2,
        1,
    )
    assert first["rate"] == pytest.approx(200 / 3)
    assert (first["days_to_close"], first["days_open"]) == (15.0, 7.0)
    assert (second["key"], second["not_mentioned"], second["rate"]) == ("unsorted", 1, 0.0)
    assert pd.isna(second["days_to_close"])
    assert ledger_views.rates(contracts.empty("problems"), "area").empty
