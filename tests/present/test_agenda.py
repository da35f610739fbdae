"""Measures and questions as they are shown."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu.analysis import frames, lights, measures, questions
from diaodu.present import agenda
from diaodu.quarter import Submissions
from made_frames import IVA, cells_of, text_of

_NOTHING = {"object": (), "bool": False, "int64": 1}
HOSTILE = "<b>厂</b>"
ANSWERED = {**measures._GAPS, "steps": "object"}


def table(columns: dict[str, str], *rows: dict[str, Any]) -> pd.DataFrame:
    nothing = {name: _NOTHING.get(kind) for name, kind in columns.items()}
    return frames.table(columns, [nothing | {"area": "jiazhou"} | row for row in rows])


LIT = table(
    lights._LIGHTS,
    {
        "topic": "production",
        "measure": "firms_falling",
        "light": "red",
        "value": 60.0,
        "count": 3,
        "of": 5,
    },
)
GAPS = table(
    ANSWERED,
    {"kind": "light", "topic": "production", "light": "red", "steps": ("n1",)},
    {"kind": "problem", "text": HOSTILE, "source_ids": ("form",)},
)
STEPS = table(
    measures._STEPS,
    {"note_id": "n1", "text": "4月底前复工", "has_date": True, "responsible": "市政府"},
    {"note_id": "n2", "text": HOSTILE, "due_on": "2022-06-30", "has_date": True}
    | {"has_number": True},
    {"note_id": "n3", "text": "改进"},
)


def test_each_gap_with_what_answers_it(page) -> None:
    shown = agenda.measures(page(), GAPS, STEPS, LIT)
    assert "<b>" not in shown.markup
    first, second = cells_of(shown)
    assert first == {
        "name": "■ 红灯 生产：有产值增速的5家重点企业中，3家下降（60.0%）",
        "answer": "4月底前复工",
    }
    assert second == {"name": f"{HOSTILE}[1]", "answer": "▼未见对应措施"}


def test_the_measures_in_a_sentence(page) -> None:
    assert text_of(agenda.measures_finding(page(), GAPS, STEPS)) == (
        "甲州有2项差距和问题，其中1项未见对应措施；报送的3项下步工作中，1项没有时限，2项没有数字。"
    )
    none = table(measures._STEPS)
    assert text_of(agenda.measures_finding(page(), GAPS, none)) == (
        "甲州有2项差距和问题，没有报送下步工作。"
    )


def test_the_date_and_the_number_of_each_step(page) -> None:
    rows = cells_of(agenda.steps(page(), STEPS))
    assert [(row["date"], row["number"], row["who"]) for row in rows] == [
        ("文中写明", "▼没有", "市政府"),
        ("2022年6月30日", "有", "未填报"),
        ("▼没有", "▼没有", "未填报"),
    ]


def test_without_gaps_and_steps_nothing_is_shown(page) -> None:
    gaps, steps = table(ANSWERED), table(measures._STEPS)
    shown = [
        agenda.measures_finding(page(), gaps, steps),
        agenda.measures(page(), gaps, steps, LIT),
        agenda.steps(page(), steps),
    ]
    assert [part.markup for part in shown] == [""] * 3


PROJECT = {"text": HOSTILE, "count": 8, "value": 11.69, "amount": 130000.0}


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        (
            {"code": "below_target", "indicator": IVA, "value": -3.6, "printed": "-3.6"}
            | {"reference": 6.0, "gap": -9.6, "high": 9.2},
            "预计规上工业增加值增速-3.6%，比年度目标6%低9.6个百分点，后期要增长9.2%才能完成（按时间进度推算）。"
            "靠哪些企业和项目补上，全年目标是否调整？",
            "Industrial value added growth is expected at -3.6%, 9.6 points below the annual target of 6%; "
            "the rest of the year would have to grow 9.2% (on even time). "
            "Which enterprises and projects will make up for it, and does the target stand?",
        ),
        (
            {"code": "unreported", "indicator": IVA, "value": -2.7, "printed": "-2.7"}
            | {"stage": "expected", "measure": "negative", "reference": 0.0},
            "预计规上工业增加值增速-2.7%，为负增长，报送的问题中没有提到。原因是什么，采取了什么措施？",
            "Industrial value added growth expected at -2.7%, a fall, and no problem that was sent speaks of it. "
            "What is the reason, and what is being done?",
        ),
        (
            {"code": "unreported", "text": HOSTILE, "value": 3.05, "reference": 18.18}
            | {"measure": "behind"},
            f"{HOSTILE}只完成年度计划的3.1%，按时间应为18.2%，报送的问题中没有提到。原因是什么，采取了什么措施？",
            f"{HOSTILE} has done only 3.1% of the year's plan, where time asks for 18.2%, "
            "and no problem that was sent speaks of it. What is the reason, and what is being done?",
        ),
        (
            {"code": "outside", "indicator": IVA, "value": 9.0, "low": 1.0, "high": 4.0},
            "预计规上工业增加值增速9.0%，模型的区间是1.0%至4.0%。预计数依据什么？",
            "Industrial value added growth is expected at 9.0%; the model's interval runs from 1.0% to 4.0%. "
            "What does the expectation rest on?",
        ),
        (
            {"code": "red", "topic": "production"},
            "有产值增速的5家重点企业中，3家下降（60.0%）。原因是什么，什么时候能改观？",
            "Output falls at 3 of 5 key enterprises with a figure (60.0%). "
            "What is the reason, and when will it change?",
        ),
        (
            PROJECT | {"code": "stopped"},
            f"8个项目停工，其中最大的“{HOSTILE}”年度计划13.0亿元、已完成11.7%。什么时候复工，缺什么条件？",
            f"Stopped projects: 8; the largest, “{HOSTILE}”, is planned at 13.0 (100 million yuan) this year, "
            "11.7% of it done. When does work resume, and what is lacking?",
        ),
        (
            PROJECT | {"code": "late", "value": None},
            f"8个项目应开未开，其中最大的“{HOSTILE}”年度计划13.0亿元。卡在哪个环节，什么时候开工？",
            f"Late starts: 8; the largest, “{HOSTILE}”, is planned at 13.0 (100 million yuan) this year. "
            "Where is it held up, and when will it start?",
        ),
        (
            {"code": "carried", "text": "老问题。", "since": "2021-12-08"},
            "“老问题”2021年12月8日提出，至今没有办结。卡在哪个环节，什么时候能解决？",
            "“老问题” was raised on 8 December 2021 and is still open. "
            "Where is it held up, and when will it be solved?",
        ),
        (
            {"code": "enterprise", "text": HOSTILE, "value": -18.4, "amount": 29764.7},
            f"{HOSTILE}产值下降18.4%，比上年同期减少29765万元。是停产、订单减少还是转移，下季能否恢复？",
            f"Output of {HOSTILE} fell 18.4%, 29765 (10,000 yuan) less than a year before. "
            "Did it stop, lose orders or move, and will it recover next quarter?",
        ),
        (
            {"code": "undated", "text": "改进", "count": 0},
            "下步工作“改进”既没有时限，也没有数字。什么时候完成，做到什么程度？",
            "The next step “改进” has neither a date nor a number. By when will it be done, and how far?",
        ),
        (
            {"code": "undated", "text": "改进5项", "count": 1},
            "下步工作“改进5项”没有写明时限。什么时候完成，由谁负责？",
            "The next step “改进5项” has no date. By when will it be done, and by whom?",
        ),
        (
            {"code": "shortfall", "measure": "growth", "indicator": IVA, "value": 1.0}
            | {"reference": 5.5, "low": -4.5, "gap": 0.8, "stage": "expected"},
            "预计规上工业增加值增速1.0%，比可比市中位数5.5%低4.5个百分点。差在哪里？",
            "Industrial value added growth expected at 1.0%, 4.5 points below the median of comparable cities "
            "(5.5%). Where does the difference lie?",
        ),
    ],
)
def test_a_question_carries_its_figures(page, row, zh, en) -> None:
    given = table(questions._COLUMNS, row)
    shown = agenda.questions(page(), given, LIT)
    assert "<b>" not in shown.markup
    assert text_of(shown) == zh
    assert text_of(agenda.questions(page(lang="en"), given, LIT)) == en


def test_an_area_without_questions_says_so(page) -> None:
    none = table(questions._COLUMNS)
    asked = page(submissions=Submissions(form="2022"))
    assert text_of(agenda.questions(asked, none, LIT)) == "没有需要提问的发现"
    assert agenda.questions(page(), none, LIT).markup == ""  # nothing was asked for


def test_the_order_of_the_meeting_with_the_questions(page) -> None:
    columns = {
        "area": "str",
        "place": "int64",
        "flagged": "bool",
        "red": "int64",
        "yellow": "int64",
    }
    order = frames.table(
        columns,
        [
            {"area": "yizhou", "place": 1, "flagged": True, "red": 0, "yellow": 0},
            {"area": "jiazhou", "place": 2, "flagged": False, "red": 1, "yellow": 0},
        ],
    )
    asked = table(questions._COLUMNS, {"code": "red", "topic": "production"})
    shown = text_of(agenda.of_areas(page("shili"), asked, LIT, order))
    assert shown.startswith(
        "第1位：乙州预计低于目标，红灯0个，黄灯0个没有需要提问的发现第2位：甲州红灯1个，黄灯0个"
    )
    assert shown.endswith("什么时候能改观？")
    none = table(questions._COLUMNS)
    assert agenda.of_areas(page("shili"), none, LIT, order).markup == ""
