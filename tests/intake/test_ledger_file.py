"""The office's file on the ledger: good rows, faulty rows, no file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import province
from diaodu import contracts, issues
from diaodu.intake import ledger_file, submissions

HEADER = "area,period,note_id,problem_id,state,responsible,due_on,closed_on,done,decided_by\n"


@pytest.fixture
def run(tmp_path: Path):
    province.build(tmp_path)
    return province.run(tmp_path)


def put(run, *rows: str, header: str = HEADER) -> ledger_file.LedgerFile:
    province.put(run.raw / ledger_file.NAME, header + "".join(f"{row}\n" for row in rows))
    return ledger_file.read(run)


def codes(found: ledger_file.LedgerFile) -> list[tuple[int | None, str, str | None]]:
    return [(issue.row, issue.code, issue.column) for issue in found.issues]


def test_without_a_file_there_are_no_decisions(run) -> None:
    assert ledger_file.read(run) == ledger_file.LedgerFile([], [], [], ())


def test_a_decision_and_a_record_are_rows_with_their_place(run) -> None:
    found = put(
        run,
        "甲州,2022Q1,jiazhou-2022-03-report-2,new,,,,,,",
        "jiazhou,2022年一季度,,jiazhou-2022-03-issue-1,办理中,省财政厅,2022/4/30,,=已转办,李",
    )
    table = contracts.check(
        "ledger_decisions", contracts.typed("ledger_decisions", found.decisions)
    )
    contracts.check("sources", contracts.typed("sources", found.sources))
    first, second = table.to_dict("records")
    assert (first["area"], first["period"], first["problem_id"]) == ("jiazhou", "2022-03", "new")
    assert (second["state"], second["due_on"], second["done"]) == (
        "in_progress",
        "2022-04-30",
        "=已转办",
    )
    assert second["locator"] == "ledger.csv!row 3"
    assert pd.isna(second["note_id"])
    assert {issue.severity for issue in found.issues} == {"info"}


def test_a_faulty_row_is_left_out_with_its_issues_and_the_others_go_on(run) -> None:
    found = put(
        run,
        "无此市,2022Q1,,p1,,,,,,",
        "jiazhou,,,p1,,,,,,",
        "jiazhou,2022Q1,n1,,,,,,,",
        "jiazhou,2022Q1,,p1,搁置,,,,,",
        "jiazhou,2022Q1,,p1,closed,,2022-02-30,,,",
    )
    assert codes(found) == [
        (2, "area_unknown", "area"),
        (3, "cell_empty", "period"),
        (4, "cell_empty", "problem_id"),
        (5, "choice_unknown", "state"),
        (6, "optional_date", "due_on"),
    ]
    (kept,) = found.decisions
    assert (kept["state"], kept["due_on"]) == ("closed", None)
    assert (found.files[0].rows_in, found.files[0].rows_out) == (5, 1)
    assert not issues.render(issues.to_frame(found.issues), "zh")["remedy"].eq("").any()


def test_a_file_without_its_columns_is_not_used(run) -> None:
    found = put(run, "甲州,2022Q1", header="area,period\n")
    assert (found.decisions, found.sources) == ([], [])
    assert codes(found) == [(1, "column_missing", "problem_id")]


def test_a_run_that_reads_submissions_reads_the_ledger(run) -> None:
    asked = province.run(run.root)
    quarter = asked.quarter.model_copy(update={"submissions": {"form": "2022"}})
    asked = type(asked)(**{**vars(asked), "quarter": quarter})
    put(asked, "jiazhou,2022Q1,,p1,closed,,,,,")
    path = f"data/raw/{asked.quarter.province}/ledger.csv"
    assert path in submissions.inputs(asked)
    assert path not in submissions.inputs(run)
