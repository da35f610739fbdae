from __future__ import annotations

import json
from typing import Any

import pytest

from batch import tiny
from diaodu.batch import plan
from diaodu.batch.outcome import Failure, Outcome
from diaodu.batch.record import Record
from diaodu.batch.record import _lines as record_lines
from diaodu.errors import DiaoduError
from diaodu.params import Run, open_run

INPUTS = [{"path": "data/raw/x.csv", "sha256": "00", "rows_in": 3, "rows_out": 2, "table_rows": 2}]


@pytest.fixture
def quarter(tmp_path) -> Run:
    return open_run(tiny.repository(tmp_path) / tiny.FILE)


def _on_disk(run: Run) -> dict[str, Any]:
    return json.loads((run.reports / "run.json").read_text(encoding="utf-8"))


def _made(unit: plan.Unit) -> Outcome:
    return Outcome(unit, "made", 1.234)


def _complete(run: Run) -> None:
    units = plan.units(run)
    record = Record.begin(run, units)
    record.took_in(INPUTS, {"indicators": 2})
    for unit in units:
        record.ended(_made(unit))
    record.finish(units)


def test_it_is_failed_from_the_start_with_all_that_is_known(quarter) -> None:
    units = plan.units(quarter)
    Record.begin(quarter, units)
    data = _on_disk(quarter)
    assert data["state"] == "failed"
    assert data["quarter"]["file"] == tiny.FILE
    assert data["parameters"]["areas"] == ["alpha", "beta", "gamma"]
    assert {"python", "diaodu", "pandas", "papermill"} <= data["versions"].keys()
    assert {unit["state"] for unit in data["units"].values()} == {"unfinished"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"a": None, "b": '甲\n"', "c": 1.5, "d": [], "e": {}, "f": [1, {"g": [2]}], "h": {"i": {}}},
    ],
)
def test_its_lines_are_json_of_the_same(data) -> None:
    text = "".join(record_lines(data))
    assert json.loads(text) == data
    assert text.endswith("}\n")


def test_each_unit_and_each_file_has_a_line_of_its_own(quarter) -> None:
    _complete(quarter)
    lines = (quarter.reports / "run.json").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith('  "') and '"state"' in line for line in lines) == 4
    assert sum(line.startswith('  {"path"') for line in lines) == len(INPUTS)


def test_it_stays_failed_while_units_are_made_and_is_complete_only_at_the_end(quarter) -> None:
    units = plan.units(quarter)
    record = Record.begin(quarter, units)
    record.took_in(INPUTS, {"indicators": 2})
    for unit in units:
        record.ended(_made(unit))
        assert _on_disk(quarter)["state"] == "failed"
    assert _on_disk(quarter)["units"][units[0].name]["seconds"] == 1.23  # others may follow later
    record.finish(units)
    data = _on_disk(quarter)
    assert {unit["seconds"] for unit in data["units"].values()} == {1.23}
    assert (data["state"], data["not_made"]) == ("complete", [])
    assert data["made"] == ["alpha.html", "beta.html", "gamma.html", "testland.html"]
    assert (data["inputs"], data["tables"]) == (INPUTS, {"indicators": 2})


def test_a_failed_unit_makes_it_incomplete_and_says_why(quarter) -> None:
    units = plan.units(quarter, ["alpha", "beta"])
    record = Record.begin(quarter, units)
    record.ended(_made(units[0]))
    record.ended(
        Outcome(units[1], "failed", float("nan"), Failure("ValueError", f"{quarter.file}: no", 7))
    )
    record.finish(units)
    data = _on_disk(quarter)
    assert data["state"] == "incomplete"
    assert data["not_made"] == ["beta.html"]
    error = {"cell": 7, "name": "ValueError", "message": f"{tiny.FILE}: no"}
    error |= {"id": "", "line": None, "source": ""}
    assert data["units"]["beta"]["error"] == error
    assert data["units"]["beta"]["seconds"] is None


def test_a_run_of_one_area_leaves_the_others_as_they_were(quarter) -> None:
    _complete(quarter)
    before = _on_disk(quarter)["units"]
    beta = plan.units(quarter, ["beta"])
    record = Record.begin(quarter, beta)
    record.took_in(INPUTS, {"indicators": 2})
    record.ended(Outcome(beta[0], "failed", 2.0, Failure("ValueError", "no", 7)))
    record.finish(plan.units(quarter))
    data = _on_disk(quarter)
    assert {name: unit for name, unit in data["units"].items() if name != "beta"} == {
        name: unit for name, unit in before.items() if name != "beta"
    }
    assert (data["state"], data["not_made"]) == ("incomplete", ["beta.html"])


def test_reports_made_from_other_inputs_are_outdated(quarter) -> None:
    _complete(quarter)
    alpha = plan.units(quarter, ["alpha"])
    record = Record.begin(quarter, alpha)
    record.took_in([{**INPUTS[0], "sha256": "01"}], {"indicators": 2})
    record.ended(_made(alpha[0]))
    record.finish(plan.units(quarter))
    data = _on_disk(quarter)
    assert data["state"] == "incomplete"
    assert data["outdated"] == ["beta.html", "gamma.html", "testland.html"]


def test_areas_that_were_never_run_are_listed_as_not_made(quarter) -> None:
    alpha = plan.units(quarter, ["alpha"])
    record = Record.begin(quarter, alpha)
    record.ended(_made(alpha[0]))
    record.finish(plan.units(quarter))
    data = _on_disk(quarter)
    assert data["not_made"] == ["beta.html", "gamma.html", "testland.html"]
    assert data["units"]["beta"]["state"] == "not_run"


def test_one_report_in_another_language_does_not_make_the_quarter_incomplete(quarter) -> None:
    english = open_run(quarter.file, lang="en")
    alpha = plan.units(english, ["alpha"])
    record = Record.begin(english, alpha)
    record.took_in(INPUTS, {"indicators": 2})
    record.ended(_made(alpha[0]))
    record.finish(plan.units(english))
    assert _on_disk(quarter)["state"] == "incomplete"
    _complete(quarter)
    data = _on_disk(quarter)
    assert data["state"] == "complete"
    assert "alpha.en.html" in data["made"]


def test_an_area_that_left_the_quarters_file_leaves_the_record(quarter) -> None:
    _complete(quarter)
    quarter.file.write_text(tiny.QUARTER.replace("beta, ", ""), encoding="utf-8")
    _complete(open_run(quarter.file))
    data = _on_disk(quarter)
    assert data["state"] == "complete"
    assert "beta" not in data["units"]


def test_a_refusal_is_on_record_without_a_path_of_the_machine(quarter) -> None:
    record = Record.begin(quarter, ())
    with pytest.raises(DiaoduError), record.refusals():
        raise DiaoduError(f"{quarter.root / 'data'}: found nothing")
    assert _on_disk(quarter)["error"] == "data: found nothing"
    assert _on_disk(quarter)["state"] == "failed"


@pytest.mark.parametrize("text", ["", '{"state": ', "[]"])
def test_a_broken_record_is_begun_anew(quarter, text) -> None:
    tiny.put(quarter.reports / "run.json", text)
    _complete(quarter)
    assert _on_disk(quarter)["state"] == "complete"
