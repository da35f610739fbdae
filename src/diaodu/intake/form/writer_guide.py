"""The first sheet of a form: who fills it in, by when, and how."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from diaodu.intake.form.layout import SheetLayout
from diaodu.intake.form.styles import Styles
from diaodu.intake.form.writer_table import Form
from diaodu.messages import say

# Fields at the top: message of the label. The first four and the last are read back.
AREA, QUARTER, VERSION = "form.field.area", "form.field.quarter", "form.field.version"
ORIGIN = "form.field.origin"
_OPEN = ("form.field.department", "form.field.filled_on")
_RULES = (
    "form.rule.cells", "form.rule.growth", "form.rule.units", "form.rule.one_number",
    "form.rule.missing", "form.rule.expected", "form.rule.projects", "form.rule.problems",
    "form.rule.structure", "form.rule.text", "form.rule.return",
)  # fmt: skip


def write_guide(target: Worksheet, sheet: SheetLayout, form: Form, styles: Styles) -> None:
    """Fields, rules and what each sheet is for."""
    target.hide_gridlines(2)
    target.set_portrait()
    target.fit_to_pages(1, 1)
    target.set_column(0, 0, 18)
    target.set_column(1, 1, 92)
    target.set_row(0, 34)
    target.write_string(0, 0, form.heading(sheet), styles.title())
    target.write_string(1, 0, sheet.hint.in_(form.lang), styles.hint())
    row = _fields(target, form, styles)
    row = _rules(target, row + 1, form, styles)
    _sheets(target, row + 1, form, styles)
    target.protect("", {"format_rows": True, "format_columns": True})


def _fields(target: Worksheet, form: Form, styles: Styles) -> int:
    due = form.run.quarter.submissions and form.run.quarter.submissions.due
    fixed = {
        AREA: form.area.zh if form.lang == "zh" else form.area.en,
        QUARTER: form.quarter,
        VERSION: form.layout.version,
        "form.field.due": form.day(due) if due else "",
    }
    row = 3
    for key, value in fixed.items():
        if key != "form.field.due" or value:
            target.write_string(row, 0, say(key, form.lang), styles.label())
            target.write_string(row, 1, value, styles.field(locked=True))
            row += 1
    real, invented = say("form.origin.real", form.lang), say("form.origin.illustrative", form.lang)
    target.write_string(row, 0, say(ORIGIN, form.lang), styles.label())
    target.write_string(row, 1, real, styles.field(locked=False))
    target.data_validation(row, 1, row, 1, {"validate": "list", "source": [real, invented]})
    for key in _OPEN:
        row += 1
        target.write_string(row, 0, say(key, form.lang), styles.label())
        target.write_blank(row, 1, None, styles.field(locked=False))
    return row + 1


def _rules(target: Worksheet, row: int, form: Form, styles: Styles) -> int:
    target.write_string(row, 0, say("form.rules", form.lang), styles.paragraph(strong=True))
    for number, key in enumerate(_RULES, 1):
        text = say(key, form.lang, quarter=form.quarter, due=form.due_phrase)
        target.write_string(row + number, 0, f"{number}.", styles.numeral())
        target.write_string(row + number, 1, text, styles.paragraph())
        target.set_row(row + number, 18 * (1 + len(text) // (62 if form.lang == "zh" else 120)))
    row += len(_RULES) + 2
    colours = {
        "form.colour.locked": styles.locked_sample(),
        "form.colour.carried": styles.carried_sample(),
        "form.colour.wrong": styles.wrong(),
        "form.colour.odd": styles.odd(),
    }
    for key, look in colours.items():
        target.write_blank(row, 0, None, look)
        target.write_string(row, 1, say(key, form.lang), styles.paragraph())
        row += 1
    return row


def _sheets(target: Worksheet, row: int, form: Form, styles: Styles) -> None:
    target.write_string(row, 0, say("form.contents", form.lang), styles.paragraph(strong=True))
    for sheet in form.layout.tables:
        row += 1
        name, hint = sheet.name.in_(form.lang), sheet.hint.in_(form.lang)
        target.write_string(row, 0, name, styles.label())
        target.write_string(row, 1, hint, styles.field(locked=True))
        target.set_row(row, 18 * (1 + len(hint) // (62 if form.lang == "zh" else 120)))
