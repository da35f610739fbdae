"""Key projects as a reader sees them: sentences and cells by hand, nothing where nothing came."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from diaodu import contracts
from diaodu.analysis import project_groups, projects
from diaodu.periods import Period
from diaodu.present import charts, project_tables
from diaodu.quarter import ProjectRules
from made_frames import cells_of, text_of

Q1 = Period(2022, 3)
HOSTILE = "<script>x</script>&\"'"
PLAN, DONE = "plan_investment_10k_yuan", "completed_investment_10k_yuan"
SENT = {"source_id": "jiazhou-2022Q1-form-v1", "locator": "x!A1", "origin": "illustrative"}
TWO = (
    {
        "project_id": "p1",
        "name": HOSTILE,
        "county": "东区",
        "project_class": "new",
        PLAN: 12000.0,
        DONE: 2400.0,
        "planned_start": "2021-12-05",
        "state": "not_started",
        "progress": "场平",
    },
    {"project_id": "p2", "name": "示例项目", "area": "yizhou", "state": "stopped"},
)


def _status(*rows: dict[str, Any]) -> pd.DataFrame:
    common = SENT | {"area": "jiazhou", "period": "2022-03"}
    made = contracts.typed("projects", [common | row for row in rows])
    table = contracts.check("projects", made)
    return projects.status(table, period=Q1, rules=ProjectRules())


def _finding(page: Any, found: pd.DataFrame) -> str:
    total = project_groups.in_all(found, period=Q1)
    return text_of(project_tables.finding(page, total, project_groups.concentration(found)))


def test_the_finding_in_both_languages(page) -> None:
    found = _status(*TWO)
    assert _finding(page(), found) == (
        "甲州报送重点项目2个，其中技改项目0个。截至本季末应开工1个，已开工0个，开工率0.0%，"
        "其中现已停工1个。1个项目年度计划投资1.2亿元，已完成0.2亿元，完成20.0%，"
        "落后序时进度5.0个百分点。需要关注的项目2个。"
    )
    assert "Of these" not in _finding(page(lang="en"), found)
    assert _finding(page(lang="en"), found).startswith(
        "Jiazhou reported 2 key projects, 0 of them technical upgrades."
    )


def test_no_risk_is_said_and_so_is_the_weight_of_the_largest(page) -> None:
    many = [
        {"project_id": f"p{n}", "name": "项目", PLAN: 100.0, DONE: 25.0, "state": "started"}
        | {"planned_start": "2021-01"}
        for n in range(8)
    ]
    said = _finding(page(), _status(*many))
    assert "投资最大的5个项目占年度计划的62.5%。按下列规则没有需要关注的项目。" in said
    assert "与序时进度持平" in said


def test_the_weightiest_with_their_share_and_why_they_need_attention(page) -> None:
    shown = project_tables.weightiest(page(), projects.weightiest(_status(*TWO)))
    (row,) = cells_of(shown)
    assert row == {
        "name": f"{HOSTILE}[1]",
        "where": "东区",
        "class": "新开工",
        "plan": "12,000",
        "share": "100.0",
        "completed": "2,400",
        "rate": "20.0",
        "gap": "-5.0",
        "state": "未开工 ▲ 应开未开3个月",
    }
    assert "<script>" not in shown.markup
    assert "10个百分点以上为滞后、30个百分点以上为严重滞后" in shown.markup


def test_risks_of_all_areas_name_the_area(page) -> None:
    rows = cells_of(project_tables.risky(page("shili"), projects.at_risk(_status(*TWO))))
    assert [(r["where"], r["start"], r["why"]) for r in rows] == [
        ("乙州", "未填报", "停工"),
        ("甲州 东区", "2021年12月", "应开未开3个月"),
    ]


def test_the_leaders_list_marks_what_is_paired(page) -> None:
    calm = {"project_id": "p3", "name": "平稳项目", "state": "started"}
    seen = projects.to_look_at(_status(*TWO, calm), ["平稳项目", "p2"])
    rows = cells_of(project_tables.risky(page(), seen, paired=True))
    assert [row["why"] for row in rows] == ["包联项目停工", "应开未开3个月", "包联项目"]


def test_more_than_twelve_are_counted(page) -> None:
    many = [{"project_id": f"p{n}", "name": "项目", "state": "stopped"} for n in range(23)]
    shown = project_tables.risky(page(), projects.at_risk(_status(*many)))
    assert len(cells_of(shown)) == 12 and "另有11个" in shown.markup


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("area", ["甲州", "乙州"]),
        ("project_class", ["新开工", "未填报"]),
        ("county", ["东区", "未填报"]),
        ("size", ["未填报"]),
        ("division", ["其他行业"]),
    ],
)
def test_groups_by_their_names(page, by, names) -> None:
    sums = project_groups.sums(_status(*TWO), by, period=Q1)
    assert [
        row["name"] for row in cells_of(project_tables.groups(page("shili"), sums, by))
    ] == names


def test_sizes_are_said_by_the_rules_bounds(page) -> None:
    amounts = (9000.0, 20000.0, 99999.0, 2e5)
    rows = [
        {"project_id": f"p{n}", "name": "项目", "total_investment_10k_yuan": total}
        for n, total in enumerate(amounts)
    ]
    sums = project_groups.sums(_status(*rows), "size", period=Q1)
    shown = cells_of(project_tables.groups(page(), sums, "size"))
    assert [row["name"] for row in shown] == ["1亿元以下", "1—5亿元", "5—10亿元", "10亿元及以上"]


def test_bullets_tell_where_each_should_be(page) -> None:
    figure = charts.project_bullets(page(), _status(*TWO))
    assert figure.title == "1个重点项目中，1个完成率低于应达进度"
    assert "完成20.0%，应达25.0%" in figure.alt
    assert "<script>" not in figure._repr_html_()


def test_nothing_is_shown_where_nothing_was_sent(page) -> None:
    none, found = page(), _status()
    assert _finding(none, found) == ""
    shown = [
        project_tables.weightiest(none, projects.weightiest(found)),
        project_tables.risky(none, projects.at_risk(found)),
        project_tables.groups(none, project_groups.sums(found, "county", period=Q1), "county"),
        charts.project_bullets(none, projects.weightiest(found)),
    ]
    assert [part._repr_html_() for part in shown] == [""] * len(shown)
