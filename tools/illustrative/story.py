"""The stories: what one area reports in one quarter, and which faults its papers have."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from diaodu import yaml_files
from diaodu.yaml_files import Frozen

HERE = Path(__file__).parent
PREFIX = "示例"  # every enterprise's name begins so


class Delivery(Frozen):
    """When and how the papers came."""

    day: date
    channel: str


class Figure(Frozen):
    """One row of the indicators: cumulative figures in the indicator's unit."""

    last_year: float | None = None
    to_date: float | None = None
    expected: float | None = None
    target: float | None = None
    remark: str | None = None


class Project(Frozen):
    """One key project; amounts in 10,000 yuan. `completed` is drawn where it is not given."""

    owner: str
    title: str
    county: str | None = None
    project_class: Literal["new", "continued", "completing", "preparatory"] = Field(alias="class")
    upgrade: bool
    industry: str
    total: int
    plan: int
    completed: int | None = None
    state: Literal["not_started", "started", "stopped", "completed"]
    start: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}$")
    progress: str

    @property
    def name(self) -> str:
        return self.owner + self.title


class Problem(Frozen):
    """One row of the problems; raised before this quarter means carried over from the last."""

    text: str
    category: str
    county: str | None = None
    industry: str | None = None
    enterprise: str | None = None
    asked: str
    department: str
    raised_on: date
    state: Literal["open", "in_progress", "closed"] = "open"
    closed_on: date | None = None


class Support(Frozen):
    """One row of the supports."""

    text: str
    category: str
    county: str | None = None
    industry: str | None = None
    enterprise: str | None = None


class Step(Frozen):
    """One row of the next steps."""

    text: str
    responsible: str
    due: date | None = None


class Enterprise(Frozen):
    """One key enterprise; output in 10,000 yuan, growth in per cent. The rest is drawn."""

    name: str
    county: str | None = None
    industry: str
    output: int
    growth: float
    orders_growth: float
    remark: str | None = None


class Report(Frozen):
    """The written report: a paragraph a line; a line with bars is a row of a table."""

    title: str
    text: str


class Edit(Frozen):
    """What is done to the clean workbook. `row`: key of the row's first or naming column.

    typed: put into row and column (or the cell of the guide). The others are what their names say.
    """

    sheet: str
    row: str | None = None
    column: str | None = None
    cell: Literal["area"] | None = None
    typed: str | None = None
    insert_column_before: str | None = None
    header: str | None = None
    merge: dict[Literal["column", "first", "last"], str] | None = None
    hide: str | None = None
    duplicate: str | None = None


class Prose(Frozen):
    """What is odd in the written report: `quote` as meant, `pasted` as it stands there."""

    quote: str
    pasted: str | None = None
    table: float | None = None


class Change(Frozen):
    """A figure that the first version had otherwise."""

    sheet: str
    row: str
    column: str
    first: float


class SecondVersion(Frozen):
    """A workbook that came again."""

    received_on: date
    channel: str
    changes: tuple[Change, ...]


class Expected(Frozen):
    """An issue that intake is to raise: its code, and where (sheet!cell, sheet or paragraph)."""

    code: str
    at: str


class Fault(Frozen):
    """One fault that is meant, and what intake should say of it.

    issues: the issues that say it; none where the papers are read without one.
    """

    id: str
    what: str
    intake: str
    issues: tuple[Expected, ...] = ()
    edit: Edit | None = None
    prose: Prose | None = None
    missing: str | None = None
    second_version: SecondVersion | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Fault:
        given = [self.edit, self.prose, self.missing, self.second_version]
        if sum(one is not None for one in given) != 1:
            raise ValueError(f"{self.id}: expected one of edit, prose, missing, second_version")
        return self


class Story(Frozen):
    """What one area reports in one quarter."""

    area: str
    quarter: str
    compiled_by: str
    received: Delivery
    through: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}$")
    indicators: dict[str, Figure]
    projects: tuple[Project, ...]
    issues: tuple[Problem, ...]
    supports: tuple[Support, ...]
    next_steps: tuple[Step, ...]
    enterprises: tuple[Enterprise, ...]
    report: Report
    faults: tuple[Fault, ...] = ()

    def edits(self) -> list[Edit]:
        return [fault.edit for fault in self.faults if fault.edit]


class FormSent(Frozen):
    """The form of one quarter as it was sent out."""

    form: str
    due: date
    as_of: date
    indicators: tuple[str, ...]


def forms(province: str = "hebei") -> dict[str, FormSent]:
    """Quarter -> the form that was sent out."""
    found: dict[str, FormSent] = yaml_files.read(HERE / province / "forms.yml", dict[str, FormSent])
    return found


def stories(quarter: str, province: str = "hebei") -> list[Story]:
    """All stories of a quarter. Raises ParameterError for what is not as it should be."""
    kind: Any = Story
    return [
        yaml_files.read(path, kind) for path in sorted((HERE / province / quarter).glob("*.yml"))
    ]
