from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu import catalog
from diaodu.analysis import signals
from diaodu.analysis.signals.tone import Lists, counted
from diaodu.errors import ContractError
from tone_words import words

LISTS = Lists(words())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales rose and orders fell", (1, 1)),
        ("Sales have not increased", (0, 1)),
        ("No mill was closed in March and April; sales increased", (1, 0)),  # another clause
        ("Layoffs declined", (1, 0)),
        ("There were layoffs", (0, 1)),
        ("Unemployment rose", (0, 1)),
        ("Unemployment did not rise", (0, 0)),  # "rise" is not on the short list
        ("Roses were sold", (0, 0)),  # a whole word, not its beginning
        ("产值增长，订单回落", (1, 1)),
        ("订单未回升", (0, 1)),
        ("没有停产", (1, 0)),
        ("失业下降", (1, 0)),
        ("", (0, 0)),
        ("12345", (0, 0)),
        ("😀<b>rose</b>", (1, 0)),
        ("extraordinary " * 500, (0, 0)),
    ],
)
def test_words_are_counted_with_what_turns_them_round(text: str, expected: tuple[int, int]) -> None:
    assert counted(text, LISTS) == expected


@given(st.lists(st.sampled_from(["sales rose", "sales fell", "not weak", "产值增长", "x"])))
def test_the_count_of_clauses_is_the_sum_of_their_counts(clauses: list[str]) -> None:
    each = [counted(clause, LISTS) for clause in clauses]
    whole = counted("; ".join(clauses), LISTS)
    assert whole == (sum(up for up, _ in each), sum(down for _, down in each))


def _notes(*tones: str, area: str = "x", first: str = "2020Q1") -> pd.DataFrame:
    """One note a quarter: `+` rose, `-` fell, `0` nothing of the lists, a blank no note."""
    text = {"+": "rose", "-": "fell", "0": "nothing"}
    periods = pd.period_range(first, periods=len(tones[0]), freq="Q")
    rows = [
        (area, str(period), " ".join(text[c] for c in tone[i].split()))
        for tone in tones
        for i, period in enumerate(periods)
        if tone[i].strip()
    ]
    return pd.DataFrame(rows, columns=["area", "period", "text"])


def test_tone_is_told_relative_to_the_areas_own_last_quarters() -> None:
    found = signals.tone(_notes("++--+"), words(), window=4, least=4)
    row = found.iloc[-1]
    assert (row["tone"], row["usual"], row["relative"]) == (1.0, 0.0, 1.0)
    assert (row["up"], row["down"], row["earlier"]) == (1, 0, 4)
    assert pd.isna(row["reason"])


def test_two_areas_of_another_level_have_the_same_relative_tone() -> None:
    cheerful = pd.DataFrame(
        [("p", f"2020Q{q}", "rose " * 3 + "fell" * (q < 4)) for q in range(1, 5)],
        columns=["area", "period", "text"],
    )
    gloomy = cheerful.assign(area="q", text=["fell fell fell rose"] * 3 + ["fell rose"])
    found = signals.tone(pd.concat([cheerful, gloomy]), words(), least=3)
    last = found[found["period"] == "2020Q4"].set_index("area")["relative"]
    assert last.to_dict() == {"p": 0.5, "q": 0.5}


def test_too_few_earlier_quarters_is_no_tone_with_a_reason() -> None:
    found = signals.tone(_notes("+++"), words(), least=3)
    assert found["reason"].tolist() == ["few_earlier"] * 3
    assert found["relative"].isna().all()
    assert found["earlier"].tolist() == [0, 1, 2]


def test_a_quarter_without_any_listed_word_has_no_tone_and_is_no_earlier_one() -> None:
    found = signals.tone(_notes("+0+-"), words(), least=2).set_index("period")
    assert found.loc["2020Q2", "reason"] == "no_words"
    assert math.isnan(found.loc["2020Q2", "tone"])
    assert found.loc["2020Q4", "earlier"] == 2
    assert found.loc["2020Q4", "relative"] == -2.0


def test_quarters_without_notes_are_passed_over_but_age_the_window() -> None:
    found = signals.tone(_notes("+ - "), words(), window=1, least=1).set_index("period")
    assert found.index.tolist() == ["2020Q1", "2020Q3"]
    assert found.loc["2020Q3", "reason"] == "few_earlier"


def test_missing_texts_are_no_texts_and_months_name_their_quarter() -> None:
    notes = pd.DataFrame({"area": ["x"] * 2, "period": ["2020-03"] * 2, "text": ["rose", None]})
    found = signals.tone(notes, words())
    assert found[["area", "period", "up"]].to_numpy().tolist() == [["x", "2020-03", 1]]


def test_no_notes_are_no_rows_and_wrong_frames_are_refused() -> None:
    none = pd.DataFrame({"area": [], "period": [], "text": []}, dtype=str)
    assert signals.tone(none, words()).empty
    with pytest.raises(ContractError, match="notes: found no column text"):
        signals.tone(none.drop(columns="text"), words())
    with pytest.raises(ContractError, match="expected quarters such as 2022Q1"):
        signals.tone(pd.DataFrame({"area": ["x"], "period": ["soon"], "text": ["rose"]}), words())


def test_the_lists_that_ship_tell_better_from_worse_in_both_languages(root: Path) -> None:
    lists = Lists(catalog.load_tone(root))
    for better, worse in [
        ("Orders have picked up", "Orders have weakened considerably"),
        ("Bankruptcies declined", "Bankruptcies increased"),
        ("订单回升，生产稳定", "订单下滑，部分产线停产"),
        ("库存下降", "库存增加"),
        ("原料供应不再紧张", "原料供应紧张"),
    ]:
        up, down = counted(better, lists)
        assert up > down, better
        up, down = counted(worse, lists)
        assert up < down, worse
