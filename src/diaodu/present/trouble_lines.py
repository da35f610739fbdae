"""A figure that a problem would show in, as one line: what it is, and why it shows trouble."""

from __future__ import annotations

from typing import Any

from diaodu.present.cells import say_markup, sent
from diaodu.present.page import Page, made, missing, safe
from diaodu.present.quantities import quantity_of

_SILENT = ("late", "fact")  # the line itself says these
_AGAINST = {  # what a figure was compared with
    "below_province": "province_value",
    "below_target": "target_compared",
    "below_area": "total_value",
    "slower": "previous_value",
    "behind": "own_time_share",
}


def line(page: Page, row: Any) -> str:
    """Markup of a row of troubles.figures, with its sources."""
    return _what(page, row) + _why(page, row) + page.cite(row.source_ids)


def told_of(page: Page, row: Any) -> str:
    """What a row of troubles.figures is a figure of, as plain text."""
    if row.kind == "facts":
        return page.say("trouble.facts", count=str(row.facts))
    if row.kind == "indicator":
        return page.indicator(row.id) if missing(row.industry) else page.industry(row.industry)
    return str(row.enterprise if row.kind == "enterprise" else row.project)


def _what(page: Page, row: Any) -> str:
    if row.kind == "facts":
        return safe(page.say("trouble.facts", count=row.facts))
    if row.kind == "projects" and row.id == "late_starts":
        key = "trouble.late" if row.trouble else "trouble.on_time"
        words = {"planned": str(row.planned_start)} if row.trouble else {}
        return say_markup(page, key, {"project": sent(page, row.project)}, **words)
    stage = "" if row.stage == "actual" else page.say(f"trouble.stage.{row.stage}")
    words = {"stage": stage, "value": page.figure(row.value, row.printed)}
    if row.kind == "projects":
        words["value"] = page.number(row.value)
    return say_markup(page, "trouble.rate", {"name": _name(page, row)}, **words)


def _name(page: Page, row: Any) -> str:
    if row.kind == "enterprise":
        return say_markup(
            page, f"trouble.name.{row.id}", {"enterprise": sent(page, row.enterprise)}
        )
    if row.kind == "projects":
        return say_markup(page, "trouble.name.pace", {"project": sent(page, row.project)})
    indicator = page.indicator(row.id)
    if missing(row.industry):
        return safe(indicator)
    words = {"industry": page.industry(row.industry), "indicator": indicator}
    return safe(page.say("trouble.name.industry", **words))


def _why(page: Page, row: Any) -> str:
    reasons = [
        page.say("trouble.negative")
        if why == "negative"
        else page.say(f"trouble.{why}", value=page.number(_against(row, why, other, *where)))
        for (why, other), where in zip(row.reasons, row.against, strict=True)
        if why not in _SILENT
    ]
    if not reasons:
        return ""
    return safe(page.say("trouble.why", reasons=page.say("ledger.join").join(reasons)))


def _against(row: Any, why: str, value: float, source_ids: tuple[str, ...], when: Any) -> Any:
    """What a figure was compared with, traced to where that stands."""
    name = _AGAINST[why]
    quantity = quantity_of("any", name)
    if quantity is None:
        raise KeyError(name)
    about: dict[str, Any] = {"area": row.area, quantity.places: source_ids, quantity.period: when}
    if row.kind == "indicator":
        about |= {"indicator": row.id}
    if why == "slower":  # the last point of the same industry; all else is of the whole area
        about |= {"industry": row.industry}
    return made(value, name, **about, project=row.project)
