"""What a returned workbook says of itself: whose it is, on which quarter, in which version."""

from __future__ import annotations

import re
from dataclasses import dataclass

from diaodu.areas import Area
from diaodu.intake.form import words
from diaodu.intake.form.layout import Layout
from diaodu.intake.form.match import SEARCHED_ROWS, is_guide, is_options
from diaodu.intake.form.slip import FormSlip
from diaodu.intake.form.writer_guide import AREA, ORIGIN, QUARTER, VERSION
from diaodu.intake.received.grid import GridCell, Sheet, Workbook
from diaodu.intake.text import fold
from diaodu.intake.written_periods import read_period
from diaodu.messages import LANGS, say
from diaodu.params import Run

_LINE = re.compile(r"(?:填报单位|报送单位|填报地区|area)\s*[:：]\s*([^\s（(:：]{2,30})", re.I)
_QUARTER_ZH = re.compile(r"[0-9]{4}\s*年?\s*(?:第?[一二三四1-4]\s*季度|Q[1-4]|[上下]半年|前三季度)")
_QUARTER_EN = re.compile(r"Q([1-4])\s+([0-9]{4})", re.I)


@dataclass(frozen=True)
class Said:
    """A statement and the cell it stands in."""

    text: str
    sheet: str
    row: int
    column: int


@dataclass(frozen=True)
class Identity:
    """What a workbook says of itself; None where it says nothing that can be understood.

    area: id. quarter: such as 2022Q1. illustrative: it says that its figures are made up.
    """

    area: str | None
    quarter: str | None
    version: str | None
    illustrative: bool


def identify(workbook: Workbook, layout: Layout, run: Run, slip: FormSlip) -> Identity:
    """Read the first sheet, the line above the tables and the hidden marks, in this order.

    Marks that say otherwise than what can be seen are an issue; what can be seen holds.
    """
    marks = _marks(workbook)
    fields = _fields(workbook, layout)
    lines = _lines(workbook)
    area = _area(fields.get(AREA) or lines.get(AREA), run, slip)
    quarter = _quarter(fields.get(QUARTER) or lines.get(QUARTER), slip)
    marked_area, marked_quarter = marks.get("area"), marks.get("quarter")
    known = run.areas.find(marked_area) if marked_area else None
    if area and known and area != known:
        slip.note("form_area_differs", area.zh, area=words.name_of(known))
    if quarter and marked_quarter and quarter != marked_quarter:
        slip.note("form_quarter_differs", quarter, quarter=marked_quarter)
    version = fields[VERSION].text if VERSION in fields else marks.get("version")
    origin = fields[ORIGIN].text if ORIGIN in fields else ""
    made_up = {words.compared(say("form.origin.illustrative", lang)) for lang in LANGS}
    return Identity(
        area=area.id if area else known.id if known else None,
        quarter=quarter or marked_quarter,
        version=version.strip() if version else None,
        illustrative=words.compared(origin) in made_up,
    )


def _marks(workbook: Workbook) -> dict[str, str]:
    """What the writer put into the hidden sheet."""
    for sheet in workbook.sheets:
        if is_options(sheet):
            texts = [sheet.at(1, column).text for column in (2, 3, 4)]
            return dict(zip(("version", "area", "quarter"), texts, strict=True))
    return {}


def _fields(workbook: Workbook, layout: Layout) -> dict[str, Said]:
    """Fields of the guide by the message of their label."""
    keys = (AREA, QUARTER, VERSION, ORIGIN)
    labels = {words.compared(say(key, lang)): key for key in keys for lang in LANGS}
    found: dict[str, Said] = {}
    for sheet in workbook.sheets:
        if not is_guide(sheet, layout):
            continue
        for cell in _first_cells(sheet):
            key = labels.get(words.compared(cell.text).rstrip(":"))
            value = sheet.at(cell.row, cell.column + 1)
            if key and value.text.strip():
                said = Said(value.text, sheet.name, value.row, value.column)
                found.setdefault(key, said)
    return found


def _lines(workbook: Workbook) -> dict[str, Said]:
    """What the lines above the tables say."""
    found: dict[str, Said] = {}
    for sheet in workbook.sheets:
        for cell in _first_cells(sheet):
            if area := _LINE.search(cell.text):
                found.setdefault(AREA, Said(area[1], sheet.name, cell.row, cell.column))
            named = _QUARTER_EN.search(fold(cell.text)) or _QUARTER_ZH.search(fold(cell.text))
            if cell.row <= 3 and named:
                found.setdefault(QUARTER, Said(cell.text, sheet.name, cell.row, cell.column))
    return found


def _first_cells(sheet: Sheet) -> list[GridCell]:
    found: list[GridCell] = []
    for row, cells in sheet.rows():
        if row > SEARCHED_ROWS:
            break
        found += [cell for cell in cells[:12] if cell.text.strip()]
    return found


def _area(said: Said | None, run: Run, slip: FormSlip) -> Area | None:
    """The area that a text names; the one around it if it names a county."""
    if said is None:
        return None
    written = re.sub(r"[（(].*?[)）]", "", fold(said.text)).strip()
    found = run.areas.find(written)
    if found is not None:
        return found
    around = [area for area in run.areas.areas if words.compared(written) in words.counties(area)]
    if len(around) == 1:
        _note("form_area_is_county", said, slip, area=words.name_of(around[0]))
        return around[0]
    _note("form_area_unknown", said, slip)
    return None


def _note(code: str, said: Said, slip: FormSlip, **details: object) -> None:
    slip.note(code, said.text, sheet=said.sheet, row=said.row, column=said.column, **details)


def _quarter(said: Said | None, slip: FormSlip) -> str | None:
    if said is None:
        return None
    found = _written_quarter(said.text)
    if found is None:
        _note("form_quarter_unknown", said, slip)
    return found


def _written_quarter(text: str) -> str | None:
    """A quarter that a text names: 2022Q1."""
    plain = fold(text)
    if english := _QUARTER_EN.search(plain):
        return f"{english[2]}Q{english[1]}"
    chinese = _QUARTER_ZH.search(plain)
    read = read_period(chinese[0] if chinese else plain)
    if read.how not in ("exact", "normalised") or read.kind == "year" or read.last % 3:
        return None
    return f"{read.year}Q{read.last // 3}"
