"""Numbers as a cell shows them, worked out by hand as Excel shows them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.intake.received.number_formats import date_text, general, is_date, number_text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.058, "0.0%", "5.8%"),
        (0.0585, "0%", "6%"),
        (0.125, "0.0", "0.1"),
        (0.25, "0.0", "0.3"),  # halves go up, not to even
        (-2.5, "0", "-3"),
        (-0.04, "0.0", "0.0"),  # no minus before nothing
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234.5, "0", "1235"),
        (5, "000", "005"),
        (0.5, "#.##", ".5"),
        (5, "#.##", "5"),
        (3, "0.0#", "3.0"),
        (12000, "0.0,", "12.0"),
        (35000000, '0.0,,"百万"', "35.0百万"),
        (1234, "#,##0,", "1"),
        (5.8, '0.0"%"', "5.8%"),  # a per cent sign as a text multiplies nothing
        (5.8, '"约"0.0"亿元"', "约5.8亿元"),
        (5.8, "0.0\\%", "5.8%"),
        (5, "[$¥-804]#,##0.00", "¥5.00"),
        (-5, "0.0;[Red](0.0)", "(5.0)"),
        (-5, "0.0;[Red]-0.0", "-5.0"),
        (0, '0.0;-0.0;"—"', "—"),
        (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (-7, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-7.00"),
        (5.8, "General", "5.8"),
        (5.8, "@", "5.8"),
        (5.8, "# ?/?", "5.8"),
        (1200, "0.00E+00", "1200"),
        (5, "[>=1000]0.0,;0", "5"),
        (5, '0"."0', "5"),
    ],
)  # fmt: skip
def test_numbers(value, code, text) -> None:
    assert number_text(value, code) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.8, "5.8"), (5, "5"), (0.1 + 0.2, "0.3"), (1e15, "1000000000000000"), (0.00001, "0.00001"), (1e300, "1e+300"), (-0.5, "-0.5")],
)  # fmt: skip
def test_numbers_without_a_format(value, text) -> None:
    assert general(value) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('yyyy"年"m"月"d"日"', "2022年3月5日"),
        ('yyyy"年"m"月"', "2022年3月"),
        ('[$-804]yyyy"年"mm"月";@', "2022年03月"),
        ("yyyy\\.m\\.d", "2022.3.5"),
        ("yyyy-mm-dd hh:mm:ss", "2022-03-05 14:07:09"),
        ("m/d/yy h:mm", "3/5/22 14:07"),
        ("[DBNum1]yyyy-m-d", "2022-3-5"),
        ("mm:ss", "07:09"),
    ],
)
def test_dates(code, text) -> None:
    assert is_date(code)
    assert date_text(datetime(2022, 3, 5, 14, 7, 9), code) == text


@pytest.mark.parametrize(
    "code",
    ["General", "0.0%", '0.0"d"', "[Red]0.0", "[$-804]0", "[h]:mm", "#,##0_d", "@", "0.0\\m"],
)
def test_what_is_no_date(code) -> None:
    assert not is_date(code)


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text('0#?.,%;"\\[]_*Eymdhs年@-() ', max_size=30),
)
def test_no_format_breaks_anything(value, code) -> None:
    assert isinstance(number_text(value, code), str)
    assert is_date(code) in (True, False)
    assert isinstance(date_text(datetime(2022, 3, 5), code), str)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_a_number_shown_with_all_its_digits_is_the_number(value, decimals) -> None:
    assert float(number_text(value / 10**decimals, "0." + "0" * 6)) == value / 10**decimals
