"""Frames as the analysis returns them, made row by row for the tests of what is shown.

Columns and types are those of the analysis; what a row does not say is missing there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pandas as pd

from diaodu.analysis import frames, growth, industries, pacing, ranking

IVA, GDP = "industrial_value_added_growth", "gdp_growth"
FAI = "fixed_asset_investment_growth"
_NOTHING = {"object": (), "bool": False}


def indicator_rows(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of growth.indicator_table; a growth in per cent if it does not say another."""
    common = {"indicator": IVA, "kind": "growth", "unit": "percent"}
    return _table(growth._COLUMNS, [common | dict(row) for row in rows])


def ranking_rows(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of ranking.ranking."""
    return _table(ranking._COLUMNS, rows)


def industry_rows(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of industries.industry_table."""
    return _table(industries._COLUMNS, rows)


def pace_rows(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of pacing.investment_pace."""
    return _table(pacing._PACE, rows)


def path_rows(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of growth.path."""
    return _table(growth._PATH, rows)


def _table(columns: Mapping[str, str], rows: Any) -> pd.DataFrame:
    nothing = {name: _NOTHING.get(kind) for name, kind in columns.items()}
    for row in rows:
        assert set(row) <= set(columns), f"no column of the analysis: {set(row) - set(columns)}"
    return frames.table(columns, [nothing | dict(row) for row in rows])


def text_of(shown: Any) -> str:
    """What a reader sees of markup, without its tags."""
    markup = shown if isinstance(shown, str) else shown._repr_html_()
    return unescape(re.sub(r"<[^>]*>", "", markup))


def cells_of(shown: Any) -> list[dict[str, str]]:
    """The body of a table: for each row column key -> what a reader sees."""
    head, _, body = shown._repr_html_().partition("<tbody")
    heads = re.findall(r'<th [^>]*scope="col" id="[^"]*?([^"-]+)"', head)
    rows = []
    for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL):
        name = re.search(r"<th[^>]*>(.*?)</th>", row, re.DOTALL)
        assert name is not None
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        named = zip(heads[1:], cells, strict=True)
        rows.append({"name": text_of(name[1])} | {key: text_of(cell) for key, cell in named})
    return rows
