"""The words by which notes are read fit the taxonomy."""

from __future__ import annotations

import pytest

from diaodu import catalog, vocabulary
from diaodu.errors import ParameterError


def test_every_category_has_words_in_both_languages(root) -> None:
    categories = tuple(catalog.load(root).taxonomy.categories)
    words = vocabulary.load(root, categories).words
    for name in categories:
        assert len(words.categories[name].zh.says) >= 10, name
        assert len(words.categories[name].en.says) >= 10, name


def test_words_of_other_categories_than_the_taxonomys_are_refused(root) -> None:
    categories = tuple(catalog.load(root).taxonomy.categories)
    with pytest.raises(ParameterError, match=r"found words for other categories .*\(other\)"):
        vocabulary.load(root, tuple(name for name in categories if name != "other"))
