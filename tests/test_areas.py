"""Areas: a place is found by every name that people write, and no name means two places."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

import province
from diaodu import yaml_files
from diaodu.areas import Area, Areas


def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(province.AREAS_YML)
    return data


@pytest.fixture(scope="module")
def areas() -> Areas:
    return Areas.model_validate(_data())


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("jiazhou", "jiazhou"),
        ("甲州", "jiazhou"),
        ("甲州市", "jiazhou"),
        (" JIAZHOU city ", "jiazhou"),
        ("全省", "shili"),
        ("示例省", "shili"),
    ],
)
def test_an_area_is_found_by_all_its_names(areas, written, found) -> None:
    area = areas.find(written)
    assert area is not None
    assert area.id == found


@pytest.mark.parametrize("written", ["", "丁州市", "甲", "甲州市东区", "东区"])
def test_an_unknown_name_is_no_area(areas, written) -> None:
    assert areas.find(written) is None


def test_the_province_comes_first_and_has_its_level(areas) -> None:
    assert [area.id for area in areas.all] == ["shili", *province.AREAS]
    assert areas.province.level == "province"


def test_names_in_both_languages(areas) -> None:
    assert areas["yizhou"].name("zh") == "乙州"
    assert areas["yizhou"].name("en") == "Yizhou"
    with pytest.raises(KeyError, match="乙州"):
        areas["乙州"]


@pytest.mark.parametrize(
    ("area", "key", "value", "message"),
    [
        (1, "short_zh", "甲州", "the name 甲州 means both jiazhou and yizhou"),
        (1, "aliases", ["JIAZHOU"], "the name jiazhou means both jiazhou and yizhou"),
        (2, "aliases", ["全省"], "the name 全省 means both shili and bingzhou"),
        (2, "id", "jiazhou", "the id jiazhou stands for two areas"),
        (0, "id", "shili", "the id shili stands for two areas"),
        (2, "neighbours", ["dingzhou"], "bingzhou has the unknown neighbour dingzhou"),
        (0, "level", "village", "'prefecture', 'new_area' or 'county_city'"),
        (0, "code", 990100, "valid string"),
        (0, "mayor", "甲", "Extra inputs"),
    ],
)
def test_a_faulty_list_is_refused(area, key, value, message) -> None:
    data = _data()
    data["areas"][area][key] = value
    with pytest.raises(ValidationError, match=message):
        Areas.model_validate(data)


def test_areas_do_not_change(areas) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        areas.areas[0].zh = "丁州市"
    with pytest.raises(ValidationError, match="frozen"):
        areas.areas = ()


def test_every_province_of_the_repository_is_sound(root) -> None:
    files = sorted((root / "params").glob("*/areas.yml"))
    assert files
    for file in files:
        read: Areas = yaml_files.read(file, Areas)
        assert read.province.id == file.parent.name
        codes = [area.code for area in read.all if area.code is not None]
        assert len(codes) == len(set(codes))
        for area in read.areas:  # a border has two sides
            assert all(area.id in read[other].neighbours for other in area.neighbours), area.id


def test_an_area_without_aliases_is_written_in_four_ways() -> None:
    area = Area(id="a", level="prefecture", zh="甲市", short_zh="甲", en="A")
    assert area.written == ("a", "甲市", "甲", "A")
