"""The words by which notes are read, and the places that they name (`params/catalog/`)."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import model_validator

from diaodu import yaml_files
from diaodu.errors import ParameterError
from diaodu.yaml_files import Frozen

Terms = tuple[str, ...]


class Pair(Frozen):
    """Words of both languages. English: whole words; a trailing * takes any ending."""

    zh: Terms
    en: Terms


class Subject(Frozen):
    """Words that name the subject of a category, and words that only hint at it."""

    says: Terms
    hints: Terms = ()


class Subjects(Frozen):
    """The words of one category in both languages."""

    zh: Subject
    en: Subject


class Negation(Frozen):
    """What turns a word of trouble round, how far before it, and what only looks like it."""

    reach_zh: int
    reach_en: int
    before_zh: Terms
    after_zh: Terms
    before_en: Terms
    after_en: Terms
    not_zh: Terms
    not_en: Terms
    denial_zh: Terms
    denial_en: Terms


class Direction(Frozen):
    """What is good or bad by itself, and what is good or bad to have more of."""

    unfavourable: Pair
    favourable: Pair
    more_is_bad: Pair
    more_is_good: Pair
    up: Pair
    down: Pair
    turn: Pair


class Severity(Frozen):
    """Words of a stoppage, loss or default, and of what is a risk or slight."""

    high: Pair
    low: Pair


class NoteWords(Frozen):
    """`params/catalog/note_words.yml`."""

    categories: dict[str, Subjects]
    negation: Negation
    direction: Direction
    severity: Severity
    facets: dict[str, Pair]


class NamedPlaces(Frozen):
    """`params/catalog/places.yml`: places that notes name, in whatever province they are.

    zh_ends: what may follow a Chinese name and belongs to it (浙江 + 省). en_before: what may stand
    before an English name and belongs to it (northern). not_places: words that hold a name and are
    no place. enterprise_ends: how names of enterprises end.
    """

    zh: Terms
    zh_ends: Terms
    en: Terms
    en_before: Terms
    not_places: Terms
    enterprise_ends_zh: Terms
    enterprise_ends_en: Terms
    trades_zh: Terms
    organisations: Terms
    organisations_zh: Terms
    not_names_zh: Terms

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        for names in (self.zh, self.en):
            if twice := {name for name in names if names.count(name) > 1}:
                raise ValueError(f"the name {', '.join(sorted(twice))} is listed twice")
        return self


class Vocabulary(Frozen):
    """All that reading notes knows of the language."""

    words: NoteWords
    places: NamedPlaces


def load(root: Path, categories: tuple[str, ...]) -> Vocabulary:
    """Read the vocabulary of the repository at `root`; `categories`: ids of the taxonomy.

    Raises ParameterError, also where a category has no words or is not in the taxonomy.
    """
    folder = root / "params" / "catalog"
    words: NoteWords = yaml_files.read(folder / "note_words.yml", NoteWords)
    if different := set(words.categories) ^ set(categories):
        raise ParameterError(
            [
                f"{folder / 'note_words.yml'}: found words for other categories than the taxonomy "
                f"has ({', '.join(sorted(different))}); expected the same"
            ]
        )
    places: NamedPlaces = yaml_files.read(folder / "places.yml", NamedPlaces)
    return Vocabulary(words=words, places=places)
