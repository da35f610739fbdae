"""What earlier runs read and learnt is taken up again, and only where it came from the same."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from batch import tiny
from diaodu import contracts, intake
from diaodu.batch import fingerprint, kept, reading
from diaodu.intake import submissions
from diaodu.params import Run, open_run
from intake import sent

TYPED = {
    "主要指标!F5": "6.5%（预计）",
    "存在问题!B5": "部分企业资金紧张，一季度工业增加值增长6.1%。",
}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A quarter for which alpha and beta have sent a form, alpha a report too."""
    top = tmp_path_factory.mktemp("kept")
    run = sent.repository(top / "repository")
    sent.hand_in(
        run,
        sent.put(top, "a.xlsx", sent.form(run, "alpha", TYPED)),
        sent.put(top, "a.docx", sent.titled(more="一是用工不足；二是物流不畅，用电量下降2%。")),
        sent.put(top, "b.xlsx", sent.form(run, "beta", TYPED)),
    )
    return run.root


@pytest.fixture
def run(first: Path, tmp_path: Path) -> Run:
    """The same in a folder of its own."""
    shutil.copytree(first, tmp_path / "repository")
    return open_run(tmp_path / "repository" / tiny.FILE)


def _read(run: Run) -> tuple[intake.Intake, list[str]]:
    """What intake makes of it, and the files that it had to read."""
    read: list[str] = []

    def here(paths):
        read.extend(path.relative_to(run.raw).as_posix() for path in paths)
        return sent.here(paths)

    store = kept.Received(run)
    taken = intake.read(run, submissions.Known({}, here, store))
    store.forget_others()
    return taken, read


def _same(one: intake.Intake, other: intake.Intake) -> None:
    for name in contracts.SCHEMAS:
        pair = [contracts.check(name, getattr(taken.tables, name)) for taken in (one, other)]
        pd.testing.assert_frame_equal(*pair)
    assert one.files == other.files


def test_what_was_read_is_not_read_again_and_gives_the_same(run) -> None:
    plain = intake.read(run, submissions.Known({}, sent.here))
    first, read = _read(run)
    assert len(read) == 3
    again, read = _read(run)
    assert read == []
    _same(first, plain)
    _same(again, plain)
    assert len(again.tables.claims) > 0 and len(again.tables.intake_issues) > 0


def test_only_the_corrected_file_is_read_and_the_rest_forgotten(run, tmp_path) -> None:
    _read(run)
    corrected = sent.form(run, "beta", TYPED | {"主要指标!F5": 6.8})
    sent.hand_in(run, sent.put(tmp_path, "b.xlsx", corrected))
    taken, read = _read(run)
    assert read == ["2022Q1/beta/form-v2.xlsx"]
    assert 6.8 in set(taken.tables.indicators["value"])
    _same(taken, intake.read(run, submissions.Known({}, sent.here)))
    assert len(list((run.root / ".cache").rglob("received/*.json"))) == 3


def _catalog(run: Run) -> None:
    path = run.root / "params" / "catalog" / "claim_subjects.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# \n", encoding="utf-8")


def _published(run: Run) -> None:
    path = run.raw / "published" / "indicators.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("6.0", "6.2"), encoding="utf-8")


def _quarter(run: Run) -> None:
    path = run.file
    path.write_text(path.read_text(encoding="utf-8").replace("05-01", "05-02"), encoding="utf-8")


def _damage(run: Run) -> None:
    for path in (run.root / ".cache").rglob("received/*.json"):
        path.write_text(path.read_text(encoding="utf-8")[:-9], encoding="utf-8")


@pytest.mark.parametrize("change", [_catalog, _published, _quarter, _damage])
def test_all_is_read_again_where_anything_else_that_counts_has_changed(run, change) -> None:
    _read(run)
    change(run)
    taken, read = _read(open_run(run.file))
    assert len(read) == 3
    _same(taken, intake.read(open_run(run.file), submissions.Known({}, sent.here)))


def test_a_sidecar_counts_for_its_own_file(run) -> None:
    _read(run)
    path = run.raw / "2022Q1" / "beta" / "form-v1.xlsx.yml"
    told = yaml.safe_load(path.read_text(encoding="utf-8")) | {"origin": "illustrative"}
    path.write_text(yaml.safe_dump(told), encoding="utf-8")
    taken, read = _read(run)
    assert read == ["2022Q1/beta/form-v1.xlsx"]
    assert set(taken.tables.notes.groupby("area")["origin"].first()) == {
        "submitted",
        "illustrative",
    }


def test_an_earlier_quarter_counts_for_the_forms_of_later_ones(run, tmp_path) -> None:
    text = run.file.read_text(encoding="utf-8").replace("2022Q1", "2022Q2")
    later = open_run(tiny.put(run.file.with_name("2022Q2.yml"), text))
    form = sent.form(later, "gamma", TYPED)
    sent.hand_in(later, sent.put(tmp_path, "c.xlsx", form))
    _read(later)
    sent.hand_in(run, sent.put(tmp_path, "b.xlsx", sent.form(run, "beta", {"主要指标!F5": 7})))
    _, read = _read(later)
    assert read == ["2022Q1/beta/form-v2.xlsx", "2022Q2/gamma/form-v1.xlsx"]


def test_a_file_that_is_refused_is_tried_again(run) -> None:
    path = run.raw / "2022Q1" / "beta" / "form-v1.xlsx"
    path.write_bytes(path.read_bytes()[:300])
    for _ in range(2):
        taken, read = _read(run)
        assert "2022Q1/beta/form-v1.xlsx" in read
    assert "beta" not in set(taken.tables.notes["area"])


def test_training_is_done_once_and_its_reader_says_the_same(run, monkeypatch) -> None:
    text = ["外省货车不能下高速，原料库存只够一周。", "新开工项目12个，增长较快。"]
    reading._trained.cache_clear()  # another test's reader would not be kept in this repository
    first, _ = reading.reader_of(run)
    reading._trained.cache_clear()
    monkeypatch.setattr("diaodu.analysis.reading.reader.fit", None)
    again, _ = reading.reader_of(run)
    assert again is not first
    assert again.read(text, [None, None]) == first.read(text, [None, None])


def test_notes_are_read_again_only_in_an_area_where_one_changed(run, monkeypatch) -> None:
    tables = intake.read(run).tables
    mine = kept.Received(run)
    whole, read = reading.read, []
    monkeypatch.setattr(
        reading,
        "read",
        lambda notes, **rest: read.append(set(notes["area"])) or whole(notes, **rest),
    )
    first = reading.readings(run, tables, known=mine)
    assert read == [{"alpha", "beta"}]
    pd.testing.assert_frame_equal(reading.readings(run, tables, known=mine), first)
    assert len(read) == 1
    notes = tables.notes.copy()
    at = notes.index[notes["area"].eq("beta")][0]
    notes.loc[at, "text"] = "外省货车不能下高速，原料库存只够一周。"
    changed = dataclasses.replace(tables, notes=notes)
    again = reading.readings(run, changed, known=mine)
    assert read[1:] == [{"beta"}]
    pd.testing.assert_frame_equal(again, reading.readings(run, changed))
    firms = tables.enterprises.iloc[:1].assign(enterprise="甲市示例厂")
    named = dataclasses.replace(tables, enterprises=pd.concat([tables.enterprises, firms]))
    reading.readings(run, named, known=mine)
    assert read[-1] == {"alpha", "beta"}


def test_another_label_is_another_training(run) -> None:
    before = fingerprint.of_reader(run)
    path = run.root / "params" / "catalog" / "note_labels.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    assert fingerprint.of_reader(run) != before


def test_a_broken_file_of_a_reader_is_as_none(tmp_path) -> None:
    kept.keep(tmp_path, "x", {"a": np.arange(3)})
    found = kept.learnt(tmp_path, "x")
    assert found is not None and found["a"].tolist() == [0, 1, 2]
    path = tmp_path / ".cache" / "readers" / "x.npz"
    path.write_bytes(path.read_bytes()[:40])
    assert kept.learnt(tmp_path, "x") is None
    np.savez(path, a=np.array([{"an": "object"}], dtype=object))  # would have to be unpickled
    assert kept.learnt(tmp_path, "x") is None


def test_of_trained_readers_the_latest_stay(tmp_path) -> None:
    for name in "abcde":
        kept.keep(tmp_path, name, {"a": np.arange(3)})
    assert len(list((tmp_path / ".cache" / "readers").iterdir())) == kept.READERS
    assert kept.learnt(tmp_path, "e") is not None
