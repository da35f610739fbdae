"""The made-up submissions: they tell the meeting's story, and intake reads them as it should."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from diaodu.analysis import consistency, flags
from diaodu.intake import submissions
from diaodu.intake.received.registry import entries as registered
from diaodu.intake.statistics import Intake, read_published
from diaodu.params import Run, open_run

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from illustrative import make
from illustrative.story import PREFIX, Story, forms, stories

QUARTER, BEFORE = "2022Q1", "2021Q4"
BELOW = {"langfang", "cangzhou", "zhangjiakou"}
HEADLINE = "industrial_value_added_growth"
# Issues of sound papers: what a figure means, or that an area did not set a target.
PLAIN = {
    "form_target_missing",
    "form_expected_missing",
    "form_below_target",
    "form_below_last_year",
}


@pytest.fixture(scope="module")
def told() -> dict[str, Story]:
    return {story.area: story for story in stories(QUARTER)}


@pytest.fixture(scope="module")
def before() -> dict[str, Story]:
    return {story.area: story for story in stories(BEFORE)}


def _run(root: Path, quarter: str) -> Run:
    """The run that the forms were sent out by, but with all that has been published since."""
    sent = make.sent_run(root, quarter, forms()[quarter])
    later = open_run(root / "params" / make.PROVINCE / f"{quarter}.yml").quarter.as_of
    return replace(sent, quarter=sent.quarter.model_copy(update={"as_of": later}))


@pytest.fixture(scope="module")
def run(root: Path) -> Run:
    return _run(root, QUARTER)


@pytest.fixture(scope="module")
def intake(run: Run) -> Intake:
    return submissions.read(run)


def _issues(intake: Intake) -> pd.DataFrame:
    """Issues of submissions, with their place as stories name it."""
    table = intake.tables.intake_issues
    table = table[table["file"].str.contains(f"/{QUARTER}/")].copy()
    table["at"] = [_place(row) for row in table.to_dict("records")]
    return table


def _place(row: dict[str, object]) -> str:
    if pd.isna(row["sheet"]):
        return f"paragraph {row['row']}"
    return f"{row['sheet']}!{row['column']}{row['row']}" if pd.notna(row["row"]) else row["sheet"]


def test_every_area_tells_both_quarters(run, told, before) -> None:
    assert set(told) == set(before) == {area.id for area in run.areas.areas}


def test_names_and_places_are_such_as_they_should_be(run, told, before) -> None:
    owners: dict[str, set[str]] = {}
    for story in (*told.values(), *before.values()):
        counties = {place.zh for place in run.areas[story.area].counties}
        for row in (*story.projects, *story.issues, *story.supports, *story.enterprises):
            assert row.county is None or row.county in counties, (story.area, row.county)
        named = {p.owner for p in story.projects} | {e.name for e in story.enterprises}
        named |= {n.enterprise for n in (*story.issues, *story.supports) if n.enterprise}
        assert all(name.startswith(PREFIX) for name in named)
        for name in named:
            owners.setdefault(name, set()).add(story.area)
    assert {name: areas for name, areas in owners.items() if len(areas) > 1} == {}


def test_a_story_has_the_size_that_a_city_would_send(told) -> None:
    for story in told.values():
        assert 12 <= len(story.indicators) <= 20
        assert 8 <= len(story.projects) <= 25
        assert 6 <= len(story.issues) <= 12
        assert 3 <= len(story.supports) <= 6
        assert 4 <= len(story.next_steps) <= 8
        assert 4 <= len(story.enterprises) <= 8
        due = [step.due for step in story.next_steps]
        assert any(due) and not all(due)


def test_the_problems_cover_the_taxonomy_and_all_views(run, told) -> None:
    problems = [problem for story in told.values() for problem in story.issues]
    assert {p.category for p in problems} == set(run.catalog.taxonomy.categories)
    for view in ("enterprise", "industry", "county"):
        assert sum(bool(getattr(p, view)) for p in problems) > len(told)
    assert all(p.asked and p.department for p in problems)


def test_three_cities_expect_less_than_their_target_and_report_the_outbreak(told) -> None:
    headline = {area: story.indicators[HEADLINE] for area, story in told.items()}
    assert {area for area, of in headline.items() if of.expected < of.target} == BELOW
    outbreak = {a for a, s in told.items() if "epidemic" in {p.category for p in s.issues}}
    assert outbreak == BELOW


def test_the_flag_of_the_meeting_is_carried_by_exactly_those_three(run, intake) -> None:
    tables = intake.tables
    found = flags.below_target(
        consistency.settle(tables.indicators, tables.sources),
        tables.targets,
        areas=run.peers,
        indicator=run.quarter.headline,
        period=run.period,
        below_target_points=run.quarter.thresholds.below_target_points,
    )
    assert set(flags.flagged(found)) == BELOW
    assert found["absent"].isna().all()


def test_the_epidemic_states_rest_on_facts_of_the_day_or_are_made_up(root, told) -> None:
    quarter = open_run(root / "params" / make.PROVINCE / f"{QUARTER}.yml").quarter
    facts = pd.read_csv(root / "data/raw" / make.PROVINCE / "published/facts.csv", dtype="str")
    facts = facts.set_index("fact_id")
    areas = open_run(root / "params" / make.PROVINCE / f"{QUARTER}.yml").areas
    assert quarter.meeting is not None
    for area, state in quarter.epidemic.items():
        for fact in state.facts:
            named = facts.loc[fact, "area"].split("|")
            assert areas[area].name("zh") in named, (area, fact)
            day = facts.loc[fact, "date_from"]
            day = facts.loc[fact, "date_to"] if pd.isna(day) else day
            assert day <= quarter.meeting.date.isoformat(), (area, fact)
        outbreak = "epidemic" in {problem.category for problem in told[area].issues}
        if state.origin == "illustrative":
            assert (state.state != "none") == outbreak, area


@pytest.mark.parametrize("quarter", [QUARTER, BEFORE])
def test_figures_agree_with_what_is_published(root, quarter) -> None:
    run = _run(root, quarter)
    published = read_published(run).tables.indicators
    published = published[published["industry"].isna() & published["span"].eq("ytd")]
    known: dict[tuple[str, str, str], set[float]] = {}
    for row in published.to_dict("records"):
        known.setdefault((row["area"], row["indicator"], row["period"]), set()).add(row["value"])
    year, month = run.period.year, run.period.month
    compared = 0
    for story in stories(quarter):
        for indicator in run.indicators:
            figure = story.indicators.get(indicator)
            stated = {
                f"{year}-{month:02}": figure and figure.expected,
                f"{year - 1}-{month:02}": figure and figure.last_year,
                story.through: figure and figure.to_date,
            }
            for period, value in stated.items():
                values = known.get((story.area, indicator, period))
                if values is None or (figure is None and period != f"{year}-{month:02}"):
                    continue
                compared += 1
                assert value in values, (story.area, indicator, period, value, values)
    assert compared >= {QUARTER: 18, BEFORE: 15}[quarter]


def test_prose_agrees_with_the_published_figures(intake) -> None:
    assert "claim_differs_published" not in set(_issues(intake)["code"])


def test_making_them_anew_gives_what_is_committed(root, tmp_path) -> None:
    for folder in make.make(tmp_path):
        committed = root / "data" / "raw" / make.PROVINCE / folder.name
        new = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        old = {
            p.relative_to(committed): p.read_bytes() for p in committed.rglob("*") if p.is_file()
        }
        changed = {p.as_posix() for p in {*new, *old} if new.get(p) != old.get(p)}
        assert not changed, f"{folder.name}: run `make illustrative`; it changes {sorted(changed)}"


def test_everything_is_marked_as_illustrative(intake, run) -> None:
    for name in ("projects", "notes", "claims", "enterprises"):
        assert set(getattr(intake.tables, name)["origin"]) == {"illustrative"}
    assert {e.origin for e in registered(run, QUARTER)} == {"illustrative"}


def test_intake_raises_exactly_the_issues_that_are_meant(intake, told) -> None:
    found = _issues(intake)
    found = Counter(
        (row.area, row.code, row.at) for row in found.itertuples() if row.code not in PLAIN
    )
    meant = Counter(
        (area, issue.code, issue.at)
        for area, story in told.items()
        for fault in story.faults
        for issue in fault.issues
    )
    assert meant
    assert found == meant


def test_below_target_is_raised_for_the_headline_of_the_three(intake, run) -> None:
    found = _issues(intake)
    found = found[found["code"].eq("form_below_target") & found["row"].eq(5)]
    assert set(found["area"]) == BELOW


def _expected(intake: Intake, area: str, indicator: str) -> tuple[float, str | None]:
    table = intake.tables.indicators
    rows = table[
        table["area"].eq(area)
        & table["indicator"].eq(indicator)
        & table["period"].eq("2022-03")
        & table["status"].eq("expected")
        & table["origin"].eq("illustrative")
    ]
    (row,) = rows.to_dict("records")
    return row["value"], row["printed"]


def test_every_expected_figure_is_read_as_it_is_told(intake, told) -> None:
    for area, story in told.items():
        for indicator, figure in story.indicators.items():
            if figure.expected is not None:
                assert _expected(intake, area, indicator)[0] == figure.expected, (area, indicator)


def test_every_project_is_read_as_it_is_told(intake, told) -> None:
    table = intake.tables.projects
    for area, story in told.items():
        rows = table[table["area"].eq(area) & table["period"].eq("2022-03")]
        by_name = {row["name"]: row for row in rows.to_dict("records")}
        assert list(rows["name"]).count(story.projects[0].name) == 1
        assert set(by_name) == {project.name for project in story.projects}
        for project in story.projects:
            row = by_name[project.name]
            assert row["total_investment_10k_yuan"] == project.total
            assert row["plan_investment_10k_yuan"] == project.plan
            assert row["state"] == project.state


def test_projects_keep_their_number_from_one_quarter_to_the_next(intake, told, before) -> None:
    table = intake.tables.projects
    ids = {
        (period, row["area"], row["name"]): row["project_id"]
        for period, rows in table.groupby("period")
        for row in rows.to_dict("records")
    }
    carried = 0
    for area, story in before.items():
        for project in story.projects:
            now = ids.get(("2022-03", area, project.name))
            if now is not None:
                assert now == ids["2021-12", area, project.name]
                carried += 1
    assert carried > 40


def test_the_pasted_paragraph_reads_as_it_was_meant(intake, told) -> None:
    (prose,) = (
        f.prose for s in told.values() for f in s.faults if f.prose is not None and f.prose.pasted
    )
    notes = intake.tables.notes
    (row,) = notes[notes["original"].eq(prose.pasted)].to_dict("records")
    assert row["text"] == prose.quote


def test_the_second_version_counts_and_the_first_stays(intake, run, told) -> None:
    (change,) = (
        c
        for s in told.values()
        for f in s.faults
        if f.second_version
        for c in f.second_version.changes
    )
    area = next(a for a, s in told.items() if any(f.second_version for f in s.faults))
    entries = [e for e in registered(run, QUARTER) if (e.area, e.kind) == (area, "form")]
    assert [entry.version for entry in entries] == [1, 2]
    assert entries[1].sidecar is not None and run.quarter.submissions is not None
    assert entries[1].sidecar.received_on > run.quarter.submissions.due
    assert _expected(intake, area, change.row)[0] != change.first
