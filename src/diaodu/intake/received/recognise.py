"""Whose a file is and of which quarter: as its content says, and as its name does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePosixPath

from diaodu.areas import Areas
from diaodu.intake.form import identity
from diaodu.intake.form import layout as layouts
from diaodu.intake.form.slip import FormSlip
from diaodu.intake.prose.cleaning import clean_text
from diaodu.intake.received.grid import Document, Sheet, Workbook
from diaodu.intake.received.kinds import safe_name
from diaodu.intake.text import fold
from diaodu.params import Run

_TITLE = 60  # characters: a longer paragraph is no title
_SIGNATURE = 40
_HEAD_ROWS, _HEAD_COLUMNS = 6, 20
_TO = r"(?:[-—–~]|至|到)"
_QUARTER = re.compile(
    r"(?:(?P<year>[0-9]{4}|[〇零○一二三四五六七八九]{4})[年\-_]?度?)?"
    r"(?:第?(?P<n>[一二三四1-4])季度|Q(?P<q>[1-4])(?![0-9])|(?P<half>上半年)"
    r"|前(?P<first>[二两三23])个?季度|(?P<whole>全年)"
    rf"|(?<![0-9])0?[1一]月?{_TO}(?P<month>[0-9]{{1,2}})月)"
)
_YEAR_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_ORDINAL = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class Identity:
    """Whose a file is, and of which quarter.

    area: id, None if it is not said, or of several. areas: all that stand where one is expected.
    quarter: such as 2022Q1, None if it is not said. written: the words that say it. form: version
    of the layout. illustrative: the file itself says that it is made up.
    """

    area: str | None = None
    areas: tuple[str, ...] = ()
    quarter: str | None = None
    written: str = ""
    form: str | None = None
    illustrative: bool = False


Recogniser = Callable[[Workbook | Document, Run], Identity]


def by_content(content: Workbook | Document, run: Run) -> Identity:
    """What the places say where a sender names itself: titles, heads of sheets, the signature."""
    groups = list(_of_document(content) if isinstance(content, Document) else _of_book(content))
    areas: tuple[str, ...] = ()
    for group in groups:
        found = named_areas(group, run.areas)
        areas = found if len(found) == 1 else areas or found
        if len(found) == 1:
            break
    # A signature and the running text name quarters too, but not always the report's own.
    quarters = (first_quarter(group, run.period.year) for group in groups[:1])
    quarter, written = next((q for q in quarters if q[0]), (None, ""))
    return Identity(areas[0] if len(areas) == 1 else None, areas, quarter, written)


def recognise(content: Workbook | Document, run: Run) -> Identity:
    """What a file says of itself: a form first of all by its own fields and marks."""
    said = by_content(content, run)
    asked = run.quarter.submissions
    if asked is None or isinstance(content, Document):
        return said
    layout = layouts.load(run.root, asked.form)
    # What is odd about the fields becomes an issue when the form is read.
    form = identity.identify(content, layout, run, FormSlip(content.file))
    version = form.version if form.version in layout_versions(run) else None
    known = replace(said, form=version, illustrative=form.illustrative)
    if form.area is not None:
        known = replace(known, area=form.area, areas=(form.area,))
    return replace(known, quarter=form.quarter, written="") if form.quarter else known


def layout_versions(run: Run) -> frozenset[str]:
    """Versions of the form that the catalog has: only these may become a path."""
    folder = run.root / "params" / "catalog" / "forms"
    return frozenset(path.stem for path in folder.glob("*.yml"))


def by_name(name: str, run: Run) -> Identity:
    """What a file's name says; nothing where it names several areas."""
    stem = PurePosixPath(safe_name(name)).stem
    areas = named_areas(stem, run.areas)
    quarter, written = first_quarter(stem, run.period.year)
    return Identity(areas[0] if len(areas) == 1 else None, areas, quarter, written)


def named_areas(text: str, areas: Areas) -> tuple[str, ...]:
    """Ids of the areas (never the province) that a text names, each once, in its order."""
    ids = {name.casefold(): area.id for area in areas.areas for name in area.written}
    # One character means too much, and English names must be words of their own.
    names = sorted((name for name in ids if len(name) > 1), key=len, reverse=True)
    alone = (re.escape(name) if not name.isascii() else _word(name) for name in names)
    found = re.findall("|".join(alone) or "(?!)", re.sub(r"\s+", " ", fold(text)).casefold())
    return tuple(dict.fromkeys(ids[name] for name in found))


def first_quarter(text: str, year: int) -> tuple[str | None, str]:
    """The first quarter that a text names, and the words; without a year it is one of `year`."""
    for found in _QUARTER.finditer(re.sub(r"\s", "", fold(text)).upper()):
        stated = found["year"]
        if found["whole"] and not stated:
            continue
        number = _number(found)
        if number is not None:
            own = int(stated.translate(_YEAR_DIGITS)) if stated else year
            return f"{own:04d}Q{number}", found[0]
    return None, ""


def _number(found: re.Match[str]) -> int | None:
    if found["half"] or found["whole"]:
        return 2 if found["half"] else 4
    if found["month"]:
        month = int(found["month"])
        return month // 3 if month in (3, 6, 9, 12) else None
    digit = found["n"] or found["q"] or found["first"]
    return _ORDINAL.get(digit) or int(digit)


def _word(name: str) -> str:
    return rf"(?<![a-z]){re.escape(name)}(?![a-z])"


def _of_document(document: Document) -> Iterator[str]:
    """Title, then signature. The running text is no witness: it names the neighbours too."""
    texts = [paragraph.text.strip() for paragraph in document.paragraphs]
    end = next((at for at, text in enumerate(texts[:6]) if _is_running_text(text)), 6)
    yield _clean(texts[:end])
    last = (text for text in texts[end:][-4:] if len(text) <= _SIGNATURE)
    yield _clean(text for text in last if not _is_running_text(text))


def _is_running_text(text: str) -> bool:
    return len(text) > _TITLE or text.endswith(("。", "；", ";"))


def _of_book(book: Workbook) -> Iterator[str]:
    """The head of all sheets that a person sees, the heads one by one, then their names."""
    shown = [sheet for sheet in book.sheets if not sheet.hidden]
    heads = [_clean(_head(sheet)) for sheet in shown]
    yield "\n".join(heads)
    yield from heads
    yield _clean(sheet.name for sheet in shown)


def _head(sheet: Sheet) -> Iterator[str]:
    for _, cells in islice(sheet.rows(), _HEAD_ROWS):
        yield from (cell.text for cell in cells if cell.column <= _HEAD_COLUMNS)


def _clean(texts: Iterable[str]) -> str:
    return clean_text("\n".join(text[:500] for text in texts)).text
