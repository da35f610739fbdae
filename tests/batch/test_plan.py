from __future__ import annotations

import pytest

from batch import tiny
from diaodu.batch import plan
from diaodu.errors import ParameterError
from diaodu.params import open_run


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tiny.repository(tmp_path_factory.mktemp("repository"))


def test_a_unit_for_the_province_and_for_each_area(root) -> None:
    units = plan.units(open_run(root / tiny.FILE))
    assert [(unit.area, unit.kind, unit.notebook.name) for unit in units] == [
        ("testland", "province", "province.ipynb"),
        ("alpha", "city", "city.ipynb"),
        ("beta", "city", "city.ipynb"),
        ("gamma", "city", "city.ipynb"),
    ]


WITH_ALL = (
    tiny.QUARTER
    + "divisions: [equipment, information]\n"
    + "pairing: {beta: {zh: 示例领导, en: Made-up leader, origin: illustrative}}\n"
)


def test_divisions_and_paired_leaders_get_reports_too(tmp_path) -> None:
    root = tiny.repository(tmp_path)
    tiny.put(root / tiny.FILE, WITH_ALL)
    run = open_run(root / tiny.FILE, lang="en")
    units = plan.units(run)
    assert [(unit.id, unit.kind, unit.label) for unit in units] == [
        ("testland", "province", "Testland"),
        ("division-equipment", "division", "Equipment division"),
        ("division-information", "division", "Information division"),
        ("alpha", "city", "Alpha"),
        ("beta", "city", "Beta"),
        ("gamma", "city", "Gamma"),
        ("leader-beta", "leader", "Beta (leader's brief)"),
    ]
    assert units[1].parameters == {
        "quarter_file": tiny.FILE,
        "division": "equipment",
        "lang": "en",
    }
    assert units[-1].parameters == {"quarter_file": tiny.FILE, "area": "beta", "lang": "en"}
    assert units[1].html.name == "division-equipment.en.html"
    picked = plan.units(run, ["装备处", "division-information", "leader-beta", "乙"])
    assert [unit.id for unit in picked] == [
        *("division-equipment", "division-information", "beta", "leader-beta")
    ]
    assert len({unit.name for unit in units}) == len(units)


@pytest.mark.parametrize(
    ("names", "areas"),
    [
        (["丙市", "alpha"], ["alpha", "gamma"]),
        (["乙", "Beta", "BETA", "beta"], ["beta"]),
        (["全省"], ["testland"]),
    ],
)
def test_areas_are_picked_by_any_name_once_and_in_the_files_order(root, names, areas) -> None:
    units = plan.units(open_run(root / tiny.FILE), names)
    assert [unit.area for unit in units] == areas


def test_every_unknown_name_is_listed(root) -> None:
    with pytest.raises(ParameterError) as caught:
        plan.units(open_run(root / tiny.FILE), ["alpha", "丁市", "delta"])
    assert ["'丁市'" in p or "'delta'" in p for p in caught.value.problems] == [True, True]
    assert "expected one of alpha, beta, gamma, testland" in caught.value.problems[0]


def test_files_and_parameters_of_a_unit(root) -> None:
    (unit,) = plan.units(open_run(root / tiny.FILE, lang="en"), ["beta"])
    reports = root.resolve() / "reports" / "testland" / "2022Q1"
    assert unit.html == reports / "beta.en.html"
    assert unit.executed == reports / "notebooks" / "beta.en.ipynb"
    assert unit.failed == reports / "failed" / "beta.en.ipynb"
    assert unit.parameters == {"quarter_file": tiny.FILE, "area": "beta", "lang": "en"}
    (chinese,) = plan.units(open_run(root / tiny.FILE), ["beta"])
    assert chinese.html == reports / "beta.html"
