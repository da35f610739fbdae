"""What an English figure is about: its phrase, an earlier clause's, or what came before."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.intake.prose.claim_figures import Figure
from diaodu.intake.prose.claim_predicates import Predicate
from diaodu.intake.prose.claim_predicates_en import CLAUSE, LAST_VERB
from diaodu.intake.prose.claim_state import State
from diaodu.intake.prose.lexicon import Lexicon
from diaodu.intake.prose.names import Topic

_THAT_OF = re.compile(r"\b(?:that|those) (?:of|for|in) (?P<part>.+)$", re.IGNORECASE | re.DOTALL)
_AND = re.compile(r",\s*(?:and\s+)?|\band\b")
_AROUND = re.compile(
    r"^(?:(?:and|with|the|that of|of which|while|but|total|a total of|its|an?|real|"
    r"growth rate (?:of|for)|growth of|"
    r"year[ -]o[nv](?:er)?[ -]year|month[ -]o[nv](?:er)?[ -]month|of|by|to|"
    r"compared (?:with|to)|in contrast to|following|after|from|in \w+)\b\s*)+",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"^(?:an? )?(?:rate that|rate|it|they|this|this figure|figure|that|increase|which)?$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"\s(?:is|was|were|are|will|has|have|had|should|would|saw|moved|edged|reflected|represents?)\b",
    re.IGNORECASE,
)


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

    def _topic(
        self, predicate: Predicate, lead: str, unit: str, after: str, state: State
    ) -> Topic | None:
        """The topic of one figure: what is counted, its own phrase, or an earlier one."""
        if self.lexicon.counts(unit) or unit in ("million", "billion", "thousand"):
            counted = self.lexicon.topic(after[:40], None, "jobs")
            if counted is not None and counted.named and self.lexicon.suits(counted, "家"):
                return replace(counted, text=_subject(CLAUSE.split(after[:40])[0]))
        part = _THAT_OF.search(_subject_list(lead))
        if part and state.topic is not None:
            return self.lexicon.topic(part[1], state.topic, unit) or self.lexicon.part_of(
                _subject(part[1]), state.topic, unit
            )
        for at, phrase in enumerate([predicate.phrase, *reversed(CLAUSE.split(lead)[:-1])]):
            subject = _subject(phrase)
            if state.topic is not None and subject and _PRONOUN.match(subject):
                return state.topic
            topic = self.lexicon.topic(subject, state.topic, unit)
            if topic is None or not (topic.named or not at):
                continue
            if unit == "%" and state.topic is not None and not self.lexicon.grows(topic):
                return self.lexicon.part_of(subject, state.topic, unit)
            return replace(topic, text=subject)
        return self._unnamed(predicate, unit, state)

    def _unnamed(self, predicate: Predicate, unit: str, state: State) -> Topic | None:
        phrase = _subject(predicate.phrase)
        short = _PRONOUN.match(phrase) or len(phrase.split()) <= 3
        if state.topic is not None and short:
            return state.topic
        if not phrase or not predicate.said:
            return None
        if unit in ("%", "百分点"):
            return Topic(phrase, "rate" if predicate.kind == "level" else None)
        return self.lexicon.unnamed(phrase, None, unit)


def _subject_list(lead: str) -> str:
    """A, B and C before the last verb of a lead."""
    verbs = list(LAST_VERB.finditer(lead))
    return lead[: verbs[-1].start()] if verbs else lead


def _listed(lead: str) -> list[str]:
    return [part.strip() for part in _AND.split(_subject_list(lead)) if part.strip()]


def _subject(phrase: str) -> str:
    """A phrase without the words around its noun."""
    text = _AROUND.sub("", " ".join(phrase.split()))
    return _AUXILIARY.split(text, maxsplit=1)[0].strip()[:90]
