"""Problems beside figures: tied by area, industry, enterprise and category; by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.noted import notes, readings
from analysis.test_told import tell
from diaodu import contracts
from diaodu.analysis import explained, troubles
from diaodu.analysis.evidence import Evidence
from diaodu.periods import Period
from diaodu.quarter import ProjectRules
from diaodu.ties import Tie, Ties

Q1 = Period(2022, 3)
IVA, PROFIT = "industrial_value_added_growth", "industrial_profit_growth"
RULES = Ties(
    below_points=2.0,
    figures={
        "growth": Tie(kind="indicator", of="area", id=IVA),
        "industry": Tie(kind="indicator", of="industry", id=IVA),
        "profit": Tie(kind="indicator", of="area", id=PROFIT),
        "output": Tie(kind="enterprise", id="output_growth_percent"),
        "late": Tie(kind="projects", id="late_starts"),
        "pace": Tie(kind="projects", id="pace"),
        "measures": Tie(kind="facts", id="epidemic"),
    },
    categories={
        "supply_chain": ("output", "industry", "growth"),
        "land_approval": ("late", "pace"),
        "input_cost": ("profit",),
        "epidemic": ("measures",),
        "other": (),
    },
    near_industries={"vehicles_parts": ("automobiles",)},
)
SENT = {"source_id": "a-form", "locator": "x!B5", "origin": "illustrative", "period": "2022-03"}


def table(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    return contracts.check(
        name, contracts.typed(name, [SENT | {"area": "a"} | row for row in rows])
    )


def look(make: Any, *figures: Any, targets: Any = (), **tables: pd.DataFrame) -> pd.DataFrame:
    evidence = Evidence(make.settled(*figures), make.targets(*targets), **tables)
    return troubles.figures(
        evidence, RULES, ProjectRules(), areas=["a", "b"], province="p", period=Q1
    )


def why(found: pd.DataFrame) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (row["figure"], row["area"], tuple(code for code, _ in row["reasons"]))
        for row in found.to_dict("records")
    ]


@pytest.mark.parametrize(
    ("own", "reasons"),
    [
        ("-0.1", ("negative", "below_province", "below_target", "slower")),
        ("3.9", ("below_province", "below_target", "slower")),
        ("4.0", ("below_target", "slower")),  # two points below the province is not more than two
        ("6.0", ()),
    ],
)
def test_why_an_areas_growth_shows_trouble(make, own, reasons) -> None:
    found = look(
        make,
        ("a", "2022-03", IVA, own),
        ("p", "2022-03", IVA, "6.0"),
        ("a", "2021-12", IVA, "6.5"),
        targets=[("a", 2022, IVA, 5.5)],
    )
    assert why(found) == [("growth", "a", reasons)]
    assert bool(found["trouble"].iloc[0]) is bool(reasons)


def test_a_published_figure_stands_before_an_expected_one_and_none_is_none(make) -> None:
    found = look(
        make,
        ("a", "2022-03", IVA, "6.0"),
        ("a", "2022-03", IVA, "-1.0", {"status": "expected"}),
        ("b", "2022-03", IVA, "-1.0", {"status": "expected"}),
    )
    shown = found[["area", "stage", "trouble"]].itertuples(index=False)
    assert [tuple(row) for row in shown] == [("a", "actual", False), ("b", "expected", True)]


CHIPS = {"text": "汽车芯片短缺，示例第一整车厂少产约1.1万辆", "category": "supply_chain"}
CARS = {"industry": "automobiles", "span": "ytd"}


def test_a_note_on_chips_shows_in_the_car_industry_near_the_one_it_names(make) -> None:
    found = look(
        make,
        ("a", "2022-03", IVA, "5.0"),
        ("a", "2022-03", IVA, "-4.0", CARS),
        ("a", "2022-03", IVA, "9.0", {"industry": "steel"}),
    )
    problems = tell(CHIPS | {"industry": "vehicles_parts"})
    tied = explained.tie(problems, found, RULES, period=Q1)
    assert [(f, i) for f, i in zip(tied["figure"], tied["industry"].fillna("-"), strict=True)] == [
        ("industry", "automobiles"),
        ("growth", "-"),
    ]
    assert list(explained.standings(problems, tied, period=Q1)["standing"]) == ["visible"]


def test_an_enterprise_is_tied_by_its_name_and_leads_to_its_industry(make) -> None:
    firms = table(
        "enterprises",
        {"enterprise": "示例第一整车厂", "industry": "automobiles", "output_growth_percent": 1.0},
        {"enterprise": "示例第一整车厂部件公司", "output_growth_percent": -30.0},
    )
    found = look(make, ("a", "2022-03", IVA, "3.0", CARS), enterprises=firms)
    problems = tell(CHIPS | {"enterprise": "示例第一整车厂"})
    tied = explained.tie(problems, found, RULES, period=Q1)
    assert list(tied["figure"]) == ["output", "industry"]
    assert list(explained.standings(problems, tied, period=Q1)["standing"]) == ["not_visible"]
    missed = explained.unreported(problems, found, tied, RULES, period=Q1)
    assert list(missed["enterprise"]) == ["示例第一整车厂部件公司"]
    assert missed["categories"].iloc[0] == ("supply_chain",)


def test_land_shows_in_late_starts_of_the_county_the_worst_project_first(make) -> None:
    plan = {"plan_investment_10k_yuan": 100.0, "completed_investment_10k_yuan": 20.0}
    projects = table(
        "projects",
        {
            "project_id": "p1",
            "name": "甲项目",
            "county": "固安县",
            "state": "started",
            "planned_start": "2022-01",
            **plan,
        },
        {
            "project_id": "p2",
            "name": "乙项目",
            "county": "固安县",
            "state": "not_started",
            "planned_start": "2022-02",
        },
        {
            "project_id": "p3",
            "name": "丙项目",
            "county": "永清县",
            "state": "not_started",
            "planned_start": "2022-02",
        },
    )
    found = look(make, projects=projects)
    land = {"text": "土地指标不足，项目不能开工", "category": "land_approval"}
    problems = tell(land | {"county": "固安县"})
    tied = explained.tie(problems, found, RULES, period=Q1)
    assert list(zip(tied["figure"], tied["project_id"], tied["trouble"], strict=True)) == [
        ("late", "p2", True),
        ("pace", "p1", False),
    ]
    missed = explained.unreported(problems, found, tied, RULES, period=Q1)
    assert list(missed["project_id"]) == ["p3"]
    nowhere = tell(land)
    tied = explained.tie(nowhere, found, RULES, period=Q1)
    assert list(explained.standings(nowhere, tied, period=Q1)["standing"]) == ["no_figure"]


def test_what_is_visible_and_unreported_is_a_question_with_its_figure(make) -> None:
    found = look(
        make,
        ("a", "2022-03", PROFIT, "-8.0"),
        ("b", "2022-03", PROFIT, "-3.0"),
        facts=make.facts(("f1", "b", "2022-03", "2022-03", {"topic": "epidemic"})),
    )
    problems = tell({"text": "铁矿石涨价两成，利润下降", "category": "input_cost"})
    tied = explained.tie(problems, found, RULES, period=Q1)
    missed = explained.unreported(problems, found, tied, RULES, period=Q1)
    shown = missed[["area", "figure", "categories"]].itertuples(index=False)
    assert [tuple(row) for row in shown] == [
        ("b", "profit", ("input_cost",)),
        ("b", "measures", ("epidemic",)),
    ]
    assert missed["value"].iloc[0] == -3.0


def test_no_notes_leave_every_trouble_unreported_and_no_figures_leave_nothing(make) -> None:
    found = look(make, ("a", "2022-03", PROFIT, "-8.0"))
    nothing = tell()
    tied = explained.tie(nothing, found, RULES, period=Q1)
    assert tied.empty
    assert len(explained.unreported(nothing, found, tied, RULES, period=Q1)) == 1
    none = look(make)
    assert none.empty
    problems = tell(CHIPS)
    tied = explained.tie(problems, none, RULES, period=Q1)
    assert list(explained.standings(problems, tied, period=Q1)["standing"]) == ["no_figure"]
    assert explained.unreported(problems, none, tied, RULES, period=Q1).empty


def test_a_note_of_last_quarter_explains_nothing_of_this_one(make) -> None:
    found = look(make, ("a", "2022-03", PROFIT, "-8.0"))
    old = notes({"text": "铁矿石涨价两成", "category": "input_cost", "period": "2021-12"})
    assert len(readings(old)) == 0
    problems = tell({"text": "铁矿石涨价两成", "category": "input_cost", "period": "2021-12"})
    tied = explained.tie(problems, found, RULES, period=Q1)
    assert len(explained.unreported(problems, found, tied, RULES, period=Q1)) == 1


def test_what_a_figure_is_compared_with_keeps_its_own_source(make) -> None:
    found = look(
        make,
        ("a", "2022-03", IVA, "-0.1"),
        ("p", "2022-03", IVA, "6.0"),
        ("a", "2021-12", IVA, "6.5"),
        targets=[("a", 2022, IVA, 5.5)],
    )
    (row,) = found.to_dict("records")
    own = set(row["source_ids"])
    against = dict(zip((why for why, _ in row["reasons"]), row["against"], strict=True))
    assert against["negative"] == ((), None)  # 0 stands nowhere
    assert {why: when for why, (_, when) in against.items() if when} == {
        "below_province": "2022-03",
        "below_target": 2022,
        "slower": "2021-12",
    }
    places = {why: {(str(p), p.locator) for p in ids} for why, (ids, _) in against.items()}
    assert all(places[why] for why in ("below_province", "below_target", "slower"))
    assert not {(str(p), p.locator) for p in own} & set().union(*places.values())
