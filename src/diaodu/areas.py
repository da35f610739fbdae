"""The areas of a province by id, code and every name that people write for them."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Literal

from pydantic import model_validator

from diaodu.messages import Lang
from diaodu.yaml_files import Frozen


class Place(Frozen):
    """A named place: the province, or a county inside an area."""

    zh: str
    en: str
    kind: Literal["district", "county", "county_city", "other"] = "other"


class Area(Frozen):
    """One reporting area: the province itself, or a city and what is run like one."""

    id: str
    code: str | None = None  # GB/T 2260; None: the standard gives it none
    level: Literal["province", "prefecture", "new_area", "county_city"]
    zh: str
    short_zh: str
    en: str
    aliases: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    counties: tuple[Place, ...] = ()

    def name(self, lang: Lang) -> str:
        """Name as a report prints it: short in Chinese (廊坊), plain in English (Langfang)."""
        return self.short_zh if lang == "zh" else self.en

    @property
    def written(self) -> tuple[str, ...]:
        return (self.id, self.zh, self.short_zh, self.en, *self.aliases)


class Areas(Frozen):
    """`params/<province>/areas.yml`: the province and its areas, in official order."""

    province: Area
    areas: tuple[Area, ...]

    @model_validator(mode="before")
    @classmethod
    def _province_has_its_level(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("province"), dict):
            return {**data, "province": {"level": "province", **data["province"]}}
        return data

    @model_validator(mode="after")
    def _names_are_unique(self) -> Areas:
        taken: dict[str, str] = {}
        ids = [area.id for area in self.all]
        own = set(ids[1:])
        if twice := {area for area, count in Counter(ids).items() if count > 1}:
            raise ValueError(f"the id {', '.join(sorted(twice))} stands for two areas")
        for area in self.all:
            for name in {written.casefold() for written in area.written}:
                if taken.setdefault(name, area.id) != area.id:
                    raise ValueError(f"the name {name} means both {taken[name]} and {area.id}")
            for neighbour in area.neighbours:
                if neighbour not in own:
                    raise ValueError(f"{area.id} has the unknown neighbour {neighbour}")
        return self

    @property
    def all(self) -> tuple[Area, ...]:
        """The province first, then the areas."""
        return (self.province, *self.areas)

    @cached_property
    def _by_id(self) -> dict[str, Area]:
        return {area.id: area for area in self.all}

    @cached_property
    def _by_name(self) -> dict[str, Area]:
        return {name.casefold(): area for area in self.all for name in area.written}

    def find(self, written: str) -> Area | None:
        """The area that somebody wrote as id, Chinese or English name or alias; None if unknown."""
        return self._by_name.get(written.strip().casefold())

    def __getitem__(self, area_id: str) -> Area:
        return self._by_id[area_id]
