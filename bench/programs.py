"""Programs that the bench runs, and what they took."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Took:
    """Seconds of the clock and of processors, and what a log says happened, with its second."""

    wall: float
    cpu: float
    events: list[tuple[float, dict[str, Any]]] = field(default_factory=list)

    def units(self) -> list[tuple[float, dict[str, Any]]]:
        """The units that were made or failed, with the second of their end."""
        return [(at, event) for at, event in self.events if event["event"] == "unit"]

    def makes(self) -> float:
        """Seconds from the first unit's begin to the last one's end."""
        (begun,) = [at for at, event in self.events if event["event"] == "begins"]
        return self.units()[-1][0] - begun


def begin(program: str, *arguments: object, cwd: Path) -> subprocess.Popen[str]:
    """Start a program of this environment."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    return subprocess.Popen(  # noqa: S603 (our own programs)
        [shutil.which(program, path=path) or program, *(str(a) for a in arguments)],
        cwd=cwd,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(program: str, *arguments: object, cwd: Path) -> Took:
    """Run one to its end; stop with what it said if it fails."""
    before, begun = _cpu(), time.perf_counter()
    process = begin(program, *arguments, cwd=cwd)
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{program} {arguments} ended with {process.returncode}\n{said}")
    return Took(time.perf_counter() - begun, _cpu() - before)


def report(file: Path, *more: object, cwd: Path) -> Took:
    """`diaodu report`, with what its log says."""
    log = cwd / "events.jsonl"
    log.unlink(missing_ok=True)
    begun = datetime.now(UTC)
    took = run("diaodu", "report", file, *more, "--quiet", "--log-json", log, cwd=cwd)
    return Took(took.wall, took.cpu, events(log, begun))


def events(log: Path, begun: datetime) -> list[tuple[float, dict[str, Any]]]:
    """The lines of a log, each with its second since `begun`."""
    found = []
    for line in log.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        found.append(((datetime.fromisoformat(event["time"]) - begun).total_seconds(), event))
    return found


def anew(copy: Path) -> None:
    """Remove all that was made."""
    for name in ("reports", "data/processed", ".cache"):
        shutil.rmtree(copy / name, ignore_errors=True)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
