"""Rows of submissions and the evidence of judgements, made small for the tests of analysis."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu import contracts


def project(number: int, area: str = "jia", **given: Any) -> dict[str, Any]:
    return {
        "project_id": f"{area}-{number}",
        "area": area,
        "period": "2022-03",
        "name": f"project {number}",
        "source_id": f"submission-{area}",
        "locator": f"projects!A{number}",
        "origin": "submitted",
    } | given


def note(number: int, area: str = "jia", **given: Any) -> dict[str, Any]:
    return {
        "note_id": f"n{number}",
        "area": area,
        "period": "2022-03",
        "section": "issue",
        "text": f"problem {number}",
        "original": f"problem {number}",
        "category": "demand",
        "source_id": f"submission-{area}",
        "locator": f"problems!A{number}",
        "origin": "submitted",
    } | given


def reading(number: int, area: str = "jia", **given: Any) -> dict[str, Any]:
    return {
        "note_id": f"n{number}",
        "area": area,
        "period": "2022-03",
        "category": "demand",
        "direction": "unfavourable",
        "severity": "medium",
        "confidence": 0.9,
        "decided_by": "rules",
        "to_read": False,
        "names_figure": False,
        "source_id": f"submission-{area}",
        "locator": f"problems!A{number}",
        "origin": "derived",
    } | given


def firm(name: str, growth: float | None, area: str = "jia") -> dict[str, Any]:
    return {
        "area": area,
        "period": "2022-03",
        "enterprise": name,
        "output_growth_percent": growth,
        "source_id": f"submission-{area}",
        "locator": f"firms!{name}",
        "origin": "submitted",
    }


def submission(area: str = "jia", received_on: str = "2022-03-18") -> dict[str, Any]:
    return {
        "source_id": f"submission-{area}",
        "kind": "submission",
        "title_zh": "表",
        "title_en": "form",
        "file": f"data/raw/{area}/form.xlsx",
        "sender": area,
        "received_on": received_on,
        "version": 1,
        "origin": "submitted",
    }


def table(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    return contracts.check(name, contracts.typed(name, list(rows)))
