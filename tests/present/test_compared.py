"""Two versions side by side: a section for each kind of change, and none that is left out."""

from __future__ import annotations

from typing import Any

import pytest

from diaodu.analysis import changes
from diaodu.present import compared
from made_frames import IVA, cells_of
from present.test_since import LIGHT, REVISED, VERSION

HOSTILE = "<script>x</script>&\"'"
ORDER = ["expected", "figures", "targets", "lights", "flags", "problems", "projects"]
FIGURE = {"period": "2022-03", "span": "ytd"}


def shown(page: Any, *rows: dict[str, Any]) -> dict[str, compared.Section]:
    table = changes.of_rows([VERSION, *rows])
    return {section.name: section for section in compared.sections(page("shili"), table)}


def test_without_a_change_no_section_has_a_table(page) -> None:
    found = shown(page)
    assert list(found) == ORDER
    assert {(s.number, s.shown) for s in found.values()} == {(0, None)}


@pytest.mark.parametrize(
    ("row", "section", "cells"),
    [
        (
            REVISED | FIGURE,
            "expected",
            ["甲州", "规上工业增加值增速2022年一季度，预计", "6.8%", "7.25%"],
        ),
        (
            REVISED | FIGURE | {"stage": "actual", "before_value": None, "before_printed": None},
            "figures",
            ["甲州", "规上工业增加值增速2022年一季度，公布", "—", "7.25%"],
        ),
        (
            {**REVISED, "what": "target", "stage": None, "printed": None, "value": 6.5},
            "targets",
            ["甲州", "规上工业增加值增速", "6.8%", "6.5%"],
        ),
        (LIGHT, "lights", ["甲州", "生产", "■ 红灯", "● 绿灯"]),
        (
            {"area": "jiazhou", "what": "flag", "change": "removed", "subject": changes.FLAGGED},
            "flags",
            ["甲州", "不再标为预计低于目标"],
        ),
        (
            {
                **{"area": "jiazhou", "what": "problem", "change": "changed", "subject": "p"},
                **{"name": HOSTILE, "field": "state", "before": "open", "after": "closed"},
            },
            "problems",
            ["甲州", HOSTILE, "状态", "未解决", "已解决"],
        ),
        (
            {
                **{"area": "jiazhou", "what": "problem", "change": "added", "subject": "p"},
                "name": "缺煤" * 60,
            },
            "problems",
            ["甲州", "缺煤" * 39 + "缺…", "新增", "—", "—"],
        ),
        (
            {
                **{"area": "jiazhou", "what": "project", "change": "changed", "subject": "p"},
                **{"name": "甲厂", "field": "completed_investment_10k_yuan", "unit": "10k_yuan"},
                **{"before_value": 100.0, "value": 250.5},
            },
            "projects",
            ["甲州", "甲厂", "本年完成投资", "100万元", "250.5万元"],
        ),
        (
            {
                **{"area": "jiazhou", "what": "project", "change": "changed", "subject": "p"},
                **{"name": "甲厂", "field": "started_on", "after": "2022-03"},
            },
            "projects",
            ["甲州", "甲厂", "实际开工", "—", "2022-03"],
        ),
    ],
)
def test_a_change_stands_in_its_section_alone(page, row, section, cells) -> None:
    found = shown(page, row)
    assert [s.name for s in found.values() if s.number] == [section]
    [written] = cells_of(found[section].shown)
    assert list(written.values()) == cells
    assert "<script>" not in found[section].shown.markup


def test_a_figure_of_an_industry_names_it(page) -> None:
    run = page("shili").run
    industry = next(iter(run.catalog.industries))
    [cells] = cells_of(shown(page, REVISED | FIGURE | {"industry": industry})["expected"].shown)
    name = run.catalog.industries[industry].name("zh")
    assert cells["indicator"] == f"规上工业增加值增速（{name}）2022年一季度，预计"
    assert IVA in run.catalog.indicators


def test_areas_and_indicators_stand_as_in_the_quarters_file_the_whole_before_a_part(page) -> None:
    run = page("shili", lang="en").run
    first, other = run.indicators[:2]
    area, last = run.peers[0], run.peers[-1]
    rows = [
        {**REVISED, **FIGURE, "area": of, "indicator": indicator, "industry": industry}
        for of, indicator, industry in (
            (last, first, None),
            (area, other, None),
            (area, first, next(iter(run.catalog.industries))),
            (area, first, None),
            (run.province.id, other, None),
        )
    ]
    found = cells_of(shown(page, *rows)["expected"].shown)
    areas = [run.areas[of].name("zh") for of in (run.province.id, area, area, area, last)]
    assert [next(iter(cells.values())) for cells in found] == areas
    whole, part = run.catalog.indicators[first].short("zh"), found[2]["indicator"]
    assert found[1]["indicator"].startswith(f"{whole}2022") and part.startswith(f"{whole}（")
