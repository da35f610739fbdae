"""Periods and days as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.intake.written_periods import read_date, read_period


@pytest.mark.parametrize(
    ("text", "normal", "first", "last"),
    [
        ("2022Q1", "2022Q1", 1, 3),
        ("2022Q2", "2022Q2", 4, 6),
        ("2022-04", "2022-04", 4, 4),
        ("2022", "2022", 1, 12),
        ("2022H1", "2022H1", 1, 6),
        ("2022H2", "2022H2", 7, 12),
    ],
)
def test_our_own_forms_are_exact(text, normal, first, last) -> None:
    period = read_period(text)
    assert (period.how, period.normal, period.first, period.last) == ("exact", normal, first, last)


@pytest.mark.parametrize(
    ("text", "normal", "spans"),
    [
        ("2022年一季度", "2022Q1", ("ytd", "quarter")),
        ("2022年第二季度", "2022Q2", ("", "ytd", "quarter")),
        ("２０２２年３季度", "2022Q3", ("", "ytd", "quarter")),
        ("2022 q4", "2022Q4", ("", "ytd", "quarter")),
        ("2022年1-5月", "2022-01/2022-05", ("ytd",)),
        ("2022年1—5月份", "2022-01/2022-05", ("ytd",)),
        ("2022年1月至5月", "2022-01/2022-05", ("ytd",)),
        ("2022年1-3月", "2022Q1", ("ytd", "quarter")),
        ("2022年4-6月", "2022-04/2022-06", ("quarter",)),
        ("2022年3-5月", "2022-03/2022-05", ()),
        ("2022年上半年", "2022H1", ("ytd",)),
        ("2022年下半年", "2022H2", ()),
        ("2022年前三季度", "2022-01/2022-09", ("ytd",)),
        ("2022年1-3季度", "2022-01/2022-09", ("ytd",)),
        ("2022年", "2022", ("ytd",)),
        ("2022年全年", "2022", ("ytd",)),
        ("2022.3", "2022-03", ("", "ytd", "month", "quarter")),
        ("2022年3月", "2022-03", ("", "ytd", "month", "quarter")),
        ("2022/05", "2022-05", ("", "ytd", "month")),
        ("202210", "2022-10", ("", "ytd", "month")),
        ("2022.10", "2022-10", ("", "ytd", "month")),
    ],
)
def test_free_forms(text, normal, spans) -> None:
    period = read_period(text)
    assert (period.how, period.normal, period.spans) == ("normalised", normal, spans)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2022Q5", "impossible"),
        ("2022Q0", "impossible"),
        ("2022-13", "impossible"),
        ("2022年13月", "impossible"),
        ("2022年5-1月", "impossible"),
        ("1066Q1", "impossible"),
        ("2022H3", "impossible"),
        ("2022.1", "ambiguous"),
        ("一季度", "unknown"),
        ("22年3月", "unknown"),
        ("2022-03-31", "unknown"),
        ("2021年11月-2022年2月", "unknown"),
        ("May 2022", "unknown"),
    ],
)
def test_refused_with_a_reason(text, reason) -> None:
    period = read_period(text)
    assert (period.how, period.reason) == ("refused", reason)


@given(st.text(max_size=60) | st.text(alphabet="0129年月季度上半Qq-/.至前三全 ", max_size=14))
def test_never_raises_and_its_normal_form_is_exact(text: str) -> None:
    period = read_period(text)
    if period.how in ("exact", "normalised"):
        again = read_period(period.normal)
        assert (again.how, again.normal) == ("exact", period.normal)
        assert period.first_month <= period.last_month
    read_date(text)


@pytest.mark.parametrize(
    "text", ["2022-03-09", "2022/3/9", "2022.3.9", "2022年3月9日", "20220309", "２０２２-03-09"]
)
def test_days(text: str) -> None:
    assert read_date(text) == date(2022, 3, 9)


@pytest.mark.parametrize(
    "text", ["2022-02-30", "2022-03", "3月9日", "22-3-9", "2022-03-09-1", "0000-01-01"]
)
def test_no_days(text: str) -> None:
    assert read_date(text) is None
