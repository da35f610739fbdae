"""What people type where a figure is asked for: understood, or refused with the reason."""

from __future__ import annotations

import math
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.intake.quantities import WARNINGS, Quantity, read_quantity
from diaodu.units import UNITS


def rate(text: str) -> Quantity:
    return read_quantity(text, unit="percent")


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("5.8％", 5.8, None),
        ("5.8%（预计）", 5.8, "expected"),
        ("5.8%(快报数)", 5.8, "preliminary"),
        ("【预计】5.8%", 5.8, "expected"),
        ("约6%", 6.0, "about"),
        ("6%左右", 6.0, "about"),
        ("6左右%", 6.0, "about"),
        ("预计6%左右", 6.0, "expected about"),
        ("预计增长6%左右", 6.0, "expected about"),
        ("力争6.5%以上", 6.5, "aim at_least"),
        ("不低于6%", 6.0, "at_least"),
        ("≥6%", 6.0, "at_least"),
        ("6%+", 6.0, "at_least"),
        (">6%", 6.0, "more_than"),
        ("不超过6%", 6.0, "at_most"),
        ("负增长2.1", -2.1, None),
        ("下降2.1%", -2.1, None),
        ("减少 2.1 %", -2.1, None),
        ("同比回落2.1", -2.1, None),
        ("↓2.1", -2.1, None),
        ("2.1%↓", -2.1, None),
        ("负2.1%", -2.1, None),
        ("-2.1%（下降）", -2.1, None),
        ("增长-2.1%", -2.1, None),
        ("下降2%以上", -2.0, "at_most"),
        ("下降约2.1%", -2.1, "about"),
        ("同比增长6.5%", 6.5, None),
        ("较上年同期提高6.5%", 6.5, None),
        ("百分之六点五", 6.5, None),
        ("负百分之二点一", -2.1, None),
        ("增长百分之六", 6.0, None),
        ("六点五", 6.5, None),
        ("三成五", 35.0, None),
        ("１２．３", 12.3, None),
        ("'5.8", 5.8, None),
        ("5.8%\u3000", 5.8, None),
        ("1，234.5", 1234.5, None),
        ("持平", 0.0, None),
        ("与去年同期基本持平", 0.0, "about"),
        ("零增长", 0.0, None),
        ("下降0", 0.0, None),
    ],
)
def test_rates(text: str, value: float, qualifier: str | None) -> None:
    found = rate(text)
    assert (found.how, found.value, found.qualifier) == ("normalised", value, qualifier)
    assert found.reason is None
    assert math.copysign(1, found.value or 0) == (1 if value >= 0 else -1)


@pytest.mark.parametrize("text", ["5.8", "-2.1", "0", "6.50"])
def test_plain_numbers_are_exact(text: str) -> None:
    assert rate(text) == Quantity("exact", float(text), text)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "—", "——", "－", "无", " 无 ", "/", "暂无", "未统计", "不涉及", "（-）"]
)
def test_missing(text: str) -> None:
    assert rate(text) == Quantity("missing")


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("6-7%", 6.0, 7.0, "range"),
        ("6%-7%", 6.0, 7.0, "range"),
        ("6.5%～7%", 6.5, 7.0, "range"),
        ("6%——7%", 6.0, 7.0, "range"),
        ("6至7", 6.0, 7.0, "range"),
        ("6%到7%之间", 6.0, 7.0, "range"),
        ("介于6%和7%之间", 6.0, 7.0, "range"),
        ("预计6%-7%（初步）", 6.0, 7.0, "range preliminary expected"),
        ("下降1%-2%", -2.0, -1.0, "range"),
        ("-2%至-1%", -2.0, -1.0, "range"),
        ("-2.1--1.5", -2.1, -1.5, "range"),
        ("百分之六至百分之七", 6.0, 7.0, "range"),
    ],
)
def test_ranges_have_ends_and_no_value(text, low, high, qualifier) -> None:
    found = rate(text)
    assert (found.how, found.value, found.low, found.high) == ("normalised", None, low, high)
    assert found.qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("6，5", "comma"),
        ("6,5", "comma"),
        ("6、5", "comma"),
        ("1，234", "comma"),
        ("1.234.567", "dots"),
        ("5.8.2", "dots"),
        ("5。8", "dots"),
        ("3/4", "fraction"),
        ("五分之一", "fraction"),
        ("5.8% 6.2%", "two_numbers"),
        ("1 234", "two_numbers"),
        ("5.8%（去年6.2%）", "two_numbers"),
        ("6和7", "two_numbers"),
        ("5.8（亿元）", "unit_remark"),
        ("5.8亿元", "unit"),
        ("1.2个百分点", "unit"),
        ("1.2万", "unit"),
        ("5.8家", "unit"),
        ("下降-2.1", "contradiction"),
        ("负增长-2.1%", "contradiction"),
        ("增长下降2%", "contradiction"),
        ("5.8%（下降）", "contradiction"),
        ("-2.1（同比增长）", "contradiction"),
        ("-6-7", "contradiction"),
        ("降幅收窄1.2", "change"),
        ("7-6%", "order"),
        ("(2.1)", "brackets"),
        ("#DIV/0!", "formula_error"),
        ("1.2E+05", "scientific"),
        ("预计", "unreadable"),
        ("六七", "unreadable"),
        ("6个点", "unreadable"),
        ("由负转正", "unreadable"),
        ("下降", "unreadable"),
        ("=1+1", "two_numbers"),
        ("6" * 101, "unreadable"),
    ],
)
def test_what_is_not_certain_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert rate(text) == Quantity("refused", reason=reason)


@pytest.mark.parametrize(
    ("text", "unit", "value", "found_unit"),
    [
        ("3.5亿元", "10k_yuan", 35_000.0, "100m_yuan"),
        ("3.5 亿", "10k_yuan", 35_000.0, "100m_yuan"),
        ("3.5亿元", "100m_yuan", 3.5, "100m_yuan"),
        ("0.1亿元", "10k_yuan", 1_000.0, "100m_yuan"),
        ("35000万元", "100m_yuan", 3.5, "10k_yuan"),
        ("5千万元", "10k_yuan", 5_000.0, "yuan"),
        ("5000元", "10k_yuan", 0.5, "yuan"),
        ("300百万元", "10k_yuan", 30_000.0, "million_yuan"),
        ("3亿5000万元", "10k_yuan", 35_000.0, "yuan"),
        ("三亿五千万元", "10k_yuan", 35_000.0, "yuan"),
        ("三点五亿元", "10k_yuan", 35_000.0, "100m_yuan"),
        ("35,000", "10k_yuan", 35_000.0, None),
        ("35000（万元）", "10k_yuan", 35_000.0, "10k_yuan"),
        ("35000（单位：万元）", "10k_yuan", 35_000.0, "10k_yuan"),
        ("亏损2000万元", "10k_yuan", -2_000.0, "10k_yuan"),
        ("累计完成3.5亿元", "100m_yuan", 3.5, "100m_yuan"),
        ("¥35000", "10k_yuan", 35_000.0, None),
        ("12家", "enterprises", 12.0, "enterprises"),
        ("12户企业", "enterprises", 12.0, "enterprises"),
        ("1.2万", "enterprises", 12_000.0, None),
        ("1万2千家", "enterprises", 12_000.0, "enterprises"),
        ("十二家", "enterprises", 12.0, "enterprises"),
        ("12个", "projects", 12.0, "projects"),
        ("12项", "projects", 12.0, "projects"),
        ("1.2万人", "people", 12_000.0, "people"),
        ("3.5亿千瓦时", "10k_kwh", 35_000.0, "100m_kwh"),
        ("350万度", "10k_kwh", 350.0, "10k_kwh"),
        ("3500000度", "10k_kwh", 350.0, "kwh"),
        ("1.2个百分点", "percentage_point", 1.2, "percentage_point"),
        ("回落1.2个百分点", "percentage_point", -1.2, "percentage_point"),
        ("降幅收窄1.2个百分点", "percentage_point", 1.2, "percentage_point"),
    ],
)
def test_units(text: str, unit: str, value: float, found_unit: str | None) -> None:
    found = read_quantity(text, unit=unit)
    assert (found.how, found.value, found.unit_found) == ("normalised", value, found_unit)
    assert (found.reason, found.qualifiers) == (None, ())


@pytest.mark.parametrize(
    ("text", "unit", "reason"),
    [
        ("5千", "10k_yuan", "scale"),
        ("1.2万", "100m_yuan", "scale"),
        ("三亿五千万", "10k_yuan", "scale"),
        ("3.5（亿元）", "10k_yuan", "unit_remark"),
        ("3.5亿元（万元）", "10k_yuan", "unit_remark"),
        ("35000（%）", "10k_yuan", "unit_remark"),
        ("3.5亿美元", "10k_yuan", "unit"),
        ("3.5亿度", "10k_yuan", "unit"),
        ("5%", "10k_yuan", "unit"),
        ("12人", "enterprises", "unit"),
        ("3亿元", "enterprises", "unit"),
        ("亏损12", "enterprises", "unit"),
        ("增加3亿元", "10k_yuan", "change"),
        ("减少5家", "enterprises", "change"),
        ("持平", "10k_yuan", "change"),
        ("5000-1万", "10k_yuan", "order"),
        ("5.8%", "percentage_point", "unit"),
    ],
)
def test_units_that_do_not_fit_are_refused(text: str, unit: str, reason: str) -> None:
    assert read_quantity(text, unit=unit) == Quantity("refused", reason=reason)


@pytest.mark.parametrize(
    ("text", "unit", "value", "qualifier"),
    [
        ("100多万元", "10k_yuan", 100.0, "more_than"),
        ("1万余元", "yuan", 10_000.0, "more_than"),
        ("近3亿元", "100m_yuan", 3.0, "less_than"),
        ("一百余家", "enterprises", 100.0, "more_than"),
        ("约100家", "enterprises", 100.0, "about"),
        ("12家左右", "enterprises", 12.0, "about"),
    ],
)
def test_qualified_amounts(text, unit, value, qualifier) -> None:
    found = read_quantity(text, unit=unit)
    assert (found.value, found.qualifier) == (value, qualifier)


def test_the_second_unit_of_a_range_is_the_first_ones_too() -> None:
    found = read_quantity("1-2亿元", unit="10k_yuan")
    assert (found.low, found.high, found.printed) == (10_000.0, 20_000.0, "10000~20000")
    found = read_quantity("5000万元-1亿元", unit="10k_yuan")
    assert (found.low, found.high) == (5_000.0, 10_000.0)


def test_a_remark_that_is_no_qualifier_is_kept() -> None:
    found = rate("5.8%（不含示例园区）")
    assert (found.value, found.remark, found.qualifiers) == (5.8, "不含示例园区", ())


def test_doubtful_readings_are_kept_with_a_warning() -> None:
    assert rate("0.058").reason == "maybe_fraction"
    assert rate("0.058").value == 0.058
    assert rate("0.058%").reason is None
    assert rate("0.3").reason is None
    repeated = read_quantity("1.2万", unit="10k_yuan")
    assert (repeated.value, repeated.reason) == (1.2, "maybe_scaled")


@pytest.mark.parametrize(
    ("number", "number_format", "unit", "value", "printed", "reason"),
    [
        (0.058, "0.0%", "percent", 5.8, "5.8", None),
        (0.07, "0%", "percent", 7.0, "7", None),
        (-0.021, "0.00%;[Red]-0.00%", "percent", -2.1, "-2.1", None),
        (5.8, "0.0", "percent", 5.8, "5.8", None),
        (5.8, None, "percent", 5.8, "5.8", None),
        (5.8, '0.0"%"', "percent", 5.8, "5.8", None),
        (0.058, "General", "percent", 0.058, "0.058", "maybe_fraction"),
        (0.1 + 0.2, "General", "10k_yuan", 0.3, "0.3", None),
        (35_000, "#,##0_ ", "10k_yuan", 35_000.0, "35000", None),
        (350_000_000, "#,##0,", "yuan", 350_000_000.0, "350000000", None),
        (3.5, '0.0"亿元"', "10k_yuan", 35_000.0, "35000", None),
        (12, '0"家"', "enterprises", 12.0, "12", None),
        (12, '"第"0"名次"', "enterprises", 12.0, "12", None),
        (-0.0, "0.0", "percent", 0.0, "0", None),
        (1e-20, "General", "yuan", 1e-20, "0.00000000000000000001", None),
    ],
)
def test_typed_numbers_mean_what_their_format_shows(
    number, number_format, unit, value, printed, reason
) -> None:
    found = read_quantity(number, unit=unit, number_format=number_format)
    assert (found.how, found.value, found.printed) == ("exact", value, printed)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("cell", "number_format", "unit", "reason"),
    [
        (0.058, "0.0%", "10k_yuan", "unit"),
        (3.5, '0.0"亿元"', "percent", "unit"),
        (12_345, '0!.0,"万元"', "10k_yuan", "unreadable"),
        (True, "General", "percent", "unreadable"),
        (math.nan, "General", "percent", "unreadable"),
        (math.inf, "0%", "percent", "unreadable"),
        (10**400, "General", "yuan", "unreadable"),
        (date(2022, 6, 7), "m-d", "percent", "date"),
        (datetime(2022, 6, 7), "m-d", "percent", "date"),
    ],
)
def test_values_that_are_no_figures(cell, number_format, unit, reason) -> None:
    found = read_quantity(cell, unit=unit, number_format=number_format)
    assert found == Quantity("refused", reason=reason)


def test_an_empty_cell_is_missing() -> None:
    assert read_quantity(None, unit="percent") == Quantity("missing")


def test_a_column_has_a_unit_that_there_is() -> None:
    with pytest.raises(ValueError, match="no such unit: %"):
        read_quantity("5.8", unit="%")


NOISE = st.lists(
    st.sampled_from(
        [
            *"0123456789.,，。%％-—~至到（）()+/ 约近超多余万亿千百十元家人度负一二六点成·'[]{}\x00\u202e",
            *("左右", "以上", "预计", "下降", "增长", "负增长", "百分之", "亿元", "个百分点"),
            *("持平", "（预计）", "（万元）", "同比", "之间", "5.8", "6", "1,234"),
        ]
    ),
    max_size=8,
).map("".join)


@given(st.text(max_size=120) | NOISE, st.sampled_from(UNITS))
def test_never_raises_and_is_consistent(text: str, unit: str) -> None:
    found = read_quantity(text, unit=unit)
    if found.how == "refused":
        assert found == Quantity("refused", reason=found.reason)
        assert found.reason is not None
    else:
        assert found.reason is None or found.reason in WARNINGS
    if found.how == "missing":
        assert found == Quantity("missing")
    if found.how in ("exact", "normalised"):
        assert (found.value is None) == ("range" in found.qualifiers)
        assert (found.low is None) == (found.high is None) == (found.value is not None)
        assert all(math.isfinite(v) for v in (found.value, found.low, found.high) if v is not None)


@given(NOISE, st.sampled_from(UNITS))
def test_the_normal_form_of_a_value_reads_as_itself(text: str, unit: str) -> None:
    found = read_quantity(text, unit=unit)
    if found.value is not None and len(found.printed) <= 15:
        again = read_quantity(found.printed, unit=unit)
        assert (again.how, again.value, again.printed) == ("exact", found.value, found.printed)


@given(
    st.floats(allow_nan=True, allow_infinity=True) | st.integers(),
    st.sampled_from(["General", "0%", '0.0"亿元"', "0.0", "#,##0,"]) | st.text(max_size=20),
    st.sampled_from(UNITS),
)
def test_no_number_and_no_format_raises(number, number_format, unit) -> None:
    found = read_quantity(number, unit=unit, number_format=number_format)
    assert (found.value is None) == (found.how == "refused")


FIGURES = st.decimals(min_value=0, max_value=10**6, places=1, allow_nan=False)
WORDS = [
    ("{}", 1, None),
    ("{}%", 1, None),
    ("{}％（预计）", 1, "expected"),
    ("约{}%", 1, "about"),
    ("下降{}%", -1, None),
    ("-{}", -1, None),
    ("预计增长{}%左右", 1, "expected about"),
]


@given(FIGURES, st.sampled_from(WORDS))
def test_formatted_figures_come_back(figure, words) -> None:
    form, sign, qualifier = words
    found = rate(form.format(figure))
    assert (found.value, found.qualifier) == (sign * float(figure), qualifier)
