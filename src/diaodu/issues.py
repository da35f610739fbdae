"""Issues of intake as a table, and the table with its texts: what a sender and a reader see.

Issues are stored as data (code and details); their texts are made where they are shown, in the
language of the page. Lower than intake, since batch and present show issues too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from diaodu.errors import CellIssue
from diaodu.messages import LANGS, Lang, say

TEXTS = ("expected", "consequence", "remedy")
# A column of a workbook is named by its letters (E12), one of a published file by its header.
_LETTERS = re.compile(r"[A-Z]{1,3}")
# What a row of a file is: a paragraph of a Word document, a line of a plain text.
_ROW_KINDS = {".docx": "paragraph", ".docm": "paragraph", ".txt": "line"}
# As in contracts.SCHEMAS["intake_issues"] (a higher layer; a test compares the two).
_TYPES = {
    "file": "str",
    "sheet": "str",
    "row": "Int64",
    "column": "str",
    "area": "str",
    "code": "str",
    "found": "str",
    "severity": "str",
    "details": "str",
}


def to_frame(issues: Sequence[CellIssue]) -> pd.DataFrame:
    """Issues as the processed table `intake_issues`: one row per issue, in the given order."""
    rows = [
        {
            "file": issue.file,
            "sheet": issue.sheet,
            "row": issue.row,
            "column": issue.column,
            "area": issue.area,
            "code": issue.code,
            "found": issue.found,
            "severity": issue.severity,
            "details": json.dumps(dict(issue.details), ensure_ascii=False, sort_keys=True),
        }
        for issue in issues
    ]
    return pd.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES)


def render(issues: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """The table `intake_issues` with its texts: plain, not escaped for HTML.

    issues: one row per issue, as stored.
    Returns the same rows and index with the further str columns expected, consequence, remedy,
        where (file name with sheet, row and column as a person sees them) and place (the same
        within a sheet or a text: E12, 第12段; empty for all of it); none of them is null.
    Raises KeyError for a code without texts or a placeholder without a value (a program's mistake).
    """
    texts: dict[str, list[str]] = {name: [] for name in (*TEXTS, "where", "place")}
    for record in issues.to_dict("records"):
        place = {str(key): value for key, value in record.items() if not pd.isna(value)}
        values: dict[str, Any] = {**place, **_values(json.loads(place["details"]), lang)}
        for name in TEXTS:
            texts[name].append(say(f"issue.{place['code']}.{name}", lang, **values).strip())
        texts["where"].append(_where(place, lang))
        texts["place"].append(_place(place, lang))
    return issues.assign(
        **{n: pd.Series(column, index=issues.index, dtype="str") for n, column in texts.items()}
    )


def of_area(issues: pd.DataFrame, area: str) -> pd.DataFrame:
    """The issues that concern one area: its own, and those that are about no single area."""
    return issues[issues["area"].isna() | issues["area"].eq(area)]


def _values(details: dict[str, str], lang: Lang) -> dict[str, str]:
    """Details for one language: `reason_zh` is offered as `reason`, `closest` as a `hint`."""
    values = dict(details)
    for key, value in details.items():
        for language in LANGS:
            if key.endswith(f"_{language}") and language == lang:
                values[key.removesuffix(f"_{language}")] = value
    closest = details.get("closest")
    values["hint"] = say("intake.hint", lang, closest=closest) if closest else ""
    return values


def _where(place: dict[str, Any], lang: Lang) -> str:
    """File, sheet, row and column; a cell of a workbook as in `form.xlsx 主要指标!E12`."""
    file = PurePosixPath(str(place["file"])).name
    values = {"file": file, "row": place.get("row"), "column": place.get("column")}
    if sheet := place.get("sheet"):
        if _is_letters(place):
            return say(f"intake.where.sheet_{_kind(place)}", lang, sheet=sheet, **values)
        values["file"] = say("intake.where.sheet", lang, file=file, sheet=sheet)
    return say(f"intake.where.{_kind(place)}", lang, **values)


def _place(place: dict[str, Any], lang: Lang) -> str:
    """The place within its sheet or text, as a slip names it under the name of the sheet."""
    kind = _kind(place)
    if kind == "file":
        return ""
    if _is_letters(place):
        kind += "_letters"
    values = {"row": place.get("row"), "column": place.get("column")}
    return say(f"intake.place.{kind}", lang, **values)


def _kind(place: dict[str, Any]) -> str:
    """What the place is: the whole file (or sheet), a row, paragraph or line, a column, a cell."""
    match ("row" in place, "column" in place):
        case (True, True):
            return "cell"
        case (False, True):
            return "column"
        case (True, False):
            return _ROW_KINDS.get(PurePosixPath(str(place["file"])).suffix.lower(), "row")
        case _:
            return "file"


def _is_letters(place: dict[str, Any]) -> bool:
    """Whether the place has a sheet and a column of letters: then it is one of a workbook."""
    return bool(place.get("sheet")) and _LETTERS.fullmatch(str(place.get("column"))) is not None
