"""The names of what figures in running text are about (`params/catalog/claim_subjects.yml`)."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from diaodu import yaml_files
from diaodu.yaml_files import Frozen

Kind = Literal["amount", "rate", "index"]


class Quantity(Frozen):
    """One quantity as texts name it; see the head of the file for its keys."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    kind: Kind = "amount"
    generic: str | None = None
    part: str | None = None
    by_unit: dict[str, str] = Field(default_factory=dict)
    growth: str | None = None
    level: str | None = None
    industry: bool = False
    bare: bool = False
    counted: bool = False
    owner: bool = False


class Sector(Frozen):
    """A part of the economy and the quantity that is meant where none is named."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    quantity: str


class Subjects(Frozen):
    """`params/catalog/claim_subjects.yml`."""

    quantities: dict[str, Quantity]
    sectors: dict[str, Sector]
    places: tuple[tuple[str, ...], ...] = ()
    replace: dict[str, str] = Field(default_factory=dict)
    fillers: tuple[str, ...] = ()
    dimensions: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    unnamed: dict[str, str] = Field(default_factory=dict)
    pairs: dict[str, tuple[str, str]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_and_ids_fit(self) -> Self:
        taken: dict[str, str] = {}
        for key, item in self.quantities.items():
            for name in {self.plain(name) for name in (*item.zh, *item.en)}:
                if taken.setdefault(name, key) != key:
                    raise ValueError(f"the name {name} means both {taken[name]} and {key}")
            for other in (item.part, *item.by_unit.values()):
                if other is not None and other not in self.quantities:
                    raise ValueError(f"{key} points to the unknown quantity {other}")
        for key, sector in self.sectors.items():
            if sector.quantity not in self.quantities:
                raise ValueError(f"{key} points to the unknown quantity {sector.quantity}")
        return self

    @cached_property
    def _replaced(self) -> re.Pattern[str]:
        names = sorted((*self.replace, *self.fillers), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names)) or r"(?!)")

    def plain(self, phrase: str) -> str:
        """A phrase with one spelling for one thing, lower case, without spaces around."""
        text = phrase.strip()
        for _ in range(2):  # 规模以上工业企业 -> 规上工业企业 -> 规上工业
            text = self._replaced.sub(lambda m: self.replace.get(m[0], ""), text)
        return " ".join(text.split()).casefold()

    @cached_property
    def _endings(self) -> tuple[dict[str, str], list[int]]:
        """Dimension of each ending, and the lengths of endings from the longest."""
        ends = {end: dimension for dimension, ends in self.dimensions.items() for end in ends}
        return ends, sorted(set(map(len, ends)), reverse=True)

    def dimension(self, unit: str) -> str:
        """What a unit measures (money, mass, …); "" where that is not known."""
        base = unit.split("/", maxsplit=1)[0]
        ends, sizes = self._endings
        return next((ends[base[-size:]] for size in sizes if base[-size:] in ends), "")

    def unpaired(self, phrase: str) -> str:
        """汽车产销 as 汽车产量、汽车销量."""
        for word, (one, other) in self.pairs.items():
            if phrase.endswith(word):
                begin = phrase.removesuffix(word)
                return f"{begin}{one}、{begin}{other}"
        return phrase


def load(root: Path) -> Subjects:
    """Read the names of the repository at `root`. Raises ParameterError."""
    subjects: Subjects = yaml_files.read(
        root / "params" / "catalog" / "claim_subjects.yml", Subjects
    )
    return subjects
