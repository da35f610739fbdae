"""The rules of which figure a problem shows in: those that ship, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import province
from diaodu import catalog, ties
from diaodu.errors import ParameterError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    province.build(tmp_path)
    return tmp_path


def test_every_category_of_the_catalog_has_its_rule(root) -> None:
    known = catalog.load(root)
    rules = ties.load(root, known)
    assert set(rules.categories) == set(known.taxonomy.categories)
    assert {name for names in rules.categories.values() for name in names} == set(rules.figures)


def test_the_rules_are_printed_in_the_methods(root) -> None:
    rules = ties.load(root, catalog.load(root))
    printed = (root / "docs" / "methods.md").read_text(encoding="utf-8")
    for category, names in rules.categories.items():
        assert f"| `{category}` | {', '.join(names) or 'none'} |" in printed


def test_what_is_asked_of_the_rules(root) -> None:
    rules = ties.load(root, catalog.load(root))
    assert rules.of(None) == rules.of("unsorted") == ()
    assert "late_starts" in rules.of("land_approval")
    assert rules.asking("epidemic_measures") == ("epidemic",)
    assert rules.industries("vehicles_parts") == ("vehicles_parts", "automobiles")
    assert rules.industries("paper") == ("paper",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"categories": {"funding": ["profits"]}}, "names the unknown figure profits"),
        ({"categories": {"weather": []}}, "categories: found 'weather'"),
        ({"near_industries": {"steel": ["iron"]}}, "near_industries: found 'iron'"),
        ({"figures": {"x": {"kind": "indicator", "of": "area", "id": "y"}}}, "figures: found 'y'"),
        ({"figures": {"x": {"kind": "indicator", "id": "gdp_growth"}}}, "expected `of` with"),
        (
            {"figures": {"x": {"kind": "projects", "id": "gdp"}}},
            "expected one of late_starts, pace",
        ),
    ],
)
def test_a_wrong_rule_is_said(home, change, said) -> None:
    path = home / "params" / "catalog" / "note_figures.yml"
    rules = yaml.safe_load(path.read_text(encoding="utf-8"))
    if "figures" in change:
        rules["categories"] = {}
    province.put(path, yaml.safe_dump(rules | change, allow_unicode=True))
    with pytest.raises(ParameterError, match="note_figures") as caught:
        ties.load(home, catalog.load(home))
    assert said in str(caught.value)
