"""Processed tables on disk: all or nothing, checked on the way in and out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import province
from diaodu import contracts, store
from diaodu.errors import ContractError
from diaodu.params import Run
from diaodu.rules import Packs
from diaodu.store import NotMadeError, Tables

SOURCE = {"kind": "press", "title_zh": "甲", "title_en": "A", "origin": "published"}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    province.build(tmp_path)
    return province.run(tmp_path)


def _tables(*sources: str) -> Tables:
    """Tables that hold nothing but sources of these ids."""
    made = {name: contracts.empty(name) for name in contracts.SCHEMAS}
    rows = [SOURCE | {"source_id": source} for source in sources]
    return Tables(**made | {"sources": contracts.typed("sources", rows)})


def test_what_is_written_is_read(run) -> None:
    tables = _tables("a", "b")
    rows = store.write(run.processed, tables)
    assert rows == dict.fromkeys(contracts.SCHEMAS, 0) | {"sources": 2}
    read = store.load(run)
    for name in contracts.SCHEMAS:
        pd.testing.assert_frame_equal(getattr(read, name), getattr(tables, name))


def test_only_tables_and_their_hashes_are_left_in_the_folder(run) -> None:
    store.write(run.processed, _tables("a"))
    store.write(run.processed, _tables("a", "b"))
    found = sorted(p.name for p in run.processed.iterdir())
    assert found == sorted([store.CHECKED, *(f"{name}.parquet" for name in contracts.SCHEMAS)])
    assert store.load(run).sources["source_id"].tolist() == ["a", "b"]


def test_nothing_is_written_if_one_table_is_broken(run) -> None:
    broken = replace(_tables("a"), sources=_tables("a").sources.assign(kind="blog"))
    with pytest.raises(ContractError, match="table sources: column kind: isin"):
        store.write(run.processed, broken)
    assert not list(run.processed.iterdir())


def test_what_was_there_stays_if_writing_fails(run, monkeypatch) -> None:
    """The disk is full before the last table; a half of that table was written."""
    store.write(run.processed, _tables("old"))
    whole = pd.DataFrame.to_parquet

    def half(self: pd.DataFrame, path: Path, **kwargs: object) -> None:
        if "sources" in Path(path).name:
            Path(path).write_bytes(b"PAR1")
            raise OSError(28, "No space left on device")
        whole(self, path, **kwargs)

    monkeypatch.setattr(pd.DataFrame, "to_parquet", half)
    before = {p.name: p.read_bytes() for p in run.processed.iterdir()}
    new = replace(_tables("new"), intake_issues=_issues())
    with pytest.raises(OSError, match="No space left"):
        store.write(run.processed, new)
    monkeypatch.undo()
    assert {n: (run.processed / n).read_bytes() for n in before} == before
    assert store.load(run).sources["source_id"].tolist() == ["old"]
    assert store.load(run).intake_issues.empty
    store.write(run.processed, new)  # and the next time all is well
    assert store.load(run).sources["source_id"].tolist() == ["new"]


def test_half_a_table_is_never_under_its_name(run, monkeypatch) -> None:
    seen = []
    whole = pd.DataFrame.to_parquet

    def watched(self: pd.DataFrame, path: Path, **kwargs: object) -> None:
        whole(self, path, **kwargs)
        seen.append({p.name for p in run.processed.glob("*.parquet")})

    monkeypatch.setattr(pd.DataFrame, "to_parquet", watched)
    store.write(run.processed, _tables("a"))
    assert seen == [set()] * len(contracts.SCHEMAS)


def _issues() -> pd.DataFrame:
    issue = {"file": "x.csv", "code": "no_rows", "found": "", "severity": "error", "details": "{}"}
    return contracts.typed("intake_issues", [issue])


@pytest.mark.parametrize("name", sorted(contracts.SCHEMAS))
def test_a_missing_table_is_said_with_what_makes_it(run, name) -> None:
    store.write(run.processed, _tables("a"))
    path = run.processed / f"{name}.parquet"
    path.unlink()
    with pytest.raises(NotMadeError) as caught:
        store.load(run)
    assert str(caught.value) == f"{path}: found no such table; make it with: diaodu intake PARAMS"


def test_a_table_that_was_changed_since_is_refused(run) -> None:
    store.write(run.processed, _tables("a"))
    path = run.processed / "sources.parquet"
    pd.read_parquet(path).assign(origin="guessed").to_parquet(path, index=False)
    with pytest.raises(ContractError, match=r"column origin: isin.*'guessed' in row"):
        store.load(run)


def test_a_table_is_not_checked_again_while_its_file_is_as_it_was_checked(run, monkeypatch) -> None:
    store.write(run.processed, _tables("a"))
    checked = []
    monkeypatch.setattr(contracts, "check", lambda name, frame: checked.append(name) or frame)
    written = store.load(run).sources
    assert checked == []
    (run.processed / store.CHECKED).unlink()
    store._known.clear()
    pd.testing.assert_frame_equal(store.load(run).sources, written)
    assert set(checked) == set(contracts.SCHEMAS)


def test_of_new_tables_those_are_checked_that_are_not_as_they_were(run, monkeypatch) -> None:
    store.write(run.processed, _tables("a"))
    whole, checked = contracts.check, []
    monkeypatch.setattr(
        contracts, "check", lambda name, frame: checked.append(name) or whole(name, frame)
    )
    store.write(run.processed, replace(_tables("a"), intake_issues=_issues()))
    assert checked == ["intake_issues"]
    for name, value in (("origin", "guessed"), ("origin", 5), ("origin", ["a", 5])):
        broken = _tables("a").sources.astype(object)
        broken[name] = [value] * len(broken)
        with pytest.raises(ContractError, match="column origin"):
            store.write(run.processed, replace(_tables("a"), sources=broken))
    assert store.load(run).sources["source_id"].tolist() == ["a"]


def test_other_contracts_check_again(run, monkeypatch) -> None:
    store.write(run.processed, _tables("a"))
    checked = []
    monkeypatch.setattr(contracts, "check", lambda name, frame: checked.append(name) or frame)
    monkeypatch.setattr(store, "_contracts", lambda: "of another version")
    store.load(run)
    assert set(checked) == set(contracts.SCHEMAS)


@pytest.mark.parametrize("left", [0, 3, 200])
def test_a_damaged_table_is_refused(run, left) -> None:
    store.write(run.processed, _tables("a"))
    path = run.processed / "sources.parquet"
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(ContractError) as caught:
        store.load(run)
    assert str(caught.value).startswith(f"{path}: found no readable Parquet file")
    assert str(caught.value).endswith("make it anew with: diaodu intake PARAMS")


def test_tables_do_not_change() -> None:
    with pytest.raises(AttributeError):
        _tables().facts = contracts.empty("facts")  # type: ignore[misc]


def test_a_report_on_one_area_reads_its_own_rows_where_nothing_is_compared(run) -> None:
    areas = [run.peers[0], run.peers[1], run.province.id, None]
    issue = {
        "file": "data/raw/shili/published/f.csv",
        "code": "value_comma",
        "found": "6，5",
        "severity": "warning",
    }
    issue |= {"expected": "", "details": "{}"}
    facts = {"period": "2022-03", "topic": "policy", "text_zh": "甲", "text_en": "a"}
    facts |= {"subject": "x", "origin": "published", "locator": "1", "aspect": "event"}
    rows = [{**facts, "fact_id": f"f{n}", "area": run.peers[n], "source_id": "a"} for n in (0, 1)]
    tables = replace(
        _tables("a", "b"),
        intake_issues=contracts.typed("intake_issues", [{**issue, "area": a} for a in areas]),
        facts=contracts.typed("facts", rows),
    )
    store.write(run.processed, tables)
    own = store.load(run.at(run.peers[1]))
    assert own.intake_issues["area"].fillna("").tolist() == [run.peers[1], run.province.id, ""]
    assert len(own.facts) == 2  # areas are compared, and the quarter's file names them
    assert own.sources["source_id"].tolist() == ["a"]  # nobody names the other
    assert len(store.load(run).intake_issues) == 4


def _sharing(run: Run, peers: str) -> Run:
    return replace(run, quarter=run.quarter.model_copy(update={"packs": Packs(peers=peers)}))


FIGURE = {"period": "2022-03", "span": "ytd", "indicator": province.IVA, "printed": "7.2"}
FIGURE |= {"status": "published", "unit": "percent", "value": 7.2, "origin": "published"}
STANDING = {"period": "2022-03", "indicator": province.IVA, "unit": "percent", "ranked": 2}
STANDING |= {"source_id": "standings", "origin": "derived"}
COMPARED = {"period": "2022-03", "measure": "running", "stage": "reported", "value": 80.0}
COMPARED |= {"with_figure": 3, "source_id": "standings", "origin": "derived"}


def _two_areas(run: Run) -> Tables:
    """Figures, standings and comparisons of two areas and figures of the province."""
    one, two = run.peers[:2]
    places = {one: "a", two: "b", run.province.id: "a"}
    figures = [
        FIGURE | {"area": area, "source_id": source, "locator": f"x!{area}"}
        for area, source in places.items()
    ]
    beside = [{"area": area, "locator": area} for area in (one, two)]
    return replace(
        _tables("a", "b"),
        indicators=contracts.typed("indicators", figures),
        standings=contracts.typed("standings", [STANDING | row for row in beside]),
        comparisons=contracts.typed(
            "comparisons", [COMPARED | row | {"source_ids": "a|b"} for row in beside]
        ),
    )


@pytest.mark.parametrize(
    ("peers", "figures", "beside"), [("named", 3, 1), ("ranked", 2, 1), ("hidden", 2, 0)]
)
def test_what_a_citys_report_may_read_of_others(run, peers, figures, beside) -> None:
    store.write(run.processed, _two_areas(run))
    own = _sharing(run.at(run.peers[0]), peers)
    read = store.load(own)
    assert len(read.indicators) == figures
    assert len(read.standings) == len(read.comparisons) == beside
    assert own.compared == (run.peers if peers == "named" else [run.peers[0]])
    # the other's source is there with its figure only, and with a value of the own that names it
    assert read.sources["source_id"].tolist() == (["a"] if peers == "hidden" else ["a", "b"])
    everything = store.load(_sharing(run, peers))  # the province's report shows all
    assert len(everything.indicators) == 3 and len(everything.standings) == 2


def test_a_file_of_nobody_may_be_anybodys(run) -> None:
    issue = {"code": "value_comma", "found": "6，5", "severity": "warning", "details": "{}"}
    files = ("data/raw/shili/published/f.csv", "data/raw/shili/2022Q1/unknown/f.xlsx")
    rows = [issue | {"file": file} for file in files]
    store.write(
        run.processed,
        replace(_tables("a"), intake_issues=contracts.typed("intake_issues", rows)),
    )
    assert store.load(run.at(run.peers[0])).intake_issues["file"].tolist() == [files[0]]
    assert len(store.load(run).intake_issues) == 2


def test_a_table_that_changed_on_disk_is_read_again_and_nobody_writes_into_it(run) -> None:
    store.write(run.processed, _tables("a"))
    first = store.load(run).sources
    first.loc[0, "title_en"] = "changed"
    assert store.load(run).sources["title_en"].tolist() == ["A"]
    store.write(run.processed, _tables("b"))
    assert store.load(run).sources["source_id"].tolist() == ["b"]
