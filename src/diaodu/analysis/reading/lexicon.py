"""Words of a note: which categories they name, whether they are negated, and how they sound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from diaodu.analysis.reading.matching import Hit, Lang, Matcher
from diaodu.analysis.reading.text import NoteText
from diaodu.vocabulary import NoteWords, Pair

HINT = 1 / 3  # weight of a word that only hints at a category
OVER = 0.3  # weight of a word whose trouble is said not to be, or to be over
PAIRED: dict[Lang, int] = {"zh": 12, "en": 60}  # characters from a quantity to its up or down
BEFORE = 25  # the same where English puts it first: lower prices, rising costs
_KEPT = 20_000  # clauses whose words are remembered
_WEIGHTS = {"says": 1.0, "hints": HINT}
Hits = Mapping[str, list[Hit]]


@dataclass(frozen=True)
class Tone:
    """How a text sounds: words counted, with those that are turned round on the other side."""

    good: float
    bad: float
    last_good: float  # of what comes after the last "but", else of all
    last_bad: float
    paired_good: int  # a quantity with its up or down
    paired_bad: int
    over: int  # words of trouble that are said not to be, or to be over

    @property
    def all_over(self) -> bool:
        """Whether every trouble that is spoken of is said not to be, or to be over."""
        return bool(self.over) and not self.bad and not self.paired_bad

    @property
    def balance(self) -> float:
        """From -1 (all bad) to 1 (all good); pairs weigh double, 0 where nothing was found."""
        good = self.good + 2 * self.paired_good
        bad = self.bad + 2 * self.paired_bad
        return (good - bad) / (good + bad) if good + bad else 0.0


class Lexicon:
    """The words of `params/catalog/note_words.yml`, ready to be looked for."""

    def __init__(self, words: NoteWords) -> None:
        self.categories = tuple(words.categories)
        self._facets = tuple(words.facets)
        self._reach: dict[Lang, int] = {
            "zh": words.negation.reach_zh,
            "en": words.negation.reach_en,
        }
        self._words = {lang: Matcher(_lists(words, lang), lang) for lang in self._reach}
        self._hits = lru_cache(maxsize=_KEPT)(self._find)
        self._named = lru_cache(maxsize=_KEPT)(self._count_subjects)

    def _find(self, clause: str, lang: Lang) -> Hits:
        return self._words[lang].find(clause)

    def _clauses(self, text: NoteText) -> tuple[Lang, list[Hits]]:
        lang = _lang(text)
        return lang, [self._hits(clause, lang) for clause in text.clauses]

    def subjects(self, text: NoteText) -> NDArray[np.float64]:
        """How much the words name each category, in the order of `categories`.

        Each different word of a clause counts once, a hint a third, and OVER of that where a
        negation says that the trouble is not there or over (无疫情, 缓解, no longer).
        """
        lang, none = _lang(text), np.zeros(len(self.categories))
        return sum((self._named(clause, lang) for clause in text.clauses), none)

    def first(self, text: NoteText) -> NDArray[np.float64]:
        """The same of the first clause that names a category: of several causes the main one."""
        for clause in text.clauses:
            scores = self._named(clause, _lang(text))
            if scores.max() >= 1:
                return scores
        return np.zeros(len(self.categories))

    def _count_subjects(self, clause: str, lang: Lang) -> NDArray[np.float64]:
        scores, hits = np.zeros(len(self.categories)), self._hits(clause, lang)
        for name, found in hits.items():
            kind, _, category = name.partition(" ")
            if kind not in _WEIGHTS:
                continue
            at, weight = self.categories.index(category), _WEIGHTS[kind]
            for hit in {one.word: one for one in found}.values():
                scores[at] += weight * (OVER if self._negated(hits, hit, lang) else 1.0)
        return scores

    def _negated(self, hits: Hits, hit: Hit, lang: Lang) -> bool:
        """Whether a word is denied, or said to be over, within reach in its clause."""
        reach, no_negation = self._reach[lang], hits.get("no negation", ())
        for one in (*hits.get("before", ()), *hits.get("after", ())):
            if self._denied(hits, one) or any(
                one.start < other.end and other.start < one.end for other in no_negation
            ):
                continue
            before = hit.start - reach <= one.start < hit.start  # 未受 + 受影响 overlap
            after = hit.end <= one.start and one.end <= hit.end + reach
            if (before and one in hits.get("before", ())) or (
                after and one in hits.get("after", ())
            ):
                return True
        return False

    def tone(self, text: NoteText) -> Tone:
        """How the text sounds, clause by clause."""
        lang, clauses = self._clauses(text)
        sums = [self._clause_tone(hits, lang) for hits in clauses] or [(0.0, 0.0, 0, 0, 0)]
        turned = [
            i for i, hits in enumerate(clauses) if any(h.start == 0 for h in hits.get("turn", ()))
        ]
        last = sums[turned[-1] :] if turned else sums
        good, bad, paired_good, paired_bad, over = (
            sum(column) for column in zip(*sums, strict=True)
        )
        last_good, last_bad = sum(one[0] for one in last), sum(one[1] for one in last)
        return Tone(good, bad, last_good, last_bad, int(paired_good), int(paired_bad), int(over))

    def _clause_tone(self, hits: Hits, lang: Lang) -> tuple[float, float, int, int, int]:
        turned = [self._negated(hits, hit, lang) for hit in hits.get("bad", ())]
        denied = [self._denied(hits, hit) for hit in hits.get("good", ())]
        good = float(sum(turned) + len(denied) - sum(denied))
        bad = float(len(turned) - sum(turned) + sum(denied))
        more, fewer = self._moves(hits, "good things", lang)
        worse, better = self._moves(hits, "bad things", lang)
        return good, bad, more + better, fewer + worse, sum(turned)

    def _denied(self, hits: Hits, hit: Hit) -> bool:
        """Whether a good word is denied right before: 未恢复, not improved."""
        return any(0 <= hit.start - one.end <= 1 for one in hits.get("denial", ()))

    def _moves(self, hits: Hits, things: str, lang: Lang) -> tuple[int, int]:
        """How often such a thing is said to go up, and down."""
        moves = [(hit, name) for name in ("up", "down") for hit in hits.get(name, ())]
        up = down = 0
        for thing in hits.get(things, ()):
            after = [
                (hit.start, name)
                for hit, name in moves
                if thing.end <= hit.start <= thing.end + PAIRED[lang]
            ]
            if not after and lang == "en":
                after = [
                    (-hit.end, name)
                    for hit, name in moves
                    if thing.start - BEFORE <= hit.start and hit.end <= thing.start
                ]
            if after:
                up, down = up + (min(after)[1] == "up"), down + (min(after)[1] == "down")
        return up, down

    def severity(self, text: NoteText) -> tuple[int, int]:
        """How many words of a high and of a low severity stand in it, negated ones left out."""
        lang, clauses = self._clauses(text)
        high, low = (
            sum(not self._negated(hits, hit, lang) for hits in clauses for hit in hits.get(k, ()))
            for k in ("high", "low")
        )
        return high, low

    def facets(self, text: NoteText) -> list[str]:
        """The facets that its words name, in the order of the word list."""
        _, clauses = self._clauses(text)
        return [name for name in self._facets if any(f"facet {name}" in hits for hits in clauses)]


def _lang(text: NoteText) -> Lang:
    return "zh" if text.chinese else "en"


def _lists(words: NoteWords, lang: Lang) -> dict[str, Iterable[str]]:
    """Every list of words of one language by the name under which its hits are asked for."""

    def of(pair: Pair) -> Iterable[str]:
        return pair.zh if lang == "zh" else pair.en

    negation, direction = words.negation, words.direction
    lists = {
        "before": getattr(negation, f"before_{lang}"),
        "after": getattr(negation, f"after_{lang}"),
        "no negation": getattr(negation, f"not_{lang}"),
        "denial": getattr(negation, f"denial_{lang}"),
        "good": of(direction.favourable),
        "bad": of(direction.unfavourable),
        "good things": of(direction.more_is_good),
        "bad things": of(direction.more_is_bad),
        "up": of(direction.up),
        "down": of(direction.down),
        "turn": of(direction.turn),
        "high": of(words.severity.high),
        "low": of(words.severity.low),
    }
    for name, subjects in words.categories.items():
        lists[f"says {name}"] = getattr(subjects, lang).says
        lists[f"hints {name}"] = getattr(subjects, lang).hints
    return lists | {f"facet {name}": of(pair) for name, pair in words.facets.items()}
