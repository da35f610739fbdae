"""`diaodu learn` on a made-up province: corrections are counted, faulty ones are said."""

from __future__ import annotations

import pandas as pd
import pytest

import province
from diaodu import labels
from diaodu.batch import learning
from diaodu.cli import main
from diaodu.errors import ParameterError


def test_a_folder_is_its_last_quarter(tmp_path) -> None:
    for name in ("areas.yml", "2021Q4.yml", "2022Q1.yml"):
        (tmp_path / name).touch()
    assert learning.quarter_file(tmp_path).name == "2022Q1.yml"
    assert learning.quarter_file(tmp_path / "2021Q4.yml").name == "2021Q4.yml"


def test_a_folder_without_a_quarter_is_said(tmp_path) -> None:
    (tmp_path / "areas.yml").touch()
    with pytest.raises(ParameterError, match=r"found no quarter's file"):
        learning.quarter_file(tmp_path)


def test_learn_counts_corrections_and_says_what_is_wrong(tmp_path, capsys) -> None:
    province.build(tmp_path)
    run = province.run(tmp_path)
    taxonomy = run.catalog.taxonomy
    row = {
        **{"note_id": "n1", "area": "jiazhou", "period": "2022-03", "text": "本县特有的说法"},
        **{"category": "labour", "direction": "unfavourable", "severity": "medium"},
        "decided_by": "王",
    }
    path = labels.save(run.raw, pd.DataFrame([row]), taxonomy)
    with path.open("a", encoding="utf-8") as handle:
        handle.write("n2,jiazhou,2022-03,限电,weather,,,unfavourable,low,王,\n")
    assert main(["learn", str(tmp_path / "params" / province.PROVINCE), "--lang", "en"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("labels.csv, line 3, category: found 'weather', expected one of:")
    assert said[1] == "Accuracy by cross-validation: before the corrections → after (labels)"
    known = len(labels.base(run.root, taxonomy))
    assert said[2].startswith("  category (all): ")
    assert said[2].endswith(f"({known + 1})")
    assert len(said) == 2 + 3 + len(taxonomy.categories)
