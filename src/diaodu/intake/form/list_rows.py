"""The sheets that senders fill with rows of their own: projects, notes, enterprises."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from diaodu.areas import Area, Areas
from diaodu.intake.form import ids, words
from diaodu.intake.form.cells import Context, RowReader
from diaodu.intake.form.layout import SECTIONS, Column
from diaodu.intake.form.rows import Rows, given_numbers
from diaodu.intake.quantity_words import says_nothing
from diaodu.intake.text import closest

_IDS = ("note_id", "project_id")
_WHOLE_AREA = frozenset({"市本级", "市直", "全市", "市级", "本级", "全区", "区本级", "新区本级"})


@dataclass
class Record:
    """One row of a table as it was read. values: by column of the processed table."""

    row: RowReader
    values: dict[str, Any]


def read_list(rows: Rows, context: Context, unique: tuple[str, ...]) -> list[Record]:
    """Rows with the values of their columns. unique: columns that tell two rows apart.

    A row that repeats another is left out: silently but for the slip if it says the same.
    """
    found: list[Record] = []
    seen: dict[Hashable, Record] = {}
    for row in rows.each():
        values = {c.id: _read(c, row, context) for c in rows.columns.layout.columns}
        record = Record(row, values)
        name = next(c.id for c in rows.columns.layout.columns if c.required)
        if values[name] is None:
            if _says_more(values, name):
                row.note("form_row_unnamed", name, first="")
            continue
        key = tuple(words.compared(str(values[k])) for k in unique)
        first = seen.setdefault(key, record)
        if first is record:
            found.append(record)
            continue
        same = _content(first) == _content(record)
        code = "form_duplicate_same" if same else "form_duplicate_differs"
        row.note(code, name, first_row=first.row.row)
    return found


def _says_more(values: Mapping[str, Any], name: str) -> bool:
    """Whether a row without a name (无, an error value) says anything else."""
    return any(v is not None for key, v in values.items() if key not in (name, *_IDS))


def _content(record: Record) -> dict[str, Any]:
    return {k: v for k, v in record.values.items() if k not in _IDS}


def _read(column: Column, row: RowReader, context: Context) -> Any:
    """Value of a cell by the type of its column; None where there is none."""
    match column.type:
        case "quantity":
            return row.number(column.id)
        case "day":
            return row.day(column.id)
        case "county":
            return _county(column.id, row, context)
        case "choice" | "industry":
            return row.choice(column.id)
        case "bool":
            answer = row.choice(column.id)
            return None if answer is None else answer == words.YES
        case "id":
            value = row.value(column.id)
            return None if value is None else row.cell(column.id).text
    text = row.text(column.id)
    return text[0] if text else None


def _county(key: str, row: RowReader, context: Context) -> str | None:
    """A county of the area by its Chinese name; one of another area is left out.

    What no list knows (a development zone) is kept as written, with an issue.
    """
    if row.value(key) is None or says_nothing(written := row.cell(key).text):
        return None
    area = context.area
    name, own = words.compared(written), words.counties(area)
    if found := own.get(name):
        return found
    if name in _WHOLE_AREA or name in {words.compared(n) for n in area.written}:
        return None
    elsewhere = counties_elsewhere(context.run.areas, area.id).get(name)
    if elsewhere is not None:
        there, own_name = words.name_of(elsewhere), words.name_of(area)
        row.note("form_county_elsewhere", key, elsewhere=there, own=own_name)
        return None
    several = words.parts(written)
    known = [own.get(words.compared(part)) for part in several]
    if len(several) > 1 and all(known):
        row.note("form_choice_several", key, first=several[0])
        return known[0]
    if area.counties:
        near = closest(written, own.values())
        row.note("form_county_unknown", key, own=words.name_of(area), closest=near)
    text = row.text(key)
    return text[0] if text else None


def counties_elsewhere(areas: Areas, own: str) -> dict[str, Area]:
    """County as compared -> the area that it belongs to, for all areas but one."""
    return {
        words.compared(place.zh): other
        for other in areas.areas
        if other.id != own
        for place in other.counties
    }


def projects(
    records: list[Record],
    rows: Rows,
    context: Context,
    evidence: Mapping[str, str],
    before: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Rows of the table `projects`. before: name as compared -> id, of the area's projects so far.

    A row keeps its number; without one, or with that of an empty row, it gets the id of the
    project of the same name, and only then a new one.
    """
    numbers = ids.Numbers(context.area.id, "project", context.period)
    given_numbers(rows, numbers)
    known = frozenset(before.values())

    def wanted(record: Record) -> str | None:
        whole = numbers.whole(record.values["project_id"] or "")
        if whole is not None and whole in known:
            return whole
        return before.get(words.compared(record.values["name"])) or whole

    _number(records, numbers, wanted, "project_id", known)
    return [_evidenced(record, "name", context, evidence) for record in records]


def notes(
    records: list[Record], sheet: str, rows: Rows, context: Context, evidence: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Rows of the table `notes` from one of its three sheets."""
    section = SECTIONS[sheet]
    numbers = ids.Numbers(context.area.id, section, context.period)
    given_numbers(rows, numbers)

    def wanted(record: Record) -> str | None:
        return numbers.whole(record.values["note_id"] or "")

    _number(records, numbers, wanted, "note_id", frozenset())
    made = []
    for record in records:
        original = record.row.cell("text").text
        own = {"section": section, "original": original}
        made.append(_evidenced(record, "text", context, evidence) | own)
    return made


def enterprises(
    records: list[Record], context: Context, evidence: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Rows of the table `enterprises`."""
    return [_evidenced(record, "enterprise", context, evidence) for record in records]


def _number(
    records: list[Record],
    numbers: ids.Numbers,
    wanted: Callable[[Record], str | None],
    key: str,
    known: frozenset[str],
) -> None:
    """Give every record its id, those first that had it in an earlier quarter."""
    waiting = [(record, wanted(record)) for record in records]
    for record, whole in sorted(waiting, key=lambda pair: pair[1] not in known):
        if whole is not None and numbers.take(whole):
            record.values[key] = whole
            continue
        if whole is not None:
            record.row.note("form_id_twice", key)
        record.values[key] = numbers.new()


def _evidenced(
    record: Record, name: str, context: Context, evidence: Mapping[str, str]
) -> dict[str, Any]:
    own = {"area": context.area.id, "period": str(context.period)}
    return record.values | own | {"locator": record.row.place(name)} | dict(evidence)
