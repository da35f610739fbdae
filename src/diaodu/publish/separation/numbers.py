"""Figures as they are compared, and which of them say something about another recipient."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import pandas as pd

from diaodu.params import Run

if TYPE_CHECKING:
    from diaodu.publish.separation.belongings import Belongings

LONG = 6  # digits that count: so long a figure is hardly ever another one by chance
_SHORT = 3  # digits of a whole number that count next to a name; any with a decimal does
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![A-Za-z0-9_.])\d+(?:\.\d+)?"
)
_WRITTEN = re.compile(r"\d+(?:\.\d+)?")
_PLACES = ("Int64", "int64", "boolean", "bool")  # ranks, counts, rows: no figures
_AMOUNT = "_10k_yuan"  # shown in 100 million yuan too
_OF_A_THING = ("indicators", "outlook", "targets")


def tokens(text: str) -> set[str]:
    """The figures of a text as they are compared; signs and thousands do not count."""
    return set(in_order(text))


def in_order(text: str) -> list[str]:
    """The figures of a text as `tokens` has them, in the order of the text."""
    return [token for found in _NUMBER.findall(text) if (token := canonical(found))]


def canonical(value: Any) -> str:
    """A figure without signs, thousands and closing zeros; "" for what is none."""
    try:
        number = abs(Decimal(str(value).replace(",", "")))
    except InvalidOperation:
        return ""
    return f"{number.normalize():f}" if number.is_finite() else ""


def digits(token: str) -> int:
    """How many digits count."""
    return len(token.replace(".", "").strip("0"))


def of_frames(frames: Iterable[pd.DataFrame]) -> set[str]:
    """All figures of tables, those in their texts too."""
    found: set[str] = set()
    for frame in frames:
        for column in frame.columns:
            for value in frame[column].dropna().unique() if _plain(frame[column]) else ():
                found.update(_shown(column, value))
    return found


def add(found: Belongings, run: Run, foreign: dict[str, pd.DataFrame], own: set[str]) -> None:
    """Put the figures of other recipients into what is searched for."""
    beside: dict[str, set[str]] = defaultdict(set)
    lists: dict[str, set[str]] = defaultdict(set)
    for name, table in foreign.items():
        if "area" not in table:
            continue
        for column in _figures(table):
            rows = table[table[column].notna()]
            for row in rows.to_dict("records"):
                for token in _shown(column, row[column]):
                    if token in own:
                        continue
                    area = str(row["area"])
                    if digits(token) >= LONG:
                        found.exact[token] = f"{area}: {name}.{column}"
                    if "." in token or digits(token) >= _SHORT:
                        beside[area].add(token)
                        if name in _OF_A_THING:
                            thing = row.get("indicator"), row.get("period"), row.get("status")
                            lists[f"{name}.{column} {' '.join(map(str, thing))}"].add(token)
    found.beside = dict(beside)
    found.lists = {thing: listed for thing, listed in lists.items() if len(listed) >= 4}


def _plain(column: pd.Series) -> bool:
    return column.dtype == "str" or str(column.dtype) in ("float64", *_PLACES)


def _figures(table: pd.DataFrame) -> Iterator[str]:
    return (str(name) for name in table.columns if str(table[name].dtype) == "float64")


def _shown(column: str, value: Any) -> Iterator[str]:
    """A value as a page may print it."""
    if isinstance(value, str):
        yield from (token for found in _WRITTEN.findall(value) if (token := canonical(found)))
        return
    number = float(value)
    for shown in (number, number / 1e4) if column.endswith(_AMOUNT) else (number,):
        token = canonical(shown)
        if len(token.partition(".")[2]) <= 4:
            yield token
        yield from (canonical(round(shown, places)) for places in (1, 2))
