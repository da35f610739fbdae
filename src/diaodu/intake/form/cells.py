"""One row of a sheet while it is read: its cells as values, its faults on the slip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from diaodu import units
from diaodu.areas import Area
from diaodu.catalog import Bounds, Text
from diaodu.intake.amounts import plain
from diaodu.intake.days import read_day
from diaodu.intake.form import words
from diaodu.intake.form.columns import Columns, converts, unit_text
from diaodu.intake.form.layout import ROW_UNIT
from diaodu.intake.form.slip import FormSlip
from diaodu.intake.prose.cleaning import Cleaned, clean_text
from diaodu.intake.prose.script import to_simplified
from diaodu.intake.quantities import WARNINGS, Quantity, read_quantity
from diaodu.intake.quantity_words import says_nothing
from diaodu.intake.received.grid import GridCell, Value
from diaodu.intake.text import closest
from diaodu.messages import Lang, say
from diaodu.params import Run
from diaodu.periods import Period

_day_of_text = lru_cache(maxsize=4096)(read_day)
_FORMULA_SIGNS = ("=", "+", "-", "@")
_UNTOLD = frozenset({"blanks", "breaks", "forms"})  # steps of cleaning that change nothing to tell
NO_VALUE = Quantity("missing")


@dataclass(frozen=True)
class Context:
    """What a form is read against. period: the quarter that it is on."""

    run: Run
    area: Area
    period: Period
    slip: FormSlip


class RowReader:
    """Cells of one row by column of the form."""

    def __init__(
        self, columns: Columns, row: int, cells: Iterable[GridCell], context: Context
    ) -> None:
        self.row = row
        self.columns = columns
        self.context = context
        keys = columns.keys
        self.cells = {keys[cell.column]: cell for cell in cells if cell.column in keys}
        self._merged = columns.sheet.merged

    def note(self, code: str, key: str, found: str | None = None, /, **details: object) -> None:
        """Put an issue of a cell on the slip."""
        place = self.columns.found.get(key)
        cell = self.cell(key)
        self.context.slip.note(
            code,
            cell.text if found is None else found,
            sheet=self.columns.sheet.name,
            row=self.row,
            column=place.at if place else None,
            header=self.columns.layout[key].header,
            **details,
        )

    def place(self, key: str) -> str:
        """Locator of a cell: sheet and address."""
        found = self.columns.found.get(key)
        sheet = self.columns.sheet
        return f"{sheet.name}!{sheet.address(self.row, found.at if found else 1)}"

    def cell(self, key: str) -> GridCell:
        """The cell of a column; an empty one where there is none."""
        cell = self.cells.get(key)
        if cell is not None:
            return cell
        found = self.columns.found.get(key)
        return GridCell(self.row, found.at if found else 0)

    def has(self, key: str) -> bool:
        """Whether anything stands in the column."""
        return is_filled(self.cell(key))

    def value(self, key: str) -> Value:
        """Value of a cell; None, with an issue, where there is an error instead of one."""
        cell = self.cells.get(key)
        if self._merged:
            self._note_merged(key)
        if cell is None:
            return None
        if cell.comment:
            self.note("form_comment", key, comment=cell.comment)
        if cell.error:
            self.note("form_cell_error", key, cell.error)
            return None
        if cell.formula and cell.value is None:
            self.note("form_formula_empty", key, cell.formula)
        elif cell.formula:
            self.note("form_formula", key, cell.formula, value=cell.text)
        return cell.value

    def _note_merged(self, key: str) -> None:
        """Say so where a cell lies below another one: what the sender sees there is not in it."""
        cell = self.cell(key)
        first = self._merged.get((cell.row, cell.column))
        if first is not None:
            self.note("form_merged", key, first=self.columns.sheet.address(*first))

    def text(self, key: str) -> tuple[str, str] | None:
        """Free text, cleaned and as received; None where there is none."""
        value = self.value(key)
        original = self.cell(key).text if value is not None else ""
        if _nothing(original):
            return None
        cleaned = _cleaned(original)
        if set(cleaned.steps) - _UNTOLD:
            self.note("form_text_cleaned", key, text=cleaned.text)
        if original.lstrip().startswith(_FORMULA_SIGNS):
            self.note("form_text_formula", key)
        return (cleaned.text, original) if cleaned.text.strip() else None

    def quantity(self, key: str, unit: str | None = None, bounds: Bounds | None = None) -> Quantity:
        """A figure in the form's own unit; without value where there is none that can be used.

        unit: for columns whose unit is the row's: the form's and, if the row says another, that.
        """
        found = self.columns.found.get(key)
        value = self.value(key)
        if found is None or value is None or found.unit is None:
            return NO_VALUE
        needed = unit or found.column.unit or ""
        stated = needed if found.unit == ROW_UNIT else found.unit
        return self.read(key, value, stated, needed, bounds or found.column.bounds)

    def read(
        self, key: str, value: Value, stated: str, needed: str, bounds: Bounds | None
    ) -> Quantity:
        """Read a figure that is in one unit, in another."""
        if not converts(stated, needed):
            self.note("form_unit_unknown", key, unit=unit_text(needed))
            return NO_VALUE
        cell = self.cell(key)
        read = read_quantity(value, unit=stated, number_format=cell.number_format)
        if read.how == "refused":
            self.note("form_value_refused", key, reason=reason_of("refused", read.reason or ""))
            return NO_VALUE
        quantity = _in_unit(read, stated, needed)
        if read.reason in WARNINGS:
            reason = reason_of("doubtful", read.reason or "")
            self.note("form_value_doubtful", key, value=quantity.printed, reason=reason)
        elif read.how == "normalised" and read.value is not None:
            self.note(
                "form_value_read",
                key,
                value=Text(zh=shown(quantity, needed, "zh"), en=shown(quantity, needed, "en")),
            )
        for end in (quantity.value, quantity.low, quantity.high):
            if bounds and end is not None and not bounds.low <= end <= bounds.high:
                low, high = f"{bounds.low:.15g}", f"{bounds.high:.15g}"
                unit = unit_text(needed)
                self.note(
                    "form_value_out_of_bounds", key, low=low, high=high, unit=unit,
                    reason=bounds.reason,
                )  # fmt: skip
                break
        return quantity

    def number(self, key: str) -> float | None:
        """A single figure; a range has none, which is an issue."""
        quantity = self.quantity(key)
        if quantity.value is None and quantity.low is not None:
            self.note("form_value_range", key)
        return quantity.value

    def day(self, key: str) -> str | None:
        """A day, or a month where the column allows one; None, with an issue, for all else."""
        column = self.columns.layout[key]
        value = self.value(key)
        read = _day_of_text if isinstance(value, str) else read_day
        day = read(value, year_hint=self.context.period.year)
        if day.how == "missing":
            return None
        allowed = ("day", "month") if column.coarse else ("day",)
        if day.how == "refused" or day.precision not in allowed:
            self.note("form_day_refused", key, reason=reason_of("day", day.reason or "coarse"))
            return None
        if day.how == "normalised":
            self.note("form_day_read", key, value=day.printed)
        return day.printed

    def choice(self, key: str) -> str | None:
        """Id of a word of a drop-down; None, with an issue, for another word."""
        if self.value(key) is None or _nothing(written := self.cell(key).text):
            return None
        known = lookup(key, self.columns, self.context)
        if (exact := known.get(words.compared(written))) is not None:
            return exact
        parts = words.parts(written)
        several = [known.get(words.compared(part)) for part in parts]
        if len(several) > 1 and all(several):
            self.note("form_choice_several", key, first=parts[0])
            return several[0]
        self.note("form_choice_unknown", key, closest=closest(written, known))
        return None


def is_filled(cell: GridCell) -> bool:
    """Whether anything stands in a cell."""
    return bool(cell.text.strip() or cell.error or cell.formula)


@lru_cache(maxsize=4096)
def _nothing(text: str) -> bool:
    """`says_nothing`, the short way: no word for nothing that begins in Chinese is that long."""
    if len(text) > 6 and text[0] >= "\u4e00" and words.is_plain(text):
        return False
    return says_nothing(text)


@lru_cache(maxsize=4096)
def _cleaned(text: str) -> Cleaned:
    """`clean_text`, the short way for texts in which there is nothing to clean but the script."""
    if not words.is_plain(text):
        return clean_text(text)
    simplified = to_simplified(text)
    return Cleaned(simplified, text, () if simplified == text else ("simplified",))


def lookup(key: str, columns: Columns, context: Context) -> Mapping[str, str]:
    """Words of a column, looked up once for a sheet."""
    if key not in columns.words:
        columns.words[key] = words.lookup(columns.layout[key], context.run, context.area)
    return columns.words[key]


def shown(quantity: Quantity, unit: str, lang: Lang) -> str:
    """A figure as a message says it: 6~7% (range, expected)."""
    key = "value.percent" if unit == "percent" else "form.amount"
    value = say(key, lang, value=quantity.printed, unit=say(f"unit.{unit}", lang))
    said = [say(f"form.qualifier.{q}", lang) for q in quantity.qualifiers]
    return say("form.qualified", lang, value=value, words="、".join(said)) if said else value


def _in_unit(quantity: Quantity, stated: str, needed: str) -> Quantity:
    if stated == needed:
        return quantity
    factor = Decimal(repr(units.convert(1.0, stated, needed)))

    def by(number: float | None) -> float | None:
        return None if number is None else float(Decimal(repr(number)) * factor)

    ends = [plain(Decimal(part) * factor) for part in quantity.printed.split("~") if part]
    return replace(
        quantity,
        value=by(quantity.value),
        low=by(quantity.low),
        high=by(quantity.high),
        printed="~".join(ends),
    )


def reason_of(kind: str, reason: str) -> Text:
    """Why something was not read, in both languages."""
    return Text(zh=say(f"form.{kind}.{reason}", "zh"), en=say(f"form.{kind}.{reason}", "en"))
