"""Why something cannot be said: the codes of analysis as a reader's words."""

from __future__ import annotations

from typing import Any

from diaodu.present.page import Page, safe


def reason(page: Page, code: Any) -> str:
    """The reason behind a code of `absent`, plain text, as it stands in a cell."""
    return page.say(f"unsaid.{code}")


def because(page: Page, code: Any, what: str) -> str:
    """A whole sentence without its stop, plain text: what cannot be said, and why."""
    return page.say("unsaid.because", what=what, reason=reason(page, code))


def cell(page: Page, code: Any) -> str:
    """The reason as a cell of a table."""
    return f'<span class="none">{safe(reason(page, code))}</span>'
