"""Rules that stand in a quarter's file: what lights what, the epidemic's state, who gets what.

A rule of lights measures a shortfall: larger is worse, 0 is none. The reports print every rule.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from diaodu.yaml_files import Frozen

Topic = Literal["production", "investment", "projects", "problems", "data"]
TOPICS: tuple[Topic, ...] = ("production", "investment", "projects", "problems", "data")
Measure = Literal[
    "below_target",
    "slower",
    "firms_falling",
    "behind_time",
    "start_delay",
    "late_share",
    "stopped_share",
    "carried_problems",
    "severe_problems",
    "missing_figures",
    "late_days",
    "intake_errors",
]
OF_AN_INDICATOR: tuple[Measure, ...] = ("below_target", "slower")
SIGNED: tuple[Measure, ...] = ("below_target", "slower", "behind_time")  # may be below 0: ahead
Epidemic = Literal["none", "active", "cleared"]
Recipient = Literal["province", "division", "leader", "city"]
RECIPIENTS: tuple[Recipient, ...] = ("province", "division", "leader", "city")
Sharing = Literal["named", "ranked", "hidden"]


class LightRule(Frozen):
    """One measure with its thresholds: yellow above `yellow`, red above `red`.

    `margin`: how far beyond a threshold the measure must go before last quarter's light changes.
    """

    measure: Measure
    indicator: str | None = None
    yellow: float = Field(ge=0, strict=True, allow_inf_nan=False)
    red: float = Field(ge=0, strict=True, allow_inf_nan=False)
    margin: float = Field(default=0.0, ge=0, strict=True, allow_inf_nan=False)

    @model_validator(mode="after")
    def _thresholds_are_apart(self) -> Self:
        if not self.yellow < self.red:
            raise ValueError(f"yellow {self.yellow:g} must lie below red {self.red:g}")
        if 2 * self.margin > self.red - self.yellow:
            raise ValueError(
                f"margin {self.margin:g} is wider than half of the way from yellow to red"
            )
        if self.measure not in SIGNED and self.margin > self.yellow:
            raise ValueError(
                f"margin {self.margin:g} is above yellow {self.yellow:g}: {self.measure} is never "
                "below 0, so a light could not turn green again"
            )
        return self

    @model_validator(mode="after")
    def _names_an_indicator_where_it_needs_one(self) -> Self:
        needs = self.measure in OF_AN_INDICATOR
        if needs != (self.indicator is not None):
            raise ValueError(f"{self.measure} {'needs an' if needs else 'takes no'} indicator")
        return self


class Lights(Frozen):
    """The rules of each topic; a topic without rules has no light."""

    production: tuple[LightRule, ...] = ()
    investment: tuple[LightRule, ...] = ()
    projects: tuple[LightRule, ...] = ()
    problems: tuple[LightRule, ...] = ()
    data: tuple[LightRule, ...] = ()

    @model_validator(mode="after")
    def _rules_stand_once(self) -> Self:
        for topic, rules in self.by_topic.items():
            keys = [(rule.measure, rule.indicator) for rule in rules]
            if twice := sorted({key[0] for key in keys if keys.count(key) > 1}):
                raise ValueError(f"{topic} has two rules for {', '.join(twice)}")
        return self

    @property
    def by_topic(self) -> dict[Topic, tuple[LightRule, ...]]:
        """Topic -> its rules, in the order of TOPICS."""
        return {topic: getattr(self, topic) for topic in TOPICS}

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids of the indicators that some rule measures."""
        rules = [rule for rules in self.by_topic.values() for rule in rules]
        return tuple(dict.fromkeys(rule.indicator for rule in rules if rule.indicator))


class EpidemicState(Frozen):
    """State of one area on the day of the meeting, and what says so.

    `facts`: ids of the published facts that say it. A state that no published fact states is
    illustrative and is shown as such: a real one without a source is never written down.
    """

    state: Epidemic
    origin: Literal["published", "illustrative"]
    facts: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _says_where_it_is_from(self) -> Self:
        if (self.origin == "published") != bool(self.facts):
            raise ValueError("expected facts with origin published, and none with illustrative")
        return self


class Share(Frozen):
    """One level as a share of another: ids of two indicators."""

    part: str
    whole: str


class Peers(Frozen):
    """How comparable areas are found: levels that describe an area's structure, and the grouping.

    `shares`: a name of its own -> a level over another; `sizes`: levels. Features of projects and
    enterprises are always used.
    """

    shares: dict[str, Share] = Field(default_factory=dict)
    sizes: tuple[str, ...] = ()
    most_groups: int = Field(default=5, ge=2, strict=True)
    resamples: int = Field(default=100, ge=1, le=10000, strict=True)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids of all indicators that are named."""
        named = [name for share in self.shares.values() for name in (share.part, share.whole)]
        return tuple(dict.fromkeys([*named, *self.sizes]))


class Steps(Frozen):
    """Which categories of next steps answer a light of a topic (ids of the issue taxonomy)."""

    categories: dict[Topic, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def named(self) -> tuple[str, ...]:
        """All categories that are named."""
        return tuple(dict.fromkeys(name for names in self.categories.values() for name in names))


class Packs(Frozen):
    """Who gets a pack (None: every kind that the quarter has), and what a city sees of others.

    `peers`, of the reports on one city: `named`: other cities by name, as far as a section
    compares with them; `ranked`: its rank, and the least, middle and largest figure, without a
    name; `hidden`: nothing of another city, also not what is published. What a quarter's file
    does not share is not shared.
    """

    recipients: tuple[Recipient, ...] | None = None
    peers: Sharing = "hidden"
