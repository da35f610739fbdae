"""Differences between two versions, worked by hand from frames of a few rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu import contracts
from diaodu.analysis import changes, consistency, flags, frames, lights
from diaodu.periods import Period

AT = Period(2022, 3)
FIGURE = {
    **{"area": "jia", "indicator": "growth", "period": "2022-03", "span": "ytd", "value": 5.8},
    **{"printed": "5.8", "unit": "percent", "status": "expected", "source_id": "v1"},
    **{"locator": "x!F5", "origin": "submitted"},
}
SOURCE = {"kind": "submission", "title_zh": "表", "title_en": "form", "origin": "submitted"}
TARGET = {
    **{"area": "jia", "year": 2022, "indicator": "growth", "value": 6.5, "wording": "about"},
    **{"unit": "percent", "source_id": "v1", "locator": "x", "origin": "submitted"},
}
NOTHING: dict[str, Any] = {"object": (), "bool": False, "int64": 1}


def typed(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    return contracts.typed(name, [dict(row) for row in rows])


def figures(*rows: dict[str, Any]) -> pd.DataFrame:
    every = [FIGURE | row for row in rows]
    ids = dict.fromkeys(row["source_id"] for row in every)
    return consistency.settle(
        typed("indicators", *every), typed("sources", *({**SOURCE, "source_id": i} for i in ids))
    )


def topics(**light: str) -> pd.DataFrame:
    nothing = {name: NOTHING.get(kind) for name, kind in lights._LIGHTS.items()}
    rows = [nothing | {"area": "jia", "topic": t, "light": colour} for t, colour in light.items()]
    return frames.table(lights._LIGHTS, rows)


def flagged(*areas: str) -> pd.DataFrame:
    nothing = dict.fromkeys(flags._COLUMNS) | {"source_ids": (), "target_source_ids": ()}
    rows = [nothing | {"area": area, "flagged": area in areas} for area in ("jia", "yi")]
    return frames.table(flags._COLUMNS, rows)


def problem(name: str, **more: Any) -> dict[str, Any]:
    counts = {"quarters": 1, "times_reopened": 0, "mentions": 1, "contradicts": False}
    named = {"problem_id": name, "area": "jia", "text": f"about {name}", "state": "open"}
    return counts | named | more


def project(name: str, **more: Any) -> dict[str, Any]:
    return {"project_id": name, "area": "jia", "name": f"plant {name}", "period": "2022-03"} | more


EMPTY = changes.Version(
    figures(),
    typed("targets"),
    topics(),
    flagged(),
    typed("problems"),
    typed("projects"),
)


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """The changes as records, without what is missing."""
    found = changes.between(replace(EMPTY, **before), replace(EMPTY, **after), AT)
    contracts.check("changes", found)
    return [{k: v for k, v in row.items() if not pd.isna(v)} for row in found.to_dict("records")]


def test_a_corrected_figure_shows_both_values_and_the_source_of_the_new_one() -> None:
    [row] = changed(
        {"figures": figures({})},
        {"figures": figures({"value": 5.2, "printed": "5.2", "source_id": "v2"})},
    )
    assert row == {
        **{"area": "jia", "what": "figure", "change": "changed", "subject": "growth"},
        **{"indicator": "growth", "period": "2022-03", "span": "ytd", "stage": "expected"},
        **{"unit": "percent", "before": "expected", "after": "expected", "before_value": 5.8},
        **{"before_printed": "5.8", "value": 5.2, "printed": "5.2", "source_ids": "v2"},
    }


def test_a_figure_that_only_another_source_states_is_no_change() -> None:
    assert changed({"figures": figures({})}, {"figures": figures({"source_id": "v2"})}) == []


def test_new_and_withdrawn_figures_and_none_of_later_periods() -> None:
    later = {"period": "2022-06"}
    found = changed(
        {"figures": figures({"indicator": "a"}, later)},
        {"figures": figures({"indicator": "b"}, {**later, "value": 9.0})},
    )
    assert [(row["subject"], row["change"]) for row in found] == [("b", "added"), ("a", "removed")]


def test_a_target_is_another_one_by_value_or_by_wording() -> None:
    before = {"targets": typed("targets", TARGET)}
    assert changed(before, {"targets": typed("targets", TARGET)}) == []
    [value] = changed(before, {"targets": typed("targets", TARGET | {"value": 7.0})})
    assert (value["before_value"], value["value"]) == (6.5, 7.0)
    [worded] = changed(before, {"targets": typed("targets", TARGET | {"wording": "at_least"})})
    assert (worded["before"], worded["after"]) == ("about", "at_least")
    assert changed(before, {"targets": typed("targets", TARGET, TARGET | {"year": 2021})}) == []


def test_lights_and_the_flag_of_the_meeting() -> None:
    found = changed(
        {"topics": topics(production="green", data="red"), "flags": flagged("jia")},
        {"topics": topics(production="yellow", data="red"), "flags": flagged("yi")},
    )
    assert [(r["what"], r["area"], r["change"], r.get("after")) for r in found] == [
        ("light", "jia", "changed", "yellow"),
        ("flag", "jia", "removed", None),
        ("flag", "yi", "added", None),
    ]


def test_problems_new_solved_gone_and_graver() -> None:
    before = [problem("a"), problem("b", severity="low"), problem("gone")]
    after = [problem("a", state="closed"), problem("b", severity="high"), problem("new")]
    found = changed(
        {"problems": typed("problems", *before)}, {"problems": typed("problems", *after)}
    )
    assert [(r["subject"], r["change"], r.get("field"), r.get("after")) for r in found] == [
        ("a", "changed", "state", "closed"),
        ("b", "changed", "severity", "high"),
        ("new", "added", None, None),
        ("gone", "removed", None, None),
    ]


def test_cells_of_projects_of_the_quarter_alone() -> None:
    old = project("last", period="2021-12")
    before = [project("a", state="started", completed_investment_10k_yuan=100.0), old]
    after = [project("a", state="stopped", completed_investment_10k_yuan=250.0)]
    found = changed(
        {"projects": typed("projects", *before)}, {"projects": typed("projects", *after)}
    )
    assert [(r["field"], r.get("before_value"), r.get("value")) for r in found] == [
        ("state", None, None),
        ("completed_investment_10k_yuan", 100.0, 250.0),
    ]
    assert (found[0]["before"], found[0]["after"], found[1]["unit"]) == (
        *("started", "stopped"),
        "10k_yuan",
    )


def test_counts_take_a_problem_once_and_its_solution_apart() -> None:
    rows = [
        {"what": "problem", "change": "changed", "subject": "a", "field": "state", "after": "open"},
        {"what": "problem", "change": "changed", "subject": "a", "field": "severity"},
        {"what": "problem", "change": "changed", "subject": "b", "field": "state"},
        {"what": "project", "change": "changed", "subject": "p", "field": "state"},
        {"what": "project", "change": "changed", "subject": "p", "field": "started_on"},
        {"what": "figure", "change": "changed", "subject": "g", "stage": "expected"},
        {"what": "figure", "change": "added", "subject": "g", "stage": "actual"},
        {"what": "light", "change": "changed", "subject": "data"},
        {"what": "version", "change": "changed", "subject": "as_of"},
    ]
    rows[2]["after"] = "closed"
    table = changes.of_rows([{"area": "jia", **row} for row in rows])
    counts = {k: v for k, v in changes.counted(table, ["jia"]).iloc[0].items() if v}
    assert counts == {
        **{"expected_changed": 1, "figures_added": 1, "lights_changed": 1},
        **{"problems_changed": 1, "problems_solved": 1, "projects_changed": 1},
    }
    assert not changes.counted(table, ["yi"]).iloc[0].any()


values = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([1.0, 2.5, 3.0]))


@settings(max_examples=25, deadline=None)
@given(values, values)
def test_back_again_what_was_added_is_removed(one, other) -> None:
    before, after = (
        {
            "figures": figures(
                *({"indicator": k, "value": v, "printed": str(v)} for k, v in d.items())
            )
        }
        for d in (one, other)
    )
    there, back = changed(before, after), changed(after, before)
    opposite = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted((r["subject"], opposite[r["change"]]) for r in there) == sorted(
        (r["subject"], r["change"]) for r in back
    )
    differ = {k for k in one.keys() | other.keys() if one.get(k) != other.get(k)}
    assert {r["subject"] for r in there} == differ


@pytest.mark.parametrize("version", [EMPTY, replace(EMPTY, figures=figures({}))])
def test_a_version_has_no_change_against_itself(version) -> None:
    assert changes.between(version, version, AT).empty
