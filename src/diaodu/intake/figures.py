"""The figure of a row in the catalog's unit: value, printed form, unit."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from diaodu import units
from diaodu.catalog import Indicator
from diaodu.intake.layouts import CHOICES
from diaodu.intake.numbers import Reading
from diaodu.intake.rows import Row
from diaodu.intake.text import closest, fold


def unit_of(row: Row, field: str, reading: Reading) -> str | None:
    """Unit of a number: the unit column and what stands behind the number must agree.

    None, with an issue, where there is none, it is not known or the two differ.
    """
    stated = CHOICES["unit"].get(re.sub(r"\s", "", fold(row["unit"])).casefold())
    if row["unit"] and stated is None:
        near = closest(row["unit"], CHOICES["unit"])
        row.note("unit_unknown", "unit", allowed=", ".join(units.UNITS), closest=near)
    elif not row["unit"] and reading.unit is None:
        row.note("unit_missing", "unit")
    elif stated and reading.unit and stated != reading.unit:
        row.note("unit_conflict", field, unit=row["unit"])
        return None
    return stated or reading.unit


def amount(row: Row, item: Indicator | None) -> dict[str, Any] | None:
    """Value, printed form and unit in the catalog's unit; None where nothing is published."""
    reading = row.required_number("value")
    if reading.how == "missing":
        return None
    unit = unit_of(row, "value", reading)
    if item is None or unit is None or reading.value is None:
        return {"value": None, "printed": None, "unit": unit}
    printed = _converted(row, "value", reading.printed, unit, item.unit)
    value = float(printed)
    if row.ok and not item.bounds.low <= value <= item.bounds.high:
        row.note(
            "value_out_of_bounds",
            "value",
            low=f"{item.bounds.low:g}",
            high=f"{item.bounds.high:g}",
            reason_zh=item.bounds.reason.zh,
            reason_en=item.bounds.reason.en,
        )
    return {"value": value + 0.0, "printed": printed, "unit": item.unit}


def _converted(row: Row, field: str, printed: str, unit: str, into: str) -> str:
    """A printed amount of money in another unit, with the precision it was printed in."""
    if unit == into:
        return printed
    try:
        factor = Decimal(repr(units.convert(1.0, unit, into))).normalize()  # a power of ten
    except ValueError:
        row.note("unit_mismatch", "unit", needed=into)
        return printed
    shifted = f"{Decimal(printed) * factor:f}"
    row.note("unit_converted", field, value=shifted, unit=into)
    return shifted


def end(row: Row, field: str, item: Indicator | None) -> float | None:
    """Low or high end of a target in the catalog's unit."""
    reading = row.optional_number(field)
    unit = unit_of(row, field, reading) if reading.value is not None and row.ok else None
    if reading.value is None or unit is None or item is None:
        return None
    return float(_converted(row, field, reading.printed, unit, item.unit))


def share(row: Row, field: str) -> float | None:
    """A weight in per cent of the base year's total, 0 to 100; else none, with an issue."""
    reading = row.optional_number(field)
    wrong_unit = reading.unit not in (None, "percent")
    if reading.value is not None and (wrong_unit or not 0 <= reading.value <= 100):
        row.note("optional_number", field)
        return None
    return reading.value
