"""How much two texts say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.analysis.wording import LEAST, Wording, plain

FORM = "钢铁企业公转铁运力不足，曹妃甸、乐亭集疏港铁路请车满足率仅65%。"
REPORT = "运输端，集疏港铁路请车满足率只有65%。"
OTHER = "沿海企业新招大学生留不住，去年招录的80人已流失31人。"


def test_a_shortened_text_is_found_in_the_long_one_and_no_other_is() -> None:
    found = Wording([FORM, REPORT, OTHER]).likeness([1], [0, 2])[0]
    assert found[0] > 0.5
    assert found[1] < 0.1


def test_a_text_that_stands_in_another_as_a_whole_is_wholly_alike() -> None:
    part = "集疏港铁路请车满足率仅65%"
    assert Wording([FORM, part]).likeness([0], [1])[0, 0] == pytest.approx(1.0)


def test_rare_words_count_more_than_those_that_all_texts_share() -> None:
    """Two texts share one half each: what every text has weighs less than what two have."""
    common, rare = "企业反映资金紧张", "光刻胶到货周期拉长"
    texts = [common + "甲乙丙丁", common + "戊己庚辛", rare + "子丑寅卯", rare + "辰巳午未"]
    wording = Wording([*texts, *(f"{common}{n}号" for n in range(20))])
    assert wording.likeness([2], [3])[0, 0] > wording.likeness([0], [1])[0, 0]


def test_punctuation_width_and_case_do_not_count() -> None:
    assert plain("ＣＯ２ 超标，12％!") == plain("co2超标12%") == "co2超标12"
    assert Wording(["短缺260人", "短缺，２６０ 人"]).likeness([0], [1])[0, 0] == 1.0


def test_a_short_text_is_only_like_itself() -> None:
    short = "涨价"
    assert len(short) < LEAST
    found = Wording([short, f"{short}了三成左右的原材料", short]).likeness([0], [1, 2])[0]
    assert list(found) == [0.0, 1.0]


@pytest.mark.parametrize("texts", [["", ""], ["😀", "！？"], ["，。", "123456"]])
def test_texts_without_words_are_like_nothing(texts) -> None:
    assert Wording(texts).likeness([0], [1])[0, 0] == 0.0


def test_no_texts_at_all() -> None:
    assert Wording([]).likeness([], []).shape == (0, 0)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_likeness_is_mutual_and_within_bounds(texts) -> None:
    everything = range(len(texts))
    found = Wording(texts).likeness(everything, everything)
    assert ((found >= 0) & (found <= 1)).all()
    assert found == pytest.approx(found.T)
    assert all(found[n, n] == pytest.approx(1.0) for n in everything if plain(texts[n]))
