"""What `make bench` measures of reading received files, with the reader's floor beside it.

Files are made up here: a quarter's submissions (workbooks of seven sheets and Word reports), and
the form of one area with 50,000 projects. The floor is openpyxl alone on the same workbook: one
full load, which gives formulas but no values, in a process of its own. Intake as a whole is
measured on the submissions that ship.

    python bench/received.py [PARAMS]
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
import xlsxwriter

from diaodu import intake
from diaodu.intake.form import layout, reader, writer
from diaodu.intake.received.grid import Received, Refusal, Workbook
from diaodu.intake.received.reading import Readers
from diaodu.params import Run, open_run

AREAS = 14
SHEETS = {
    **{"主要指标": 40, "重点项目": 120, "存在问题": 30, "有利因素": 30},
    **{"下步工作": 30, "重点企业": 30, "填报说明": 20},
}
COLUMNS, PROJECTS = 16, 50_000
PARAGRAPHS = 60


@dataclass(frozen=True)
class Reading:
    """Seconds from the first file to the last cell read, and the most memory of any child."""

    files: int
    seconds: float
    peak_mb: float


def quarter(folder: Path) -> list[Path]:
    """Fourteen workbooks and fourteen Word reports, as a quarter brings them."""
    paths = []
    for area in range(AREAS):
        paths += [folder / f"{area}.xlsx", folder / f"{area}.docx"]
        _workbook(paths[-2], SHEETS)
        report = docx.Document()
        for number in range(PARAGRAPHS):
            report.add_paragraph(f"{number}．规上工业增加值增长{5 + number / 10}%。")
        report.save(str(paths[-1]))
    return paths


def large(folder: Path, run: Run) -> Path:
    """The form of one area, filled with 50,000 projects."""
    book = openpyxl.load_workbook(io.BytesIO(writer.build(run, run.peers[0])))
    sheet = book["重点项目"]
    first = next(c.row for c in sheet["A"] if c.value == "编号") + 1
    county = run.areas[run.peers[0]].counties[0].zh
    for n in range(PROJECTS):
        amounts = (12_000 + n, 6_000, 1_500)
        row = (
            f"{run.quarter.quarter}-{n + 1}",
            f"示例第{n + 1}厂技改项目",
            county,
            f"示例第{n + 1}厂",
        )
        row += (
            "新开工",
            "是",
            "汽车制造业",
            *amounts,
            "2022-03",
            "2022-03-05",
            "已开工",
            "主体施工",
        )
        for column, value in enumerate(row, start=1):
            sheet.cell(first + n, column, value)
    path = folder / "large.xlsx"
    book.save(path)
    return path


def form(path: Path, run: Run) -> Reading:
    """Read that workbook in a child and its rows by the layout; the larger of the two memories.

    Raises RuntimeError if a project is missing.
    """
    if run.quarter.submissions is None:
        raise RuntimeError(f"{run.file}: found no submissions; expected a form")
    begun = time.perf_counter()
    with Readers(1) as readers:
        book = readers.read(path)
        peak = readers.peak_mb
    if not isinstance(book, Workbook):
        raise RuntimeError(f"{path}: {book}")
    made = reader.read(book, layout.load(run.root, run.quarter.submissions.form), run)
    if len(made.table("projects")) != PROJECTS:
        raise RuntimeError(f"{len(made.table('projects'))} projects read of {PROJECTS}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Reading(1, time.perf_counter() - begun, max(peak, own))


def whole(run: Run) -> Reading:
    """All of intake on the submissions that ship, from registered files to tables and issues."""
    begun = time.perf_counter()
    files = len(intake.read(run).files)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Reading(files, time.perf_counter() - begun, own)


def read(paths: list[Path], workers: int = 2) -> Reading:
    """Read files and walk over all that is in them. Raises RuntimeError if one is refused."""
    begun = time.perf_counter()
    with Readers(workers) as readers:
        results = readers.read_all(paths)
        seen = sum(map(_walk, results))
        took = time.perf_counter() - begun
        if not seen:
            raise RuntimeError("nothing was read")
        return Reading(len(paths), took, readers.peak_mb)


def floor(path: Path) -> Reading:
    """Openpyxl alone on one workbook."""
    code = (
        "import sys, time, openpyxl, pathlib; begun = time.perf_counter(); "
        "openpyxl.load_workbook(sys.argv[1]); print(time.perf_counter() - begun); "
        "print(pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    seconds, peak = done.stdout.split()
    return Reading(1, float(seconds), int(peak) / 1024)


def _walk(received: Received) -> int:
    if isinstance(received, Refusal):
        raise RuntimeError(f"{received.file}: {received.code}")
    if hasattr(received, "paragraphs"):
        return len(received.paragraphs)
    return sum(
        bool(cell.text) for sheet in received.sheets for _, row in sheet.rows() for cell in row
    )


def _workbook(path: Path, sheets: dict[str, int]) -> None:
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row in range(rows):
            for column in range(7):
                sheet.write_string(
                    row, column, f"项目{row}-{column}" if column < 3 else f"类别{row % 37}"
                )
            for column in range(7, COLUMNS - 1):
                sheet.write_number(row, column, 44600 + row % 300, day if column < 9 else None)
            sheet.write_formula(row, COLUMNS - 1, f"=J{row + 1}+K{row + 1}", None, 12.5)
    book.close()


def main() -> None:
    """Print all cases and the floor."""
    run = open_run(sys.argv[1] if len(sys.argv) > 1 else "params/hebei/2022Q1.yml")
    with tempfile.TemporaryDirectory(prefix="diaodu-bench-") as name:
        folder = Path(name)
        cases = [
            ("14 workbooks, 14 reports: reading", lambda: read(quarter(folder))),
            ("intake of what ships", lambda: whole(run)),
        ]
        one = large(folder, run)
        cases += [
            (f"form with {PROJECTS:,} projects", lambda: form(one, run)),
            ("the same, openpyxl alone", lambda: floor(one)),
        ]
        for label, measure in cases:
            reading = measure()
            figures = f"{reading.seconds:6.2f} s {reading.peak_mb:6.0f} MB"
            print(f"{label:36} {reading.files:3} files {figures}")


if __name__ == "__main__":
    main()
