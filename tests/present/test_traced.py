"""Figures that know their row, and texts that remember their figure."""

import pickle

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu import places, store
from diaodu.messages import catalogue
from diaodu.present import entries, panel
from diaodu.present.page import Html, Page, each, safe
from diaodu.present.quantities import quantity_of
from diaodu.present.traced import CLOSE, OPEN, Traced, linked, marked, plain

ROW = {
    "area": "jiazhou",
    "indicator": "industrial_value_added_growth",
    "period": "2022-03",
    "value": 5.3,
    "printed": "5.30",
    "source_ids": (places.Place("form", "主要指标!F5"),),
    "previous_value": 5.8,
    "previous_printed": "5.8",
    "previous_period": "2021-12",
    "previous_source_ids": (places.Place("press", "indicators.csv!row 7"),),
    "change": -0.5,
    "rank": 3,
    "derived": False,
}


@pytest.fixture
def shown(page) -> Page:
    return page()


def _row(**other):
    return next(each(pd.DataFrame([{**ROW, **other}])))


def _entry(page: Page, text: str) -> entries.Entry:
    """The entry that the one marked figure of a text leads to."""
    number = int(linked(text).split('"')[1].removeprefix("#v"))
    return {n: entry for entry, n in page.entries.items()}[number]


def test_a_figure_of_a_row_is_a_number_as_before() -> None:
    row = _row()
    assert row.value == 5.3
    assert row.value - row.previous_value == 5.3 - 5.8
    assert abs(row.change) == 0.5
    assert sorted([row.previous_value, row.value]) == [5.3, 5.8]
    assert not isinstance(row.value + 1, Traced)
    assert not isinstance(row.value / row.previous_value, Traced)


def test_in_another_unit_it_is_the_same_figure(shown) -> None:
    row = _row()
    for same in (row.value / 1e4, 100 * row.value, abs(row.value), -row.value, round(row.value, 1)):
        assert isinstance(same, Traced)
        assert _entry(shown, shown.number(same, 4)).places == (("form", "主要指标!F5"),)


def test_what_is_no_figure_stays_as_it_is() -> None:
    row = _row(value=float("nan"), unknown_column=3.0)
    assert row.derived is False or not isinstance(row.derived, Traced)
    assert not isinstance(row.value, Traced)
    assert not isinstance(row.unknown_column, Traced)
    assert row.area == "jiazhou"


def test_a_taken_figure_leads_to_its_cell(shown) -> None:
    entry = _entry(shown, shown.figure(_row().value, "5.30"))
    assert (entry.text, entry.places, entry.inputs) == ("5.30", (("form", "主要指标!F5"),), ())
    assert entry.name == "trace.any.value"


def test_a_worked_out_figure_leads_to_its_inputs_and_these_to_their_cells(shown) -> None:
    entry = _entry(shown, shown.number(_row().change, 1, sign=True))
    assert entry.text == "-0.5"
    assert entry.how == "trace.any.change.how"
    by_number = {number: each for each, number in shown.entries.items()}
    inputs = [by_number[number] for number in entry.inputs]
    assert [(each.text, each.places[0][1]) for each in inputs] == [
        ("5.30", "主要指标!F5"),
        ("5.8", "indicators.csv!row 7"),
    ]


def test_the_same_figure_has_one_entry_and_a_count_in_a_sentence_has_one(shown) -> None:
    assert shown.number(_row().value) == shown.number(_row().value)
    assert len(shown.entries) == 1
    assert OPEN in shown.say("prose.rank", rank=_row().rank, ranked=14)


@given(st.text(alphabet="甲5.-% <&>", max_size=12), st.integers(1, 10**6))
def test_marks_vanish_from_text_and_become_links_in_markup(text, number) -> None:
    shown = f"前{marked(text, number)}后"
    assert plain(shown) == f"前{text}后"
    assert linked(shown) == f'前<a href="#v{number}">{text}</a>后'


def test_marks_in_the_wrong_order_leave_nothing_behind() -> None:
    for broken in (f"{OPEN}5", f"5{CLOSE}", f"{CLOSE}{OPEN}", marked("5", 12)[:-1]):
        assert not any(0xE000 <= ord(c) <= 0xF8FF for c in linked(broken) + plain(broken))


def test_a_text_of_a_file_cannot_pass_for_a_figure(shown) -> None:
    """A name with the very marks of figure 1 in it stays a name."""
    forged = f"某厂{marked('9.9', 1)}"
    name = _row(name=forged).name
    assert name == "某厂9.9"
    assert Html(safe(name))._repr_html_() == "某厂9.9"
    assert _entry(shown, shown.number(_row(name=forged).value)).about[-2] == "某厂9.9"


def test_markup_without_links_is_there_for_whoever_wants_it(shown) -> None:
    shown = Html(shown.number(_row().value))
    assert shown.markup == "5.3"
    assert shown._repr_html_() == '<a href="#v1">5.3</a>'


def test_a_place_is_its_source_and_survives_a_copy() -> None:
    place = pickle.loads(pickle.dumps(places.Place("form", "A1")))
    assert place == "form"
    assert place.locator == "A1"
    rows = [{"source_id": "form", "locator": cell} for cell in ("A1", "A2", "A1")]
    assert [p.locator for p in places.of_rows(rows)] == ["A1", "A2"]


def test_two_places_of_one_source_are_cited_once(shown) -> None:
    assert shown.cite(places.union(("a",), (places.Place("a", "A1"), "b"))).count("href") == 2


def test_no_text_can_end_the_data_block(shown) -> None:
    hostile = "</script><script>alert(1)</script>\u202e<!--"
    shown.number(_row(name=hostile).value)
    markup = panel.panel(shown, store.load(shown.run))._repr_html_()
    (data,) = panel.unpacked(markup)
    assert markup.count("<script") == markup.count("</script>") == 1
    assert hostile.replace("\u202e", "\ufffd") in data["texts"]
    assert hostile.replace("\u202e", "\ufffd") in panel.texts_in(markup)
    text, what, *_ = (column[0] for column in data["figures"])
    assert text == "5.3"
    assert data["texts"][what[-1]] == catalogue()["trace.any.value"]["zh"]


def test_a_page_without_a_panel_has_none_and_a_broken_one_is_told() -> None:
    assert panel.unpacked("<p>5.3</p>") == []
    assert panel.texts_in("<p>5.3</p>") == []
    with pytest.raises(ValueError, match="panel"):
        panel.unpacked(f'<script type="application/json" id="{panel.ID}">"AAAA"</script>')


def test_every_name_of_a_figure_is_a_column_of_some_frame(root) -> None:
    named = [
        k.split(".")[2] for k in catalogue() if k.startswith("trace.any.") and k.count(".") == 2
    ]
    files = [
        *(root / "src/diaodu").glob("analysis/**/*.py"),
        *(root / "src/diaodu").glob("present/*.py"),
        *(root / "src/diaodu/contracts").glob("*.py"),
    ]
    written = "".join(path.read_text(encoding="utf-8") for path in files)
    assert [
        name for name in named if f'"{name}"' not in written and f"{name}=" not in written
    ] == []
    assert all(quantity_of("any", name) for name in named)
