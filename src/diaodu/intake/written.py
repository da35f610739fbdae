"""A written report, and text in the cells of a form, to notes and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from diaodu import contracts
from diaodu.areas import Areas
from diaodu.catalog import Catalog
from diaodu.intake.prose.claim_types import Claim
from diaodu.intake.prose.claims import ClaimReader
from diaodu.intake.prose.cleaning import clean_text
from diaodu.intake.prose.sections import Statement, to_statements
from diaodu.intake.prose.subjects import Subjects
from diaodu.intake.received.grid import Document
from diaodu.periods import SPANS, Period

Row = dict[str, Any]
# The prose of one file that is read: a report of 200 pages. More is no report of a quarter, and
# reading it would hold up all others.
MAX_CHARACTERS = 200_000
# Words beside a figure (as texts write them) -> qualifier of the table.
_QUALIFIERS = {
    **dict.fromkeys(("约", "左右", "上下", "大约", "大致", "≈", "~"), "about"),
    **dict.fromkeys(("about", "around", "roughly"), "about"),
    **dict.fromkeys(("以上", "不低于", "不少于", "至少", "at least"), "at_least"),
    **dict.fromkeys(("超", "超过", "逾", "多", "余", "高于", "over", "more than"), "more_than"),
    **dict.fromkeys(("以下", "以内", "不超过", "不高于", "at most"), "at_most"),
    **dict.fromkeys(("近", "接近", "将近", "不足", "不到", "低于", "nearly"), "less_than"),
}


@dataclass(frozen=True)
class Origin:
    """Where rows come from: what every row of one received file has in common."""

    area: str
    period: Period
    source_id: str
    origin: str


@dataclass
class Written:
    """What prose says: rows of `notes` and `claims`, and each claim as it was read.

    places: claim_id -> (claim, where it stands as a locator). too_long_at: locator of the first
    text that was left out because there is too much of it, "" if nothing was.
    """

    notes: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    places: dict[str, tuple[Claim, str]] = field(default_factory=dict)
    too_long_at: str = ""


class ProseReader:
    """Reads the prose of many files with one catalog and one province."""

    def __init__(self, areas: Areas, catalog: Catalog, subjects: Subjects) -> None:
        self._claims = ClaimReader(areas, catalog, subjects)
        self._ids = {area.id for area in areas.all}

    def report(self, document: Document, of: Origin) -> Written:
        """Statements of a report as notes, and the figures that they state as claims."""
        found = Written()
        document = _shortened(document, found)
        for number, statements in groupby(to_statements(document), key=lambda s: s.paragraph):
            own = list(statements)
            locator = f"paragraph {number}"
            found.notes.extend(_note(statement, of, locator) for statement in own)
            # A paragraph is read whole: its statements share subject and period.
            for claim in self._read(clean_text(own[0].original).text, of):
                inside = next((s for s in own if s.start <= claim.start < s.end), None)
                note = _note_id(inside, of) if inside else None
                self._keep(found, claim, inside.start if inside else 0, note, locator, of)
        return found

    def notes(self, rows: Iterable[Mapping[str, Any]], of: Origin) -> Written:
        """The claims of notes that a form holds; their rows stay as they are."""
        found = Written()
        length = 0
        for row in rows:
            length += len(row["text"])
            if length > MAX_CHARACTERS:
                found.too_long_at = row["locator"]
                break
            for claim in self._read(row["text"], of):
                self._keep(found, claim, 0, row["note_id"], row["locator"], of)
        return found

    def _read(self, text: str, of: Origin) -> Iterator[Claim]:
        """Claims that the table can hold: of an area of the province, not of a county."""
        for claim in self._claims.read(text, of.area, of.period):
            known = claim.area is None or claim.area in self._ids
            if known and claim.comparison in contracts.COMPARISONS:
                yield claim

    def _keep(
        self, found: Written, claim: Claim, shift: int, note: str | None, place: str, of: Origin
    ) -> None:
        claim_id = f"{of.source_id}-{len(found.claims) + 1}"
        found.claims.append(
            {
                "claim_id": claim_id,
                "note_id": note,
                "area": claim.area or of.area,
                "period": claim.month,
                "span": claim.span if claim.span in SPANS else None,
                "indicator": claim.indicator,
                "industry": claim.industry,
                "value": claim.value,
                "low": claim.low,
                "high": claim.high,
                "unit": claim.unit,
                "comparison": claim.comparison,
                "qualifier": _qualifier(claim),
                "status": claim.status,
                "quote": claim.quote,
                "start": max(0, claim.start - shift),
                "end": max(0, claim.end - shift),
                "source_id": of.source_id,
                "locator": place,
                "origin": of.origin,
            }
        )
        found.places[claim_id] = (claim, place)


def _shortened(document: Document, found: Written) -> Document:
    """As many paragraphs as are read."""
    length = 0
    for at, paragraph in enumerate(document.paragraphs):
        length += len(paragraph.text)
        if length > MAX_CHARACTERS:
            found.too_long_at = f"paragraph {paragraph.number}"
            return replace(document, paragraphs=document.paragraphs[:at])
    return document


def _qualifier(claim: Claim) -> str | None:
    if claim.value is None and claim.low is not None:
        return "range"
    return _QUALIFIERS.get(claim.qualifier)


def _note(statement: Statement, of: Origin, locator: str) -> Row:
    return {
        "note_id": _note_id(statement, of),
        "area": of.area,
        "period": str(of.period),
        "section": statement.section,
        "text": statement.text,
        "original": statement.original,
        "source_id": of.source_id,
        "locator": locator,
        "origin": of.origin,
    }


def _note_id(statement: Statement, of: Origin) -> str:
    return f"{of.area}-{of.period}-report-{statement.number}"
