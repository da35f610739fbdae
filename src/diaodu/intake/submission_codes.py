"""What can be wrong with a received file as a whole: whose it is, of which quarter, which version.

`error`: the file is refused; `warning`: it is used, but somebody should look; `info`: how it was
taken. Its texts are the messages issue.<code>.expected, .consequence and .remedy.
"""

from __future__ import annotations

from collections.abc import Mapping

from diaodu.errors import Severity

CODES: Mapping[str, Severity] = {
    # refused at registration
    "sender_missing": "error",
    "sender_unclear": "error",
    "sender_not_asked": "error",
    "quarter_other": "error",
    # registered all the same
    "sender_by_name": "warning",
    "name_area_differs": "warning",
    "name_quarter_differs": "warning",
    "quarter_by_name": "info",
    "quarter_assumed": "warning",
    "two_at_once": "warning",
    "same_bytes": "info",
    "same_as_older": "warning",
    # found among what is registered
    "registered_changed": "warning",
    "registered_unknown": "warning",
    "registered_sidecar": "warning",
    "not_registered": "warning",
    # prose
    "report_without_statements": "warning",
    "prose_too_long": "warning",
}
