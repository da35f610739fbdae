"""Notes and enterprises of a quarter."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu import contracts
from diaodu.analysis import enterprises, notes
from diaodu.periods import Period

Q1 = Period(2022, 3)
WHERE = {"source_id": "a-2022Q1-form-v1", "locator": "x!A1", "origin": "illustrative"}


def _table(name: str, common: dict[str, Any], *rows: dict[str, Any]) -> pd.DataFrame:
    made = contracts.typed(name, [WHERE | common | row for row in rows])
    return contracts.check(name, made)


def test_nothing_sent_is_an_empty_table() -> None:
    assert enterprises.of_area(contracts.empty("enterprises"), area="a", period=Q1).empty


def _notes() -> pd.DataFrame:
    rows = [
        ("a", "2022-03", "issue", "funding"),
        ("a", "2022-03", "issue", "funding"),
        ("a", "2022-03", "issue", "labour"),
        ("a", "2022-03", "issue", None),
        ("a", "2022-03", "support", "funding"),
        ("a", "2021-12", "issue", "labour"),
        ("b", "2022-03", "issue", "labour"),
    ]
    return _table(
        "notes",
        {},
        *(
            {"note_id": f"n{n}", "area": area, "period": period, "section": section}
            | {"category": category, "text": "事", "original": "事"}
            for n, (area, period, section, category) in enumerate(rows)
        ),
    )


def test_notes_of_an_area_in_the_order_received() -> None:
    found = notes.of_area(_notes(), area="a", period=Q1, section="issue")
    assert list(found["note_id"]) == ["n0", "n1", "n2", "n3"]


def test_enterprises_largest_output_first() -> None:
    table = _table(
        "enterprises",
        {"area": "a", "period": "2022-03"},
        {"enterprise": "示例一厂"},
        {"enterprise": "示例二厂", "output_10k_yuan": 5.0},
        {"enterprise": "示例三厂", "output_10k_yuan": 9.0},
        {"enterprise": "示例四厂", "output_10k_yuan": 99.0, "area": "b"},
    )
    found = enterprises.of_area(table, area="a", period=Q1)
    assert list(found["enterprise"]) == ["示例三厂", "示例二厂", "示例一厂"]
