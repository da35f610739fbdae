"""The closed words right before a figure, taken off one by one from the end of a text."""

from __future__ import annotations

from dataclasses import dataclass, field

from diaodu.intake.prose import claim_words as words
from diaodu.intake.prose.claim_words import AREA, PERIOD

_TO = ("到", "至")


@dataclass
class Tail:
    """The closed words at the end of a text, from left to right, and where they begin."""

    at: int
    found: list[tuple[words.Class, str]] = field(default_factory=list)
    base: str = ""
    origin: bool = False

    def has(self, *classes: words.Class) -> bool:
        return any(cls in classes for cls, _ in self.found)

    def last(self, *classes: words.Class) -> str:
        return next((word for cls, word in reversed(self.found) if cls in classes), "")

    @property
    def verb(self) -> str:
        return self.last("up", "down")

    @property
    def sign(self) -> int:
        return -1 if words.WORDS.get(self.verb) == "down" else 1

    @property
    def moved(self) -> bool:
        """提高到, 降至: a verb of change and where it led."""
        classes = [cls for cls, _ in self.found]
        verbs = [at for at, cls in enumerate(classes) if cls in ("up", "down")]
        led = verbs and {"to", "level"} & set(classes[verbs[-1] + 1 :])
        return bool(led) or self.verb.endswith(_TO)

    def before(self, text: str) -> Tail:
        """This tail with the one of the text before it (…增速 | 比上月 | 回落)."""
        more = strip_tail(text)
        found = more.found + self.found
        return Tail(more.at, found, self.base or more.base, self.origin or more.origin)


def strip_tail(text: str) -> Tail:
    """Find the closed words, periods and areas at the end of a text."""
    tail = Tail(len(text))
    while tail.at:
        if text[tail.at - 1] in (PERIOD, AREA):
            _strip_marks(text, tail)
            continue
        for size in range(min(words.LONGEST, tail.at), 0, -1):
            word = text[tail.at - size : tail.at]
            cls = words.WORDS.get(word)
            if cls is not None:
                tail.found.insert(0, (cls, word))
                tail.at -= size
                break
        else:
            if text[tail.at - 1] != " ":
                break
            tail.at -= 1
    return tail


def _strip_marks(text: str, tail: Tail) -> None:
    """Take a period or an area: after 比 it is what is compared with, after 从 an origin."""
    end = tail.at
    while tail.at and text[tail.at - 1] in (PERIOD, AREA):
        tail.at -= 1
    before = text[max(0, tail.at - 2) : tail.at]
    if before.endswith(("比", "较")) and before not in ("同比", "环比", "占比"):
        tail.base = text[tail.at : end]
        tail.at -= 1
    elif before.endswith(("从", "由", "自")):
        tail.origin = True
        tail.at -= 1
