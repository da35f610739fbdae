"""The workbook of the ledger: what its cells hold, and that text stays text."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

import province
from analysis.noted import decisions, notes
from diaodu import contracts, store
from diaodu.analysis import ledger
from diaodu.batch import ledger as writing
from diaodu.intake import statistics
from diaodu.params import Run
from diaodu.periods import Period
from diaodu.publish import ledger_book

FORMULA = '=HYPERLINK("https://x.example","x")'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("province")
    province.build(home)
    run = province.run(home)
    store.write(run.processed, statistics.read_published(run).tables)
    return home


@pytest.fixture
def run(home) -> Run:
    return province.run(home)


@pytest.fixture
def tables(run) -> store.Tables:
    table = notes(
        {"text": FORMULA, "area": "jiazhou", "raised_on": "2022-03-01", "due_on": "2022-03-02"}
        | {"responsible": "+省财政厅", "category": "funding", "industry": "steel"},
        {"text": "长" * 40_000, "area": "jiazhou", "raised_on": "2022-02-30"},
        {"text": "焊工\x0b短缺", "area": "yizhou", "period": "2021-12"},
    )
    said = decisions({"problem_id": "yizhou-2021-12-issue-3", "area": "yizhou", "done": "@已招工"})
    built = ledger.build(
        table,
        contracts.empty("readings"),
        said,
        period=Period(2022, 3),
        day="2022-03-23",
    )
    named = [*dict.fromkeys(table["source_id"]), "ledger"]
    rows = [
        {"source_id": n, "kind": "submission", "title_zh": f"材料{n}", "title_en": f"file {n}"}
        | {"origin": "illustrative"}
        for n in named
    ]
    sources = contracts.check("sources", contracts.typed("sources", rows))
    return replace(store.load(run), sources=sources, **vars(built))


def read(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(sheet) -> list[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_text_never_becomes_a_formula_a_link_or_a_number(run, tables) -> None:
    book = read(ledger_book.build(run, tables, run.peers))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    first = rows_of(book["台账"])[0]
    assert first["问题"] == FORMULA
    assert first["建议部门"] == "+省财政厅"


def test_one_row_a_problem_with_days_as_days(run, tables) -> None:
    book = read(ledger_book.build(run, tables, run.peers))
    assert book.sheetnames == ["说明", "台账", "历次情况", "合并和沿用"]
    late, long, silent = rows_of(book["台账"])
    assert (late["市"], late["状态"], late["提示"]) == ("甲州", "未解决", "新增、逾期")
    assert late["办结期限"] == datetime(2022, 3, 2)
    assert (late["历时"], late["类别"], late["行业"]) == (22, "资金融资", "钢铁")
    assert late["来源"] == "材料jiazhou-2022-03-form-v1"
    assert len(str(long["问题"])) == 32_767  # all that a cell holds
    assert str(long["问题"]).endswith("…")
    assert (long["历时"], long["日期疑问"]) == (None, "有不存在的日期，未采用")
    assert (silent["状态"], silent["办理情况"]) == ("未再提及", "@已招工")
    assert silent["历次情况"] == "2021年四季度未解决 → 2022年一季度未再提及（未报送材料）"
    assert "\x0b" not in str(silent["问题"])
    assert len(rows_of(book["历次情况"])) == 4
    assert [row["沿用依据"] for row in rows_of(book["合并和沿用"])] == ["首次报送"] * 3


def test_only_the_chosen_areas_are_in_it(run, tables) -> None:
    book = read(ledger_book.build(run, tables, ["yizhou"]))
    for name in book.sheetnames[1:]:
        assert {row["市"] for row in rows_of(book[name])} == {"乙州"}


def test_the_page_about_it_says_that_the_submissions_are_made_up(home, tables) -> None:
    english = province.run(home, lang="en")
    about = read(ledger_book.build(english, tables, english.peers))["About"]
    said = [row[0] for row in about.iter_rows(values_only=True)]
    assert "made up for illustration" in said[0]
    assert "counted to 20 April 2022" in said[1]


def test_an_empty_ledger_is_a_workbook_too(run) -> None:
    nothing = store.Tables(**{name: contracts.empty(name) for name in contracts.SCHEMAS})
    book = read(ledger_book.build(run, nothing, run.peers))
    assert [rows_of(book[name]) for name in book.sheetnames[1:]] == [[], [], []]


def test_the_same_tables_give_the_same_bytes_in_the_right_place(run, tables, tmp_path) -> None:
    store.write(run.processed, tables)
    first = writing.write(run, run.peers)
    assert first == run.reports / "ledger.xlsx"
    again = writing.write(run, run.peers, tmp_path)
    assert again.read_bytes() == first.read_bytes()
