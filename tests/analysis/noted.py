"""Notes, readings and decisions for the tests of analysis, from terse rows.

They are typed and not checked: a check of a contract takes longer than most of the tests.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu import contracts


def notes(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of `notes`: an issue of area a in the first quarter of 2022, in the form.

    `said` instead of `text` makes it a statement of the written report.
    """
    made = []
    for number, given in enumerate(rows, start=1):
        row = dict(given)
        in_report = "said" in row
        row["text"] = row.pop("said", None) or row["text"]
        kind, place = ("report", "paragraph {}") if in_report else ("form", "存在问题!B{}")
        common = {"area": "a", "period": "2022-03", "section": "issue", "origin": "illustrative"}
        row = common | {"original": row["text"], "locator": place.format(number)} | row
        own = f"{row['area']}-{row['period']}-{'report' if in_report else 'issue'}-{number}"
        source = f"{row['area']}-{row['period']}-{kind}-v1"
        made.append({"note_id": own, "source_id": source} | row)
    return contracts.typed("notes", made)


def readings(of: pd.DataFrame, *rows: dict[str, Any]) -> pd.DataFrame:
    """What was read out of the first notes of a table, one row a note: others were not read."""
    keys = of[["note_id", "area", "period"]].to_dict("records")
    common = {"to_read": False, "decided_by": "rules", "confidence": 0.9, "names_figure": False}
    where = {"source_id": "a", "locator": "x!B1", "origin": "illustrative"}
    made = [common | where | key | row for key, row in zip(keys, rows, strict=False)]
    return contracts.typed("readings", made)


def decisions(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of `ledger_decisions` about area a in the first quarter of 2022."""
    made = [
        {"area": "a", "period": "2022-03", "source_id": "ledger", "origin": "submitted"}
        | {"locator": f"ledger.csv!row {number}"}
        | row
        for number, row in enumerate(rows, start=2)
    ]
    return contracts.typed("ledger_decisions", made)
