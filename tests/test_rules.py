"""Rules of a quarter's file: what they must be."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from diaodu.rules import EpidemicState, LightRule, Lights


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"measure": "late_days", "yellow": 3.0, "red": 3.0}, "yellow 3 must lie below red 3"),
        (
            {"measure": "behind_time", "yellow": 0.0, "red": 1.0, "margin": 0.6},
            "margin 0.6 is wider than half of the way from yellow to red",
        ),
        (
            {"measure": "late_share", "yellow": 1.0, "red": 9.0, "margin": 2.0},
            "margin 2 is above yellow 1: late_share is never below 0",
        ),
        ({"measure": "below_target", "yellow": 0.0, "red": 1.0}, "below_target needs an indicator"),
        (
            {"measure": "late_days", "yellow": 0.0, "red": 1.0, "indicator": "gdp_growth"},
            "late_days takes no indicator",
        ),
        ({"measure": "mood", "yellow": 0.0, "red": 1.0}, "Input should be 'below_target'"),
        ({"measure": "late_days", "yellow": -1.0, "red": 1.0}, "greater than or equal to 0"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(given: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        LightRule(**given)


def test_a_topic_has_each_rule_once() -> None:
    rule = LightRule(measure="late_days", yellow=0.0, red=3.0)
    with pytest.raises(ValidationError, match="data has two rules for late_days"):
        Lights(data=(rule, rule))


def test_a_state_names_its_facts_or_is_illustrative() -> None:
    assert EpidemicState(state="none", origin="illustrative").facts == ()
    for given in ({"origin": "published"}, {"origin": "illustrative", "facts": ("f1",)}):
        with pytest.raises(ValidationError, match="expected facts with origin published"):
            EpidemicState(state="active", **given)  # type: ignore[arg-type]
