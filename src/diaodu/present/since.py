"""What changed since the last version, in a few sentences on the first page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from diaodu.present.page import Html, Page, each, missing, safe
from diaodu.present.prose import paragraph

MOST = 5  # sentences
_ITEMS = 3  # things that one sentence names
_COUNTED = (  # sentence -> the counts that its parts say
    ("expectations", ("expected_added", "expected_removed")),
    ("figures", ("figures_added", "figures_changed", "figures_removed")),
    ("problems", ("problems_added", "problems_solved", "problems_changed", "problems_removed")),
    ("projects", ("projects_added", "projects_changed", "projects_removed")),
    ("targets", ("targets_changed",)),
)


def last_version(page: Page, changes: pd.DataFrame, counts: pd.DataFrame) -> Html:
    """At most five sentences on what is not as it was in the version before; else that nothing is.

    changes: the table `changes`. counts: changes.counted for the areas that the page is about.
    Where the table names no version, this is the province's first one, and an area's report is as
    it was in every earlier one.
    """
    versions = changes[changes["what"].eq("version")]
    if versions.empty:
        whole = page.run.area.id == page.run.province.id
        return paragraph(page, [safe(page.say("since.first" if whole else "since.same"))], "since")
    lead = page.say("since.lead", day=page.day(str(versions["before"].iloc[0])))
    said = [text for text in _sentences(page, changes, counts) if text][:MOST]
    said = said or [page.say("since.nothing")]
    return paragraph(
        page, [safe(lead + page.say("since.colon") + said[0]), *map(safe, said[1:])], "since"
    )


def _sentences(page: Page, changes: pd.DataFrame, counts: pd.DataFrame) -> Iterator[str]:
    """All sentences, what matters most first; empty ones among them."""
    whole = page.run.area.id == page.run.province.id
    own = changes if whole else changes[changes["area"].eq(page.run.area.id)]
    [number] = each(counts, "since")
    yield _revised(page, own, number)
    yield _lights(page, own, number)
    yield _flags(page, own)
    for name, parts in _COUNTED:
        texts = [
            page.say(f"since.{part}", count=getattr(number, part))
            for part in parts
            if getattr(number, part)
        ]
        if texts:
            yield page.say(f"since.{name}", parts=page.say("since.comma").join(texts))


def _revised(page: Page, own: pd.DataFrame, number: Any) -> str:
    """Expected figures that a corrected submission changed, the headline's first."""
    found = own[
        own["what"].eq("figure") & own["stage"].eq("expected") & own["change"].eq("changed")
    ]
    headline = found["indicator"].ne(page.run.quarter.headline)
    rows = list(each(found.loc[headline.sort_values(kind="stable").index], "since"))
    items = [
        page.say(
            "since.revised_item",
            what=_of(page, row) + page.indicator(row.indicator),
            before=_amount(page, row.before_value, row.before_printed, row.unit),
            after=_amount(page, row.value, row.printed, row.unit),
        )
        for row in rows[:_ITEMS]
    ]
    if not items:
        return ""
    more = page.say("since.revised_more", count=number.expected_changed) if rows[_ITEMS:] else ""
    return page.say("since.revised", items=page.list_of(items), more=more)


def _lights(page: Page, own: pd.DataFrame, number: Any) -> str:
    rows = list(each(own[own["what"].eq("light")], "since"))
    items = [
        page.say(
            "since.light_item",
            what=_of(page, row) + page.say(f"light.topic.{row.subject}"),
            before=_light(page, row.before),
            after=_light(page, row.after),
        )
        for row in rows[:_ITEMS]
    ]
    if not items:
        return ""
    more = page.say("since.lights_more", count=number.lights_changed) if rows[_ITEMS:] else ""
    return page.say("since.lights", items=page.list_of(items), more=more)


def _flags(page: Page, own: pd.DataFrame) -> str:
    found = own[own["what"].eq("flag")]
    said = []
    for change in ("added", "removed"):
        areas = [page.area(area) for area in found.loc[found["change"].eq(change), "area"]]
        if areas:
            said.append(page.say(f"since.flag_{change}", areas=page.list_of(areas)))
    return page.say("since.comma").join(said)


def _of(page: Page, row: Any) -> str:
    """The area's name before what changed, in a report on all areas."""
    if page.run.area.id != page.run.province.id:
        return ""
    return page.say("since.of", area=page.area(row.area))


def _amount(page: Page, value: Any, printed: Any, unit: str) -> str:
    key = "value.percent" if unit == "percent" else "value.amount"
    return page.say(key, value=page.figure(value, printed), unit=page.unit(unit))


def _light(page: Page, light: Any) -> str:
    return page.say("light.word.unknown" if missing(light) else f"light.word.{light}")
