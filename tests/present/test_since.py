"""The sentences on what changed since the last version, in both languages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.analysis import changes
from diaodu.messages import catalogue
from diaodu.present import since
from made_frames import IVA, text_of

VERSION = {
    **{"area": "shili", "what": "version", "change": "changed", "subject": "as_of"},
    **{"before": "2022-03-21", "after": "2022-04-28"},
}
REVISED = {
    **{"area": "jiazhou", "what": "figure", "change": "changed", "subject": IVA},
    **{"indicator": IVA, "stage": "expected", "unit": "percent", "before_value": 6.8},
    **{"before_printed": "6.8", "value": 7.25, "printed": "7.25", "source_ids": "a"},
}
LIGHT = {
    **{"area": "jiazhou", "what": "light", "change": "changed", "subject": "production"},
    **{"before": "red", "after": "green"},
}


def said(page: Any, *rows: dict[str, Any]) -> str:
    table = changes.of_rows(rows)
    run = page.run
    areas = [run.province.id, *run.peers] if run.area == run.province else [run.area.id]
    return text_of(since.last_version(page, table, changes.counted(table, areas)).markup)


def test_a_corrected_figure_and_a_light(page) -> None:
    assert said(page(), VERSION, REVISED, LIGHT) == (
        "与上一版（2022年3月21日）相比：更正预计数：规上工业增加值增速由6.8%改为7.25%。"
        "亮灯变化：生产方面由红灯变为绿灯。"
    )
    assert said(page(lang="en"), VERSION, LIGHT) == (
        "Since the last version (21 March 2022): lights changed: Production from red to green."
    )


def test_the_province_names_the_areas_and_a_city_hears_of_its_own_alone(page) -> None:
    assert "更正预计数：甲州规上工业增加值增速由6.8%改为7.25%" in said(
        page("shili"), VERSION, REVISED
    )
    assert said(page("yizhou"), VERSION, REVISED) == "与上一版（2022年3月21日）相比：没有变化。"


def test_the_provinces_first_version_says_so(page) -> None:
    assert said(page("shili")) == "本报告为第一版，没有上一版可比。"
    assert said(page("shili", lang="en")) == (
        "This is the first version; there is none to compare with."
    )


def test_an_area_of_which_nothing_changed_names_no_day(page) -> None:
    assert said(page()) == "本报告与此前各版没有不同。"
    assert said(page(lang="en")) == "Nothing here differs from earlier versions."


def test_at_most_five_sentences_and_three_things_in_one(page) -> None:
    lights = [LIGHT | {"subject": t} for t in ("production", "investment", "projects", "data")]
    others = [
        {"what": "flag", "change": "added", "subject": changes.FLAGGED},
        {"what": "figure", "change": "added", "subject": IVA, "stage": "actual"},
        {"what": "problem", "change": "added", "subject": "p"},
        {"what": "project", "change": "added", "subject": "p"},
        {"what": "target", "change": "changed", "subject": IVA},
    ]
    text = said(page(), VERSION, REVISED, *lights, *({"area": "jiazhou"} | row for row in others))
    assert text.count("。") == since.MOST
    assert "等4个" in text and "数据方面" not in text
    assert "甲州新标为预计低于目标" in text and "项目：" not in text


def test_figures_lead_to_where_they_come_from(page) -> None:
    begun = page()
    table = changes.of_rows([VERSION, REVISED])
    markup = since.last_version(begun, table, changes.counted(table, ["jiazhou"]))._repr_html_()
    assert markup.count('<a href="#v') == 2
    after, before = (next(e for e in begun.entries if e.text == t) for t in ("7.25", "6.8"))
    assert after.places == (("a", ""),) and before.name == "trace.since.before_value"


def test_a_row_without_values_does_not_stop_it(page) -> None:
    gone = REVISED | {"change": "removed", "value": None, "printed": None, "source_ids": None}
    assert "预计数：撤回1项" in said(page(), VERSION, gone)
    assert isinstance(changes.of_rows([gone]), pd.DataFrame)


def test_every_name_of_a_count_is_a_column(page) -> None:
    counts = changes.counted(changes.of_rows([]), [])
    names = {key.split(".")[2] for key in catalogue() if key.startswith("trace.since.")}
    assert names - {"before_value"} <= set(counts.columns)
