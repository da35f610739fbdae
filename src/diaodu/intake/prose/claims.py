"""The figures that a text states, each with its area, period, quantity and place in the text.

A text is read from left to right. What a clause leaves out (subject, period, area) is carried over
from what stands before, as a reader does; a figure whose subject cannot be told is left out.
"""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.areas import Areas
from diaodu.catalog import Catalog
from diaodu.intake.prose.claim_en import EnglishReading
from diaodu.intake.prose.claim_periods import given
from diaodu.intake.prose.claim_places import Gazetteer
from diaodu.intake.prose.claim_types import Claim
from diaodu.intake.prose.claim_zh import ChineseReading
from diaodu.intake.prose.lexicon import Lexicon
from diaodu.intake.prose.subjects import Subjects
from diaodu.periods import Period

_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


class ClaimReader:
    """Reads texts with one catalog, one province and one list of subjects."""

    def __init__(self, areas: Areas | None, catalog: Catalog, subjects: Subjects) -> None:
        self._lexicon = Lexicon(subjects, catalog)
        self._gazetteer = Gazetteer(areas, subjects.places)

    def area(self, written: str | None) -> str | None:
        """Id of an area, or the name that claims use for another place."""
        return self._gazetteer.name(written)

    def read(self, text: str, area: str | None, period: str | Period | None) -> list[Claim]:
        """The claims of a text in its order; see `claims_of`."""
        home = self._gazetteer.name(area)
        written = f"{period.year}-01/{period}" if isinstance(period, Period) else period
        document = given(written)
        found = []
        for paragraph in _PARAGRAPH.finditer(text):
            kind = EnglishReading if _is_english(paragraph[0]) else ChineseReading
            reading = kind(paragraph[0], self._lexicon, self._gazetteer, home, document)
            at = paragraph.start()
            found += [
                replace(claim, start=claim.start + at, end=claim.end + at)
                for claim in reading.claims()
            ]
        return found


def _is_english(text: str) -> bool:
    chinese = len(_CHINESE.findall(text))
    return chinese * 8 < len(_LATIN.findall(text))


def claims_of(
    text: str,
    *,
    area: str | None,
    period: str | Period | None,
    areas: Areas | None,
    catalog: Catalog,
    subjects: Subjects,
) -> list[Claim]:
    """The figures that a text states, in its order.

    area, period: what the text as a whole is about (None: unknown), for figures that name none;
    a Period is the year up to it. Never raises on any text; its time is linear in the length.
    To read many texts make one ClaimReader.
    """
    return ClaimReader(areas, catalog, subjects).read(text, area, period)
