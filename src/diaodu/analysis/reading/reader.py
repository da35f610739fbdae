"""What one note says: the reader that knows words, places, names and labelled notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from diaodu.analysis.frames import records
from diaodu.analysis.reading import names as naming
from diaodu.analysis.reading.lexicon import Lexicon
from diaodu.analysis.reading.matching import pattern
from diaodu.analysis.reading.model import TARGETS, Guess, Learnt, Model, train
from diaodu.analysis.reading.model import known as model_of
from diaodu.analysis.reading.names import EnterpriseFinder
from diaodu.analysis.reading.places import Named, PlaceFinder
from diaodu.analysis.reading.text import Cutter, NoteText
from diaodu.areas import Areas
from diaodu.catalog import Catalog
from diaodu.vocabulary import Vocabulary

OTHERS = 3  # further categories that a note is given at most
_MINOR = 0.12  # probability from which a category is a further one
_DATE = re.compile(
    r"\d{2,4}\s*年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:份|\d{1,2}日)?|\d{1,2}日|[一二三四]季度"
    r"|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\b(?:19|20)\d{2}\b|^\s*\d{1,2}[、.)]|\bQ[1-4]\b|第\d+"
)
_FIGURE = re.compile(
    r"\d|[一二两三四五六七八九十百半]+(?:成|倍)|百分之"
    r"|\b(?:percent|half of|a third|a quarter of|doubled|dozens|hundreds)\b"
)


@dataclass(frozen=True)
class Said:
    """What the text of one note says, before anybody else is heard."""

    category: Guess | None  # None: nothing to read, or a language that is not read
    direction: str | None = None
    sure_of_direction: float = 0.0
    severity: str | None = None
    others: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    by_rules: bool = False
    places: Named = field(default_factory=Named)
    enterprises: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    names_figure: bool = False
    doubtful: bool = False  # something in it cannot be decided: read by a person


class Reader:
    """Reads notes of one province. Training takes seconds, reading a thousand notes about one.

    labels: labelled notes with the columns text, category, direction, severity (labels.py);
    of a text that stands there twice the later row counts, so corrections go last. Or what a
    reader `learnt` from the same labels with the same catalog and vocabulary.
    """

    def __init__(
        self, areas: Areas, catalog: Catalog, vocabulary: Vocabulary, labels: pd.DataFrame | Learnt
    ) -> None:
        self._places = PlaceFinder(vocabulary.places, areas)
        self._firms = EnterpriseFinder(vocabulary.places, self._places.own)
        self._vocabulary = vocabulary
        self.lexicon = Lexicon(vocabulary.words)
        self.cutter = cutter(areas, catalog, vocabulary)
        self._industries = {
            lang: _industry_names(catalog, chinese=lang == "zh") for lang in ("zh", "en")
        }
        self._industry_words = {
            "zh": pattern(tuple(self._industries["zh"]), "zh"),
            "en": pattern(tuple(self._industries["en"]), "en"),
        }
        self.facets = tuple(catalog.taxonomy.facets)
        if isinstance(labels, pd.DataFrame):
            self._model = fit(labels, self.lexicon, self.cutter)
        else:
            self._model = model_of(labels, self.lexicon, self.cutter)

    def learnt(self) -> Learnt:
        """All that training found out, to be kept and given to another reader."""
        return self._model.learnt()

    def read(
        self,
        texts: Sequence[str],
        senders: Sequence[str | None],
        *,
        projects: naming.Known | None = None,
        enterprises: naming.Known | None = None,
    ) -> list[Said]:
        """What each text says; senders: the area that each was sent by, None if not known."""
        notes = [NoteText.of(text) for text in texts]
        usable = [at for at, note in enumerate(notes) if note.readable and not note.foreign]
        guesses = dict(zip(usable, self._model.guess([notes[at] for at in usable]), strict=True))
        found = []
        for at, note in enumerate(notes):
            said = self._named(note, senders[at], projects, enterprises)
            if at in guesses:
                said = self._judged(note, guesses[at], said)
            found.append(said)
        return found

    def _judged(self, note: NoteText, guess: dict[str, Guess], said: Said) -> Said:
        category = guess["category"]
        subjects = dict(zip(self.lexicon.categories, self.lexicon.subjects(note), strict=True))
        likely = {name for name, chance in category.ranked if chance >= _MINOR}
        likely |= {name for name, score in subjects.items() if score >= 2}
        chances = dict(category.ranked)
        others = sorted(likely - {category.best}, key=lambda name: -chances[name])[:OTHERS]
        alone = [name for name, score in subjects.items() if score > 0] == [category.best]
        over = self.lexicon.tone(note).all_over  # the words say it themselves
        return replace(
            said,
            category=category,
            direction="favourable" if over else guess["direction"].best,
            sure_of_direction=0.0 if over else guess["direction"].confidence,
            severity=guess["severity"].best,
            others=tuple(others),
            by_rules=alone,
        )

    def _named(
        self,
        note: NoteText,
        sender: str | None,
        projects: naming.Known | None,
        enterprises: naming.Known | None,
    ) -> Said:
        words = self.cutter.tagged(note.plain) if note.chinese else []
        known = enterprises.find(note.plain, sender or "") if enterprises else naming.Found()
        planned = projects.find(note.plain, sender or "") if projects else naming.Found()
        free = self._firms.find(note, words)
        free = self._firms.beside(known, free, enterprises, sender or "")
        firms = [*known.names, *free.names]
        places = self._places.find(
            note, sender, [*known.spans, *free.spans], naming.place_words(words)
        )
        industries = self._industry_ids(note)
        spoken = {
            *self.lexicon.facets(note),
            *(["enterprise"] if firms else []),
            *(["county"] if places.counties else []),
            *(["industry"] if industries else []),
            *(["project"] if planned.names else []),
        }
        return Said(
            category=None,
            facets=tuple(facet for facet in self.facets if facet in spoken),
            places=places,
            enterprises=tuple(dict.fromkeys(firms)),
            industries=industries,
            projects=tuple(planned.names),
            names_figure=bool(_FIGURE.search(_DATE.sub(" ", note.lower))),
            doubtful=bool(places.doubtful or known.doubtful or free.doubtful or planned.doubtful),
        )

    def _industry_ids(self, note: NoteText) -> tuple[str, ...]:
        lang = "zh" if note.chinese else "en"
        found = self._industry_words[lang].findall(note.lower)
        ids = self._industries[lang]
        return tuple(dict.fromkeys(ids[name] for name in found if name in ids))


def cutter(areas: Areas, catalog: Catalog, vocabulary: Vocabulary) -> Cutter:
    """Cuts Chinese into words and keeps the catalog's own words and names whole."""
    return naming.cutter_words(
        (name for one in catalog.indicators.values() for name in (one.zh, one.short_zh)),
        (name for one in catalog.industries.values() for name in (one.zh, *one.aliases)),
        (word for one in vocabulary.words.categories.values() for word in one.zh.says),
    )


def fit(labels: pd.DataFrame, lexicon: Lexicon, words: Cutter) -> Model:
    """The classifiers, trained on labelled notes; of the same text the later row counts."""
    rows = labels.drop_duplicates("text", keep="last")
    texts = [NoteText.of(text) for text in rows["text"]]
    return train(texts, {target: rows[target].tolist() for target in TARGETS}, lexicon, words)


def _industry_names(catalog: Catalog, *, chinese: bool) -> dict[str, str]:
    """Written name -> id, in lower case; names of one character say too little."""
    names: dict[str, str] = {}
    for key, industry in catalog.industries.items():
        for name in (industry.zh, industry.en, *industry.aliases):
            if len(name) > 1 and name.isascii() is not chinese:
                names.setdefault(name.lower(), key)
    return names


def known(
    projects: pd.DataFrame, enterprises: pd.DataFrame, vocabulary: Vocabulary
) -> tuple[naming.Known, naming.Known]:
    """Known projects, and known enterprises (key ones and owners of projects) of the tables."""
    rows = records(projects)
    owners = [(row["owner"], row["area"]) for row in rows if row["owner"]]
    firms = [(row["enterprise"], row["area"]) for row in records(enterprises)]
    return (
        naming.known_projects((row["project_id"], row["name"], row["area"]) for row in rows),
        naming.known_enterprises([*firms, *owners], vocabulary.places),
    )
