"""What `make bench` measures of reading received files, with the reader's floor beside it.

Files are made up here: a quarter's submissions (workbooks of seven sheets and Word reports), and
one workbook of 50,000 projects. The floor is openpyxl alone on the same workbook: one full load,
which gives formulas but no values, in a process of its own.

    python bench/received.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import docx
import xlsxwriter

from diaodu.intake.received.grid import Received, Refusal
from diaodu.intake.received.reading import Readers

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


def large(folder: Path) -> Path:
    """One workbook with 50,000 rows of 16 columns."""
    path = folder / "large.xlsx"
    _workbook(path, {"重点项目": PROJECTS})
    return path


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
    """Print both cases and the floor."""
    with tempfile.TemporaryDirectory(prefix="diaodu-bench-") as name:
        folder = Path(name)
        paths, one = quarter(folder), large(folder)
        for label, reading in (
            ("a quarter's submissions", read(paths)),
            (f"{PROJECTS:,} projects", read([one])),
            ("the same, openpyxl alone", floor(one)),
        ):
            figures = f"{reading.seconds:6.2f} s {reading.peak_mb:6.0f} MB"
            print(f"{label:26} {reading.files:3} files {figures}")


if __name__ == "__main__":
    main()
