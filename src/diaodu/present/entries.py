"""What the source panel says of one figure: what it is, and from where or from what."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from diaodu.messages import catalogue
from diaodu.present.quantities import Quantity
from diaodu.present.tally import Tally
from diaodu.present.traced import TRACED, Row, Traced, kind_of, text_of, texts_of

if TYPE_CHECKING:
    from diaodu.present.page import Page

# Columns that say what a row is about in the words of its sender.
_WRITTEN = ("enterprise", "project", "name", "county", "owner", "subject")
# Columns that name a counted row without a figure, the first that it has.
_TITLES = ("text", "name", "enterprise", "file")
_LONGEST = 28  # characters of such a name
_PLAIN = Quantity()


class Entry(NamedTuple):
    """One figure of a report.

    about: what the row is about (area, indicator, name, period), outermost first.
    name: message key of what the figure is; how: message key of its formula, or "".
    text: the figure as printed. places: (source id, locator) each.
    inputs: numbers of the figures that it is worked out from. more: how many others there are.
    """

    about: tuple[str, ...]
    name: str
    text: str
    places: tuple[tuple[str, str], ...]
    how: str
    inputs: tuple[int, ...]
    more: int = 0


def number_of(page: Page, figure: Traced, text: str) -> int:
    """The number of a figure's entry in the panel; made on first use, its inputs before it."""
    row, name, quantity = figure.row, figure.name, figure.quantity
    entry = Entry(
        about=_about(page, row, quantity),
        name=_key(kind_of(row), name),
        text=text,
        places=_places(row, quantity),
        how=_key(kind_of(row), name, ".how"),
        inputs=_inputs(page, row, quantity),
    )
    return page.entries.setdefault(entry, len(page.entries) + 1)


def tallied(page: Page, count: Tally, text: str) -> int:
    """The number of the entry of a count that knows its rows; theirs come before it."""
    inputs = tuple(_row_of(page, count, row) for row in count.rows)
    how = "none" if not inputs else "sum" if count.summed else "first" if count.left else "all"
    about = (page.area(count.area or page.run.area.id), count.what, page.now)
    places = ((count.source, ""),) if count.source else ()
    entry = Entry(about, "", text, places, f"trace.tally.{how}", inputs, count.left)
    return page.entries.setdefault(entry, len(page.entries) + 1)


def _row_of(page: Page, count: Tally, row: Row) -> int:
    """The number of the entry of a counted row: that of its figure, else of its name."""
    figure = getattr(row, count.figure, None) if count.figure else None
    if isinstance(figure, TRACED):
        printed = getattr(row, figure.quantity.printed or "printed", None)
        return number_of(page, figure, _shown(page, round(float(figure), 1), printed))
    about = _about(page, row, _PLAIN)
    name = count.named(row) if count.named else ""
    name = name or next(iter(texts_of(row, _TITLES)), about[-2])
    name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    entry = Entry((about[0], about[-1]), "", name, _places(row, _PLAIN), "", ())
    return page.entries.setdefault(entry, len(page.entries) + 1)


def stated(page: Page, text: str, key: str) -> int:
    """The number of the entry of a figure that the quarter's file sets."""
    place = (page.run.file.name, key)
    entry = Entry((page.now,), "trace.stated", text, (place,), "", ())
    return page.entries.setdefault(entry, len(page.entries) + 1)


def _inputs(page: Page, row: Row, quantity: Quantity) -> tuple[int, ...]:
    """The inputs' entries; one that is missing has none."""
    numbers = []
    for name in quantity.inputs:
        value = getattr(row, name, None)
        if isinstance(value, TRACED):
            printed = getattr(row, value.quantity.printed or "printed", None)
            numbers.append(number_of(page, value, _shown(page, float(value), printed)))
    return tuple(numbers)


def _shown(page: Page, value: float, printed: Any) -> str:
    """A figure as its source prints it; a large whole amount as tables have it: 12,345."""
    whole = not isinstance(printed, str) and value.is_integer() and abs(value) >= 1000
    return f"{value:,.0f}" if whole else page.figure(value, printed)


def _places(row: Row, quantity: Quantity) -> tuple[tuple[str, str], ...]:
    found = getattr(row, quantity.places, None) if quantity.places else None
    if found is None and not quantity.inputs:
        found = getattr(row, "source_id", None)
    if isinstance(found, str):
        place = getattr(row, "locator", "") or "" if quantity.places == "source_ids" else ""
        parts = found.split("|")
        return tuple((part, place if len(parts) == 1 else "") for part in parts)
    if not isinstance(found, tuple | list):
        return ()
    return tuple((str(place), getattr(place, "locator", "")) for place in found)


def _about(page: Page, row: Row, quantity: Quantity) -> tuple[str, ...]:
    parts = [page.area(_area(page, row, quantity.area))]
    for column, say in (("indicator", page.indicator), ("industry", page.industry)):
        if text := text_of(row, column):
            parts.append(say(text))
    parts += texts_of(row, _WRITTEN)
    parts.append(_when(page, getattr(row, quantity.period, None)))
    return tuple(parts)


def _area(page: Page, row: Row, column: str) -> str:
    """The area that a figure is of: the report's, where the row names none."""
    if column == "@province":
        return page.run.province.id
    named = text_of(row, column)
    return named if named in page.areas else page.run.area.id


def _when(page: Page, period: Any) -> str:
    if isinstance(period, int):
        return str(period)
    return page.period(period) if isinstance(period, str) else page.now


@cache
def _key(kind: str, name: str, ending: str = "") -> str:
    """The message on a column of that kind of row, else on that column of any; "" without one."""
    texts = catalogue()
    for key in (f"trace.{kind}.{name}{ending}", f"trace.any.{name}{ending}"):
        if key in texts:
            return key
    return ""
