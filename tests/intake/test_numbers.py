"""One written number: what is certain is read, what is not is refused, nothing raises."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.intake.numbers import UNIT_NAMES, Reading, read_number


@pytest.mark.parametrize("text", ["5.8", "-2.1", "0", "0.0", "4163.40", "131.4"])
def test_plain_numbers_are_exact(text: str) -> None:
    assert read_number(text) == Reading("exact", float(text), text)


@pytest.mark.parametrize(
    ("text", "value", "printed", "unit"),
    [
        ("5.8％", 5.8, "5.8", "percent"),
        ("5.8 %", 5.8, "5.8", "percent"),
        ("１２．３", 12.3, "12.3", None),
        ("1,234.5", 1234.5, "1234.5", None),
        ("1,234", 1234.0, "1234", None),
        ("12,345,678.90", 12345678.9, "12345678.90", None),
        ("１，２３４．５", 1234.5, "1234.5", None),
        ("−2.1", -2.1, "-2.1", None),
        ("－2.1", -2.1, "-2.1", None),
        ("–2.1", -2.1, "-2.1", None),
        ("+5.8", 5.8, "5.8", None),
        ("- 5.8", -5.8, "-5.8", None),
        (" 5.8\u3000", 5.8, "5.8", None),
        ("05.80", 5.8, "5.80", None),
        (".5", 0.5, "0.5", None),
        ("1.1个百分点", 1.1, "1.1", "percentage_point"),
        ("4163亿元", 4163.0, "4163", "100m_yuan"),
        ("3万元", 3.0, "3", "10k_yuan"),
    ],
)
def test_other_spellings_whose_meaning_is_certain(text, value, printed, unit) -> None:
    assert read_number(text) == Reading("normalised", value, printed, unit)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "-", "－", "—", "——", "--", "…", "n/a", "N/A", "NA", "nan", "未公布", "暂无", "/"],
)
def test_not_published(text: str) -> None:
    assert read_number(text) == Reading("missing")


@pytest.mark.parametrize(
    ("text", "reason", "qualifier"),
    [
        ("6，5", "comma", None),
        ("6,5", "comma", None),
        ("6、5", "comma", None),
        ("1，234", "comma", None),
        ("1,23,4", "comma", None),
        ("0,123", "comma", None),
        ("约6", "approximate", "about"),
        ("约6%", "approximate", "about"),
        ("6%左右", "approximate", "about"),
        ("6左右%", "approximate", "about"),
        ("6%以上", "approximate", "at_least"),
        ("超过6", "approximate", "more_than"),
        ("6多", "approximate", "more_than"),
        ("≥6", "approximate", "at_least"),
        ("不到6%", "approximate", "less_than"),
        ("6-7%", "range", None),
        ("6%-7%", "range", None),
        ("6～7", "range", None),
        ("6至7", "range", None),
        ("#DIV/0!", "formula_error", None),
        ("#N/A", "formula_error", None),
        ("1.2E+05", "scientific", None),
        ("5。8", "unreadable", None),
        ("5.", "unreadable", None),
        (".", "unreadable", None),
        ("5.8.1", "unreadable", None),
        ("1 234", "unreadable", None),
        ("(2.1)", "unreadable", None),
        ("5²", "unreadable", None),
        ("٣", "unreadable", None),
        ("inf", "unreadable", None),
        ("—5", "unreadable", None),
        ("5.8%%", "unreadable", None),
        ("无", "unreadable", None),
        ("5.8（预计）", "unreadable", None),
        ("下降2.1%", "unreadable", None),
        ("9" * 16, "unreadable", None),
    ],
)
def test_what_is_not_certain_is_refused_with_its_reason(text, reason, qualifier) -> None:
    assert read_number(text) == Reading("refused", qualifier=qualifier, reason=reason)


def test_zero_has_no_sign() -> None:
    assert math.copysign(1, read_number("-0.0").value) == 1


NOISE = st.text(
    alphabet="0123456789.,，。%％-—–~约万亿元多左右至到 ０５+−eE#/()\u202e\x00", max_size=20
)


@given(st.text(max_size=200) | NOISE)
def test_never_raises_and_is_consistent(text: str) -> None:
    reading = read_number(text)
    assert (reading.value is not None) == (reading.how in ("exact", "normalised"))
    assert (reading.reason is not None) == (reading.how == "refused")
    assert reading.value is None or math.isfinite(reading.value)


@given(NOISE)
def test_the_normal_form_reads_as_itself(text: str) -> None:
    reading = read_number(text)
    if reading.value is not None:
        assert read_number(reading.printed) == Reading("exact", reading.value, reading.printed)


FIGURES = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)


@given(FIGURES, st.sampled_from(["", *UNIT_NAMES]))
def test_formatted_numbers_come_back(figure, unit: str) -> None:
    wide = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    for text in (f"{figure:f}", f"{figure:,f}", f"{figure:f}".translate(wide), f"{figure:+,f}"):
        reading = read_number(text + unit)
        assert reading.value == float(figure)
        assert reading.printed == f"{figure:f}"
        assert reading.unit == UNIT_NAMES.get(unit)
