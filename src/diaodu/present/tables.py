"""Tables of a report: each takes a Page and a frame of analysis, and returns markup."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, elsewhere, is_true, missing, safe

DERIVED = "†"


def cell(page: Page, row: Any, prefix: str = "") -> str:
    """A published figure as a cell: the figure as printed, its marks and its sources.

    row: one row of an analysis frame with `<prefix>value`, `<prefix>source_ids` and, where known,
    `<prefix>printed`, `<prefix>derived` and `others`.
    """
    value = getattr(row, f"{prefix}value")
    if missing(value):
        return f'<span class="missing">{safe(page.say("value.missing"))}</span>'
    figure = safe(page.figure(value, getattr(row, f"{prefix}printed", None)))
    mark = _mark(getattr(row, f"{prefix}derived", False))
    text = f"{figure}{mark}{page.cite(getattr(row, f'{prefix}source_ids'))}"
    others = () if prefix else getattr(row, "others", ())
    return text + _others(
        page,
        [safe(elsewhere(page, row, *other)) + page.cite(other[2]) for other in others],
    )


def _mark(derived: Any) -> str:
    return DERIVED if is_true(derived) else ""


def _others(page: Page, cells: list[str]) -> str:
    """What other sources say, as markup; empty if they all agree."""
    if not cells:
        return ""
    said = page.say("table.others_join").join(cells)
    return f'<span class="others">{page.say("table.others", values=said)}</span>'


def points(page: Page, value: Any) -> str:
    """A difference in percentage points with its sign, or a dash where there is none."""
    if missing(value):
        return f'<span class="none">{page.say("value.not_applicable")}</span>'
    return page.number(value, 1, sign=True)


def computed(page: Page, value: Any) -> str:
    """A figure that we work out, or a dash where what it is worked out from is not published."""
    if missing(value):
        return f'<span class="none">{page.say("value.not_applicable")}</span>'
    return page.number(value)


def target(page: Page, row: Any, absent: str = "") -> str:
    """An annual target as worded (5.5以上, 6左右) with its sources, and others that differ.

    absent: what is said without one; that it is not published if not given.
    """
    if missing(row.target_value):
        return f'<span class="missing">{safe(absent or page.say("value.missing"))}</span>'
    said = worded(page, row.target_wording, row.target_value, row.target_low, row.target_high)
    mark = "" if missing(getattr(row, "target_derivation", None)) else DERIVED
    cited = page.cite(row.target_source_ids)  # before the others: numbers follow the reading
    others = [
        safe(worded(page, wording, value, low, high)) + page.cite(ids)
        for value, low, high, wording, ids in getattr(row, "target_others", ())
    ]
    return f"{safe(said)}{mark}{cited}{_others(page, others)}"


def worded(page: Page, wording: str, value: Any, low: Any, high: Any, unit: str = "") -> str:
    """An annual target as its source words it, plain text; a range without an end is its value."""
    if wording == "between" and (missing(low) or missing(high)):
        wording = "exact"
    figures = {"value": value, "low": low, "high": high}
    texts = {name: f"{page.figure(figure)}{unit}" for name, figure in figures.items()}
    return page.say(f"table.wording.{wording}", **texts)


def indicators(page: Page, table: pd.DataFrame) -> Html:
    """Main indicators of an area.

    table: growth.indicator_table, one row an indicator; all rows are shown, missing ones as such.
    """
    run = page.run
    of_province = run.area.id == run.province.id
    columns = [
        Column("name", page.say("table.indicator"), align="left"),
        Column("value", page.say("table.value")),
        Column("previous", page.say("table.previous")),
        Column("change", page.say("table.change"), page.say("table.points")),
    ]
    if not of_province:
        columns += [
            Column("province", page.say("table.province")),
            Column("gap", page.say("table.gap_province"), page.say("table.points")),
            Column("rank", page.say("table.rank"), page.say("table.rank_unit")),
        ]
    columns += [
        Column("target", page.say("table.target")),
        Column("gap_target", page.say("table.gap_target"), page.say("table.points")),
    ]
    rows = [_indicator_row(page, row) for row in each(table)]
    title = page.say(
        "table.indicators.title", area=page.area(run.area.id), period=page.period(run.period)
    )
    note = _with_derived(page, page.say("table.indicators.note"), table)
    return grid(page, "t-indicators", title, columns, rows, note)


def _indicator_row(page: Page, row: Any) -> dict[str, str]:
    value, previous = cell(page, row), cell(page, row, "previous_")
    if not missing(row.previous_value):
        previous += f'<span class="when">{safe(page.period(row.previous_period))}</span>'
    rank = "—" if missing(row.rank) else page.say("table.rank_of", rank=row.rank, ranked=row.ranked)
    # the catalog's unit: the frame has none where no source states any figure of the indicator
    unit = page.unit(page.run.catalog.indicators[row.indicator].unit)
    unit = f'<span class="unit">{safe(unit)}</span>'
    return {
        "name": f"{safe(page.indicator(row.indicator))}{unit}",
        "value": value,
        "previous": previous,
        "change": points(page, row.change),
        "province": cell(page, row, "province_"),
        "gap": points(page, row.gap_province),
        "rank": rank,
        "target": target(page, row),
        "gap_target": points(page, row.gap_target),
    }


def _with_derived(page: Page, note: str, table: pd.DataFrame) -> str:
    """A note, as markup, with the meaning of the mark where the table holds a derived figure."""
    text = safe(note)
    flags = [name for name in ("derived", "previous_derived", "province_derived") if name in table]
    targets = "target_derivation" in table and table["target_derivation"].notna().any()
    if targets or any(table[name].map(is_true).any() for name in flags):
        text += " " + safe(page.say("table.derived.note"))
    return text


def ranking(page: Page, table: pd.DataFrame) -> Html:
    """Cities by the headline indicator, the unpublished ones last and named.

    table: ranking.ranking, one row an area.
    """
    run = page.run
    columns = [
        Column("name", page.say("table.area"), align="left"),
        Column("rank", page.say("table.rank")),
        Column("value", page.say("table.value"), page.say("unit.percent")),
        Column("gap", page.say("table.gap_province"), page.say("table.points")),
        Column("target", page.say("table.target"), page.say("unit.percent")),
        Column("gap_target", page.say("table.gap_target"), page.say("table.points")),
        Column("flags", page.say("table.flags"), align="left"),
    ]
    rows = [
        {
            "name": safe(page.area(str(row.area))),
            "rank": "—" if missing(row.rank) else page.number(row.rank, 0),
            "value": cell(page, row),
            "gap": points(page, row.gap_province),
            "target": target(page, row),
            "gap_target": points(page, row.gap_target),
            "flags": flags(page, row),
        }
        for row in each(table)
    ]
    limits = run.quarter.thresholds
    note = page.say(
        "table.ranking.note",
        target_points=page.stated(limits.below_target_points, "thresholds", 1),
        province_points=page.stated(limits.below_province_points, "thresholds", 1),
    )
    period, headline = page.period(run.period), page.indicator(run.quarter.headline)
    title = page.say("table.ranking.title", period=period, indicator=headline)
    return grid(page, "t-ranking", title, columns, rows, _with_derived(page, note, table))


def flags(page: Page, row: Any) -> str:
    """Flags of an area as shape and word; says so where nothing can be said."""
    said = [
        f'<span class="flag">{safe(page.say(f"flag.{name}"))}</span>'
        for name in ("below_target", "below_province")
        if is_true(getattr(row, name))
    ]
    if said:
        return "".join(said)
    known = not (missing(row.below_target) and missing(row.below_province))
    return (
        f'<span class="none">{safe(page.say("flag.none" if known else "flag.cannot_say"))}</span>'
    )


def industries(page: Page, table: pd.DataFrame, residual: float | None = None) -> Html:
    """Growth by industry against the total; nothing where none is published (the chart says so).

    table: industries.industry_table, one row a published industry; pull and contribution are shown
    only where a weight is published. residual: percentage points left over by the pulls, or None.
    """
    run = page.run
    area, period = page.area(run.area.id), page.period(run.period)
    if table.empty:
        return Html("")
    columns = [
        Column("name", page.say("table.industry"), align="left"),
        Column("value", page.say("table.value"), page.say("unit.percent")),
        Column("gap", page.say("table.gap_total"), page.say("table.points")),
        Column("effect", page.say("table.effect"), align="left"),
        Column("previous", page.say("table.previous"), page.say("unit.percent")),
        Column("change", page.say("table.change"), page.say("table.points")),
    ]
    weighted = bool(table["base_weight"].notna().any())
    if weighted:
        columns += [
            Column("weight", page.say("table.weight"), page.say("unit.percent")),
            Column("pull", page.say("table.pull"), page.say("table.points")),
            Column("contribution", page.say("table.contribution"), page.say("unit.percent")),
        ]
    rows = [_industry_row(page, row) for row in each(table)]
    note = _with_derived(page, page.say("table.industries.note"), table)
    if weighted and residual is not None and not missing(residual):
        text = page.say("table.industries.residual", residual=page.number(residual, 1, sign=True))
        note += " " + safe(text)
    title = page.say("table.industries.title", area=area, period=period)
    return grid(page, "t-industries", title, columns, rows, note)


def _industry_row(page: Page, row: Any) -> dict[str, str]:
    previous = '<span class="none">—</span>'
    if not missing(row.previous_value):
        when = f'<span class="when">{safe(page.period(row.previous_period))}</span>'
        mark = _mark(row.previous_derived)
        previous = page.figure(row.previous_value, row.previous_printed) + mark + when
    effect = "" if missing(row.effect) else page.say(f"table.industries.effect.{row.effect}")
    return {
        "name": safe(page.industry(row.industry)),
        "value": cell(page, row),
        "gap": points(page, row.gap_total),
        "effect": safe(effect),
        "previous": previous,
        "change": points(page, row.change),
        "weight": page.figure(row.base_weight),
        "pull": points(page, row.pull),
        "contribution": computed(page, row.contribution),
    }


def pace(page: Page, table: pd.DataFrame) -> Html:
    """Investment against time; table: pacing.investment_pace, one row a project set."""
    if table.empty:
        return Html("")  # the chart says so
    amount = page.say("unit.100m_yuan")
    columns = [
        Column("name", page.say("table.area"), align="left"),
        Column("set", page.say("table.pace.set"), align="left"),
        Column("planned", page.say("table.pace.planned"), amount),
        Column("due", page.say("table.pace.due"), amount),
        Column("completed", page.say("table.pace.completed"), amount),
        Column("rate", page.say("table.pace.rate"), page.say("unit.percent")),
        Column("time", page.say("table.pace.time"), page.say("unit.percent")),
        Column("gap", page.say("table.pace.gap"), page.say("table.points")),
    ]
    rows = [_pace_row(page, row) for row in each(table)]
    return grid(
        page,
        "t-pace",
        page.say("table.pace.title"),
        columns,
        rows,
        safe(page.say("table.pace.note")),
    )


def _pace_row(page: Page, row: Any) -> dict[str, str]:
    planned = _stated(page, row, "planned", "plan")
    completed = f'<span class="missing">{safe(page.say("value.missing"))}</span>'
    if not missing(row.completed):
        when = f'<span class="when">{safe(page.period(row.completed_period))}</span>'
        completed = _stated(page, row, "completed", "completed") + when
    return {
        "name": safe(page.area(row.area)),
        "set": safe(row.text_zh if page.lang == "zh" else row.text_en),
        "planned": planned,
        "due": page.number(row.due_by_now),
        "completed": completed,
        "rate": computed(page, row.completion_rate),
        "time": page.number(row.time_share),
        "gap": points(page, row.pace_gap),
    }


def _stated(page: Page, row: Any, value: str, prefix: str) -> str:
    """An amount with its sources and what others state for the same."""
    amount = page.figure(getattr(row, value)) + page.cite(getattr(row, f"{prefix}_source_ids"))
    others = [page.figure(a) + page.cite(ids) for a, ids in getattr(row, f"{prefix}_others", ())]
    return amount + _others(page, others)
