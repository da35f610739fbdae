"""Issues that written reports can have; see slip.CODES for what the severities mean."""

from __future__ import annotations

from collections.abc import Mapping

from diaodu.errors import Severity

CODES: Mapping[str, Severity] = {
    "claim_differs_submitted": "warning",
    "claim_differs_published": "warning",
}
