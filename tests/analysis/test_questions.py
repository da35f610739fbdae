"""Measures against gaps, and the questions that follow from what was found."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu.analysis import findings, flags, lights, measures, questions, strengths, troubles
from diaodu.analysis.evidence import Evidence
from diaodu.analysis.frames import NAN, table
from diaodu.periods import Period
from diaodu.rules import LightRule, Lights
from judged import firm, note, project, reading

Q1 = Period(2022, 3)
IVA, INVESTED = "iva", "invested"
RULES = Lights(
    production=(LightRule(measure="below_target", indicator=IVA, yellow=0.0, red=3.0),),
    investment=(LightRule(measure="below_target", indicator=INVESTED, yellow=0.0, red=5.0),),
    projects=(LightRule(measure="stopped_share", yellow=10.0, red=30.0),),
)
NAMES = {IVA: ("工业增加值", "value added"), INVESTED: ("工业投资",)}
EXPECTED = {"status": "expected"}
BELOW = [("jia", "2022-03", IVA, "2.0", EXPECTED), ("jia", "2022-03", INVESTED, "8.0", EXPECTED)]
AIMS = [("jia", 2022, IVA, 6.0), ("jia", 2022, INVESTED, 10.0)]


def step(number: int, text: str, **given: Any) -> dict[str, Any]:
    common = {"section": "next_step", "text": text, "category": None}
    return note(number, **common | {"responsible": "市政府"} | given)


def topics(evidence: Evidence, areas: Any = ("jia",)) -> pd.DataFrame:
    judged = lights.of_quarter(evidence, RULES, areas=areas, period=Q1, indicators=[IVA])
    return lights.by_topic(judged, areas)


def answered(evidence: Evidence, **categories: Any) -> pd.DataFrame:
    within: dict[str, Any] = {"areas": ["jia"], "period": Q1}
    return measures.answered(
        measures.gaps(evidence, topics(evidence), **within),
        measures.steps(evidence, **within),
        names=NAMES,
        categories=categories,
    )


@pytest.mark.parametrize(
    ("text", "date", "number"),
    [
        ("4月底前229个集中开工项目全部复工", True, True),
        ("力争二季度恢复正增长", True, False),
        ("推进中试基地申报工作", False, False),
        ("对百家重点企业每周走访", False, True),
        ("年内培育专精特新企业15家", True, True),
        ("2022年3月28日前落实到位", True, False),
        ("支持示例第一钢厂检修", False, False),  # a name, no number of things
        ("增加贷款两亿元", False, True),
        ("", False, False),
        ("Restart all stopped projects by the end of April", True, True),
        ("Report every week", False, False),
        ("Open two depots by 28 March", True, True),
        ("Visit 120 enterprises in Q2", True, True),
    ],
)
def test_whether_a_measure_has_a_date_and_a_number(text: str, date: bool, number: bool) -> None:
    assert (measures.has_date(text), measures.has_number(text)) == (date, number)


def test_steps_with_their_date_from_the_form_or_from_the_text(evidence: Any, make: Any) -> None:
    notes = [step(1, "改进服务", due_on="2022-06-30"), step(2, "六月底前改进"), step(3, "改进5项")]
    found = measures.steps(evidence(notes=notes), areas=["jia", "yi"], period=Q1)
    assert make.rows(found, "note_id", "due_on", "has_date", "has_number") == [
        ("n1", "2022-06-30", True, False),
        ("n2", None, True, False),
        ("n3", None, False, True),
    ]


def test_gaps_are_lights_that_are_not_green_and_open_problems(evidence: Any, make: Any) -> None:
    notes = [note(1, text="缺芯"), note(2, text="已解决", state="closed")]
    found = answered(evidence(BELOW, AIMS, notes=notes))
    assert make.rows(found, "kind", "topic", "light", "text", "steps") == [
        ("light", "production", "red", None, ()),
        ("light", "investment", "yellow", None, ()),
        ("problem", None, None, "缺芯", ()),
    ]


def test_a_step_answers_by_name_by_category_by_enterprise_or_by_wording(evidence: Any) -> None:
    notes = [
        note(1, text="芯片短缺，减产一万辆", category="supply_chain"),
        note(2, text="停产整修", category="other", enterprise="示例第一钢厂"),
        note(3, text="粗苯加氢项目用地尚差42亩未完成征转", category="land_approval"),
        note(4, text="海运费上涨", category="logistics"),
        step(11, "力争工业增加值恢复增长"),
        step(12, "组织产销对接"),
        step(13, "帮助示例第一钢厂复产"),
        step(14, "4月底前完成粗苯加氢项目42亩用地征转"),
    ]
    readings = [reading(12, category="supply_chain"), reading(13, category="policy")]
    given = evidence(BELOW, AIMS, notes=notes, readings=readings)
    found = answered(given, investment=["policy"]).set_index("kind")["steps"]
    assert found["light"].tolist() == [("n11",), ("n13",)]
    assert found["problem"].tolist() == [("n12",), ("n13",), ("n14",), ()]


def test_without_steps_no_gap_is_answered_and_without_gaps_there_is_nothing(evidence: Any) -> None:
    assert answered(evidence(BELOW, AIMS))["steps"].tolist() == [(), ()]
    assert answered(evidence()).empty


def asked(evidence: Evidence, areas: Any = ("jia",), **further: Any) -> pd.DataFrame:
    within: dict[str, Any] = {"areas": list(areas), "period": Q1}
    lit = topics(evidence, list(areas))
    taken = measures.steps(evidence, **within)
    found = measures.gaps(evidence, lit, **within)
    flagged = flags.below_target(
        evidence.figures, evidence.targets, indicator=IVA, below_target_points=0.0, **within
    )
    gaps = measures.answered(found, taken, names=NAMES, categories={})
    base = questions.Found(flagged, lit, gaps, taken, **further)
    return questions.questions(evidence, base, headline=IVA, **within)


def test_an_expectation_below_the_target_with_what_the_rest_must_grow(evidence: Any) -> None:
    first = asked(evidence(BELOW, AIMS)).iloc[0]
    assert (first["code"], first["number"], first["priority"]) == ("below_target", 1, 1)
    assert (first["value"], first["reference"], first["gap"]) == (2.0, 6.0, -4.0)
    assert first["high"] == pytest.approx((6 - 0.25 * 2) / 0.75)  # w = 3 ÷ 12


def test_the_weightiest_come_first_and_each_code_once(evidence: Any, make: Any) -> None:
    amounts = {"plan_investment_10k_yuan": 100.0, "completed_investment_10k_yuan": 25.0}
    given = evidence(
        BELOW,
        AIMS,
        projects=[
            project(1, state="stopped"),
            project(2, state="stopped", **amounts),
            project(3, state="started"),
        ],
        notes=[
            note(1, text="新问题", raised_on="2022-02-01", state="open"),
            note(2, text="老问题", raised_on="2021-11-01", state="open"),
            note(3, text="另一个老问题", raised_on="2021-12-01", state="open"),
            step(4, "改进服务"),
        ],
        enterprises=[firm("a", -20.0) | {"output_10k_yuan": 80.0}],
    )
    found = asked(given)
    assert make.rows(found, "number", "code", "text") == [
        (1, "below_target", None),  # so the red light of production is not asked about again
        (2, "stopped", "project 2"),
        (3, "carried", "老问题"),
        (4, "yellow", None),
        (5, "unanswered", "新问题"),
    ]
    stopped = found.iloc[1]
    assert (stopped["count"], stopped["value"], stopped["amount"]) == (2, 25.0, 100.0)


def test_a_statement_is_asked_about_once(evidence: Any) -> None:
    old = note(1, text="老问题", raised_on="2021-11-01", state="open")
    assert asked(evidence(notes=[old]))["code"].tolist() == ["carried"]


def test_few_findings_are_asked_about_more_than_once_to_make_three(evidence: Any) -> None:
    notes = [note(n, text=f"问题{n}") for n in range(1, 6)]
    assert asked(evidence(notes=notes))["text"].tolist() == ["问题1", "问题2", "问题3"]


def test_severe_problems_are_asked_about_first(evidence: Any) -> None:
    notes = [note(n, text=f"问题{n}") for n in range(1, 4)]
    readings = [reading(3, severity="high"), reading(2, severity="low")]
    found = asked(evidence(notes=notes, readings=readings))
    assert found["text"].tolist() == ["问题3", "问题2", "问题1"]


def test_nothing_found_nothing_asked_and_every_area_in_its_place(evidence: Any) -> None:
    assert asked(evidence()).empty
    notes = [note(1, area="yi"), note(2, area="jia")]
    assert asked(evidence(notes=notes), ("yi", "jia", "bing"))["area"].tolist() == ["yi", "jia"]


def test_what_other_analyses_found(evidence: Any, make: Any) -> None:
    outlook = pd.DataFrame(
        {"area": "jia", "indicator": [IVA, INVESTED], "expected": [9.0, 5.0]}
        | {"low": [1.0, 4.0], "high": [4.0, 6.0]}
    )
    hidden = table(
        {**troubles._COLUMNS, "categories": "object"},
        [
            troubles._NOTHING | {"area": "jia", "categories": ()} | row
            for row in (
                {"kind": "facts", "figure": "f", "id": "epidemic", "reasons": (("fact", NAN),)},
                {"kind": "indicator", "figure": "power", "id": "power", "stage": "expected"}
                | {
                    "value": -2.7,
                    "printed": "-2.7",
                    "reasons": (("negative", 0.0), ("slower", 6.4)),
                },
                {"kind": "projects", "figure": "pace", "id": "pace", "project": "甲项目"}
                | {"value": 3.0, "reasons": (("behind", 18.0),)},
            )
        ],
    )
    found = asked(evidence(), outlook=outlook, unreported=hidden)
    assert found["code"].tolist() == ["unreported", "unreported", "outside"]
    assert make.rows(found, "text")[:2] == [("甲项目",), (None,)]  # 15 points are more than 2.7
    assert found["measure"].tolist()[:2] == ["behind", "negative"]
    assert (found.iloc[2]["gap"], found.iloc[2]["low"], found.iloc[2]["high"]) == (5.0, 1.0, 4.0)


def test_shortfalls_are_the_last_resort(evidence: Any) -> None:
    figures = [
        (a, "2022-03", IVA, v) for a, v in {"jia": "1.0", "yi": "5.0", "bing": "6.0"}.items()
    ]
    given = evidence(figures)
    grouped = pd.DataFrame({"area": ["jia"], "peers": [("yi", "bing")], "absent": [None]})
    stands = strengths.standing(given, areas=["jia", "yi", "bing"], period=Q1, indicators=[IVA])
    (row,) = asked(given, beside=strengths.of_areas(stands, grouped)).to_dict("records")
    assert (row["code"], row["value"], row["reference"], row["low"]) == (
        "shortfall",
        1.0,
        5.5,
        -4.5,
    )


def test_a_small_fall_of_an_enterprise_is_not_asked_about() -> None:
    firms = pd.DataFrame(
        [firm("a", -4.9), firm("b", -5.0), firm("c", -50.0), firm("d", None)]
    ).assign(output_10k_yuan=[95.0, 95.0, 1.0, 1.0], industry=None)
    found = findings.enterprises(firms)
    assert [f["text"] for f in found] == ["b", "c"]
    assert [f["amount"] for f in found] == pytest.approx([5.0, 1.0])


def test_in_december_there_is_no_rest_of_the_year() -> None:
    row = {"area": "jia", "value": 2.0, "printed": "2.0", "target": 6.0, "gap": -4.0}
    flagged = pd.DataFrame([row | {"flagged": True, "source_ids": ()}])
    (found,) = findings.below_target(flagged, IVA, Period(2022, 12), {})
    assert found["high"] is None


def test_the_order_of_the_meeting(evidence: Any, make: Any) -> None:
    figures = [*BELOW, ("yi", "2022-03", IVA, "1.0", EXPECTED), ("bing", "2022-03", IVA, "1.0")]
    figures += [("ding", "2022-03", IVA, "5.0")]
    areas = ["ding", "jia", "yi", "bing", "wu"]
    aims = [*AIMS, *((area, 2022, IVA, 6.0) for area in ("yi", "bing", "ding"))]
    given = evidence(figures, aims)
    flagged = flags.below_target(
        given.figures, given.targets, areas=areas, indicator=IVA, period=Q1, below_target_points=0.0
    )
    found = questions.order(topics(given, areas), flagged, areas)
    assert make.rows(found, "area", "flagged", "red", "yellow") == [
        ("yi", True, 1, 0),  # 5 points below
        ("jia", True, 1, 1),  # 4 points below
        ("bing", False, 1, 0),  # published, not expected: red, but no flag
        ("ding", False, 0, 1),
        ("wu", False, 0, 0),
    ]
