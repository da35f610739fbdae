"""Cross-validation before and after corrections, on a small set that can be told in the head."""

from __future__ import annotations

import pandas as pd
import pytest

from diaodu.analysis.reading import learning

KINDS = {"energy": "停电 限电 电价 拉闸", "labour": "招工 缺工 工资 用工"}


@pytest.fixture(scope="module")
def base() -> pd.DataFrame:
    rows = []
    for category, words in KINDS.items():
        for number, (one, two) in enumerate((a, b) for a in words.split() for b in words.split()):
            good = number % 2
            rows.append(
                {
                    "text": f"{one}{two}" + ("恢复正常" if good else "影响生产"),
                    "category": category,
                    "direction": ("unfavourable", "favourable")[good],
                    "severity": ("medium", "low")[good],
                }
            )
    return pd.DataFrame(rows).astype("str")


def test_without_corrections_nothing_changes(reader, base) -> None:
    found = learning.accuracy(base, base[:0], lexicon=reader.lexicon, words=reader.cutter)
    assert found["name"].tolist() == ["all", "all", "all", "energy", "labour"]
    assert found["labels"].tolist() == [32, 32, 32, 16, 16]
    assert found["before"].tolist() == found["after"].tolist()
    assert found["before"].iloc[0] > 0.9


def test_corrections_teach_a_use_of_words_that_the_base_does_not_have(reader, base) -> None:
    """Here 招工 means energy in a dialect of our own: only corrections can teach that."""
    own = pd.DataFrame(
        {
            "text": [f"招工甲{at}号" for at in range(20)],
            **{"category": "energy", "direction": "unfavourable", "severity": "medium"},
        }
    ).astype("str")
    found = learning.accuracy(base, own, lexicon=reader.lexicon, words=reader.cutter)
    energy = found.set_index("name").loc["energy"]
    assert energy["labels"] == 36
    assert energy["after"] > energy["before"] + 0.3


def test_of_one_text_the_correction_counts(reader, base) -> None:
    own = base[:2].assign(category="labour")
    found = learning.accuracy(base, own, lexicon=reader.lexicon, words=reader.cutter)
    assert found.set_index("name")["labels"][["energy", "labour"]].tolist() == [14, 18]
