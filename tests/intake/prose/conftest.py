"""What the tests of prose share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def counted() -> Callable[..., int]:
    """How many function calls a call takes: a measure of work that does not depend on the machine."""

    def counted(function: Callable[..., Any], *arguments: Any) -> int:
        calls = 0

        def count(frame: Any, event: str, argument: Any) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            function(*arguments)
        finally:
            sys.setprofile(before)
        return calls

    return counted
