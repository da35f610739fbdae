"""Which figures a reported problem would show in (`params/catalog/note_figures.yml`)."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from diaodu import yaml_files
from diaodu.catalog import Catalog
from diaodu.errors import ParameterError
from diaodu.yaml_files import Frozen

MEASURES = {
    "enterprise": ("output_growth_percent", "power_growth_percent", "orders_growth_percent"),
    "projects": ("late_starts", "pace"),
}


class Tie(Frozen):
    """One figure: an indicator of an area or industry, a growth of an enterprise, projects, facts.

    `id`: an indicator of the catalog, a measure of MEASURES, or a topic of facts.
    """

    kind: Literal["indicator", "enterprise", "projects", "facts"]
    id: str
    of: Literal["area", "industry"] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.of is None) == (self.kind == "indicator"):
            raise ValueError("expected `of` with kind indicator, and only there")
        known = MEASURES.get(self.kind)
        if known and self.id not in known:
            raise ValueError(f"id is {self.id}; expected one of {', '.join(known)}")
        return self


class Ties(Frozen):
    """The rules: figures by name, the figures of each category, and industries near each other."""

    below_points: float = Field(ge=0, allow_inf_nan=False)
    figures: dict[str, Tie]
    categories: dict[str, tuple[str, ...]]
    near_industries: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _figures_are_known(self) -> Self:
        for category, names in self.categories.items():
            for name in names:
                if name not in self.figures:
                    raise ValueError(f"{category} names the unknown figure {name}")
        return self

    def of(self, category: str | None) -> tuple[str, ...]:
        """Names of the figures of a category; none for an unknown one or none."""
        return self.categories.get(category or "", ())

    def asking(self, figure: str) -> tuple[str, ...]:
        """The categories that a figure would be explained by."""
        return tuple(key for key, names in self.categories.items() if figure in names)

    def industries(self, industry: str) -> tuple[str, ...]:
        """An industry and those nearest to it, in this order."""
        return (industry, *self.near_industries.get(industry, ()))


def load(root: Path, catalog: Catalog) -> Ties:
    """Read the rules of the repository at `root`.

    Raises ParameterError, also for a category, indicator or industry that the catalog lacks.
    """
    path = root / "params" / "catalog" / "note_figures.yml"
    ties: Ties = yaml_files.read(path, Ties)
    near = ties.near_industries
    named: dict[str, tuple[Iterable[str], Container[str]]] = {
        "categories": (ties.categories, catalog.taxonomy.categories),
        "near_industries": (
            {*near, *(i for many in near.values() for i in many)},
            catalog.industries,
        ),
        "figures": (
            {tie.id for tie in ties.figures.values() if tie.kind == "indicator"},
            catalog.indicators,
        ),
    }
    problems = [
        f"{path}: {key}: found {name!r}; expected an id of params/catalog/"
        for key, (found, known) in named.items()
        for name in sorted(found)
        if name not in known
    ]
    if problems:
        raise ParameterError(problems)
    return ties
