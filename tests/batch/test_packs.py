"""Who gets a pack, which reports are in it, and a zip whose bytes depend on its files only."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import province
from diaodu.batch.packs import archive, contents, recipients
from diaodu.errors import ParameterError
from diaodu.params import Run
from diaodu.publish.separation.belongings import Whose
from diaodu.quarter import Leader
from diaodu.rules import Packs
from diaodu.terminal import pack

ONE = Leader(zh="示例厅领导一", en="Made-up leader 1", origin="illustrative")
TWO = Leader(zh="示例厅领导二", en="Made-up leader 2", origin="illustrative")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    province.build(tmp_path)
    whole = province.run(tmp_path)
    given = {
        "divisions": ("equipment",),
        "pairing": {"jiazhou": ONE, "yizhou": TWO, "bingzhou": ONE},
    }
    return replace(whole, quarter=whole.quarter.model_copy(update=given))


def test_one_recipient_a_leader_with_all_areas_that_he_is_paired_with(run) -> None:
    every = recipients.recipients(run)
    assert [to.id for to in every] == [
        *("shili", "division-equipment", "leader-jiazhou", "leader-yizhou"),
        *("jiazhou", "yizhou", "bingzhou"),
    ]
    leader = every[2]
    assert leader.areas == ("jiazhou", "bingzhou")
    assert leader.label(run) == "包联领导（甲州、丙州）"
    assert leader.whose(run) == Whose(frozenset({"jiazhou", "bingzhou"}))
    assert every[0].whose(run) == Whose(None)
    assert "equipment_manufacturing" in (every[1].whose(run).industries or ())
    assert [to.sharing(run) for to in every] == ["named"] * 7


def test_only_the_kinds_of_the_quarters_file_and_only_those_asked_for(run) -> None:
    packs = Packs(recipients=("city", "leader"), peers="ranked")
    some = replace(run, quarter=run.quarter.model_copy(update={"packs": packs}))
    assert {to.kind for to in recipients.recipients(some)} == {"city", "leader"}
    assert [to.id for to in recipients.recipients(some, ["leader", "乙州"])] == [
        *("leader-jiazhou", "leader-yizhou", "yizhou"),
    ]
    assert recipients.recipients(some, ["yizhou"])[0].sharing(some) == "ranked"
    for unknown in ("shili", "nobody", ""):
        with pytest.raises(ParameterError, match=f"--to: found '{unknown}'; expected one of"):
            recipients.recipients(some, [unknown])


def test_the_reports_of_each_recipient(run) -> None:
    held = {
        to.id: [unit.id for unit in contents.units_of(run, to)] for to in recipients.recipients(run)
    }
    assert held["jiazhou"] == ["jiazhou"]
    assert held["division-equipment"] == ["division-equipment"]
    assert held["leader-jiazhou"] == [
        *("jiazhou", "bingzhou", "leader-jiazhou", "leader-bingzhou"),
    ]
    assert {"shili", "division-equipment", "jiazhou", "leader-yizhou"} <= set(held["shili"])


FILES = {"b.html": b"<p>b</p>" * 50, "a/c.xlsx": b"c", "manifest.json": b"{}"}


def test_a_zip_depends_on_its_files_only() -> None:
    first = archive.build(FILES, date(2022, 3, 23))
    again = archive.build(dict(reversed(FILES.items())), date(2022, 3, 23))
    assert first == again != archive.build(FILES | {"a/c.xlsx": b"d"}, date(2022, 3, 23))
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        assert {name: book.read(name) for name in book.namelist()} == FILES
        assert book.namelist() == sorted(FILES)
        assert {info.external_attr >> 16 for info in book.infolist()} == {0o100644}


def test_a_password_is_of_a_file_or_of_the_environment(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv(pack.PASSWORD, raising=False)
    assert pack._password(None) is None
    monkeypatch.setenv(pack.PASSWORD, "eight-and-more")
    assert pack._password(None) == b"eight-and-more"
    file = tmp_path / "secret"
    for text in ("short", ""):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ParameterError) as caught:
            pack._password(file)
        assert str(caught.value) == (
            f"{file}: found {len(text)} characters; expected a password of at least 8"
        )
    with pytest.raises(ParameterError, match="FileNotFoundError; expected a text file"):
        pack._password(tmp_path / "none")
