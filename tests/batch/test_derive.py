"""What is worked out once for all reports of a quarter."""

from __future__ import annotations

import dataclasses

from batch import tiny
from diaodu import contracts, store
from diaodu.batch.derive import derive
from diaodu.params import open_run

NOTE = {
    "note_id": "alpha-1",
    "area": "alpha",
    "period": "2022-03",
    "section": "issue",
    "text": "外省货车不能下高速，原料库存只够一周。",
    "original": "外省货车不能下高速，原料库存只够一周。",
    "state": "open",
    "due_on": "2022-03-30",
    "source_id": "alpha-form",
    "locator": "存在问题!B5",
    "origin": "illustrative",
}


def test_the_ledger_is_made_from_the_notes_and_counts_to_the_quarters_day(tmp_path) -> None:
    root = tiny.repository(tmp_path)
    run = open_run(root / tiny.FILE)
    assert run.day.isoformat() == "2022-03-31"  # no meeting: the last day of the quarter
    empty = store.Tables(**{name: contracts.empty(name) for name in contracts.SCHEMAS})
    notes = contracts.check("notes", contracts.typed("notes", [NOTE]))
    made = derive(run, dataclasses.replace(empty, notes=notes))
    assert list(made.problems["text"]) == [NOTE["text"]]
    assert bool(made.problems["overdue"].iloc[0])
    store.write(run.processed, made)  # all of it keeps its contracts
    assert len(store.load(run).problem_history) == 1


def test_from_nothing_comes_nothing(tmp_path) -> None:
    root = tiny.repository(tmp_path)
    run = open_run(root / tiny.FILE)
    empty = store.Tables(**{name: contracts.empty(name) for name in contracts.SCHEMAS})
    made = derive(run, empty)
    assert all(getattr(made, name).empty for name in contracts.SCHEMAS)


def test_the_outlook_is_made_for_every_area_and_indicator(tmp_path) -> None:
    root = tiny.repository(tmp_path)
    run = open_run(root / tiny.FILE)
    empty = store.Tables(**{name: contracts.empty(name) for name in contracts.SCHEMAS})
    where = {"source_id": "bureau", "origin": "published", "unit": "percent", "span": "ytd"}
    figure = {"area": run.peers[0], "indicator": run.indicators[0], "printed": "6.0", "value": 6.0}
    rows = [
        {**figure, **where, "period": period, "status": status, "locator": f"x!row {period}"}
        for period, status in (("2021-12", "published"), ("2022-03", "expected"))
    ]
    source = {"source_id": "bureau", "kind": "official", "title_zh": "局", "title_en": "x"}
    made = derive(
        run,
        dataclasses.replace(
            empty,
            indicators=contracts.check("indicators", contracts.typed("indicators", rows)),
            sources=contracts.typed("sources", [source | {"origin": "published"}]),
        ),
    )
    assert len(made.outlook) == 2 * len(run.indicators) * (len(run.peers) + 1)
    (row,) = made.outlook.query("expected == 6").to_dict("records")
    assert (row["value"], row["reason"]) == (6.0, "few_errors")
    assert made.outlook_evidence["evidence"].tolist() == ["latest"]
    store.write(run.processed, made)
