"""The slip of one received file: every issue found in it, in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from diaodu.errors import CellIssue, Severity
from diaodu.intake import submission_codes
from diaodu.intake.form import codes as form_codes
from diaodu.intake.prose import codes as prose_codes
from diaodu.intake.received import codes as received_codes
from diaodu.intake.text import visible

# Every kind of fault that intake of published figures can find. `error`: the file, row or figure is
# left out; `warning`: it is used, but somebody should look; `info`: how something was read.
# Its texts are the messages issue.<code>.expected, .consequence and .remedy.
PUBLISHED_CODES: Mapping[str, Severity] = {
    # folders and files
    "folder_missing": "error",
    "file_missing": "warning",
    "file_unreadable": "error",
    "file_empty": "error",
    "file_is_workbook": "error",
    "file_binary": "error",
    "file_encoding": "error",
    "file_ignored": "warning",
    "encoding_read": "info",
    "delimiter_read": "info",
    "header_missing": "error",
    "column_missing": "error",
    "column_twice": "error",
    "column_misspelt": "warning",
    "column_ignored": "info",
    "no_rows": "warning",
    "no_sources": "error",
    "sidecar_missing": "warning",
    "sidecar_unreadable": "warning",
    "sidecar_incomplete": "warning",
    "not_frozen": "warning",
    "file_changed": "warning",
    # rows and plain text
    "quoting": "error",
    "ragged": "error",
    "broken_characters": "error",
    "control_characters": "warning",
    "formula_text": "info",
    "cell_empty": "error",
    "choice_unknown": "error",
    "slug_wrong": "error",
    "translation_missing": "warning",
    "duplicate_row": "info",
    "duplicate_differs": "warning",
    "id_twice": "error",
    # names, periods, days
    "area_unknown": "error",
    "indicator_unknown": "error",
    "industry_unknown": "error",
    "period_unknown": "error",
    "period_impossible": "error",
    "period_ambiguous": "error",
    "period_read": "info",
    "span_missing": "error",
    "span_conflict": "error",
    "span_read": "info",
    "year_wrong": "error",
    "date_read": "info",
    "optional_date": "warning",
    "dates_reversed": "warning",
    # numbers and units
    "value_missing": "info",
    "value_read": "info",
    "value_comma": "error",
    "value_approximate": "error",
    "value_range": "error",
    "value_formula_error": "error",
    "value_scientific": "error",
    "value_unreadable": "error",
    "value_out_of_bounds": "warning",
    "optional_number": "warning",
    "target_range": "error",
    "unit_missing": "error",
    "unit_unknown": "error",
    "unit_mismatch": "error",
    "unit_conflict": "error",
    "unit_converted": "info",
    "derivation_missing": "error",
    # sources
    "source_missing": "error",
    "source_unknown": "error",
    "source_unusable": "error",
    "source_late": "warning",
    "url_missing": "warning",
    "url_wrong": "warning",
    "url_on_reprint": "warning",
}
# Every kind of fault that any part of intake can find.
CODES: Mapping[str, Severity] = {
    **PUBLISHED_CODES,
    **received_codes.CODES,
    **submission_codes.CODES,
    **form_codes.CODES,
    **prose_codes.CODES,
}


class Slip:
    """Issues of one file, in the order in which they were found; `file` is relative to the root."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[CellIssue] = []
        self._areas: dict[int, set[str]] = {}

    def note(
        self,
        code: str,
        found: str = "",
        *,
        row: int | None = None,
        column: str | None = None,
        **details: object,
    ) -> None:
        """Add an issue; `details` fill its texts. Raises KeyError for an unknown code."""
        self.issues.append(
            CellIssue(
                file=self.file,
                code=code,
                found=visible(found),
                severity=CODES[code],
                row=row,
                column=visible(column) if column is not None else None,
                details={key: visible(str(value)) for key, value in details.items()},
            )
        )

    def about(self, row: int, area: str) -> None:
        """Say that a row is about an area; its issues then are that area's."""
        self._areas.setdefault(row, set()).add(area)

    def sorted(self) -> list[CellIssue]:
        """The issues of the whole file first, then row by row."""
        found = [replace(issue, area=self._area(issue.row)) for issue in self.issues]
        return sorted(found, key=lambda issue: issue.row or 0)

    def _area(self, row: int | None) -> str | None:
        areas = self._areas.get(row or 0, set())
        return next(iter(areas)) if len(areas) == 1 else None
