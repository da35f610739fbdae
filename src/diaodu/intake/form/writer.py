"""Write the form of one area: a workbook that can be filled in, and read back with certainty."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from diaodu import store
from diaodu.areas import Area
from diaodu.errors import ParameterError
from diaodu.intake.form import carried, layout
from diaodu.intake.form.layout import Layout, SheetLayout
from diaodu.intake.form.styles import Styles
from diaodu.intake.form.writer_guide import write_guide
from diaodu.intake.form.writer_options import MARKER, Options
from diaodu.intake.form.writer_table import Form, write_table
from diaodu.messages import say
from diaodu.params import Run

# Text is text: nothing that a name or a note begins with makes a formula, link or number of it.
_OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(run: Run, area: str, path: Path, previous: store.Tables | None = None) -> Path:
    """Write the form of an area (its id) for the run's quarter in the run's language.

    previous: tables with earlier quarters' forms; what was left open there is filled in. The same
    arguments give the same bytes. Raises ParameterError if the quarter asks for no form, and
    KeyError for an unknown area.
    """
    data = build(run, area, previous)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")  # nobody finds half a form
    aside.write_bytes(data)
    aside.replace(path)
    return path


def build(run: Run, area: str, previous: store.Tables | None = None) -> bytes:
    """The bytes of `write`."""
    submissions = run.quarter.submissions
    if submissions is None:
        raise ParameterError(f"{run.file}: submissions: found nothing; expected a form's version")
    form = Form(run, layout.load(run.root, submissions.form), run.areas[area])
    data = io.BytesIO()
    book = Workbook(data, _OPTIONS)
    try:
        _fill(book, form, previous)
    finally:
        book.close()
    return data.getvalue()


def _fill(book: Workbook, form: Form, previous: store.Tables | None) -> None:
    _set_properties(book, form.run, form.layout, form.area)
    styles = Styles(book, form.lang)
    options = Options(form.run, form.area, form.lang)
    for sheet in form.layout.sheets:
        target = book.add_worksheet(sheet.name.in_(form.lang))
        target.set_landscape()
        target.set_paper(9)  # A4
        target.fit_to_pages(1, 0)
        target.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        target.set_footer(say("form.footer", form.lang))
        if sheet.kind == "guide":
            write_guide(target, sheet, form, styles)
        else:
            write_table(target, sheet, form, styles, options, _carried(sheet, form, previous))
    options.write(book, say("form.options", form.lang), form.layout.version, form.run)


def _carried(sheet: SheetLayout, form: Form, previous: store.Tables | None) -> list[dict[str, Any]]:
    if sheet.id == "projects":
        return carried.projects(previous, form.area.id, form.run.period)
    if sheet.id == "issues":
        return carried.problems(previous, form.area.id, form.run.period)
    return []


def _set_properties(book: Workbook, run: Run, form: Layout, area: Area) -> None:
    """What the file says of itself; its dates are the as-of date, so that bytes do not change."""
    as_of = run.quarter.as_of
    quarter = run.quarter.quarter
    book.set_properties(
        {
            "title": f"{form.title.in_(run.lang)} {quarter} {area.name(run.lang)}",
            "created": datetime(as_of.year, as_of.month, as_of.day),
        }
    )
    hidden = {"version": form.version, "area": area.id, "quarter": quarter}
    for name, value in hidden.items():
        book.set_custom_property(f"{MARKER}_{name}", value, "text")
        book.define_name(f"{MARKER}_{name}", f'="{value}"')
