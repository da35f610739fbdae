"""The sheet of indicators: one row an indicator, up to four figures in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from diaodu.catalog import Catalog
from diaodu.intake.form import words
from diaodu.intake.form.cells import Context, RowReader, reason_of, shown
from diaodu.intake.form.columns import converts, unit_text
from diaodu.intake.form.headers import base_of, unit_named
from diaodu.intake.form.layout import ROW_UNIT
from diaodu.intake.form.rows import Rows
from diaodu.intake.quantities import Quantity
from diaodu.intake.received.grid import Value
from diaodu.intake.text import closest, fold
from diaodu.intake.written_periods import read_period
from diaodu.messages import LANGS, say
from diaodu.periods import Period

FIGURES = ("last_year", "to_date", "expected", "target")
_NUMBERING = re.compile(r"^(?:[0-9一二三四五六七八九十]+[、.)]|其中[:]?|[#*])+")
_MONTH = re.compile(r"(?:0?1月?[-—–~至到])?(0?[1-9]|1[0-2])月?份?")


@dataclass
class IndicatorRow:
    """One row: `figures` by column, those only that can be used; `months` of the actual ones."""

    key: str
    row: RowReader
    figures: dict[str, Quantity] = field(default_factory=dict)
    months: dict[str, Period] = field(default_factory=dict)
    remark: str = ""


def read_indicators(rows: Rows, context: Context) -> list[IndicatorRow]:
    """Every row that names an indicator, each indicator once."""
    found: dict[str, IndicatorRow] = {}
    known = names_of(context.run.catalog)
    for row in rows.each():
        written = row.cell("indicator").text
        key = known.get(_bare(written)) or known.get(base_of(_bare(written)))
        if key is None:
            row.note("form_indicator_unknown", "indicator", closest=closest(written, known))
            continue
        read = _read(key, row, context)
        if key not in found:
            found[key] = read
            continue
        first = found[key]
        same = first.figures == read.figures and first.months == read.months
        code = "form_duplicate_same" if same else "form_duplicate_differs"
        row.note(code, "indicator", first_row=first.row.row)
    return list(found.values())


def names_of(catalog: Catalog) -> dict[str, str]:
    """Every way to write an indicator, as words and as headers are compared, -> its id."""
    known: dict[str, str] = {}
    bare: dict[str, set[str]] = {}
    for key, item in catalog.indicators.items():
        for name in (key, item.zh, item.short_zh, item.en, item.short_en, *item.aliases):
            known[words.compared(name)] = key
            bare.setdefault(base_of(name), set()).add(key)
    return {b: next(iter(keys)) for b, keys in bare.items() if len(keys) == 1} | known


def _bare(written: str) -> str:
    return _NUMBERING.sub("", words.compared(written))


def _read(key: str, row: RowReader, context: Context) -> IndicatorRow:
    item = context.run.catalog.indicators[key]
    read = IndicatorRow(key, row)
    stated = _row_unit(row, item.unit)
    month = _month(row, context.period)
    for column in FIGURES:
        found, value = row.columns.found.get(column), row.value(column)
        if stated is None or found is None or value is None:
            continue
        unit = stated if found.unit == ROW_UNIT else found.unit or stated
        quantity = row.read(column, value, unit, item.unit, item.bounds)
        if quantity.value is None and quantity.low is not None and column != "target":
            row.note("form_value_range", column)
        elif column == "to_date" and month is None and quantity.value is not None:
            if not row.has("to_month"):
                row.note("form_month_missing", "to_month", row.cell("to_date").text)
        elif quantity.value is not None or quantity.low is not None:
            read.figures[column] = quantity
    read.months = {"last_year": context.period.shift_years(-1), "expected": context.period}
    if month is not None:
        read.months["to_date"] = month
    remark = row.text("remark")
    read.remark = remark[0] if remark else ""
    return read


def _row_unit(row: RowReader, unit: str) -> str | None:
    """The unit that stands in the row; None, with an issue, if it is of another kind."""
    if "unit" not in row.columns.found:
        return unit
    needed = unit_text(unit)
    written = row.cell("unit").text
    stated = unit_named(written)
    if not written.strip():
        row.note("form_unit_row", "unit", unit=needed)
        return unit
    if stated is None or not converts(stated, unit):
        row.note("form_unit_unknown", "unit", unit=needed)
        return None
    if stated != unit:
        row.note("form_unit_row", "unit", unit=needed)
    return stated


def _month(row: RowReader, period: Period) -> Period | None:
    """The month that the figure of this year goes up to."""
    value = row.value("to_month")
    text = row.cell("to_month").text.strip()
    if value is None or not text:
        return None
    month = read_month(value, text, period)
    if month is None or month.year != period.year or month > period:
        reason = "unreadable" if month is None else "outside"
        row.note("form_month_refused", "to_month", period=period, reason=reason_of("month", reason))
        return None
    return month


def read_month(value: Value, text: str, period: Period) -> Period | None:
    """Read the last month of a cumulative figure: 1—2月, 2022年一季度, 2022-02, 2, a date."""
    if isinstance(value, date):
        return Period(value.year, value.month)
    for month in range(1, 13):
        labels = {say(f"period.ytd.{month}", lang, year=period.year) for lang in LANGS}
        if words.compared(text) in {words.compared(label) for label in labels}:
            return Period(period.year, month)
    written = re.sub(r"\s", "", fold(text))
    if found := _MONTH.fullmatch(written):
        return Period(period.year, int(found[1]))
    for said in (written, f"{period.year}年{written}"):
        read = read_period(said)
        if read.how in ("exact", "normalised"):
            return read.last_month
    return None


def indicator_tables(
    read: list[IndicatorRow], context: Context, evidence: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of the tables `indicators` and `targets`. evidence: source_id and origin."""
    figures, targets = [], []
    for one in read:
        unit = context.run.catalog.indicators[one.key].unit
        for column, quantity in one.figures.items():
            common = {
                "area": context.area.id,
                "indicator": one.key,
                "unit": unit,
                "derivation": None,
                **_remarks(one, column, quantity, unit),
                "locator": one.row.place(column),
                **evidence,
            }
            if column == "target":
                targets.append(common | {"year": context.period.year} | _target(quantity))
            else:
                figures.append(common | _figure(one, column, quantity))
    return figures, targets


def _figure(one: IndicatorRow, column: str, quantity: Quantity) -> dict[str, Any]:
    status = "expected" if column == "expected" else "flash"
    if column != "expected" and "expected" in quantity.qualifiers:
        one.row.note("form_value_expected", column)
        status = "expected"
    return {
        "industry": None,
        "period": str(one.months[column]),
        "span": "ytd",
        "status": status,
        "value": quantity.value,
        "printed": quantity.printed,
        "base_weight": None,
    }


def _target(quantity: Quantity) -> dict[str, Any]:
    """A range is a target by its lower end, as `at least` is."""
    if quantity.value is None:
        low, high = quantity.low, quantity.high
        return {"value": low, "wording": "between", "low": low, "high": high}
    if {"at_least", "more_than"} & set(quantity.qualifiers):
        return {"value": quantity.value, "wording": "at_least", "low": quantity.value, "high": None}
    wording = "about" if "about" in quantity.qualifiers else "exact"
    return {"value": quantity.value, "wording": wording, "low": None, "high": None}


def _remarks(
    one: IndicatorRow, column: str, quantity: Quantity, unit: str
) -> dict[str, str | None]:
    """What was said beside a figure: its qualifiers, the sender's remark and comment."""
    beside = [quantity.remark, one.row.cell(column).comment or ""]
    said = {}
    for lang in LANGS:
        own = [shown(quantity, unit, lang)] if quantity.qualifiers else []
        parts = [part.strip() for part in (*own, *beside, one.remark) if part.strip()]
        said[f"remark_{lang}"] = "；".join(parts) or None
    return dict(said)
