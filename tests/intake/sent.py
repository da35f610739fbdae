"""What three made-up areas send in, and the repository that takes it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl

from batch import tiny
from diaodu.intake.form import writer
from diaodu.intake.received.grid import Received
from diaodu.intake.received.parse import parse
from diaodu.intake.received.register import Registered, Terms, register
from diaodu.params import Run, open_run
from intake.received import packages

DAY = date(2022, 3, 18)
_BLANK: dict[tuple[str, str], bytes] = {}


def repository(root: Path) -> Run:
    """A repository whose quarter takes submissions, and its run."""
    tiny.with_raw_files(tiny.repository(root))
    quarter = f"{tiny.QUARTER}submissions: {{form: '2022', due: 2022-03-20}}\n"
    tiny.put(root / tiny.FILE, quarter)
    return open_run(root / tiny.FILE)


def report(*paragraphs: str) -> bytes:
    """A Word report of these paragraphs."""
    return packages.document("".join(packages.paragraph(text) for text in paragraphs))


def titled(area: str = "甲市", quarter: str = "2022年一季度", more: str = "工业平稳。") -> bytes:
    """A Word report that names its sender and quarter in its title."""
    return report(f"{area}{quarter}工业运行情况", more)


def book(title: str = "甲市2022年一季度工业运行填报表", value: object = 5.8) -> bytes:
    """A workbook of one sheet with a title and one figure; no form of ours."""
    rows = (
        packages.row(1, packages.text("A1", title)),
        packages.row(2, packages.number("B2", value)),
    )
    return packages.workbook(packages.sheet("".join(rows)))


def form(run: Run, area: str = "alpha", cells: Mapping[str, object] | None = None) -> bytes:
    """The form of an area as it comes back; cells: such as 主要指标!F5 -> what was typed in."""
    key = (run.quarter.quarter, area)
    if key not in _BLANK:  # the same form each time
        _BLANK[key] = writer.build(run, area)
    book = openpyxl.load_workbook(io.BytesIO(_BLANK[key]))
    for place, value in (cells or {}).items():
        sheet, _, address = place.rpartition("!")
        book[sheet][address] = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    """A file as it comes in."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def here(paths: Sequence[Path]) -> list[Received]:
    """Read files in this process: what these tests send is harmless."""
    return [parse(path) for path in paths]


def hand_in(run: Run, *paths: Path, **terms: object) -> list[Registered]:
    """Register files as received on one day."""
    known = {"received_on": DAY, "read": here} | terms
    return register(run, paths, Terms(**known))  # type: ignore[arg-type]


def codes(result: Registered) -> list[str]:
    return [issue.code for issue in result.issues]
