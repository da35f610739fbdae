"""What became of last quarter's next steps."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu import contracts
from diaodu.analysis import promises
from diaodu.periods import Period

Q1 = Period(2022, 3)
DAY = "2022-03-23"
WHERE = {"locator": "下步工作!B5", "origin": "illustrative"}
STARTS = "一季度组织集中开工项目二百个以上，逐个明确责任人。"
HANDS = "春节后组织专场招聘，解决三百名焊工缺口。"


def _notes(*rows: tuple[str, str, str, dict[str, Any]]) -> pd.DataFrame:
    made = [
        {"note_id": f"n{n}", "area": "a", "period": period, "section": section, "text": text}
        | {"original": text, "source_id": f"a-{period}"}
        | WHERE
        | more
        for n, (period, section, text, more) in enumerate(rows)
    ]
    return contracts.check("notes", contracts.typed("notes", made))


def _of(*rows: Any) -> list[dict[str, Any]]:
    found = promises.of_area(_notes(*rows), area="a", period=Q1, day=DAY)
    return [
        {str(k): None if pd.isna(v) else v for k, v in row.items()}
        for row in found.to_dict("records")
    ]


def test_a_promise_that_is_spoken_of_again_and_one_that_is_not() -> None:
    starts, hands = _of(
        ("2021-12", "next_step", STARTS, {"due_on": "2022-03-31"}),
        ("2021-12", "next_step", HANDS, {"due_on": "2022-02-28", "responsible": "市人社局"}),
        ("2022-03", "narrative", "一季度集中开工项目二百一十个，逐个明确了责任人。", {}),
        ("2022-03", "issue", "外省货车下不了高速，原料库存只够一周。", {}),
    )
    assert (starts["spoken_of"], starts["past_due"]) == (True, False)
    assert starts["answer"] == "一季度集中开工项目二百一十个，逐个明确了责任人。"
    assert (starts["answer_section"], starts["answer_source_id"]) == ("narrative", "a-2022-03")
    assert (hands["spoken_of"], hands["past_due"], hands["answer"]) == (False, True, None)
    assert (hands["likeness"], hands["responsible"]) == (None, "市人社局")


def test_of_an_area_that_is_silent_nothing_is_said() -> None:
    (row,) = _of(("2021-12", "next_step", STARTS, {}))
    assert (row["spoken_of"], row["past_due"], row["answer"]) == (None, None, None)


def test_only_the_latest_earlier_quarter_counts_and_only_next_steps_of_the_area() -> None:
    rows = _of(
        ("2021-09", "next_step", HANDS, {}),
        ("2021-12", "next_step", STARTS, {}),
        ("2021-12", "issue", HANDS, {}),
        ("2021-12", "next_step", HANDS, {"area": "b"}),
        ("2022-03", "next_step", HANDS, {}),
        ("2022-06", "next_step", STARTS, {}),
    )
    assert [(row["text"], row["promised_in"]) for row in rows] == [(STARTS, "2021-12")]


@pytest.mark.parametrize("text", ["。", "好", "0", "🙂", "<b>x</b>"])
def test_a_text_with_nothing_to_compare_is_not_taken_for_an_answer(text: str) -> None:
    (row,) = _of(
        ("2021-12", "next_step", text, {}), ("2022-03", "narrative", "全市工业运行平稳。", {})
    )
    assert row["spoken_of"] is False


def test_what_the_report_says_again_is_one_promise() -> None:
    rows = _of(
        ("2021-12", "next_step", STARTS, {}),
        ("2021-12", "next_step", "一季度组织集中开工项目二百个以上。", {}),
        ("2021-12", "next_step", HANDS, {}),
    )
    assert [row["text"] for row in rows] == [STARTS, HANDS]


def test_no_promises_no_rows() -> None:
    found = promises.of_area(contracts.empty("notes"), area="a", period=Q1, day=DAY)
    assert found.empty and "answer" in found
