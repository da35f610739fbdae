"""The same quarter of the last years, as a table and in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, is_true, missing, safe
from diaodu.present.prose import paragraph
from diaodu.present.tables import DERIVED, points
from diaodu.present.tally import listed, tally
from diaodu.present.unsaid import because, cell


def same_quarters(page: Page, table: pd.DataFrame, indicator: str) -> Html:
    """This quarter and the same one of the years before; table: history.same_quarters."""
    of_province = page.run.area.id == page.run.province.id
    columns = [
        Column("year", page.say("history.year"), align="left"),
        Column("value", page.say("history.value"), page.say("unit.percent")),
        Column("stage", page.say("history.stage"), align="left"),
        Column("gap", page.say("history.gap"), page.say("table.points")),
    ]
    if not of_province:
        columns += [
            Column("province", page.say("table.province"), page.say("unit.percent")),
            Column("gap_province", page.say("table.gap_province"), page.say("table.points")),
        ]
    columns.append(Column("note", page.say("history.note_head"), align="left"))
    rows = [_row(page, row) for row in each(table)]
    names = {"area": page.area(page.run.area.id), "indicator": page.indicator(indicator)}
    title = page.say("history.title", period=page.period(page.run.period), **names)
    note = safe(page.say("history.note"))
    return grid(page, "t-history", title, columns, rows, note)


def _row(page: Page, row: Any) -> dict[str, str]:
    why = page.run.quarter.distorted_years.get(row.year)
    known = missing(row.absent)
    mark = DERIVED if is_true(row.derived) else ""
    value = page.figure(row.value, row.printed) if known else ""
    return {
        "year": safe(page.period(row.period)),
        "value": value + mark + page.cite(row.source_ids) if known else cell(page, row.absent),
        "stage": safe(page.say(f"stage.{row.stage}")) if known else "",
        "gap": points(page, row.gap),
        "province": cell(page, "no_figure")
        if missing(row.province_value)
        else page.figure(row.province_value, row.province_printed)
        + page.cite(row.province_source_ids),
        "gap_province": points(page, row.gap_province),
        "note": safe(page.say("history.distorted", why=why.in_(page.lang))) if why else "",
    }


def finding(page: Page, usual: pd.DataFrame, averages: pd.DataFrame, same: pd.DataFrame) -> Html:
    """This quarter against the usual one, and the averages over distorted years.

    usual, averages: history.usual and history.averages of history.same_quarters, which is `same`.
    """
    row: Any = next(each(usual))
    if missing(row.absent):
        years = page.list_of(str(year) for year in sorted(row.years))
        key = "history.usual_above" if row.gap > 0 else "history.usual_below"
        key = "history.usual_level" if row.gap == 0 else key
        gap, middle = page.number(abs(row.gap)), page.number(row.usual)
        said = [page.say(key, years=years, usual=middle, gap=gap)]
    else:
        said = [because(page, row.absent, page.say("history.what_usual"))]
    said += [_average(page, average, same) for average in each(averages)]
    return paragraph(page, [safe(text) for text in said], "finding")


def _average(page: Page, row: Any, same: pd.DataFrame) -> str:
    known = {of.year: of for of in each(same)}
    span = range(row.base_year + 1, row.base_year + row.years + 1)
    rows = [known.get(year) or listed("year", [year])[0] for year in span]
    years = tally(rows, page.say("history.year"), "value", named=lambda of: str(of.year))
    names = {"years": years, "base": row.base_year}
    if not missing(row.absent):
        unknown = page.list_of(str(year) for year in row.unknown)
        return page.say("history.average_unknown", unknown=unknown, **names)
    key = "history.average_distorted" if row.base_distorted else "history.average"
    return page.say(key, value=page.number(row.value), **names)
