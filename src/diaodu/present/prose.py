"""Sentences of a report, made from the same values as its tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from diaodu.periods import Period
from diaodu.present.page import Html, Page, each, is_true, missing, safe
from diaodu.present.tables import worded
from diaodu.present.tally import listed, tally


def headline(page: Page, table: pd.DataFrame, kind: str = "headline") -> Html:
    """The first sentence: the headline indicator against province, target and its last point.

    table: growth.indicator_table. Says so where the figure is not published, and what is.
    kind: class of the paragraph, `finding` where another sentence opens the report.
    """
    row = _row(table, page.run.quarter.headline)
    if missing(row.value):
        sentences = [_unpublished(page, row), _also(page, table)]
    else:
        sentences = [_published(page, row)]
    return paragraph(page, sentences, kind)


def _published(page: Page, row: Any) -> str:
    subject = page.say(
        "prose.subject",
        period=page.period(page.run.period),
        area=page.area(page.run.area.id),
        indicator=page.quantity(row.indicator),
        grew=grew(page, row.value, row.printed, row.derived),
    )
    clauses = [safe(subject) + page.cite(row.source_ids)]
    if not missing(row.change):
        clauses.append(_change_clause(page, row))
    if page.run.area.id != page.run.province.id:
        if missing(row.gap_province):
            clauses.append(safe(page.say("prose.province_unknown")))
        else:
            clauses.append(_against(page, row.gap_province, _PROVINCE))
        if not missing(row.rank):
            key = "prose.rank_only" if row.ranked == 1 else "prose.rank"
            clauses.append(safe(page.say(key, rank=row.rank, ranked=row.ranked)))
    clauses.append(_target_clause(page, row))
    return page.say("prose.join").join(clauses)


# What is said of a difference that is above, below and level at the decimals that are printed.
_PROVINCE = ("prose.above_province", "prose.below_province", "prose.level_province")
_TARGET = ("prose.above_target", "prose.below_target", "prose.level_target")
_CHANGE = ("prose.faster", "prose.slower", "prose.same_pace")
_CHANGE_OF_A_FALL = ("prose.narrower", "prose.wider", "prose.same_fall")


def _change_clause(page: Page, row: Any) -> str:
    """Faster or slower; between two falls, whether the fall became smaller (降幅收窄)."""
    falls = row.value < 0 and row.previous_value < 0
    keys = _CHANGE_OF_A_FALL if falls else _CHANGE
    return _against(page, row.change, keys, period=page.period(row.previous_period))


def _target_clause(page: Page, row: Any) -> str:
    if missing(row.gap_target):
        return safe(page.say("prose.target_unknown"))
    low, high = row.target_low, row.target_high
    target = worded(page, row.target_wording, row.target_value, low, high, page.say("unit.percent"))
    if row.target_wording == "between" and not missing(low):
        target = page.say("prose.target_low", target=target)
    clause = _against(page, row.gap_target, _TARGET, target=target)
    return clause + page.cite(row.target_source_ids)


def _unpublished(page: Page, row: Any) -> str:
    said = page.say(
        "prose.not_published",
        period=page.period(page.run.period),
        area=page.area(page.run.area.id),
        indicator=page.quantity(row.indicator),
    )
    if missing(row.previous_value):
        return page.say("prose.join").join([safe(said), safe(page.say("prose.never_known"))])
    last = page.say(
        "prose.last_derived" if is_true(row.previous_derived) else "prose.last_known",
        period=page.period(row.previous_period),
        grew=grew(page, row.previous_value),
    )
    clauses = [safe(said), safe(last) + page.cite(row.previous_source_ids)]
    return page.say("prose.join").join(clauses)


def _also(page: Page, table: pd.DataFrame) -> str:
    stated = table["value"].notna() & ~table["derived"].map(is_true)
    known = table[stated & (table["kind"] == "growth")].head(3)
    items = [
        safe(
            page.say(
                "prose.also_item",
                indicator=page.quantity(str(row.indicator)),
                grew=grew(page, row.value, row.printed),
            )
        )
        + page.cite(row.source_ids)
        for row in each(known)
    ]
    return page.say("prose.also", items=page.list_of(items)) if items else ""


def path(page: Page, points: pd.DataFrame) -> Html:
    """How much of the path is published; points: growth.path, one row a published point."""
    run = page.run
    first = run.quarter.history_from
    ends = [
        str(Period(year, month))
        for year in range(run.period.year, first - 1, -1)
        for month in (12, 9, 6, 3)
        if (year, month) <= (run.period.year, run.period.month)
    ]
    stated = ~points["derived"].map(is_true).astype(bool)
    published = points[stated & (points["month"] % 3 == 0)]
    text = page.say(
        "prose.path",
        first=first,
        quarters=tally(
            listed("period", ends),
            page.say("trace.of.quarters"),
            named=lambda row: page.period(row.period),
        ),
        published=tally(published, page.say("trace.of.points"), "value"),
    )
    return paragraph(page, [safe(text)], "finding")


def ranking(page: Page, table: pd.DataFrame) -> Html:
    """Who published, who is highest and lowest; table: ranking.ranking, one row an area.

    Areas that share the highest or the lowest figure are all named. Those with a derived figure
    only have not published.
    """
    run = page.run
    names: dict[str, Any] = {
        "period": page.period(run.period),
        "count": tally(table, page.say("trace.of.areas"), "value"),
        "indicator": page.quantity(run.quarter.headline),
    }
    ranked = table[table["rank"].notna()]
    unpublished = table.loc[table["rank"].isna(), "area"]
    if ranked.empty:
        return paragraph(page, [safe(page.say("prose.ranking_none", **names))], "finding")
    key = "prose.ranking_one" if len(ranked) == 1 else "prose.ranking"
    names["published"] = tally(ranked, page.say("trace.of.areas_published"), "value")
    for end, at in {"top": 0, "bottom": -1}.items():
        first = list(each(ranked))[at]
        equal = ranked.loc[ranked["value"] == first.value, "area"]
        names[end] = page.list_of(page.area(area) for area in equal)
        names[f"{end}_value"] = page.figure(first.value, first.printed)
    if len(ranked) > 1 and ranked["value"].nunique() == 1:
        key = "prose.ranking_level"
    clauses = [safe(page.say(key, **names))]
    if len(unpublished):
        areas = page.list_of(page.area(area) for area in unpublished)
        clauses.append(safe(page.say("prose.unpublished", areas=areas)))
    return paragraph(page, [page.say("prose.join").join(clauses)], "finding")


def flagged(page: Page, table: pd.DataFrame) -> Html:
    """Which areas carry a flag, and where none can be given; table: ranking.ranking."""
    sentences = [
        _flagged(page, table, f"below_{against}", f"prose.flagged_{against}", points)
        for against, points in {
            "target": page.run.quarter.thresholds.below_target_points,
            "province": page.run.quarter.thresholds.below_province_points,
        }.items()
    ]
    return paragraph(page, sentences, "finding")


def _flagged(page: Page, table: pd.DataFrame, column: str, key: str, points: float) -> str:
    if table[column].isna().all():
        return safe(page.say(f"{key}_unknown"))
    limit = page.say("prose.flagged_limit", points=page.figure(points)) if points > 0 else ""
    areas = [page.area(area) for area in table.loc[table[column].map(is_true), "area"]]
    if not areas:
        return safe(page.say(f"{key}_none", limit=limit))
    return safe(page.say(key, areas=page.list_of(areas), limit=limit))


def industries(page: Page, table: pd.DataFrame) -> Html:
    """Which industries were fastest and slowest; table: industries.industry_table."""
    if table.empty:
        return Html("")
    top, *_, bottom = [*each(table), *each(table.tail(1))]
    values: dict[str, Any] = {
        "count": tally(table, page.say("trace.of.industries"), "value"),
        "top": page.industry(top.industry),
        "top_value": page.figure(top.value, top.printed),
        "bottom": "",
    }
    if len(table) > 1:
        name = page.industry(bottom.industry)
        value = page.figure(bottom.value, bottom.printed)
        values["bottom"] = page.say("prose.industries_bottom", name=name, value=value)
    if table["effect"].isna().all():
        return paragraph(page, [safe(page.say("prose.industries_alone", **values))], "finding")
    counts = {
        name: tally(
            table[table["effect"] == name], page.say(f"trace.of.industries_{name}"), "value"
        )
        for name in ("above", "below")
    }
    if len(table) == 1:
        effect = page.say(f"table.industries.effect.{top.effect}")
        text = page.say("prose.industries_one", effect=effect, **values)
    elif len(table) in counts.values():
        all_of_them = "above" if counts["above"] else "below"
        text = page.say(f"prose.industries_all_{all_of_them}", **values)
    else:
        text = page.say("prose.industries", **counts, **values)
    return paragraph(page, [safe(text)], "finding")


def pace(page: Page, table: pd.DataFrame) -> Html:
    """How many plans can be set against time; table: pacing.investment_pace."""
    if table.empty:
        return Html("")
    known = tally(table[table["completed"].notna()], page.say("trace.of.plans_known"), "completed")
    key = "prose.pace" if known else "prose.pace_none"
    count = tally(table, page.say("trace.of.plans"), "planned")
    text = page.say(key, count=count, known=known)
    return paragraph(page, [safe(text)], "finding")


def coverage(page: Page, table: pd.DataFrame) -> Html:
    """How many of the main indicators are published; table: growth.indicator_table."""
    known = table[table["value"].notna() & ~table["derived"].map(is_true).astype(bool)]
    text = page.say(
        "prose.coverage",
        indicators=tally(table, page.say("trace.of.indicators"), "value"),
        published=tally(known, page.say("trace.of.indicators_published"), "value"),
    )
    return paragraph(page, [safe(text)], "finding")


def grew(page: Page, value: Any, printed: Any = None, derived: Any = False) -> str:
    """Growth in words, plain text: 同比增长5.8%, 同比下降1.8%, 与上年同期持平."""
    key = "prose.flat" if value == 0 else "prose.grew" if value > 0 else "prose.fell"
    said = page.say(key, value=page.figure(abs(value), printed))
    return page.say("prose.derived", said=said) if is_true(derived) else said


def _against(page: Page, gap: float, keys: tuple[str, str, str], **values: str) -> str:
    """The clause for a difference in points: keys for above, below and level, in this order."""
    above, below, level = keys
    shown = float(page.number(float(gap)))  # as printed: what rounds to nothing is level
    key = level if shown == 0 else above if gap > 0 else below
    return safe(page.say(key, gap=page.number(abs(gap)), **values))


def _row(table: pd.DataFrame, indicator: str) -> Any:
    return next(row for row in each(table) if row.indicator == indicator)


def paragraph(page: Page, sentences: Iterable[str], kind: str) -> Html:
    """Sentences (markup, without their stops) as one paragraph of a class; empty ones fall out."""
    stop = page.say("prose.stop")
    capital = [f"{sentence[0].upper()}{sentence[1:]}{stop}" for sentence in sentences if sentence]
    return Html(f'<p class="{kind}">{"".join(capital).strip()}</p>')
