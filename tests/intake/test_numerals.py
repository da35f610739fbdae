"""Chinese numerals: regular ones are read, ambiguous ones are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.intake.numerals import NUMERAL, read_numeral, read_year_numeral

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("六点五", "6.5"),
        ("零点八", "0.8"),
        ("〇点零五", "0.05"),
        ("六点五零", "6.50"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("一百", "100"),
        ("一百零五", "105"),
        ("一百二十", "120"),
        ("一百一十五", "115"),
        ("一百十五", "115"),
        ("一千零五十", "1050"),
        ("一千零五", "1005"),
        ("两千三百", "2300"),
        ("一万二千", "12000"),
        ("一万零五", "10005"),
        ("十万零五百", "100500"),
        ("一万五百", "10500"),
        ("三亿五千万", "350000000"),
        ("一万亿", "1000000000000"),
        ("两亿零三", "200000003"),
        ("壹佰贰拾叁", "123"),
        ("三點五", "3.5"),
    ],
)
def test_regular_numerals(text: str, number: str) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", "点", "六点", "点五", "六点十", "六点五点八"),
        *("一百二", "一万五", "三千五", "一千五十", "一百五"),
        *("六七", "十几", "百", "万", "零六", "一零五", "二〇二二", "十十", "百一", "一百零二十"),
        *("万亿", "一亿亿亿零", "6", "六点5", "负六", "一" * 50),
    ],
)
def test_what_is_no_regular_numeral_is_not_read(text: str) -> None:
    assert read_numeral(text) is None


def spoken(number: int) -> str:
    """Written out as school grammar has it: another way round than the reader."""
    if number < 10_000:
        text, gap = "", False
        for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = number // place % 10
            if digit:
                text += ("零" if gap and text else "") + DIGITS[digit] + unit
            gap = digit == 0
        return text or "零"
    factor, unit = (10**8, "亿") if number >= 10**8 else (10**4, "万")
    high, low = divmod(number, factor)
    gap_text = "零" if 0 < low < factor // 10 else ""
    return spoken(high) + unit + (gap_text + spoken(low) if low else "")


@given(st.integers(0, 10**12 - 1))
def test_numbers_written_out_come_back(number: int) -> None:
    assert read_numeral(spoken(number)) == str(number)


@given(st.text(max_size=60) | st.text(alphabet=NUMERAL, max_size=12))
def test_never_raises_and_gives_a_decimal_number(text: str) -> None:
    number = read_numeral(text)
    assert number is None or number.replace(".", "", 1).isdecimal()
    read_year_numeral(text)


@pytest.mark.parametrize(
    ("text", "year"),
    [("二〇二二", "2022"), ("二零二二", "2022"), ("一九五八", "1958"), ("两千", None), ("", None)],
)
def test_years_are_read_digit_by_digit(text: str, year: str | None) -> None:
    assert read_year_numeral(text) == year
