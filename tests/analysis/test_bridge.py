"""Bridges: from an earlier growth to this one by parts, and from last year to the target."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu.analysis import bridge, pulls
from diaodu.periods import Period

THEN, Q1 = Period(2021, 12), Period(2022, 3)
EXPECTED = {"status": "expected", "source_id": "submission-1", "origin": "submitted"}
REPORTED = {"source_id": "submission-1", "origin": "submitted"}
WEIGHTS = {"a": 50.0, "b": 30.0, "c": 20.0}


def pulled(make, period, rates, weights=WEIGHTS, whole=None):
    rows = [(area, str(period), "iva", printed) for area, printed in rates.items()]
    rows += [("p", str(period), "iva", whole)] if whole else []
    return pulls.by_area(
        make.settled(*rows),
        weights=weights,
        areas=list(rates),
        province="p",
        indicator="iva",
        period=period,
    )


def steps(make, before, now, **rest):
    table = bridge.between(before, now, **rest)
    return make.rows(table, "kind", "part", "start", "end", "change", "absent")


def test_parts_lead_from_then_to_now_and_the_rest_is_a_step(make):
    """a: 2 → 4 points, b: 3 → 0; the whole 6 → 5.5, so 0.5 came from what no pull explains."""
    before = pulled(make, THEN, {"a": "4.0", "b": "10.0"}, whole="6.0")
    now = pulled(make, Q1, {"a": "8.0", "b": "0.0"}, whole="5.5")
    assert steps(make, before, now) == [
        ("before", None, 0.0, 6.0, None, None),
        ("part", "a", 6.0, 8.0, 2.0, None),
        ("part", "b", 8.0, 5.0, -3.0, None),
        ("rest", None, 5.0, 5.5, 0.5, None),
        ("now", None, 0.0, 5.5, None, None),
    ]


def test_a_part_that_lacks_a_figure_or_weight_is_named_and_left_to_the_rest(make):
    before = pulled(make, THEN, {"a": "4.0", "c": "1.0"}, whole="6.0")
    now = pulled(make, Q1, {"a": "4.0", "b": "5.0", "d": "9.0"}, whole="7.0")
    found = steps(make, before, now)
    assert [row[:2] + row[4:] for row in found if row[0] in ("part", "rest")] == [
        ("part", "a", 0.0, None),
        ("rest", None, 1.0, None),
        ("part", "b", None, "no_before"),
        ("part", "d", None, "no_weight"),
        ("part", "c", None, "no_figure"),
    ]


def test_small_changes_stand_together(make):
    rates = {"a": "4.0", "b": "10.0", "c": "1.0"}
    before = pulled(make, THEN, rates)
    now = pulled(make, Q1, {"a": "5.0", "b": "9.0", "c": "0.0"})
    table = bridge.between(before, now, most=2)
    assert make.rows(table, "kind", "part", "change", "count") == [
        ("before", None, None, 1),
        ("part", "a", 0.5, 1),
        ("others", None, -0.5, 2),
        ("rest", None, 0.0, 1),
        ("now", None, None, 1),
    ]


def test_without_wholes_there_are_changes_but_no_bridge(make):
    half = {"a": 50.0}
    before, now = pulled(make, THEN, {"a": "4.0"}, half), pulled(make, Q1, {"a": "6.0"}, half)
    assert steps(make, before, now) == [
        ("before", None, None, None, None, "no_total"),
        ("part", "a", None, None, 1.0, None),
        ("now", None, None, None, None, "no_total"),
    ]
    empty = pulled(make, Q1, {})
    assert [row[0] for row in steps(make, empty, empty)] == ["before", "now"]


def test_a_stated_whole_and_one_made_of_its_parts_make_no_bridge(make):
    rates = {"a": "4.0", "b": "10.0", "c": "1.0"}
    found = steps(make, pulled(make, THEN, rates), pulled(make, Q1, rates, whole="5.0"))
    assert {row[5] for row in found if row[0] in ("before", "now")} == {"mixed_totals"}
    assert all(row[0] != "rest" for row in found)


rates = st.lists(st.tuples(st.integers(-200, 200), st.integers(-200, 200)), min_size=1, max_size=6)


@settings(deadline=None, max_examples=25)  # contracts are checked each time
@given(rates, st.integers(1, 8))
def test_the_steps_lead_from_one_whole_to_the_other(make, both, most):
    then, here = (
        {f"a{n}": f"{pair[end] / 10:.1f}" for n, pair in enumerate(both)} for end in (0, 1)
    )
    weights = dict.fromkeys(then, 100 / len(both))
    before = pulled(make, THEN, then, weights, whole="3.0")
    now = pulled(make, Q1, here, weights, whole="4.5")
    table = bridge.between(before, now, most=most)
    moves = table[table["kind"].isin(["part", "others", "rest"])]
    assert 3.0 + moves["change"].sum() == pytest.approx(4.5)
    assert moves["end"].tolist()[:-1] == pytest.approx(moves["start"].tolist()[1:])
    assert len(moves) - 1 <= most


def along(make, *rows, targets=(), **rest):
    return bridge.along(
        make.settled(*rows),
        make.targets(*targets),
        area="a",
        indicator="iva",
        period=Q1,
        **rest,
    )


def test_from_last_year_through_the_year_to_the_target(make):
    table = along(
        make,
        ("a", "2021-12", "iva", "7.3"),
        ("a", "2022-02", "iva", "6.9", REPORTED),
        ("a", "2022-03", "iva", "3.9", EXPECTED),
        ("a", "2022-06", "iva", "9.9"),
        targets=[("a", 2022, "iva", 6.5)],
    )
    assert make.rows(table, "kind", "stage", "start", "end", "change", "absent") == [
        ("before", "actual", None, 7.3, None, None),
        ("point", "reported", 7.3, 6.9, -0.4, None),
        ("now", "expected", 6.9, 3.9, -3.0, None),
        ("target", "expected", 3.9, 6.5, 2.6, None),
    ]


def test_what_is_missing_is_said_and_bridged_over(make):
    table = along(make, ("a", "2022-02", "iva", "6.9", REPORTED))
    assert make.rows(table, "kind", "end", "change", "absent") == [
        ("before", None, None, "no_before"),
        ("point", 6.9, None, None),
        ("now", None, None, "no_figure"),
        ("target", None, None, "no_target"),
    ]
    only_target = along(make, targets=[("a", 2022, "iva", 6.5)])
    assert make.rows(only_target, "absent") == [("no_before",), ("no_figure",), (None,)]


def test_a_published_figure_goes_before_a_sent_one(make):
    table = along(make, ("a", "2021-12", "iva", "7.0", EXPECTED), ("a", "2021-12", "iva", "7.3"))
    assert make.rows(table, "end", "stage")[0] == (7.3, "actual")


def test_levels_make_no_bridge(make):
    table = along(make, ("a", "2022-03", "iva", "390", {"unit": "100m_yuan"}), stage="actual")
    assert make.rows(table, "end", "absent")[1] == (None, "no_figure")
