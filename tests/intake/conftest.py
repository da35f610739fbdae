"""The made-up province as a fixture."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.inbox import Inbox


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    """Its repository, each received file with one good row."""
    return Inbox(tmp_path)
