"""Lights: what is measured, by which thresholds, and how steady they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.analysis import lights, project_groups, projects
from diaodu.analysis.evidence import Evidence, quarter_before
from diaodu.analysis.light_table import measured
from diaodu.periods import Period
from diaodu.quarter import ProjectRules
from diaodu.rules import TOPICS, LightRule, Lights
from judged import firm, note, project, reading, submission

IVA = "industrial_value_added_growth"
Q1, Q4 = Period(2022, 3), Period(2021, 12)


def rule(measure: str, yellow: float = 0.0, red: float = 3.0, **more: Any) -> LightRule:
    return LightRule(measure=measure, yellow=yellow, red=red, **more)  # type: ignore[arg-type]


def take(evidence: Evidence, rules: Lights, area: str = "jia", **more: Any) -> dict[str, Any]:
    """The one measure of one area."""
    asked = {"indicators": [IVA], "due": None} | more
    frame = measured(evidence, rules, areas=[area], period=Q1, **asked)
    assert len(frame) == 1
    return {k: None if v is pd.NA else v for k, v in frame.iloc[0].to_dict().items()}


TARGET = Lights(production=(rule("below_target", indicator=IVA),))
SLOWER = Lights(production=(rule("slower", indicator=IVA),))
EXPECTED = {"status": "expected"}


def test_a_published_figure_goes_before_an_expected_one(evidence: Any) -> None:
    figures = [("jia", "2022-03", IVA, "5.5"), ("jia", "2022-03", IVA, "4.0", EXPECTED)]
    found = take(evidence(figures, [("jia", 2022, IVA, 6.0)]), TARGET)
    assert (found["value"], found["stage"], found["figure"]) == (0.5, "actual", 5.5)


def test_an_expected_figure_stands_where_nothing_is_published_and_says_so(evidence: Any) -> None:
    figures = [("jia", "2022-03", IVA, "7.5", EXPECTED)]
    found = take(evidence(figures, [("jia", 2022, IVA, 6.0)]), TARGET)
    assert (found["value"], found["stage"]) == (-1.5, "expected")


def test_without_a_figure_or_a_target_nothing_is_measured(evidence: Any) -> None:
    figures = [("jia", "2022-03", IVA, "5.5")]
    assert take(evidence(figures), TARGET)["absent"] == "no_target"
    assert take(evidence([], [("jia", 2022, IVA, 6.0)]), TARGET)["absent"] == "no_figure"


def test_slower_than_the_point_before_of_the_same_hand(evidence: Any) -> None:
    sent = {"status": "flash", "source_id": "submission-1"}
    figures = [
        ("jia", "2022-02", IVA, "7.2", sent),
        ("jia", "2022-02", IVA, "9.9"),  # published: not what the expectation is set against
        ("jia", "2022-03", IVA, "-3.6", EXPECTED | {"source_id": "submission-1"}),
    ]
    found = take(evidence(figures), SLOWER)
    assert found["value"] == pytest.approx(10.8)
    assert (found["reference"], found["subject"]) == (7.2, "2022-02")


def test_a_point_within_last_year_is_no_pace(evidence: Any) -> None:
    figures = [("jia", "2021-09", IVA, "9.0"), ("jia", "2022-03", IVA, "5.0")]
    assert take(evidence(figures), SLOWER)["absent"] == "no_point_before"


def test_share_of_enterprises_that_fall_among_those_with_a_figure(evidence: Any) -> None:
    firms = [firm("a", -1.0), firm("b", 0.0), firm("c", 3.0), firm("d", None), firm("e", -9.0)]
    found = take(evidence(enterprises=firms), Lights(production=(rule("firms_falling"),)))
    assert (found["value"], found["count"], found["of"]) == (50.0, 2, 4)
    nothing = evidence(enterprises=[firm("d", None)])
    absent = take(nothing, Lights(production=(rule("firms_falling"),)))["absent"]
    assert absent == "no_enterprises"


def test_behind_time_is_the_pace_of_the_projects_in_sum(evidence: Any) -> None:
    amounts = {"plan_investment_10k_yuan": 100.0, "completed_investment_10k_yuan": 10.0}
    found = take(
        evidence(projects=[project(1, **amounts), project(2)]),
        Lights(investment=(rule("behind_time"),)),
    )
    assert (found["value"], found["figure"], found["reference"]) == (15.0, 10.0, 25.0)
    alone = evidence(projects=[project(2)])
    assert take(alone, Lights(investment=(rule("behind_time"),)))["absent"] == "no_plan"
    zero = evidence(projects=[project(1, **amounts | {"plan_investment_10k_yuan": 0.0})])
    assert take(zero, Lights(investment=(rule("behind_time"),)))["absent"] == "no_plan"


def test_starts_missed_counted_in_months_with_the_planned_one(evidence: Any) -> None:
    projects = [
        project(1, planned_start="2022-03-05", state="not_started"),  # missed in March: 1
        project(2, planned_start="2022-01", state="not_started"),  # January to March: 3
        project(3, planned_start="2022-02", state="started"),
        project(4, planned_start="2022-02"),  # its state is not known
    ]
    given = evidence(projects=projects)
    delay = take(given, Lights(projects=(rule("start_delay"),)))
    assert (delay["value"], delay["count"], delay["subject"]) == (3.0, 2, "project 2")
    share = take(given, Lights(projects=(rule("late_share"),)))
    assert (share["count"], share["of"]) == (2, 3)
    assert share["value"] == pytest.approx(200 / 3)


def test_a_single_project_that_is_not_due_says_nothing(evidence: Any) -> None:
    given = evidence(projects=[project(1, planned_start="2022-06", state="not_started")])
    assert take(given, Lights(projects=(rule("late_share"),)))["absent"] == "none_due"
    assert take(given, Lights(projects=(rule("stopped_share"),)))["absent"] == "none_under_way"
    assert take(given, Lights(projects=(rule("start_delay"),)))["value"] == 0.0
    none = evidence()
    assert take(none, Lights(projects=(rule("start_delay"),)))["absent"] == "no_projects"


def test_problems_carried_over_from_an_earlier_quarter(evidence: Any) -> None:
    notes = [
        note(1, raised_on="2021-12-31", state="open"),
        note(2, raised_on="2021-11-01", state="closed"),
        note(3, raised_on="2022-01-01", state="open"),
        note(4, raised_on="2021-10-08", state="in_progress"),
        note(5),
    ]
    found = take(evidence(notes=notes), Lights(problems=(rule("carried_problems"),)))
    assert (found["count"], found["of"], found["subject"]) == (2, 4, "problem 4")
    bare = take(evidence(notes=[note(5)]), Lights(problems=(rule("carried_problems"),)))
    assert bare["absent"] == "no_day_raised"


def test_what_a_written_report_repeats_is_not_counted_twice(evidence: Any) -> None:
    form = note(1, raised_on="2021-12-31", state="open")
    prose = note(2, raised_on="2021-12-31", state="open", source_id="report-jia", category=None)
    prose |= {"text": "the same in other words"}
    found = take(evidence(notes=[form, prose]), Lights(problems=(rule("carried_problems"),)))
    assert found["of"] == 1


def test_severity_is_only_known_once_it_was_read(evidence: Any) -> None:
    rules = Lights(problems=(rule("severe_problems"),))
    notes = [note(1, state="open"), note(2, state="closed"), note(3)]
    assert take(evidence(notes=notes), rules)["absent"] == "not_read"
    readings = [reading(1, severity="high"), reading(2, severity="high")]
    found = take(evidence(notes=notes, readings=readings), rules)
    assert (found["count"], found["of"]) == (1, 2)


def test_what_was_sent_and_when(evidence: Any) -> None:
    error = {
        "file": "data/raw/jia/form.xlsx",
        "area": "jia",
        "code": "form_total",
        "found": "x",
        "severity": "error",
        "details": "{}",
    }
    given = evidence(
        [("jia", "2022-03", IVA, "5.5", EXPECTED | {"source_id": "submission-jia"})],
        sources=[submission(received_on="2022-03-22")],
        intake_issues=[error, error | {"severity": "info"}, error | {"file": "other.xlsx"}],
    )
    missing = take(given, Lights(data=(rule("missing_figures"),)), indicators=[IVA, "gdp_growth"])
    assert (missing["value"], missing["count"], missing["of"]) == (50.0, 1, 2)
    days = Lights(data=(rule("late_days"),))
    assert take(given, days, due=date(2022, 3, 20))["value"] == 2.0
    assert take(given, days, due=date(2022, 3, 25))["value"] == 0.0
    assert take(given, days)["absent"] == "no_due_day"
    assert take(given, days, "yi", due=date(2022, 3, 20))["absent"] == "nothing_sent"
    assert take(given, Lights(data=(rule("intake_errors"),)))["value"] == 1.0


@pytest.mark.parametrize(
    ("value", "before", "expected"),
    [
        (0.0, None, "green"),  # at a threshold is not above it
        (0.1, None, "yellow"),
        (3.1, None, "red"),
        (0.1, "green", "green"),  # one decimal does not flip it …
        (0.2, "green", "green"),
        (0.3, "green", "yellow"),
        (-0.1, "yellow", "yellow"),  # … in either direction
        (-0.2, "yellow", "green"),
        (3.1, "yellow", "yellow"),
        (2.9, "red", "red"),
        (2.8, "red", "yellow"),
        (-5.0, "red", "green"),
        (9.6, "green", "red"),
        (0.1, "unknown", "yellow"),
        (float("nan"), "red", "unknown"),
    ],
)
def test_the_light_of_a_shortfall(value: float, before: str | None, expected: str) -> None:
    assert lights.light(value, 0.0, 3.0, 0.2, before) == expected


finite = st.floats(-50, 50)
colours = st.sampled_from([None, *lights.COLOURS])


@given(finite, finite, st.floats(0.1, 20), st.floats(0, 1), colours)
def test_worse_is_never_a_better_light(a: float, b: float, width: float, part: float, last: Any):
    """For one light before, the light rises with the shortfall."""
    low, high = sorted([a, b])
    scale = (0.0, width, part * width / 2, last)
    order = lights.COLOURS.index
    assert order(lights.light(low, *scale)) <= order(lights.light(high, *scale))


@given(finite, st.floats(0.1, 20), st.floats(0, 1), colours)
def test_a_light_stays_when_nothing_changes(value: float, width: float, part: float, last: Any):
    scale = (0.0, width, part * width / 2)
    once = lights.light(value, *scale, last)
    assert lights.light(value, *scale, once) == once


@given(finite, finite, st.floats(0.1, 20), st.floats(0, 1), colours)
def test_a_move_within_twice_the_margin_never_goes_there_and_back(
    value: float, move: float, width: float, part: float, last: Any
) -> None:
    """If a light changed, it takes a move of more than twice the margin to change it back."""
    margin = part * width / 2
    scale = (0.0, width, margin)
    first = lights.light(value, *scale, last)
    second = lights.light(value + move, *scale, first)
    third = lights.light(value, *scale, second)
    if first != second and abs(move) < 2 * margin - 1e-9:
        assert third in (second, first)
        assert third == second or abs(move) >= margin


def test_the_worst_rule_lights_a_topic_and_every_area_has_every_topic(evidence: Any) -> None:
    rules = Lights(
        production=(rule("below_target", indicator=IVA), rule("firms_falling", 30.0, 50.0)),
    )
    given = evidence(
        [("jia", "2022-03", IVA, "5.5")],
        [("jia", 2022, IVA, 6.0)],
        enterprises=[firm("a", -1.0), firm("b", -2.0)],
    )
    judged = lights.of_quarter(given, rules, areas=["jia", "yi"], period=Q1, indicators=[IVA])
    found = lights.by_topic(judged, ["jia", "yi"])
    assert list(zip(found["area"], found["topic"], strict=True)) == [
        (area, topic) for area in ("jia", "yi") for topic in TOPICS
    ]
    first = found.iloc[0]
    assert (first["light"], first["measure"], first["rules"], first["said"]) == (
        ("red", "firms_falling", 2, 2)
    )
    other = found.iloc[5]
    assert (other["light"], other["absent"], other["said"]) == ("unknown", "no_figure", 0)
    assert (found.iloc[1]["light"], found.iloc[1]["absent"]) == ("unknown", "no_rule")


def test_last_quarter_is_judged_on_its_own_data_and_holds_the_light(evidence: Any) -> None:
    rules = Lights(production=(rule("below_target", indicator=IVA, margin=0.2),))
    aims = [("jia", 2021, IVA, 6.0), ("jia", 2022, IVA, 6.0)]
    figures = [("jia", "2021-12", IVA, "6.4"), ("jia", "2022-03", IVA, "5.9")]
    asked = {"areas": ["jia"], "period": Q1, "indicators": [IVA]}
    held = lights.of_quarter(evidence(figures, aims), rules, **asked).iloc[0]
    assert (held["before"], held["light"], held["held"]) == ("green", "green", True)
    alone = lights.of_quarter(evidence(figures[1:], aims), rules, **asked).iloc[0]
    assert (alone["before"], alone["light"], alone["held"]) == ("unknown", "yellow", False)


def test_no_areas_and_no_rules_make_empty_tables_of_the_same_columns(evidence: Any) -> None:
    asked = {"period": Q1, "indicators": [IVA]}
    none = lights.of_quarter(evidence(), Lights(), areas=["jia"], **asked)
    assert none.empty
    assert lights.by_topic(none, ["jia"])["absent"].tolist() == ["no_rule"] * 5
    assert lights.by_topic(none, []).empty


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2022-03", "2021-12"),
        ("2022-06", "2022-03"),
        ("2022-05", "2022-03"),
        ("2022-12", "2022-09"),
        ("2022-01", "2021-12"),
    ],
)
def test_the_quarter_before(period: str, before: str) -> None:
    assert str(quarter_before(Period.parse(period))) == before


def test_the_pace_of_a_light_is_that_of_the_project_sums(evidence: Any) -> None:
    names = ("plan_investment_10k_yuan", "completed_investment_10k_yuan")
    amounts = [(100.0, 10.0), (50.0, None), (300.0, 90.0), (None, 5.0)]
    rows = [
        project(n, **dict(zip(names, pair, strict=True))) for n, pair in enumerate(amounts, start=1)
    ]
    given = evidence(projects=rows)
    found = take(given, Lights(investment=(rule("behind_time"),)))
    status = projects.status(given.projects, period=Q1, rules=ProjectRules())
    summed = project_groups.in_all(status, period=Q1).iloc[0]
    assert (found["value"], found["of"]) == (-summed["pace_gap"], summed["counted"])
