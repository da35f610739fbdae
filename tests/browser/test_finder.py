"""The search box and the filters of the index, used from the keyboard in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.check import find, lacking
from diaodu.publish.index import render
from publish import sample
from publish.test_index import ENTRIES, LIT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(lacking()), reason=lacking() or "nothing is lacking"),
]
EVERY = [entry.label for entry in ENTRIES]


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("index") / "index.html"
    path.write_text(render(sample.run(), ENTRIES, topics=LIT), encoding="utf-8")
    return path


def test_words_find_names_leaders_headlines_and_problems(index) -> None:
    typed = [{"tabTo": "find"}]
    for words in ("临江市", "LINJIANG 6.2%", "某领导", "翡翠", "没有这样的字"):
        typed += [{"press": "Control+A"}, {"type": words}]
    states = find(index, typed)
    assert states[0]["entries"] == EVERY and states[0]["hits"] == "共5份"
    assert states[0]["focus"] == "find" and states[0]["outline"] == "solid"
    assert states[0]["role"] == "status"
    found = states[2::2]
    assert [state["entries"] for state in found] == [
        ["linjiang"],
        ["linjiang"],
        ["briefing"],
        ["linjiang"],
        [],
    ]
    assert found[3]["mentions"] == ["问题和企业：翡翠玻璃厂停产"]
    assert found[2]["groups"] == ["包联领导"] and found[4]["groups"] == []
    assert found[0]["hits"] == "符合条件的1份，共5份"
    assert found[4]["hits"] == "没有符合条件的报告"


def test_filters_go_together_and_the_button_clears_them(index) -> None:
    states = find(
        index,
        [
            {"choose": ["by-light", "light-red"]},
            {"choose": ["by-kind", "kind-city"]},
            {"choose": ["by-missing", "missing-report"]},
            {"tabTo": "reset"},
            {"press": "Enter"},
            {"choose": ["by-flag", "flag-expected_below_target"]},
        ],
    )
    found = [state["entries"] for state in states]
    assert found[:3] == [["linjiang", "briefing"], ["linjiang"], []]
    assert found[4] == EVERY and states[4]["focus"] == "find"
    assert found[5] == ["linjiang"]
    assert states[2]["mentions"] == []
