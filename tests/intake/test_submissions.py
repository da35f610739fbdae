"""Registered files of the quarter and of earlier ones to one Intake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from batch import tiny
from diaodu import contracts, intake, issues, store
from diaodu.intake import submissions, written
from diaodu.intake.received.grid import Document, Paragraph
from diaodu.intake.received.registry import entries
from diaodu.intake.standing import standings
from diaodu.intake.submission_rows import make_unique, place_of
from diaodu.params import Run, open_run
from intake import sent
from intake.sent import hand_in, put

IVA, GDP = "industrial_value_added_growth", "gdp_growth"
TYPED = {
    "主要指标!C5": 4.1,
    "主要指标!D5": 5.5,
    "主要指标!E5": "1-2月",
    "主要指标!F5": "6.5%（预计）",
    "主要指标!G5": 7,
    "重点项目!B5": "示例第一钢厂技改项目",
    "存在问题!B5": "部分企业资金紧张，预计一季度规上工业增加值增长6.1%。",
}
REPORT = (
    "甲市2022年一季度工业运行情况",
    "一、运行情况",
    "预计一季度规模以上工业增加值同比增长6.9%，1—2月增长5.5%。",
    "二、存在问题",
    "一是用工不足；二是物流不畅。",
    "三、下步工作",
    "强化要素保障。",
)


@pytest.fixture
def run(tmp_path) -> Run:
    return sent.repository(tmp_path / "repository")


@pytest.fixture
def mail(tmp_path) -> Path:
    return tmp_path / "mail"


def _read(run: Run, known: submissions.Known | None = None) -> intake.Intake:
    """Read in this process; whatever comes out keeps the contracts and has its texts."""
    taken = intake.read(run, known or submissions.Known({}, sent.here))
    for name in contracts.SCHEMAS:
        contracts.check(name, getattr(taken.tables, name))
    for lang in ("zh", "en"):
        issues.render(taken.tables.intake_issues, lang)
    return taken


def _codes(taken: intake.Intake, file: str) -> list[str]:
    found = taken.tables.intake_issues
    return list(found.loc[found["file"].str.endswith(file), "code"])


def _later(run: Run, quarter: str) -> Run:
    """The run of a later quarter in the same repository."""
    text = run.file.read_text(encoding="utf-8").replace("2022Q1", quarter)
    path = tiny.put(run.root / "params" / "testland" / f"{quarter}.yml", text)
    return open_run(path)


@pytest.fixture
def taken(run, mail) -> intake.Intake:
    """A form and a report of one area, both read."""
    form = put(mail, "a.xlsx", sent.form(run, "alpha", TYPED))
    hand_in(run, form, put(mail, "b.docx", sent.report(*REPORT)), channel="mail")
    return _read(run)


def test_a_quarter_without_submissions_reads_what_is_published_and_nothing_else(run, mail) -> None:
    hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED)))
    text = run.file.read_text(encoding="utf-8").partition("submissions")[0]
    run.file.write_text(text, encoding="utf-8")
    taken = _read(open_run(run.file))
    assert taken.tables.sources["kind"].eq("official").all()
    assert len(taken.tables.projects) == 0


def test_figures_of_a_form_stand_beside_the_published_ones_with_their_cells(taken) -> None:
    table = taken.tables.indicators
    own = table[table["source_id"].eq("alpha-2022Q1-form-v1")]
    figures = own[["period", "status", "value", "locator", "origin"]].values.tolist()
    assert sorted(figures) == [
        ["2021-03", "flash", 4.1, "主要指标!C5", "submitted"],
        ["2022-02", "flash", 5.5, "主要指标!D5", "submitted"],
        ["2022-03", "expected", 6.5, "主要指标!F5", "submitted"],
    ]
    assert table["source_id"].eq("bureau").sum() == 4
    targets = taken.tables.targets
    assert sorted(targets.loc[targets["area"].eq("alpha"), "source_id"]) == [
        "alpha-2022Q1-form-v1",
        "bureau",
    ]


def test_each_file_is_a_source_with_all_that_is_known_of_it(taken, run) -> None:
    sources = taken.tables.sources.set_index("source_id")
    form = sources.loc["alpha-2022Q1-form-v1"]
    assert (form["kind"], form["sender"], form["version"]) == ("submission", "alpha", 1)
    assert (form["received_on"], form["channel"]) == ("2022-03-18", "mail")
    assert form["file"] == "data/raw/testland/2022Q1/alpha/form-v1.xlsx"
    assert (form["title_zh"], form["title_en"]) == (
        "甲2022年一季度填报表（第1版）",
        "Form of Alpha, Q1 2022 (version 1)",
    )
    assert pd.isna(form["caution_zh"])
    assert "alpha-2022Q1-report-v1" in sources.index
    assert {f.path: f.sha256 for f in taken.files} == intake.inputs(run)


def test_statements_of_a_report_become_notes_of_their_sections(taken) -> None:
    notes = taken.tables.notes
    own = notes[notes["source_id"].eq("alpha-2022Q1-report-v1")]
    assert own[["section", "text", "locator"]].values.tolist() == [
        ["narrative", REPORT[2], "paragraph 3"],
        ["issue", "用工不足", "paragraph 5"],
        ["issue", "物流不畅。", "paragraph 5"],
        ["next_step", "强化要素保障。", "paragraph 7"],
    ]
    assert set(own["original"]) == {REPORT[2], REPORT[4], REPORT[6]}


def test_each_claim_keeps_its_span_in_the_statement_that_holds_it(taken) -> None:
    claims, notes = taken.tables.claims, taken.tables.notes
    texts = dict(zip(notes["note_id"], notes["text"], strict=True))
    assert len(claims) == 3
    for claim in claims.to_dict("records"):
        assert texts[claim["note_id"]][claim["start"] : claim["end"]] == claim["quote"]
    assert sorted(claims["value"]) == [5.5, 6.1, 6.9]
    assert set(claims["locator"]) == {"paragraph 3", "存在问题!B5"}


def test_a_claim_that_is_not_the_figure_of_the_form_is_an_issue_at_its_place(taken) -> None:
    found = taken.tables.intake_issues
    wrong = found[found["code"].eq("claim_differs_submitted")]
    places = wrong[["file", "sheet", "row", "column"]].astype(object).where(wrong.notna(), None)
    assert sorted((Path(f).name, *rest) for f, *rest in places.values.tolist()) == [
        ("form-v1.xlsx", "存在问题", 5, "B"),
        ("report-v1.docx", None, 3, None),
    ]
    assert set(wrong["area"]) == {"alpha"}


def test_made_up_files_say_so_in_every_row_and_in_their_source(run, mail) -> None:
    form = put(mail, "a.xlsx", sent.form(run, "alpha", TYPED))
    report = put(mail, "b.docx", sent.report(*REPORT))
    hand_in(run, form, report, illustrative=True)
    tables = _read(run).tables
    for name in ("indicators", "targets", "projects", "notes", "claims", "sources"):
        table = getattr(tables, name)
        own = table[table["source_id"].str.startswith("alpha-")]
        assert len(own) > 0 and set(own["origin"]) == {"illustrative"}, name
    assert tables.sources["caution_zh"].notna().sum() == 2


def test_only_the_newest_version_is_read(run, mail) -> None:
    hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED)))
    hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED | {"主要指标!F5": 6.8})))
    tables = _read(run).tables
    own = tables.indicators[tables.indicators["status"].eq("expected")]
    assert own[["source_id", "value"]].values.tolist() == [["alpha-2022Q1-form-v2", 6.8]]


def test_what_was_read_at_registration_is_not_read_again(run, mail) -> None:
    done = hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED)))
    contents = {one.sha256: one.content for one in done}
    again = _read(run)

    def nobody(paths):
        raise AssertionError(paths)

    taken = _read(run, submissions.Known(contents, nobody))
    for name in contracts.SCHEMAS:
        pd.testing.assert_frame_equal(getattr(taken.tables, name), getattr(again.tables, name))


def test_a_changed_registered_file_is_used_and_told(run, mail) -> None:
    (done,) = hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED)))
    (run.root / done.file).write_bytes(sent.form(run, "alpha", TYPED | {"主要指标!F5": 9.9}))
    taken = _read(run)
    assert "registered_changed" in _codes(taken, "form-v1.xlsx")
    assert 9.9 in set(taken.tables.indicators["value"])
    (again,) = hand_in(run, mail / "a.xlsx")  # the original is no longer there: it is taken anew
    assert (again.state, again.version) == ("new", 2)


def test_a_registered_file_that_cannot_be_read_any_more_is_refused(run, mail) -> None:
    (done,) = hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED)))
    (run.root / done.file).write_bytes(b"PK\x03\x04 broken")
    taken = _read(run)
    assert set(_codes(taken, "form-v1.xlsx")) == {"registered_changed", "not_readable"}
    assert "alpha-2022Q1-form-v1" not in set(taken.tables.sources["source_id"])


def test_refused_and_loose_files_stay_issues_until_they_are_made_up_for(run, mail) -> None:
    hand_in(run, put(mail, "甲市.xlsx", b"%PDF-1.7"))
    put(run.received, "alpha/loose.xlsx", b"x")
    taken = _read(run)
    (refused,) = [
        i for i in taken.tables.intake_issues.to_dict("records") if "/refused/" in i["file"]
    ]
    assert (refused["code"], refused["area"], refused["severity"]) == (
        "picture_or_pdf",
        "alpha",
        "error",
    )
    assert _codes(taken, "loose.xlsx") == ["not_registered"]
    hand_in(run, put(mail, "甲市.xlsx", sent.form(run, "alpha", TYPED)))
    files = _read(run).tables.intake_issues["file"]
    assert not files.str.contains("/refused/").any()


def test_a_report_without_a_text_is_told(run, mail) -> None:
    hand_in(run, put(mail, "a.docx", sent.report("甲市2022年一季度工业运行情况", "一、")))
    assert "report_without_statements" in _codes(_read(run), "report-v1.docx")


def test_endless_prose_is_cut_and_told(run, mail, monkeypatch) -> None:
    monkeypatch.setattr(written, "MAX_CHARACTERS", 60)
    hand_in(run, put(mail, "a.docx", sent.report(*REPORT)))
    form = TYPED | {"存在问题!B6": "用工不足。" * 20}
    hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", form)))
    taken = _read(run)
    found = taken.tables.intake_issues
    cut = found[found["code"].eq("prose_too_long")]
    assert sorted(cut["row"]) == [4, 6]
    assert cut["sheet"].dropna().tolist() == ["存在问题"]
    assert len(taken.tables.notes) == 3  # the notes of the form are rows all the same


# Earlier quarters


def test_earlier_quarters_are_read_too_but_only_whole_files_of_theirs_are_issues(run, mail) -> None:
    hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED)))
    later = _later(run, "2022Q2")
    form = sent.form(later, "alpha", {"主要指标!F5": 6})
    assert hand_in(later, put(mail, "b.xlsx", form))[0].file.startswith("data/raw/testland/2022Q2")
    taken = _read(later)
    figures = taken.tables.indicators
    expected = figures[figures["status"].eq("expected")]
    assert list(expected["period"]) == ["2022-03", "2022-06"]
    own = taken.tables.intake_issues["file"]
    assert not own.str.contains("/2022Q1/").any()
    vanished = taken.tables.intake_issues["code"].eq("form_project_vanished")
    assert vanished.sum() == 1  # the history is what a form is compared with
    entry = entries(later, "2022Q1")[0]
    entry.path.write_bytes(b"")
    assert "empty_file" in _codes(_read(later), "2022Q1/alpha/form-v1.xlsx")


def test_later_quarters_and_years_before_the_history_are_not_read(run, mail) -> None:
    hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED)))
    for quarter in ("2022Q2", "2020Q4", "2022Q9"):
        folder = run.raw / quarter / "alpha"
        folder.mkdir(parents=True)
        (folder / "form-v1.xlsx").write_bytes(b"broken")
    assert set(
        _read(run).tables.intake_issues["file"].str.extract(r"/(20\d\dQ\d)/")[0].dropna()
    ) == {"2022Q1"}


def test_the_history_fills_the_next_form(run, mail) -> None:
    hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED)))
    past = intake.history(_later(run, "2022Q2"))
    assert list(past.projects["name"]) == ["示例第一钢厂技改项目"]
    assert len(intake.history(run).projects) == 0


def test_versions_are_compared_cell_by_cell(run, mail) -> None:
    hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED)))
    hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED | {"主要指标!F5": 6.8})))
    one, other = submissions.read_versions(run, entries(run, "2022Q1"))
    assert sorted(one["indicators"]["value"]) == [4.1, 5.5, 6.5]
    assert sorted(other["indicators"]["value"]) == [4.1, 5.5, 6.8]


# Who has sent what


def test_the_standing_of_every_area(run, mail) -> None:
    form = put(mail, "a.xlsx", sent.form(run, "alpha", TYPED))
    hand_in(run, form, put(mail, "b.docx", sent.report(*REPORT)))
    hand_in(run, put(mail, "乙市.pdf", b"%PDF-1.7"), received_on=date(2022, 3, 25))
    hand_in(run, put(mail, "c.docx", sent.titled("丙市")), received_on=date(2022, 3, 23))
    tables = _read(run).tables
    alpha, beta, gamma = standings(run, tables, date(2022, 3, 22))
    assert [(i.state, i.version, i.days_late) for i in alpha.items] == [
        ("received", 1, 0),
        ("received", 1, 0),
    ]
    assert (alpha.figures, alpha.projects, alpha.notes, alpha.late) == (4, 1, 5, False)
    assert alpha.warnings >= 2
    assert [(i.state, i.days_late) for i in beta.items] == [("missing", 2), ("refused", 2)]
    assert beta.errors == 1
    assert [(i.state, i.days_late) for i in gamma.items] == [("missing", 2), ("received", 3)]
    early = standings(run, tables, date(2022, 3, 19))
    assert [one.late for one in early] == [False, False, True]


def test_a_file_that_cannot_be_read_stands_as_refused(run, mail) -> None:
    (done,) = hand_in(run, put(mail, "a.xlsx", sent.form(run, "alpha", TYPED)))
    (run.root / done.file).write_bytes(b"PK\x03\x04 broken")
    (alpha, *_) = standings(run, _read(run).tables, date(2022, 3, 19))
    assert (alpha.items[0].state, alpha.items[0].version) == ("refused", 1)


# Small parts


def test_places_of_locators() -> None:
    assert place_of("paragraph 12") == {"row": 12}
    assert place_of("存在问题!B5") == {"sheet": "存在问题", "row": 5, "column": "B"}
    assert place_of("a!b!AA10") == {"sheet": "a!b", "row": 10, "column": "AA"}


def test_two_notes_with_one_number_stay_two() -> None:
    ids = ["x", "x", "y", "x", "alpha-2022-03-report-1"]
    notes = [{"note_id": i, "area": "alpha", "period": "2022-03"} for i in ids]
    make_unique(notes)
    new = [note["note_id"] for note in notes]
    assert new == ["x", "x~2", "y", "x~3", "form-alpha-2022-03-report-1"]


def test_claims_of_counties_and_other_provinces_are_no_rows(run) -> None:
    reader = written.ProseReader(run.areas, run.catalog, submissions.subjects.load(run.root))
    text = "1—2月，全省规模以上工业增加值同比增长6%，北京市增长2%。"
    document = Document("x.docx", (Paragraph(1, text),), "docx")
    of = written.Origin("alpha", run.period, "s", "submitted")
    assert [(c["area"], c["value"]) for c in reader.report(document, of).claims] == [
        ("testland", 6.0)
    ]


def test_an_empty_repository_of_submissions_is_fine(run) -> None:
    taken = _read(run)
    assert isinstance(taken.tables, store.Tables)
    assert all(
        i.state == "missing" for s in standings(run, taken.tables, sent.DAY) for i in s.items
    )
