"""Read what people type into a form where a figure is asked for: 5.8%（预计）, 约6%, 1.2万.

Much is understood, nothing is guessed: what can be meant in two ways is refused with the reason,
and the few readings that are kept although they look doubtful carry a reason too (WARNINGS).
Published CSVs are read by `numbers`, which is stricter.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from diaodu import units
from diaodu.intake.amounts import Amount, Expressed, express, plain, read_amount, why_unread
from diaodu.intake.numbers import FORMULA_ERROR, SCIENTIFIC, How
from diaodu.intake.quantity_words import LEVEL, Qualifier, says_nothing
from diaodu.intake.quantity_wrapping import Unwrapped, compact, unwrap
from diaodu.intake.shown_units import shown_unit

Reason = Literal[
    "brackets",  # (2.1): negative in accounting, a remark elsewhere
    "change",  # 增加3亿元 where an amount is asked for
    "comma",  # 6，5
    "contradiction",  # 下降-2.1, 5.8%（下降）
    "date",  # a spreadsheet made a date of 6-7
    "dots",  # 5.8.2, 1.234.567
    "formula_error",
    "fraction",  # 3/4
    "order",  # 7-6%
    "scale",  # 5千 in a column of 万元
    "scientific",
    "two_numbers",
    "unit",  # a unit of another kind
    "unit_remark",  # 3.5（亿元） in a column of 万元
    "unreadable",
    "maybe_fraction",  # kept: 0.058 in a column of per cent
    "maybe_scaled",  # kept: 1.2万 in a column of 万元
]
WARNINGS: frozenset[Reason] = frozenset({"maybe_fraction", "maybe_scaled"})
_RATES = ("percent", "percentage_point")
_BETWEEN = re.compile(r"(?P<low>.+?)(?P<sep>——|[—–~-]|[至到和与])(?P<high>.+)")
_WIDE_COMMA = re.compile(r"[0-9]，[0-9]")
_GROUPED = re.compile(r"[0-9]{1,3}(?:，[0-9]{3})+\.[0-9]")
_DIGIT_FORMS = str.maketrans("０１２３４５６７８９．", "0123456789.")
_LONGEST = 100
_SIGNIFICANT = 15  # digits that a spreadsheet keeps

Cell = str | float | int | bool | date | None


@dataclass(frozen=True)
class Quantity:
    """What a cell says in the unit of its column.

    value: None where there is none, and for a range, which has low and high instead. printed: the
    value's normal form, decimals as written, "low~high" for a range. unit_found: id of the unit
    that was written, None if none was. qualifiers: in the order found. remark: what else stood in
    brackets. reason: why it was refused or, if in WARNINGS, why the value kept is doubtful.
    """

    how: How
    value: float | None = None
    printed: str = ""
    low: float | None = None
    high: float | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    unit_found: str | None = None
    remark: str = ""
    reason: Reason | None = None

    @property
    def qualifier(self) -> str | None:
        """All qualifiers in one word, e.g. "expected about"; None if there is none."""
        return " ".join(self.qualifiers) or None


def read_quantity(cell: Cell, *, unit: str, number_format: str | None = None) -> Quantity:
    """Read a cell's value, or its text, in the unit id of its column; never raises on a cell.

    number_format: the spreadsheet's, for a value that is a number: 0.058 shown as 0.0% is 5.8.
    Raises ValueError for a column's unit that there is not.
    """
    if unit not in units.UNITS:
        raise ValueError(f"no such unit: {unit}")
    if cell is None:
        return Quantity("missing")
    if isinstance(cell, str):
        return _from_text(cell, unit)
    if isinstance(cell, bool):
        return _refused("unreadable")
    if isinstance(cell, date):
        return _refused("date")
    return _from_number(cell, unit, number_format or "General")


def _refused(reason: Reason) -> Quantity:
    return Quantity("refused", reason=reason)


def _from_number(cell: float, unit: str, number_format: str) -> Quantity:
    """A number typed as one; its format may say the unit (0.0%, 0.0"亿元")."""
    try:
        number = Decimal(f"{float(cell):.{_SIGNIFICANT}g}")
    except OverflowError:
        return _refused("unreadable")
    shown = shown_unit(number_format)
    if not number.is_finite() or shown is None:
        return _refused("unreadable")
    printed = plain(number * shown.factor) if number else "0"
    amount = read_amount(printed + shown.unit) if shown.unit else Amount(printed)
    found = express(amount, unit) if amount else "unit"
    if not isinstance(found, Expressed):
        return _refused(found)
    return _maybe_fraction(_value(found, "exact"), unit)


def _value(found: Expressed, how: How) -> Quantity:
    """A value in the column's unit, with the warnings that its own form calls for."""
    value = float(found.number) + 0.0  # + 0.0: no minus zero
    if not math.isfinite(value):
        return _refused("unreadable")
    printed = found.number if value else found.number.lstrip("-")
    return Quantity(
        how,
        value,
        printed,
        unit_found=found.unit,
        reason="maybe_scaled" if found.repeated else None,
    )


def _maybe_fraction(quantity: Quantity, unit: str) -> Quantity:
    """Rates have one decimal: 0.058 without a sign of per cent may be 5.8%; 0.3 need not be 30%."""
    decimals = len(quantity.printed.partition(".")[2].rstrip("0"))
    small = quantity.value is not None and abs(quantity.value) < 1 and decimals >= 2
    if small and unit == "percent" and quantity.unit_found is None:
        return replace(quantity, reason="maybe_fraction")
    return quantity


def _from_text(text: str, unit: str) -> Quantity:
    if says_nothing(text):
        return Quantity("missing")
    written = compact(text)
    if (reason := _no_amount(text, written)) is not None:
        return _refused(reason)
    around = unwrap(written)
    if around.fault:
        return _refused(around.fault)
    if level := LEVEL.fullmatch(around.body):
        return _level(around, unit, about=level["about"] is not None)
    amount = read_amount(around.body)
    read = _range(around, unit) if amount is None else _single(amount, around, unit)
    if read is None:
        return _refused(why_unread(around.body))
    return replace(read, how="exact") if read.value is not None and read.printed == text else read


def _no_amount(text: str, written: str) -> Reason | None:
    """What can be told from the text as a whole."""
    if len(text) > _LONGEST:
        return "unreadable"
    digits = text.translate(_DIGIT_FORMS)
    if _WIDE_COMMA.search(digits) and not _GROUPED.search(digits):
        return "comma"  # 1，234 may be two figures; 1，234.5 cannot
    if FORMULA_ERROR.fullmatch(written):
        return "formula_error"
    return "scientific" if SCIENTIFIC.fullmatch(written) else None


def _level(around: Unwrapped, unit: str, *, about: bool) -> Quantity:
    """持平: a rate of nought. An amount that stayed level is not known from that."""
    if unit not in _RATES or around.direction:
        return _refused("contradiction" if around.direction else "change")
    if about:
        around.qualify("about")
    return Quantity("normalised", 0.0, "0", qualifiers=around.meant)


def _single(amount: Amount, around: Unwrapped, unit: str) -> Quantity:
    found = _in_column(amount, around, unit)
    if not isinstance(found, Expressed):
        return _refused(found)
    value = _value(found, "normalised")
    qualified = replace(value, qualifiers=around.meant, remark="；".join(around.remarks))
    return _maybe_fraction(qualified, unit) if qualified.how != "refused" else value


def _in_column(amount: Amount, around: Unwrapped, unit: str) -> Expressed | Reason:
    """The amount with its sign, in the unit of the column and of the remark; or what is wrong."""
    change = around.direction and unit not in _RATES and not around.of_result
    if change or (around.of_rate and unit == "percent"):
        return "change"
    if around.of_result and unit not in units.MONEY_IN_YUAN:
        return "unit"
    if around.direction < 0 and amount.number.startswith("-"):
        return "contradiction"
    if around.direction < 0:
        amount = replace(amount, number=f"-{amount.number}")
    negative = amount.number.startswith("-")
    if around.remark_direction and negative != (around.remark_direction < 0):
        return "contradiction"
    found = express(amount, unit)
    if not isinstance(found, Expressed):
        return found
    for remark in around.unit_remarks:
        said = read_amount("1" + remark)
        fits = express(said, unit) if said else "unit"
        same = isinstance(fits, Expressed) and fits.number == "1"
        if not same or found.unit not in (None, unit) or found.repeated:
            return "unit_remark"
        found = replace(found, unit=unit)
    return found


def _range(around: Unwrapped, unit: str) -> Quantity | None:
    """Two ends, each with its own unit or both with that of the second; None if it is no range."""
    found = _BETWEEN.fullmatch(around.body)
    if found is None or (found["sep"] in "和与" and not around.between):
        return None
    first, second = read_amount(found["low"]), read_amount(found["high"])
    if first is None or second is None:
        return None
    if first.signed and not second.signed and found["sep"] in "-–—":
        return _refused("contradiction")  # -6-7: to 7, or to -7?
    if first.base is None and first.scale == 1 and not first.composite:
        first = replace(first, base=second.base, scale=second.scale)
    ends = [_in_column(end, around, unit) for end in (first, second)]
    numbers = []
    for end in ends:
        if not isinstance(end, Expressed):
            return _refused(end)
        numbers.append(_value(end, "normalised"))
    low, high = numbers if around.direction >= 0 else reversed(numbers)
    if low.value is None or high.value is None or low.value > high.value:
        return _refused("order")
    return Quantity(
        "normalised",
        printed=f"{low.printed}~{high.printed}",
        low=low.value,
        high=high.value,
        qualifiers=("range", *around.meant),
        unit_found=high.unit_found or low.unit_found,
        remark="；".join(around.remarks),
        reason=low.reason or high.reason,
    )
