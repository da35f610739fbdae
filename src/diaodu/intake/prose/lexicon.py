"""Phrases of a text to quantities, industries and parts of the economy.

Of the names that stand in a phrase the one that ends last counts, since Chinese puts the head at
the end (规上工业企业*利润总额*), then the longest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from diaodu.catalog import Catalog
from diaodu.intake.prose.names import LATIN, Found, Names, Topic, parts
from diaodu.intake.prose.subjects import Kind, Quantity, Sector, Subjects
from diaodu.intake.text import fold

_LONGEST = 80  # characters of a phrase that are looked at
_TRAILING = 6  # characters that may follow the name of a quantity inside its phrase
_JOINTS = re.compile(r"、|以及|和|与|及|，| and ")
_COMMAS = re.compile(r"、|，")
_JOINED = ("、", "和", "与", "及")
_PREPOSITION = re.compile(r"\b(?:of|in|for|by|from|to|on|at|and|among|across|with|within)\b|,")
_ENGLISH = re.compile(r"[a-z] |^[a-z-]{3,}$")
_INDUSTRY_ENDS = re.compile(r"(?:产业|行业|企业|工业|制造业|制造|业)*")
_COUNTED = ("count", "people")


class Lexicon:
    """The names of `subjects` and of the catalog's industries, ready to be looked up."""

    def __init__(self, subjects: Subjects, catalog: Catalog) -> None:
        plain = subjects.plain
        self.subjects = subjects
        self._industries = Names(
            {
                plain(fold(name)): key
                for key, item in catalog.industries.items()
                for name in (item.zh, item.en, *item.aliases)
            }
        )
        self._quantities = Names(_by_name(subjects, subjects.quantities))
        self._sectors = Names(_by_name(subjects, subjects.sectors))
        names = (*self._industries.keys, *self._sectors.keys, *self._quantities.keys)
        joined = [name for name in names if any(joint in name for joint in _JOINED)]
        self._joined = sorted(joined, key=len, reverse=True)

    def topic(self, phrase: str, before: Topic | None = None, unit: str = "") -> Topic | None:
        """What a phrase is about; `before` is what the text was about until then.

        A phrase that names a part of the economy but no quantity (制造业, 一产) is that part of
        what came before. None for a phrase that names neither.
        """
        plain = self.subjects.plain(phrase[-_LONGEST:])
        sector, industry = self._sectors.last(plain), self._industries.last(plain)
        part = max(sector, industry, key=lambda found: (found.end, -found.start))
        head = self._quantity(plain, part, unit)
        industry_id = self._industry(plain, industry, head)
        if head.key is not None:
            exact = head.start == 0 or (industry_id is not None and industry.end == head.start)
            topic = Topic(
                phrase.strip(), head.key, True, industry_id, exact and head.end == len(plain)
            )
            return self.in_unit(topic, unit)
        if part.key is None:
            return None
        quantity = self._inherited(before, sector.key)
        exact = industry_id is not None or part.end - part.start == len(plain)
        return self.in_unit(Topic(phrase.strip(), quantity, False, industry_id, exact), unit)

    def _quantity(self, plain: str, part: Found, unit: str) -> Found:
        """The quantity's name, unless it is inside the name of a part (生产 of 供应业)."""
        if _ENGLISH.search(plain):  # in English the head comes first: output of cement plants
            head = self._english_head(plain)
            return Found() if part.start <= head.start and head.end <= part.end else head
        head = self._quantities.last(plain)
        if head.key is None or len(plain) - head.end > _TRAILING:
            return Found()
        within = part.key is not None and part.start <= head.start and head.end <= part.end
        if within and self.subjects.dimension(unit) not in _COUNTED:
            longer = part.end - part.start > head.end - head.start
            return Found() if longer else head
        cut = part.end if part.start < head.start < part.end < head.end else 0
        if not cut and head.start and self.subjects.quantities[head.key].bare:
            cut = head.start + 1
        return self._quantities.last(plain, cut) if cut else head

    def _english_head(self, plain: str) -> Found:
        """The first name, or the last one of the same noun (consumer *price index*)."""
        head = self._quantities.first(plain)
        if head.key == "index" and plain.startswith(" of ", head.end):  # an index of prices
            measured = self._quantities.last(plain, head.end)
            return measured if measured.key is not None else head
        noun = _PREPOSITION.split(plain[head.end :], maxsplit=1)[0]
        later = self._quantities.last(plain[: head.end + len(noun)], head.end)
        if head.key is None or later.key is None:
            return head
        own = any(name.endswith("index") for name in self.subjects.quantities[head.key].en)
        return head if later.key == "index" and own else later

    def _industry(self, plain: str, found: Found, head: Found) -> str | None:
        """The industry, if its name is the phrase or stands right before the quantity's."""
        if found.key is None or (
            plain[: found.start] not in ("", "规上") and not LATIN.search(plain)
        ):
            return None
        until = head.start if head.key is not None and head.end > found.end else len(plain)
        rest = plain[found.end : max(until, found.end)]
        near = _INDUSTRY_ENDS.fullmatch(rest) or LATIN.search(plain)
        return found.key if near else None

    def _inherited(self, before: Topic | None, sector: str | None) -> str:
        """The quantity of a part: that of what came before, else what the sector stands for."""
        own = self.subjects.sectors[sector].quantity if sector else "value_added"
        if before is None or before.quantity is None:
            return own
        item = self.subjects.quantities[before.quantity]
        if item.kind != "amount" or before.quantity in self.subjects.unnamed.values():
            return own
        quantity = item.part or before.quantity
        special = self.subjects.quantities[own].generic == quantity
        return own if special else quantity

    def part_of(self, phrase: str, before: Topic | None, unit: str = "") -> Topic:
        """A phrase that no list knows, as a part of what came before."""
        return self.in_unit(Topic(phrase.strip(), self._inherited(before, None)), unit)

    def unnamed(self, phrase: str, before: Topic | None, unit: str) -> Topic | None:
        """A phrase that no list knows, with an amount: a product's output, else by dimension."""
        dimension = self.subjects.dimension(unit)
        if before is not None and before.quantity and dimension not in ("money", ""):
            generic = self.subjects.quantities[before.quantity].generic or before.quantity
            if generic in ("output", "sales_volume"):
                return Topic(phrase, before.quantity)
        quantity = self.subjects.unnamed.get(dimension)
        return Topic(phrase, quantity) if quantity else None

    def in_unit(self, topic: Topic, unit: str) -> Topic:
        """The quantity that a name means with this unit (销售 of cars, of floor space)."""
        if topic.quantity is None:
            return topic
        item = self.subjects.quantities[topic.quantity]
        other = item.by_unit.get(self.subjects.dimension(unit))
        return replace(topic, quantity=other) if other else topic

    def counts(self, unit: str) -> bool:
        """Whether a unit counts things or people."""
        return self.subjects.dimension(unit) in _COUNTED

    def suits(self, topic: Topic, unit: str) -> bool:
        """Whether a quantity may have the unit: enterprises are counted, their output is not."""
        if topic.quantity is None:
            return True
        counted = self.subjects.quantities[topic.quantity].counted
        if self.subjects.dimension(unit) == "money":
            return not counted
        return counted or unit[-1:] not in ("家", "户")

    def grows(self, topic: Topic) -> bool:
        """Whether a topic is an amount that grows, rather than the owner of one."""
        return topic.quantity is None or not self.subjects.quantities[topic.quantity].owner

    def kind(self, topic: Topic | None) -> Kind:
        """Whether a per cent figure is the quantity's growth or its level."""
        if topic is None or topic.quantity is None:
            return "amount"
        return self.subjects.quantities[topic.quantity].kind

    def ids(self, topic: Topic, suffix: str) -> tuple[str, str]:
        """(id, generic id) of a statement; the first is the catalog's where it has one."""
        if topic.quantity is None:
            return f"other{suffix}", f"other{suffix}"
        item = self.subjects.quantities[topic.quantity]
        generic = (item.generic or topic.quantity) + suffix
        if not topic.exact or item.industry != (
            topic.industry is not None
        ):  # another quantity than the catalog's
            return generic, generic
        if item.growth and suffix.startswith("_growth"):
            return item.growth + suffix.removeprefix("_growth"), generic
        if item.level and not suffix.startswith("_growth"):
            return item.level + suffix, generic
        return generic, generic

    def split(self, phrase: str, count: int) -> list[str]:
        """The `count` names of a list, [] where it cannot be parted so (names may hold 和)."""
        held = self._held(phrase)
        for pattern in (_JOINTS, _COMMAS):
            for source in (phrase, held):
                names = parts(phrase, pattern, source)
                if len(names) == count:
                    return names if all(names) else []
        return []

    def names(self, phrase: str) -> list[str]:
        """The names of a list, however many."""
        return parts(phrase, _JOINTS, self._held(phrase))

    def _held(self, phrase: str) -> str:
        """A phrase with known names that hold 和 or 、 made one word."""
        held = phrase
        for name in self._joined:
            held = held.replace(name, "\ue003" * len(name))
        return held

    def complete(self, names: list[str]) -> list[str]:
        """一产、二产、三产增加值: the last one's quantity, or the first one's scope, for all."""
        head = self._head(names[-1])
        if head and not any(self._head(name) for name in names[:-1]):
            return [*(name + head for name in names[:-1]), names[-1]]
        scope = self.scope(names[0])
        if scope and not any(self.scope(name) for name in names[1:]):
            return [names[0], *(scope + name for name in names[1:])]
        return names

    def _head(self, phrase: str) -> str:
        """The shortest name of a quantity at the end of a phrase."""
        plain = self.subjects.plain(phrase)
        if plain in self._sectors.keys or plain in self._industries.keys:
            return ""
        ends = (plain[-size:] for size in range(2, len(plain) + 1))
        return next((end for end in ends if end in self._quantities.keys), "")

    def ends_with_name(self, phrase: str) -> bool:
        """Whether a phrase ends with the name of a quantity."""
        plain = self.subjects.plain(phrase[-_LONGEST:])
        return bool(plain) and self._quantities.last(plain).end == len(plain)

    def is_part(self, phrase: str) -> bool:
        """Whether a phrase is the name of a part of the economy: 第三产业, 汽车产业."""
        plain = self.subjects.plain(phrase)
        return plain in self._sectors.keys or plain in self._industries.keys

    def scope(self, phrase: str) -> str:
        """The part of the economy that a phrase begins with or is: 规上工业, 制造业; else ""."""
        plain = self.subjects.plain(phrase[:_LONGEST])
        for name in ("规上工业", "工业"):
            if plain.startswith(name) or plain.endswith((name, name + "看", name + "方面")):
                return name
        found = self._industries.last(plain)
        return plain[: found.end] if found.key is not None and not found.start else ""

    def within(self, topic: Topic, scopes: list[str], unit: str) -> Topic:
        """A bare quantity (利润总额) as that of the first scope that makes another one of it."""
        plain = self.subjects.plain(topic.text)
        if plain not in self._quantities.keys:
            return topic
        for scope in scopes:
            other = self.topic(scope + plain, None, unit)
            if other is None or other.quantity is None or not other.named:
                continue
            if self.subjects.quantities[other.quantity].part == topic.quantity:
                return replace(other, text=topic.text)
        return topic


def _by_name(subjects: Subjects, items: Mapping[str, Quantity | Sector]) -> dict[str, str]:
    return {subjects.plain(n): key for key, item in items.items() for n in (*item.zh, *item.en)}
