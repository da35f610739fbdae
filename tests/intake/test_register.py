"""Registering received files: stored once and unchanged, under a name of our own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

from diaodu import issues
from diaodu.errors import ParameterError
from diaodu.intake.received import registry
from diaodu.intake.received.filing import gather
from intake import sent
from intake.sent import codes, hand_in, put


@pytest.fixture
def run(tmp_path):
    return sent.repository(tmp_path / "repository")


@pytest.fixture
def mail(tmp_path):
    return tmp_path / "mail"


def _sidecar(run, file: str) -> dict:
    return yaml.safe_load((run.root / f"{file}.yml").read_text(encoding="utf-8"))


def _stored(run) -> list[str]:
    """Files below the quarter's folder, without sidecars."""
    folder = run.received
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".yml")
    return sorted(p.relative_to(folder).as_posix() for p in files)


def test_a_file_is_stored_unchanged_with_what_is_known_of_it(run, mail) -> None:
    data = sent.book()
    (done,) = hand_in(run, put(mail, "甲市2022年一季度.xlsx", data), channel="mail")
    assert (done.state, done.area, done.kind, done.version) == ("new", "alpha", "form", 1)
    assert done.file == "data/raw/testland/2022Q1/alpha/form-v1.xlsx"
    assert (run.root / done.file).read_bytes() == data
    assert _sidecar(run, done.file) == {
        "sha256": hashlib.sha256(data).hexdigest(),
        "original_name": "甲市2022年一季度.xlsx",
        "sender": "alpha",
        "kind": "form",
        "version": 1,
        "received_on": "2022-03-18",
        "channel": "mail",
        "form": "2022",
    }
    assert done.content is not None and done.issues == ()


def test_made_up_files_say_so(run, mail) -> None:
    (done,) = hand_in(run, put(mail, "a.docx", sent.titled()), illustrative=True)
    assert _sidecar(run, done.file)["origin"] == "illustrative"
    (entry,) = registry.entries(run, "2022Q1")
    assert (entry.origin, entry.source_id) == ("illustrative", "alpha-2022Q1-report-v1")


def test_a_workbook_and_a_report_have_versions_of_their_own(run, mail) -> None:
    files = [put(mail, "a.xlsx", sent.book()), put(mail, "b.docx", sent.titled())]
    assert [(d.kind, d.version) for d in hand_in(run, *files)] == [("form", 1), ("report", 1)]


def test_the_content_decides_how_the_stored_file_is_called(run, mail) -> None:
    (done,) = hand_in(run, put(mail, "甲市2022年一季度.xls", sent.book()))
    assert done.file.endswith("form-v1.xlsx")
    assert codes(done) == ["extension_differs"]
    (entry,) = registry.entries(run, "2022Q1")  # the stored name no longer shows it
    assert [i.code for i in entry.issues] == ["extension_differs"]


def test_the_same_bytes_are_recognised_under_any_name(run, mail) -> None:
    data = sent.book()
    hand_in(run, put(mail, "甲市.xlsx", data))
    first, second = hand_in(run, put(mail, "again.xlsx", data), put(mail, "乙市.xlsx", data))
    assert (first.state, second.state) == ("known", "known")
    assert codes(first) == codes(second) == ["same_bytes"]
    assert _stored(run) == ["alpha/form-v1.xlsx"]


def test_the_same_bytes_twice_in_one_call_are_one_file(run, mail) -> None:
    data = sent.book()
    done = hand_in(run, put(mail, "a.xlsx", data), put(mail, "b.xlsx", data))
    assert [d.state for d in done] == ["new", "known"]
    assert _stored(run) == ["alpha/form-v1.xlsx"]


def test_a_later_version_is_the_newest_and_the_earlier_stays(run, mail) -> None:
    old, new = sent.book(value=5.8), sent.book(value=6.1)
    hand_in(run, put(mail, "a.xlsx", old))
    (done,) = hand_in(run, put(mail, "a.xlsx", new))
    assert (done.version, codes(done)) == (2, [])
    assert [(run.received / name).read_bytes() for name in _stored(run)] == [old, new]
    (entry,) = registry.newest(registry.entries(run, "2022Q1"))
    assert entry.version == 2


def test_an_old_version_that_comes_again_does_not_replace_the_new_one(run, mail) -> None:
    old = put(mail, "a.xlsx", sent.book(value=5.8))
    hand_in(run, old)
    hand_in(run, put(mail, "b.xlsx", sent.book(value=6.1)))
    (done,) = hand_in(run, old)
    assert (done.state, codes(done)) == ("known", ["same_as_older"])
    assert len(_stored(run)) == 2


def test_versions_are_counted_as_numbers(run, mail) -> None:
    for number in range(1, 12):
        (done,) = hand_in(run, put(mail, f"{number}.xlsx", sent.book(value=number)))
    assert done.version == 11
    (entry,) = registry.newest(registry.entries(run, "2022Q1"))
    assert entry.version == 11


def test_two_files_of_one_sender_in_one_call_are_taken_in_order_of_name(run, mail) -> None:
    second = put(mail, "甲市 最终.xlsx", sent.book(value=2))
    first = put(mail, "甲市 初稿.xlsx", sent.book(value=1))
    done = hand_in(run, second, first)
    assert [(d.name, d.version) for d in done] == [("甲市 初稿.xlsx", 1), ("甲市 最终.xlsx", 2)]
    assert [codes(d) for d in done] == [[], ["two_at_once"]]
    assert done[1].issues[0].details["other"] == "甲市 初稿.xlsx"


# Whose it is, and of which quarter


def test_the_content_says_whose_a_file_is_where_the_name_says_another(run, mail) -> None:
    (done,) = hand_in(run, put(mail, "乙市2021年四季度.xlsx", sent.book()))
    assert done.area == "alpha"
    assert codes(done) == ["name_area_differs", "name_quarter_differs"]


def test_the_name_stands_in_for_a_silent_content(run, mail) -> None:
    (done,) = hand_in(run, put(mail, "丙市2022年一季度.docx", sent.report("情况", "平稳。")))
    assert (done.area, codes(done)) == ("gamma", ["sender_by_name", "quarter_by_name"])


def test_a_quarter_that_nobody_says_is_assumed_and_told(run, mail) -> None:
    (done,) = hand_in(run, put(mail, "x.docx", sent.report("甲市工业运行情况", "平稳。")))
    assert (done.area, codes(done)) == ("alpha", ["quarter_assumed"])


def test_the_name_chooses_among_several_senders_but_not_another(run, mail) -> None:
    data = sent.report("甲市、乙市工业运行情况（2022年一季度）", "平稳。")
    (done,) = hand_in(run, put(mail, "乙市.docx", data))
    assert (done.area, codes(done)) == ("beta", ["sender_by_name"])
    (done,) = hand_in(run, put(mail, "丙市.docx", sent.report("甲市、乙市情况", "差。")))
    assert (done.state, codes(done)) == ("refused", ["sender_unclear"])
    assert done.issues[0].details == {"areas": "甲市、乙市"}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.docx", sent.report("工业运行情况", "平稳。"), "sender_missing"),
        ("x.docx", sent.titled(quarter="2021年四季度"), "quarter_other"),
        ("甲市2021Q4.docx", sent.report("甲市情况", "平稳。"), "quarter_other"),
        ("甲市.xlsx", b"%PDF-1.7 ...", "picture_or_pdf"),
        ("甲市.xlsx", b"", "empty_file"),
    ],
)
def test_what_cannot_be_taken_is_kept_with_the_reason(run, mail, name, data, code) -> None:
    (done,) = hand_in(run, put(mail, name, data))
    assert (done.state, codes(done)[0]) == ("refused", code)
    assert (run.root / done.file).read_bytes() == data
    sidecar = _sidecar(run, done.file)
    assert (sidecar["refused"], sidecar["original_name"]) == (code, name)
    assert registry.entries(run, "2022Q1") == []
    hand_in(run, mail / name)
    assert len(_stored(run)) == 1


def test_an_area_that_the_quarter_does_not_ask_is_refused(run, mail) -> None:
    quarter = run.file.read_text(encoding="utf-8").replace("[alpha, beta, gamma]", "[alpha, beta]")
    run.file.write_text(quarter, encoding="utf-8")
    run = sent.open_run(run.file)
    (done,) = hand_in(run, put(mail, "x.docx", sent.titled("丙市")))
    assert (done.state, codes(done)) == ("refused", ["sender_not_asked"])


def test_a_refused_file_counts_until_a_good_one_has_come(run, mail) -> None:
    hand_in(run, put(mail, "甲市.xlsx", b"%PDF-1.7 ..."), put(mail, "乙市.xlsx", b"%PDF-1.6 ..."))
    assert [s.sender for _, s in registry.refused(run, "2022Q1")] in (
        ["alpha", "beta"],
        ["beta", "alpha"],
    )
    hand_in(run, put(mail, "甲市.xlsx", sent.book()))
    assert [s.sender for _, s in registry.refused(run, "2022Q1")] == ["beta"]
    assert len(_stored(run)) == 3  # nothing is lost


# Names, folders, and files that nobody registered


@pytest.mark.parametrize(
    "name",
    [
        "..\\..\\..\\evil.xlsx",
        "-rf.xlsx",
        "a\nb\u202egpj.xlsx",
        "=cmd|x!A1.xlsx",
        "x" * 200 + ".xlsx",
    ],
)
def test_a_hostile_name_is_kept_in_the_sidecar_and_nowhere_else(run, mail, name) -> None:
    (done,) = hand_in(run, put(mail, name, sent.book()))
    assert _stored(run) == ["alpha/form-v1.xlsx"]
    assert _sidecar(run, done.file)["original_name"] == name
    (refused,) = hand_in(run, put(mail, f"2{name}", b"%PDF-1.7"))
    assert refused.file.rpartition("/")[2] == hashlib.sha256(b"%PDF-1.7").hexdigest()[:16] + ".xlsx"
    everything = sorted(p.name for p in run.received.rglob("*") if p.is_file())
    assert len(everything) == 4
    for lang in ("zh", "en"):
        issues.render(issues.to_frame([*done.issues, *refused.issues]), lang)


def test_a_name_that_is_no_text_is_kept_written_out(run, mail) -> None:
    mail.mkdir()
    path = Path(str(mail / "\udcb1\udcb1.xlsx"))
    try:
        path.write_bytes(sent.book())
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    (done,) = hand_in(run, path)
    assert _sidecar(run, done.file)["original_name"] == r"\udcb1\udcb1.xlsx"
    assert registry.entries(run, "2022Q1")[0].sidecar is not None


def test_folders_are_walked_and_what_systems_leave_is_passed_over(mail) -> None:
    for name in ("b.xlsx", "甲/a.docx", "甲/~$a.docx", ".DS_Store", "Thumbs.db", ".git/x.xlsx"):
        put(mail, name, b"x")
    assert [path.name for path in gather([mail, mail / "b.xlsx"])] == ["a.docx", "b.xlsx"]


def test_a_path_that_is_not_there_stops_before_anything_is_done(run, mail) -> None:
    good = put(mail, "甲市.xlsx", sent.book())
    with pytest.raises(ParameterError, match=r"nowhere\.xlsx: found no such file"):
        hand_in(run, good, mail / "nowhere.xlsx")
    assert not run.received.exists()


def test_a_quarter_without_submissions_takes_none(run, mail) -> None:
    text = run.file.read_text(encoding="utf-8").partition("submissions")[0]
    run.file.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match="submissions: found nothing"):
        hand_in(sent.open_run(run.file), put(mail, "甲市.xlsx", sent.book()))


def test_a_file_that_changes_while_it_is_read_is_not_taken(run, mail) -> None:
    path = put(mail, "甲市.xlsx", sent.book())

    def slow(paths):
        found = sent.here(paths)
        path.write_bytes(sent.book(value=9))
        return found

    (done,) = hand_in(run, path, read=slow)
    assert (done.state, codes(done), done.file) == ("refused", ["cannot_open"], "")
    assert _stored(run) == []


def test_a_changed_registered_file_is_told(run, mail) -> None:
    (done,) = hand_in(run, put(mail, "甲市.xlsx", sent.book()))
    (entry,) = registry.entries(run, "2022Q1")
    assert registry.changed(entry, done.sha256) == []
    (found,) = registry.changed(entry, "0" * 64)
    assert (found.code, found.area, found.severity) == ("registered_changed", "alpha", "warning")


def test_files_that_nobody_registered_are_told_and_not_read(run, mail) -> None:
    hand_in(run, put(mail, "甲市.xlsx", sent.book()))
    for name in ("alpha/甲市.xlsx", "delta/form-v1.xlsx", "loose.docx", "alpha/.hidden"):
        put(run.received, name, b"x")
    found = registry.strangers(run, "2022Q1")
    assert sorted(i.found for i in found) == ["form-v1.xlsx", "loose.docx", "甲市.xlsx"]
    assert len(registry.entries(run, "2022Q1")) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "registered_unknown"),
        ("sha256: x", "registered_sidecar"),
        ("{", "registered_sidecar"),
    ],
)
def test_a_file_without_a_sound_sidecar_is_used_and_told(run, mail, text, code) -> None:
    (done,) = hand_in(run, put(mail, "甲市.xlsx", sent.book()))
    sidecar = run.root / f"{done.file}.yml"
    sidecar.unlink()
    if text is not None:
        sidecar.write_text(text, encoding="utf-8")
    (entry,) = registry.entries(run, "2022Q1")
    assert [i.code for i in entry.issues] == [code]
    assert (entry.area, entry.kind, entry.version) == ("alpha", "form", 1)
