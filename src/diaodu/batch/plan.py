"""The units of a run: one report each, with its notebook, its parameters and its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from diaodu.batch import parameters
from diaodu.errors import ParameterError
from diaodu.messages import Lang
from diaodu.params import Run


def suffix(lang: Lang) -> str:
    """What stands between the name of a report and its ending: nothing in Chinese."""
    return "" if lang == "zh" else f".{lang}"


@dataclass(frozen=True)
class Unit:
    """One report to make: `run` is the run at the area that it reports on."""

    run: Run

    @property
    def area(self) -> str:
        """Id of the area, which is the id of the unit."""
        return self.run.area.id

    @property
    def kind(self) -> Literal["city", "province"]:
        """Name of the notebook: the province has its own, all areas share one."""
        return "province" if self.run.area.level == "province" else "city"

    @property
    def name(self) -> str:
        """Name of the unit's files without their ending, e.g. `x` or, in English, `x.en`."""
        return self.area + suffix(self.run.lang)

    @property
    def notebook(self) -> Path:
        return self.run.root / "notebooks" / f"{self.kind}.ipynb"

    @property
    def parameters(self) -> dict[str, str]:
        """What the notebook is run with. The file is named as seen from the repository."""
        file = self.run.file.relative_to(self.run.root).as_posix()
        return {"quarter_file": file, "area": self.area, "lang": self.run.lang}

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
    """The province and the areas of the quarter's file, or those that `names` name.

    The province comes first: its report takes longest, and so no worker waits for it at the end.
    A name is an id, a Chinese or an English name. Raises ParameterError for every unknown one.
    """
    chosen: set[str] = set()
    problems: list[str] = []
    for name in names:
        try:
            chosen.add(run.at(name).area.id)
        except ParameterError as error:
            problems += error.problems
    if problems:
        raise ParameterError(problems)
    every = (run.areas.province, *run.reported)
    return tuple(Unit(run.at(area.id)) for area in every if not chosen or area.id in chosen)


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
