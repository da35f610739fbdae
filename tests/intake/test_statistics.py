"""Published figures end to end: files of a made-up province to tables and issues."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from diaodu import issues, params
from diaodu.intake import freeze_published, read_published
from diaodu.intake.slip import CODES
from diaodu.messages import catalogue
from intake.inbox import COLUMNS, Inbox, codes, csv_text, found, row


def test_good_files_give_rows_without_issues(inbox: Inbox) -> None:
    taken = inbox.read()
    assert found(taken) == []
    assert taken.tables.indicators.iloc[0].dropna().to_dict() == {
        "area": "donghe",
        "period": "2022-03",
        "span": "ytd",
        "indicator": "output_growth",
        "status": "published",
        "value": 5.8,
        "printed": "5.8",
        "unit": "percent",
        "source_id": "bureau",
        "locator": "indicators.csv!row 2",
        "origin": "published",
    }
    assert taken.tables.targets.iloc[0].dropna().to_dict() == {
        "area": "donghe",
        "year": 2022,
        "indicator": "output_growth",
        "value": 6.5,
        "wording": "about",
        "unit": "percent",
        "source_id": "bureau",
        "locator": "targets.csv!row 2",
        "origin": "published",
    }
    assert [(file.path, file.rows_in, file.rows_out) for file in taken.files] == [
        (f"data/raw/qingshan/published/{name}.csv", 1, 1)
        for name in ("sources", "facts", "indicators", "targets")
    ]
    assert all(len(file.sha256) == 64 for file in taken.files)


# (file, cells that replace those of a good row, (column, code) of the issues, whether it is used)
CELLS: list[tuple[str, dict[str, str], list[tuple[str, str]], bool]] = [
    ("indicators", {"value": "5.8％"}, [("value", "value_read")], True),
    ("indicators", {"value": "１２．３"}, [("value", "value_read")], True),
    ("indicators", {"value": "6，5"}, [("value", "value_comma")], False),
    ("indicators", {"value": "—"}, [("value", "value_missing")], False),
    ("indicators", {"value": "n/a"}, [("value", "value_missing")], False),
    ("indicators", {"value": ""}, [("value", "value_missing")], False),
    ("indicators", {"value": "未公布", "unit": ""}, [("value", "value_missing")], False),
    ("indicators", {"value": "约6"}, [("value", "value_approximate")], False),
    ("indicators", {"value": "6-7%"}, [("value", "value_range")], False),
    ("indicators", {"value": "#REF!"}, [("value", "value_formula_error")], False),
    ("indicators", {"value": "1.2E+3"}, [("value", "value_scientific")], False),
    ("indicators", {"value": "增长"}, [("value", "value_unreadable")], False),
    ("indicators", {"value": "580"}, [("value", "value_out_of_bounds")], True),
    ("indicators", {"value": "-58"}, [("value", "value_out_of_bounds")], True),
    ("indicators", {"unit": "％"}, [], True),
    ("indicators", {"unit": ""}, [("unit", "unit_missing")], False),
    ("indicators", {"unit": "", "value": "5.8%"}, [("value", "value_read")], True),
    ("indicators", {"unit": "公斤"}, [("unit", "unit_unknown")], False),
    ("indicators", {"unit": "亿元"}, [("unit", "unit_mismatch")], False),
    (
        "indicators",
        {"unit": "亿元", "value": "5.8%"},
        [("value", "value_read"), ("value", "unit_conflict")],
        False,
    ),
    ("indicators", {"unit": "百分点"}, [("unit", "unit_mismatch")], False),
    ("indicators", {"period": "2022年一季度"}, [("period", "period_read")], True),
    ("indicators", {"period": "2022年1-5月"}, [("period", "period_read")], True),
    (
        "indicators",
        {"period": "2022年1-5月", "span": "month"},
        [("period", "period_read"), ("span", "span_conflict")],
        False,
    ),
    (
        "indicators",
        {"period": "2022年上半年", "span": ""},
        [("period", "period_read"), ("span", "span_read")],
        True,
    ),
    (
        "indicators",
        {"period": "2022年3月", "span": ""},
        [("period", "period_read"), ("span", "span_missing")],
        False,
    ),
    ("indicators", {"period": "2022-05", "span": "quarter"}, [("span", "span_conflict")], False),
    ("indicators", {"period": "2022.1"}, [("period", "period_ambiguous")], False),
    ("indicators", {"period": "2022Q5"}, [("period", "period_impossible")], False),
    ("indicators", {"period": "2022-13"}, [("period", "period_impossible")], False),
    ("indicators", {"period": "去年"}, [("period", "period_unknown")], False),
    ("indicators", {"period": ""}, [("period", "cell_empty")], False),
    ("indicators", {"span": "累计"}, [], True),
    ("indicators", {"span": "weekly"}, [("span", "choice_unknown")], False),
    ("indicators", {"area": "东河市"}, [], True),
    ("indicators", {"area": "全省"}, [], True),
    ("indicators", {"area": "Ｄｏｎｇｈｅ"}, [], True),
    ("indicators", {"area": "冬河"}, [("area", "area_unknown")], False),
    ("indicators", {"area": ""}, [("area", "cell_empty")], False),
    ("indicators", {"indicator": "规上产出"}, [], True),
    ("indicators", {"indicator": "output_grwth"}, [("indicator", "indicator_unknown")], False),
    ("indicators", {"industry": "钢铁"}, [], True),
    ("indicators", {"industry": "钢鉄"}, [("industry", "industry_unknown")], False),
    ("indicators", {"status": ""}, [], True),
    ("indicators", {"status": "预计"}, [], True),
    ("indicators", {"status": "flsh"}, [("status", "choice_unknown")], False),
    ("indicators", {"base_weight": "12.5"}, [], True),
    ("indicators", {"base_weight": "约12"}, [("base_weight", "optional_number")], True),
    ("indicators", {"base_weight": "101"}, [("base_weight", "optional_number")], True),
    ("indicators", {"source": ""}, [("source", "source_missing")], False),
    ("indicators", {"source": "bureu"}, [("source", "source_unknown")], False),
    ("indicators", {"remark_zh": "=HYPERLINK(1)"}, [("remark_zh", "formula_text")], True),
    ("indicators", {"remark_zh": "甲\u202e乙\x07"}, [("remark_zh", "control_characters")], True),
    ("indicators", {"area": "东\u200b河"}, [("area", "control_characters")], True),
    ("indicators", {"area": "东\ufffd"}, [("area", "broken_characters")], False),
    ("targets", {"year": "2022年"}, [], True),
    ("targets", {"year": "22"}, [("year", "year_wrong")], False),
    ("targets", {"value": "6.5%左右"}, [("value", "value_approximate")], False),
    ("targets", {"wording": "左右"}, [], True),
    ("targets", {"wording": ""}, [("wording", "cell_empty")], False),
    ("targets", {"wording": "between", "low": "6"}, [("low", "target_range")], False),
    ("targets", {"wording": "between", "low": "6", "high": "7"}, [], True),
    ("targets", {"low": "7", "high": "6"}, [("low", "target_range")], False),
    ("targets", {"low": "约6"}, [("low", "optional_number")], True),
    ("facts", {"value": "12", "unit": "项"}, [("unit", "unit_unknown")], False),
    ("facts", {"value": "12", "unit": "projects"}, [], True),
    ("facts", {"value": "约12", "unit": "projects"}, [("value", "optional_number")], True),
    ("facts", {"value": "1,012", "unit": "projects"}, [("value", "value_read")], True),
    ("facts", {"date_from": "2022年3月1日"}, [("date_from", "date_read")], True),
    ("facts", {"date_from": "2022-02-30"}, [("date_from", "optional_date")], True),
    (
        "facts",
        {"date_from": "2022-03-02", "date_to": "2022-03-01"},
        [("date_to", "dates_reversed")],
        True,
    ),
    ("facts", {"text_en": ""}, [("text_en", "translation_missing")], True),
    ("facts", {"text_zh": "", "text_en": ""}, [("text_zh", "cell_empty")], False),
    ("facts", {"fact_id": "<b>"}, [("fact_id", "slug_wrong")], False),
    ("facts", {"topic": "weather"}, [("topic", "choice_unknown")], False),
    ("facts", {"period": ""}, [], True),
    ("facts", {"area": "东河|冬河"}, [("area", "area_unknown")], False),
]


@pytest.mark.parametrize("kind", ["indicators", "targets", "facts"])
def test_each_cell_is_read_or_gets_its_issue_in_one_pass_and_the_other_rows_go_on(
    inbox: Inbox, kind: str
) -> None:
    cases = [case for case in CELLS if case[0] == kind]
    own = "fact_id" if kind == "facts" else "source"  # each row its own, so that none stands twice
    inbox.rows("sources", {}, *({"source": f"s{number}"} for number in range(2, len(cases) + 2)))
    inbox.rows(kind, *({own: f"s{n}"} | case[1] for n, case in enumerate(cases, start=2)))
    taken = inbox.read()
    expected = [
        (f"{kind}.csv", number, column, code)
        for number, (_, _, wrong, _) in enumerate(cases, start=2)
        for column, code in wrong
    ]
    assert found(taken) == expected
    used = [f"{kind}.csv!row {number}" for number, case in enumerate(cases, start=2) if case[3]]
    assert list(getattr(taken.tables, kind)["locator"]) == used


def test_all_faults_of_a_row_are_told_at_once(inbox: Inbox) -> None:
    inbox.rows(
        "indicators",
        {
            "area": "?",
            "indicator": "?",
            "industry": "?",
            "period": "?",
            "value": "?",
            "unit": "?",
            "status": "?",
            "source": "?",
        },
    )
    assert sorted(codes(inbox.read())) == [
        *("area_unknown", "choice_unknown", "indicator_unknown", "industry_unknown"),
        *("period_unknown", "source_unknown", "unit_unknown", "value_unreadable"),
    ]


@pytest.mark.parametrize(
    ("value", "unit", "expected", "printed"),
    [
        ("41634000", "万元", 4163.4, "4163.4000"),
        ("416340000000.0", "yuan", 4163.4, "4163.400000000"),
        ("4163", "亿元", 4163.0, "4163"),
        ("4163.4亿元", "", 4163.4, "4163.4"),
    ],
)
def test_money_comes_in_the_catalogs_unit_with_its_precision(
    inbox: Inbox, value, unit, expected, printed
) -> None:
    inbox.rows("indicators", {"indicator": "output_level", "value": value, "unit": unit})
    taken = inbox.read()
    assert ("unit_converted" in codes(taken)) == (unit in ("万元", "yuan"))
    rows = taken.tables.indicators
    assert rows.iloc[0][["value", "printed", "unit"]].to_list() == [expected, printed, "100m_yuan"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2022Q2", ("2022Q2", "2022-04", "2022-06")),
        ("2022-04", ("2022-04", "2022-04", "2022-04")),
        ("2022", ("2022", "2022-01", "2022-12")),
        ("2022H1", ("2022H1", "2022-01", "2022-06")),
        ("2022年一季度", ("2022Q1", "2022-01", "2022-03")),
    ],
)
def test_a_fact_covers_the_months_of_its_period(inbox: Inbox, written, expected) -> None:
    inbox.rows("facts", {"period": written})
    fact = inbox.read().tables.facts.iloc[0]
    assert (fact["period"], fact["first_month"], fact["last_month"]) == expected


def test_a_fact_on_several_areas_is_a_row_for_each(inbox: Inbox) -> None:
    inbox.rows("facts", {"area": "东河|西河市|全省|东河"})
    taken = inbox.read()
    assert list(taken.tables.facts["area"]) == ["donghe", "xihe", "qingshan"]
    record = next(file for file in taken.files if file.path.endswith("facts.csv"))
    assert (record.rows_in, record.rows_out, record.table_rows) == (1, 1, 3)


def test_an_illegible_figure_of_a_fact_is_missing_and_the_fact_stays(inbox: Inbox) -> None:
    inbox.rows("facts", {"value": "约12", "unit": "projects"})
    fact = inbox.read().tables.facts.iloc[0]
    assert pd.isna(fact["value"])
    assert pd.isna(fact["unit"])


def test_derived_figures(inbox: Inbox) -> None:
    text = csv_text([row("indicators", derivation="6.3-0.5"), row("indicators", period="2022Q2")])
    inbox.file("indicators_derived.csv", text.encode())
    taken = inbox.read()
    assert found(taken) == [("indicators_derived.csv", 3, "derivation", "derivation_missing")]
    assert list(taken.tables.indicators["origin"]) == ["published", "derived"]


def test_rows_that_stand_twice(inbox: Inbox) -> None:
    inbox.rows("sources", {}, {"source": "press"}, {}, {"title_zh": "别处"})
    inbox.rows(
        "indicators",
        {},
        {"value": "5.80"},
        {"value": "5.9"},
        {"source": "press"},
        {"status": "flash"},
    )
    inbox.rows("targets", {}, {}, {"wording": "at_least"})
    inbox.rows("facts", {}, {}, {"text_zh": "开工。"})
    taken = inbox.read()
    assert found(taken) == [
        ("sources.csv", 4, None, "duplicate_row"),
        ("sources.csv", 5, "source", "id_twice"),
        ("facts.csv", 3, None, "duplicate_row"),
        ("facts.csv", 4, "fact_id", "id_twice"),
        ("indicators.csv", 3, None, "duplicate_row"),
        ("indicators.csv", 4, "value", "duplicate_differs"),
        ("targets.csv", 3, None, "duplicate_row"),
        ("targets.csv", 4, "value", "duplicate_differs"),
    ]
    assert list(taken.tables.sources["title_zh"]) == ["统计局", "统计局"]
    assert list(taken.tables.indicators["value"]) == [5.8, 5.9, 5.8, 5.8]
    assert list(taken.tables.targets["wording"]) == ["about", "at_least"]
    assert list(taken.tables.facts["text_zh"]) == ["召开会议。"]
    issue = issues.render(taken.tables.intake_issues, "zh").iloc[5]
    assert "indicators.csv 第2行不同，两个值都保留" in issue["consequence"]


@pytest.mark.parametrize(
    ("cells", "expected", "url", "usable"),
    [
        ({"kind": "reprint", "url": ""}, [], None, True),
        ({"kind": "reprint"}, [("url", "url_on_reprint")], None, True),
        ({"kind": "press", "url": ""}, [("url", "url_missing")], None, True),
        ({"url": "javascript:alert(1)"}, [("url", "url_wrong")], None, True),
        ({"url": "http://a b.cn"}, [("url", "url_wrong")], None, True),
        ({"url": "https://a.cn/\"><script>"}, [("url", "url_wrong")], None, True),
        ({"url": "https://a.cn/" + "a" * 3000}, [("url", "url_wrong")], None, True),
        ({"url": "http://a.cn/x?y=1&z#部"}, [], "http://a.cn/x?y=1&z#部", True),
        ({"kind": "blog"}, [("kind", "choice_unknown")], None, False),
        ({"title_zh": "", "title_en": ""}, [("title_zh", "cell_empty")], None, False),
        ({"title_en": ""}, [("title_en", "translation_missing")], "https://tj.example.cn/1.html", True),
        ({"published_on": ""}, [], "https://tj.example.cn/1.html", True),
        ({"published_on": "2022年4月20日"}, [("published_on", "date_read")], "https://tj.example.cn/1.html", True),
        ({"published_on": "2022-04-31"}, [("published_on", "optional_date")], "https://tj.example.cn/1.html", True),
    ],
)  # fmt: skip
def test_sources(inbox: Inbox, cells, expected, url, usable) -> None:
    inbox.rows("sources", cells)
    taken = inbox.read()
    expected = [("sources.csv", 2, *issue) for issue in expected]
    if usable:
        assert found(taken) == expected
        assert list(
            taken.tables.sources["url"].astype(object).where(lambda s: s.notna(), None)
        ) == [url]
    else:
        assert found(taken)[:1] == expected
        assert codes(taken)[1:] == ["source_unusable"] * 3
        assert len(taken.tables.indicators) == 0


def test_what_was_published_after_the_as_of_date_is_left_out(inbox: Inbox) -> None:
    inbox.rows(
        "sources", {"published_on": "2022-06-30"}, {"source": "late", "published_on": "2022-07-01"}
    )
    inbox.rows("indicators", {}, {"source": "late", "period": "2022Q2"})
    taken = inbox.read()
    assert found(taken) == [
        ("sources.csv", 3, "published_on", "source_late"),
        ("indicators.csv", 3, "source", "source_late"),
    ]
    assert set(taken.tables.intake_issues["severity"]) == {"warning"}
    assert list(taken.tables.indicators["period"]) == ["2022-03"]
    assert list(taken.tables.sources["source_id"]) == ["bureau"]


@pytest.mark.parametrize("kind", ["indicators", "targets", "facts"])
def test_a_missing_file_leaves_its_table_empty(inbox: Inbox, kind: str) -> None:
    inbox.path(f"{kind}.csv").unlink()
    taken = inbox.read()
    assert found(taken) == [(f"{kind}.csv", None, None, "file_missing")]
    assert len(getattr(taken.tables, kind)) == 0
    assert len(taken.files) == 3


def test_without_sources_each_file_has_one_issue_and_no_row_is_used(inbox: Inbox) -> None:
    inbox.rows("indicators", {}, {"value": "约6"})
    inbox.path("sources.csv").unlink()
    taken = inbox.read()
    assert codes(taken) == [
        "file_missing",
        "no_sources",
        "no_sources",
        "value_approximate",
        "no_sources",
    ]
    assert len(taken.tables.indicators) == len(taken.tables.facts) == 0
    inbox.file("sources.csv", csv_text([row("sources")]).replace("kind", "sort").encode())
    assert codes(inbox.read()).count("no_sources") == 3


def test_a_folder_in_the_place_of_a_file_and_files_of_other_names(inbox: Inbox) -> None:
    inbox.path("facts.csv").unlink()
    inbox.path("facts.csv").mkdir()
    inbox.file("indicator.csv", b"x", freeze_it=False)
    inbox.file("facts.xlsx", b"x", freeze_it=False)
    inbox.file("notes.md", b"x", freeze_it=False)
    taken = inbox.read()
    assert sorted(found(taken)) == [
        ("facts.csv", None, None, "file_unreadable"),
        ("facts.xlsx", None, None, "file_ignored"),
        ("indicator.csv", None, None, "file_ignored"),
    ]
    hints = issues.render(taken.tables.intake_issues, "en")["remedy"]
    assert "Is indicators.csv meant?" in " ".join(hints)


def test_a_missing_folder(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path, folders=("published", "elsewhere"))
    taken = inbox.read()
    assert found(taken) == [("elsewhere", None, None, "folder_missing")]
    assert list(taken.tables.indicators["locator"]) == ["published/indicators.csv!row 2"]


def test_two_folders_share_their_sources(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path, folders=("first", "second"))
    second = Inbox.__new__(Inbox)
    second.root, second.folders = tmp_path, ("second",)
    for kind in COLUMNS:
        second.rows(
            kind, {"fact_id": "f9", "area": "西河"} if kind == "facts" else {"area": "西河"}
        )
    taken = inbox.read()
    assert found(taken) == [("sources.csv", 2, None, "duplicate_row")]
    assert list(taken.tables.indicators["area"]) == ["donghe", "xihe"]


def test_freezing_a_run(inbox: Inbox) -> None:
    assert freeze_published(inbox.run) == []
    inbox.path("facts.csv").write_text(csv_text([row("facts", fact_id="new")]), encoding="utf-8")
    assert codes(inbox.read()) == ["file_changed"]
    assert freeze_published(inbox.run) == [inbox.path("facts.csv")]
    assert codes(inbox.read()) == []


def test_every_code_has_its_texts_and_every_text_its_code() -> None:
    texts = {key for key in catalogue() if key.startswith("issue.")}
    assert texts == {f"issue.{code}.{text}" for code in CODES for text in issues.TEXTS}


def test_every_code_is_tested() -> None:
    """Each code stands in a test, and `Inbox.read` renders it there in both languages."""
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    assert [code for code in CODES if f'"{code}"' not in tests] == []


def test_hebei_passes_without_issues(root: Path) -> None:
    """The published figures in this repository: all rows in, all through."""
    taken = read_published(params.open_run(root / "params" / "hebei" / "2023Q4.yml"))
    tables = taken.tables
    assert not tables.intake_issues["severity"].isin(["error", "warning"]).any()
    assert (len(tables.indicators), len(tables.targets)) == (345, 14)
    assert all(file.rows_in == file.rows_out for file in taken.files)
