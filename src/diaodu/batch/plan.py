"""The units of a run: one report each, with its notebook, its parameters and its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from diaodu.batch import files, parameters
from diaodu.errors import ParameterError
from diaodu.messages import Lang, say
from diaodu.params import Run
from diaodu.publish import own


def suffix(lang: Lang) -> str:
    """What stands between the name of a report and its ending: nothing in Chinese."""
    return "" if lang == "zh" else f".{lang}"


def index(run: Run) -> Path:
    """The index of the quarter's reports in the run's language, made or not."""
    return run.reports / f"index{suffix(run.lang)}.html"


OWN = "own"  # folder of own notebooks
Kind = Literal["province", "division", "city", "leader", "ledger", "own"]


@dataclass(frozen=True)
class Unit:
    """One report to make: `run` is the run at the area that it reports on.

    `kind` is the name of its notebook; `division`: id of the division whose report it is; `own`:
    name of the own notebook (notebooks/own/) that an own report is made by.
    """

    run: Run
    kind: Kind = "city"
    division: str | None = None
    own: str | None = None

    @property
    def area(self) -> str:
        """Id of the area that the report is about: the province for one of all areas."""
        return self.run.area.id

    @property
    def id(self) -> str:
        """Id of the unit: that of the area, or of the division or the area with the kind before."""
        if self.kind == "division":
            return f"division-{self.division}"
        if self.kind == "ledger":
            return "ledger"
        if self.own is not None:
            return f"{self.own}-{self.area}"
        return f"leader-{self.area}" if self.kind == "leader" else self.area

    @property
    def label(self) -> str:
        """What the report is called among others: the area, the division, the paired area."""
        lang = self.run.lang
        if self.division is not None:
            return self.run.catalog.divisions[self.division].in_(lang)
        if self.kind == "ledger":
            return say("publish.label.ledger", lang)
        area = self.run.area.name(lang)
        if self.own is not None:
            return say("publish.label.own", lang, area=area, name=_title(self.notebook, lang))
        return say("publish.label.leader", lang, area=area) if self.kind == "leader" else area

    @property
    def name(self) -> str:
        """Name of the unit's files without their ending, e.g. `x` or, in English, `x.en`."""
        return self.id + suffix(self.run.lang)

    @property
    def notebook(self) -> Path:
        folder = self.run.root / "notebooks"
        if self.own is not None:
            return folder / OWN / f"{self.own}.ipynb"
        return folder / f"{self.kind}.ipynb"

    @property
    def parameters(self) -> dict[str, str]:
        """What the notebook is run with. The file is named as seen from the repository."""
        file = self.run.file.relative_to(self.run.root).as_posix()
        about = {"area": self.area} if self.division is None else {"division": self.division}
        return {"quarter_file": file, **about, "lang": self.run.lang}

    @property
    def executed(self) -> Path:
        """The executed notebook, if every cell went through."""
        return self.run.reports / "notebooks" / f"{self.name}.ipynb"

    @property
    def failed(self) -> Path:
        """The executed notebook with its error, if a cell did not."""
        return self.run.reports / "failed" / f"{self.name}.ipynb"

    @property
    def html(self) -> Path:
        return self.run.reports / f"{self.name}.html"


def units(run: Run, names: Iterable[str] = ()) -> tuple[Unit, ...]:
    """All reports of the quarter's file, or those that `names` name.

    The province comes first: its report takes longest, and so no worker waits for it at the end.
    A name is the id, a Chinese or an English name of an area or a division, or the id of a unit
    (`leader-` and the area's). Raises ParameterError for every unknown one.
    """
    every = _every(run)
    by_name: dict[str, set[str]] = {}
    for unit in every:
        for name in _written(unit):
            by_name.setdefault(name, set()).add(unit.id)
    chosen: set[str] = set()
    problems: list[str] = []
    for name in names:
        found = by_name.get(name.strip().casefold())
        if found is None:
            known = ", ".join(sorted(unit.id for unit in every))
            problems.append(f"{run.file}: area: found {name!r}; expected one of {known}")
        else:
            chosen |= found
    if problems:
        raise ParameterError(problems)
    return tuple(unit for unit in every if not chosen or unit.id in chosen)


def _every(run: Run) -> list[Unit]:
    province = run.at(run.province.id)
    paired = [area.id for area in run.reported if area.id in run.quarter.pairing]
    return [
        Unit(province, "province"),
        *(Unit(province, "division", division) for division in run.quarter.divisions),
        *(Unit(run.at(area.id), "city") for area in run.reported),
        *(Unit(run.at(area), "leader") for area in paired),
        *([] if run.quarter.submissions is None else [Unit(province, "ledger")]),
        *(
            Unit(run.at(area), "own", own=name)
            for name, whose in run.quarter.notebooks.items()
            for area in _whose(run, whose)
        ),
    ]


def _whose(run: Run, whose: str) -> list[str]:
    province = [] if whose == "areas" else [run.province.id]
    return province + ([] if whose == "province" else run.peers)


def _title(notebook: Path, lang: Lang) -> str:
    """What an own notebook calls itself; the name of its file where it cannot be read."""
    try:
        texts = own.title(files.cells(notebook))
    except (FileNotFoundError, files.NotANotebookError):
        texts = None
    return notebook.stem if texts is None else texts.heading[lang]


def _written(unit: Unit) -> set[str]:
    """All that people may write for a unit, in small letters."""
    names: tuple[str, ...] = ()
    if unit.kind in ("province", "city"):
        names = unit.run.area.written
    elif unit.division is not None:
        division = unit.run.catalog.divisions[unit.division]
        names = (unit.division, division.zh, division.en)
    elif unit.own is not None:
        names = (unit.own,)
    return {name.casefold() for name in (unit.id, *names)}


def check(planned: Sequence[Unit]) -> None:
    """Compare every unit's parameters with its notebook before anything is run.

    Raises ParameterError that lists the problems of all notebooks.
    """
    problems: dict[str, None] = {}  # a dict keeps the order and drops what all areas share
    for notebook in {unit.notebook: None for unit in planned}:
        unit = next(unit for unit in planned if unit.notebook == notebook)
        try:
            parameters.check(notebook, unit.parameters)
        except ParameterError as error:
            problems.update(dict.fromkeys(error.problems))
    if problems:
        raise ParameterError(list(problems))
