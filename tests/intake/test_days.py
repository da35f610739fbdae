"""Dates as people type them: how exact they are, and whose year it is."""

from __future__ import annotations

import math
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.intake.days import Day, read_day


@pytest.mark.parametrize(
    ("cell", "printed", "precision"),
    [
        ("2022.3.5", "2022-03-05", "day"),
        ("２０２２．３．５", "2022-03-05", "day"),
        ("2022/3/5", "2022-03-05", "day"),
        ("2022年3月5日", "2022-03-05", "day"),
        ("2022年 3 月 5 号", "2022-03-05", "day"),
        ("二〇二二年三月十五日", "2022-03-15", "day"),
        ("22.3.5", "2022-03-05", "day"),
        ("22年3月5日", "2022-03-05", "day"),
        ("20220305", "2022-03-05", "day"),
        ("2022-03-05 00:00:00", "2022-03-05", "day"),
        ("2022-03-05T08:30", "2022-03-05", "day"),
        ("44625", "2022-03-05", "day"),
        (44625, "2022-03-05", "day"),
        (44625.75, "2022-03-05", "day"),
        (20220305, "2022-03-05", "day"),
        ("2022年3月", "2022-03", "month"),
        ("2022.3", "2022-03", "month"),
        (2022.3, "2022-03", "month"),
        (202203, "2022-03", "month"),
        ("22年3月", "2022-03", "month"),
        ("2022年3月上旬", "2022-03", "month"),
        ("2022年3月底", "2022-03", "month"),
        ("2022年底", "2022-12", "month"),
        ("2022年年初", "2022-01", "month"),
        ("2022年二季度", "2022Q2", "quarter"),
        ("2022年1-3月", "2022Q1", "quarter"),
        ("2022年上半年", "2022H1", "half"),
        (2022, "2022", "year"),
        ("2022年", "2022", "year"),
    ],
)
def test_forms_that_name_their_year(cell, printed, precision) -> None:
    day = read_day(cell)
    assert (day.how, day.printed, day.precision) == ("normalised", printed, precision)
    assert not day.year_supplied
    assert read_day(cell, year_hint=2023) == day


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("2022-03-05", "2022-03-05"),
        ("2022-03", "2022-03"),
        ("2022Q2", "2022Q2"),
        (date(2022, 3, 5), "2022-03-05"),
        (datetime(2022, 3, 5, 23, 59), "2022-03-05"),
    ],
)
def test_exact_forms(cell, printed) -> None:
    assert (read_day(cell).how, read_day(cell).printed) == ("exact", printed)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("3月5日", "2022-03-05"),
        ("3月5号", "2022-03-05"),
        ("三月五日", "2022-03-05"),
        ("3月", "2022-03"),
        ("5月份", "2022-05"),
        ("三月上旬", "2022-03"),
        ("十二月", "2022-12"),
        ("二季度", "2022Q2"),
        ("上半年", "2022H1"),
        ("年底", "2022-12"),
        ("今年底", "2022-12"),
        ("去年12月", "2021-12"),
        ("明年一季度", "2023Q1"),
    ],
)
def test_a_missing_year_is_the_forms_and_that_is_said(text: str, printed: str) -> None:
    day = read_day(text, year_hint=2022)
    assert (day.printed, day.year_supplied) == (printed, True)
    assert read_day(text) == Day("refused", reason="no_year")


@pytest.mark.parametrize(
    ("text", "printed", "qualifier"),
    [
        ("预计2022年6月竣工", "2022-06", "expected"),
        ("计划2022年6月30日开工", "2022-06-30", "expected"),
        ("2022年6月底前", "2022-06", "before"),
        ("2022年6月左右", "2022-06", "about"),
    ],
)
def test_words_around_a_date(text, printed, qualifier) -> None:
    assert (read_day(text).printed, read_day(text).qualifier) == (printed, qualifier)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2022-02-30", "impossible"),
        ("2月30日", "impossible"),
        ("2022.13.5", "impossible"),
        ("2022年13月", "impossible"),
        ("1900-01-03", "impossible"),
        (date(1900, 1, 3), "impossible"),
        (99_999, "impossible"),
        ("3.5", "ambiguous"),
        (3.5, "ambiguous"),
        ("3/5", "ambiguous"),
        ("22.3", "ambiguous"),
        (2022.1, "ambiguous"),
        ("05.03.22", "ambiguous"),
        ("3月至6月", "range"),
        ("2022年3月-6月", "range"),
        ("3月5日-6月30日", "range"),
        ("2021.12-2022.3", "range"),
        ("#N/A", "formula_error"),
        ("尽快", "unreadable"),
        ("2022.3.5.", "unreadable"),
        (True, "unreadable"),
        (math.nan, "unreadable"),
        (math.inf, "unreadable"),
        (-1, "unreadable"),
        (0, "unreadable"),
        ("月" * 100, "unreadable"),
    ],
)
def test_refused_with_a_reason(cell, reason) -> None:
    assert read_day(cell, year_hint=2022) == Day("refused", reason=reason)


@pytest.mark.parametrize("cell", [None, "", " ", "-", "无", "待定"])
def test_missing(cell) -> None:
    assert read_day(cell, year_hint=2022) == Day("missing")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2022-03-05", date(2022, 3, 5)),
        ("2024-02", date(2024, 2, 29)),
        ("2022Q2", date(2022, 6, 30)),
        ("2022H2", date(2022, 12, 31)),
        ("2022", date(2022, 12, 31)),
    ],
)
def test_the_last_day_of_what_was_written(text: str, end: date) -> None:
    assert read_day(text).end == end


NOISE = st.text(
    alphabet="0123456789年月日号季度上半下旬底初去今前后-./:T 一二三十〇预计", max_size=16
)


@given(
    st.text(max_size=80) | NOISE | st.floats() | st.integers() | st.dates() | st.datetimes(),
    st.none() | st.integers(1990, 2060),
)
def test_never_raises_and_is_consistent(cell, year_hint) -> None:
    day = read_day(cell, year_hint=year_hint)
    assert (day.start is None) == (day.precision is None) == (day.printed == "")
    assert (day.reason is not None) == (day.how == "refused")
    if day.start is not None:
        assert day.start <= day.end
        again = read_day(day.printed)
        assert (again.how, again.start, again.precision) == ("exact", day.start, day.precision)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_serials_and_texts_of_a_day_agree(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    texts = (f"{day:%Y年%m月%d日}", f"{day.year}.{day.month}.{day.day}", str(day), f"{day:%Y%m%d}")
    assert {read_day(cell).start for cell in (serial, day, *texts)} == {day}
