"""Where the processor's time of one report goes, made as a run's workers make it.

A process that has libraries and tables loaded forks a child that makes the report; the child's
own user and system seconds are printed by cell of the notebook and for making the page of it.
Seconds of the processor, so what else runs on the machine counts little; the best of REPEAT
children is shown. With --profile the functions that take most.

    python bench/report.py [PARAMS] [--unit ID] [--repeat N] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from diaodu.batch import engine, notebooks, plan, shell, warm
from diaodu.params import open_run
from diaodu.publish import fonts

Parts = list[tuple[str, float]]


def main() -> int:
    """Print the table of the best child."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("params", nargs="?", default="params/hebei/2022Q1.yml", type=Path)
    parser.add_argument("--unit", help="id of the unit; default: the first city")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    every = plan.units(open_run(given.params))
    unit = next(u for u in every if (u.id == given.unit if given.unit else u.kind == "city"))
    warm.up({unit.notebook for unit in every})
    warm.read_tables(unit.run)
    found = [_in_child(lambda: _parts(unit)) for _ in range(given.repeat)]
    _print(unit.id, min(found, key=lambda parts: sum(seconds for _, seconds in parts)))
    if given.profile:
        _in_child(lambda: _profile(unit))
    return 0


def _in_child(work: Callable[[], Parts]) -> Parts:
    """What `work` returns in a forked child; nothing that it does stays here."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(read)
            with open(write, "w", encoding="utf-8") as file:  # noqa: PTH123 (a descriptor)
                json.dump(work(), file)
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    with open(read, encoding="utf-8") as file:  # noqa: PTH123
        text = file.read()
    if os.waitpid(pid, 0)[1]:
        raise SystemExit("the child failed")
    return [(str(name), float(seconds)) for name, seconds in json.loads(text)]


def _parts(unit: plan.Unit) -> Parts:
    """Seconds of the processor by part: cells by their first line, all else by what it is."""
    parts: Parts = []
    shell.run = _timed(shell.run, parts, lambda _, code: f"cell: {_line(code)}")
    fonts.embed = _timed(fonts.embed, parts, lambda *_: "fonts")
    begun = time.process_time()
    _make(unit, parts)
    parts.append(("papermill, nbconvert, files", time.process_time() - begun - _sum(parts)))
    return parts


def _make(unit: plan.Unit, parts: Parts) -> None:
    with tempfile.TemporaryDirectory(prefix="diaodu-bench-") as folder:
        draft = Path(folder) / "draft.ipynb"
        ran = engine.execute(unit.notebook, draft, unit.parameters, 600, "warm")
        if ran.notebook is None or ran.failure is not None:
            raise SystemExit(f"{unit.id}: {ran.failure} {ran.details}")
        notebooks.write(Path(folder) / "kept.ipynb", ran.notebook, unit.run.root)
        page = warm.exporter().export(ran.notebook, unit.run, unit.kind, unit.division)
        (Path(folder) / "report.html").write_text(page, encoding="utf-8")


def _timed(work: Callable[..., Any], parts: Parts, name: Callable[..., str]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        begun = time.process_time()
        found = work(*arguments, **named)
        parts.append((name(*arguments), time.process_time() - begun))
        return found

    return timed


def _line(code: str) -> str:
    return code.strip().splitlines()[-1].strip()[:70]


def _sum(parts: Parts) -> float:
    return sum(seconds for _, seconds in parts)


def _profile(unit: plan.Unit) -> Parts:
    profile = cProfile.Profile()
    profile.runcall(_make, unit, [])
    stats = pstats.Stats(profile).sort_stats("tottime").print_stats(40)
    stats.sort_stats("cumtime").print_stats("diaodu/(analysis|present|publish|store|params)", 160)
    return []


def _print(name: str, parts: Parts) -> None:
    print(f"{name}: seconds of the processor")
    for part, seconds in sorted(parts, key=lambda part: -part[1]):
        if seconds >= 0.005:
            print(f"  {seconds:7.3f}  {part}")
    print(f"  {_sum(parts):7.3f}  all", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
