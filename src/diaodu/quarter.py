"""A quarter's file, `params/<province>/<quarter>.yml`: what is reported, by which rules."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, field_validator, model_validator

from diaodu.catalog import Text
from diaodu.messages import Lang
from diaodu.periods import Period
from diaodu.rules import RECIPIENTS, EpidemicState, Lights, Packs, Peers, Recipient, Steps
from diaodu.yaml_files import Frozen


class Meeting(Frozen):
    """The dispatch meeting that the reports are made for."""

    date: date
    title: Text


class Thresholds(Frozen):
    """When an area is flagged, in percentage points; the reports print these rules."""

    below_target_points: float = Field(default=0.0, ge=0, strict=True, allow_inf_nan=False)
    below_province_points: float = Field(default=0.0, ge=0, strict=True, allow_inf_nan=False)


class ProjectRules(Frozen):
    """When a project is at risk, and how projects are grouped by size; the reports print it.

    behind_points, far_behind_points: how far completion lags behind the time gone by, in points;
    long_late_months: a start missed for so many months is long overdue (both after the lights that
    one city uses, docs/methods.md, section 8). size_bounds_100m_yuan: total investment, rising.
    """

    behind_points: float = Field(default=10.0, gt=0, strict=True, allow_inf_nan=False)
    far_behind_points: float = Field(default=30.0, gt=0, strict=True, allow_inf_nan=False)
    long_late_months: int = Field(default=3, ge=1, strict=True)
    size_bounds_100m_yuan: tuple[float, ...] = (1.0, 5.0, 10.0)

    @model_validator(mode="after")
    def _rules_fit_each_other(self) -> Self:
        if self.far_behind_points < self.behind_points:
            raise ValueError("far_behind_points is below behind_points; expected it above")
        bounds = self.size_bounds_100m_yuan
        if any(low >= high for low, high in zip((0.0, *bounds), bounds, strict=False)):
            raise ValueError(f"size_bounds_100m_yuan: expected rising amounts, got {list(bounds)}")
        return self


class Submissions(Frozen):
    """What the areas send in: the version of the form (params/catalog/forms/), and by when."""

    form: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    due: date | None = None


class Leader(Frozen):
    """A leader of the department who is paired with one area (包联), and what goes with it.

    `projects`: ids or names of projects that the leader looks after; `enterprises`: names.
    """

    zh: str
    en: str
    post: Text | None = None
    projects: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()
    origin: Literal["published", "illustrative"]

    def name(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


class Weights(Frozen):
    """Shares of the areas in the province's total of the base year, in %, for pull.

    `base_year`: the year before the reported one; `note`: what the shares are of and where they
    are from. An area that is not listed has no share: it is never guessed.
    """

    base_year: int = Field(ge=1990, le=2200, strict=True)
    origin: Literal["published", "illustrative", "derived"]
    note: Text
    percent: dict[str, Annotated[float, Strict(), Field(ge=0, le=100)]]


class Assumptions(Frozen):
    """What no source states; a report that uses one says so.

    `elapsed_share`: indicator -> share of last year's level that was reached by the same point of
    the year (the w of the growth needed over the rest). Without an entry the months gone by count.
    `highest_rest_growth`: indicator -> the most that the rest of a year is believed to grow, in %;
    a target that needs more is out of reach. Without an entry the area's past decides.
    """

    elapsed_share: dict[str, Annotated[float, Strict()]] = Field(default_factory=dict)
    highest_rest_growth: dict[str, Annotated[float, Strict(), Field(allow_inf_nan=False)]] = Field(
        default_factory=dict
    )

    @field_validator("elapsed_share")
    @classmethod
    def _shares_are_shares(cls, value: dict[str, float]) -> dict[str, float]:
        if wrong := {key: share for key, share in value.items() if not 0 < share <= 1}:
            raise ValueError(f"expected shares above 0 and up to 1, got {wrong}")
        return value


class Quarter(Frozen):
    """One quarter's file: what is reported, from what, by which rules."""

    province: str
    quarter: str
    as_of: date
    areas: tuple[str, ...] = Field(min_length=1)
    headline: str
    indicators: tuple[str, ...] = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)
    history_from: int = Field(ge=1990, le=2200, strict=True)
    meeting: Meeting | None = None
    thresholds: Thresholds = Thresholds()
    assumptions: Assumptions = Assumptions()
    project_rules: ProjectRules = ProjectRules()
    # years whose growth is no fair measure or base -> why; averages go back to a year before them
    distorted_years: dict[int, Text] = Field(default_factory=dict)
    marking: Text | None = None
    lights: Lights = Lights()
    peers: Peers = Peers()
    steps: Steps = Steps()
    epidemic: dict[str, EpidemicState] = Field(default_factory=dict)
    handed_out: date | None = None  # day on which the reports were handed out last
    submissions: Submissions | None = None  # None: the run reads published figures only
    share_notes: Annotated[bool, Strict()] = False  # quote one city's notes in another's report
    packs: Packs = Packs()
    # area -> its leader, who gets a brief; growth indicator -> base-year shares of the areas
    divisions: tuple[str, ...] = ()  # divisions of the department that get a report of their own
    pairing: dict[str, Leader] = Field(default_factory=dict)
    # own notebook (notebooks/own/) -> whose reports it makes, beside those that ship
    notebooks: dict[str, Literal["areas", "province", "all"]] = Field(default_factory=dict)
    weights: dict[str, Weights] = Field(default_factory=dict)

    @field_validator("province", "sources")
    @classmethod
    def _are_plain_folder_names(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for name in (value,) if isinstance(value, str) else value:
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
                raise ValueError("expected names of folders, of letters, digits, - and _")
        return value

    @field_validator("notebooks")
    @classmethod
    def _are_names_of_notebooks(cls, value: dict[str, str]) -> dict[str, str]:
        for name in value:
            if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", name):
                raise ValueError("expected names of notebooks in notebooks/own/, without .ipynb")
        return value

    @field_validator("quarter")
    @classmethod
    def _is_a_quarter(cls, value: str) -> str:
        if not (len(value) == 6 and value[4] == "Q" and Period.parse(value).closes_quarter):
            raise ValueError("expected a quarter such as 2022Q1")
        return value

    @model_validator(mode="after")
    def _keys_fit_each_other(self) -> Self:
        if self.headline not in self.indicators:
            raise ValueError(f"the headline {self.headline} is not among the indicators")
        if self.history_from > self.period.year:
            raise ValueError(f"history_from {self.history_from} lies after {self.quarter}")
        if self.share_notes and self.packs.peers != "named":
            raise ValueError(
                f"share_notes quotes other cities; packs: peers: {self.packs.peers} names none; "
                "expected share_notes: false or packs: {peers: named}"
            )
        if absent := sorted({*(self.packs.recipients or ())} - {*self.recipients}):
            raise ValueError(
                f"packs: recipients: found {', '.join(absent)}, of which the quarter has none; "
                "expected divisions for division and pairing for leader"
            )
        return self

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """The kinds of recipients that the quarter has."""
        has = {"division": bool(self.divisions), "leader": bool(self.pairing)}
        return tuple(kind for kind in RECIPIENTS if has.get(kind, True))

    def shares(self, indicator: str) -> dict[str, float]:
        """Base-year shares of the areas in the province, in %; empty where the file has none."""
        given = self.weights.get(indicator)
        return dict(given.percent) if given else {}

    @property
    def period(self) -> Period:
        """The quarter as a cumulative period: 2022Q2 is January to June 2022."""
        return Period.parse(self.quarter)
