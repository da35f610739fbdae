"""Words and figures that all charts share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from diaodu.present.page import Page, decimals_of, each, elsewhere, is_true, missing
from diaodu.present.tally import Tally, tally


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """The rows of a frame, with its columns as attributes."""
    return list(each(frame))


def figure_of(page: Page, value: Any, printed: Any = None, sign: bool = False) -> str:
    """A figure with the decimals that its source prints, else with one."""
    decimals = 1 if missing(printed) else decimals_of(printed)
    return page.number(value, decimals, sign)


def counted(page: Page, rows: pd.DataFrame | Iterable[Any], what: str = "areas") -> Tally:
    """How many rows there are, each of which leads to its figure; what: trace.of.<what>."""
    return tally(rows, page.say(f"trace.of.{what}"), "value")


def marked(page: Page, text: str, derived: Any) -> str:
    """A figure with the word for derived behind it where it is."""
    return page.say("chart.derived", value=text) if is_true(derived) else text


def sentences(page: Page, *parts: str) -> str:
    """Sentences one after the other; empty ones are left out."""
    return page.say("chart.between_sentences").join(part for part in parts if part)


def items(page: Page, parts: Iterable[str]) -> str:
    """Figures one after the other, as in an alternative text."""
    return page.say("chart.between_items").join(parts)


def sources(page: Page, *columns: Iterable[Any]) -> str:
    """The sentence that names the sources of what is drawn, each once; empty without any."""
    named: list[str] = []
    for ids in (ids for column in columns for ids in column):
        if isinstance(ids, str) or not isinstance(ids, Iterable):  # NaN where there is no figure
            continue
        named += [source for source in ids if source not in named]
    named.sort(key=lambda s: page.cited.index(s) if s in page.cited else len(page.cited))
    return page.say("chart.sources", numbers=page.numbers_of(named)) if named else ""


def against_province(page: Page, gap: Any) -> str:
    """The clause that sets a figure against the province; empty where the gap is unknown."""
    if missing(gap):
        return ""
    size = round(gap, 6)
    kind = "above" if size > 0 else "below" if size < 0 else "level"
    return page.say(f"chart.{kind}_province", gap=page.number(abs(size)))


def value(page: Page, row: Any) -> str:
    """The figure of a row as a column of a chart shows it; empty where it is missing."""
    return "" if missing(row.value) else figure_of(page, row.value, row.printed)


def others(page: Page, row: Any) -> list[str]:
    """What other sources state for the same figure, as at most one remark."""
    stated = row.others if isinstance(row.others, tuple) else ()
    values = items(page, (elsewhere(page, row, *other) for other in stated))
    return [page.say("chart.others", values=values)] if stated else []


def stated(page: Page, row: Any) -> str:
    """A figure in an alternative text, with the word for derived and what other sources state."""
    return " ".join([marked(page, value(page, row), row.derived), *others(page, row)])


def named(page: Page, pairs: Iterable[tuple[str, str]]) -> str:
    """Names with their figures, as in an alternative text."""
    return items(page, (page.say("chart.value_of", name=name, value=text) for name, text in pairs))


def sources_of(page: Page, table: pd.DataFrame, *columns: str) -> str:
    """The sources of a table's figures and of the differing ones in `others`."""
    differing = [other[2] for row in table["others"] if isinstance(row, tuple) for other in row]
    return sources(page, *(table[column] for column in ("source_ids", *columns)), differing)
