"""What a notebook is run with: a quarter's file, the catalog and the province's areas."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from diaodu import boundaries, yaml_files
from diaodu import catalog as catalogs
from diaodu.areas import Area, Areas
from diaodu.boundaries import Boundaries
from diaodu.catalog import Catalog
from diaodu.errors import ParameterError
from diaodu.messages import LANGS, Lang
from diaodu.periods import Period
from diaodu.quarter import Leader, Quarter
from diaodu.rules import Sharing


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
