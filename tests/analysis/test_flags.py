"""The flag of the meeting: expected growth below the annual target."""

from __future__ import annotations

from typing import Any

from diaodu.analysis import flags
from diaodu.periods import Period

IVA = "industrial_value_added_growth"
AREAS = ["jia", "yi", "bing", "ding", "wu"]


def test_who_carries_the_flag_and_of_whom_it_cannot_be_said(make: Any) -> None:
    expected = {"status": "expected"}
    settled = make.settled(
        ("jia", "2022-03", IVA, "5.9", expected),
        ("jia", "2022-03", IVA, "8.0"),  # published later: no matter
        ("yi", "2022-03", IVA, "6.0", expected),
        ("bing", "2022-03", IVA, "1.0"),  # published only
        ("ding", "2022-03", IVA, "1.0", expected),
        ("wu", "2022-03", IVA, "5.0", expected),
    )
    targets = make.targets(
        ("jia", 2022, IVA, 6.0),
        ("yi", 2022, IVA, 6.0),
        ("bing", 2022, IVA, 6.0),
        ("ding", 2021, IVA, 6.0),  # of another year
        ("wu", 2022, IVA, 6.0, {"wording": "between", "low": 5.0, "high": 7.0}),
    )
    asked = {"areas": AREAS, "indicator": IVA, "period": Period(2022, 3)}
    found = flags.below_target(settled, targets, **asked, below_target_points=0.0)
    assert make.rows(found, "area", "gap", "flagged", "absent") == [
        ("jia", -0.1, True, None),
        ("yi", 0.0, False, None),
        ("bing", None, None, "no_figure"),
        ("ding", None, None, "no_target"),
        ("wu", 0.0, False, None),  # inside its range
    ]
    assert flags.flagged(found) == ["jia"]
    lenient = flags.below_target(settled, targets, **asked, below_target_points=0.1)
    assert flags.flagged(lenient) == []
