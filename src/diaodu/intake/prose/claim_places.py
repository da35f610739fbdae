"""Areas in running text: the province's own, their counties, and other places by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from diaodu.areas import Areas
from diaodu.intake.text import fold

# 全省, 我市: the document's own area, or what it lies in.
_OWN = re.compile(r"(?:全|我|本|该)(?P<level>省|市|县|区|自治区|州)(?![外属直级])")
# A place that no list names, at the beginning of a clause: 云和县规上工业…
_NAMED = re.compile(
    r"(?:^|[，,。；;：:、(（\s])(?P<name>(?![全我本该各两三四五六七八九十同跨高低快慢超比较于的在为和与是有对从由占达年月日上完实按受])[\u4e00-\u9fff]{2,3}[市县区])"
    r"(?=[\u4e00-\u9fff\d])(?!政府|委|人大|直|级|属|场|局|里|民|外)"
)
_NO_PLACE = re.compile(
    r"直辖市|设区市|地级市|县级市|省级市|列市|自治|城市|超市|股市|上市|门市|都市|县市|市区|地区|园区|社区|景区|城区|灾区|辖区|片区|新区|开发区|高新区|小区|山区|库区|校区|街区|特区|老区|矿区"
)
_FIRM = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:集团|公司|股份|银行|大学|学院|医院|有限|机场|港口集团|日报)|(?:协同|一体化|经济带|战略|高铁|铁路|元)"
)

_LATIN = re.compile(r"[A-Za-z]")
_START = re.compile(r"(?<![A-Za-z])[A-Za-z]+|[\u4e00-\u9fff]")  # where a name may begin


@dataclass(frozen=True)
class Place:
    """One mention. area: id, or the place's name; within: id of the area that a county lies in."""

    start: int
    end: int
    area: str
    within: str | None = None
    kind: Literal["area", "county", "other", "own"] = "area"


class Gazetteer:
    """All names of places that claims may be about, ready to be looked up."""

    def __init__(self, areas: Areas | None, places: tuple[tuple[str, ...], ...]) -> None:
        self._areas = areas
        self._ids: dict[str, str] = {}
        self._counties: dict[str, list[str]] = {}
        for names in places:
            self._ids.update({name.casefold(): names[0] for name in names})
        for area in areas.all if areas else ():
            for place in area.counties:
                for name in (place.zh, place.en):
                    self._counties.setdefault(name.casefold(), []).append(area.id)
        own = areas.all if areas else ()
        written = {fold(name).casefold(): area.id for area in own for name in area.written}
        self._ids.update({name: key for name, key in written.items() if not _OWN.fullmatch(name)})
        self._zh_counties = {p.en.casefold(): p.zh for area in own for p in area.counties}
        self._starts: dict[str, list[str]] = {}
        for name in sorted({*self._ids, *self._counties}, key=len, reverse=True):
            found = _START.match(name)
            self._starts.setdefault(found[0] if found else name[:1], []).append(name)

    def find(self, text: str, document: str | None) -> list[Place]:
        """The places of a folded text, in order; `document`: id or name of the text's own area."""
        found = self._known(text, document)
        busy = {at for place in found for at in range(place.start, place.end)}
        for match in self._home(document).finditer(text):
            if match.start() not in busy and not _FIRM.match(text, match.end()):
                found.append(Place(*match.span(), document or ""))
                busy.update(range(*match.span()))
        for match in _OWN.finditer(text):
            if match.start() not in busy:
                area = self._own(match["level"], document)
                if area:
                    found.append(Place(match.start(), match.end(), area, kind="own"))
                    busy.update(range(match.start(), match.end()))
        for match in _NAMED.finditer(text):
            start, end = match.span("name")
            if not busy & set(range(start, end)) and not _NO_PLACE.search(match["name"]):
                found.append(Place(start, end, match["name"], kind="other"))
        return sorted(found, key=lambda place: place.start)

    def _home(self, document: str | None) -> re.Pattern[str]:
        """The text's own area by the name that it was told, where no list has it."""
        known = document is None or document in self._ids.values()
        return re.compile(r"(?!)" if known else re.escape(document or ""))

    def name(self, written: str | None) -> str | None:
        """Id or first name of a place that somebody wrote; another text as it is."""
        if written is None:
            return None
        return self._ids.get(fold(written).strip().casefold(), written.strip() or None)

    def _known(self, text: str, document: str | None) -> list[Place]:
        """The places that a list has; of two names at one spot the longer one."""
        found, done = [], 0
        for match in _START.finditer(text):
            start = match.start()
            names = self._starts.get(match[0].casefold(), ()) if start >= done else ()
            for name in names:
                end = start + len(name)
                whole = not (name[-1].isascii() and _LATIN.match(text, end))
                if whole and text[start:end].casefold() == name:
                    done = end
                    if not _FIRM.match(text, end):
                        found.append(self._place(start, end, name, text[start:end], document))
                    break
        return found

    def _place(self, start: int, end: int, name: str, written: str, document: str | None) -> Place:
        if name in self._ids:
            return Place(start, end, self._ids[name])
        lies_in = self._counties[name]
        within = document if document in lies_in else lies_in[0] if len(lies_in) == 1 else None
        return Place(start, end, self._zh_counties.get(name, written), within, "county")

    def _own(self, level: str, document: str | None) -> str | None:
        """全市 in a city's report is the city; 全省 in it is the province."""
        if self._areas is None:
            return document
        own = next((area for area in self._areas.all if area.id == document), None)
        if own is None:
            return document or (self._areas.province.id if level in ("省", "自治区") else None)
        if level in ("省", "自治区") or own.level == "province":
            return self._areas.province.id
        return own.id
