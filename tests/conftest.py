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


# Files that take longest, longest first: begun last, one of them alone would keep everybody waiting.
LONGEST = (
    *("tests/test_reports.py", "tests/test_cli.py", "tests/test_contracts.py"),
    *("tests/batch/", "tests/terminal/", "tests/browser/", "tests/publish/", "tests/intake/"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first, so that the workers end together."""

    def place(item: pytest.Item) -> int:
        starts = map(item.nodeid.startswith, LONGEST)
        return next((at for at, starts in enumerate(starts) if starts), len(LONGEST))

    items.sort(key=place)


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
