"""Where an area stands among the others, without a name."""

from __future__ import annotations

import pandas as pd
import pytest

from diaodu import contracts
from diaodu.analysis import growth, standings
from diaodu.analysis.consistency import settle
from diaodu.periods import Period
from made_frames import GDP, IVA

AREAS = ["a", "b", "c", "d", "e", "f"]
NOW = Period.parse("2022Q1")


def _settled(values: dict[str, float], indicator: str = IVA) -> pd.DataFrame:
    rows = [
        {
            "area": area,
            "period": "2022-03",
            "span": "ytd",
            "indicator": indicator,
            "status": "published",
            "value": value,
            "printed": str(value),
            "unit": "percent",
            "source_id": f"bureau-{area}",
            "locator": area,
            "origin": "published",
        }
        for area, value in values.items()
    ]
    source = {"kind": "official", "title_zh": "局", "title_en": "B", "origin": "published"}
    sources = [source | {"source_id": f"bureau-{area}"} for area in values]
    return settle(
        contracts.check("indicators", contracts.typed("indicators", rows)),
        contracts.typed("sources", sources),
    )


def _of(values: dict[str, float]) -> pd.DataFrame:
    made = standings.standings(_settled(values), areas=AREAS, indicators=[IVA, GDP], period=NOW)
    return contracts.check("standings", made).set_index("area")


def test_rank_and_spread_by_hand() -> None:
    """7, 5, 5, 3, 1: the middle is 5, two share the second rank, f has no figure."""
    made = _of({"a": 5.0, "b": 7.0, "c": 1.0, "d": 5.0, "e": 3.0})
    assert made["rank"].to_dict() | {"f": None} == {
        "a": 2, "b": 1, "c": 5, "d": 2, "e": 4, "f": None
    }  # fmt: skip
    assert pd.isna(made.loc["f", "rank"]) and pd.isna(made.loc["f", "value"])
    assert set(made["ranked"]) == {5}
    assert made[["low", "middle", "high"]].drop_duplicates().to_numpy().tolist() == [[1, 5, 7]]
    assert set(made["indicator"]) == {IVA}  # of the other nobody has a figure


def test_with_few_figures_there_is_a_rank_and_no_spread() -> None:
    made = _of({"a": 5.0, "b": 7.0, "c": 1.0, "d": 5.0})
    assert made.loc["b", "rank"] == 1
    assert made[["low", "middle", "high"]].isna().all().all()
    assert len(standings.spread(made.reset_index(), "a")) == 1
    assert standings.spread(made.reset_index(), "f").empty  # no rank, no spread: nothing to show


def test_a_row_names_no_other_area_and_no_other_source() -> None:
    made = _of({"a": 5.0, "b": 7.0, "c": 1.0, "d": 5.0, "e": 3.0}).reset_index()
    for _, row in made.iterrows():
        words = " ".join(str(value) for value in row)
        assert "bureau" not in words
        assert row["locator"] == f"{row['area']}: {IVA}"


def test_an_indicator_without_a_standing_keeps_no_rank() -> None:
    settled = _settled({"a": 5.0})
    alone = growth.indicator_table(
        settled, contracts.empty("targets"), area="a", province="p", peers=["a"], period=NOW,
        indicators=[IVA], kinds={IVA: "growth"},
    )  # fmt: skip
    assert alone["rank"].tolist() == [1]  # among itself alone
    assert standings.ranked(alone, contracts.empty("standings"))["rank"].isna().all()
    five = _of({"a": 5.0, "b": 7.0, "c": 1.0, "d": 5.0, "e": 3.0}).reset_index()
    found = standings.ranked(alone, five[five["area"] == "a"])
    assert found[["rank", "ranked"]].to_numpy().tolist() == [[2, 5]]


@pytest.mark.parametrize("sources", [("x",), ("x", "y"), ()])
def test_a_comparison_comes_back_as_it_was_stored(sources) -> None:
    from diaodu.analysis import strengths  # noqa: PLC0415
    from diaodu.analysis.frames import table  # noqa: PLC0415

    row = {"area": "a", "measure": "running", "indicator": None, "stage": "reported"}
    row |= {"value": 80.0, "printed": None, "source_ids": sources, "median": 75.0}
    row |= {"with_figure": 3, "gap": 5.0, "score": 0.4, "side": "strength", "absent": None}
    beside = table(strengths._AGAINST, [row])
    kept = contracts.check("comparisons", standings.comparisons(beside, NOW))
    pd.testing.assert_frame_equal(strengths.stored(kept, "a"), beside)
    assert strengths.stored(kept, "b").empty
