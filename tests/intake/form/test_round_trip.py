"""A form filled in with any valid values gives the same values when it is read."""

from __future__ import annotations

from datetime import date
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from diaodu.intake.form import words
from diaodu.intake.form.layout import Column
from diaodu.intake.prose.cleaning import clean_text
from diaodu.intake.quantity_words import says_nothing
from diaodu.params import Run
from intake.form import forms

SETTINGS = settings(max_examples=12, deadline=None)
NAMES = st.text(
    alphabet="示例第一二三钢铁汽车电池装备项目厂改造生产线建设", min_size=3, max_size=12
)


def _is_plain(text: str) -> bool:
    """A text that cleaning leaves alone and that means something."""
    total = words.compared(text) in {"合计", "总计", "共计", "小计"}
    return clean_text(text).text == text and not says_nothing(text) and not total


TEXTS = st.builds(
    lambda name, tail: name + tail,
    NAMES,
    st.sampled_from(["。", "，资金紧张。", "=A1", "@x", "<b>厂</b>"]),
).filter(_is_plain)


def _values(column: Column, run: Run) -> st.SearchStrategy[tuple[Any, Any]]:
    """What a sender may enter, with what it means."""
    area = run.areas["jiazhou"]
    match column.type:
        case "quantity":
            bounds = column.bounds
            assert bounds is not None
            low, high = int(bounds.low * 100), int(bounds.high * 100)
            return st.integers(low, high).map(lambda n: (n / 100, n / 100))
        case "day":
            days = st.dates(date(1995, 1, 1), date(2022, 3, 31))
            whole = days.map(lambda d: (d, d.isoformat()))
            month = days.map(lambda d: (f"{d:%Y-%m}", f"{d:%Y-%m}"))
            return whole | month if column.coarse else whole
        case "text":
            return (NAMES.filter(_is_plain) if column.required else TEXTS).map(lambda t: (t, t))
        case "bool":
            return st.sampled_from([("是", True), ("否", False)])
    known = words.lookup(column, run, area)
    listed = words.options(column, run, area, "zh")
    return st.sampled_from([(label, known[words.compared(label)]) for label in listed])


@st.composite
def filled(draw: st.DrawFn, run: Run, sheet: str) -> list[dict[str, tuple[Any, Any]]]:
    """Rows of a list, as entered and as meant."""
    layout = forms.layouts.load(run.root, "2022")[sheet]  # type: ignore[index]
    columns = [c for c in layout.columns if c.type != "id"]
    name = next(c.id for c in columns if c.required)
    row = st.fixed_dictionaries(
        {c.id: _values(c, run) for c in columns if c.required},
        optional={c.id: _values(c, run) for c in columns if not c.required},
    )
    return draw(st.lists(row, max_size=6, unique_by=lambda r: r[name][0]))


@pytest.mark.parametrize("sheet", ["projects", "issues", "supports", "next_steps", "enterprises"])
@SETTINGS
@given(data=st.data())
def test_lists(run, sheet, data) -> None:
    rows = data.draw(filled(run, sheet))
    entered = [{key: value for key, (value, _) in row.items()} for row in rows]
    found = forms.Form(run, {sheet: entered}).read(check=False)
    table = {"issues": "notes", "supports": "notes", "next_steps": "notes"}.get(sheet, sheet)
    assert len(found.rows[table]) == len(rows)
    for row, read in zip(rows, found.rows[table], strict=True):
        layout = forms.layouts.load(run.root, "2022")[sheet]
        for column in layout.columns:
            if column.type != "id":
                meant = row.get(column.id, (None, None))[1]
                assert read[column.id] == meant, (column.id, row.get(column.id))
    assert not [i for i in found.issues if i.severity == "error" and i.sheet != "主要指标"]


@SETTINGS
@given(data=st.data())
def test_indicators(run, data) -> None:
    meant: dict[tuple[str, str], float] = {}
    rows = []
    for key in run.indicators:
        bounds = run.catalog.indicators[key].bounds
        row: dict[str, Any] = {
            "to_month": data.draw(st.sampled_from(["2022年1—2月", "2022年一季度"]))
        }
        number = st.integers(int(bounds.low * 100), int(bounds.high * 100)).map(lambda n: n / 100)
        for column in ("last_year", "to_date", "expected", "target"):
            value = data.draw(st.none() | number)
            row[column] = value
            if value is not None:
                meant[key, column] = value
        rows.append(row)
    form = forms.Form(run, {"indicators": rows})
    found = form.read(check=False)
    columns = {"C": "last_year", "D": "to_date", "F": "expected", "G": "target"}
    read = {
        (row["indicator"], columns[row["locator"].split("!")[1][0]]): row["value"]
        for row in (*found.rows["indicators"], *found.rows["targets"])
    }
    assert read == meant
    months = {row["to_month"] for row in rows}
    periods = {r["period"] for r in found.rows["indicators"] if "!D" in r["locator"]}
    assert periods <= {{"2022年1—2月": "2022-02", "2022年一季度": "2022-03"}[m] for m in months}


def test_the_english_form_reads_as_the_chinese_one(run) -> None:
    """Written in English, with the words of its own drop-downs."""
    from dataclasses import replace  # noqa: PLC0415

    english = replace(run, lang="en")
    rows = {
        "indicators": [{"to_date": 6.4, "to_month": "Jan–Feb 2022", "expected": 6.5, "target": 6}],
        "projects": [
            {"name": "项目甲", "project_class": "continued", "technical_upgrade": "yes",
             "county": "Yi County", "industry": "Iron and steel", "state": "started",
             "total_investment_10k_yuan": 100}
        ],
    }  # fmt: skip
    steel = run.catalog.industries["steel"].en
    rows["projects"][0]["industry"] = steel
    found = forms.Form(english, rows).read()
    project = found.rows["projects"][0]
    assert project["county"] == "易县"
    assert (project["project_class"], project["technical_upgrade"]) == ("continued", True)
    assert (project["industry"], project["state"]) == ("steel", "started")
    assert project["total_investment_10k_yuan"] == 100
    assert [r["period"] for r in found.rows["indicators"]] == ["2022-02", "2022-03"]
    assert (found.said.area, found.said.quarter) == ("jiazhou", "2022Q1")
