"""What an English figure is about: its phrase, an earlier clause's, or what came before."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.intake.prose import claim_words_en as words
from diaodu.intake.prose.claim_figures import Figure
from diaodu.intake.prose.claim_periods_en import find_periods_en
from diaodu.intake.prose.claim_predicates import Predicate
from diaodu.intake.prose.claim_state import State
from diaodu.intake.prose.lexicon import Lexicon
from diaodu.intake.prose.names import Topic

_THAT_OF = re.compile(r"\b(?:that|those) (?:of|for|in) (?P<part>.+)$", re.IGNORECASE | re.DOTALL)
_AND = re.compile(r",\s*(?:and\s+)?|\band\b")
_WHICH = re.compile(r"([^,;]{3,80}),?\s+which\b[^,;]{0,20}$", re.IGNORECASE)
_SHORT = 4  # words of a product's name
_COUNTS = ("million", "billion", "thousand")


class EnglishTopics:
    """Finds the topics of figures with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def of(
        self,
        predicate: Predicate,
        lead: str,
        group: list[Figure],
        after: str,
        state: State,
    ) -> list[Topic]:
        """One topic for each figure; the quantity that a list names once is that of all."""
        topic = self._topic(predicate, lead, group[0].unit, after, state)
        if topic is None:
            return []
        names = _listed(lead)[-len(group) :]
        if len(group) == 1:
            return [topic]
        if len(names) < len(group) or not _subject(names[-1]):
            known = state.topics
            return list(known) if len(known) == len(group) else [topic] * len(group)
        found = [self.lexicon.topic(name, None, group[0].unit) for name in names]
        named = [one for one in found if one is not None and one.named]
        shared = named[0].quantity if named else topic.quantity
        each = [
            one if one is not None and one.named else Topic(_subject(name), shared)
            for name, one in zip(names, found, strict=True)
        ]
        state.topics = tuple(each)
        return each

    def opening(self, sentence: str) -> Topic | None:
        """What a sentence without a figure speaks of, for the figures that follow."""
        subject = _subject(_subject_list(words.CLAUSE.split(sentence.strip())[0]))
        topic = self.lexicon.topic(subject, None, "%")
        return topic if topic is not None and topic.named else None

    def _topic(
        self, predicate: Predicate, lead: str, unit: str, after: str, state: State
    ) -> Topic | None:
        """The topic of one figure: what is counted, its own phrase, or an earlier one."""
        if self.lexicon.counts(unit) or unit in _COUNTS:
            counted = self.lexicon.topic(after[:40], None, "jobs")
            if counted is not None and counted.named and self.lexicon.suits(counted, "家"):
                return replace(counted, text=_subject(words.CLAUSE.split(after[:40])[0]))
        inside = words.AMOUNT_OF.match(after)  # 2 billion yuan in exports, 5 tonnes of steel
        if inside and unit not in ("%", "百分点"):
            topic = self.lexicon.topic(inside["subject"], None, unit)
            if topic is not None and topic.named:
                return replace(topic, text=f"{_subject(predicate.phrase)} {topic.text}".strip())
        part = _THAT_OF.search(_subject_list(lead))
        if part and state.topic is not None:
            return self.lexicon.topic(part[1], state.topic, unit) or self.lexicon.part_of(
                _subject(part[1]), state.topic, unit
            )
        if state.topic is not None and self._says_nothing(lead):
            return self.lexicon.in_unit(state.topic, unit)
        if relative := _WHICH.search(_subject_list(lead)):  # employment, which was up 2 percent
            of = self.lexicon.topic(_subject(words.IN.split(relative[1])[-1]), state.topic, unit)
            if of is not None and of.named:
                return replace(of, text=relative[1].strip())
        for at, phrase in enumerate([predicate.phrase, *reversed(words.CLAUSE.split(lead)[:-1])]):
            found = self._named(phrase, unit, state, first=not at)
            if found is not None:
                return found
        return self._unnamed(predicate, unit, state)

    def _says_nothing(self, lead: str) -> bool:
        """Whether all between two figures is of time and manner: …in May from a year ago to…"""
        text = words.LAST_VERB.sub("", lead)
        for period in reversed(find_periods_en(text)):
            text = text[: period.start] + text[period.end :]
        return not words.SMALL.sub("", text) and bool(lead.strip(" ,.;("))

    def _named(self, phrase: str, unit: str, state: State, *, first: bool) -> Topic | None:
        """The topic that one clause names, or that its pronoun stands for; None for none."""
        phrase = phrase.rpartition(" whose ")[2]
        who, *what = words.SAW.split(phrase, maxsplit=1)
        subject = _subject(phrase if not what else who)
        reported = self.lexicon.topic(_subject(what[0]), None, unit) if what else None
        if reported is not None and reported.named:
            whole = self.lexicon.topic(f"{_subject(what[0])} of {subject}", None, unit)
            return replace(whole or reported, text=f"{subject} {_subject(what[0])}")
        if state.topic is not None and subject and words.PRONOUN.match(subject):
            return state.topic
        head, joint, beside = phrase.rpartition(" with ")
        main = self.lexicon.topic(_subject(head), None, unit) if joint else None
        joint = "" if main is not None and main.named else joint
        other = self.lexicon.topic(_subject(beside), None, unit) if joint else None
        if other is not None and other.named:  # makers led the growth with output up 2 percent
            return replace(other, text=subject)
        topic = self.lexicon.topic(subject, state.topic, unit)
        if topic is None or not (topic.named or first):
            return None
        if unit == "%" and state.topic is not None and not self.lexicon.grows(topic):
            return self.lexicon.part_of(subject, state.topic, unit)
        return replace(topic, text=subject)

    def _unnamed(self, predicate: Predicate, unit: str, state: State) -> Topic | None:
        phrase = _subject(words.SAW.split(predicate.phrase, maxsplit=1)[0])
        if state.topic is not None and (
            words.PRONOUN.match(phrase) or not words.SMALL.sub("", phrase)
        ):
            return state.topic
        named = phrase and unit not in ("%", "百分点") and len(phrase.split()) <= _SHORT
        if not phrase or not (predicate.said or named):  # steel 100 million tons
            return None
        if unit in ("%", "百分点"):
            if predicate.kind == "level":
                return Topic(phrase, "rate")
            return self.lexicon.part_of(phrase, state.topic, unit) if state.topic else Topic(phrase)
        return self.lexicon.unnamed(phrase, None, unit)


def _subject_list(lead: str) -> str:
    """A, B and C before the last verb of a lead."""
    verbs = list(words.LAST_VERB.finditer(lead))
    return lead[: verbs[-1].start()] if verbs else lead


def _listed(lead: str) -> list[str]:
    return [part.strip() for part in _AND.split(_subject_list(lead)) if part.strip()]


def _subject(phrase: str) -> str:
    """A phrase without the words around its noun."""
    text = words.OWNER.sub("", words.AROUND.sub("", " ".join(phrase.split())))
    periods = find_periods_en(text[:40])
    if periods and text[: periods[0].start].strip().lower() in ("", "the"):  # first quarter growth
        text = words.AROUND.sub("", text[periods[0].end :].strip(" -"))
    return words.AUXILIARY.split(text, maxsplit=1)[0].strip()[:90]
