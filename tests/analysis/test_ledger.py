"""The ledger by hand: identity within and over quarters, states, days, decisions."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.noted import decisions, notes, readings
from diaodu import contracts
from diaodu.analysis import ledger
from diaodu.analysis.same_problem import named
from diaodu.periods import Period

Q1, DAY = Period(2022, 3), "2022-03-31"
LAST = {"period": "2021-12"}
NOT_READ = readings(contracts.empty("notes"))
CHIPS = "汽车芯片持续短缺，示例第一整车厂四季度少产约1.5万辆"
CHIPS_NOW = "汽车芯片短缺未见缓解，示例第一整车厂一季度少产约1.1万辆"
LAND = "涿州承接外溢项目土地指标不足，需用地约1800亩，可供不到700亩"
FIRM = {"enterprise": "示例第一整车厂", "category": "supply_chain"}
RAIL = "钢铁企业公转铁运力不足，集疏港铁路请车满足率仅65%"


def build(*rows: dict[str, Any], **given: Any) -> ledger.Ledger:
    table = notes(*rows)
    read = readings(table, *given.get("read", ()))
    said = given.get("decided", contracts.empty("ledger_decisions"))
    return ledger.build(table, read, said, period=Q1, day=DAY)


def states(found: ledger.Ledger) -> list[list[str]]:
    """The states of each problem, quarter by quarter."""
    history = found.problem_history.groupby("problem_id", sort=False)["state"]
    return [list(of_one) for _, of_one in history]


def test_no_notes_is_an_empty_ledger() -> None:
    empty = contracts.empty("notes")
    found = ledger.build(empty, NOT_READ, contracts.empty("ledger_decisions"), period=Q1, day=DAY)
    assert [len(table) for table in vars(found).values()] == [0, 0, 0]


def test_the_tables_keep_their_contracts() -> None:
    own = {"note_id": "a-2021-12-issue-1"}
    table = notes({"text": CHIPS, "due_on": "2022-01-01"} | own | LAST, {"text": CHIPS_NOW} | own)
    said = decisions({"problem_id": "a-2021-12-issue-1", "state": "closed", "done": "已到货"})
    contracts.check("notes", table)
    contracts.check("ledger_decisions", said)
    contracts.check("readings", readings(table, {"category": "supply_chain"}))
    found = ledger.build(table, NOT_READ, said, period=Q1, day=DAY)
    for name, made in vars(found).items():
        contracts.check(name, made)


def test_one_note_is_one_open_problem_without_a_past() -> None:
    found = build({"text": LAND, "category": "land_approval", "responsible": "省自然资源厅"})
    (problem,) = found.problems.to_dict("records")
    assert problem["problem_id"] == "a-2022-03-issue-1"
    assert (problem["state"], problem["first_period"]) == ("open", "2022-03")
    assert pd.isna([problem["days_open"], problem["overdue"], problem["closed_on"]]).all()
    (mention,) = found.problem_mentions.to_dict("records")
    assert mention["match"] == "first"
    assert pd.isna(mention["score"])


def test_a_report_that_says_a_row_of_the_form_again_is_its_second_source() -> None:
    found = build(
        {"text": LAND, "category": "land_approval"},
        {"text": RAIL, "category": "logistics"},
        {"said": "缺地。涿州承接外溢项目需地约1800亩，可供不足700亩"},
        {"said": "京雄软件联调因技术人员隔离推迟三周"},
    )
    shown = found.problem_mentions[["note_id", "problem_id", "match", "matched_note", "grounds"]]
    rows = [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in shown.itertuples(index=False)
    ]
    assert rows == [
        ("a-2022-03-issue-1", "a-2022-03-issue-1", "first", None, None),
        ("a-2022-03-report-3", "a-2022-03-issue-1", "text", "a-2022-03-issue-1", "text"),
        ("a-2022-03-issue-2", "a-2022-03-issue-2", "first", None, None),
        ("a-2022-03-report-4", "a-2022-03-report-4", "first", None, None),
    ]
    land = found.problems.iloc[0]
    assert land["source_ids"] == "a-2022-03-form-v1|a-2022-03-report-v1"
    assert land["mentions"] == 2


def test_another_enterprise_with_the_same_complaint_is_another_problem() -> None:
    text = "应收账款逾期4300万元，付款方拖延半年以上"
    found = build(
        {"text": text, "enterprise": "示例第一氢能厂"},
        {"text": text, "enterprise": "示例第二氢能厂"},
        {"text": text, "enterprise": "示例第一氢能厂"},
    )
    assert list(found.problems["mentions"]) == [2, 1]


def test_an_enterprise_whose_name_stands_inside_another_is_not_named() -> None:
    names = ["示例第一钢厂", "示例第一钢厂制氧公司"]
    assert named("示例第一钢厂制氧公司停产", names) == {"示例第一钢厂制氧公司"}
    assert named("示例第一钢厂与示例第一钢厂制氧公司", names) == set(names)
    found = build(
        {"text": "示例第一钢厂回款滞后，应收账款超过6000万元", "enterprise": "示例第一钢厂"},
        {"text": "空分机组检修", "enterprise": "示例第一钢厂制氧公司"},
        {"said": "示例第一钢厂制氧公司回款滞后，应收账款超过600万元"},
    )
    assert list(found.problems["mentions"]) == [1, 1, 1]


def test_a_name_that_was_only_read_and_cut_wrongly_does_not_part_a_problem() -> None:
    found = build(
        {
            "text": "霸州市精密钢管项目手续尚未完成备案变更，银行暂缓放款",
            "enterprise": "示例第八钢厂",
        },
        {"said": "霸州精密钢管项目手续变更未完成，银行暂缓放款"},
        read=[{"enterprises": "示例第八钢厂|霸州市精密"}, {"enterprises": "霸州精密"}],
    )
    assert list(found.problems["mentions"]) == [2]


def test_good_news_that_answers_no_problem_is_none_of_its_own() -> None:
    found = build(
        {"said": "用工紧张已经缓解，节后到岗率超过九成"},
        {"said": RAIL},
        read=[{"direction": "favourable"}, {"direction": "unfavourable", "severity": "high"}],
    )
    assert list(found.problems["text"]) == [RAIL]
    assert list(found.problems["severity"]) == ["high"]


def test_a_problem_keeps_its_identity_by_the_id_in_the_form() -> None:
    own = {"note_id": "a-2021-12-issue-1"}
    found = build(
        {"text": CHIPS} | own | LAST,
        {"text": "整车企业缺芯", "state": "in_progress"} | own,
    )
    (problem,) = found.problems.to_dict("records")
    assert (problem["first_period"], problem["quarters"]) == ("2021-12", 2)
    assert states(found) == [["open", "in_progress"]]
    assert list(found.problem_mentions["match"]) == ["first", "id"]


def test_an_id_under_which_nothing_is_left_of_the_old_problem_was_given_again() -> None:
    own = {"note_id": "A7"}
    found = build(
        {"text": CHIPS, "category": "supply_chain", "enterprise": "示例第一整车厂"} | own | LAST,
        {"text": LAND, "category": "land_approval", "enterprise": "示例第一终端厂"} | own,
    )
    assert list(found.problems["problem_id"]) == ["a-A7", "a-A7@2022-03"]
    assert states(found) == [["open", "not_mentioned"], ["open"]]


def test_the_same_id_in_two_areas_is_two_problems() -> None:
    found = build({"text": LAND, "note_id": "A7"}, {"text": LAND, "note_id": "A7", "area": "b"})
    assert list(found.problems["problem_id"]) == ["a-A7", "b-A7"]


def test_without_the_id_text_enterprise_and_category_tell() -> None:
    firm = {"enterprise": "示例第一整车厂", "category": "supply_chain"}
    found = build({"text": CHIPS} | firm | LAST, {"text": LAND}, {"text": CHIPS_NOW} | firm)
    assert list(found.problems["problem_id"]) == ["a-2021-12-issue-1", "a-2022-03-issue-2"]
    matched = found.problem_mentions.set_index("note_id").loc["a-2022-03-issue-3"]
    assert (matched["match"], matched["matched_period"]) == ("text", "2021-12")
    assert matched["grounds"] == "text|enterprise|category"
    assert 0.4 <= matched["score"] <= 1


def test_one_old_problem_goes_on_in_one_new_note_the_most_alike() -> None:
    found = build(
        {"text": CHIPS, "enterprise": "示例第一整车厂"} | LAST,
        {"text": CHIPS_NOW, "enterprise": "示例第一整车厂"},
        {"text": f"{CHIPS}。", "category": "other", "enterprise": "示例第一整车厂"},
    )
    carried = found.problem_mentions[found.problem_mentions["problem_id"].eq("a-2021-12-issue-1")]
    assert list(carried["note_id"]) == ["a-2021-12-issue-1", "a-2022-03-issue-3"]


def test_what_is_no_longer_mentioned_is_not_closed_and_does_not_disappear() -> None:
    found = build({"text": CHIPS, "raised_on": "2021-12-01"} | LAST, {"text": LAND})
    assert states(found) == [["open", "not_mentioned"], ["open"]]
    silent = found.problems.iloc[0]
    assert silent["days_open"] == 120  # 30 + 31 + 28 + 31
    row = found.problem_history.iloc[1]
    assert (bool(row["mentioned"]), bool(row["area_sent"])) == (False, True)


def test_an_area_that_sent_nothing_is_told_from_one_that_is_silent_on_a_problem() -> None:
    found = build({"text": CHIPS} | LAST, {"text": LAND, "area": "b"})
    assert list(found.problem_history["area_sent"]) == [True, False, True]


def test_what_was_closed_stays_closed_until_it_comes_back() -> None:
    own = {"note_id": "a-2021-06-issue-1"}
    found = build(
        {"text": CHIPS, "state": "closed", "raised_on": "2021-06-01", "closed_on": "2021-06-11"}
        | own
        | {"period": "2021-06"},
        {"text": LAND} | LAST,
        {"text": CHIPS_NOW, "state": "open"} | own,
    )
    assert states(found)[0] == ["closed", "closed", "reopened"]
    problem = found.problems.iloc[0]
    assert problem["times_reopened"] == 1
    assert pd.isna(problem["closed_on"])
    assert problem["days_open"] == 303  # from 1 June to 31 March: 29+31+31+30+31+30+31+31+28+31


@pytest.mark.parametrize(
    ("said", "expected", "contradicts"),
    [
        (("closed", "closed"), "closed", False),
        (("closed", "open"), "open", True),
        (("in_progress", "open"), "open", False),
        (("closed", None), "closed", False),
        ((None, None), "open", False),
    ],
)
def test_a_problem_is_closed_if_all_that_say_something_say_so(said, expected, contradicts) -> None:
    found = build(*({"text": LAND, "state": state} for state in said))
    (problem,) = found.problems.to_dict("records")
    assert problem["mentions"] == 2
    assert (problem["state"], bool(problem["contradicts"])) == (expected, contradicts)


def test_notes_read_in_two_directions_contradict_each_other() -> None:
    found = build(
        {"text": CHIPS_NOW},
        {"said": "汽车芯片短缺已经缓解，示例第一整车厂一季度排产正常"},
        read=[{"direction": "unfavourable"}, {"direction": "favourable"}],
    )
    assert list(found.problems["contradicts"]) == [True]


@pytest.mark.parametrize(
    ("dates", "expected", "doubts"),
    [
        ({"raised_on": "2022-02-30"}, (None, None, None, None), "no_such_day"),
        ({"raised_on": "2022-04-01"}, (None, None, None, None), "raised_later"),
        (
            {"raised_on": "2022-03-01", "due_on": "2022-02-01"},
            ("2022-03-01", None, None, 30),
            "due_before_raised",
        ),
        (
            {"raised_on": "2022-03-01", "closed_on": "2022-02-01", "state": "closed"},
            ("2022-03-01", None, None, None),
            "closed_before_raised",
        ),
        (
            {"raised_on": "2022-03-01", "closed_on": "2022-04-01", "state": "closed"},
            ("2022-03-01", None, None, None),
            "closed_later",
        ),
        (
            {"raised_on": "2022-03-31", "due_on": "2022-03-31"},
            ("2022-03-31", "2022-03-31", None, 0),
            None,
        ),
        # a day of closing of what is not closed is none
        (
            {"raised_on": "2022-03-01", "closed_on": "2022-03-05"},
            ("2022-03-01", None, None, 30),
            None,
        ),
    ],
)
def test_days_that_cannot_be_are_dropped_and_said(dates, expected, doubts) -> None:
    (problem,) = build({"text": LAND} | dates).problems.to_dict("records")
    shown = [problem[name] for name in ("raised_on", "due_on", "closed_on", "days_open")]
    assert tuple(None if pd.isna(cell) else cell for cell in shown) == expected
    assert (None if pd.isna(problem["date_doubts"]) else problem["date_doubts"]) == doubts


@pytest.mark.parametrize(
    ("due", "state", "overdue"),
    [
        ("2022-03-30", "open", True),
        (DAY, "open", False),
        ("2022-03-30", "closed", False),
        (None, "open", None),
    ],
)
def test_overdue_is_what_is_due_before_the_day_and_not_closed(due, state, overdue) -> None:
    (problem,) = build({"text": LAND, "due_on": due, "state": state}).problems.to_dict("records")
    assert (None if pd.isna(problem["overdue"]) else bool(problem["overdue"])) is overdue


def test_the_earliest_day_counts_and_the_last_wording_is_shown() -> None:
    own = {"note_id": "a-2021-12-issue-1"}
    found = build(
        {"text": CHIPS, "raised_on": "2021-12-06", "county": "莲池区"} | own | LAST,
        {"text": CHIPS_NOW, "raised_on": "2022-01-06"} | own,
    )
    (problem,) = found.problems.to_dict("records")
    assert (problem["raised_on"], problem["text"], problem["county"]) == (
        "2021-12-06",
        CHIPS_NOW,
        "莲池区",
    )


class TestDecisions:
    def test_a_person_parts_what_was_matched(self) -> None:
        said = decisions({"note_id": "a-2022-03-issue-2", "problem_id": "new"})
        found = build({"text": CHIPS} | FIRM | LAST, {"text": CHIPS_NOW} | FIRM, decided=said)
        assert list(found.problems["problem_id"]) == ["a-2021-12-issue-1", "a-2022-03-issue-2"]
        assert list(found.problem_mentions["match"]) == ["first", "decision"]

    def test_a_person_joins_what_was_not_matched_and_no_machine_takes_its_place(self) -> None:
        said = decisions({"note_id": "a-2022-03-issue-2", "problem_id": "a-2021-12-issue-1"})
        found = build(
            {"text": CHIPS} | FIRM | LAST,
            {"text": LAND},
            {"text": CHIPS_NOW} | FIRM,
            decided=said,
        )
        assert list(found.problems["text"]) == [LAND, CHIPS_NOW]

    def test_a_statement_is_joined_to_a_row_of_the_same_quarter(self) -> None:
        said = decisions({"note_id": "a-2022-03-report-2", "problem_id": "a-2022-03-issue-1"})
        found = build({"text": LAND}, {"said": "要素保障不力"}, decided=said)
        assert list(found.problem_mentions["match"]) == ["first", "decision"]
        assert list(found.problems["text"]) == [LAND]

    def test_the_office_closes_what_the_area_no_longer_mentions(self) -> None:
        said = decisions(
            {"problem_id": "a-2021-12-issue-1", "state": "closed", "closed_on": "2022-03-20"}
            | {"done": "协调到货两万片", "responsible": "省工业和信息化厅"},
        )
        found = build({"text": CHIPS, "raised_on": "2021-12-20"} | LAST, decided=said)
        assert states(found) == [["open", "closed"]]
        (problem,) = found.problems.to_dict("records")
        assert (problem["days_open"], problem["done"]) == (90, "协调到货两万片")
        assert (problem["responsible"], problem["done_source_id"]) == ("省工业和信息化厅", "ledger")

    def test_a_decision_about_nothing_changes_nothing_and_is_listed(self) -> None:
        said = decisions(
            {"note_id": "a-2022-03-issue-9", "problem_id": "new"},
            {"problem_id": "b-7", "state": "closed"},
            {"problem_id": "a-2022-03-issue-1", "done": "已转办"},
        )
        found = build({"text": LAND}, decided=said)
        assert states(found) == [["open"]]
        assert list(ledger.unused(said, found)["locator"]) == [
            "ledger.csv!row 2",
            "ledger.csv!row 3",
        ]


TEXTS = (CHIPS, CHIPS_NOW, LAND, RAIL, "涨价", "")
ROW = st.fixed_dictionaries(
    {
        "area": st.sampled_from("ab"),
        "period": st.sampled_from(["2021-09", "2021-12", "2022-03"]),
        "note_id": st.sampled_from(["A1", "A2", "A3", "a-2021-09-issue-1"]),
        "state": st.sampled_from(["open", "in_progress", "closed", None]),
        "category": st.sampled_from(["funding", "labour", None]),
        "raised_on": st.sampled_from(["2021-09-31", "2021-12-01", None]),
    }
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(ROW, st.sampled_from(TEXTS[:5]), st.booleans()), max_size=12))
def test_every_note_is_in_the_ledger_once_and_no_quarter_is_left_out(drawn) -> None:
    rows = {}
    for row, text, in_report in drawn:
        rows[row["note_id"], row["area"], row["period"]] = row | {
            "said" if in_report else "text": text
        }
    found = build(*rows.values())
    assert found.problem_history.set_index(["problem_id", "period"]).index.is_unique
    assert found.problems["problem_id"].is_unique
    assert len(found.problem_mentions) == len(rows)
    assert set(found.problem_mentions["problem_id"]) == set(found.problems["problem_id"])
    last = found.problem_history.groupby("problem_id")["period"].max()
    assert (last == "2022-03").all()
    now = found.problem_history[found.problem_history["period"].eq("2022-03")]
    assert dict(zip(now["problem_id"], now["state"], strict=True)) == dict(
        zip(found.problems["problem_id"], found.problems["state"], strict=True)
    )
    first = found.problem_history.groupby("problem_id")["mentioned"].first()
    assert first.all()
