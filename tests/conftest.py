"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from diaodu.messages import LANGS


@pytest.fixture(scope="session")
def root() -> Path:
    """Top folder of the repository."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> str:
    """Each language in turn."""
    return request.param


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be left out: a skipped test fails the run there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("CI") == "true":
        reporter.write_line(f"\n{len(skipped)} skipped, which CI (CI=true) counts as a failure")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
