"""The notes of one area and quarter, put together where they tell of the same problem.

A form lists problems; the written report of the same quarter says most of them again. Method:
docs/methods.md, "The same problem said twice".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from diaodu.analysis.same_problem import IN_QUARTER, Likeness, Notes

FAVOURABLE = "favourable"


@dataclass(frozen=True)
class Mention:
    """One note about a problem: its place, and how it was found to be about that problem.

    match: 'first' (the note that begins it), 'text', 'id' or 'decision'. other: place of the note
    that it was matched with, None for the first and for a decision.
    """

    place: int
    match: str
    other: int | None = None
    likeness: Likeness | None = None


@dataclass
class Group:
    """What one area says of one problem in one quarter; the first mention leads.

    decided: the id that a person gave the problem; "" for a problem that a person declared new.
    """

    mentions: list[Mention] = field(default_factory=list)
    decided: str | None = None

    @property
    def lead(self) -> int:
        return self.mentions[0].place

    @property
    def places(self) -> list[int]:
        return [mention.place for mention in self.mentions]


def grouped(notes: Notes, places: Sequence[int], decided: Mapping[int, str]) -> list[Group]:
    """The problems of one area and quarter, in the order of their first notes.

    places: rows of `notes` of that area and quarter. decided: place -> problem id that a person
    gave the note, "" for a problem of its own.
    Notes with one decided problem are one group. Else each row of the form is a problem, except
    that rows with the same words, category and enterprise are one. A statement of a written
    report joins the problem that it is most like, if it is alike enough; else it begins its own,
    unless it was read as favourable: good news that answers no problem is none.
    """
    groups = _decided(places, decided)
    free = [place for place in places if place not in decided]
    in_form = [place for place in free if notes.rows[place]["in_form"]]
    for place in in_form:
        _join_equal(notes, groups, place)
    for place in free:
        if not notes.rows[place]["in_form"]:
            _join_alike(notes, groups, place)
    return sorted(groups, key=lambda group: group.lead)


def _decided(places: Sequence[int], decided: Mapping[int, str]) -> list[Group]:
    groups: dict[tuple[str, int], Group] = {}
    for place in places:
        if place in decided:
            problem = decided[place]
            own = 0 if problem else place + 1  # each new problem is a group of its own
            group = groups.setdefault((problem, own), Group(decided=problem))
            group.mentions.append(Mention(place, "decision"))
    return list(groups.values())


def _join_equal(notes: Notes, groups: list[Group], place: int) -> None:
    """A row of the form: with an equal row, or on its own."""
    row = notes.rows[place]
    for group in groups:
        other = notes.rows[group.lead]
        same = all(row[key] == other[key] for key in ("category", "enterprises"))
        if same and notes.wording.plain[place] == notes.wording.plain[group.lead] != "":
            likeness = notes.alike(place, group.lead)
            group.mentions.append(Mention(place, "text", group.lead, likeness))
            return
    groups.append(Group([Mention(place, "first")]))


def _join_alike(notes: Notes, groups: list[Group], place: int) -> None:
    """A statement of a report: with the problem that it is most like, or on its own."""
    leads = [group.lead for group in groups]
    found = notes.compare(place, leads)
    best = max(range(len(found)), key=lambda at: found[at].score, default=None)
    if best is not None and found[best].score >= IN_QUARTER:
        groups[best].mentions.append(Mention(place, "text", leads[best], found[best]))
    elif notes.rows[place]["direction"] != FAVOURABLE:
        groups.append(Group([Mention(place, "first")]))
