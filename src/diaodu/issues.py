"""Issues of intake as a table, and the table with its texts: what a sender and a reader see.

Issues are stored as data (code and details); their texts are made where they are shown, in the
language of the page. Lower than intake, since batch and present show issues too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from diaodu.errors import CellIssue
from diaodu.messages import LANGS, Lang, say

TEXTS = ("expected", "consequence", "remedy")
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
    Returns the same rows and index with the further str columns expected, consequence, remedy and
        where (file name with row and column as a person sees them); none of them is null.
    Raises KeyError for a code without texts or a placeholder without a value (a program's mistake).
    """
    texts: dict[str, list[str]] = {name: [] for name in (*TEXTS, "where")}
    for record in issues.to_dict("records"):
        place = {str(key): value for key, value in record.items() if not pd.isna(value)}
        values: dict[str, Any] = {**place, **_values(json.loads(place["details"]), lang)}
        for name in TEXTS:
            texts[name].append(say(f"issue.{place['code']}.{name}", lang, **values).strip())
        texts["where"].append(_where(place, lang))
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
    file = PurePosixPath(str(place["file"])).name
    if sheet := place.get("sheet"):
        file = say("intake.where.sheet", lang, file=file, sheet=sheet)
    row, column = place.get("row"), place.get("column")
    kind = {(0, 0): "file", (1, 0): "row", (0, 1): "column", (1, 1): "cell"}[
        (int(row is not None), int(column is not None))
    ]
    return say(f"intake.where.{kind}", lang, file=file, row=row, column=column)
