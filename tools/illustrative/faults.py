"""Put the faults that are meant into a filled form, and make the versions that came."""

from __future__ import annotations

from copy import copy

from openpyxl.utils import get_column_letter

from diaodu.intake.form.layout import Layout
from diaodu.params import Run

from .story import Edit, SecondVersion, Story
from .workbook import Filler


def versions(
    form: bytes, story: Story, last: Story | None, run: Run, layout: Layout
) -> list[tuple[bytes, SecondVersion | None]]:
    """The workbook, or its versions in their order with when the later ones came."""
    again = next((f.second_version for f in story.faults if f.second_version), None)
    made: list[tuple[bytes, SecondVersion | None]] = []
    for version in (None, again) if again else (None,):
        filler = Filler(form, story, run, layout)
        filler.fill(last)
        if again and version is None:
            for change in again.changes:
                row = filler.where[change.sheet, change.row]
                filler.put(change.sheet, row, {change.column: change.first})
        for edit in sorted(story.edits(), key=lambda e: e.insert_column_before is not None):
            spoil(filler, edit, last)  # what moves cells comes last
        made.append((filler.bytes(), version))
    return made


def spoil(filler: Filler, edit: Edit, last: Story | None) -> None:
    """Put one meant fault into a filled form."""
    if edit.cell:
        filler.guide_cell(f"form.field.{edit.cell}").value = edit.typed
    elif edit.typed is not None:
        of, target = filler.sheet(edit.sheet)
        place = filler.where[edit.sheet, edit.row or ""]
        cell = target.cell(place, filler.column(of, edit.column or ""))
        cell.value = int(edit.typed) if edit.typed.isdigit() else edit.typed
    elif edit.insert_column_before:
        _insert_column(filler, edit, last)
    elif edit.merge or edit.hide:
        _merge_and_hide(filler, edit)
    elif edit.duplicate:
        _duplicate(filler, edit)


def _insert_column(filler: Filler, edit: Edit, last: Story | None) -> None:
    """A column of last year's whole figures, as far as the area reported them."""
    of, target = filler.sheet("indicators")
    at = filler.column(of, edit.insert_column_before or "")
    letters = [get_column_letter(number) for number in range(at, len(of.columns) + 2)]
    widths = [target.column_dimensions[letter].width for letter in letters]
    target.insert_cols(at)
    for letter, width in zip(letters[1:], widths, strict=False):
        target.column_dimensions[letter].width = width
    for row in range(of.header_row, target.max_row + 1):
        target.cell(row, at)._style = copy(target.cell(row, at + 1)._style)
    target.cell(of.header_row, at).value = edit.header
    for (sheet, key), row in filler.where.items():
        if sheet == "indicators" and last and key in last.indicators:
            target.cell(row, at).value = last.indicators[key].expected


def _merge_and_hide(filler: Filler, edit: Edit) -> None:
    of, target = filler.sheet(edit.sheet)
    if edit.merge:
        first, last = (filler.where[edit.sheet, edit.merge[end]] for end in ("first", "last"))
        at = filler.column(of, edit.merge["column"])
        target.merge_cells(start_row=first, end_row=last, start_column=at, end_column=at)
    if edit.hide:
        target.row_dimensions[filler.where[edit.sheet, edit.hide]].hidden = True


def _duplicate(filler: Filler, edit: Edit) -> None:
    """The row once more below the last one, under the number that the form has there."""
    of, target = filler.sheet(edit.sheet)
    source = filler.where[edit.sheet, edit.duplicate or ""]
    last = max(row for (sheet, _), row in filler.where.items() if sheet == edit.sheet)
    for at, column in enumerate(of.columns, 1):
        if not column.locked:
            target.cell(last + 1, at).value = target.cell(source, at).value
