"""The table `readings`: what was read out of each note, and who decided it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from diaodu import contracts
from diaodu.analysis.frames import records
from diaodu.analysis.reading.reader import Reader, Said, known
from diaodu.analysis.reading.text import LONGEST, NoteText
from diaodu.vocabulary import Vocabulary

SURE = 0.5  # a category less certain than this is to be read by a person
DISAGREES = 0.6  # the machine contradicts the sender from this confidence on
OPPOSITE = 0.9  # and the direction that the form's section implies from this one
_IMPLIED = {"issue": "unfavourable", "support": "favourable", "next_step": "favourable"}
Row = dict[str, Any]


def read(
    notes: pd.DataFrame,
    *,
    projects: pd.DataFrame,
    enterprises: pd.DataFrame,
    corrections: pd.DataFrame,
    reader: Reader,
    vocabulary: Vocabulary,
) -> pd.DataFrame:
    """Read every note.

    notes, projects, enterprises: processed tables. corrections: what persons decided (labels.py),
        with area, text, category, other_categories, facets, direction, severity; it holds for
        that text of that area in every quarter. reader: trained on the labels.
    Returns the table `readings`, one row per note in the order of notes. The category is that of
        a person, else the sender's own, else the machine's (decided_by); to_read says where a
        person should look: the machine is unsure (SURE), it contradicts the sender (DISAGREES) or
        the section of the form (OPPOSITE), nothing or another language is to be read, the text is
        longer than is read, a name stands for two places or enterprises, or two notes contradict
        each other. Method: docs/methods.md, "Reading the notes".
    """
    rows = records(notes)
    if not rows:
        return contracts.empty("readings")
    planned, firms = known(projects, enterprises, vocabulary)
    said = reader.read(
        [row["text"] for row in rows],
        [row["area"] for row in rows],
        projects=planned,
        enterprises=firms,
    )
    decided = {(row["area"], same_text(row["text"])): row for row in records(corrections)}
    made = [
        _row(row, one, decided.get((row["area"], same_text(row["text"]))), reader)
        for row, one in zip(rows, said, strict=True)
    ]
    for at in _contradicting(made):
        made[at]["to_read"] = True
    return contracts.typed("readings", [_joined(row) for row in made])


def same_text(text: str) -> str:
    """What two texts share that differ in nothing but markup, width, case and spaces."""
    return "".join(NoteText.of(text).lower.split())


def _row(note: Row, said: Said, person: Row | None, reader: Reader) -> Row:
    guess = said.category
    made: Row = {
        **{name: note[name] for name in ("note_id", "area", "period")},
        **{name: note[name] for name in ("source_id", "locator", "origin")},
        **{"direction": said.direction, "severity": said.severity},
        "category": guess.best if guess else None,
        "other_categories": said.others,
        "facets": said.facets,
        "confidence": guess.confidence if guess else 0.0,
        "decided_by": "rules" if said.by_rules or guess is None else "model",
        "areas": said.places.areas,
        "counties": _with(note["county"], said.places.counties),
        "industries": _with(note["industry"], said.industries),
        "enterprises": _with(note["enterprise"], said.enterprises),
        "projects": said.projects,
        "names_figure": said.names_figure,
    }
    made["to_read"] = _unsure(note, said, made)
    made["facets"] = _facets(made, reader.facets)
    if implied := _IMPLIED.get(note["section"]):
        made["to_read"] |= said.direction not in (None, implied) and (
            said.sure_of_direction >= OPPOSITE
        )
        made["direction"] = implied
    if note["category"] in reader.lexicon.categories:
        _by_sender(made, note["category"], said)
    if person:
        _by_person(made, person)
    return made


def _unsure(note: Row, said: Said, made: Row) -> bool:
    too_long = len(note["text"]) > LONGEST
    return said.category is None or said.doubtful or too_long or made["confidence"] < SURE


def _by_sender(made: Row, category: str, said: Said) -> None:
    """The sender's category stands; where the machine is surely of another mind, it is shown."""
    chances = dict(said.category.ranked) if said.category else {}
    agrees = made["category"] in (None, category)
    if agrees or made["confidence"] < DISAGREES:
        made["to_read"] = said.doubtful
    else:
        made["to_read"] = True
    others = [made["category"], *made["other_categories"]]
    made["other_categories"] = [name for name in others if name not in (None, category)]
    made["confidence"] = chances.get(category, 0.0)
    made["category"], made["decided_by"] = category, "sender"


def _by_person(made: Row, person: Row) -> None:
    """What a person decided stands; what that row leaves out is left as it was read."""
    made.update(category=person["category"], decided_by="person", confidence=1.0, to_read=False)
    for name in ("direction", "severity"):
        made[name] = person[name] or made[name]
    for name in ("other_categories", "facets"):
        if person[name]:
            made[name] = person[name].split("|")
    made["other_categories"] = [n for n in made["other_categories"] if n != made["category"]]


def _facets(made: Row, order: Sequence[str]) -> list[str]:
    spoken = {
        *made["facets"],
        *(["enterprise"] if made["enterprises"] else []),
        *(["county"] if made["counties"] else []),
        *(["industry"] if made["industries"] else []),
    }
    return [facet for facet in order if facet in spoken]


def _with(given: str | None, found: Iterable[str]) -> list[str]:
    """What the sender filled in first, then what the text names, each once."""
    return list(dict.fromkeys([*([given] if given else []), *found]))


def _contradicting(rows: Sequence[Row]) -> list[int]:
    """Notes of one area and quarter on one category and enterprise or project that say opposites.

    None of them is left out; persons' own decisions stay as they are.
    """
    by_thing: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, row in enumerate(rows):
        if row["category"] is None or row["direction"] is None:
            continue
        for thing in (*row["enterprises"], *row["projects"]):
            key = (row["area"], row["period"], row["category"], thing)
            by_thing[key][row["direction"]].append(at)
    both = {
        at
        for sides in by_thing.values()
        if len(sides) > 1
        for side in sides.values()
        for at in side
    }
    return sorted(at for at in both if rows[at]["decided_by"] != "person")


def _joined(row: Row) -> Row:
    """Lists as text, null where they are empty."""
    lists = ("other_categories", "facets", "areas", "counties", "industries", "enterprises")
    return row | {name: "|".join(row[name]) or None for name in (*lists, "projects")}
