"""Time `diaodu report` against the plain way, on the same notebooks and parameters.

The plain way: for each report `papermill`, then `jupyter nbconvert --to html`, from the shell, one
after the other. Ours reads the data in and writes the index besides. Both run on a copy of the
repository in a temporary folder, in turn, in this one run: compare figures of one run only.

    python bench/bench.py [PARAMS] [--write]      QUICK=1: four reports, once each way
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from diaodu.batch import plan
from diaodu.params import open_run

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
TARGET = 2.0  # times as fast as the plain way
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench: written by `python bench/bench.py --write` -->", "<!-- /bench -->"


def main() -> int:
    """Measure, print the table, and return 1 if the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("params", nargs="?", default="params/hebei/2022Q1.yml")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    args = parser.parse_args()
    quick = bool(os.environ.get("QUICK"))
    with tempfile.TemporaryDirectory(prefix="diaodu-bench-") as folder:
        copy = _copy(Path(folder) / "repository")
        units = plan.units(open_run(copy / args.params))[: 4 if quick else None]
        ways = {"plain": lambda: _plain(units, copy), "ours": lambda: _ours(units, copy)}
        _run("diaodu", "intake", units[0].run.file, "--quiet", cwd=copy)  # the plain way needs it
        times = _measure(ways, {"plain": 1 if quick else 2, "ours": 1 if quick else 3})
    table, ratio = _table(times, len(units))
    print(table)
    if args.write:
        _write(table)
    return 0 if ratio >= TARGET else 1


def _copy(target: Path) -> Path:
    for name in ("params", "notebooks", "data/raw"):
        skip = shutil.ignore_patterns(".*")
        shutil.copytree(ROOT / name, target / name, ignore=skip)
    return target


def _measure(
    ways: dict[str, Callable[[], None]], repeats: dict[str, int]
) -> dict[str, list[float]]:
    """Seconds of each repeat; the ways take turns, so that a busy moment hits both."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(max(repeats.values())):
        for name, way in ways.items():
            if turn < repeats[name]:
                begun = time.perf_counter()
                way()
                times[name].append(time.perf_counter() - begun)
                print(f"{name}: {times[name][-1]:.1f} s", file=sys.stderr, flush=True)
    return times


def _plain(units: tuple[plan.Unit, ...], copy: Path) -> None:
    out = copy / "plain"
    out.mkdir(exist_ok=True)
    for unit in units:
        made = out / f"{unit.name}.ipynb"
        given = [text for pair in unit.parameters.items() for text in ("-p", *pair)]
        _run("papermill", unit.notebook, made, "--cwd", unit.notebook.parent, *given, cwd=copy)
        _run("jupyter", "nbconvert", "--to", "html", made, cwd=copy)
        made.with_suffix(".html").unlink()  # so that the next turn makes it again


def _ours(units: tuple[plan.Unit, ...], copy: Path) -> None:
    areas = [unit.id for unit in units]
    _run("diaodu", "report", units[0].run.file, "--area", *areas, cwd=copy)
    shutil.rmtree(units[0].run.reports)
    shutil.rmtree(copy / ".cache")  # else what has not changed would not be made again


def _run(program: str, *arguments: object, cwd: Path) -> None:
    """Run a program of this environment; stop with what it said if it fails."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    done = subprocess.run(  # noqa: S603 (our own programs)
        [shutil.which(program, path=path) or program, *(str(a) for a in arguments)],
        cwd=cwd,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{program} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")


def _table(times: dict[str, list[float]], count: int) -> tuple[str, float]:
    """The table as Markdown, and how many times as fast ours is."""
    plain, ours = (statistics.median(times[name]) for name in ("plain", "ours"))
    ratio = plain / ours
    rows = [
        ("papermill and nbconvert, one after the other", plain, len(times["plain"]), "", "1.0"),
        ("`diaodu report`", ours, len(times["ours"]), f"at least {TARGET:.1f}", f"{ratio:.1f}"),
    ]
    lines = [
        f"{count} reports, medians. {_machine()}",
        "",
        "| way | seconds | seconds a report | runs | target, times as fast | measured |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for way, seconds, runs, target, measured in rows:
        each = seconds / count
        lines.append(f"| {way} | {seconds:.1f} | {each:.1f} | {runs} | {target} | {measured} |")
    return "\n".join(lines), ratio


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


def _write(table: str) -> None:
    """Put the table between its two marks in docs/performance.md, or at the end of the page."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else "# Performance\n"
    block = f"{BEGIN}\n\n{table}\n\n{END}"
    if BEGIN in text and END in text:
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        text = before + block + after
    else:
        text = f"{text.rstrip()}\n\n{block}\n"
    PAGE.write_text(text, encoding="utf-8")
    print(f"written to {PAGE.relative_to(ROOT).as_posix()}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
