"""Measure a quarter's run in all that is wanted of it, and print the table.

Everything runs on a copy of the repository in a temporary folder, in this one run: compare
figures of one run only. Targets are for two cores with nothing else to do; what was measured while
other work ran is marked so.

    python bench/bench.py [PARAMS] [--write] [--only NAME ...]
    QUICK=1: a few reports of the quarter, and fewer of the many
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import measures
import psutil
from measures import Figure

from diaodu.batch import plan
from diaodu.batch.plan import Unit
from diaodu.params import open_run

ROOT = Path(__file__).resolve().parents[1]
PAGE, CHART = ROOT / "docs" / "performance.md", ROOT / "docs" / "growth.svg"
HISTORY = ROOT / "bench" / "history.csv"
COLUMNS = ("run", "machine", "state", "measure", "value", "unit", "target", "met")
BEGIN, END = "<!-- bench: written by `python bench/bench.py --write` -->", "<!-- /bench -->"
PARTS = ("whole", "nothing", "correction", "many", "cluster")
BUSY = 0.3  # load before the start, from which other work is at it
MANY, FEW = 300, 100
TEXTS = {
    "whole_seconds": "a quarter from nothing",
    "whole_against_plain": "the same against papermill + `jupyter nbconvert` from the shell",
    "whole_against_floor": "the same against its functions alone, one warm process a core",
    "first_report": "from `diaodu report` to the first report, from nothing",
    "nothing_changed": "nothing changed",
    "first_report_again": "to the first report where the tables are as they were",
    "correction_problem": "one city says a problem otherwise: intake and all reports it touches",
    "correction_figure": "one city sends another expected figure: the same",
    "dask_throughput": "Dask with two local workers, throughput",
    "dask_killed": "the same, one worker killed midway",
}


def main() -> int:
    """Measure, print the table, and return 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("params", nargs="?", default="params/hebei/2022Q1.yml")
    parser.add_argument("--write", action="store_true", help="into the docs and the history")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--many", type=int, help="how many units `many` makes")
    args = parser.parse_args()
    quick = bool(os.environ.get("QUICK"))
    load = psutil.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="diaodu-bench-") as folder:
        figures, ends = _measure(Path(folder), args, quick=quick)
    state = "other work ran at the same time" if load > BUSY else "nothing else ran"
    table = _table(figures, _history(), f"{_machine()} {state.capitalize()} (load {load:.1f}).")
    print(table)
    if args.write:
        _write(table, figures, state)
        if ends:
            _draw(ends)
    return 0 if all(figure.met is not False for figure in figures) else 1


def _measure(
    folder: Path, args: argparse.Namespace, *, quick: bool
) -> tuple[list[Figure], list[float]]:
    copy = _copy(folder / "repository")
    units = list(plan.units(open_run(copy / args.params)))
    if quick:
        units = _few(units)
    names = [unit.id for unit in units] if quick else []
    figures: list[Figure] = []
    ends: list[float] = []
    if {"whole", "nothing", "correction"} & set(args.only):
        found, full = measures.whole(copy, units, names)
        figures += found
        _tell(found)
        if "nothing" in args.only:
            figures += _tell(measures.nothing(copy, units, names))
            figures += _tell(measures.again(copy, units, names))
        if "correction" in args.only:
            figures += _tell(measures.corrections(copy, units, names, full))
    if "cluster" in args.only:
        figures += _tell(measures.cluster(copy, units, names))
    if "many" in args.only:
        count = args.many or (FEW if quick else MANY)
        found, ends = measures.thousand(folder / "many", count)
        figures += _tell(found)
    return figures, ends


def _tell(figures: list[Figure]) -> list[Figure]:
    for figure in figures:
        print(f"{figure.name}: {figure.value:.2f} {figure.unit}; {figure.note}", file=sys.stderr)
    return figures


def _few(units: Sequence[Unit]) -> list[Unit]:
    """A city's report and its leader's brief, and two more cities."""
    cities = [unit for unit in units if unit.kind == "city"][:3]
    briefs = [unit for unit in units if unit.kind == "leader" and unit.area == cities[0].area]
    return [*cities, *briefs]


def _copy(target: Path) -> Path:
    for name in ("params", "notebooks", "data/raw"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns(".*"))
    return target


def _history() -> list[dict[str, str]]:
    if not HISTORY.is_file():
        return []
    with HISTORY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(figures: Sequence[Figure], history: Sequence[dict[str, str]], where: str) -> str:
    """The table as Markdown. Earlier figures: the last three runs that measured the same."""
    lines = [
        where,
        "",
        "| measure | measured | target | met | earlier runs | |",
        "|---|---:|---|---|---|---|",
    ]
    for figure in figures:
        earlier = [row["value"] for row in history if row["measure"] == figure.name][-3:]
        met = {True: "yes", False: "no", None: ""}[figure.met]
        text = TEXTS.get(figure.name, figure.name.replace("_", " "))
        value = f"{figure.value:.2f} {figure.unit}"
        cells = [text, value, figure.target, met, ", ".join(earlier), figure.note]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _machine() -> str:
    """Processors, their make, and Python's version."""
    info = Path("/proc/cpuinfo")
    names = [
        line.partition(":")[2].strip()
        for line in (info.read_text(encoding="utf-8").splitlines() if info.is_file() else [])
        if line.startswith("model name")
    ]
    cpu = names[0] if names else platform.processor() or platform.machine()
    return f"{os.cpu_count()} processors ({cpu}), Python {platform.python_version()}."


def _write(table: str, figures: Sequence[Figure], state: str) -> None:
    """Put the table between its two marks in docs/performance.md, and the figures into history."""
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")
    rows = _history()
    number = max((int(row["run"]) for row in rows), default=0) + 1
    with HISTORY.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        for figure in figures:
            met = "" if figure.met is None else str(figure.met).lower()
            made = (number, _machine(), state, figure.name, f"{figure.value:.2f}", figure.unit)
            values = (*made, figure.target, met)
            writer.writerow(dict(zip(COLUMNS, values, strict=True)))


def _draw(ends: Sequence[float]) -> None:
    """The growth of time with the number of units, as a chart."""
    import matplotlib as mpl  # noqa: PLC0415
    from matplotlib.figure import Figure as Chart  # noqa: PLC0415

    with mpl.rc_context({"svg.hashsalt": "growth", "svg.fonttype": "none"}):
        chart = Chart(figsize=(6, 3), layout="constrained")
        axes = chart.subplots()
        axes.plot(range(1, len(ends) + 1), ends, color="#1f5fa8")
        axes.set_xlabel("units made")
        axes.set_ylabel("seconds since the start")
        axes.set_xlim(0)
        axes.set_ylim(0)
        axes.spines[["top", "right"]].set_visible(False)
        chart.savefig(CHART, metadata={"Date": None})


if __name__ == "__main__":
    raise SystemExit(main())
