"""Problems as told, counted and beside the views; by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

import judged
from analysis.noted import notes, readings
from diaodu import contracts
from diaodu.analysis import ledger, problem_counts
from diaodu.analysis.told import UNSORTED, told
from diaodu.periods import Period

Q1 = Period(2022, 3)
LAST = {"period": "2021-12"}


def tell(*rows: dict[str, Any], read: tuple[dict[str, Any], ...] = ()) -> pd.DataFrame:
    table = notes(*rows)
    said = readings(table, *read)
    decisions = contracts.empty("ledger_decisions")
    built = ledger.build(table, said, decisions, period=Q1, day="2022-03-31")
    return told(table, said, built.problem_mentions)


def test_what_form_and_report_both_say_is_told_once_with_both_sources() -> None:
    found = tell(
        {
            "text": "钢材出口接单量同比下降四成，一季度出口预计下降",
            "category": "demand",
            "county": "迁安市",
        },
        {"said": "市场端，钢材出口接单量下降四成左右"},
        read=(
            {"severity": "low", "facets": "industry", "industries": "steel", "names_figure": True},
            {"severity": "high", "other_categories": "epidemic", "enterprises": "示例第一钢厂"},
        ),
    )
    (row,) = found.to_dict("records")
    assert (row["category"], row["other_categories"], row["severity"]) == (
        "demand",
        ("epidemic",),
        "high",
    )
    assert row["facets"] == ("industry", "enterprise", "county", "epidemic")
    assert (row["counties"], row["industries"]) == (("迁安市",), ("steel",))
    assert (row["notes"], row["names_figure"]) == (2, True)
    assert row["source_ids"] == ("a-2022-03-form-v1", "a-2022-03-report-v1")


def test_the_senders_category_stands_unless_a_person_decided_another() -> None:
    row = {"text": "环评批复迟迟不能下达，开工推后", "category": "environment"}
    by_machine = {"category": "land_approval", "decided_by": "rules"}
    by_person = {"category": "land_approval", "decided_by": "person"}
    assert list(tell(row, read=(by_machine,))["category"]) == ["environment"]
    assert list(tell(row, read=(by_person,))["category"]) == ["land_approval"]
    assert list(tell({"said": row["text"]}, read=(by_machine,))["category"]) == ["land_approval"]
    assert list(tell({"said": row["text"]})["category"]) == [UNSORTED]
    unsure = tell({"said": row["text"]}, read=(by_machine | {"to_read": True},))
    assert list(unsure["category"]) == [UNSORTED]  # a proposal is no category
    assert list(unsure["to_read"]) == [True]


def test_no_notes_count_to_nothing_and_every_area_stays() -> None:
    nothing = tell()
    assert problem_counts.counts(nothing, areas=["a", "b"], period=Q1).empty
    specific = problem_counts.specificity(nothing, areas=["a", "b"], period=Q1)
    assert list(specific["problems"]) == [0, 0]
    assert specific["share"].isna().all()
    views = problem_counts.views(nothing, areas=["a"], period=Q1)
    assert list(views["view"]) == ["enterprise", "industry", "county", "epidemic"]
    assert views["share"].isna().all()


def test_counts_beside_last_quarter_and_the_other_areas() -> None:
    funding, labour = {"category": "funding"}, {"category": "labour"}
    found = problem_counts.counts(
        tell(
            {"text": "甲厂流动资金缺口两千万元"} | funding,
            {"text": "乙厂流贷到期，续贷没有着落"} | funding,
            {"text": "车间缺少焊工和模具工多名"} | labour,
            {"text": "海运舱位紧张推迟交货", "category": "logistics"} | LAST,
            {"text": "丙厂担保圈风险没有化解", "area": "b"} | funding,
            {"text": "丁厂被客户取消订单五成", "area": "c", "category": "demand"},
            read=({"severity": "high"}, {}, {"severity": "low"}),
        ),
        areas=["a", "b", "c", "d"],
        period=Q1,
    )
    own = found[found["area"].eq("a")]
    columns = ["key", "problems", "low", "medium", "high", "unrated", "before", "others"]
    assert [tuple(row) for row in own[columns].itertuples(index=False)] == [
        ("funding", 2, 0, 0, 1, 1, 0, 0.5),  # b tells one, c none, d tells nothing at all
        ("labour", 1, 1, 0, 0, 0, 0, 0.0),
        ("logistics", 0, 0, 0, 0, 0, 1, 0.0),  # told last quarter, no more now
    ]
    other = found[found["area"].eq("b")].iloc[0]
    assert pd.isna(other["before_period"])
    assert pd.isna(other["before"])
    assert other["others"] == 1.0
    assert "d" not in set(found["area"])


def test_a_problem_with_two_facets_counts_for_both() -> None:
    table = tell({"text": "固安县显示企业停产", "county": "固安县", "industry": "new_it"})
    found = problem_counts.counts(table, areas=["a"], period=Q1, by="facet")
    assert list(found["key"]) == ["county", "industry"]


def test_specific_is_what_names_an_enterprise_a_project_a_county_or_a_figure() -> None:
    table = tell(
        {"text": "示例一厂停产检修", "enterprise": "示例一厂"},
        {"text": "缺口约260人"},
        {"text": "企业普遍反映融资难融资贵"},
        {"text": "项目延期投产", "category": "construction"},
        {"text": "市场需求不足，中小企业困难"} | LAST,
        read=({}, {"names_figure": True}, {}, {"projects": "a-2021-12-project-1"}),
    )
    (row,) = problem_counts.specificity(table, areas=["a"], period=Q1).to_dict("records")
    names = ("enterprise", "project", "county", "figure", "specific", "share", "before_share")
    assert tuple(row[name] for name in names) == (1, 1, 0, 1, 3, 75.0, 0.0)


def test_the_four_views() -> None:
    table = tell(
        {"text": "封控期间停产", "category": "epidemic", "county": "安次区"},
        {"text": "示例一厂缺芯减产", "enterprise": "示例一厂"},
    )
    found = problem_counts.views(table, areas=["a"], period=Q1)
    assert list(zip(found["view"], found["problems"], found["share"], strict=True)) == [
        ("enterprise", 1, 50.0),
        ("industry", 0, 0.0),
        ("county", 1, 50.0),
        ("epidemic", 1, 50.0),
    ]


def test_further_categories_without_a_main_one_are_kept() -> None:
    given = judged.table("notes", judged.note(1, category=None))
    read = judged.reading(1, category=None, other_categories="funding|demand", to_read=True)
    mention = {
        "problem_id": "p1",
        "area": "jia",
        "period": "2022-03",
        "note_id": "n1",
    }
    mentions = judged.table("problem_mentions").reindex([0]).assign(**mention)
    (row,) = told(given, judged.table("readings", read), mentions).to_dict("records")
    assert (row["category"], row["other_categories"]) == (UNSORTED, ("funding", "demand"))
