"""Read a returned form: rows of the processed tables, and an issue for everything odd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from diaodu import contracts, store
from diaodu.errors import CellIssue
from diaodu.intake.form import checks, history, list_rows, words
from diaodu.intake.form.cells import Context
from diaodu.intake.form.columns import Columns
from diaodu.intake.form.identity import Identity, identify
from diaodu.intake.form.indicator_rows import indicator_tables, read_indicators
from diaodu.intake.form.layout import SECTIONS, Layout
from diaodu.intake.form.match import match_sheets
from diaodu.intake.form.rows import Rows
from diaodu.intake.form.slip import FormSlip
from diaodu.intake.received.grid import Workbook
from diaodu.params import Run
from diaodu.periods import Period

TABLES = ("indicators", "targets", "projects", "notes", "enterprises")
# What tells two rows of a sheet apart.
_UNIQUE: Mapping[str, tuple[str, ...]] = {
    "projects": ("name", "county"),
    "enterprises": ("enterprise",),
    **dict.fromkeys(SECTIONS, ("text",)),
}


@dataclass(frozen=True)
class Sending:
    """What is known of a file before it is read; what is None, its content says.

    file: as issues name it, relative to the root. area: id. quarter: such as 2022Q1.
    """

    file: str
    area: str | None = None
    quarter: str | None = None
    source_id: str = "form"
    origin: str | None = None


@dataclass(frozen=True)
class FormRows:
    """What a form says.

    rows: table -> its rows. area, quarter: whose it is and on which quarter, None if that is not
    known (then there are no rows). said: what the file says of itself.
    """

    rows: Mapping[str, list[dict[str, Any]]]
    issues: list[CellIssue]
    area: str | None
    quarter: str | None
    said: Identity

    def table(self, name: str) -> pd.DataFrame:
        """Rows as a frame of the contract's types, not checked."""
        return contracts.typed(name, self.rows.get(name, []))


def read(
    workbook: Workbook,
    layout: Layout,
    run: Run,
    sending: Sending | None = None,
    previous: store.Tables | None = None,
) -> FormRows:
    """Read a workbook by a layout; never raises on what it holds.

    sending: as it is registered; without it the content tells. previous: tables with earlier
    quarters, to compare with. The order of rows and issues is that of the workbook.
    """
    sending = sending or Sending(workbook.file)
    workbook = _named_sheets(workbook)
    slip = FormSlip(sending.file, sending.area)
    said = identify(workbook, layout, run, slip)
    area = sending.area or said.area
    quarter = sending.quarter or said.quarter
    slip.area = area
    _note_identity(sending, said, layout, run, slip)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    if area is not None and quarter is not None:
        context = Context(run, run.areas[area], Period.parse(quarter), slip)
        origin = sending.origin or ("illustrative" if said.illustrative else "submitted")
        evidence = {"source_id": sending.source_id, "origin": origin}
        past = history.history_of(previous, area, context.period)
        _Reader(layout, context, evidence, past, rows).read(workbook)
    issues = [replace(issue, area=area) for issue in slip.in_order()]
    return FormRows(rows, issues, area, quarter, said)


class _Reader:
    """Reads the sheets of one workbook into `rows`."""

    def __init__(
        self,
        layout: Layout,
        context: Context,
        evidence: Mapping[str, str],
        past: history.History,
        rows: dict[str, list[dict[str, Any]]],
    ) -> None:
        self._layout, self._context, self._past = layout, context, past
        self._evidence, self._made = evidence, rows

    def read(self, workbook: Workbook) -> None:
        """Read every sheet that is found, in the order of the form."""
        found = match_sheets(workbook, self._layout, self._context.slip)
        for table in self._layout.tables:
            pair = found.get(table.id)
            if pair is None:
                continue
            columns = Columns(pair, self._context.slip)
            rows = Rows(columns, self._context)
            if table.id == "indicators":
                self._indicators(rows)
            else:
                self._list(table.id, rows)

    def _indicators(self, rows: Rows) -> None:
        read = read_indicators(rows, self._context)
        figures, targets = indicator_tables(read, self._context, self._evidence)
        self._made["indicators"] += figures
        self._made["targets"] += targets
        if rows.columns.header_row:
            checks.check_indicators(read, self._layout, rows.columns, self._context)
            history.check_amounts(read, self._past, self._context)

    def _list(self, sheet: str, rows: Rows) -> None:
        records = list_rows.read_list(rows, self._context, _UNIQUE[sheet])
        checks.check_totals(rows.totals, records)
        if sheet == "projects":
            self._projects(records, rows)
        elif sheet == "enterprises":
            made = list_rows.enterprises(records, self._context, self._evidence)
            self._made["enterprises"] += made
            history.check_cumulative("enterprises", records, self._past)
            self._other_areas(records)
        else:
            made = list_rows.notes(records, sheet, rows, self._context, self._evidence)
            self._made["notes"] += [_whole_note(note) for note in made]
            if sheet == "issues":
                history.check_problems_kept(records, rows.columns, self._past, self._context)
            if "enterprise" in rows.columns.found:
                self._other_areas(records)

    def _projects(self, records: list[list_rows.Record], rows: Rows) -> None:
        self._made["projects"] += list_rows.projects(
            records, rows, self._context, self._evidence, self._past.project_names
        )
        checks.check_projects(records, self._context)
        history.check_cumulative("projects", records, self._past)
        history.check_projects_kept(records, rows.columns, self._past, self._context)

    def _other_areas(self, records: list[list_rows.Record]) -> None:
        others = self._past.enterprises
        checks.check_enterprises(records, "enterprise", others, self._context)


def _named_sheets(workbook: Workbook) -> Workbook:
    """A text file has one sheet without a name: it is called like the file."""
    stem = PurePosixPath(workbook.file).stem
    sheets = [sheet if sheet.name else replace(sheet, name=stem) for sheet in workbook.sheets]
    return replace(workbook, sheets=tuple(sheets))


def _whole_note(note: dict[str, Any]) -> dict[str, Any]:
    """A note with all columns of the table, those that its sheet does not ask for empty."""
    return {name: note.get(name) for name in contracts.SCHEMAS["notes"].columns}


def _note_identity(
    sending: Sending, said: Identity, layout: Layout, run: Run, slip: FormSlip
) -> None:
    """Where the file does not say, or says otherwise than it was registered."""
    noted = {issue.code for issue in slip.issues}
    if said.area is None and sending.area is None:
        slip.note("form_area_missing")
    if said.quarter is None and sending.quarter is None:
        slip.note("form_quarter_missing")
    differs = None not in (said.area, sending.area) and said.area != sending.area
    if differs and "form_area_differs" not in noted:
        slip.note("form_area_differs", run.areas[str(said.area)].zh, area=_named(sending, run))
    differs = None not in (said.quarter, sending.quarter) and said.quarter != sending.quarter
    if differs and "form_quarter_differs" not in noted:
        slip.note("form_quarter_differs", str(said.quarter), quarter=sending.quarter)
    if said.version is not None and said.version != layout.version:
        slip.note("form_version_differs", said.version, version=layout.version)


def _named(sending: Sending, run: Run) -> Any:
    return words.name_of(run.areas[str(sending.area)])
