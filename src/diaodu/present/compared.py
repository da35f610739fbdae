"""Two versions of a quarter side by side: a section for each kind of thing that may differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from diaodu.present import lamps
from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, missing, safe

LONGEST = 80  # characters of a problem


class Section(NamedTuple):
    """One section: its id and message, how many changes it shows, and their table (None: none)."""

    name: str
    number: int
    shown: Html | None


class _Kind(NamedTuple):
    """A section: which rows of `changes` it takes, its columns, and what a row has in them."""

    name: str
    chosen: Callable[[pd.DataFrame], pd.Series]
    columns: tuple[str, ...]
    cells: Callable[[Page, Any], dict[str, str]]


def sections(page: Page, changes: pd.DataFrame) -> Iterator[Section]:
    """All sections, those without a change among them; changes: rows of the contract `changes`."""
    for kind in _KINDS:
        rows = changes[kind.chosen(changes)]
        if rows.empty:
            yield Section(kind.name, 0, None)
            continue
        columns = [Column("area", page.say("compare.column.area"), align="left")]
        columns += [Column(n, page.say(f"compare.column.{n}"), align="left") for n in kind.columns]
        cells = [
            {"area": safe(page.area(row.area)), **kind.cells(page, row)}
            for row in _in_order(page, rows)
        ]
        title = page.say("compare.title", count=len(rows), what=page.say(f"compare.{kind.name}"))
        yield Section(kind.name, len(rows), grid(page, f"t-{kind.name}", title, columns, cells))


def _in_order(page: Page, rows: pd.DataFrame) -> list[Any]:
    """Areas as in the quarter's file, of each the indicators as there, the whole before a part."""
    areas = {area: place for place, area in enumerate((page.run.province.id, *page.run.peers))}
    indicators = {indicator: place for place, indicator in enumerate(page.run.indicators)}

    def place(row: Any) -> tuple[int, int, bool]:
        of_indicator = indicators.get(row.indicator, len(indicators))
        return areas.get(row.area, len(areas)), of_indicator, not missing(row.industry)

    return sorted(each(rows), key=place)


def _figure(page: Page, row: Any) -> dict[str, str]:
    name = page.indicator(row.indicator)
    if not missing(row.industry):
        name = page.say("compare.of_industry", indicator=name, industry=page.industry(row.industry))
    when = page.say(
        "compare.when",
        period=page.period(row.period, row.span),
        stage=page.say(f"stage.{row.stage}"),
    )
    named = f'{safe(name)}<span class="when">{safe(when)}</span>'
    return {"indicator": named, **_sides(page, row)}


def _target(page: Page, row: Any) -> dict[str, str]:
    return {"indicator": safe(page.indicator(row.indicator)), **_sides(page, row)}


def _sides(page: Page, row: Any) -> dict[str, str]:
    return {
        "before": _amount(page, row.before_value, row.before_printed, row.unit),
        "after": _amount(page, row.value, row.printed, row.unit),
    }


def _amount(page: Page, value: Any, printed: Any, unit: str) -> str:
    if missing(value):
        return _none(page)
    key = "value.percent" if unit == "percent" else "value.amount"
    return safe(page.say(key, value=page.figure(value, printed), unit=page.unit(unit)))


def _none(page: Page) -> str:
    return f'<span class="none">{safe(page.say("value.not_applicable"))}</span>'


def _light(page: Page, row: Any) -> dict[str, str]:
    sides = {"before": row.before, "after": row.after}
    return {
        "topic": safe(page.say(f"light.topic.{row.subject}")),
        **{n: _none(page) if missing(v) else lamps.mark(page, v) for n, v in sides.items()},
    }


def _flag(page: Page, row: Any) -> dict[str, str]:
    return {"change": safe(page.say(f"compare.flag.{row.change}"))}


def _problem(page: Page, row: Any) -> dict[str, str]:
    text = " ".join(str(row.name).split())
    key = "ledger.state" if row.field == "state" else "compare.severity"
    return {
        "problem": safe(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"),
        "change": _changed(page, row),
        **{n: _word(page, key, v) for n, v in (("before", row.before), ("after", row.after))},
    }


def _project(page: Page, row: Any) -> dict[str, str]:
    amount = not missing(row.unit)
    if amount:
        sides = _sides(page, row)
    elif row.field == "state":
        sides = {
            n: _word(page, "projects.state", v)
            for n, v in (("before", row.before), ("after", row.after))
        }
    else:
        sides = {
            n: _none(page) if missing(v) else safe(v)
            for n, v in (("before", row.before), ("after", row.after))
        }
    return {"project": safe(row.name), "change": _changed(page, row), **sides}


def _changed(page: Page, row: Any) -> str:
    """New, gone, or the name of the cell that differs."""
    if missing(row.field):
        return safe(page.say(f"compare.change.{row.change}"))
    return safe(page.say(f"compare.field.{row.field}"))


def _word(page: Page, key: str, value: Any) -> str:
    return _none(page) if missing(value) else safe(page.say(f"{key}.{value}"))


def _is(what: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda changes: changes["what"].eq(what)


def _expected(changes: pd.DataFrame) -> pd.Series:
    return changes["what"].eq("figure") & changes["stage"].eq("expected")


def _reached(changes: pd.DataFrame) -> pd.Series:
    return changes["what"].eq("figure") & ~changes["stage"].eq("expected")


_FIGURES = ("indicator", "before", "after")
_KINDS = (
    _Kind("expected", _expected, _FIGURES, _figure),
    _Kind("figures", _reached, _FIGURES, _figure),
    _Kind("targets", _is("target"), ("indicator", "before", "after"), _target),
    _Kind("lights", _is("light"), ("topic", "before", "after"), _light),
    _Kind("flags", _is("flag"), ("change",), _flag),
    _Kind("problems", _is("problem"), ("problem", "change", "before", "after"), _problem),
    _Kind("projects", _is("project"), ("project", "change", "before", "after"), _project),
)
