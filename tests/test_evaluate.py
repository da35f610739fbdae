"""`make evaluate` on a folder of files: from the files to the printed tables and the page."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from diaodu.analysis import signals

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

import evaluate


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    made = signals.made_up(quarters=100)
    names = {"unit": "district", "date": "release_date", "period": "quarter"}
    folder = tmp_path / "evidence"
    folder.mkdir()
    made.texts.rename(columns=names).to_csv(folder / "documents_1.csv.gz", index=False)
    panel = made.targets.rename(columns={**names, "growth": "y_made", "survey": "spf_gdp_q"})
    panel.to_csv(folder / "panel_1.csv", index=False)
    national = panel[["quarter"]].drop_duplicates()
    national = national.assign(nber_recession_any_month=national["quarter"].isin(made.recessions))
    national.astype({"nber_recession_any_month": int}).to_csv(
        folder / "national_1.csv", index=False
    )
    made.shares.rename_axis("state").to_csv(folder / "district_shares.csv")
    return folder


def test_a_folder_of_files_becomes_tables_and_a_page(
    evidence: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(evaluate, "OUT", tmp_path / "out")
    assert evaluate.main(["--evidence", str(evidence), "--first-test", "1999Q1"]) == 0
    printed = capsys.readouterr().out
    for word in ("y_made", "history_and_numbers", "other_quarter", "recession"):
        assert word in printed
    page = (tmp_path / "out" / "notes_value.html").read_text(encoding="utf-8")
    assert "y_made" in page and "<script src" not in page


@pytest.mark.parametrize("folder", ["", "/nowhere/at/all"])
def test_no_folder_is_said(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(["--evidence", folder]) == 1
    assert f"found no folder '{folder}'; expected EVIDENCE=" in capsys.readouterr().out


def test_no_panel_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(["--panel", "/nowhere.csv"]) == 1
    assert "found no file '/nowhere.csv'; expected PANEL=" in capsys.readouterr().out
