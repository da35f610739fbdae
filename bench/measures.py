"""What `make bench` measures, each on a copy of the repository in a folder of its own."""

from __future__ import annotations

import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import many
import openpyxl
import programs
import psutil
from programs import Took

from diaodu.batch.plan import Unit
from diaodu.intake.received import registry

CORES = psutil.cpu_count() or 1


@dataclass(frozen=True)
class Figure:
    """One line of the table. met: None where a figure has no target of its own."""

    name: str
    value: float
    unit: str
    target: str = ""
    met: bool | None = None
    note: str = ""


def at_least(name: str, value: float, unit: str, target: float, note: str = "") -> Figure:
    """A figure that has to be `target` or more."""
    return Figure(name, value, unit, f"at least {target:g}", value >= target, note)


def at_most(name: str, value: float, unit: str, target: float, note: str = "") -> Figure:
    """A figure that has to be `target` or less."""
    return Figure(name, value, unit, f"at most {target:g}", value <= target, note)


def whole(copy: Path, units: Sequence[Unit], names: Sequence[str]) -> tuple[list[Figure], Took]:
    """A quarter from nothing: against the plain way, against the floor, and its first report."""
    file = units[0].run.file
    programs.anew(copy)
    ours = programs.report(file, *_area(names), cwd=copy)
    floor = _floor(copy, units)
    plain = _plain(copy, units)
    first = ours.units()[0][0]
    count = len(units)
    said = f"{count} reports: {ours.wall:.1f} s, {ours.cpu:.0f} s of processors"
    return [
        Figure("whole_seconds", ours.wall, "s", note=said),
        at_least(
            "whole_against_plain",
            plain.wall / ours.wall,
            "times",
            7,
            f"papermill and nbconvert: {plain.wall:.0f} s ({plain.cpu:.0f} s of processors), "
            "from a sample of each kind",
        ),
        at_most(
            "whole_against_floor",
            ours.wall / floor,
            "times",
            1.25,
            f"the same functions alone: {floor:.1f} s",
        ),
        at_most("first_report", first, "s", 4, "intake of all files before it"),
    ], ours


def again(copy: Path, units: Sequence[Unit], names: Sequence[str]) -> list[Figure]:
    """All reports are gone and the tables are as they were: when the first one stands again."""
    for unit in units:
        unit.html.unlink()
    took = programs.report(units[0].run.file, *_area(names), cwd=copy)
    note = f"all {len(took.units())} after {took.wall:.1f} s, {took.cpu:.0f} s of processors"
    return [at_most("first_report_again", took.units()[0][0], "s", 4, note)]


def _floor(copy: Path, units: Sequence[Unit]) -> float:
    """Seconds of the same functions in one warm process for each core (floor.py)."""
    names = [unit.id for unit in units]
    arguments = [units[0].run.file, CORES, *names]
    process = programs.begin(sys.executable, programs.ROOT / "bench/floor.py", *arguments, cwd=copy)
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"floor.py\n{said}")
    return float(said.split()[-1])


def _plain(copy: Path, units: Sequence[Unit]) -> Took:
    """One unit after the other by papermill and nbconvert from the shell.

    One unit of each kind is run, two of the kind that most are; each stands for its kind.
    """
    out = copy / "plain"
    out.mkdir(exist_ok=True)
    kinds = Counter(unit.kind for unit in units)
    most = kinds.most_common(1)[0][0]
    wall = cpu = 0.0
    for kind, count in kinds.items():
        sample = [unit for unit in units if unit.kind == kind][: 2 if kind == most else 1]
        took = [_plainly(unit, out) for unit in sample]
        wall += count * statistics.mean(one.wall for one in took)
        cpu += count * statistics.mean(one.cpu for one in took)
    return Took(wall, cpu)


def _plainly(unit: Unit, out: Path) -> Took:
    made = out / f"{unit.name}.ipynb"
    given = [text for pair in unit.parameters.items() for text in ("-p", *pair)]
    folder = unit.notebook.parent
    run = programs.run("papermill", unit.notebook, made, "--cwd", folder, *given, cwd=out)
    page = programs.run("jupyter", "nbconvert", "--to", "html", made, cwd=out)
    return Took(run.wall + page.wall, run.cpu + page.cpu)


def nothing(copy: Path, units: Sequence[Unit], names: Sequence[str]) -> list[Figure]:
    """The same command again when nothing has changed; the reports of `whole` are there."""
    took = [programs.report(units[0].run.file, *_area(names), cwd=copy) for _ in range(3)]
    ran = sum(len(one.units()) for one in took)
    seconds = statistics.median(one.wall for one in took)
    cpu = statistics.median(one.cpu for one in took)
    figure = at_most("nothing_changed", seconds, "s", 1, f"{ran} run, {cpu:.2f} s of processors")
    return [figure if ran == 0 else Figure(**{**vars(figure), "met": False})]


def corrections(
    copy: Path, units: Sequence[Unit], names: Sequence[str], full: Took
) -> list[Figure]:
    """One city sends its form again: a problem said otherwise, then another expected figure."""
    run = units[0].run
    if run.quarter.submissions is None:
        return []
    area = next(unit.area for unit in units if unit.kind == "city")
    found = []
    for name, sheet, column in (("problem", "存在问题", 2), ("figure", "主要指标", 6)):
        form = _corrected(run, area, sheet, column, copy / f"corrected-{name}.xlsx")
        terms = ("--illustrative", "--received", run.quarter.as_of)
        made = programs.report(run.file, form, *terms, *_area(names), cwd=copy)
        note = (
            f"{len(made.units())} of {len(units)} reports, "
            f"{made.wall:.1f} s, {made.cpu:.0f} s of processors"
        )
        share = made.wall / full.wall
        found.append(at_most(f"correction_{name}", share, "of the whole", 0.2, note))
    return found


def _corrected(run: object, area: str, sheet: str, column: int, out: Path) -> Path:
    """The newest form of an area with one cell changed."""
    entries = registry.newest(registry.entries(run, run.quarter.quarter))  # type: ignore
    (entry,) = [one for one in entries if (one.area, one.kind) == (area, "form")]
    book = openpyxl.load_workbook(entry.path)
    for row in book[sheet].iter_rows(min_row=5):
        cell = row[column - 1]
        if isinstance(cell.value, int | float):
            cell.value += 0.1
            break
        if isinstance(cell.value, str) and len(cell.value) > 8:
            cell.value = f"{cell.value.rstrip('。')}，影响较大。"
            break
    else:
        raise SystemExit(f"{entry.file}: found nothing to correct on {sheet}")
    book.save(out)
    return out


def thousand(folder: Path, count: int) -> tuple[list[Figure], list[float]]:
    """Many small units: does the next one take longer, or any process grow? Also their seconds."""
    file = many.build(folder, count)
    log = folder / "events.jsonl"
    begun = datetime.now(UTC)
    process = programs.begin("diaodu", "report", file, "--quiet", "--log-json", log, cwd=folder)
    held: dict[int, list[tuple[float, float]]] = {}
    while process.poll() is None:
        at = (datetime.now(UTC) - begun).total_seconds()
        for pid, megabytes in _memory(process.pid):
            held.setdefault(pid, []).append((at, megabytes))
        time.sleep(0.5)
    if process.returncode:
        raise SystemExit(process.communicate()[0])
    ends = [at for at, _ in programs.Took(0, 0, programs.events(log, begun)).units()]
    hundred = max(count // 10, 2)
    pace = [ends[hundred - 1] - ends[0], ends[-1] - ends[-hundred]]
    lasting = [rows for rows in held.values() if rows[0][0] < ends[hundred - 1] and len(rows) > 9]
    growth = [
        max(mb for _, mb in rows) / max(mb for at, mb in rows if at <= ends[hundred - 1])
        for rows in lasting
        if rows[-1][0] >= ends[-1] - 1
    ]
    most = max(mb for rows in held.values() for _, mb in rows)
    first = f"the first {hundred} took {pace[0]:.1f} s, the last {hundred} {pace[1]:.1f} s"
    return [
        at_most(f"units_{count}_pace", pace[1] / pace[0], "times", 1.1, first),
        at_most(
            f"units_{count}_growth", max(growth), "times", 1.1, f"{len(growth)} lasting processes"
        ),
        at_most(f"units_{count}_memory", most, "MB", 500, "the largest process at any time"),
    ], ends


def _memory(parent: int) -> list[tuple[int, float]]:
    """Megabytes of a process and of all below it."""
    found = []
    try:
        every = [psutil.Process(parent), *psutil.Process(parent).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
    for one in every:
        try:
            found.append((one.pid, one.memory_info().rss / 1e6))
        except psutil.NoSuchProcess:
            continue
    return found


def cluster(copy: Path, units: Sequence[Unit], names: Sequence[str]) -> list[Figure]:
    """Two workers of Dask against two of our own; and with one of them killed midway."""
    file = units[0].run.file
    more = [*_area(names), "--anew"]
    pool = programs.report(file, *more, "--workers", 2, cwd=copy)
    pages = _pages(units)
    dask = programs.report(file, *more, "--cluster", "local:2", cwd=copy)
    same = _pages(units) == pages
    log = copy / "killed.jsonl"
    log.unlink(missing_ok=True)
    begun = datetime.now(UTC)
    arguments = [file, *more, "--cluster", "local:2", "--quiet", "--log-json", log]
    process = programs.begin("diaodu", "report", *arguments, cwd=copy)
    killed = _kill_worker(process.pid, log, begun, len(units) // 3)
    said, _ = process.communicate()
    made = programs.Took(0, 0, programs.events(log, begun)).units()
    good = process.returncode == 0 and killed and _pages(units) == pages
    note = f"{len(made)} of {len(units)} made, " + ("byte-identical" if good else said[-300:])
    return [
        at_least(
            "dask_throughput",
            pool.makes() / dask.makes(),
            "of the pool's",
            0.9,
            f"{pool.makes():.1f} s and {dask.makes():.1f} s for {len(units)} reports"
            + (", byte-identical" if same else ", NOT the same bytes"),
        ),
        Figure(
            "dask_killed", float(len(made)), "reports", f"{len(units)}, the same bytes", good, note
        ),
    ]


def _kill_worker(parent: int, log: Path, begun: datetime, after: int) -> bool:
    """Kill one worker of the cluster once `after` units have been made."""
    while psutil.pid_exists(parent):
        if log.is_file() and len(Took(0, 0, programs.events(log, begun)).units()) >= after:
            workers = [one for one in psutil.Process(parent).children() if one.children()]
            workers[0].send_signal(signal.SIGKILL)
            return True
        time.sleep(0.1)
    return False


def _pages(units: Sequence[Unit]) -> list[bytes]:
    return [unit.html.read_bytes() for unit in units]


def _area(names: Sequence[str]) -> list[str]:
    return ["--area", *names] if names else []
