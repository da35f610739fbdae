"""Received files of any bytes, read by a child process that goes on afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from diaodu import issues
from diaodu.intake.received.findings import to_issues
from diaodu.intake.received.grid import Document, Received, Refusal, Workbook
from diaodu.intake.received.parse import parse
from diaodu.intake.received.reading import Readers
from diaodu.messages import LANGS
from intake.received import packages

Read = Callable[..., Received]


def said(received: Received) -> list[str]:
    """Codes of all that is to be said about a file; every one of them has its texts."""
    found = issues.to_frame(to_issues(received, "received/x"))
    for lang in LANGS:
        issues.render(found, lang)
    return list(found["code"])


def sheet_of(received: Received) -> dict[str, object]:
    """Values of the first sheet by address."""
    assert isinstance(received, Workbook), received
    first = received.sheets[0]
    return {first.address(c.row, c.column): c.value for c in first.cells.values()}


def texts_of(received: Received) -> list[str]:
    assert isinstance(received, Document), received
    return [paragraph.text for paragraph in received.paragraphs]


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(1) as readers:
        yield readers


@pytest.fixture
def read(readers: Readers, tmp_path: Path) -> Read:
    """Read these bytes under this name in a child process, and then another file, which must go."""

    def read(data: bytes, name: str = "x.xlsx") -> Received:
        path = tmp_path / name
        path.write_bytes(data)
        received = readers.read(path)
        good = tmp_path / "next.xlsx"
        good.write_bytes(packages.workbook())
        assert sheet_of(readers.read(good)) == {"A1": "指标", "B1": 5.8}
        return received

    return read


@pytest.fixture
def parsed(tmp_path: Path) -> Read:
    """Read these bytes under this name in this process, where nothing hostile is in them."""

    def parsed(data: bytes, name: str = "x.xlsx") -> Received:
        path = tmp_path / name
        path.write_bytes(data)
        return parse(path)

    return parsed


@pytest.fixture
def refused(read: Read) -> Callable[..., Refusal]:
    """Read hostile bytes; they must be refused, and for one reason only."""

    def refused(data: bytes, name: str = "x.xlsx") -> Refusal:
        received = read(data, name)
        assert isinstance(received, Refusal), received
        assert said(received)[0] == received.code
        return received

    return refused
