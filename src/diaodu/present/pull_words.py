"""Pull, contribution and breadth in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.periods import Period
from diaodu.present.page import Html, Page, each, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tally import listed, tally
from diaodu.present.unsaid import because


def of_areas(
    page: Page, table: pd.DataFrame, closing: pd.DataFrame, *, indicator: str, stage: str
) -> Html:
    """What the areas' pulls add to, how that compares with the whole, and what the weights are.

    table: pulls.by_area; closing: pulls.closing of it.
    """
    last: Any = next(each(closing))
    names = {"indicator": page.quantity(indicator), "stage": page.say(f"stage.{stage}")}
    if not last.known:
        what = page.say("pull.what_of", **names)
        return paragraph(page, [safe(because(page, last.absent, what))], "finding")
    said = [
        page.say(
            "pull.sum",
            known=last.known,
            parts=last.parts,
            weight=page.number(last.weight_known),
            pulled=page.number(last.pulled, 2),
            **names,
        )
    ]
    if last.total_from == "stated":
        words = {"total": page.number(last.total), "rest": page.number(last.residual, 2, sign=True)}
        said.append(page.say("pull.residual", **words))
    elif last.total_from == "parts":
        said.append(page.say("pull.made_of_parts", total=page.number(last.total)))
    else:
        said.append(because(page, last.absent, page.say("pull.what_shares")))
    cited = page.cite(table["total_source_ids"].iloc[0]) if len(table) else ""
    sentences = [safe(text) for text in said]
    sentences[-1] += cited
    return paragraph(page, [*sentences, *_weights(page, last, indicator)], "finding")


def of_one_area(page: Page, table: pd.DataFrame, *, indicator: str, stage: str) -> Html:
    """What the page's area adds to the growth of the province; table: pulls.by_area of all."""
    row: Any = next((r for r in each(table) if r.part == page.run.area.id), None)
    area = page.area(page.run.area.id)
    names = {"area": area, "indicator": page.quantity(indicator)}
    names["stage"] = page.say(f"stage.{stage}")
    if row is None or not missing(row.absent):
        code = "no_weight" if row is None else row.absent
        what = page.say("pull.what_area", **names)
        return paragraph(page, [safe(because(page, code, what))], "finding")
    said = page.say(
        "pull.area",
        growth=page.figure(row.value, row.printed),
        weight=page.number(row.weight),
        pull=page.number(row.pull, 2),
        **names,
    )
    if not missing(row.contribution):
        said += page.say(
            "pull.area_of_parts" if row.total_from == "parts" else "pull.area_of_whole",
            total=page.number(row.total),
            share=page.number(row.contribution),
        )
    last = pd.DataFrame({"weights": ["whole"], "weight_sum": [float("nan")]})
    return paragraph(
        page,
        [safe(said) + page.cite(row.source_ids), *_weights(page, next(each(last)), indicator)],
        "finding",
    )


def change_of_one_area(page: Page, steps: pd.DataFrame, before: Period) -> Html:
    """The part of the page's area in the province's change since an earlier period.

    steps: bridge.between of all areas.
    """
    rows = list(each(steps))
    ends: dict[str, Any] = {row.kind: row for row in rows if row.kind in ("before", "now")}
    row = next((row for row in rows if row.part == page.run.area.id), None)
    area = page.area(page.run.area.id)
    codes = [end.absent for end in ends.values()] + ["no_weight" if row is None else row.absent]
    code = next((code for code in codes if not missing(code)), None)
    if row is None or code is not None:
        text = because(page, code, page.say("pull.what_change", area=area))
    else:
        total = ends["now"].now - ends["before"].now
        words = {"total": total, "change": row.change}
        signed = {name: page.number(value, 2, sign=True) for name, value in words.items()}
        text = page.say("pull.change", area=area, period=page.period(before), **signed)
    return paragraph(page, [safe(text)], "finding")


def of_industries(page: Page, table: pd.DataFrame, closing: pd.DataFrame) -> Html:
    """Whether the industries' pulls can be said, and what they leave over.

    table: pulls.by_industry; closing: pulls.closing of it.
    """
    last: Any = next(each(closing))
    what = page.say("pull.what_industries", area=page.area(page.run.area.id))
    if not last.parts:
        text = because(page, "no_industries", what)
    elif not last.known:
        text = because(page, last.absent, what)
    else:
        text = page.say(
            "pull.industries",
            known=last.known,
            parts=last.parts,
            weight=page.number(last.weight_known),
            pulled=page.number(last.pulled, 2),
        )
        if not missing(last.residual):
            text += page.say("pull.industries_rest", rest=page.number(last.residual, 2, sign=True))
        if last.weights == "over":
            text += page.say("pull.industries_over", sum=page.number(last.weight_sum))
    return paragraph(page, [safe(text)], "finding")


def breadth(page: Page, table: pd.DataFrame, of: str) -> Html:
    """How many industries (of='industries') or areas (of='areas') grow; table: breadth."""
    row: Any = next(each(table))
    if not missing(row.absent):
        what = page.say(f"breadth.what_{of}", area=page.area(page.run.area.id))
        return paragraph(page, [safe(because(page, row.absent, what))], "finding")
    words = {name: getattr(row, name) for name in ("parts", "known", "growing", "level", "falling")}
    said = [page.say(f"breadth.{of}", share=page.number(row.share), **words)]
    column = "area" if of == "areas" else "industry"
    unknown = tally(listed(column, row.unknown), page.say("trace.of.unknown"))
    if unknown:
        bounds = {
            name: page.number(getattr(row, name)) for name in ("lowest_share", "highest_share")
        }
        said.append(page.say("breadth.unknown", count=unknown, **bounds))
    return paragraph(page, [safe(text) for text in said], "finding")


def _weights(page: Page, last: Any, indicator: str) -> list[str]:
    """What the weights are and where they are from; what they add to where it is not 100."""
    given = page.run.quarter.weights.get(indicator)
    if given is None:
        return []
    said = [safe(page.say("pull.weights", year=given.base_year, note=given.note.in_(page.lang)))]
    if last.weights in ("short", "over"):
        words = {"sum": page.number(last.weight_sum)}
        said.append(safe(page.say(f"pull.weights_{last.weights}", **words)))
    return said
