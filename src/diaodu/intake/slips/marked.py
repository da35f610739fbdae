"""A copy of a sender's own workbook in which the wrong cells are coloured and explained."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.errors import DiaoduError
from diaodu.intake.received.grid import column_number
from diaodu.intake.slips import marks
from diaodu.intake.slips.marks import Mark
from diaodu.messages import Lang


class NotMarkableError(DiaoduError):
    """A workbook that cannot be copied with marks; its sender gets the page alone."""


def mark(data: bytes, issues: pd.DataFrame, lang: Lang = "zh") -> bytes:
    """A copy of a received workbook, its wrong cells coloured by severity and commented.

    data: the bytes of a .xlsx or .xlsm as received. issues: those of this file, one a row, as
    issues.render gives them in `lang`. All of them are listed on a first sheet too, and there
    alone if they concern a whole row, sheet or file. The same input gives the same bytes.
    Raises NotMarkableError for bytes that openpyxl cannot read. Whatever is in the file is worked
    on here and now: files of strangers go through `marking.Markers`.
    """
    from diaodu.intake.slips.paint import paint  # noqa: PLC0415 (openpyxl takes its time)

    try:
        return paint(data, to_marks(issues), lang)
    except MemoryError:
        raise
    except Exception as error:  # a broken file breaks openpyxl in ways that nobody has listed
        raise NotMarkableError(f"{type(error).__name__}: {error}"[:200]) from None


def to_marks(issues: pd.DataFrame) -> list[Mark]:
    """Rendered issues as marks, in their order."""
    return [_mark(record) for record in issues.to_dict("records")]


def _mark(record: dict[Any, Any]) -> Mark:
    known = {str(key): value for key, value in record.items() if not pd.isna(value)}
    texts = {
        name: marks.plain(known.get(name, ""))
        for name in ("sheet", "place", "found", "expected", "consequence", "remedy")
    }
    return Mark(
        severity=known["severity"],
        row=int(known["row"]) if "row" in known else None,
        column=_column(known.get("column")),
        **texts,
    )


def _column(letters: object) -> int | None:
    """The number of a column's letters; None for a name, as columns of published files have."""
    try:
        return column_number(str(letters)) if letters and str(letters).isupper() else None
    except ValueError:
        return None
