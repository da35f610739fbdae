"""What stood on a day, put together from received files and the days of sources."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

import pytest

from diaodu import contracts, intake
from diaodu.batch import versions
from diaodu.batch.derive import derive
from diaodu.intake import submissions
from diaodu.intake.submissions import Known
from diaodu.params import Run
from diaodu.store import Tables
from intake import sent

pytestmark = pytest.mark.slow

FIRST, SECOND = date(2022, 3, 18), date(2022, 3, 22)
GROWTH = "主要指标!F5"  # the cell of the headline's expected growth
ISSUE = "存在问题!B5"


def tables(run: Run) -> Tables:
    return derive(run, intake.read(run, Known({}, sent.here)).tables)


@pytest.fixture(autouse=True, scope="module")
def _read_here() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:  # no child process for our own files
        patch.setattr(submissions, "read_many", sent.here)
        yield


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Alpha sent 5.8 on the 18th and 5.2 on the 22nd; published figures came on 20 April."""
    folder = tmp_path_factory.mktemp("versions")
    run = sent.repository(folder / "repository")
    for name, day, value in (("one", FIRST, 5.8), ("two", SECOND, 5.2)):
        path = sent.put(folder, f"{name}.xlsx", sent.form(run, "alpha", {GROWTH: value}))
        sent.hand_in(run, path, received_on=day)
    return run


@pytest.fixture(scope="module")
def now(run: Run, _read_here: None) -> Tables:
    """The tables of that run as they are now."""
    return tables(run)


def expected(found: Tables) -> list[float]:
    rows = found.indicators
    own = rows["area"].eq("alpha") & rows["status"].eq("expected") & rows["period"].eq("2022-03")
    return sorted(rows.loc[own, "value"])


def test_the_last_version_is_the_day_before_the_newest_correction(run) -> None:
    assert versions.last_day(run) == date(2022, 3, 21)


def test_the_quarters_file_may_say_when_reports_were_handed_out(run) -> None:
    quarter = run.quarter.model_copy(update={"handed_out": date(2022, 3, 19)})
    assert versions.last_day(dataclasses.replace(run, quarter=quarter)) == date(2022, 3, 19)


def test_without_a_correction_it_is_the_first_version(tmp_path) -> None:
    run = sent.repository(tmp_path / "repository")
    path = sent.put(tmp_path, "one.xlsx", sent.form(run, "alpha", {GROWTH: 5.8}))
    sent.hand_in(run, path, received_on=FIRST)
    assert versions.last_day(run) is None
    assert tables(run).changes.empty


def test_on_a_day_stands_what_had_come_by_then(run, now) -> None:
    assert expected(now) == [5.2]
    assert expected(versions.on(run, now, date(2022, 3, 21))) == [5.8]
    assert expected(versions.on(run, now, SECOND)) == [5.2]
    assert expected(versions.on(run, now, date(2022, 3, 17))) == []


def test_what_was_published_later_is_not_in_it(run, now) -> None:
    assert now.indicators["origin"].eq("published").any()
    before = versions.on(run, now, date(2022, 4, 19))
    assert not before.indicators["origin"].eq("published").any()
    assert set(before.sources["source_id"]) == {"alpha-2022Q1-form-v2"}
    for name in contracts.SCHEMAS:
        contracts.check(name, getattr(before, name))


def test_the_changes_are_stored_with_the_tables(now) -> None:
    made = now.changes
    contracts.check("changes", made)
    version = made.iloc[0]
    assert (version["area"], version["what"]) == ("testland", "version")
    assert (version["before"], version["after"]) == ("2022-03-21", "2022-05-01")
    expects = made[made["stage"].eq("expected")]
    assert list(expects["before_value"]) == [5.8] and list(expects["value"]) == [5.2]
    assert list(expects["source_ids"]) == ["alpha-2022Q1-form-v2"]


def test_it_is_the_same_each_time(run, now) -> None:
    assert versions.since(run, now, date(2022, 3, 21)).equals(now.changes)


def test_a_note_that_stood_is_not_read_again(run, now, monkeypatch) -> None:
    note = {
        **{"note_id": "n1", "area": "alpha", "period": "2022-03", "section": "issue"},
        **{"text": "原料库存只够一周。", "original": "x", "state": "open"},
        **{"source_id": "alpha-2022Q1-form-v2", "locator": ISSUE, "origin": "submitted"},
    }
    now = derive(run, dataclasses.replace(now, notes=contracts.typed("notes", [note])))
    monkeypatch.setattr(versions.derive, "readings", None)  # calling it would fail
    then = versions.on(run, now, SECOND)
    assert list(then.readings["note_id"]) == ["n1"] and len(then.problems) == 1
