"""Reading notes: who decides, what is named, and a defined result for whatever is sent."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PLACE = {"source_id": "s", "locator": "x", "origin": "submitted"}


def _one(frame: pd.DataFrame) -> dict:
    (row,) = frame.to_dict("records")
    return row


@pytest.mark.parametrize(
    ("text", "category", "direction"),
    [
        ("受限电影响，我厂每周只能开四天工", "energy", "unfavourable"),
        ("熟练焊工招不到，缺口三十多人", "labour", "unfavourable"),
        ("客户拖欠货款九百万元，至今未还", "late_payment", "unfavourable"),
        ("Banks refused to renew our working-capital loan.", "funding", "unfavourable"),
        ("新建的钢帘线项目已正式投产，月产四千吨", "new_capacity", "favourable"),
    ],
)
def test_category_and_direction(read_notes, text, category, direction) -> None:
    row = _one(read_notes(text))
    assert (row["category"], row["direction"]) == (category, direction)
    assert row["decided_by"] in ("rules", "model")
    assert 0.5 <= row["confidence"] <= 1


@pytest.mark.parametrize(
    ("trouble", "over"),
    [
        ("芯片短缺影响整车生产", "芯片短缺已经缓解，整车生产恢复正常"),
        ("用电缺口大，限电停产", "用电未受影响，不再限电"),
        ("Power outages hurt production.", "Power outages no longer disrupt production."),
    ],
)
def test_a_trouble_that_is_over_is_favourable(read_notes, trouble, over) -> None:
    assert read_notes(trouble, over)["direction"].tolist() == ["unfavourable", "favourable"]


# Bad input: each has its result.


@pytest.mark.parametrize(
    "text", ["用", "?", "12345", "2022-03 88.8", "👍👍🏭", "<br/><p></p>", "。。"]
)
def test_nothing_to_read_is_left_to_a_person(read_notes, text) -> None:
    row = _one(read_notes(text))
    assert pd.isna(row["category"])
    assert pd.isna(row["direction"])
    assert (row["confidence"], row["decided_by"], row["to_read"]) == (0.0, "rules", True)


@pytest.mark.parametrize(
    "text",
    [
        "Завод остановлен из-за нехватки сырья",
        "原材料が不足しているため工場は止まっている",
        "원자재 가격이 크게 올랐습니다",
        "Die Fabrik steht still wegen fehlender Bauteile und hoher Preise für Strom",
    ],
)
def test_another_language_is_not_guessed(read_notes, text) -> None:
    row = _one(read_notes(text))
    assert pd.isna(row["category"])
    assert row["to_read"]


def test_markup_is_no_text(read_notes) -> None:
    plain, marked = read_notes(
        "限电影响生产", "<p>限电<b>影响</b>生产</p><script>alert('融资')</script>"
    ).to_dict("records")
    assert plain["category"] == marked["category"] == "energy"
    assert plain["confidence"] == pytest.approx(marked["confidence"])


def test_a_very_long_note_is_read_in_part_and_marked(read_notes) -> None:
    row = _one(read_notes("企业用工短缺，招工困难。" * 500))
    assert row["category"] == "labour"
    assert row["to_read"]


def test_5000_characters_are_read_whole(read_notes) -> None:
    assert not _one(read_notes("企业用工短缺，招工困难。" * 416))["to_read"]


def test_the_same_note_from_three_cities_is_three_notes(read_notes) -> None:
    text = "新城区企业反映货款拖欠严重"
    found = read_notes(*({"text": text, "area": a} for a in ("jiazhou", "yizhou", "bingzhou")))
    assert found["area"].tolist() == ["jiazhou", "yizhou", "bingzhou"]
    assert found["category"].tolist() == ["late_payment"] * 3
    # two of the three have a 新城区 of their own; of the third's it is not known which it is
    assert found["to_read"].tolist() == [False, False, True]
    assert found["counties"].tolist() == ["新城区"] * 3


def test_notes_that_contradict_each_other_are_both_kept_and_marked(read_notes) -> None:
    found = read_notes(
        "兴河机械有限公司订单不足，产能利用率下降",
        "兴河机械有限公司订单充足，满产满销",
        "远山机械有限公司订单不足，产能利用率下降",
    )
    assert found["direction"].tolist() == ["unfavourable", "favourable", "unfavourable"]
    assert found["to_read"].tolist() == [True, True, False]


def test_of_an_enterprise_inside_another_the_longer_counts(read_notes) -> None:
    firms = [
        {"area": "jiazhou", "period": "2022-03", "enterprise": name, **PLACE}
        for name in ("兴河机械", "兴河机械配件有限公司")
    ]
    long, short = read_notes("兴河机械配件有限公司用工短缺", "兴河机械用工短缺", enterprises=firms)[
        "enterprises"
    ]
    assert long == "兴河机械配件有限公司"
    assert short == "兴河机械"


def test_a_short_name_of_two_enterprises_is_for_a_person(read_notes) -> None:
    firms = [
        {"area": area, "period": "2022-03", "enterprise": name, **PLACE}
        for area, name in (("yizhou", "兴河机械有限公司"), ("bingzhou", "兴河机械集团"))
    ]
    row = _one(read_notes("兴河机械用工短缺，招工困难", enterprises=firms))
    assert pd.isna(row["enterprises"])
    assert row["to_read"]


def test_a_county_of_two_cities_is_the_senders_or_the_named_citys(read_notes) -> None:
    own, named, open_ = read_notes(
        "新城区企业用电紧张",
        {"text": "乙州市新城区企业用电紧张", "area": "bingzhou"},
        {"text": "新城区企业用电紧张", "area": "bingzhou"},
    ).to_dict("records")
    assert (own["counties"], own["to_read"]) == ("新城区", False)
    assert pd.isna(own["areas"])
    assert (named["areas"], named["to_read"]) == ("yizhou", False)
    assert pd.isna(open_["areas"])
    assert open_["to_read"]


def test_a_county_of_another_city_names_that_city(read_notes) -> None:
    row = _one(read_notes({"text": "河东县企业用电紧张", "area": "yizhou"}))
    assert (row["areas"], row["counties"]) == ("jiazhou", "河东县")


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("2022年2月30日起限电", False),  # a day that cannot be is no figure, and no failure
        ("2022年13月停产", False),
        ("1、用工短缺", False),
        ("用工缺口350人", True),
        ("订单减少三成", True),
        ("Orders fell by half since 2021", False),
        ("Orders fell 12 percent", True),
    ],
)
def test_dates_are_no_figures(read_notes, text, figure) -> None:
    assert _one(read_notes(text))["names_figure"] is figure


# Who decides


def test_the_senders_category_stands_and_a_contradiction_is_shown(read_notes) -> None:
    agrees, differs = read_notes(
        {"text": "用工短缺，招工困难", "category": "labour"},
        {"text": "用工短缺，招工困难", "category": "energy"},
    ).to_dict("records")
    assert (agrees["category"], agrees["decided_by"], agrees["to_read"]) == (
        "labour",
        "sender",
        False,
    )
    assert (differs["category"], differs["decided_by"], differs["to_read"]) == (
        "energy",
        "sender",
        True,
    )
    assert "labour" in differs["other_categories"].split("|")
    assert differs["confidence"] < 0.5


def test_a_category_that_is_none_is_not_the_senders(read_notes) -> None:
    row = _one(read_notes({"text": "用工短缺，招工困难", "category": "乱填"}))
    assert row["category"] == "labour"
    assert row["decided_by"] != "sender"


def test_a_person_wins_over_sender_and_machine(read_notes) -> None:
    text = "用工短缺，招工困难"
    person = {
        **{"area": "jiazhou", "text": f" {text} ", "category": "policy", "severity": "high"},
        **{"direction": "favourable", "other_categories": "labour|safety"},
    }
    own, other = read_notes(
        {"text": text, "category": "energy"},
        {"text": text, "area": "yizhou"},
        corrections=[person],
    ).to_dict("records")
    assert (own["category"], own["decided_by"]) == ("policy", "person")
    assert (own["direction"], own["severity"]) == ("favourable", "high")
    assert own["other_categories"] == "labour|safety"
    assert (own["confidence"], own["to_read"]) == (1.0, False)
    assert other["category"] == "labour"  # a correction is about the notes of one area


def test_the_section_of_the_form_tells_the_direction(read_notes) -> None:
    sections = ("issue", "support", "next_step")
    found = read_notes(*({"text": "订单", "section": section} for section in sections))
    assert found["direction"].tolist() == ["unfavourable", "favourable", "favourable"]


# What is named


def test_projects_enterprises_and_industries_are_linked(read_notes) -> None:
    project = {
        **{
            "project_id": "p7",
            "area": "jiazhou",
            "period": "2022-03",
            "name": "年产五万吨锻件项目",
        },
        **{"owner": "远山锻造有限公司"},
        **PLACE,
    }
    row = _one(
        read_notes("远山锻造的年产五万吨锻件项目用地手续未办结，钢铁行业受影响", projects=[project])
    )
    assert row["projects"] == "p7"
    assert row["enterprises"] == "远山锻造有限公司"
    assert row["industries"] == "steel"
    assert row["facets"].split("|") == ["enterprise", "industry", "project"]


def test_what_the_sender_filled_in_comes_first(read_notes) -> None:
    row = _one(
        read_notes(
            {"text": "河东县限电", "county": "新城区", "enterprise": "甲厂", "industry": "steel"}
        )
    )
    assert row["counties"] == "新城区|河东县"
    assert (row["enterprises"], row["industries"]) == ("甲厂", "steel")


def test_no_notes_are_no_rows(read_notes) -> None:
    assert read_notes().empty


@given(texts=st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=3))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_written_gives_one_row_that_keeps_the_contract(read_notes, texts) -> None:
    found = read_notes(*texts)
    assert found["note_id"].tolist() == [f"n{at}" for at in range(len(texts))]
    alone = [read_notes(text)["category"].iloc[0] for text in texts]
    assert (
        found["category"].fillna("").tolist() == pd.Series(alone, dtype="str").fillna("").tolist()
    )


def _firms(*names: str, area: str = "jiazhou") -> list[dict[str, str]]:
    return [{"area": area, "period": "2022-03", "enterprise": name, **PLACE} for name in names]


@pytest.mark.parametrize("text", ["河东精密钢管项目缓建", "河东县精密钢管项目缓建"])
def test_a_county_and_a_trade_are_no_enterprise(read_notes, text) -> None:
    row = _one(read_notes(text))
    assert pd.isna(row["enterprises"])
    assert row["counties"] == "河东县"


@pytest.mark.parametrize("name", ["河东钢铁集团", "河东县精密有限公司"])
def test_with_an_ending_they_are_one(read_notes, name) -> None:
    assert _one(read_notes(f"{name}用工短缺"))["enterprises"] == name


def test_a_part_of_one_known_name_is_that_enterprise(read_notes) -> None:
    known = "甲州河东精密钢管有限公司"
    text = "河东精密订单减少"
    row = _one(read_notes(text, enterprises=_firms(known)))
    assert (row["enterprises"], row["to_read"]) == (known, False)
    elsewhere = _one(read_notes(text, enterprises=_firms(known, area="yizhou")))
    assert pd.isna(elsewhere["enterprises"])


def test_a_part_of_two_known_names_is_for_a_person(read_notes) -> None:
    two = _firms("甲州河东精密钢管有限公司", "甲州河东精密轴承有限公司")
    row = _one(read_notes("河东精密订单减少", enterprises=two))
    assert pd.isna(row["enterprises"])
    assert row["to_read"]


def test_the_end_of_a_longer_word_is_no_enterprise(read_notes) -> None:
    assert pd.isna(_one(read_notes("推进钒钛新材料中试基地"))["enterprises"])
