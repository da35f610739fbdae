"""Figures that know where they come from, and texts that remember which figure they show.

A frame of analysis holds plain numbers. Its rows, as `page.each` gives them, hand out the same
numbers as `Traced` ones: they calculate and compare as before, and know their row and column.
What `Page.number` makes of one is text between marks: characters of the private use area, which
no text of a row keeps, so that nobody can send a link. The marks become links where markup is made
of the text (`linked`), and vanish where it stays text (`plain`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from numbers import Integral, Real
from typing import Any

import pandas as pd

from diaodu.columns import lists
from diaodu.present.quantities import Quantity, quantity_of

OPEN, BETWEEN, CLOSE = "\ue010", "\ue011", "\ue012"
_DIGITS = {ord(str(n)): 0xE020 + n for n in range(10)}
_BACK = {new: chr(old) for old, new in _DIGITS.items()}
_NUMBERS = re.compile(f"{OPEN}[\ue020-\ue029]*{BETWEEN}")
_MARKS = re.compile("[\ue010-\ue012\ue020-\ue029]+")
_MARKED = re.compile(f"{OPEN}([\ue020-\ue029]+){BETWEEN}([^{OPEN}{CLOSE}]*){CLOSE}")


class TracedFloat(float):
    """A figure of a row: the same number, and where it stands."""

    row: Row
    name: str
    quantity: Quantity

    def __abs__(self) -> TracedFloat:
        return self._same(float(self).__abs__())

    def __neg__(self) -> TracedFloat:
        return self._same(float(self).__neg__())

    def __round__(self, decimals: int = 0) -> TracedFloat:  # type: ignore[override]
        return self._same(round(float(self), decimals))

    def __mul__(self, factor: float) -> float:
        """The same figure in another unit; a product with another figure is another one."""
        product = float(self) * float(factor)
        return product if isinstance(factor, TRACED) else self._same(product)

    __rmul__ = __mul__

    def __truediv__(self, divisor: float) -> float:
        """The same figure in another unit; a quotient of two figures is another one."""
        quotient = float(self) / float(divisor)
        return quotient if isinstance(divisor, TRACED) else self._same(quotient)

    def _same(self, value: float) -> TracedFloat:
        copy = TracedFloat(value)
        copy.row, copy.name, copy.quantity = self.row, self.name, self.quantity
        return copy


class TracedInt(int):
    """A count of a row: the same number, and where it stands."""

    row: Row
    name: str
    quantity: Quantity


Traced = TracedFloat | TracedInt
TRACED = (TracedFloat, TracedInt)  # isinstance takes a union three times as long


class Row:
    """A row of a frame with its columns as attributes; figures that are known are traced.

    kind: what the row is (a kind in `quantities`). All else of the row is handed out as it is.
    """

    __slots__ = ("_kind", "_row")

    def __init__(self, row: Mapping[str, Any], kind: str) -> None:
        self._row = row
        self._kind = kind

    def __getattr__(self, name: str) -> Any:
        try:
            value = self._row[name]
        except KeyError:
            raise AttributeError(f"the row has no column {name}") from None
        if isinstance(value, str):
            return plain(value)
        if isinstance(value, bool) or not isinstance(value, Real) or math.isnan(value):
            return value
        quantity = quantity_of(self._kind, name)
        return value if quantity is None else figure(value, self, name, quantity)  # type: ignore[arg-type]


def each(table: pd.DataFrame, of: str = "any") -> Iterator[Any]:
    """The rows of a frame, their columns as attributes, and their figures traced.

    of: what the rows are (a kind in `quantities`), where the names of the columns do not say it.
    """
    names = ["Index", *map(str, table.columns)]
    rows = zip(table.index.tolist(), *lists(table), strict=True)
    return (Row(dict(zip(names, row, strict=True)), of) for row in rows)


def text_of(row: Row, name: str) -> str:
    """The text of a column of a row; "" where it has none."""
    value = row._row.get(name)
    return plain(value) if isinstance(value, str) else ""


def texts_of(row: Row, names: Iterable[str]) -> list[str]:
    """The texts of those columns of a row that have one."""
    found = map(row._row.get, names)
    return [plain(value) for value in found if isinstance(value, str) and value]


def kind_of(row: Row) -> str:
    """What a row is: a kind in `quantities`."""
    return row._kind


def figure(value: float, row: Row, name: str, quantity: Quantity) -> Traced:
    """A number traced to a column of a row."""
    whole = isinstance(value, Integral)  # a numpy integer is no int
    traced: Traced = TracedInt(value) if whole else TracedFloat(value)
    traced.row, traced.name, traced.quantity = row, name, quantity
    return traced


def marked(text: str, number: int) -> str:
    """The text of a figure between marks that name its entry."""
    return f"{OPEN}{str(number).translate(_DIGITS)}{BETWEEN}{text}{CLOSE}"


def plain(text: str) -> str:
    """A text without marks."""
    if text.isascii() or not _MARKS.search(text):
        return text
    return _MARKS.sub("", _NUMBERS.sub("", text))


def linked(markup: str) -> str:
    """Markup with its marked figures as links to their entries."""
    return plain(_MARKED.sub(_link, markup))


def _link(found: re.Match[str]) -> str:
    return f'<a href="#v{found[1].translate(_BACK)}">{found[2]}</a>'
