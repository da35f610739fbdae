"""Labelled notes: the set that ships, and corrections that persons keep."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from diaodu import catalog, contracts, labels
from diaodu.catalog import Taxonomy
from diaodu.errors import ParameterError

ROW = {
    **{"note_id": "n1", "area": "jiazhou", "period": "2022-03", "text": "用工短缺"},
    **{"category": "labour", "direction": "unfavourable", "severity": "medium"},
    "decided_by": "王",
}


@pytest.fixture(scope="module")
def taxonomy(root: Path) -> Taxonomy:
    return catalog.load(root).taxonomy


def test_the_set_that_ships_is_large_and_spread(root, taxonomy) -> None:
    base = labels.base(root, taxonomy)
    assert len(base) >= 900
    assert not base["text"].duplicated().any()
    of_category = base["category"].value_counts()
    assert set(of_category.index) == set(taxonomy.categories)
    assert of_category.min() >= 40
    sides = base.groupby("category")["direction"].nunique()
    assert sides.eq(2).all()
    assert set(base["style"]) == set(labels.STYLES)
    assert set(base["severity"]) == set(taxonomy.severity)
    assert base["language"].value_counts()["en"] >= 200


def test_without_a_file_there_are_no_corrections(tmp_path, taxonomy) -> None:
    frame, faults = labels.corrections(tmp_path, taxonomy)
    assert frame.empty
    assert list(frame) == list(labels.CORRECTIONS)
    assert faults == []


def test_what_is_saved_is_read_and_the_later_row_counts(tmp_path, taxonomy) -> None:
    labels.save(
        tmp_path, pd.DataFrame([ROW, ROW | {"text": "限电", "category": "energy"}]), taxonomy
    )
    labels.save(tmp_path, pd.DataFrame([ROW | {"category": "policy"}]), taxonomy)
    frame, faults = labels.corrections(tmp_path, taxonomy)
    assert dict(zip(frame["text"], frame["category"], strict=True)) == {
        "限电": "energy",
        "用工短缺": "policy",
    }
    assert frame["facets"].isna().all()
    assert faults == []


def test_a_faulty_row_is_not_saved(tmp_path, taxonomy) -> None:
    with pytest.raises(ParameterError) as caught:
        labels.save(tmp_path, pd.DataFrame([ROW | {"category": "工人"}]), taxonomy)
    assert str(caught.value).startswith(
        "labels.csv, line 1, category: found '工人', expected one of: funding, late_payment"
    )
    assert not (tmp_path / "labels.csv").exists()


def test_a_faulty_line_is_left_out_and_said(tmp_path, taxonomy) -> None:
    path = labels.save(tmp_path, pd.DataFrame([ROW]), taxonomy)
    with path.open("a", encoding="utf-8") as handle:
        handle.write("n2,jiazhou,2022-03,限电,energy,,village,unfavourable,,王,\n")
    frame, faults = labels.corrections(tmp_path, taxonomy)
    assert frame["text"].tolist() == ["用工短缺"]
    assert [fault.said("zh") for fault in faults] == [
        "labels.csv 第3行“facets”：填的是“village”，应为：enterprise, industry, county, epidemic, "
        "project。该行未采用。",
        "labels.csv 第3行“severity”：填的是“”，应为：low, medium, high。该行未采用。",
    ]


def test_a_file_of_other_columns_is_none_of_ours(tmp_path, taxonomy) -> None:
    (tmp_path / "labels.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="found no column note_id, area"):
        labels.corrections(tmp_path, taxonomy)


def test_the_least_certain_notes_are_proposed_first(taxonomy, tmp_path) -> None:
    evidence = {"source_id": "s", "locator": "x", "origin": "submitted", "period": "2022-03"}
    notes = [
        {"note_id": n, "area": "jiazhou", "section": "issue", "text": t, "original": t, **evidence}
        for n, t in (("n1", "用工短缺"), ("n2", "限电"), ("n3", "其他情况"))
    ]
    readings = [
        {
            **{"note_id": n, "area": "jiazhou", "category": c, "confidence": sure},
            **{"direction": "unfavourable", "severity": "low", "decided_by": "model"},
            **{"to_read": unsure, "names_figure": False},
            **evidence,
        }
        for n, c, sure, unsure in (
            ("n1", "labour", 0.9, False),
            ("n2", "energy", 0.4, True),
            ("n3", "other", 0.2, True),
        )
    ]
    rows = labels.propose(contracts.typed("notes", notes), contracts.typed("readings", readings))
    assert rows["note_id"].tolist() == ["n3", "n2", "n1"]
    assert rows["category"].tolist() == ["other", "energy", "labour"]
    labels.save(tmp_path, rows.assign(decided_by="王")[:1], taxonomy)
    assert labels.corrections(tmp_path, taxonomy)[0]["note_id"].tolist() == ["n3"]
