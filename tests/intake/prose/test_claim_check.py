"""Figures of prose against those of the tables."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from diaodu import contracts, issues
from diaodu import params as parameters
from diaodu.intake.prose import subjects
from diaodu.intake.prose.claim_check import compare
from diaodu.intake.prose.claims import ClaimReader
from diaodu.intake.prose.codes import CODES

GROWTH = "industrial_value_added_growth"


@pytest.fixture(scope="module")
def run(root):
    return parameters.open_run(root / "params" / "hebei" / "2022Q1.yml")


@pytest.fixture(scope="module")
def area(run):
    return run.reported[0].id


@pytest.fixture(scope="module")
def reader(root, run):
    return ClaimReader(run.areas, run.catalog, subjects.load(root))


def figures(area: str, *rows: dict[str, object]) -> pd.DataFrame:
    usual = {
        "area": area,
        "period": "2022-03",
        "span": "ytd",
        "indicator": GROWTH,
        "status": "published",
        "value": 6.5,
        "printed": "6.5",
        "unit": "percent",
        "source_id": "bulletin",
        "origin": "published",
    }
    full = [{**usual, "locator": f"indicators.csv!row {n}", **row} for n, row in enumerate(rows, 2)]
    return contracts.check("indicators", contracts.typed("indicators", full))


@pytest.fixture
def check(reader, run, area):
    """Codes of the issues of a text against rows like the usual one."""

    def check(text: str, *rows: dict[str, object]) -> list[str]:
        claims = reader.read(text, area, "2022Q1")
        found = compare(claims, figures(area, *(rows or ({},))), run, file="报告.docx", row=7)
        return [issue.code for issue in found]

    return check


PUBLISHED, SUBMITTED = ["claim_differs_published"], ["claim_differs_submitted"]


@pytest.mark.parametrize(
    ("text", "row", "codes"),
    [
        ("规上工业增加值增长6.5%。", {}, []),
        ("规上工业增加值增长6.8%。", {}, PUBLISHED),
        ("规上工业增加值增长6.5%。", {"value": 6.53, "printed": "6.53"}, []),
        ("规上工业增加值增长6.5%。", {"value": 6.56, "printed": "6.56"}, PUBLISHED),
        ("规上工业增加值增长7%。", {}, []),  # half of the coarser digit
        ("规上工业增加值增长8%。", {}, PUBLISHED),
        ("规上工业增加值增长6%左右。", {"value": 6.9, "printed": "6.9"}, []),
        ("规上工业增加值增长6%左右。", {"value": 7.1, "printed": "7.1"}, PUBLISHED),
        ("规上工业增加值增长6%以上。", {"value": 9.0, "printed": "9.0"}, []),
        ("规上工业增加值增长6%以上。", {"value": 5.0, "printed": "5.0"}, PUBLISHED),
        ("规上工业增加值下降5%以上。", {"value": -9.0, "printed": "-9.0"}, []),
        ("规上工业增加值增长6%-7%。", {}, []),
        ("规上工业增加值增长7%-8%。", {"value": 6.2, "printed": "6.2"}, PUBLISHED),
        ("规上工业增加值下降6.5%。", {}, PUBLISHED),
        ("规上工业增加值增长6.8%。", {"origin": "submitted", "source_id": "workbook"}, SUBMITTED),
        (
            "规上工业增加值增长6.8%。",
            {"origin": "illustrative", "source_id": "workbook"},
            SUBMITTED,
        ),
        ("规上工业增加值预计增长6.8%。", {"status": "expected"}, PUBLISHED),
        ("钢铁产业增加值增长9%。", {"industry": "steel"}, PUBLISHED),
        (
            "地区生产总值0.15万亿元。",
            {"indicator": "gdp_level", "unit": "100m_yuan", "value": 1512.0, "printed": "1512.0"},
            [],
        ),
        (
            "地区生产总值1500亿元。",
            {"indicator": "gdp_level", "unit": "100m_yuan", "value": 1512.0, "printed": "1512.0"},
            PUBLISHED,
        ),
    ],
)
def test_a_difference_beyond_what_is_printed_is_an_issue(check, text, row, codes) -> None:
    assert check(text, row) == codes


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("规上工业增加值增长9%。", {"period": "2022-02"}),
        ("3月份规上工业增加值增长9%。", {}),
        ("规上工业增加值增长9%。", {"industry": "steel"}),
        ("规上工业增加值增长9%。", {"status": "expected"}),
        ("规上工业增加值增长9%。", {"origin": "derived", "derivation": "a - b"}),
        ("全省规上工业增加值增长9%。", {}),
        ("力争规上工业增加值增长9%。", {}),
        ("规上工业增加值环比增长9%。", {}),
        ("规上工业增加值比2019年同期增长9%。", {}),
        ("规上工业增加值增速高于全省9个百分点。", {}),
        ("重点企业工业增加值增长9%。", {}),
        ("", {}),
    ],
)
def test_what_is_not_the_same_figure_is_not_compared(check, text, row) -> None:
    assert check(text, row) == []


def test_one_value_of_many_sources_is_one_issue_a_side(check) -> None:
    rows = [{}, {"source_id": "press"}, {"source_id": "workbook", "origin": "submitted"}]
    assert check("规上工业增加值增长9%。", *rows) == PUBLISHED + SUBMITTED


def test_a_county_is_not_its_city(reader, run, area) -> None:
    county = run.areas[area].counties[0].zh
    claims = reader.read(f"{county}规上工业增加值增长9%。", area, "2022Q1")
    assert claims
    assert compare(claims, figures(area, {}), run, file="f") == []


def test_an_issue_quotes_both_places_in_both_languages(reader, run, area, lang) -> None:
    claims = reader.read("一季度规上工业增加值增长6.8%。", area, "2022Q1")
    (issue,) = compare(claims, figures(area, {}), run, file="报告.docx", row=7)
    assert (issue.row, issue.area, issue.severity) == (7, area, CODES[issue.code])
    (text,) = issues.render(issues.to_frame([issue]), lang).to_dict("records")
    assert text["found"].endswith("规上工业增加值增长6.8%")
    for part in ("6.8%", "6.5", "bulletin, indicators.csv!row 2", "2022Q1"):
        assert part in text["expected"]


def test_a_unit_that_cannot_be_compared_is_no_difference(reader, run, area) -> None:
    claims = [replace(c, unit="吨") for c in reader.read("规上工业增加值增长9%。", area, "2022Q1")]
    assert compare(claims, figures(area, {}), run, file="f") == []


def test_no_figures_no_issues(reader, run, area) -> None:
    claims = reader.read("规上工业增加值增长9%。", area, "2022Q1")
    assert compare(claims, contracts.empty("indicators"), run, file="f") == []
