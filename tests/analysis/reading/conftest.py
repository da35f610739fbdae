"""A reader of a made-up province, trained once on the labels that ship."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml

from diaodu import catalog, contracts, labels, vocabulary
from diaodu.analysis.reading import Reader, read
from diaodu.areas import Areas
from diaodu.catalog import Catalog
from diaodu.vocabulary import Vocabulary

# Two cities have a county of the same name; 河东县 is only in one.
AREAS = """\
province: {id: shili, zh: 示例省, short_zh: 示例, en: Shili}
areas:
  - {id: jiazhou, level: prefecture, zh: 甲州市, short_zh: 甲州, en: Jiazhou,
     counties: [{zh: 新城区, en: Xincheng District}, {zh: 河东县, en: Hedong County}]}
  - {id: yizhou, level: prefecture, zh: 乙州市, short_zh: 乙州, en: Yizhou,
     counties: [{zh: 新城区, en: Xincheng District}]}
  - {id: bingzhou, level: prefecture, zh: 丙州市, short_zh: 丙州, en: Bingzhou}
"""
NOTE = {"area": "jiazhou", "period": "2022-03", "section": "narrative", "original": "-"}
EVIDENCE = {"source_id": "s", "origin": "submitted"}


@pytest.fixture(scope="session")
def books(root: Path) -> Catalog:
    return catalog.load(root)


@pytest.fixture(scope="session")
def words(root: Path, books: Catalog) -> Vocabulary:
    return vocabulary.load(root, tuple(books.taxonomy.categories))


@pytest.fixture(scope="session")
def areas() -> Areas:
    return Areas.model_validate(yaml.safe_load(AREAS))


@pytest.fixture(scope="session")
def reader(root: Path, books: Catalog, words: Vocabulary, areas: Areas) -> Reader:
    return Reader(areas, books, words, labels.base(root, books.taxonomy))


@pytest.fixture
def read_notes(reader: Reader, words: Vocabulary) -> Callable[..., pd.DataFrame]:
    """Reads texts, or rows of notes, as the table `readings`."""

    def read_them(*notes: object, **tables: object) -> pd.DataFrame:
        rows = [
            {**NOTE, **EVIDENCE, "note_id": f"n{at}", "locator": f"row {at}"}
            | (note if isinstance(note, dict) else {"text": note})
            for at, note in enumerate(notes)
        ]
        made = {
            name: contracts.typed(name, tables.get(name, []))  # type: ignore[arg-type]
            for name in ("projects", "enterprises")
        }
        corrections = pd.DataFrame(tables.get("corrections", []), columns=list(labels.CORRECTIONS))
        found = read(
            contracts.typed("notes", rows),
            corrections=corrections.astype("str"),
            reader=reader,
            vocabulary=words,
            **made,
        )
        return contracts.check("readings", found)

    return read_them
