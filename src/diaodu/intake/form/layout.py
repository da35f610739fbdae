"""Layouts of the form (`params/catalog/forms/<version>.yml`): what is asked for, and where."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from diaodu import units, yaml_files
from diaodu.catalog import Bounds, Text
from diaodu.errors import ParameterError
from diaodu.intake.form.headers import base_of
from diaodu.yaml_files import Frozen

SheetId = Literal[
    "guide", "indicators", "projects", "issues", "supports", "next_steps", "enterprises"
]
ColumnType = Literal[
    "id", "indicator", "unit", "month", "quantity", "text", "choice", "bool", "county",
    "industry", "day",
]  # fmt: skip
TABLE_SHEETS: tuple[SheetId, ...] = (
    "indicators", "projects", "issues", "supports", "next_steps", "enterprises",
)  # fmt: skip
# Sheets of statements -> section of the table `notes`.
SECTIONS: Mapping[str, str] = {"issues": "issue", "supports": "support", "next_steps": "next_step"}
ROW_UNIT = "row"


class Choice(Frozen):
    """One word of a drop-down; `aliases`: what people write for it."""

    zh: str
    en: str
    aliases: tuple[str, ...] = ()


class Column(Frozen):
    """One column: `id` is the column of the processed table that it fills.

    unit: id of the unit of its figures, "row" where each row has its own. coarse: a date that may
    be a month. locked: filled in by the writer. bounds: see catalog.Bounds.
    """

    id: str
    type: ColumnType
    header: Text
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    required: bool = False
    locked: bool = False
    coarse: bool = False
    width: float = Field(default=12, ge=4, le=100)
    choices: Literal["categories"] | dict[str, Choice] | None = None
    hint: Text | None = None
    bounds: Bounds | None = None

    @model_validator(mode="after")
    def _type_has_what_it_needs(self) -> Self:
        if (self.type == "quantity") != (self.unit is not None):
            raise ValueError(f"{self.id}: a quantity has a unit, and nothing else has one")
        if self.unit not in (None, ROW_UNIT, *units.UNITS):
            raise ValueError(f"{self.id}: unit must be row or one of {', '.join(units.UNITS)}")
        if (self.type == "choice") != (self.choices is not None):
            raise ValueError(f"{self.id}: a choice has choices, and nothing else has them")
        return self

    @property
    def names(self) -> frozenset[str]:
        """Its headers in both languages and its aliases, as headers are compared."""
        return frozenset(base_of(n) for n in (self.header.zh, self.header.en, *self.aliases))


class SheetLayout(Frozen):
    """One sheet. fixed: rows are given (indicators); list: rows are the sender's."""

    id: SheetId
    kind: Literal["guide", "fixed", "list"]
    name: Text
    aliases: tuple[str, ...] = ()
    hint: Text
    header_row: int = Field(default=4, ge=1, le=20)
    rows: int = Field(default=20, ge=0, le=1000)
    columns: tuple[Column, ...] = ()

    @model_validator(mode="after")
    def _columns_are_told_apart(self) -> Self:
        taken: dict[str, str] = {}
        for column in self.columns:
            for name in sorted(column.names):
                if taken.setdefault(name, column.id) != column.id:
                    raise ValueError(
                        f"{self.id}: the header {name} means {taken[name]} and {column.id}"
                    )
        if (self.kind == "guide") == bool(self.columns):
            raise ValueError(f"{self.id}: expected columns, and none in the guide")
        return self

    def __getitem__(self, column: str) -> Column:
        return next(c for c in self.columns if c.id == column)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Column of a header, as headers are compared."""
        return {name: column for column in self.columns for name in column.names}

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name.zh, self.name.en, *self.aliases)


class Layout(Frozen):
    """One version of the form. `parts`: total -> indicators that are parts of it."""

    version: str
    title: Text
    parts: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    sheets: tuple[SheetLayout, ...]

    @model_validator(mode="after")
    def _has_each_sheet_once(self) -> Self:
        ids = [sheet.id for sheet in self.sheets]
        if sorted(ids) != sorted(("guide", *TABLE_SHEETS)):
            raise ValueError(f"expected each of guide, {', '.join(TABLE_SHEETS)} once, got {ids}")
        return self

    def __getitem__(self, sheet: SheetId) -> SheetLayout:
        return next(s for s in self.sheets if s.id == sheet)

    @property
    def tables(self) -> tuple[SheetLayout, ...]:
        """The sheets with columns, in their order."""
        return tuple(sheet for sheet in self.sheets if sheet.columns)


def load(root: Path, version: str) -> Layout:
    """Read a version's layout in the repository at `root`. Raises ParameterError."""
    path = root / "params" / "catalog" / "forms" / f"{version}.yml"
    layout: Layout = yaml_files.read(path, Layout)
    if layout.version != version:
        raise ParameterError(
            f"{path}: version: found {layout.version!r}; expected {version!r}, as the file is named"
        )
    return layout
