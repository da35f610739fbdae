"""Enterprises, projects and industries that a note names.

Known ones come from the processed tables and the catalog; other enterprises are found by the form
of their names: a proper name and an ending (…公司, …集团, … Corp), or a place and a trade (XX化工).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from diaodu.analysis.reading.places import Span
from diaodu.analysis.reading.text import Cutter, NoteText
from diaodu.vocabulary import NamedPlaces

_PROPER = ("ns", "nr", "nz", "nt", "nrt", "nrfg", "eng")
_JOINS = ("n", "eng", "b", "j", "vn", "g", "zg")  # parts of speech that names are made of
_LOOSE = (*_JOINS, "v", "a", "f", "m", "i", "l", "s")  # and those of names with a legal ending
_LEGAL = (
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "总公司",
    "集团公司",
    "分公司",
)
# after a place and a trade these make it an industry, not an enterprise: 邯郸 钢铁 行业
_NO_FIRM_BEFORE = ("行业", "产业", "企业", "园", "工业", "基地", "市场", "业", "区", "厂家", "项目")
_LONGEST = 5  # words of an enterprise's name before its ending
_SHORT = 3  # characters that the short form of a known name has at least
_PROJECT_END = re.compile(r"(?:建设)?(?:项目|工程)$")


@dataclass
class Found:
    """Names found in one note, each with its span; doubtful: a short form that fits two."""

    all: list[tuple[str, Span]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)

    def add(self, name: str, span: Span) -> None:
        self.spans.append(span)
        self.all.append((name, span))

    @property
    def names(self) -> list[str]:
        """Each name once, in order."""
        return list(dict.fromkeys(name for name, _ in self.all))


class Known:
    """Names that are known, by every way in which texts write them; the longest one counts.

    names: written form -> the things that it stands for, each with its area. A form that stands
    for several is the sender's own one, if it has one alone; else it is doubtful.
    """

    def __init__(self, names: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        self._names = {form: sorted(set(things)) for form, things in names.items() if form}
        longest = sorted(self._names, key=len, reverse=True)
        self._words = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    def find(self, plain: str, area: str) -> Found:
        found = Found()
        for match in self._words.finditer(plain):
            things = self._names[match[0]]
            own = [thing for thing in things if thing[1] == area] or things
            if len({name for name, _ in own}) == 1:
                found.add(own[0][0], match.span())
            else:
                found.spans.append(match.span())
                found.doubtful.append(match[0])
        return found

    def holding(self, part: str, area: str) -> list[str]:
        """The things of an area that have a written form with this part in it, each once."""
        return sorted(
            {
                name
                for form, things in self._names.items()
                if len(part) >= _SHORT and part in form
                for name, home in things
                if home == area
            }
        )


def known_enterprises(names: Iterable[tuple[str, str]], places: NamedPlaces) -> Known:
    """Known from (name, area); 某某钢铁有限公司 is also found as 某某钢铁."""
    forms: dict[str, list[tuple[str, str]]] = defaultdict(list)
    ends = sorted(places.enterprise_ends_zh, key=len, reverse=True)
    for name, area in names:
        forms[name].append((name, area))
        end = next((end for end in ends if name.endswith(end)), "")
        short = name.removesuffix(end)
        if end and len(short) >= _SHORT:
            forms[short].append((name, area))
    return Known(forms)


def known_projects(rows: Iterable[tuple[str, str, str]]) -> Known:
    """Known from (project_id, name, area); also found without 项目 at the end."""
    forms: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for project, name, area in rows:
        for form in {name, _PROJECT_END.sub("", name)}:
            if len(form) > _SHORT:
                forms[form].append((project, area))
    return Known(forms)


class EnterpriseFinder:
    """Finds enterprises that nobody told us of by the form of their names.

    own_places: Chinese names of the province's areas and counties, long and short.
    """

    def __init__(self, places: NamedPlaces, own_places: Iterable[str] = ()) -> None:
        self._places = places
        self._known_places = set(places.zh)
        self._own_places = tuple(own_places)
        self._ends = tuple(sorted(places.enterprise_ends_zh, key=len, reverse=True))
        self._no_names = set(places.not_names_zh)
        self._trades = set(places.trades_zh)
        firms = sorted(places.organisations_zh, key=len, reverse=True)
        self._zh = re.compile("|".join(map(re.escape, firms)) or r"(?!)")
        ends = "|".join(map(re.escape, places.enterprise_ends_en))
        own = "|".join(map(re.escape, sorted(places.organisations, key=len, reverse=True)))
        first = r"(?!(?:The|A|An|In|One|Some|Many|Several|Most|At)\b)"
        self._en = re.compile(
            rf"\b(?:{own})(?![\w-])|\b{first}(?:[A-Z][\w&'-]*\s+){{1,4}}(?:{ends})\b\.?"
        )

    def find(self, text: NoteText, words: list[tuple[str, str]]) -> Found:
        """The names in a text; words: its words with parts of speech (Cutter.tagged)."""
        found = Found()
        if not text.chinese:
            for match in self._en.finditer(text.plain):
                found.add(match[0].rstrip("."), match.span())
            return found
        starts = [0]
        for word, _ in words:
            starts.append(starts[-1] + len(word))
        for at in range(len(words)):
            if (first := self._begin(words, at)) is not None:
                span = (starts[first], starts[at + 1])
                found.add(text.plain[slice(*span)], span)
        for match in self._zh.finditer(text.plain):
            if all(match.end() <= start or end <= match.start() for start, end in found.spans):
                found.add(match[0], match.span())
        return found

    def beside(self, known: Found, free: Found, book: Known | None, area: str) -> Found:
        """What was found by form, set against what is known; it replaces `free`.

        What touches a known name is part of it. What stands in the name of one known enterprise
        of the area is that one; of several, doubtful. A county or city and a trade alone
        (XX玻璃) is an industry there, and its span is free again for the place.
        """
        settled = Found()
        for name, span in free.all:
            if any(span[0] < end and start < span[1] for start, end in known.spans):
                settled.spans.append(span)
                continue
            likely = book.holding(name, area) if book else []
            if len(likely) == 1:
                settled.add(likely[0], span)
            elif likely:
                settled.spans.append(span)
                settled.doubtful.append(name)
            elif not self._only_place_and_trade(name):
                settled.add(name, span)
        return settled

    def _only_place_and_trade(self, name: str) -> bool:
        if self._zh.fullmatch(name) or name.endswith((*self._ends, "企业")):
            return False
        return name.startswith(self._own_places)

    def _begin(self, words: list[tuple[str, str]], at: int) -> int | None:
        """Index of the first word of a name that ends with the word `at`; None if none does."""
        word, tag = words[at]
        end = next((end for end in self._ends if word.endswith(end)), None)
        after = words[at + 1][0] if at + 1 < len(words) else ""
        if end is None:
            firm = word in self._trades and at > 0 and self._names_a_firm(words[at - 1])
            return at - 1 if firm and not after.startswith(_NO_FIRM_BEFORE) else None
        if after.startswith(self._ends):  # 集团 + 有限公司: the name goes on
            return None
        legal = end in _LEGAL
        first = self._first(words, at, _LOOSE if legal else _JOINS)
        inside = words[first:at]
        stem = word.removesuffix(end)
        own_name = bool(stem) and tag in ("nt", "nz") and stem not in self._no_names
        proper = any(t in _PROPER and w not in self._known_places for w, t in inside)
        long = legal and sum(len(w) for w, _ in inside) > 1
        return first if own_name or (inside and (proper or long)) else None

    def _first(self, words: list[tuple[str, str]], at: int, joins: tuple[str, ...]) -> int:
        """Where the name begins: at its place, or after the last word that is no part of it."""
        first = at
        while first > 0 and at - first < _LONGEST and self._joins(words[first - 1], joins):
            first -= 1
            if words[first][1] == "ns":
                break
        return first

    def _joins(self, word: tuple[str, str], joins: tuple[str, ...]) -> bool:
        return (
            word[1].startswith(joins)
            and word[0][0].isalnum()
            and (word[0] not in self._no_names or word[0] in self._trades)
        )

    def _names_a_firm(self, word: tuple[str, str]) -> bool:
        """Whether a trade after this word makes a firm; one character is a cut: 钒 钛 新材料."""
        named = word[1] in ("ns", "nr", "nz", "nrt") and len(word[0]) > 1
        return named and word[0] not in self._known_places


def place_words(words: list[tuple[str, str]]) -> list[str]:
    """The words that the dictionary holds for places."""
    return [word for word, tag in words if tag == "ns"]


def cutter_words(*lists: Iterable[str]) -> Cutter:
    """A cutter that keeps the words of these lists whole."""
    return Cutter(tuple(dict.fromkeys(word for words in lists for word in words if len(word) > 1)))
