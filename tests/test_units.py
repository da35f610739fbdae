"""Units: money is converted into money, power into power, and nothing into anything else."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.messages import LANGS, say
from diaodu.units import ENERGY_IN_KWH, MONEY_IN_YUAN, UNITS, convert

DIMENSIONS = (set(MONEY_IN_YUAN), set(ENERGY_IN_KWH))


@pytest.mark.parametrize(
    ("value", "unit", "into", "expected"),
    [
        (1.0, "100m_yuan", "10k_yuan", 10_000.0),
        (4163.4, "100m_yuan", "million_yuan", 416_340.0),
        (25_000.0, "10k_yuan", "100m_yuan", 2.5),
        (-3.0, "million_yuan", "yuan", -3_000_000.0),
        (5.8, "percent", "percent", 5.8),
        (1.2, "100m_kwh", "10k_kwh", 12_000.0),
        (35_000.0, "kwh", "10k_kwh", 3.5),
    ],
)
def test_amounts(value, unit, into, expected) -> None:
    assert convert(value, unit, into) == pytest.approx(expected, rel=1e-12)


@given(
    st.floats(-1e9, 1e9),
    st.sampled_from([pair for same in DIMENSIONS for pair in product(sorted(same), repeat=2)]),
)
def test_there_and_back(value, pair) -> None:
    unit, into = pair
    assert convert(convert(value, unit, into), into, unit) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "into"),
    [
        (unit, into)
        for unit, into in product(UNITS, UNITS)
        if unit != into and not any({unit, into} <= same for same in DIMENSIONS)
    ],
)
def test_what_is_not_of_one_kind_is_never_converted(unit, into) -> None:
    with pytest.raises(ValueError, match=f"cannot express {unit} in {into}"):
        convert(1.0, unit, into)


def test_every_unit_has_a_name_in_every_language() -> None:
    assert all(say(f"unit.{unit}", lang) for unit in UNITS for lang in LANGS)
