"""Drop-downs, hints and colours of a table, which tell the sender at once what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from diaodu.catalog import Bounds
from diaodu.intake.form import words
from diaodu.intake.form.layout import ROW_UNIT, Column, SheetLayout
from diaodu.intake.form.styles import Styles
from diaodu.intake.form.writer_options import Options
from diaodu.messages import say
from diaodu.params import Run

_TITLE, _MESSAGE = 32, 255  # characters that Excel allows
_WORDS = ("choice", "bool", "industry", "county", "month")
# Words that structure depends on: nothing else may be entered. Others may be (several counties).
_STRICT = ("bool", "month")


class Marks:
    """Adds validations and conditional formats to one sheet."""

    def __init__(
        self, target: Worksheet, sheet: SheetLayout, run: Run, styles: Styles, options: Options
    ) -> None:
        self._target, self._sheet, self._run = target, sheet, run
        self._styles, self._options = styles, options
        self._at = {column.id: at for at, column in enumerate(sheet.columns)}

    def add(self, first: int, last: int, rows: Sequence[dict[str, Any]]) -> None:
        """Add them to the rows from `first` to `last` (from 0); rows: what stands in each."""
        if last < first:
            return
        for column in self._sheet.columns:
            if column.unit == ROW_UNIT:
                for offset, row in enumerate(rows):
                    bounds = self._run.catalog.indicators[row["_key"]].bounds
                    self._quantity(column, first + offset, first + offset, bounds)
            elif column.type == "quantity":
                self._quantity(column, first, last, column.bounds)
            elif column.type in _WORDS:
                self._list(column, first, last)
            elif column.type == "day":
                self._day(column, first, last)
            elif column.hint is not None:
                self._validate(column, first, last, {"validate": "any"})
        self._between_columns(first, last)

    def _quantity(self, column: Column, first: int, last: int, bounds: Bounds | None) -> None:
        cell = self._cell(column.id, first)
        if bounds is not None:
            low, high = _plain(bounds.low), _plain(bounds.high)
            rule = {"validate": "decimal", "criteria": "between"}
            reason = bounds.reason.in_(self._run.lang)
            limits = {"minimum": bounds.low, "maximum": bounds.high, "error_message": reason}
            self._validate(column, first, last, rule | limits)
            outside = f"=AND(ISNUMBER({cell}),OR({cell}<{low},{cell}>{high}))"
            self._colour(column, first, last, outside, "wrong")
        else:
            self._validate(column, first, last, {"validate": "any"})
        not_number = f"=AND(LEN(TRIM({cell}))>0,NOT(ISNUMBER({cell})))"
        self._colour(column, first, last, not_number, "odd")

    def _list(self, column: Column, first: int, last: int) -> None:
        name = self._options.name(column)
        if name is None:
            self._validate(column, first, last, {"validate": "any"})
            return
        rule = {"validate": "list", "source": f"={name}"}
        self._validate(column, first, last, rule, strict=column.type in _STRICT)
        cell = self._cell(column.id, first)
        unknown = f"=AND(LEN(TRIM({cell}))>0,COUNTIF({name},{cell})=0)"
        self._colour(column, first, last, unknown, "odd")

    def _day(self, column: Column, first: int, last: int) -> None:
        self._validate(column, first, last, {"validate": "any"})
        cell = self._cell(column.id, first)
        early, late = "DATE(1990,1,1)", "DATE(2100,1,1)"
        impossible = f"=AND(ISNUMBER({cell}),OR({cell}<{early},{cell}>{late}))"
        self._colour(column, first, last, impossible, "wrong")

    def _between_columns(self, first: int, last: int) -> None:
        """What two columns say together."""
        total = self._here("total_investment_10k_yuan", first)
        for key in ("plan_investment_10k_yuan", "completed_investment_10k_yuan"):
            part = self._here(key, first)
            if total and part:
                above = f"=AND(ISNUMBER({part}),ISNUMBER({total}),{part}>{total})"
                self._colour(self._sheet[key], first, last, above, "wrong")
        start, state = self._here("started_on", first), self._here("state", first)
        if start and state:
            column = self._sheet["state"]
            started = words.label(column, "started", self._run, self._run.lang)
            after = f"DATE({self._run.period.year},{self._run.period.month + 1},1)"
            later = f'=AND(ISNUMBER({start}),{start}>={after},{state}="{started}")'
            self._colour(self._sheet["started_on"], first, last, later, "wrong")
        for column in self._sheet.columns:
            if column.required and not column.locked:
                self._missing(column, first, last)

    def _missing(self, column: Column, first: int, last: int) -> None:
        """A row that is filled in, but not here."""
        at = self._at[column.id]
        cell = self._cell(column.id, first)
        right = xl_rowcol_to_cell(first, len(self._sheet.columns) - 1, col_abs=True)
        after = xl_rowcol_to_cell(first, at + 1, col_abs=True)
        empty = f"=AND(LEN(TRIM({cell}))=0,COUNTA({after}:{right})>0)"
        self._colour(column, first, last, empty, "odd")

    def _validate(
        self, column: Column, first: int, last: int, rule: dict[str, Any], *, strict: bool = False
    ) -> None:
        lang = self._run.lang
        if column.hint is not None:
            rule["input_title"] = column.header.in_(lang)[:_TITLE]
            rule["input_message"] = column.hint.in_(lang)[:_MESSAGE]
        elif rule["validate"] == "any":
            return
        rule["error_title"] = say("form.please_check", lang)
        rule["error_message"] = rule.get("error_message", say("form.pick_one", lang))[:_MESSAGE]
        rule["error_type"] = "stop" if strict else "warning"
        at = self._at[column.id]
        self._target.data_validation(first, at, last, at, rule)

    def _colour(self, column: Column, first: int, last: int, formula: str, look: str) -> None:
        at = self._at[column.id]
        shown = self._styles.wrong() if look == "wrong" else self._styles.odd()
        rule = {"type": "formula", "criteria": formula, "format": shown}
        self._target.conditional_format(first, at, last, at, rule)

    def _here(self, column: str, row: int) -> str | None:
        return self._cell(column, row) if column in self._at else None

    def _cell(self, column: str, row: int) -> str:
        """A cell in a formula for many rows: $E5."""
        return str(xl_rowcol_to_cell(row, self._at[column], col_abs=True))


def _plain(number: float) -> str:
    return f"{number:.15g}"
