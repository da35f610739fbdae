from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from diaodu import text_panel
from diaodu.errors import ContractError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = pd.DataFrame(
        {
            "district": ["a", "b", "su"],
            "release_date": ["1999-01-20"] * 3,
            "text": ["rose", "fell", "both"],
        }
    )
    panel = pd.DataFrame(
        {"quarter": ["1999Q1"] * 2, "district": ["a", "b"], "y": [1.0, 2.0], "spf_gdp_q": 0.5}
    )
    national = pd.DataFrame({"quarter": ["1999Q1", "1999Q2"], "nber_recession_any_month": [1, 0]})
    shares = pd.DataFrame({"state": ["X"], "a": [0.4], "b": [0.6]})
    documents.to_csv(tmp_path / "documents_1999_1999.csv.gz", index=False)
    panel.to_csv(tmp_path / "panel_1999_1999.csv", index=False)
    national.to_csv(tmp_path / "national_realtime_1999_1999.csv", index=False)
    shares.to_csv(tmp_path / "district_shares.csv", index=False)
    return tmp_path


def test_a_folder_becomes_a_panel_without_the_summary_of_all(folder: Path) -> None:
    read = text_panel.read(folder)
    assert read.texts[["unit", "date", "text"]].to_numpy().tolist() == [
        ["a", "1999-01-20", "rose"],
        ["b", "1999-01-20", "fell"],
    ]
    assert read.targets[["unit", "period", "y"]].to_numpy().tolist() == [
        ["a", "1999Q1", 1.0],
        ["b", "1999Q1", 2.0],
    ]
    assert read.numbers == ("spf_gdp_q",)
    assert read.recessions == ("1999Q1",)
    assert read.shares.loc["X"].to_dict() == {"a": 0.4, "b": 0.6}


def test_later_years_are_a_second_file_and_what_stands_twice_counts_once(folder: Path) -> None:
    later = pd.DataFrame(
        {"quarter": ["1999Q1", "2000Q1"], "district": ["a", "a"], "y": [1.5, 3.0], "spf_gdp_q": 0.5}
    )
    later.to_csv(folder / "panel_1999_2000.csv", index=False)
    targets = text_panel.read(folder).targets.set_index(["unit", "period"])["y"]
    assert targets.to_dict() == {("a", "1999Q1"): 1.5, ("b", "1999Q1"): 2.0, ("a", "2000Q1"): 3.0}


def test_what_is_missing_is_said(folder: Path) -> None:
    (folder / "district_shares.csv").write_text("region,a,b\nX,1,0\n", encoding="utf-8")
    with pytest.raises(ContractError, match=r"district_shares.csv has no column state"):
        text_panel.read(folder)
    (folder / "panel_1999_1999.csv").unlink()
    with pytest.raises(ContractError, match=r"found no file panel_\*.csv; expected one or more"):
        text_panel.read(folder)
