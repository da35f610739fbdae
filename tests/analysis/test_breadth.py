"""How many industries, or areas, grow, and what is unknown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu.analysis import breadth
from diaodu.periods import Period

Q1 = Period(2022, 3)
COLUMNS = ("parts", "known", "growing", "level", "falling", "share", "absent")


def of_industries(make, rates, industries="abcd"):
    rows = [("p", "2022-03", "iva", printed, {"industry": key}) for key, printed in rates.items()]
    return breadth.of_industries(
        make.settled(*rows), area="p", indicator="iva", period=Q1, industries=list(industries)
    )


def test_the_share_is_of_the_known_and_the_unknown_are_named(make):
    """Two of three grow: 66.7 %. Of all four between 50 and 75 %, whatever d does."""
    table = of_industries(make, {"a": "5.0", "b": "-1.0", "c": "0.1", "elsewhere": "9.0"})
    assert make.rows(table, *COLUMNS) == [(4, 3, 2, 0, 1, 200 / 3, None)]
    assert make.rows(table, "unknown", "lowest_share", "highest_share") == [(("d",), 50.0, 75.0)]


def test_level_is_not_growing(make):
    assert make.rows(of_industries(make, {"a": "0.0"}), *COLUMNS) == [(4, 1, 0, 1, 0, 0.0, None)]


def test_nothing_known(make):
    assert make.rows(of_industries(make, {}), *COLUMNS) == [(4, 0, 0, 0, 0, None, "no_industries")]
    assert make.rows(of_industries(make, {}, ""), "parts", "share") == [(0, None)]


def test_areas(make):
    settled = make.settled(("x", "2022-03", "iva", "-3.6"), ("y", "2022-03", "iva", "6.8"))
    table = breadth.of_areas(settled, areas=["x", "y", "z"], indicator="iva", period=Q1)
    assert make.rows(table, "share", "unknown", "absent") == [(50.0, ("z",), None)]
    later = breadth.of_areas(settled, areas=["x"], indicator="iva", period=Period(2022, 6))
    assert make.rows(later, "share", "absent") == [(None, "no_figure")]


@settings(deadline=None, max_examples=25)  # contracts are checked each time
@given(st.dictionaries(st.sampled_from("abcd"), st.integers(-50, 50), min_size=1))
def test_the_share_of_all_lies_between_its_bounds(make, rates):
    row = of_industries(make, {key: f"{rate / 10:.1f}" for key, rate in rates.items()}).iloc[0]
    assert row["growing"] + row["level"] + row["falling"] + len(row["unknown"]) == row["parts"]
    assert row["lowest_share"] <= row["highest_share"]
    if row["known"] == row["parts"]:
        assert row["lowest_share"] == row["share"] == row["highest_share"]
