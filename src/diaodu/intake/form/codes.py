"""Every kind of fault that reading a returned form can find, with how much it matters.

`error`: a sheet, row or figure is left out; `warning`: it is used, but somebody should look;
`info`: how something was read. Texts: the messages issue.<code>.expected, .consequence, .remedy.
"""

from __future__ import annotations

from collections.abc import Mapping

from diaodu.errors import Severity

CODES: Mapping[str, Severity] = {
    # the workbook
    "form_not_recognised": "error",
    "form_area_missing": "error",
    "form_area_unknown": "warning",
    "form_area_is_county": "warning",
    "form_area_differs": "warning",
    "form_quarter_missing": "error",
    "form_quarter_unknown": "warning",
    "form_quarter_differs": "warning",
    "form_version_differs": "warning",
    # sheets and columns
    "form_sheet_missing": "error",
    "form_sheet_renamed": "info",
    "form_sheet_twice": "warning",
    "form_sheet_unknown": "warning",
    "form_hidden": "warning",
    "form_header_missing": "error",
    "form_column_missing": "error",
    "form_column_twice": "error",
    "form_column_unknown": "warning",
    "form_column_by_position": "warning",
    "form_column_misspelt": "warning",
    "form_columns_moved": "warning",
    "form_unit_header": "warning",
    "form_unit_header_missing": "warning",
    "form_unit_unknown": "error",
    "form_unit_above": "warning",
    # rows
    "form_unit_row": "warning",
    "form_row_above_header": "error",
    "form_row_unnamed": "error",
    "form_rows_lost": "error",
    "form_row_missing": "error",
    "form_indicator_unknown": "error",
    "form_total_row": "info",
    "form_total_differs": "warning",
    "form_duplicate_same": "info",
    "form_duplicate_differs": "error",
    "form_id_twice": "warning",
    # cells
    "form_merged": "warning",
    "form_formula": "info",
    "form_formula_empty": "error",
    "form_cell_error": "error",
    "form_comment": "info",
    "form_value_refused": "error",
    "form_value_doubtful": "warning",
    "form_value_read": "info",
    "form_value_range": "error",
    "form_value_expected": "warning",
    "form_value_out_of_bounds": "warning",
    "form_day_refused": "error",
    "form_day_read": "info",
    "form_month_refused": "error",
    "form_month_missing": "error",
    "form_choice_unknown": "error",
    "form_choice_several": "warning",
    "form_county_unknown": "warning",
    "form_county_elsewhere": "error",
    "form_text_cleaned": "info",
    "form_text_formula": "info",
    # what figures say together
    "form_headline_missing": "error",
    "form_expected_missing": "warning",
    "form_target_missing": "info",
    "form_below_target": "warning",
    "form_below_last_year": "info",
    "form_backwards": "warning",
    "form_part_above_total": "warning",
    "form_completed_above_total": "warning",
    "form_plan_above_total": "warning",
    "form_start_after_quarter": "warning",
    "form_enterprise_elsewhere": "warning",
    "form_project_vanished": "warning",
    "form_project_renamed": "warning",
    "form_problem_vanished": "warning",
}
