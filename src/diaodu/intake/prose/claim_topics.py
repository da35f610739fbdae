"""What a figure is about: its own phrase, an earlier clause's, or what was spoken of before."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.intake.prose import claim_words as words
from diaodu.intake.prose.claim_figures import Figure
from diaodu.intake.prose.claim_predicates import Predicate
from diaodu.intake.prose.claim_state import State
from diaodu.intake.prose.claim_tail import strip_tail
from diaodu.intake.prose.lexicon import Lexicon
from diaodu.intake.prose.names import Topic

_EDGES = " 、，,:：()（）-—“”\"'·"
_COUNTED = re.compile(r"的?([\u4e00-\u9fff]{2,14})")
_MEMBERS = re.compile(
    r"等?(?:\d{1,2}|[两二三四五六七八九十]{1,2})[个大种类](?:重点|主要|支柱|优势|大类|传统|主导)*(?:行业|产业|领域|门类|产品|板块)"
)
_NUMBER = re.compile("[数量]$|户数|家数|总数")
_ECONOMY = re.compile(r"经济|增速|生产总值|GDP")
_EARLIER = 3  # clauses before the figure's own that may hold its subject
_LONGEST = 30


class Topics:
    """Finds the topics of figures with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def of(
        self,
        predicate: Predicate,
        clauses: list[str],
        group: list[Figure],
        after: str,
        state: State,
    ) -> list[Topic]:
        """One topic for each figure of a list; empty where the subject cannot be told.

        clauses: the text since the last figure, by clause; the last one holds the predicate.
        """
        if predicate.distributes and not (len(group) > 1 and _by_place_or_time(state, len(group))):
            topics = self._distributed(predicate, clauses, group, state)
            if topics:
                state.topics = tuple(topics)
                return topics[: len(group)]
        elif state.pending and not clean(predicate.phrase):
            topic, *rest = state.pending
            state.pending = tuple(rest)
            return [topic] * len(group)
        found = self.one(predicate, clauses, group[0], after, state)
        if found is None:
            return []
        recent = [topic for topic in state.topics if topic.text != found.text]
        state.topics, state.pending = (*recent, found)[-6:], ()
        return [found] * len(group)

    def _distributed(
        self, predicate: Predicate, clauses: list[str], group: list[Figure], state: State
    ) -> list[Topic]:
        """A、B和C分别…: the names of a list, in order; a shared head or beginning is added."""
        unit, count = group[0].unit, len(group)
        owners, each, quantity = predicate.phrase.partition("分别")
        phrase = _MEMBERS.sub("", clean(owners))
        if each and quantity.strip():  # A、B分别实现利润…
            topic = self.lexicon.topic(clean(quantity), state.topic, unit)
            names = self.lexicon.split(phrase, count)
            if topic is None or len(names) != count:
                return []
            return [replace(topic, text=name + topic.text, exact=False) for name in names]
        if not phrase and len(clauses) > 1:
            phrase = clean(clauses[-2][: strip_tail(clauses[-2]).at])
        if not phrase or phrase in words.SELF:
            known = state.topics[-count:] if len(state.topics) >= count > 1 else ()
            return [self.lexicon.in_unit(topic, unit) for topic in known]
        whole = self.lexicon.subjects.unpaired(phrase)
        names = self.lexicon.split(whole, count) if count > 1 else self.lexicon.names(whole)
        if len(names) < 2:
            names = _by_clause(clauses, phrase, count)
        if len(names) < 2:
            return []
        found = [
            self.lexicon.topic(name, state.topic, unit)
            or self.lexicon.part_of(name, state.topic, unit)
            for name in self.lexicon.complete(names)
        ]
        state.pending = tuple(found[1:]) if count == 1 else ()
        return found

    def one(
        self, predicate: Predicate, clauses: list[str], figure: Figure, after: str, state: State
    ) -> Topic | None:
        """The topic of one figure."""
        phrase, unit = clean(predicate.phrase.rpartition("分别")[2]), figure.unit
        topic = self.lexicon.topic(phrase, state.topic, unit) if phrase else None
        if topic is not None and self._owns(topic, phrase, unit, state):
            return self.lexicon.part_of(phrase, state.topic, unit)
        if topic is not None and topic.named and self.lexicon.suits(topic, unit):
            return self._scoped(topic, clauses, unit, state)
        counted = self._counted(unit, after)
        if counted is not None:
            return counted
        if topic is not None:
            return topic if not topic.named else self.lexicon.unnamed(phrase, None, unit)
        if phrase and phrase not in words.SELF:
            return self._unknown(phrase, predicate, figure, state)
        return self._carried(clauses, figure, state)

    def _owns(self, topic: Topic, phrase: str, unit: str, state: State) -> bool:
        """Whether 集体企业 in a list of growth rates is whose value added grew, not a number."""
        grows = unit == "%" and state.unit == "%" and state.suffix == "_growth"
        amount = state.topic is not None and self.lexicon.grows(state.topic)
        return grows and amount and not self.lexicon.grows(topic) and not _NUMBER.search(phrase)

    def _carried(self, clauses: list[str], figure: Figure, state: State) -> Topic | None:
        """What an earlier clause of the same stretch names, else what came before."""
        unit = figure.unit
        for clause in reversed(clauses[:-1][-_EARLIER:]):
            for part in (clause, words.VERB.split(clean(clause), maxsplit=1)[0]):
                earlier = clean(part[: strip_tail(part).at])
                if not earlier or not (
                    self.lexicon.ends_with_name(earlier) or self.lexicon.is_part(earlier)
                ):
                    continue
                topic = self.lexicon.topic(earlier, state.topic, unit)
                if topic is not None:
                    return self._scoped(topic, clauses, unit, state)
        if state.topic is None:
            return None
        if self.lexicon.counts(unit) and not self.lexicon.suits(state.topic, "家"):
            return None  # 13个重点园区累计完成投资…: a number that the clause does not speak of
        if not self.lexicon.suits(state.topic, unit):
            return self.lexicon.unnamed(state.topic.text, None, unit)
        return self.lexicon.in_unit(state.topic, unit)

    def implied(self, text: str, figure: Figure) -> Topic | None:
        """Growth without a subject, in a text on the economy, is that of the whole."""
        if figure.unit in ("%", "百分点") and _ECONOMY.search(text):
            return self.lexicon.topic("GDP", None, figure.unit)
        return None

    def _counted(self, unit: str, after: str) -> Topic | None:
        """120个重点项目: what is counted may follow the figure."""
        found = _COUNTED.match(after)
        if not found or not self.lexicon.counts(unit):
            return None
        topic = self.lexicon.topic(words.VERB.split(found[1], maxsplit=1)[0], None, unit)
        return topic if topic and topic.named and self.lexicon.suits(topic, unit) else None

    def _scoped(self, topic: Topic, clauses: list[str], unit: str, state: State) -> Topic:
        """Bare 利润总额 after 规上工业…营业收入 is that of industry as well."""
        scopes = [
            self.lexicon.scope(clean(clause)) for clause in reversed(clauses[-1 - _EARLIER : -1])
        ]
        if state.topic is not None:
            state.scope = self.lexicon.scope(state.topic.text) or state.scope
        return self.lexicon.within(topic, [s for s in (*scopes, state.scope) if s], unit)

    def _unknown(
        self, phrase: str, predicate: Predicate, figure: Figure, state: State
    ) -> Topic | None:
        """A subject that no list knows."""
        phrase = phrase[-_LONGEST:]
        if figure.unit not in ("%", "百分点", "位"):
            return self.lexicon.unnamed(phrase, state.topic, figure.unit)
        if predicate.kind in ("share", "completion"):
            return Topic(phrase)
        if predicate.kind.startswith("contribution") and state.topic is None:
            return Topic(phrase)
        if predicate.kind == "level" and not state.suffix.startswith("_growth"):
            return Topic(phrase, "rate") if predicate.said else None
        return self.lexicon.part_of(phrase, state.topic, figure.unit)


def _by_clause(clauses: list[str], last: str, count: int) -> list[str]:
    """A业，B和C业，D业分别…: the names of a list that has a comma between them."""
    earlier = [clean(clause) for clause in clauses[-count:-1]]
    plain = all(name and strip_tail(name).at == len(name) for name in earlier)
    return [*earlier, last] if count > 1 and plain and len(earlier) == count - 1 else []


def _by_place_or_time(state: State, count: int) -> bool:
    """Whether a list is one of areas or of periods rather than of quantities."""
    return count in (len(state.areas), len(state.whens))


def clean(phrase: str) -> str:
    """A phrase without marks, connecting words and what stands at its edges."""
    text = phrase.replace(words.PERIOD, "").replace(words.AREA, "").strip(_EDGES)
    for _ in range(3):
        shorter = words.NOISE.sub("", words.LEADING.sub("", text)).strip(_EDGES)
        if shorter == text:
            break
        text = shorter
    return text
