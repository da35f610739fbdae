"""The sample's texts are in the catalogue while a test of this folder runs, and only then."""

from __future__ import annotations

import pytest

from diaodu.messages import catalogue
from diaodu.publish.html import Exporter
from publish import sample


@pytest.fixture(autouse=True)
def _sample_messages(monkeypatch) -> None:
    for key, texts in sample.MESSAGES.items():
        monkeypatch.setitem(catalogue(), key, texts)


@pytest.fixture(scope="session")
def exporter() -> Exporter:
    return Exporter()
