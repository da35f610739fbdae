"""Words, negation and tone, worked by hand."""

from __future__ import annotations

import pytest

from diaodu.analysis.reading.lexicon import OVER
from diaodu.analysis.reading.matching import Hit, Matcher
from diaodu.analysis.reading.text import NoteText


def test_of_overlapping_words_of_a_list_the_longest_counts() -> None:
    found = Matcher({"a": ("电价", "电"), "b": ("价格",)}, "zh").find("电价格")
    assert found == {"a": [Hit("电价", 0, 2)], "b": [Hit("价格", 1, 3)]}


def test_english_words_are_whole_and_a_star_takes_any_ending() -> None:
    matcher = Matcher({"a": ("decreas*", "order", "no longer")}, "en")
    found = matcher.find("orders decreasing, border no  longer closed")
    assert [hit.word for hit in found["a"]] == ["orders", "decreasing", "no  longer"]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("拉闸", 1.0),
        ("不再拉闸", OVER),
        ("拉闸缓解", OVER),
        ("拉闸未缓解", 1.0),  # the negation is itself denied
        ("订单增加,拉闸", 1.0),
    ],
)
def test_a_negated_word_counts_less(reader, text, score) -> None:
    at = reader.lexicon.categories.index("energy")
    assert reader.lexicon.subjects(NoteText.of(text))[at] == pytest.approx(score)


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [("成本下降", 1, 0), ("成本上涨", 0, 1), ("订单下降", 0, 1), ("订单增加", 1, 0)],
)
def test_more_is_good_or_bad_by_what_it_is_of(reader, text, good, bad) -> None:
    tone = reader.lexicon.tone(NoteText.of(text))
    assert (tone.paired_good, tone.paired_bad) == (good, bad)
