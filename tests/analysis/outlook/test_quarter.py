"""The outlook of a quarter from processed tables, thin as they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from diaodu import contracts
from diaodu.analysis.consistency import settle
from diaodu.analysis.outlook import adding, of_run, steps
from diaodu.periods import Period

AREAS = [f"city{k}" for k in range(5)]
NOW = Period(2022, 3)


def _row(
    area: str, period: str, value: float, status: str = "published", **more: Any
) -> dict[str, Any]:
    row = {
        "area": area,
        "period": period,
        "span": "ytd",
        "indicator": "made_growth",
        "status": status,
    }
    row |= {"value": value, "printed": f"{value:.1f}", "unit": "percent", "source_id": "bureau"}
    return row | {"origin": "published", "base_weight": np.nan} | more


def _settled(rows: list[dict[str, Any]]) -> pd.DataFrame:
    rows = [row | {"locator": f"x!row {number}"} for number, row in enumerate(rows)]
    sources = contracts.typed(
        "sources",
        [
            {
                "source_id": "bureau",
                "kind": "official",
                "title_zh": "统计",
                "title_en": "x",
                "origin": "published",
            }
        ],
    )
    return settle(contracts.check("indicators", contracts.typed("indicators", rows)), sources)


def _history(areas: list[str], years: range, last: str = "2022-02") -> list[dict[str, Any]]:
    """Cumulative rates around 6: every area its own level, every year its own luck."""
    draw = np.random.default_rng(1)
    rows = []
    for year in years:
        luck = draw.normal(0, 1)
        for k, area in enumerate(areas):
            for month in (2, 3, 6, 9, 12):
                period = f"{year}-{month:02d}"
                if period <= last:
                    rows.append(_row(area, period, round(4 + k + luck + draw.normal(0, 0.5), 1)))
    return rows


def _outlook(rows: list[dict[str, Any]], **more: Any):
    arguments = {
        **{"areas": AREAS, "province": "whole", "period": NOW, "indicators": ["made_growth"]},
        **{"kinds": {"made_growth": "growth"}},
    }
    return of_run(_settled(rows), contracts.empty("enterprises"), **(arguments | more))


def _of(found, area: str, period: str = "2022-03") -> pd.Series:
    (row,) = found.outlook.query("area == @area and period == @period").to_dict("records")
    return pd.Series(row)


def test_tables_keep_their_contracts_and_have_every_area_and_horizon() -> None:
    found = _outlook(_history(["whole", *AREAS], range(2015, 2023)))
    contracts.check("outlook", found.outlook)
    contracts.check("expectation_record", found.record)
    contracts.check("outlook_evidence", found.evidence)
    assert found.outlook["area"].tolist() == ["whole", *AREAS] * 2
    assert found.outlook["period"].unique().tolist() == ["2022-03", "2022-12"]
    wide = found.outlook["high80"] - found.outlook["low80"]
    assert (found.outlook["high95"] - found.outlook["low95"] > wide).all()
    assert wide[6:].min() > wide[:6].max()  # of the year more is to come


def test_a_fourth_quarter_is_its_year() -> None:
    found = _outlook(_history(AREAS, range(2015, 2022)), period=Period(2021, 12))
    assert found.outlook["period"].unique().tolist() == ["2021-12"]
    assert found.outlook["horizon"].unique().tolist() == ["year"]


def test_nothing_of_the_quarter_itself_or_later_is_used() -> None:
    rows = _history(["whole", *AREAS], range(2015, 2023))
    later = [_row(area, when, 50.0) for area in AREAS for when in ("2022-03", "2022-06")]
    now, then = _outlook(rows), _outlook(rows + later)
    pd.testing.assert_frame_equal(now.outlook, then.outlook)
    assert not then.evidence["value"].eq(50.0).any()


def test_steps_by_hand() -> None:
    """January to February 6, to March 7: the new third moved it by 1, so wholly new by 3."""
    history = {"a": {Period(2021, 2): 6.0, Period(2021, 3): 7.0, Period(2022, 2): 5.0}}
    (first, second) = steps.steps(history)
    assert (first.base, first.to, first.start) == (Period(2021, 2), Period(2021, 3), 6.0)
    assert first.size == pytest.approx(3.0)
    assert second.size == pytest.approx(-2.0)  # another year: all of it is new
    assert steps.steps({"a": {Period(2020, 3): 1.0, Period(2021, 6): 2.0}}) == []


def test_the_rule_by_hand() -> None:
    """Areas at 4 and 8 both come to 6: steps 2 and -2. Drift 0; away 2 and -2, pull 8 / (8 + 10 × 4)."""
    known = steps.steps(
        {
            "a": {Period(2020, 12): 4.0, Period(2021, 3): 6.0},
            "b": {Period(2020, 12): 8.0, Period(2021, 3): 6.0},
        }
    )
    rule = steps.learn(known, [80])
    assert rule.drift == 0.0
    assert rule.pull == pytest.approx(1 / 6)
    assert rule.errors == 2
    assert np.isnan(rule.half_width(80, "a"))  # two errors are too few


def test_no_history_at_all_says_so() -> None:
    found = _outlook([_row("city0", "2022-03", 6.0, "expected")])
    assert found.outlook["value"].isna().all()
    assert found.outlook["reason"].unique().tolist() == ["no_recent_point"]
    assert _of(found, "city0")["expected"] == 6.0
    assert _of(found, "city0")["reason_expected"] == "no_record"
    assert _of(found, "city1")["reason_expected"] == "no_expectation"


def test_one_single_point_is_carried_on_without_an_interval() -> None:
    found = _outlook([_row("city0", "2022-02", 6.0)])
    row = _of(found, "city0")
    assert row["value"] == 6.0
    assert row["reason"] == "few_errors"
    assert np.isnan(row["low80"])
    assert (row["base_period"], row["base_stage"]) == ("2022-02", "actual")


def test_a_point_older_than_a_year_is_no_history() -> None:
    assert _of(_outlook([_row("city0", "2021-02", 6.0)]), "city0")["reason"] == "no_recent_point"


def test_a_level_is_last_years_level_grown_as_levels_grew() -> None:
    """Levels 100, 110 (Feb), so + 10%; March was 200 last year: 220."""
    rows = [
        _row("city0", when, value, unit="100m_yuan")
        for when, value in (("2021-02", 100.0), ("2022-02", 110.0), ("2021-03", 200.0))
    ]
    found = _outlook(rows, kinds={"made_growth": "level"})
    assert _of(found, "city0")["value"] == pytest.approx(220.0)
    assert _of(found, "city0", "2022-12")["reason"] == "no_level_last_year"


def test_areas_and_province_add_up_exactly_whatever_the_weights_sum_to() -> None:
    weights = dict(zip(AREAS, (30.0, 20.0, 10.0, 5.3, 7.1), strict=True))
    rows = _history(["whole", *AREAS], range(2015, 2023))
    found = _outlook(rows, weights={"made_growth": weights})
    quarter = found.outlook[found.outlook["period"].eq("2022-03")].to_dict("records")
    assert quarter[0]["adding_up"] == "yes"
    assert quarter[0]["value"] == adding.mean(quarter[1:])
    assert quarter[0]["weights_sum"] == pytest.approx(72.4)
    assert sum(row["weight"] for row in quarter[1:]) == pytest.approx(100)
    assert quarter[0]["low80"] < quarter[0]["value"] < quarter[0]["high80"]
    plain = _outlook(rows)
    assert [row["alone"] for row in quarter] == plain.outlook["value"].head(6).tolist()


def test_a_province_without_history_is_summed_from_its_areas() -> None:
    weights = dict.fromkeys(AREAS, 20.0)
    found = _outlook(_history(AREAS, range(2015, 2023)), weights={"made_growth": weights})
    top = _of(found, "whole")
    assert top["adding_up"] == "summed"
    assert np.isnan(top["alone"])
    assert top["value"] == pytest.approx(
        found.outlook.query("period == '2022-03'")["value"][1:].mean()
    )
    assert top["low80"] < top["value"] < top["high80"]


def test_an_area_without_a_figure_keeps_the_others_from_adding_up() -> None:
    weights = dict.fromkeys(AREAS, 20.0)
    found = _outlook(_history(AREAS[:4], range(2015, 2023)), weights={"made_growth": weights})
    assert found.outlook["adding_up"].unique().tolist() == ["incomplete"]


def test_the_record_of_an_area_recalibrates_what_it_expects_now() -> None:
    rows = []
    for year in range(2015, 2022):
        for month in (3, 6, 9, 12):
            for area in AREAS:
                rows.append(_row(area, f"{year}-{month:02d}", 5.0))
                rows.append(_row(area, f"{year}-{month:02d}", 6.0, "expected"))
    rows += [_row(area, "2022-03", 6.5, "expected") for area in AREAS]
    found = _outlook(rows)
    row = _of(found, "city2")
    assert (row["record"], row["record_above"], row["record_bias"]) == (28, 28, 1.0)
    assert row["recalibrated"] == pytest.approx(5.5, abs=0.2)
    assert len(found.record) == 28 * 5
    assert found.record["error"].unique().tolist() == [-1.0]


def test_evidence_names_its_kind_period_and_stage() -> None:
    rows = _history(["whole", *AREAS], range(2021, 2023))
    rows.append(_row("city1", "2022-03", -2.0, "expected", indicator="made_power"))
    firms = contracts.typed(
        "enterprises",
        [
            {
                "area": "city1",
                "period": "2022-03",
                "enterprise": name,
                "output_growth_percent": growth,
            }
            | {"output_10k_yuan": amount, "source_id": "s", "locator": name, "origin": "submitted"}
            for name, growth, amount in (("x", 10.0, 300.0), ("y", -2.0, 100.0), ("z", 5.0, np.nan))
        ],
    )
    found = of_run(
        _settled(rows), firms, areas=AREAS, province="whole", period=NOW, indicators=["made_growth"],
        kinds={"made_growth": "growth"}, leading={"made_growth": ["made_power"]},
    )  # fmt: skip
    mine = found.evidence[found.evidence["area"].eq("city1")].set_index("evidence")
    assert mine.index.tolist() == [
        "latest",
        "last_year",
        "province",
        "leading",
        "enterprise_output",
    ]
    assert mine["at"].tolist() == ["2022-02", "2021-03", "2022-02", "2022-03", "2022-03"]
    assert (mine.loc["leading", "value"], mine.loc["leading", "stage"]) == (-2.0, "expected")
    assert mine.loc["enterprise_output", "value"] == pytest.approx(7.0)
