"""What all parts of a page share: figures, names, sources, and text that does no harm."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.params import Run
from diaodu.present.page import Html, Page, decimals_of, is_true, missing, safe
from diaodu.store import Tables
from made_frames import text_of

PAGES = [(area, lang) for area in ("shili", "jiazhou", "bingzhou") for lang in ("zh", "en")]
CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
NO_FIGURE = re.compile(r"\b(?:nan|NaN|None|NaT|inf)\b|<NA>|&lt;NA&gt;|-0\.0*\b(?!\d)")


@pytest.mark.parametrize(
    ("value", "decimals", "sign", "expected"),
    [
        (5.8, 1, False, "5.8"),
        (5.8, 0, False, "6"),
        (-1.84, 1, False, "-1.8"),
        (5.8, 1, True, "+5.8"),
        (-5.8, 1, True, "-5.8"),
        (0.0, 1, True, "0.0"),
        (-0.0, 1, False, "0.0"),
        (-0.04, 1, False, "0.0"),
        (-0.04, 1, True, "0.0"),
        (0.04, 1, True, "0.0"),
        (-0.4, 0, True, "0"),
        (0.25, 1, False, "0.3"),  # 四舍五入, where Python's own formatting says 0.2
        (-0.25, 1, True, "-0.3"),
        (2.675, 2, False, "2.68"),
        (41634.0, 1, False, "41634.0"),
        (1e16, 0, False, "10000000000000000"),
        (np.float64(7.25), 2, False, "7.25"),
    ],
)
def test_a_figure_as_text(page, value, decimals, sign, expected) -> None:
    assert page().number(value, decimals, sign) == expected


@given(st.floats(-1e6, 1e6), st.integers(0, 3), st.booleans())
def test_a_figure_is_rounded_once_and_zero_has_no_sign(value, decimals, sign) -> None:
    page = Page.__new__(Page)  # a figure that is there needs no language
    text = page.number(value, decimals, sign)
    exact = Decimal(repr(value)).quantize(Decimal(10) ** -decimals, ROUND_HALF_UP)
    assert Decimal(text) == exact
    assert text.startswith("-") == (exact < 0)
    assert text.startswith("+") == (sign and exact > 0)
    assert len(text.partition(".")[2]) == decimals


@pytest.mark.parametrize("value", [None, math.nan, pd.NA, np.float64("nan"), pd.NaT])
def test_a_missing_figure_is_not_published(page, value) -> None:
    assert page().number(value) == page().figure(value) == "未公布"
    assert page(lang="en").number(value, sign=True) == "not published"
    assert missing(value)


def test_a_figure_has_the_decimals_of_its_print_or_all_its_own(page) -> None:
    assert page().figure(6.0, "6.00") == "6.00"
    assert page().figure(6.0, "6") == "6"
    assert page().figure(6.0) == "6"
    assert page().figure(5.25) == "5.25"
    assert page().figure(5.8, math.nan) == "5.8"
    assert [decimals_of(x) for x in ("5", "5.80", 5.0, 5.25, 4163.4, None)] == [0, 2, 0, 2, 1, 0]
    assert decimals_of(5.0, least=1) == decimals_of(None, least=1) == 1


def test_an_amount_has_its_unit(page) -> None:
    assert page().amount(5.8, "percent") == "5.8%"
    assert page().amount(4163.4, "100m_yuan") == "4163.4亿元"
    assert page(lang="en").amount(5.8, "percent") == "5.8%"
    assert page(lang="en").amount(4163.4, "100m_yuan") == "4163.4 (100 million yuan)"


@pytest.mark.parametrize(
    ("period", "span", "zh", "en"),
    [
        ("2022-03", "ytd", "2022年一季度", "Q1 2022"),
        ("2022Q2", "ytd", "2022年上半年", "H1 2022"),
        ("2022-02", "ytd", "2022年1—2月", "Jan–Feb 2022"),
        ("2022-09", "ytd", "2022年前三季度", "Jan–Sep 2022"),
        ("2021-12", "ytd", "2021年全年", "full year 2021"),
        ("2022-06", "quarter", "2022年二季度", "Q2 2022"),
        ("2022-06", "month", "2022年6月", "Jun 2022"),
    ],
)
def test_periods_are_named_with_their_span(page, period, span, zh, en) -> None:
    assert page().period(period, span) == zh
    assert page(lang="en").period(period, span) == en


def test_a_day_is_written_as_the_language_does(page) -> None:
    assert page().day("2022-04-05") == "2022年4月5日"
    assert page(lang="en").day("2022-04-05") == "5 April 2022"


def test_names_are_those_of_the_language(page) -> None:
    zh, en = page(), page(lang="en")
    assert (zh.area("yizhou"), en.area("yizhou")) == ("乙州", "Yizhou")
    assert zh.indicator("gdp_growth") == "GDP增速"
    assert (zh.quantity("gdp_growth"), en.quantity("gdp_growth")) == ("地区生产总值", "GDP")
    assert (zh.industry("steel"), en.industry("steel")) == ("钢铁", "Iron and steel")
    assert (zh.unit("100m_yuan"), en.unit("100m_yuan")) == ("亿元", "100 million yuan")


@pytest.mark.parametrize(
    ("names", "zh", "en"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B"], "A、B", "A and B"),
        (["A", "B", "C"], "A、B、C", "A, B and C"),
    ],
)
def test_names_are_joined(page, names, zh, en) -> None:
    assert page().list_of(names) == zh
    assert page(lang="en").list_of(iter(names)) == en


def test_sources_are_numbered_once_in_the_order_of_citation(page) -> None:
    begun = page()
    assert begun.cite(("b", "a")) == (
        '<sup class="cite"><a href="#source-1">[1]</a><a href="#source-2">[2]</a></sup>'
    )
    assert begun.cite("a") == '<sup class="cite"><a href="#source-2">[2]</a></sup>'
    assert begun.numbers_of(["c", "b"]) == "[3][1]"
    assert begun.cited == ["b", "a", "c"]


@pytest.mark.parametrize("nothing", [None, math.nan, pd.NA, (), []])
def test_no_source_is_no_number(page, nothing) -> None:
    begun = page()
    assert begun.cite(nothing) == begun.numbers_of(nothing) == ""
    assert begun.cited == []


def test_a_flag_is_set_in_every_type_that_a_frame_gives() -> None:
    flags = pd.Series([True, False], dtype="boolean")
    assert [is_true(flag) for flag in flags] == [True, False]
    assert [is_true(x) for x in (True, np.True_, False, None, pd.NA, math.nan)] == [
        *(True, True, False, False, False, False)
    ]


def test_text_is_made_harmless() -> None:
    assert safe("<b>&\"'") == "&lt;b&gt;&amp;&quot;&#x27;"
    assert safe("甲\u202e乙\u2066丙\x00\u200f\ud800") == "甲\ufffd乙\ufffd丙\ufffd\ufffd\ufffd"
    assert safe("一行\n二行\t甲") == "一行\n二行\t甲"
    assert safe(5.8) == "5.8"


def test_markup_shows_itself() -> None:
    assert Html("<p>甲</p>")._repr_html_() == "<p>甲</p>"
    assert repr(Html("<p>甲</p>")) == "<Html, 8 characters>"


# What follows holds for everything that the notebooks show of a page, charts aside.


class _Outline(HTMLParser):
    """Elements, ids and links of markup; fails where an end tag does not match its start."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(str(value))
            if name == "href":
                self.links.append(str(value))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(("area", "lang"), PAGES)
def test_a_missing_figure_never_shows_as_a_number_or_a_word_of_the_program(
    report, area, lang
) -> None:
    _, parts = report(area, lang)
    for name, markup in parts.items():
        assert not NO_FIGURE.search(markup), name
    assert ("未公布" if lang == "zh" else "not published") in parts["indicators"]


@pytest.mark.parametrize("area", ["shili", "jiazhou", "bingzhou"])
def test_an_english_page_holds_no_chinese(report, area) -> None:
    _, parts = report(area, "en")
    for name, markup in parts.items():
        assert not CHINESE.search(text_of(markup)), name


@pytest.mark.parametrize(("area", "lang"), PAGES)
def test_markup_is_sound_and_its_ids_are_unique(report, area, lang) -> None:
    _, parts = report(area, lang)
    outline = _Outline("".join(parts.values()))
    assert len(outline.ids) == len(set(outline.ids))


@pytest.mark.parametrize(("area", "lang"), PAGES)
def test_every_number_leads_to_its_source_and_every_source_is_cited(report, area, lang) -> None:
    page, parts = report(area, lang)
    outline = _Outline("".join(parts.values()))
    cited = {link.removeprefix("#") for link in outline.links if link.startswith("#source-")}
    listed = {name for name in outline.ids if name.startswith("source-")}
    assert cited == listed
    traced = {int(link.removeprefix("#v")) for link in outline.links if link.startswith("#v")}
    assert traced
    assert traced <= set(page.entries.values())
    assert len(listed) == len(page.cited) > 0


def test_the_numbers_are_the_same_in_both_languages_and_runs(report) -> None:
    cited = [report("jiazhou", lang)[0].cited for lang in ("zh", "en", "zh")]
    assert cited[0] == cited[1] == cited[2]


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>&amp;\"'\u202e{0}%s"


def _hostile(run: Run, data: Tables) -> tuple[Run, Tables]:
    """Every text that comes from a file, made hostile."""

    def bad(text: Any) -> str:
        return f"{text}{HOSTILE}"

    areas = [
        area.model_copy(update={"short_zh": bad(area.short_zh), "en": bad(area.en)})
        for area in run.areas.all
    ]
    names = run.areas.model_copy(update={"province": areas[0], "areas": tuple(areas[1:])})
    indicators = {
        key: item.model_copy(
            update={
                "short_zh": bad(item.short_zh),
                "short_en": bad(item.short_en),
                "quantity": item.quantity
                and item.quantity.model_copy(
                    update={"zh": bad(item.quantity.zh), "en": bad(item.quantity.en)}
                ),
            }
        )
        for key, item in run.catalog.indicators.items()
    }
    industries = {
        key: item.model_copy(update={"zh": bad(item.zh), "en": bad(item.en)})
        for key, item in run.catalog.industries.items()
    }
    catalog = run.catalog.model_copy(update={"indicators": indicators, "industries": industries})
    run = replace(run, areas=names, catalog=catalog, area=names[run.area.id])

    def worse(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
        return table.assign(**{name: table[name] + HOSTILE for name in columns})

    issue = {
        "file": bad("x.csv"),
        "sheet": None,
        "row": 3,
        "column": bad("value"),
        "code": "cell_empty",
        "found": bad(""),
        "severity": "error",
        "details": "{}",
    }
    return run, replace(
        data,
        indicators=worse(data.indicators, "printed", "remark_zh", "remark_en"),
        facts=worse(data.facts, "text_zh", "text_en"),
        sources=worse(data.sources, "title_zh", "title_en", "url", "caution_zh", "caution_en"),
        intake_issues=pd.DataFrame([issue]).astype({"row": "Int64"}),
    )


@pytest.mark.parametrize(("area", "lang"), PAGES)
def test_no_text_of_a_file_becomes_markup(report, area, lang) -> None:
    _, parts = report(area, lang, _hostile)
    _, plain = report(area, lang)
    for name, markup in parts.items():
        hostile, harmless = _Outline(markup), _Outline(plain[name])
        if name != "left_out":  # it has a table only where something was left out
            assert hostile.tags <= harmless.tags, name
            assert hostile.attributes <= harmless.attributes, name
        assert "script" not in hostile.tags | hostile.attributes
        assert "\u202e" not in markup, name
    assert any("<script>alert(1)</script>" in text_of(markup) for markup in parts.values())
    assert all("javascript" not in markup for markup in parts.values())
