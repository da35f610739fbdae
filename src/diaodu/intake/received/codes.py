"""Every kind of fault that reading a received file can find, with how much it matters.

`error`: the file is refused; `warning`: it is read, but somebody should look; `info`: how it was
read. Its texts are the messages issue.<code>.expected, .consequence and .remedy.
"""

from __future__ import annotations

from collections.abc import Mapping

from diaodu.errors import Severity

CODES: Mapping[str, Severity] = {
    # refused
    "cannot_open": "error",
    "empty_file": "error",
    "size_too_large": "error",
    "zip_bomb": "error",
    "not_readable": "error",
    "forbidden_xml": "error",
    "encrypted": "error",
    "old_format": "error",
    "other_format": "error",
    "picture_or_pdf": "error",
    "archive_file": "error",
    "unknown_format": "error",
    "time_limit": "error",
    "memory_limit": "error",
    "too_many_cells": "error",
    "cell_too_far": "error",
    "too_many_paragraphs": "error",
    # read all the same
    "macro": "warning",
    "external_link": "warning",
    "extension_differs": "warning",
    "name_unsafe": "warning",
    "formula_not_calculated": "warning",
    "tracked_changes": "warning",
    "text_damaged": "warning",
    "lines_unreadable": "warning",
    "pictures_ignored": "info",
    "old_workbook_read": "info",
    "text_encoding": "info",
}
