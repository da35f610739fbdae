"""One table of a form: headers, rows to fill in, and what was carried over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter.worksheet import Worksheet

from diaodu.areas import Area
from diaodu.intake.form import ids, words
from diaodu.intake.form.layout import ROW_UNIT, Column, Layout, SheetLayout
from diaodu.intake.form.styles import Styles
from diaodu.intake.form.writer_marks import Marks
from diaodu.intake.form.writer_options import Options
from diaodu.messages import Lang, say
from diaodu.params import Run

_PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "sort": True,
    "autofilter": True,
}


@dataclass(frozen=True)
class Form:
    """What a form is written for."""

    run: Run
    layout: Layout
    area: Area

    @property
    def lang(self) -> Lang:
        return self.run.lang

    @property
    def quarter(self) -> str:
        """Name of the quarter: 2022年一季度."""
        period = self.run.period
        return say(f"period.quarter.{period.quarter}", self.lang, year=period.year)

    @property
    def due_phrase(self) -> str:
        """By when the form is to be returned, or nothing."""
        due = self.run.quarter.submissions and self.run.quarter.submissions.due
        return say("form.due", self.lang, day=self.day(due)) if due else ""

    def heading(self, sheet: SheetLayout) -> str:
        return say(
            "form.heading",
            self.lang,
            quarter=self.quarter,
            title=self.layout.title.in_(self.lang),
            sheet=sheet.name.in_(self.lang),
        )

    def day(self, day: date) -> str:
        return say("form.day", self.lang, year=day.year, month=day.month, day=day.day)


def header_text(column: Column, lang: Lang) -> str:
    """A header as it is written: its name, the unit in brackets below."""
    name = column.header.in_(lang)
    if column.unit in (None, ROW_UNIT):
        return name
    return say("form.header_unit", lang, header=name, unit=say(f"unit.{column.unit}", lang))


def write_table(
    target: Worksheet,
    sheet: SheetLayout,
    form: Form,
    styles: Styles,
    options: Options,
    carried: list[dict[str, Any]],
) -> None:
    """Write one sheet. carried: rows to begin with, values by column."""
    first = sheet.header_row
    target.set_row(0, 34)
    target.write_string(0, 0, form.heading(sheet), styles.title())
    name = form.area.zh if form.lang == "zh" else form.area.en
    line = say("form.line", form.lang, area=name, due=form.due_phrase)
    target.write_string(1, 0, line, styles.line())
    target.write_string(2, 0, sheet.hint.in_(form.lang), styles.hint())
    target.set_row(first - 1, 36)
    for at, column in enumerate(sheet.columns):
        target.set_column(at, at, column.width)
        target.write_string(first - 1, at, header_text(column, form.lang), styles.header())
        if comment := _comment(column, form.lang):
            target.write_comment(first - 1, at, comment, {"x_scale": 1.6, "y_scale": 0.9})
    rows = _indicator_rows(form) if sheet.kind == "fixed" else carried
    given = [row | {"_carried": sheet.kind != "fixed"} for row in rows]
    given += [{} for _ in range(sheet.rows if sheet.kind == "list" else 0)]
    _number(given, sheet, form)
    for offset, row in enumerate(given):
        for at, column in enumerate(sheet.columns):
            _write_cell(target, first + offset, at, column, row, form, styles)
    Marks(target, sheet, form.run, styles, options).add(first, first + len(given) - 1, given)
    target.freeze_panes(first, _frozen(sheet))
    target.repeat_rows(first - 1)
    target.set_default_row(22)
    target.protect("", _PROTECTION)


def _comment(column: Column, lang: Lang) -> str:
    parts = [column.hint.in_(lang)] if column.hint else []
    if column.required and not column.locked:
        parts.insert(0, say("form.required", lang))
    return "\n".join(parts)


def _frozen(sheet: SheetLayout) -> int:
    """Columns that stay: those up to the first required one."""
    return next(at for at, column in enumerate(sheet.columns, 1) if column.required)


def _indicator_rows(form: Form) -> list[dict[str, Any]]:
    return [
        {
            "indicator": form.run.catalog.indicators[key].name(form.lang),
            "unit": say(f"unit.{form.run.catalog.indicators[key].unit}", form.lang),
            "_key": key,
        }
        for key in form.run.indicators
    ]


def _number(rows: list[dict[str, Any]], sheet: SheetLayout, form: Form) -> None:
    """Give the empty rows their numbers."""
    column = next((c.id for c in sheet.columns if c.type == "id"), None)
    if column is None:
        return
    new = (row for row in rows if column not in row)
    for number, row in enumerate(new, 1):
        row[column] = ids.numbered(form.run.period, number)


def _write_cell(
    target: Worksheet,
    row: int,
    at: int,
    column: Column,
    values: dict[str, Any],
    form: Form,
    styles: Styles,
) -> None:
    unit = column.unit
    if unit == ROW_UNIT:
        unit = form.run.catalog.indicators[values["_key"]].unit
    look = styles.cell(column, unit, carried=bool(values.get("_carried")))
    value = values.get(column.id)
    if value is None:
        target.write_blank(row, at, None, look)
    elif column.type == "quantity":
        target.write_number(row, at, float(value), look)
    elif column.type == "day" and len(str(value)) == len("2022-03-05"):
        target.write_datetime(row, at, date.fromisoformat(str(value)), look)
    else:
        if column.type == "bool":
            value = say(f"form.{words.YES if value else words.NO}", form.lang)
        target.write_string(row, at, words.label(column, str(value), form.run, form.lang), look)
