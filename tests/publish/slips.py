"""Rendered issues and received files of the sample province, with texts of our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from diaodu.messages import Lang
from diaodu.params import Run
from diaodu.publish.slip import Received
from diaodu.quarter import Submissions
from publish import sample

FOLDER = "data/raw/yunchuan/2022Q1/linjiang"
FORM = f"{FOLDER}/form-v2.xlsx"
REPORT = f"{FOLDER}/report-v1.docx"
DUE = date(2022, 4, 20)
WORKBOOK = Received(FORM, "临江市填报表（最终版）.xlsx", "form", 2, date(2022, 4, 18), 212, 46)
DOCUMENT = Received(REPORT, "情况汇报.docx", "report", 1, date(2022, 4, 18), 38, 21)
TEXTS: dict[str, Any] = {
    "file": FORM,
    "sheet": "主要指标",
    "row": 12,
    "column": "E",
    "place": "E12",
    "code": "made_up",
    "found": "5.8％（预计）",
    "severity": "error",
    "expected": "一个数字",
    "consequence": "按缺失处理",
    "remedy": "只写5.8，备注写到备注列",
}
WHOLE_FILE: dict[str, Any] = {"sheet": None, "row": None, "column": None, "place": "", "found": ""}


def issues(*changes: dict[str, Any]) -> pd.DataFrame:
    """One rendered issue for each dict, which says how it differs from TEXTS."""
    rows = [{**TEXTS, **change} for change in changes]
    for row, change in zip(rows, changes, strict=True):
        if "place" not in change and row["row"] and row["column"]:
            row["place"] = f"{row['column']}{row['row']}"
    frame = pd.DataFrame(rows, columns=list(TEXTS))
    return frame.astype({"row": "Int64", "severity": "str", "file": "str"})


def run(lang: Lang = "zh", due: date | None = DUE) -> Run:
    """The sample's run for a quarter that takes submissions."""
    made = sample.run(lang)
    taken = Submissions(form="2022", due=due)
    return replace(made, quarter=made.quarter.model_copy(update={"submissions": taken}))
