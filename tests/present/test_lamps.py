"""Lights as they are shown: a shape and a word each, and a sentence with figures."""

from __future__ import annotations

from typing import Any

import pytest

from diaodu.analysis import flags, frames, lights
from diaodu.present import lamps
from diaodu.present.traced import plain
from diaodu.rules import TOPICS, LightRule, Lights
from made_frames import IVA, cells_of, text_of

_NOTHING = {"object": (), "bool": False, "int64": 1}
RULES = Lights(
    production=(LightRule(measure="below_target", indicator=IVA, yellow=0.0, red=3.0, margin=0.2),)
)


def rows(*given: dict[str, Any]) -> Any:
    """Rows of lights.by_topic."""
    nothing = {name: _NOTHING.get(kind) for name, kind in lights._LIGHTS.items()}
    common = {"area": "jiazhou", "topic": "production"}
    return frames.table(lights._LIGHTS, [nothing | common | row for row in given])


BELOW = {
    "measure": "below_target",
    "indicator": IVA,
    "light": "red",
    "value": 9.6,
    "figure": -3.6,
    "printed": "-3.6",
    "reference": 6.0,
    "stage": "expected",
    "margin": 0.2,
}


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        (
            BELOW,
            "预计规上工业增加值增速-3.6%，比年度目标6%低9.6个百分点",
            "Industrial value added growth expected at -3.6%, 9.6 points below the annual target of 6%",
        ),
        (
            BELOW
            | {"light": "green", "value": -1.0, "figure": 7.0, "printed": "7.0", "stage": "actual"},
            "规上工业增加值增速7.0%，比年度目标6%高1.0个百分点",
            "Industrial value added growth 7.0%, 1.0 points above the annual target of 6%",
        ),
        (
            BELOW | {"light": "green", "value": 0.1, "figure": 5.9, "printed": "5.9", "held": True},
            "预计规上工业增加值增速5.9%，比年度目标6%低0.1个百分点，变动在缓冲（0.2个百分点）以内，维持上季灯色",
            "Industrial value added growth expected at 5.9%, 0.1 points below the annual target of 6%; within the margin of 0.2 points, so last quarter's light stays",
        ),
        (
            {"light": "unknown", "absent": "no_figure"},
            "不作判断，因为既没有公布数，也没有报送预计数",
            "Cannot be said because no figure is published and none was sent",
        ),
        (
            {"measure": "slower", "indicator": IVA, "light": "green", "value": 0.04}
            | {"figure": 5.0, "reference": 5.04, "subject": "2022-02"},
            "规上工业增加值增速5.0%，与2022年1—2月持平",
            "Industrial value added growth 5.0%, as in Jan–Feb 2022",
        ),
        (
            {"measure": "start_delay", "light": "red", "value": 3.0, "count": 2, "subject": "<b>"},
            "2个项目应开未开，最久的“<b>”已误期3个月",
            "Late starts: 2; the longest, “<b>”, has missed 3 month(s)",
        ),
        (
            {"measure": "late_days", "light": "yellow", "value": 2.0, "subject": "2022-03-22"},
            "材料2022年3月22日收到，逾期2天",
            "Received on 22 March 2022, late by 2 day(s)",
        ),
    ],
)
def test_the_reason_is_one_sentence_with_its_figures(page, row, zh, en) -> None:
    (found,) = rows(row).itertuples()
    assert plain(lamps.reason(page(), found)) == zh
    assert plain(lamps.reason(page(lang="en"), found)) == en


def test_a_light_is_told_by_shape_and_word_and_not_only_by_colour(page) -> None:
    shown = [text_of(lamps.mark(page(), light)) for light in (*lights.COLOURS, lights.UNKNOWN)]
    assert shown == ["● 绿灯", "▲ 黄灯", "■ 红灯", "○ 不作判断"]
    assert text_of(lamps.mark(page(lang="en"), "red")) == "■ red"


def test_all_areas_in_one_table_say_what_is_expected_and_what_is_held(page) -> None:
    given = rows(
        BELOW,
        {"topic": "data", "light": "green", "measure": "late_days", "held": True},
        {"area": "yizhou", "light": "unknown", "absent": "no_figure"},
    )
    first, second = cells_of(lamps.of_areas(page("shili"), given))
    assert (first["production"], first["data"]) == ("■ 红灯预计", "● 绿灯维持")
    assert second["production"] == "○ 不作判断"
    said = text_of(lamps.finding(page("shili"), given))
    assert said == "红灯1个，黄灯0个，绿灯1个，不作判断1个。"


def test_red_lights_are_listed_and_what_a_sender_wrote_is_harmless(page) -> None:
    project = {"topic": "projects", "light": "red", "measure": "start_delay", "value": 3.0}
    shown = lamps.red(page("shili"), rows(project | {"count": 1, "subject": "<script>"}))
    assert "<script>" not in shown.markup
    assert "甲州■ 红灯 项目：1个项目应开未开" in text_of(shown)
    assert text_of(lamps.red(page("shili"), rows({"light": "green"}))) == "没有红灯"


def test_the_strip_shows_the_pages_own_area(page) -> None:
    shown = text_of(lamps.strip(page(), rows(BELOW, BELOW | {"area": "yizhou"})))
    assert shown.count("■ 红灯") == 1
    assert shown.startswith("甲州五项亮灯生产■ 红灯预计规上工业增加值")


def test_the_rules_are_printed_with_their_thresholds(page) -> None:
    (row,) = cells_of(lamps.rules(page(lights=RULES), rows(BELOW)))
    assert row["measure"] == "规上工业增加值增速低于年度目标"
    assert (row["yellow"], row["red"], row["margin"], row["unit"]) == ("0", "3", "0.2", "个百分点")
    assert row["light"].startswith("■ 红灯预计规上工业增加值")
    assert "light" not in cells_of(lamps.rules(page(lights=RULES)))[0]


def test_without_rules_nothing_is_shown(page) -> None:
    none = rows(
        *({"topic": t, "light": "unknown", "absent": "no_rule", "rules": 0} for t in TOPICS)
    )
    shown = [
        lamps.strip(page(), none),
        lamps.of_areas(page(), none),
        lamps.finding(page(), none),
        lamps.red(page(), none),
        lamps.rules(page()),
    ]
    assert [part.markup for part in shown] == [""] * len(shown)


def test_the_flag_in_a_sentence(page) -> None:
    common = {"source_ids": (), "target_source_ids": (), "target": 6.0, "printed": None}
    given = [
        {"area": "jiazhou", "value": 3.9, "gap": -2.1, "flagged": True, "absent": None},
        {"area": "yizhou", "value": -3.6, "gap": -9.6, "flagged": True, "absent": None},
        {"area": "bingzhou", "value": None, "gap": None, "flagged": None, "absent": "no_figure"},
    ]
    table = frames.table(flags._COLUMNS, [common | row for row in given])
    assert text_of(lamps.flagged(page("shili"), table)) == (
        "预计增速低于年度目标的：乙州（-3.6%，低9.6个百分点）、甲州（3.9%，低2.1个百分点）。"
        "丙州没有报送预计数或年度目标，不作判断。"
    )
    none = frames.table(flags._COLUMNS, [common | given[2]])
    assert lamps.flagged(page("shili"), none).markup == ""
