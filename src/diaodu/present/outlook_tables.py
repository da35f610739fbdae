"""The outlook beside what the areas expect, and the grounds for each.

Each function shows nothing where there is neither a model's figure nor an expectation.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, missing, safe
from diaodu.present.prose import grew, paragraph
from diaodu.present.traced import plain

NOTHING = Html("")


def of_area(outlook: pd.DataFrame, area: str) -> pd.DataFrame:
    """The rows of an area that say anything: a model's figure or an expectation."""
    own = outlook[outlook["area"].eq(area)]
    return own[own["value"].notna() | own["expected"].notna()].reset_index(drop=True)


def finding(page: Page, table: pd.DataFrame) -> Html:
    """The headline's outlook against the expectation, and what became of earlier ones.

    table: rows of `outlook` of the page's area, one row (indicator, horizon).
    """
    own = table[table["indicator"].eq(page.run.quarter.headline)]
    quarter = next(each(own[own["horizon"].eq("quarter")]), None)
    if quarter is None:
        return NOTHING
    said = [_model(page, quarter), _against(page, quarter), _record(page, quarter)]
    year = next(each(own[own["horizon"].eq("year")]), None)
    if year is not None and not missing(year.value):
        said.insert(2, page.say("outlook.year", **_figures(page, year)))
    return paragraph(page, [safe(text) for text in said], "finding")


def _model(page: Page, row: Any) -> str:
    quantity, period = page.quantity(row.indicator), page.period(row.period)
    if missing(row.value):
        reason = page.say(f"outlook.reason.{row.reason}")
        return page.say("outlook.no_model", quantity=quantity, period=period, reason=reason)
    return page.say("outlook.model", quantity=quantity, **_figures(page, row))


def _figures(page: Page, row: Any) -> dict[str, str]:
    return {
        "period": page.period(row.period),
        "value": page.number(row.value),
        "low": page.number(row.low80),
        "high": page.number(row.high80),
    }


def _against(page: Page, row: Any) -> str:
    if missing(row.expected):
        return page.say("outlook.no_expectation")
    words = {"area": page.area(row.area), "grew": grew(page, row.expected)}
    if missing(row.value):
        return page.say("outlook.expected_alone", **words)
    side = "below" if row.expected < row.low80 else "above" if row.expected > row.high80 else "in"
    return page.say(f"outlook.expected_{side}", **words)


def _record(page: Page, row: Any) -> str:
    area = page.area(row.area)
    if not row.record:
        return page.say("outlook.no_record", area=area)
    words: dict[str, Any] = {"area": area, "count": row.record}
    if round(row.record_bias, 1) == 0:
        said = page.say("outlook.record_level", **words)
    else:
        side = "above" if row.record_bias > 0 else "below"
        words |= {"above": row.record_above, "bias": page.number(abs(row.record_bias))}
        said = page.say(f"outlook.record_{side}", **words)
    if missing(row.recalibrated) or missing(row.expected):
        return said
    return said + page.say("outlook.recalibrated", value=page.number(row.recalibrated))


def tone(page: Page, tones: pd.DataFrame) -> Html:
    """Whether the area writes more or less favourably than in its own last quarters, or why not.

    tones: signals.tone of the notes. Its level is never shown: who writes sets it. Nothing in a
    run that asks for no submissions.
    """
    if page.run.quarter.submissions is None:
        return NOTHING
    own = tones[tones["area"].eq(page.run.area.id) & tones["period"].eq(str(page.run.period))]
    row = next(each(own), None)
    area = page.area(page.run.area.id)
    if row is None or not missing(row.reason):
        earlier = 0 if row is None else row.earlier
        reason = page.say(f"tone.reason.{'no_notes' if row is None else row.reason}", count=earlier)
        return paragraph(page, [safe(page.say("tone.unknown", area=area, reason=reason))], "note")
    by = page.number(abs(row.relative), 2)
    side = "same" if float(plain(by)) == 0 else "better" if row.relative > 0 else "worse"
    text = page.say(f"tone.{side}", area=area, count=row.earlier, by=by)
    return paragraph(page, [safe(text), safe(page.say("tone.note"))], "note")


def outlook(page: Page, table: pd.DataFrame) -> Html:
    """All indicators of the page's area; table: of_area."""
    if table.empty:
        return NOTHING
    rows = []
    stated = _first_of(table, "indicator")
    for indicator in dict.fromkeys(table["indicator"]):
        quarter, year = (stated.get((indicator, horizon)) for horizon in ("quarter", "year"))
        unit = page.unit(page.run.catalog.indicators[str(indicator)].unit)
        name = f'{safe(page.indicator(str(indicator)))}<span class="unit">{safe(unit)}</span>'
        rows.append({"name": name} | _cells(page, quarter, year))
    title = page.say(
        "outlook.title",
        area=page.area(page.run.area.id),
        period=page.period(page.run.period),
    )
    return grid(page, "t-outlook", title, _columns(page, "table.indicator"), rows, _note(page))


def of_areas(page: Page, table: pd.DataFrame) -> Html:
    """The headline of all areas; table: the table `outlook`, the province first."""
    own = table[table["indicator"].eq(page.run.quarter.headline)]
    own = own[own["value"].notna() | own["expected"].notna()]
    if own.empty:
        return NOTHING
    rows = []
    stated = _first_of(own, "area")
    for area in dict.fromkeys(own["area"]):
        quarter, year = (stated.get((area, horizon)) for horizon in ("quarter", "year"))
        rows.append({"name": safe(page.area(str(area)))} | _cells(page, quarter, year))
    indicator = page.indicator(page.run.quarter.headline)
    title = page.say(
        "outlook.areas_title", indicator=indicator, period=page.period(page.run.period)
    )
    note = _note(page) + _adding_up(page, own)
    return grid(page, "t-outlook", title, _columns(page, "table.area"), rows, note)


def _first_of(table: pd.DataFrame, column: str) -> dict[tuple[str, str], Any]:
    """The first row of each value of the column and horizon."""
    found: dict[tuple[str, str], Any] = {}
    for row in each(table):
        found.setdefault((getattr(row, column), row.horizon), row)
    return found


def _adding_up(page: Page, own: pd.DataFrame) -> str:
    states = own.loc[own["area"].eq(page.run.province.id), "adding_up"]
    if states.empty:
        return ""
    said = page.say(f"outlook.adding_up.{states.iloc[0]}")
    weights = page.run.quarter.weights.get(page.run.quarter.headline)
    if weights is not None:
        said += page.say("outlook.weights", note=weights.note.in_(page.lang))
    return safe(said)


def _columns(page: Page, head: str) -> list[Column]:
    return [
        Column("name", page.say(head), align="left"),
        Column("value", page.say("outlook.value")),
        Column("range80", page.say("outlook.range80")),
        Column("range95", page.say("outlook.range95")),
        Column("expected", page.say("expected.expected")),
        Column("right", page.say("outlook.right")),
        Column("year", page.say("outlook.value_year")),
        Column("year80", page.say("outlook.range80")),
    ]


def _cells(page: Page, quarter: Any, year: Any) -> dict[str, str]:
    none = f'<span class="none">{safe(page.say("value.not_applicable"))}</span>'
    cells = dict.fromkeys(
        ("value", "range80", "range95", "expected", "right", "year", "year80"), none
    )
    if quarter is not None:
        if missing(quarter.value):
            cells["value"] = f'<span class="none">{safe(_short(page, quarter.reason))}</span>'
        else:
            cells["value"] = page.number(quarter.value)
            cells["range80"] = _range(page, quarter.low80, quarter.high80)
            cells["range95"] = _range(page, quarter.low95, quarter.high95)
        if not missing(quarter.expected):
            cells["expected"] = page.figure(quarter.expected)
        if not missing(quarter.recalibrated) and quarter.record:
            cells["right"] = page.number(quarter.recalibrated)
    if year is not None and not missing(year.value):
        cells["year"] = page.number(year.value)
        cells["year80"] = _range(page, year.low80, year.high80)
    return cells


def _short(page: Page, reason: str) -> str:
    return page.say(f"outlook.reason_short.{reason}")


def _range(page: Page, low: float, high: float) -> str:
    if missing(low) or missing(high):
        return f'<span class="none">{safe(page.say("value.not_applicable"))}</span>'
    return safe(page.say("outlook.between", low=page.number(low), high=page.number(high)))


def _note(page: Page) -> str:
    return safe(page.say("outlook.note"))


def grounds(page: Page, evidence: pd.DataFrame) -> Html:
    """The evidence for the headline of the page's area; evidence: the table `outlook_evidence`."""
    run = page.run
    own = evidence[
        evidence["area"].eq(run.area.id) & evidence["indicator"].eq(run.quarter.headline)
    ]
    if own.empty:
        return NOTHING
    items = []
    for row in each(own):
        words = {"at": page.period(row.at), "value": page.number(row.value)}
        if row.evidence == "leading":
            words["about"] = page.indicator(row.about)
        stage = page.say(f"outlook.stage.{row.stage}")
        items.append(
            f"<li>{safe(page.say(f'outlook.evidence.{row.evidence}', stage=stage, **words))}</li>"
        )
    head = safe(page.say("outlook.grounds", indicator=page.indicator(run.quarter.headline)))
    return Html(f'<p class="table-title">{head}</p><ul class="facts">{"".join(items)}</ul>')
