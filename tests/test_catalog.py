"""The catalog: names resolve, none means two things, and each quantity is fully described."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from diaodu import catalog as catalogs
from diaodu.catalog import Catalog
from diaodu.errors import ParameterError

CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module")
def catalog(root: Path) -> Catalog:
    return catalogs.load(root)


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A catalog of one's own to break."""
    shutil.copytree(root / "params" / "catalog", tmp_path / "params" / "catalog")
    return tmp_path


def _edit(copy: Path, name: str, old: str, new: str) -> int:
    """Replace a text that stands in the file; return the line where it begins."""
    path = copy / "params" / "catalog" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_every_name_leads_to_its_id(catalog) -> None:
    for key, item in catalog.indicators.items():
        for name in (key, item.zh, item.short_zh, item.en, item.short_en, *item.aliases):
            assert catalog.find_indicator(f" {name.upper()} ") == key
    for key, industry in catalog.industries.items():
        for name in (key, industry.zh, industry.en, *industry.aliases):
            assert catalog.find_industry(f" {name.upper()} ") == key


def test_an_unknown_name_leads_nowhere(catalog) -> None:
    assert catalog.find_indicator("景气指数") is None
    assert catalog.find_industry("规上工业") is None
    assert catalog.find_indicator("") is None


def test_a_growth_is_in_per_cent_and_says_what_grows(catalog) -> None:
    for key, item in catalog.indicators.items():
        if item.kind == "growth":
            assert item.unit == "percent", key
            assert item.quantity is not None, key
            assert not item.quantity.zh.endswith("增速"), key
            assert "growth" not in item.quantity.en, key


def test_what_grows_has_a_name_of_its_own(catalog) -> None:
    growth = catalog.indicators["industrial_value_added_growth"]
    assert (growth.short("zh"), growth.grows("zh")) == ("规上工业增加值增速", "规上工业增加值")
    assert (growth.short("en"), growth.grows("en")) == (
        "Industrial value added growth",
        "industrial value added",
    )
    level = catalog.indicators["gdp_level"]
    assert level.grows("zh") == level.short("zh") == "GDP"


def test_english_names_hold_no_chinese(catalog) -> None:
    for item in (*catalog.indicators.values(), *catalog.industries.values()):
        assert not CHINESE.search(item.name("en"))
    for item in catalog.indicators.values():
        assert not CHINESE.search(item.short("en") + item.grows("en") + item.definition.en)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "indicators.yml",
            "  unit: percent\n",
            "  unit: per cent\n",
            "unit must be one of percent, percentage_point",
        ),
        (
            "indicators.yml",
            "    low: -60\n",
            "    low: 300\n",
            "low is 300.0, high 200.0; expected low below high",
        ),
        (
            "indicators.yml",
            "aliases: [地区生产总值增长,",
            "aliases: [规上工业增加值增速, 地区生产总值增长,",
            "the name 规上工业增加值增速 means both industrial_value_added_growth and gdp_growth",
        ),
        (
            "indicators.yml",
            "leading: [industrial_electricity_growth]",
            "leading: [industrial_water_growth]",
            "industrial_value_added_growth is led by the unknown indicator industrial_water_growth",
        ),
        (
            "industries.yml",
            "division: equipment",
            "division: gadgets",
            "belongs to the unknown division gadgets",
        ),
    ],
)
def test_a_contradiction_is_refused(copy, name, old, new, expected) -> None:
    _edit(copy, name, old, new)
    with pytest.raises(ParameterError, match=expected):
        catalogs.load(copy)


def test_a_misspelt_key_is_named_with_file_and_line(copy) -> None:
    line = _edit(copy, "indicators.yml", "  prices: comparable", "  price: comparable")
    with pytest.raises(ParameterError) as caught:
        catalogs.load(copy)
    path = copy / "params" / "catalog" / "indicators.yml"
    assert str(caught.value) == (
        f"{path}: line {line}: industrial_value_added_growth.price: "
        "found an unknown key; expected no such key"
    )


def test_the_catalog_does_not_change(catalog) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        catalog.indicators = {}
    with pytest.raises(ValidationError, match="frozen"):
        catalog.indicators["gdp_growth"].zh = "GDP"


def test_a_word_of_tone_tells_one_thing(copy) -> None:
    _edit(copy, "tone.yml", "down:\n  zh: [下降", "down:\n  zh: [增长")
    with pytest.raises(ParameterError, match="the name 增长 means both up and down"):
        catalogs.load_tone(copy)
