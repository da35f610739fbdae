"""The ledger of problems as a workbook, for the people who work through it one by one.

Text stays text whatever it begins with, days are days, and the same tables give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from diaodu.analysis import ledger_views
from diaodu.params import Run
from diaodu.present import ledger
from diaodu.present.page import Page, each, is_true, missing
from diaodu.present.problems import marks_of
from diaodu.store import Tables

OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MOST = 32_767  # characters of a cell
_IMPOSSIBLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML
INK, RULE, HEAD, LATE = "#1F2937", "#8A97A8", "#DCE6F1", "#F4B6B0"


@dataclass(frozen=True)
class Column:
    """One column of a sheet: key of its heading, width, and what a row has there."""

    key: str
    width: float
    value: Callable[[Any], Any]


def build(run: Run, tables: Tables, areas: Sequence[str]) -> bytes:
    """The workbook of these areas' problems in the run's language.

    Sheets: what it is; one row a problem, what needs work first; one row a problem and quarter;
    one row a note and how it was matched. Only what these areas told is in it.
    """
    page = Page(run)
    data = io.BytesIO()
    book = Workbook(data, OPTIONS)
    as_of = run.quarter.as_of
    try:
        book.set_properties(
            {
                "title": f"{page.say('book.title')} {run.quarter.quarter}",
                "created": datetime(as_of.year, as_of.month, as_of.day),
            }
        )
        _Sheets(book, page, tables, areas).write()
    finally:
        book.close()
    return data.getvalue()


class _Sheets:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook, page: Page, tables: Tables, areas: Sequence[str]) -> None:
        self._book, self._page = book, page
        self._problems = ledger_views.of_areas(tables.problems, areas)
        ids = set(self._problems["problem_id"])
        history, mentions = tables.problem_history, tables.problem_mentions
        self._history = history[history["problem_id"].isin(ids)]
        self._mentions = mentions[mentions["problem_id"].isin(ids)]
        titles = tables.sources.set_index("source_id")[f"title_{page.lang}"]
        self._titles = titles.to_dict()
        self._lines = {
            str(key): ledger.history_line(page, rows)
            for key, rows in self._history.groupby("problem_id")
        }
        font = {"font_name": page.say("form.font.body"), "font_size": 10.5, "font_color": INK}
        cell = font | {"text_wrap": True, "valign": "top", "border": 1, "border_color": RULE}
        head = cell | {"bold": True, "bg_color": HEAD, "valign": "vcenter"}
        self._plain = book.add_format(font | {"text_wrap": True, "valign": "top"})
        self._text, self._head = book.add_format(cell), book.add_format(head)
        self._day = book.add_format(cell | {"num_format": "yyyy-mm-dd"})
        self._late = book.add_format(cell | {"bg_color": LATE})

    def write(self) -> None:
        """All sheets."""
        self._about()
        self._sheet("problems", self._problems, self._problem_columns())
        self._sheet("history", self._history, self._history_columns())
        self._sheet("matches", self._mentions, self._match_columns())

    def _about(self) -> None:
        page, run = self._page, self._page.run
        sheet = self._book.add_worksheet(page.say("book.sheet.about"))
        sheet.set_column(0, 0, 100, self._plain)
        day = run.day.isoformat()
        lines = [
            page.say("book.about.what", period=page.period(run.period), day=page.day(day)),
            page.say("book.about.states"),
            page.say("book.about.matched"),
            page.say("book.about.change"),
        ]
        if self._problems["origin"].eq("illustrative").any():
            lines.insert(0, page.say("banner.illustrative"))
        for at, line in enumerate(lines):
            sheet.write_string(at, 0, line, self._plain)

    def _sheet(self, name: str, rows: pd.DataFrame, columns: Sequence[Column]) -> None:
        sheet = self._book.add_worksheet(self._page.say(f"book.sheet.{name}"))
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, self._page.say(column.key), self._head)
        for number, row in enumerate(each(rows), start=1):
            late = is_true(getattr(row, "overdue", False))
            for at, column in enumerate(columns):
                self._put(sheet, number, at, column.value(row), late=late)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _put(self, sheet: Worksheet, row: int, column: int, value: Any, *, late: bool) -> None:
        look: Format = self._late if late and column == 0 else self._text
        if value is None or value is pd.NA or (not isinstance(value, str) and missing(value)):
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, date):
            sheet.write_datetime(
                row, column, datetime(value.year, value.month, value.day), self._day
            )
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value, look)
        else:
            sheet.write_string(row, column, _plain(value), look)

    def _problem_columns(self) -> list[Column]:
        page = self._page
        return [
            Column("book.number", 26, lambda row: row.problem_id),
            Column("table.area", 10, lambda row: page.area(row.area)),
            Column("ledger.problem", 60, lambda row: row.text),
            Column("ledger.state", 12, lambda row: page.say(f"ledger.state.{row.state}")),
            Column("book.marks", 16, lambda row: page.list_of(marks_of(page, row))),
            Column("ledger.due", 12, lambda row: _day(row.due_on)),
            Column("note.responsible", 22, lambda row: row.responsible),
            Column("note.asked", 36, lambda row: row.asked),
            Column("ledger.done", 36, lambda row: row.done),
            Column(
                "ledger.days", 8, lambda row: None if missing(row.days_open) else int(row.days_open)
            ),
            Column("book.raised", 12, lambda row: _day(row.raised_on)),
            Column("book.closed", 12, lambda row: _day(row.closed_on)),
            Column("ledger.history", 40, lambda row: self._lines[row.problem_id]),
            Column("note.category", 16, lambda row: self._category(row.category)),
            Column("book.county", 12, lambda row: row.county),
            Column("table.industry", 16, lambda row: self._industry(row.industry)),
            Column("enterprises.name", 22, lambda row: row.enterprise),
            Column("book.doubts", 24, lambda row: self._doubts(row.date_doubts)),
            Column("book.sources", 40, lambda row: self._cited(row.source_ids.split("|"))),
            Column("book.place", 16, lambda row: row.locator),
        ]

    def _history_columns(self) -> list[Column]:
        page = self._page
        return [
            Column("book.number", 26, lambda row: row.problem_id),
            Column("table.area", 10, lambda row: page.area(row.area)),
            Column("book.quarter", 16, lambda row: ledger.quarter(page, row.period)),
            Column("ledger.state", 12, lambda row: page.say(f"ledger.state.{row.state}")),
            Column("ledger.problem", 60, lambda row: row.text),
            Column("ledger.match", 32, self._match),
            Column("book.sources", 40, lambda row: self._cited([row.source_id])),
            Column("book.place", 16, lambda row: row.locator),
        ]

    def _match_columns(self) -> list[Column]:
        page = self._page
        return [
            Column("ledger.matches.number", 26, lambda row: row.note_id),
            Column("table.area", 10, lambda row: page.area(row.area)),
            Column("book.quarter", 16, lambda row: ledger.quarter(page, row.period)),
            Column("book.number", 26, lambda row: row.problem_id),
            Column("ledger.match", 32, self._match),
            Column("ledger.matches.with", 26, lambda row: row.matched_note),
            Column("ledger.matches.note", 60, lambda row: row.text),
            Column("book.sources", 40, lambda row: self._cited([row.source_id])),
            Column("book.place", 16, lambda row: row.locator),
        ]

    def _match(self, row: Any) -> str | None:
        return None if missing(row.match) else ledger.match(self._page, row)

    def _category(self, key: Any) -> str:
        known = None if missing(key) else self._page.run.catalog.taxonomy.categories.get(key)
        return self._page.say("note.unsorted") if known is None else known.in_(self._page.lang)

    def _industry(self, key: Any) -> str | None:
        return None if missing(key) else self._page.industry(key)

    def _doubts(self, codes: Any) -> str | None:
        if missing(codes):
            return None
        page = self._page
        return page.list_of(page.say(f"ledger.doubt.{code}") for code in codes.split("|"))

    def _cited(self, ids: Sequence[str]) -> str:
        return self._page.list_of(str(self._titles[source]) for source in ids)


def _plain(text: str) -> str:
    """Text that a cell can hold; what it cannot becomes a visible sign."""
    kept = _IMPOSSIBLE.sub("\ufffd", text)
    return kept if len(kept) <= MOST else kept[: MOST - 1] + "…"


def _days(row: Any) -> int | None:
    return None if missing(row.days_open) else int(row.days_open)


def _day(text: Any) -> date | None:
    return None if missing(text) else date.fromisoformat(text)
