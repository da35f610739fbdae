"""A quarter's file: what is wrong in it is said before anything runs, and a run does not change."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest
from pydantic import ValidationError

import province
from diaodu.errors import ParameterError
from diaodu.params import open_run
from diaodu.periods import Period
from diaodu.rules import Packs


@pytest.fixture
def home(tmp_path: Path) -> Path:
    province.build(tmp_path)
    return tmp_path


@pytest.fixture
def problems(home: Path):
    """The problems after a change of the quarter's file, each without the path it begins with."""
    path = home / province.FILE

    def edited(old: str, new: str) -> list[str]:
        text = path.read_text(encoding="utf-8")
        assert old in text
        province.put(path, text.replace(old, new, 1))
        with pytest.raises(ParameterError) as caught:
            open_run(path)
        assert all(line.startswith(f"{path}: ") for line in caught.value.problems)
        return [line.removeprefix(f"{path}: ") for line in caught.value.problems]

    return edited


def test_a_run_knows_its_places_and_people(home) -> None:
    run = open_run(home / province.FILE, "甲州", "en")
    assert (run.area.id, run.lang, run.key) == ("jiazhou", "en", "2022Q1")
    assert run.period == Period(2022, 3)
    assert run.province.id == "shili"
    assert run.peers == list(province.AREAS)
    assert run.kinds["gdp_level"] == "level"
    assert run.raw == home / "data" / "raw" / "shili"
    assert run.processed == home / "data" / "processed" / "shili" / "2022Q1"
    assert run.reports == home / "reports" / "shili" / "2022Q1"
    assert [area.id for area in run.reported] == run.peers
    assert open_run(home / province.FILE).area.id == "shili"
    assert run.at("bingzhou").area.id == "bingzhou"
    assert run.area.id == "jiazhou"


def test_a_relative_file_is_found_from_any_folder_below(home, monkeypatch) -> None:
    monkeypatch.chdir(home / "notebooks")
    assert open_run(province.FILE).file == (home / province.FILE).resolve()


WEIGHTS = """\
weights:
  {indicator}:
    base_year: {year}
    origin: illustrative
    note: {{zh: 示意, en: made up}}
    percent: {{jiazhou: {share}}}
assumptions:"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("headline:", "heading: 1\nheadline:", "line 5: heading: found an unknown key"),
        ("history_from: 2021\n", "", "line 1: history_from: found nothing; expected this key"),
        ("history_from: 2021", "history_from: '2021'", "history_from: found '2021'; expected"),
        ("history_from: 2021", "history_from: 1889", "history_from: found 1889; expected"),
        ("as_of: 2022-05-31", "as_of: 五月", "line 3: as_of: found '五月'; expected"),
        ("as_of: 2022-05-31", "as_of: 2022-05-32", "line 3: found 2022-05-32, which is no date"),
        ("quarter: 2022Q1", "quarter: 2022Q5", "line 2: quarter: found '2022Q5'; not a period"),
        ("quarter: 2022Q1", "quarter: 2022-03", "quarter: found '2022-03'; expected a quarter"),
        ("points: 0.0", "points: yes", "line 14: thresholds.below_target_points: found True"),
        ("points: 0.0", "points: '0'", "thresholds.below_target_points: found '0'; expected"),
        ("points: 0.0", "points: -0.5", "thresholds.below_target_points: found -0.5; expected"),
        ("points: 0.0", "points: .inf", "thresholds.below_target_points: found inf; expected"),
        ("gdp_growth: 0.2", "gdp_growth: 1.2", "expected shares above 0 and up to 1"),
        ("gdp_growth: 0.2", "gdp_growth: 0", "expected shares above 0 and up to 1"),
        ("gdp_growth: 0.2", "gdp_growth: 20%", "assumptions.elapsed_share.gdp_growth: found '20%'"),
        ("sources: [published]", "sources: []", "line 11: sources: found []; expected"),
        ("sources: [published]", "sources: published", "line 11: sources: found 'published'"),
        (
            "province: shili\n",
            "province: shili\nprovince: x\n",
            "line 2: the key 'province' stands",
        ),
        ("zh: 示例省工业运行调度会, ", "", "line 21: meeting.title.zh: found nothing"),
        (
            "headline: industrial_value_added_growth",
            "headline: exports_growth",
            "line 1: (whole file): the headline exports_growth is not among the indicators",
        ),
        (
            "history_from: 2021",
            "history_from: 2023",
            "line 1: (whole file): history_from 2023 lies after 2022Q1",
        ),
        (
            "areas: [jiazhou, yizhou, bingzhou]",
            "areas: [jiazhou, 乙州]",
            "areas: found '乙州'; expected one of bingzhou, jiazhou, yizhou",
        ),
        (
            "areas: [jiazhou, yizhou, bingzhou]",
            "areas: [jiazhou, shili]",
            "areas: found 'shili'; expected one of bingzhou, jiazhou, yizhou",
        ),
        (
            "areas: [jiazhou, yizhou, bingzhou]",
            "areas: [jiazhou, yizhou, jiazhou]",
            "areas: found 'jiazhou' twice; expected it once",
        ),
        (
            "  - gdp_level\n",
            "  - gdp_growth\n",
            "indicators: found 'gdp_growth' twice; expected it once",
        ),
        (
            "  - gdp_level\n",
            "  - gdp_grwoth\n",
            "indicators: found 'gdp_grwoth'; expected an id of params/catalog/indicators.yml",
        ),
        (
            "{gdp_growth: 0.2}",
            "{grp: 0.2}",
            "assumptions: found 'grp'; expected an id of params/catalog/indicators.yml",
        ),
        (
            "assumptions:",
            "divisions: [steel]\nassumptions:",
            "divisions: found 'steel'; expected an id of params/catalog/industries.yml",
        ),
        (
            "assumptions:",
            "divisions: [equipment, equipment]\nassumptions:",
            "divisions: found 'equipment' twice; expected it once",
        ),
        (
            "assumptions:",
            "pairing: {shili: {zh: 甲, en: A, origin: published}}\nassumptions:",
            "pairing: found 'shili'; expected one of bingzhou, jiazhou, yizhou",
        ),
        (
            "packs: {peers: named}",
            "packs: {peers: all}",
            "packs.peers: found 'all'; expected",
        ),
        (
            "packs: {peers: named}",
            "share_notes: true",
            "share_notes quotes other cities; packs: peers: hidden names none",
        ),
        (
            "packs: {peers: named}",
            "packs: {recipients: [leader, city, division]}",
            "found division, leader, of which the quarter has none",
        ),
        (
            "assumptions:",
            "pairing: {jiazhou: {zh: 甲, en: A}}\nassumptions:",
            "pairing.jiazhou.origin: found nothing; expected this key",
        ),
        (
            "assumptions:",
            WEIGHTS.format(indicator="gdp_growth", year=2020, share="30.0"),
            "weights: gdp_growth: base_year: found 2020; expected 2021, the year before",
        ),
        (
            "assumptions:",
            WEIGHTS.format(indicator="gdp", year=2021, share="30.0"),
            "weights: found 'gdp'; expected an id of params/catalog/indicators.yml",
        ),
        (
            "assumptions:",
            WEIGHTS.format(indicator="gdp_growth", year=2021, share="130.0"),
            "weights.gdp_growth.percent.jiazhou: found 130.0; expected",
        ),
        (
            "assumptions:",
            "project_rules: {far_behind_points: 5.0}\nassumptions:",
            "far_behind_points is below behind_points",
        ),
        (
            "assumptions:",
            "project_rules: {size_bounds_100m_yuan: [5.0, 1.0]}\nassumptions:",
            "size_bounds_100m_yuan: expected rising amounts, got [5.0, 1.0]",
        ),
        (
            "headline: industrial_value_added_growth",
            "headline: gdp_level",
            "headline: found 'gdp_level'; expected a growth",
        ),
    ],
)
def test_one_fault_is_said_with_line_or_key(problems, old, new, expected) -> None:
    (found,) = problems(old, new)
    assert expected in found


def test_all_unknown_names_are_said_at_once(problems) -> None:
    found = problems(
        "areas: [jiazhou, yizhou, bingzhou]\nheadline: industrial_value_added_growth\nindicators:\n",
        "areas: [a, b]\nheadline: industrial_value_added_growth\nindicators:\n  - c\n",
    )
    assert [line.split(";")[0] for line in found] == [
        "areas: found 'a'",
        "areas: found 'b'",
        "indicators: found 'c'",
    ]


def test_the_province_of_the_file_is_that_of_the_areas(home) -> None:
    path = home / province.FILE
    areas = home / "params" / "shili" / "areas.yml"
    province.put(areas, province.AREAS_YML.replace("id: shili", "id: lishi"))
    with pytest.raises(ParameterError) as caught:
        open_run(path)
    assert str(caught.value) == f"{path}: province: found 'shili'; areas.yml says 'lishi'"


def test_a_province_without_areas_is_said(home) -> None:
    (home / "params" / "shili" / "areas.yml").unlink()
    with pytest.raises(ParameterError, match=r"areas\.yml: found no such file; expected a YAML"):
        open_run(home / province.FILE)


def test_a_missing_quarter_is_said(home, monkeypatch) -> None:
    monkeypatch.chdir(home)
    with pytest.raises(ParameterError, match=r"^params/shili/2029Q1\.yml: found no such file; exp"):
        open_run("params/shili/2029Q1.yml")
    with pytest.raises(ParameterError, match="found no such file"):
        open_run(home / "params")


def test_a_quarter_outside_of_a_repository_is_said(tmp_path) -> None:
    path = province.put(tmp_path / "2022Q1.yml", province.QUARTER_YML)
    with pytest.raises(ParameterError, match="found no params/catalog beside it"):
        open_run(path)


@pytest.mark.parametrize("area", ["dingzhou", "", "甲", "天津"])
def test_an_unknown_area_is_said_with_those_known(home, area) -> None:
    with pytest.raises(ParameterError) as caught:
        open_run(home / province.FILE, area)
    assert str(caught.value).endswith(
        f"2022Q1.yml: area: found {area!r}; expected one of bingzhou, jiazhou, shili, yizhou"
    )


def test_an_area_that_the_quarter_leaves_out_is_unknown(home) -> None:
    text = province.QUARTER_YML.replace("yizhou, bingzhou]", "yizhou]")
    path = province.put(home / province.FILE, text)
    with pytest.raises(ParameterError, match="'bingzhou'; expected one of jiazhou, shili, yizhou"):
        open_run(path, "bingzhou")


@pytest.mark.parametrize("lang", ["fr", "ZH", "", "english"])
def test_an_unknown_language_is_said(home, lang) -> None:
    with pytest.raises(ParameterError, match=f"lang: found '{lang}'; expected one of zh, en"):
        open_run(home / province.FILE, lang=lang)


def test_a_run_does_not_change(home) -> None:
    run = open_run(home / province.FILE)
    with pytest.raises(FrozenInstanceError):
        run.area = run.areas["jiazhou"]  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        run.quarter.headline = "gdp_growth"
    with pytest.raises(ValidationError, match="frozen"):
        run.quarter.thresholds.below_target_points = 1
    with pytest.raises(AttributeError):
        run.quarter.areas.append("dingzhou")  # type: ignore[attr-defined]


def test_every_quarter_of_the_repository_opens(root) -> None:
    files = [p for p in (root / "params").glob("*/*.yml") if re.match(r"\d{4}Q\d", p.stem)]
    assert files
    for file in files:
        run = open_run(file)
        quarter, _, _ = run.key.partition("-")  # 2022Q1-published is the quarter told otherwise
        assert run.quarter.quarter == quarter  # a copied file whose quarter was forgotten


def test_distorted_years_and_the_highest_growth_are_read(root):
    quarter = open_run(root / "params" / "hebei" / "2022Q1.yml").quarter
    assert sorted(quarter.distorted_years) == [2020, 2021]
    assert quarter.assumptions.highest_rest_growth == {quarter.headline: 10.0}


@pytest.mark.parametrize(
    ("peers", "of_a_city", "compared"),
    [("named", "named", 3), ("ranked", "ranked", 1), ("hidden", "hidden", 1)],
)
def test_what_a_report_may_show_of_others(home, peers, of_a_city, compared) -> None:
    run = province.run(home, "jiazhou")
    quarter = run.quarter.model_copy(update={"packs": Packs(peers=peers)})
    own, whole = replace(run, quarter=quarter), replace(run.at("shili"), quarter=quarter)
    assert (own.sharing, len(own.compared)) == (of_a_city, compared)
    assert (whole.sharing, whole.compared) == ("named", run.peers)
    assert own.peers == run.peers


def test_nothing_is_shared_that_the_file_does_not_share(home) -> None:
    assert Packs().peers == "hidden"
    assert province.run(home).quarter.recipients == ("province", "city")
