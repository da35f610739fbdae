"""Sidecars: a file that was changed since it was frozen is seen."""

from __future__ import annotations

from hashlib import sha256

import pandas as pd
import pytest

from diaodu.errors import DiaoduError
from diaodu.intake import freeze
from intake.inbox import Inbox, codes

DATA = b"area,period\nx,2022Q1\n\ny,2022Q1\n"
HASH = sha256(DATA).hexdigest()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_bytes(DATA)
    return path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "# kept\ntitle: {zh: 标题}  # kept too\nrows: 9\nsha256: abc  # hash\nlast: 'x'\n",
            f"# kept\ntitle: {{zh: 标题}}  # kept too\nrows: 2\nsha256: {HASH}  # hash\nlast: 'x'\n",
        ),
        ("sha256:\nrows:\ntitle: t\n", f"sha256: {HASH}\nrows: 2\ntitle: t\n"),
        ("sha256: ''\r\nrows: null\r\n", f"sha256: {HASH}\r\nrows: 2\r\n"),
        ("title: t", f"title: t\nrows: 2\nsha256: {HASH}\n"),
        ("columns:\n  rows: nested\n", f"columns:\n  rows: nested\nrows: 2\nsha256: {HASH}\n"),
        ("", f"rows: 2\nsha256: {HASH}\n"),
    ],
)
def test_freezing_changes_hash_and_rows_and_nothing_else(file, before: str, after: str) -> None:
    sidecar = file.with_name("facts.csv.yml")
    sidecar.write_bytes(before.encode())
    assert freeze(file)
    assert sidecar.read_bytes().decode() == after
    assert not freeze(file)


def test_a_missing_sidecar_is_begun(file) -> None:
    assert freeze(file)
    assert file.with_name("facts.csv.yml").read_text() == f"rows: 2\nsha256: {HASH}\n"


@pytest.mark.parametrize("sidecar", ["a: [", "- a\n- b\n"])
def test_a_sidecar_that_is_no_mapping_is_not_overwritten(file, sidecar: str) -> None:
    path = file.with_name("facts.csv.yml")
    path.write_text(sidecar)
    with pytest.raises(DiaoduError, match=r"facts\.csv\.yml: found no"):
        freeze(file)
    assert path.read_text() == sidecar


def test_a_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(DiaoduError, match="cannot be frozen"):
        freeze(tmp_path / "facts.csv")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: None, "sidecar_missing"),
        (lambda text: text + "a: [", "sidecar_unreadable"),
        (lambda text: text.replace("licence: l\n", ""), "sidecar_incomplete"),
        (lambda text: text.replace("2022-06-01", "early in June"), "sidecar_incomplete"),
        (lambda text: text.split("sha256")[0], "not_frozen"),
        (lambda text: text.split("sha256")[0] + f"sha256: {HASH}\n", "file_changed"),
    ],
)
def test_what_is_wrong_with_a_sidecar_is_told_and_the_rows_are_used(
    inbox: Inbox, change, code
) -> None:
    path = inbox.path("indicators.csv.yml")
    changed = change(path.read_text(encoding="utf-8"))
    path.unlink() if changed is None else path.write_text(changed, encoding="utf-8")
    taken = inbox.read()
    assert codes(taken) == [code]
    assert list(taken.tables.intake_issues["severity"]) == ["warning"]
    assert len(taken.tables.indicators) == 1
    assert str(inbox.root) not in taken.tables.intake_issues["details"][0]


def test_a_source_has_the_day_on_which_its_list_was_collected(inbox: Inbox) -> None:
    assert list(inbox.read().tables.sources["retrieved_on"]) == ["2022-06-01"]
    path = inbox.path("sources.csv.yml")
    whole = path.read_text(encoding="utf-8")
    for written, day in (("2021-12-31", "2021-12-31"), ("'2021-12-31'", "2021-12-31"), ("?", None)):
        path.write_text(whole.replace("2022-06-01", written), encoding="utf-8")
        (found,) = inbox.read().tables.sources["retrieved_on"]
        assert (None if pd.isna(found) else found) == day
