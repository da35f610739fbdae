"""Places that a note names: areas and counties of the province, and places of anywhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from diaodu.analysis.reading.text import NoteText
from diaodu.areas import Areas
from diaodu.vocabulary import NamedPlaces

Span = tuple[int, int]
_DISTRICT = r"[A-Z][\w.]*(?:\s[A-Z][\w.]*)? District"
_COUNTY = r"[A-Z][\w.]*(?:\s[A-Z][\w.]*)? County"
_COUNTY_ENDS = re.compile(r"(?:[\u4e00-\u9fff]族)?自治县$|[市县区旗]$")
_NO_DISTRICT = ("The", "This", "Each", "Other", "In", "Our", "Most", "Some")


@dataclass
class Named:
    """Places of one note.

    written: as they stand, in order. areas: ids where the province has them, else as written.
    counties: Chinese names. doubtful: counties' names that two areas have, where nothing decides.
    """

    written: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    counties: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


class PlaceFinder:
    """Finds places with the gazetteer and the names of one province.

    own: Chinese names of the province's areas and counties, long and short.
    """

    def __init__(self, places: NamedPlaces, areas: Areas) -> None:
        self._areas = areas
        own = [name for area in areas.all for name in (area.zh, area.short_zh)]
        bare = sorted({*places.zh, *own}, key=len, reverse=True)
        ends = sorted(places.zh_ends, key=len, reverse=True)
        self._zh = re.compile(f"(?:{_any(bare)})(?:{_any(ends)})?")
        self._ends = re.compile(f"(?:{_any(ends)})$")
        self._not = re.compile(_any(places.not_places) or r"(?!)")
        before = _any(places.en_before)
        english = sorted({*places.en, *(area.en for area in areas.all)}, key=len, reverse=True)
        self._en = re.compile(
            rf"(?<![\w-])(?:{_DISTRICT}|{_COUNTY}|(?:(?i:{before})\s+)?(?:{_any(english)}))(?![\w-])"
        )
        self._counties: dict[str, list[str]] = defaultdict(list)
        self._short: dict[str, dict[str, str]] = defaultdict(dict)
        for area in areas.areas:
            for county in area.counties:
                self._counties[county.zh].append(area.id)
                self._counties[county.en].append(area.id)
                short = _COUNTY_ENDS.sub("", county.zh)
                if len(short) > 1:
                    self._short[area.id][short] = county.zh
        self._zh_of = {c.en: c.zh for area in areas.areas for c in area.counties}
        counties = set(self._zh_of.values())
        shorts = {short for of_area in self._short.values() for short in of_area}
        self.own = tuple(sorted({*own, *counties, *shorts}))
        self._county = re.compile(_any(sorted(self._counties, key=len, reverse=True)) or r"(?!)")

    def find(
        self,
        text: NoteText,
        area: str | None = None,
        taken: Sequence[Span] = (),
        place_words: Iterable[str] = (),
    ) -> Named:
        """The places of a text that `area` sent; `taken`: spans that are names of enterprises.

        place_words: words that the dictionary holds for places; a county of the sender's own may
        be named by such a word without its ending (乐亭 for 乐亭县).
        """
        named = Named()
        blocked = [*taken, *(m.span() for m in self._not.finditer(text.plain))]
        counties = [m for m in self._county.finditer(text.plain) if _free(m.span(), blocked)]
        blocked += [m.span() for m in counties]
        words = self._zh if text.chinese else self._en
        for match in words.finditer(text.plain):
            if _free(match.span(), blocked) and not match[0].startswith(_NO_DISTRICT):
                _add(named.written, match[0])
                _add(named.areas, self._id(match[0]))
        for match in counties:
            self._place(match[0], area, named)
            _add(named.written, match[0])
        for word in place_words:
            short = self._short.get(area or "", {})
            if word in short:
                _add(named.counties, short[word])
        return named

    def _id(self, written: str) -> str:
        for name in (written, self._ends.sub("", written)):
            if (area := self._areas.find(name)) is not None:
                return area.id
        return written

    def _place(self, county: str, sender: str | None, named: Named) -> None:
        """Which area a county is in: the sender's, else the one that the note names."""
        homes = self._counties[county]
        name = self._zh_of.get(county, county)
        _add(named.counties, name)
        if sender in homes:
            return
        likely = [home for home in homes if home in named.areas] or homes
        if len(set(likely)) > 1:
            _add(named.doubtful, name)
        else:
            _add(named.areas, likely[0])


def _any(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, names))


def _free(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span touches none of those that are taken."""
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def _add(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)
