"""The catalog (`params/catalog/*.yml`): what indicators, industries and divisions are called."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import ValidationError, model_validator

from diaodu import units, yaml_files
from diaodu.errors import ParameterError
from diaodu.messages import Lang
from diaodu.yaml_files import Frozen


class Text(Frozen):
    """A text in both languages."""

    zh: str
    en: str

    def in_(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


class Bounds(Frozen):
    """Outside of these a value is more likely a slip of the pen; `reason` says why."""

    low: float
    high: float
    reason: Text

    @model_validator(mode="after")
    def _low_is_low(self) -> Self:
        if not self.low < self.high:
            raise ValueError(f"low is {self.low}, high {self.high}; expected low below high")
        return self


class Indicator(Frozen):
    """One quantity: one id, one unit, one meaning.

    `quantity`: what it is the growth of, as sentences say it: 规上工业增加值 grew, not its 增速.
    """

    zh: str
    short_zh: str
    en: str
    short_en: str
    quantity: Text | None = None
    unit: str
    kind: Literal["growth", "level"]
    prices: Literal["comparable", "current"] | None = None
    first_month: int = 3  # the first cumulative point of a year
    bounds: Bounds
    leading: tuple[str, ...] = ()  # indicators that run ahead of it: evidence for what is expected
    aliases: tuple[str, ...] = ()
    definition: Text

    @model_validator(mode="after")
    def _unit_is_known(self) -> Self:
        if self.unit not in units.UNITS:
            raise ValueError(f"unit must be one of {', '.join(units.UNITS)}")
        return self

    def name(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def short(self, lang: Lang) -> str:
        return self.short_zh if lang == "zh" else self.short_en

    def grows(self, lang: Lang) -> str:
        """The subject of "grew": the quantity, or the short name where there is no other."""
        return self.quantity.in_(lang) if self.quantity else self.short(lang)


class Industry(Frozen):
    """A division of GB/T 4754 (`gb`) or a grouping that statistics bureaus publish (`bureau`)."""

    zh: str
    en: str
    scheme: Literal["gb", "bureau"]
    code: str | None = None
    division: str | None = None
    aliases: tuple[str, ...] = ()

    def name(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


class Industries(Frozen):
    """`params/catalog/industries.yml`: divisions of the department, and industries."""

    divisions: dict[str, Text]
    industries: dict[str, Industry]

    @model_validator(mode="after")
    def _divisions_are_known(self) -> Self:
        for key, industry in self.industries.items():
            if industry.division is not None and industry.division not in self.divisions:
                raise ValueError(f"{key} belongs to the unknown division {industry.division}")
        return self


class Taxonomy(Frozen):
    """Categories of problems and supports, what a note speaks of, direction and severity."""

    categories: dict[str, Text]
    facets: dict[str, Text]
    direction: tuple[str, ...]
    severity: tuple[str, ...]


class Listed(Frozen):
    """Words in both languages; an English word may end with `*`, any ending."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


class ToneWords(Frozen):
    """`params/catalog/tone.yml`: words of improvement and decline, what turns them round."""

    up: Listed
    down: Listed
    good: Listed
    bad: Listed
    negation: Listed
    inverse: Listed

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Words of both languages by list, without `inverse`."""
        names = ("up", "down", "good", "bad", "negation")
        return {name: (*getattr(self, name).zh, *getattr(self, name).en) for name in names}

    @model_validator(mode="after")
    def _a_word_tells_one_thing(self) -> Self:
        """A word of `inverse` may also be one of `bad`: losses are bad, and rising losses worse."""
        _by_name(self.lists())
        return self


class Catalog(Frozen):
    """All of the catalog. Names resolve from whatever people write: id, full name or alias."""

    indicators: dict[str, Indicator]
    divisions: dict[str, Text]
    industries: dict[str, Industry]
    taxonomy: Taxonomy

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        _by_name({key: _indicator_names(key, item) for key, item in self.indicators.items()})
        _by_name({key: _industry_names(key, item) for key, item in self.industries.items()})
        return self

    @model_validator(mode="after")
    def _leading_ones_are_known(self) -> Self:
        for key, item in self.indicators.items():
            if unknown := [name for name in item.leading if name not in self.indicators]:
                raise ValueError(f"{key} is led by the unknown indicator {', '.join(unknown)}")
        return self

    @cached_property
    def _indicator_ids(self) -> dict[str, str]:
        return _by_name({key: _indicator_names(key, item) for key, item in self.indicators.items()})

    @cached_property
    def _industry_ids(self) -> dict[str, str]:
        return _by_name({key: _industry_names(key, item) for key, item in self.industries.items()})

    @cached_property
    def division_of(self) -> dict[str, str | None]:
        """Industry id -> the division of the department that it belongs to, None without one."""
        return {key: industry.division for key, industry in self.industries.items()}

    @cached_property
    def written(self) -> dict[str, tuple[str, ...]]:
        """Indicator id -> how people write it: full and short names and aliases."""
        return {key: _indicator_names(key, item)[1:] for key, item in self.indicators.items()}

    def find_indicator(self, written: str) -> str | None:
        """Id of the indicator that somebody wrote, or None."""
        return self._indicator_ids.get(written.strip().casefold())

    def industries_of(self, division: str) -> list[str]:
        """Ids of the industries that a division of the department looks after."""
        return [key for key, item in self.industries.items() if item.division == division]

    @property
    def divisions_of_industry(self) -> list[str]:
        """Ids of the divisions (大类) of the national classification, which do not overlap."""
        found = self.industries.items()
        return [key for key, one in found if one.scheme == "gb" and (one.code or "").isdigit()]

    def find_industry(self, written: str) -> str | None:
        """Id of the industry that somebody wrote, or None."""
        return self._industry_ids.get(written.strip().casefold())


def _indicator_names(key: str, item: Indicator) -> tuple[str, ...]:
    return (key, item.zh, item.short_zh, item.en, item.short_en, *item.aliases)


def _industry_names(key: str, item: Industry) -> tuple[str, ...]:
    return (key, item.zh, item.en, *item.aliases)


def _by_name(names: dict[str, tuple[str, ...]]) -> dict[str, str]:
    taken: dict[str, str] = {}
    for key, written in names.items():
        for name in written:
            if taken.setdefault(name.casefold(), key) != key:
                raise ValueError(f"the name {name} means both {taken[name.casefold()]} and {key}")
    return taken


def load(root: Path) -> Catalog:
    """Read the catalog of the repository at `root`. Raises ParameterError."""
    folder = root / "params" / "catalog"
    indicators: dict[str, Indicator] = yaml_files.read(
        folder / "indicators.yml", dict[str, Indicator]
    )
    industries: Industries = yaml_files.read(folder / "industries.yml", Industries)
    taxonomy: Taxonomy = yaml_files.read(folder / "issue_taxonomy.yml", Taxonomy)
    try:
        return Catalog(
            indicators=indicators,
            divisions=industries.divisions,
            industries=industries.industries,
            taxonomy=taxonomy,
        )
    except ValidationError as error:  # a name that means two things
        said = [str(item["msg"]).removeprefix("Value error, ") for item in error.errors()]
        raise ParameterError([f"{folder}: {text}; expected one" for text in said]) from None


def load_tone(root: Path) -> ToneWords:
    """Read the words of tone of the repository at `root`. Raises ParameterError."""
    words: ToneWords = yaml_files.read(root / "params" / "catalog" / "tone.yml", ToneWords)
    return words
