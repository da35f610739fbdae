"""A quarter's file (`params/<province>/<quarter>.yml`) and what a notebook is run with."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, field_validator, model_validator

from diaodu import boundaries, yaml_files
from diaodu import catalog as catalogs
from diaodu.areas import Area, Areas
from diaodu.boundaries import Boundaries
from diaodu.catalog import Catalog, Text
from diaodu.errors import ParameterError
from diaodu.messages import LANGS, Lang
from diaodu.periods import Period
from diaodu.rules import RECIPIENTS, EpidemicState, Lights, Packs, Peers, Recipient, Sharing, Steps
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


@dataclass(frozen=True)
class Run:
    """All that one unit of a run knows before it looks at data.

    `area` is the area that the unit reports on: the province for the province report.
    """

    root: Path
    file: Path
    quarter: Quarter
    areas: Areas
    catalog: Catalog
    area: Area
    lang: Lang
    tables: Path | None = None  # where the processed tables are, if not in the run's own folder

    @property
    def key(self) -> str:
        """Name of the run's folders: the stem of the quarter's file."""
        return self.file.stem

    @property
    def period(self) -> Period:
        return self.quarter.period

    @property
    def processed(self) -> Path:
        """Folder of the run's processed tables."""
        return self.tables or self.root / "data" / "processed" / self.quarter.province / self.key

    @property
    def reports(self) -> Path:
        """Folder of the run's reports."""
        return self.root / "reports" / self.quarter.province / self.key

    @property
    def raw(self) -> Path:
        """Folder of what the province received and collected."""
        return self.root / "data" / "raw" / self.quarter.province

    @property
    def received(self) -> Path:
        """Folder of the quarter's submissions: one folder an area inside."""
        return self.raw / self.quarter.quarter

    @cached_property
    def boundaries(self) -> Boundaries | None:
        """Boundaries of the province's areas; None where nobody gave any that can be used.

        No report waits for a map; whoever runs the command is told what is wrong with the file.
        """
        try:
            return boundaries.read(self.boundaries_file, {area.id for area in self.areas.areas})
        except ParameterError:
            return None

    @property
    def boundaries_file(self) -> Path:
        """Where the boundaries of the province's areas are, if anybody gave any."""
        return self.root / "params" / self.quarter.province / "areas.geojson"

    @property
    def province(self) -> Area:
        return self.areas.province

    @property
    def peers(self) -> list[str]:
        """Ids of the areas that are compared with each other, in the quarter file's order."""
        return list(self.quarter.areas)

    @property
    def sharing(self) -> Sharing:
        """What the run's report may show of other areas; that of the province shows all."""
        return "named" if self.area.id == self.province.id else self.quarter.packs.peers

    @property
    def compared(self) -> list[str]:
        """Ids of the areas whose figures the run's report reads one by one (see `sharing`)."""
        return self.peers if self.sharing == "named" else [self.area.id]

    @property
    def indicators(self) -> list[str]:
        """Ids of the indicators that are reported, in the quarter file's order."""
        return list(self.quarter.indicators)

    @property
    def due(self) -> date | None:
        """The day by which the areas were to send in, if there was one."""
        return None if self.quarter.submissions is None else self.quarter.submissions.due

    @property
    def day(self) -> date:
        """The day that due dates are counted to: the meeting's, else the last of the quarter."""
        if self.quarter.meeting is not None:
            return self.quarter.meeting.date
        month = (self.period.year, self.period.month)
        return date(*month, monthrange(*month)[1])

    @property
    def kinds(self) -> dict[str, str]:
        """Indicator id -> growth or level."""
        return {key: item.kind for key, item in self.catalog.indicators.items()}

    @property
    def reported(self) -> tuple[Area, ...]:
        """The areas of the quarter's file, in its order."""
        return tuple(self.areas[area] for area in self.quarter.areas)

    @property
    def leader(self) -> Leader | None:
        """The leader paired with the run's area; None where the quarter's file names none."""
        return self.quarter.pairing.get(self.area.id)

    def at(self, area: str) -> Run:
        """The same run for another area. Raises ParameterError for an unknown one."""
        known = [self.areas.province.id, *self.quarter.areas]
        found = self.areas.find(area)
        if found is None or found.id not in known:
            raise ParameterError(
                f"{self.file}: area: found {area!r}; expected one of {', '.join(sorted(known))}"
            )
        return replace(self, area=found)


def open_run(file: str | Path, area: str | None = None, lang: str = "zh") -> Run:
    """Read and check a quarter's file with the catalog and the province's areas.

    `file` is absolute, or relative to the working directory or any folder above it (a notebook
    runs inside `notebooks/`). Without `area` the run is the province's.
    Raises ParameterError that names every problem with file, line and key.
    """
    path = _locate(Path(file))
    root = next((p for p in path.parents if (p / "params" / "catalog").is_dir()), None)
    if root is None:
        raise ParameterError(f"{path}: found no params/catalog beside it; expected a repository")
    if lang not in LANGS:
        raise ParameterError(f"lang: found {lang!r}; expected one of {', '.join(LANGS)}")
    quarter: Quarter = yaml_files.read(path, Quarter)
    areas: Areas = yaml_files.read(root / "params" / quarter.province / "areas.yml", Areas)
    catalog = catalogs.load(root)
    _check_names(path, quarter, areas, catalog)
    language: Literal["zh", "en"] = "en" if lang == "en" else "zh"
    run = Run(root, path, quarter, areas, catalog, areas.province, language)
    return run.at(area) if area is not None else run


def _locate(file: Path) -> Path:
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / file).is_file():
            return (folder / file).resolve()
    raise ParameterError(f"{file}: found no such file; expected a quarter's file under params/")


def _check_names(path: Path, quarter: Quarter, areas: Areas, catalog: Catalog) -> None:
    """Every name in a quarter's file is one that the catalog or the province knows."""
    problems = []
    if quarter.province != areas.province.id:
        problems.append(
            f"{path}: province: found {quarter.province!r}; areas.yml says {areas.province.id!r}"
        )
    known = {area.id for area in areas.areas}
    listed: dict[str, Iterable[str]] = {
        "areas": quarter.areas,
        "epidemic": quarter.epidemic,
        "pairing": quarter.pairing,
    }
    listed |= {f"weights: {key}": weights.percent for key, weights in quarter.weights.items()}
    for where, names in listed.items():
        for area in names:
            allowed = known if where == "areas" else set(quarter.areas)
            if area not in allowed:
                problems.append(
                    f"{path}: {where}: found {area!r}; expected one of {', '.join(sorted(allowed))}"
                )
    for key, once in _once(quarter).items():
        for name in sorted({name for name in once if once.count(name) > 1}):
            problems.append(f"{path}: {key}: found {name!r} twice; expected it once")
    headline = catalog.indicators.get(quarter.headline)
    if headline is not None and headline.kind != "growth":
        problems.append(f"{path}: headline: found {quarter.headline!r}; expected a growth")
    problems += _unknown(path, quarter, catalog)
    for key, weights in quarter.weights.items():
        if weights.base_year != quarter.period.year - 1:
            problems.append(
                f"{path}: weights: {key}: base_year: found {weights.base_year}; "
                f"expected {quarter.period.year - 1}, the year before the reported one"
            )
    if problems:
        raise ParameterError(problems)


def _once(quarter: Quarter) -> dict[str, tuple[str, ...]]:
    return {
        "areas": quarter.areas,
        "indicators": quarter.indicators,
        "divisions": quarter.divisions,
    }


def _unknown(path: Path, quarter: Quarter, catalog: Catalog) -> list[str]:
    """Names that the catalog does not know."""
    named: list[tuple[str, Iterable[str], Container[str], str]] = [
        ("indicators", quarter.indicators, catalog.indicators, "indicators.yml"),
        ("assumptions", quarter.assumptions.elapsed_share, catalog.indicators, "indicators.yml"),
        (
            "assumptions",
            quarter.assumptions.highest_rest_growth,
            catalog.indicators,
            "indicators.yml",
        ),
        ("lights", quarter.lights.indicators, catalog.indicators, "indicators.yml"),
        ("peers", quarter.peers.indicators, catalog.indicators, "indicators.yml"),
        ("steps", quarter.steps.named, catalog.taxonomy.categories, "issue_taxonomy.yml"),
        ("weights", quarter.weights, catalog.indicators, "indicators.yml"),
        ("divisions", quarter.divisions, catalog.divisions, "industries.yml"),
    ]
    return [
        f"{path}: {key}: found {name!r}; expected an id of params/catalog/{file}"
        for key, names, known, file in named
        for name in names
        if name not in known
    ]
