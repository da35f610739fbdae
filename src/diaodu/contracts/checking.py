"""All contracts: an empty table of one, rows as a frame of one, and whether a frame keeps one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa

from diaodu.contracts import beside, outlook, published, sent, texts, versions
from diaodu.contracts.columns import TEXT
from diaodu.errors import ContractError

SCHEMAS: Mapping[str, pa.DataFrameSchema] = {
    **published.SCHEMAS,
    **sent.SCHEMAS,
    **texts.SCHEMAS,
    **outlook.SCHEMAS,
    **beside.SCHEMAS,
    **versions.SCHEMAS,
}


def empty(table: str) -> pd.DataFrame:
    """A table of that contract with no rows."""
    return _empty(table).copy()


@cache
def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame({n: pd.Series([], dtype=kind) for n, kind in _types(table).items()})


def typed(table: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as a frame with the contract's columns and types; it is not checked here."""
    frame = pd.DataFrame(rows, columns=list(SCHEMAS[table].columns))
    return frame.astype(_types(table))


@cache
def _types(table: str) -> dict[str, Any]:
    """Column -> pandas type; pandera writes text as string[python], which is another type."""
    types = {name: str(column.dtype) for name, column in SCHEMAS[table].columns.items()}
    return {name: TEXT if kind.startswith("string") else kind for name, kind in types.items()}


def check(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame`, its text columns as pandas `str`, if it keeps the contract of `table`.

    Raises ContractError that lists every breach with table, column, what was found and where.
    """
    if frame.empty and list(frame.dtypes.items()) == list(_empty(table).dtypes.items()):
        return frame.copy()  # without rows nothing else can be a breach; pandera takes its time
    elsewhere = [name for name in frame if _text_elsewhere(frame[name].dtype)]
    try:
        checked = SCHEMAS[table].validate(frame.astype(dict.fromkeys(elsewhere, TEXT)), lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.to_dict("records")
        lines = list(dict.fromkeys(f"table {table}: {_breach(table, case)}" for case in cases))
        more = [f"table {table}: and {len(lines) - 20} further breaches"] if lines[20:] else []
        raise ContractError("\n".join(lines[:20] + more)) from None
    return in_our_types(table, checked)  # pandera takes other types of text for the same


def in_our_types(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame that keeps the contract, with its text columns as pandas `str`."""
    return frame.astype({name: kind for name, kind in _types(table).items() if kind == TEXT})


def _text_elsewhere(dtype: object) -> bool:
    """Whether it is pandas `str`, stored in another way than ours."""
    return isinstance(dtype, pd.StringDtype) and dtype.storage != TEXT.storage


def _breach(table: str, case: Mapping[Any, Any]) -> str:
    found, check = case["failure_case"], case["check"]
    match check:
        case "column_in_dataframe":
            return f"column {found}: found nothing; expected this column"
        case "column_in_schema":
            return f"column {found}: found an unknown column; expected no such column"
        case "column_ordered":
            return f"column {found}: found out of order; expected the order of the contract"
        case "multiple_fields_uniqueness":
            key = ", ".join(SCHEMAS[table].unique or ())
            return f"columns {key}: found a key twice, {found!r} in row {case['index']}"
    where = "" if pd.isna(case["index"]) else f" in row {case['index']}"
    return f"column {case['column']}: {check}: found {found!r}{where}"
