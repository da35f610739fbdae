"""Which of several sources is shown first, and that no other is lost."""

from collections import defaultdict

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu import contracts
from diaodu.analysis.consistency import settle, settle_targets
from diaodu.errors import ContractError

GDP = {"unit": "100m_yuan"}


def test_two_printed_values_are_both_kept(make):
    """Cangzhou's output of 2021 as two pages print it."""
    found = make.settled(
        ("cangzhou", "2021-12", "gdp_level", "4163.4", {"source_id": "reprint-1", **GDP}),
        ("cangzhou", "2021-12", "gdp_level", "4163", {"source_id": "press-1", **GDP}),
    )
    assert make.rows(found, "value", "printed", "source_ids", "others") == [
        (4163.0, "4163", ("press-1",), ((4163.4, "4163.4", ("reprint-1",)),)),
    ]


def test_settled_rows_are_sorted_and_complete(make):
    found = make.settled(
        ("b", "2022-03", "iva", "6.3", {"industry": "steel", "base_weight": 41.5}),
        ("b", "2022-03", "iva", "6.3"),
        ("a", "2022-05", "iva", "8.3", {"span": "month", "source_id": "press-2"}),
        ("a", "2022-05", "iva", "7.6", {"remark_zh": "快报", "remark_en": "flash"}),
        ("a", "2022-03", "iva", "11.1", {"status": "expected"}),
    )
    expected = pd.DataFrame(
        {
            "area": ["a", "a", "a", "b", "b"],
            "industry": [None, None, None, "steel", None],
            "indicator": ["iva"] * 5,
            "period": ["2022-03", "2022-05", "2022-05", "2022-03", "2022-03"],
            "span": ["ytd", "month", "ytd", "ytd", "ytd"],
            "stage": ["expected", "actual", "actual", "actual", "actual"],
            "value": [11.1, 8.3, 7.6, 6.3, 6.3],
            "printed": ["11.1", "8.3", "7.6", "6.3", "6.3"],
            "unit": ["percent"] * 5,
            "base_weight": [None, None, None, 41.5, None],
            "status": ["expected", *["published"] * 4],
            "derived": [False] * 5,
            "derivation": [None] * 5,
            "remark_zh": [None, None, "快报", None, None],
            "remark_en": [None, None, "flash", None, None],
            "source_ids": [("press-1",), ("press-2",), *[("press-1",)] * 3],
            "others": [()] * 5,
        }
    ).astype(dict.fromkeys(["derivation", "remark_zh", "remark_en", "industry"], "str"))
    pd.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"status": "flash"}, {"derivation": "6.1-0.5"}, id="stated before derived"),
        pytest.param({"status": "revised", "source_id": "reprint-1"}, {}, id="revised first"),
        pytest.param({"source_id": "reprint-1"}, {"status": "flash"}, id="flash last"),
        pytest.param({"source_id": "official-1"}, {"printed": "6.20"}, id="official before press"),
        pytest.param({"source_id": "press-9"}, {"source_id": "reprint-1"}, id="press first"),
        pytest.param({"printed": "6.10"}, {}, id="more decimals first"),
    ],
)
@pytest.mark.parametrize("in_file_first", ["preferred", "other"])
def test_preference(make, first, second, in_file_first):
    pair = [("a", "2022-03", "iva", "6.1", first), ("a", "2022-03", "iva", "6.2", second)]
    found = make.settled(*(pair if in_file_first == "preferred" else reversed(pair)))
    assert found["value"].tolist() == [6.1]
    assert [other[0] for other in found.loc[0, "others"]] == [6.2]


def test_what_is_sent_and_what_is_published_are_two_stages(make):
    found = make.settled(
        ("a", "2022-03", "iva", "6.1", {"source_id": "submission-1", "status": "flash"}),
        ("a", "2022-03", "iva", "6.2"),
        ("a", "2022-03", "iva", "6.3", {"source_id": "submission-1", "status": "expected"}),
    )
    assert make.rows(found, "stage", "value", "others") == [
        ("actual", 6.2, ()),
        ("expected", 6.3, ()),
        ("reported", 6.1, ()),
    ]


def test_equal_in_all_the_first_in_the_table_is_shown(make):
    one, two = ("a", "2022-03", "iva", "6.1"), ("a", "2022-03", "iva", "6.2")
    assert make.settled(one, two)["value"].tolist() == [6.1]
    assert make.settled(two, one)["value"].tolist() == [6.2]


def test_same_value_in_other_decimals_is_no_difference(make):
    found = make.settled(
        ("baoding", "2021-07", "iva", "26", {"source_id": "press-1"}),
        ("baoding", "2021-07", "iva", "26.0", {"source_id": "press-2"}),
    )
    assert make.rows(found, "printed", "source_ids", "others") == [
        ("26.0", ("press-2", "press-1"), ())
    ]


def test_agreeing_sources_are_listed_best_first_and_once(make):
    found = make.settled(
        *[
            ("shijiazhuang", "2022-03", "gdp_growth", "10.1", {"source_id": source})
            for source in ("press-1", "reprint-1", "press-2", "official-1", "press-1")
        ]
    )
    listed = dict.fromkeys(found.loc[0, "source_ids"])  # press-1 states it in two places
    assert tuple(listed) == ("official-1", "press-1", "press-2", "reprint-1")


def test_a_derived_figure_that_agrees_leaves_the_stated_one_stated(make):
    found = make.settled(
        ("a", "2022-03", "iva", "6.7", {"derivation": "26-19.3", "source_id": "official-1"}),
        ("a", "2022-03", "iva", "6.7", {"source_id": "reprint-1"}),
    )
    assert make.rows(found, "derived", "derivation", "source_ids") == [
        (False, None, ("reprint-1", "official-1"))
    ]


def test_only_a_derived_figure(make):
    found = make.settled(("a", "2022-05", "iva", "5.6", {"derivation": "6.1-0.5"}))
    assert make.rows(found, "value", "derived", "derivation") == [(5.6, True, "6.1-0.5")]


def test_weight_of_the_source_that_gives_one(make):
    found = make.settled(
        ("a", "2022-03", "iva", "5.0", {"industry": "m", "source_id": "official-1"}),
        ("a", "2022-03", "iva", "5.0", {"industry": "m", "base_weight": 56.2}),
        ("a", "2022-03", "iva", "5.1", {"industry": "m", "base_weight": 60.0}),
    )
    assert make.rows(found, "value", "base_weight") == [(5.0, 56.2)]


def test_a_rate_and_a_level_under_one_name_stop(make):
    table = make.indicators(
        ("a", "2022-03", "gdp", "5.2"), ("b", "2022-03", "gdp", "9559.8", {"unit": "100m_yuan"})
    )
    with pytest.raises(ContractError, match="found gdp in 100m_yuan, percent; expected one unit"):
        settle(table, make.sources(table))


def test_a_source_that_nobody_described_stops(make):
    table = make.indicators(("a", "2022-03", "iva", "5.2", {"source_id": "press-7"}))
    with pytest.raises(ContractError, match="column source_id: found press-7"):
        settle(table, contracts.empty("sources"))


def test_nothing_settles_to_nothing(make):
    found = settle(contracts.empty("indicators"), contracts.empty("sources"))
    assert found.empty
    assert found.dtypes.equals(make.settled(("a", "2022-03", "iva", "1")).dtypes)


SOURCES = ["official-1", "press-1", "press-2", "reprint-1"]
statements = st.tuples(
    st.sampled_from("ab"),
    st.sampled_from(["2022-03", "2022-06"]),
    st.just("iva"),
    st.sampled_from(["1", "1.0", "1.5", "-2.0"]),
    st.fixed_dictionaries(
        {
            "source_id": st.sampled_from(SOURCES),
            "status": st.sampled_from(["expected", "flash", "published", "revised"]),
        }
    ),
)


def statements_of(frame: pd.DataFrame) -> dict[tuple[str, ...], list[tuple[float, str]]]:
    found = defaultdict(list)
    for row in frame.to_dict("records"):
        key = (row["area"], row["period"], row["stage"])
        stating = [(row["value"], row["source_ids"])]
        stating += [(value, ids) for value, _, ids in row["others"]]
        found[key] += [(value, str(at), at.locator) for value, ids in stating for at in ids]
    return found


@settings(deadline=None, max_examples=20)
@given(st.lists(statements, max_size=12), st.randoms(use_true_random=False))
def test_every_statement_is_kept_once_in_any_order(make, stated, random):
    expected = defaultdict(set)
    for area, period, _, printed, rest in stated:
        stage = "expected" if rest["status"] == "expected" else "actual"
        expected[area, period, stage].add((float(printed), rest["source_id"]))
    for _ in range(2):
        found = statements_of(make.settled(*stated))
        pairs_of = {key: {(v, source) for v, source, _ in said} for key, said in found.items()}
        assert pairs_of == expected
        assert all(len(said) == len(set(said)) for said in found.values())
        random.shuffle(stated)


@settings(deadline=None, max_examples=20)
@given(st.lists(statements, max_size=12), st.randoms(use_true_random=False))
def test_rows_of_other_figures_do_not_matter(make, stated, random):
    """Rows may move past rows of other figures; only the order within one figure can count."""
    moved = sorted(stated, key=lambda row: row[:2], reverse=random.random() < 0.5)
    pd.testing.assert_frame_equal(make.settled(*moved), make.settled(*stated))


def test_targets_that_agree_and_targets_that_differ(make):
    at_least = {"wording": "at_least", "low": 5.5}
    found = settle_targets(
        make.targets(
            ("p", 2022, "iva", 6.0, {"source_id": "press-3", "derivation": "7.9-1.9"}),
            ("p", 2022, "iva", 5.5, {"source_id": "press-1", **at_least}),
            ("p", 2022, "iva", 5.5, {"source_id": "reprint-1", **at_least}),
            ("p", 2022, "iva", 5.5, {"source_id": "press-2", "wording": "exact"}),
            ("p", 2021, "iva", 4.0),
            ("c", 2022, "iva", 8.0, {"derivation": "9-1"}),
        ),
        2022,
    )
    assert make.rows(found, "area", "value", "low", "wording", "derived", "source_ids") == [
        ("c", 8.0, None, "about", True, ("press-1",)),
        ("p", 5.5, 5.5, "at_least", False, ("press-1", "reprint-1")),
    ]
    assert found["others"].tolist() == [
        (),
        ((5.5, None, None, "exact", ("press-2",)), (6.0, None, None, "about", ("press-3",))),
    ]
