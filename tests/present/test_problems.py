"""Problems, their figures and the ledger as they are shown; cells and sentences by hand."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.noted import decisions, notes, readings
from diaodu import contracts
from diaodu.analysis import explained, ledger_views, problem_counts, similar, told, troubles
from diaodu.analysis import ledger as made
from diaodu.analysis.evidence import Evidence
from diaodu.catalog import load
from diaodu.periods import Period
from diaodu.present import charts_heat, ledger, problem_views, problems
from diaodu.present.figures import Figure, Nothing
from diaodu.present.page import Page
from diaodu.quarter import ProjectRules, Submissions
from diaodu.ties import Ties
from diaodu.ties import load as load_ties
from made_frames import IVA, cells_of, text_of

Q1 = Period(2022, 3)
HOSTILE = "<script>x</script>&\"'=1+1 企业停产超过三个月"
SENT = Submissions(form="2022")
OTHER = {"area": "yizhou"}


@pytest.fixture
def sent(page):
    """A page of a run that asks for submissions."""

    def begin(area: str = "jiazhou", lang: str = "zh", **quarter: Any) -> Page:
        return page(area, lang, **{"submissions": SENT} | quarter)

    return begin


@pytest.fixture
def rules(root) -> Ties:
    return load_ties(root, load(root))


class Case:
    """All that the functions show, of a few notes."""

    def __init__(self, *rows: dict[str, Any], **given: Any) -> None:
        self.notes = notes(*({"area": "jiazhou"} | row for row in rows))
        self.readings = readings(self.notes, *given.get("read", ()))
        said = given.get("decided", contracts.empty("ledger_decisions"))
        self.ledger = made.build(self.notes, self.readings, said, period=Q1, day="2022-03-23")
        self.every = told.told(self.notes, self.readings, self.ledger.problem_mentions)

    def of(self, area: str) -> pd.DataFrame:
        chosen = self.every["area"].eq(area) & self.every["period"].eq("2022-03")
        return self.every[chosen]

    def cases(self, area: str) -> pd.DataFrame:
        return similar.cases(self.ledger.problems, areas=[area])


def figures(make: Any, rules: Ties, *rows: Any, **tables: pd.DataFrame) -> pd.DataFrame:
    evidence = Evidence(make.settled(*rows), make.targets(), **tables)
    return troubles.figures(
        evidence, rules, ProjectRules(), areas=["jiazhou", "yizhou"], province="shili", period=Q1
    )


@pytest.fixture(scope="session")
def make():
    from types import SimpleNamespace  # noqa: PLC0415

    from analysis.conftest import settled, targets  # noqa: PLC0415

    return SimpleNamespace(settled=settled, targets=targets)


def test_a_problem_beside_its_figures_with_all_its_sources(sent, rules, make) -> None:
    case = Case(
        {"text": HOSTILE, "category": "enterprise_exit", "county": "东区", "asked": "给予帮扶"}
        | {"responsible": "省财政厅"},
        {"said": "企业停产超过三个月"},
    )
    seen = figures(
        make, rules, ("jiazhou", "2022-03", IVA, "-1.50"), ("shili", "2022-03", IVA, "6.0")
    )
    now = case.of("jiazhou")
    tied = explained.tie(now, seen, rules, period=Q1)
    stands = explained.standings(now, tied, period=Q1)
    page = sent()
    shown = problems.table(page, now, case.ledger.problems, tied, stands)
    (row,) = cells_of(shown)
    assert row["text"] == f"{HOSTILE}[1][2]停产退规、东区 新增"
    assert row["figures"] == "数据有印证规上工业增加值增速-1.50%（负增长、低于全省6.0%）[3]"
    assert row["asked"] == "给予帮扶省财政厅"
    assert "<script>" not in shown.markup
    specific = problem_counts.specificity(case.every, areas=["jiazhou"], period=Q1)
    assert text_of(problems.finding(page, now, stands, specific)) == (
        "报送的1个问题中，1个数据有印证，0个数据未见异常，0个没有可对照的数。"
        "1个点明了企业、项目、县区或数据，占100%。"
    )
    english = problems.table(sent(lang="en"), now, case.ledger.problems, tied, stands)
    assert '<span lang="zh-CN">' in english.markup
    assert "visible in the figures" in text_of(english)


def test_every_kind_of_figure_has_its_line(sent, rules, make) -> None:
    common = {"area": "jiazhou", "period": "2022-03", "source_id": "form", "locator": "x!B1"}
    common |= {"origin": "illustrative"}
    projects = [
        common
        | {
            "project_id": "p1",
            "name": "甲<项目",
            "planned_start": "2022-02",
            "state": "not_started",
        },
        common
        | {"project_id": "p2", "name": "乙项目", "planned_start": "2021-02", "state": "started"}
        | {"plan_investment_10k_yuan": 100.0, "completed_investment_10k_yuan": 3.0},
    ]
    firms = [common | {"enterprise": "丙厂", "orders_growth_percent": -12.0}]
    seen = figures(
        make,
        rules,
        ("jiazhou", "2022-03", IVA, "-4.0", {"industry": "steel", "status": "expected"}),
        projects=contracts.typed("projects", projects),
        enterprises=contracts.typed("enterprises", firms),
    )
    none = Case()
    missed = explained.unreported(
        none.every, seen, explained.tie(none.every, seen, rules, period=Q1), rules, period=Q1
    )
    rows = cells_of(problems.questions(sent(), missed))
    assert [row["name"] for row in rows] == [
        "钢铁规上工业增加值增速（预计）-4.0%（负增长）[1]",
        "丙厂订单增速（报送）-12%（负增长）[2]",
        "甲<项目计划2022-02开工，未开工[2]",
        "乙项目投资完成率（报送）3.0%（应达25.0%）[2]",
    ]
    assert rows[2]["about"] == "用地与审批、项目建设进度、新增产能"
    province = sent("shili")
    assert cells_of(problems.questions(province, missed))[0]["name"] == "甲州"
    assert text_of(problems.questions_finding(province, missed)) == (
        "4项数据有异常而没有报送相应问题，涉及甲州。"
    )


def test_the_ledger_tells_the_history_of_each_problem(sent) -> None:
    own = {"note_id": "jiazhou-2021-12-issue-1", "responsible": "省财政厅"}
    case = Case(
        {"text": "货款拖欠四千万元", "raised_on": "2021-12-03", "category": "late_payment"}
        | own
        | {"period": "2021-12"},
        {"text": "货款拖欠五千万元", "state": "in_progress", "due_on": "2022-03-01"} | own,
        {"text": "光刻胶到货周期拉长", "period": "2021-12"},
        {"text": "焊工短缺约260人", "raised_on": "2022-02-31"},
        decided=decisions(
            {"problem_id": "jiazhou-2021-12-issue-1", "area": "jiazhou", "done": "<已约谈>"}
        ),
    )
    page = sent()
    own_rows = ledger_views.of_areas(case.ledger.problems, ["jiazhou"])
    first, second = cells_of(ledger.past(page, own_rows, case.ledger.problem_history))
    assert first["name"] == "货款拖欠五千万元[1]账款拖欠 2个季度提到 逾期办理情况: <已约谈>[2]"
    assert first["state"] == "办理中办结期限 2022年3月1日"
    assert first["history"] == "2021年四季度未解决 → 2022年一季度办理中编号相同"
    assert (first["days"], first["asked"]) == ("110", "省财政厅")
    assert second["state"] == "未再提及"
    assert second["days"] == ""
    found = ledger.finding(
        page, own_rows, ledger_views.is_new(own_rows), ledger_views.recurs(own_rows)
    )
    assert text_of(found) == (
        "台账中甲州问题3个：本季新增1个，以往报送过本季又提到的1个，未再提及1个，已解决0个。逾期1个。"
    )
    listed = cells_of(ledger.listed(sent("shili"), own_rows, case.ledger.problem_history))
    assert [row["name"] for row in listed] == ["甲州"] * 3
    assert "有不存在的日期，未采用" in "".join(row["days"] for row in listed)


def test_an_area_that_sent_nothing_is_said_in_the_history(sent) -> None:
    case = Case({"text": "货款拖欠四千万元", "period": "2021-12"}, {"text": "焊工短缺", **OTHER})
    own = ledger_views.of_areas(case.ledger.problems, ["jiazhou"])
    (row,) = cells_of(ledger.past(sent(), own, case.ledger.problem_history))
    assert row["history"] == "2021年四季度未解决 → 2022年一季度未再提及（未报送材料）"


STOPPED = "三家铸造企业停产超过三个月，已退出规上库"
ALSO = "五家铸造企业停产超过三个月，将退出规上库"


def test_what_another_city_wrote_is_not_quoted_unless_the_quarter_allows_it(sent) -> None:
    case = Case(
        {"text": STOPPED},
        {"text": ALSO, "state": "closed", "raised_on": "2022-03-01", "closed_on": "2022-03-11"}
        | {"responsible": "省工业和信息化厅"}
        | OTHER,
    )
    found, table = case.cases("jiazhou"), case.ledger.problems
    hidden = ledger.cases(sent(), found, table)
    assert ALSO not in hidden.markup
    assert "省工业和信息化厅" not in hidden.markup
    (row,) = cells_of(hidden)
    assert (row["where"], row["state"]) == ("乙州，2022年一季度", "已解决，历时10天")
    for page in (sent(share_notes=True), sent("shili")):
        (row,) = cells_of(ledger.cases(page, found, table))
        assert row["case"].startswith(f"{ALSO}[")
        assert row["state"] == "已解决，历时10天省工业和信息化厅"


def test_an_earlier_problem_of_the_same_city_is_quoted(sent) -> None:
    case = Case(
        {"text": STOPPED, "enterprise": "甲"},
        {"text": ALSO, "enterprise": "乙", "period": "2021-12"},
    )
    (row,) = cells_of(ledger.cases(sent(), case.cases("jiazhou"), case.ledger.problems))
    assert row["case"].startswith(ALSO)


def test_what_was_matched_is_shown_with_its_grounds(sent) -> None:
    case = Case(
        {"text": "铁矿石、焦煤涨价两成，利润下降"}, {"said": "成本端，铁矿石、焦煤涨价两成"}
    )
    (row,) = cells_of(ledger.matches(sent("shili"), case.ledger.problem_mentions))
    assert row["name"] == "成本端，铁矿石、焦煤涨价两成[1]"
    assert row["with"] == "铁矿石、焦煤涨价两成，利润下降[2]"
    assert row["match"].startswith("内容相近（0.")
    assert row["match"].endswith("，文字）")
    said = decisions({"problem_id": "none", "area": "jiazhou"})
    (row,) = cells_of(ledger.unused(sent(), made.unused(said, case.ledger)))
    assert (row["name"], row["problem"]) == ("ledger.csv!row 2", "none")


def test_rates_of_closing_and_what_has_no_department(sent) -> None:
    case = Case(
        {"text": "货款拖欠", "state": "closed", "responsible": "省<财政厅"},
        {"text": "焊工短缺约260人", "category": "labour"},
    )
    page = sent("shili")
    by = {
        name: ledger_views.rates(case.ledger.problems, name)
        for name in ("area", "category", "responsible")
    }
    (row,) = cells_of(ledger.rates(page, by["area"]))
    assert (row["name"], row["rate"], row["closed"], row["days"]) == ("甲州", "50.0", "1", "")
    assert [row["name"] for row in cells_of(ledger.rates(page, by["category"]))] == [
        "用工",
        "未分类",
    ]
    assert [row["name"] for row in cells_of(ledger.rates(page, by["responsible"]))] == [
        "未写明",
        "省<财政厅",
    ]


def test_the_four_views_and_the_heat_map_of_all_areas(sent) -> None:
    case = Case(
        {"text": "封控停产", "category": "epidemic", "county": "东区", "industry": "steel"}
        | {"enterprise": "甲厂"},
        {"text": "货款拖欠", "category": "late_payment"},
        {"text": "应收账款增加", "category": "late_payment"},
        {"text": "焊工短缺", "category": "labour", "period": "2021-12"},
        {"text": "市场不旺", "category": "demand", **OTHER},
    )
    areas = {"areas": ["jiazhou", "yizhou", "bingzhou"], "period": Q1}
    counts, views = (
        problem_counts.counts(case.every, **areas),
        problem_counts.views(case.every, **areas),
    )
    page = sent("shili")
    assert text_of(problem_views.finding(page, counts, views)) == (
        "2个市报送问题4个，最多的是账款拖欠（2个）；四个维度都有的市：甲州。"
    )
    rows = cells_of(
        problem_views.table(page, views, problem_counts.specificity(case.every, **areas))
    )
    assert [
        (r["name"], r["enterprise"], r["epidemic"], r["specific"], r["before"]) for r in rows
    ] == [
        ("甲州", "1", "1", "33.3", "0.0"),
        ("乙州", "0", "0", "0.0", "—"),
        ("丙州", "未报送问题", "", "—", "—"),
    ]
    heat = charts_heat.problem_heat(page, counts, areas["areas"])
    assert isinstance(heat, Figure)
    assert heat.title == "账款拖欠类问题最多（2个，涉及1个市）；单个市中甲州的账款拖欠类最多（2个）"
    assert heat.alt == (
        "热力图，各市各类问题数（个）：账款拖欠：甲州2；订单与市场：乙州1；疫情影响：甲州1。"
    )
    texts = [
        e.text for e in ElementTree.fromstring(heat.svg).iter("{http://www.w3.org/2000/svg}text")
    ]
    for text, times in (("账款拖欠", 1), ("丙州", 1), ("2", 2), ("—", 1), ("用工", 1)):
        assert texts.count(text) == times, text  # 2 in its cell and as its row's total


@pytest.fixture
def three() -> Case:
    """One area with two problems, another with one, a third with none; one earlier problem."""
    return Case(
        {"text": "封控停产", "category": "epidemic", "county": "东区"},
        {"text": "货款拖欠", "category": "late_payment", "county": "东区"},
        {"text": "焊工短缺", "category": "labour", "period": "2021-12", "county": "东区"},
        {"text": "应收账款增加", "category": "late_payment", **OTHER},
    )


def _counts(case: Case, by: problem_counts.By) -> pd.DataFrame:
    areas = ["jiazhou", "yizhou", "bingzhou"]
    return problem_counts.counts(case.every, areas=areas, period=Q1, by=by)


def test_what_an_areas_problems_speak_of(sent, three) -> None:
    counts = problem_counts.counts(three.every, areas=["jiazhou"], period=Q1, by="facet")
    assert text_of(problem_views.facets(sent(), counts)) == (
        "甲州的问题中，说到县区的2个（上次1个）、疫情的1个（上次0个）。"
    )
    first = counts.assign(before=pd.NA)
    assert text_of(problem_views.facets(sent(lang="en"), first)) == (
        "Problems of Jiazhou speak of: county or district (2) and epidemic (1)."
    )
    assert problem_views.facets(sent(), counts.head(0)).markup == ""


def test_what_stands_out_against_the_other_areas(sent, three) -> None:
    page = sent("shili")
    assert text_of(problem_views.standing_out(page, _counts(three, "facet"))) == (
        "比其他市平均多出最多的：甲州的县区（2个，其他市平均0.0个）、"
        "甲州的疫情（1个，其他市平均0.0个）。"
    )
    # 账款拖欠 is told once by each of the two that tell any: it does not stand out
    assert text_of(problem_views.standing_out(page, _counts(three, "category"))) == (
        "比其他市平均多出最多的：甲州的疫情影响（1个，其他市平均0.0个）。"
    )
    alone = _counts(three, "category").head(0)
    assert problem_views.standing_out(page, alone).markup == ""


def test_a_run_without_submissions_shows_nothing_and_one_with_says_so(
    page, sent, rules, make
) -> None:
    none = Case()
    areas = {"areas": ["jiazhou"], "period": Q1}
    counts, views = (
        problem_counts.counts(none.every, **areas),
        problem_counts.views(none.every, **areas),
    )
    seen = figures(make, rules, ("jiazhou", "2022-03", IVA, "-1.5"))
    tied = explained.tie(none.every, seen, rules, period=Q1)
    missed = explained.unreported(none.every, seen, tied, rules, period=Q1)
    stands = explained.standings(none.every, tied, period=Q1)
    specific = problem_counts.specificity(none.every, **areas)
    book, history = none.ledger.problems, none.ledger.problem_history

    def shown(one: Page) -> list[str]:
        parts = [
            problems.questions(one, missed),
            problems.questions(one, missed.head(0)),
            ledger.finding(one, book, ledger_views.is_new(book), ledger_views.recurs(book)),
            ledger.past(one, book, history),
            ledger.listed(one, book, history),
            ledger.cases(one, none.cases("jiazhou"), book),
            ledger.rates(one, ledger_views.rates(book, "area")),
            ledger.matches(one, none.ledger.problem_mentions),
        ]
        return [part.markup for part in parts]

    assert shown(page()) == [""] * 8
    assert all(shown(sent()))
    nothing = [
        problem_views.table(page("shili"), views, specific),
        problems.finding(sent(), none.every, stands, specific),
        problems.table(sent(), none.every, book, tied, stands),
        problems.questions_finding(page(), missed),
        problem_views.finding(sent(), counts, views),
        ledger.unused(sent(), contracts.empty("ledger_decisions")),
    ]
    assert [part.markup for part in nothing] == [""] * len(nothing)
    assert charts_heat.problem_heat(sent(), counts, []) == Nothing("")


def test_marks_say_what_to_know_at_a_glance(sent) -> None:
    case = Case({"text": STOPPED, "state": "closed"}, {"text": STOPPED, "state": "open"})
    (row,) = case.ledger.problems.itertuples()
    assert problems.marks_of(sent(), row) == ["新增", "说法不一"]


def test_a_note_that_a_person_has_to_read_is_marked(sent) -> None:
    case = Case({"text": STOPPED}, read=({"to_read": True, "category": "labour"},))
    (row,), (problem,) = case.every.itertuples(), case.ledger.problems.itertuples()
    assert (
        text_of(problems.told_cell(sent(), row, problem)) == f"{STOPPED}[1]未分类 新增 待人工判读"
    )
