"""Kinds of columns that the contracts are put together from."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pandera.pandas as pa

from diaodu.contracts.choices import MATCHES, ORIGINS

# Text as Python's own strings: our tables have hundreds of rows, not millions, and are cut, looked
# up and put together again thousands of times a report. docs/decisions/0010-text-in-tables.md
pd.set_option("mode.string_storage", "python")
TEXT = pd.StringDtype("python", na_value=float("nan"))

MONTH = r"[0-9]{4}-(?:0[1-9]|1[0-2])"
DAY = MONTH + r"-(?:0[1-9]|[12][0-9]|3[01])"
PRINTED = r"-?[0-9]+(?:\.[0-9]+)?"
_SOMETHING = r".*\S.*"


def text(*allowed: str, nullable: bool = False, pattern: str = _SOMETHING) -> pa.Column:
    """Text of a fixed choice or a pattern; by default anything but blank, for missing is null."""
    check = pa.Check.isin(allowed) if allowed else _whole(pattern)
    return pa.Column(TEXT, check, nullable=nullable)


def _whole(pattern: str) -> pa.Check:
    """All of the text matches (`$` of pandera's str_matches lets a line break pass at the end)."""
    match = re.compile(pattern, re.DOTALL).fullmatch
    said = "must not be blank" if pattern == _SOMETHING else f"must match {pattern}"
    return pa.Check(
        lambda s: s.map(lambda text: isinstance(text, str) and match(text) is not None), error=said
    )


def number(*checks: pa.Check, nullable: bool = False) -> pa.Column:
    """A finite number that keeps the checks."""
    finite = pa.Check(lambda s: s.abs() != float("inf"), name="finite", error="must be finite")
    return pa.Column("float64", [finite, *checks], nullable=nullable)


def where_from() -> dict[str, pa.Column]:
    """Every row tells where it came from: source, place in the file, and origin."""
    return {"source_id": text(), "locator": text(), "origin": text(*ORIGINS)}


def match() -> dict[str, pa.Column]:
    """How a note was matched with an earlier or another one; null where it was with none."""
    return {
        "match": text(*MATCHES, nullable=True),
        "score": number(pa.Check.in_range(0, 1), nullable=True),
        "grounds": text(nullable=True),  # what agrees, "|"-joined: text, enterprise, category
        "matched_note": text(nullable=True),
        "matched_period": text(pattern=MONTH, nullable=True),
    }


def schema(name: str, columns: dict[str, pa.Column], **kwargs: Any) -> pa.DataFrameSchema:
    """A table of exactly these columns in this order."""
    return pa.DataFrameSchema(columns, name=name, strict=True, ordered=True, **kwargs)
