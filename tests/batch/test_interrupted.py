"""A run that is killed at any moment: nothing half-written, and the next one finishes the rest."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from batch import tiny
from diaodu.batch import sweep
from diaodu.params import Run, open_run
from intake import sent

SEED = 7
KILLS = 4
SHOWS = "import time; time.sleep(0.2)"
TYPED = {"主要指标!F5": "6，5%（预计）", "存在问题!B5": "部分企业资金紧张。"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def _quarter(root: Path) -> Run:
    """Three reports, and a form with a fault, whose sender gets a marked copy back."""
    run = sent.repository(root)
    for name in ("city", "province"):
        book = tiny.notebook(SHOWS, tiny.SHOW)
        tiny.nbformat.write(book, root / "notebooks" / f"{name}.ipynb")
    sent.hand_in(run, sent.put(root / "inbox", "a.xlsx", sent.form(run, "alpha", TYPED)))
    return run


def _start(run: Run, *more: str) -> subprocess.Popen[bytes]:
    names = ["--area", "testland", "alpha", "beta", "--quiet", *more]
    return subprocess.Popen(
        [sys.executable, "-m", "diaodu", "report", str(run.file), *names],
        cwd=run.root,
        stdout=subprocess.DEVNULL,
    )


def _pages(run: Run) -> dict[str, bytes]:
    """What is handed out: pages and marked workbooks. Notebooks and the record tell of seconds."""
    return {
        path.relative_to(run.reports).as_posix(): path.read_bytes()
        for path in run.reports.rglob("*")
        if path.suffix in (".html", ".xlsx") and not path.name.startswith(".")
    }


def _whole(run: Run) -> None:
    """Every file that anybody finds is whole."""
    for path in run.reports.rglob("*"):
        inside = path.relative_to(run.reports).parts
        if path.is_dir() or any(part.startswith(".") for part in inside):
            continue
        if path.suffix == ".html":
            assert path.read_bytes().rstrip().endswith(b"</html>"), path
        elif path.suffix == ".xlsx":
            assert zipfile.ZipFile(path).testzip() is None, path
        else:
            json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_a_run_killed_at_any_moment_is_finished_by_the_next_to_the_same_bytes(tmp_path) -> None:
    reference = _quarter(tmp_path / "whole")
    shutil.copytree(reference.root, tmp_path / "killed")
    run = open_run(tmp_path / "killed" / tiny.FILE)
    begun = time.monotonic()
    assert _start(reference).wait() == 0
    lasted = time.monotonic() - begun
    expected = _pages(reference)
    assert {"testland.html", "alpha.html", "beta.html", "slips/alpha.xlsx"} <= set(expected)

    moments = random.Random(SEED)
    killed = 0
    for turn in range(KILLS):
        process = _start(run, "--anew")
        time.sleep(lasted * moments.uniform(turn / KILLS, (turn + 1) / KILLS))
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        _whole(run)
    assert killed  # a later run may be quicker than the one that was timed
    assert _start(run).wait() == 0
    assert _pages(run) == expected
    left = [path for path in run.root.rglob(".*") if path.name.endswith(".part")]
    assert left == [] and list(run.reports.glob(".making-*")) == []


def test_what_a_killed_run_left_is_swept_and_nothing_else(tmp_path) -> None:
    run = tiny.with_tables(tiny.repository(tmp_path))
    gone = [
        tiny.put(run.reports / ".making-x" / "alpha.ipynb", "{"),
        tiny.put(run.reports / ".alpha.html.12.part", "<"),
        tiny.put(run.reports / "slips" / ".alpha.xlsx.12.part", "PK"),
        tiny.put(run.processed / ".notes.parquet.part", "P"),
        tiny.put(run.root / ".cache" / "testland" / run.key / "units" / ".a.json.1.part", "{"),
    ]
    stays = [
        tiny.put(run.reports / "alpha.html", "whole"),
        tiny.put(run.reports / ".gitkeep", ""),
        tiny.put(run.reports / "notes.part", "somebody's own"),
        tiny.put(run.reports.with_name("2022Q2") / ".alpha.html.12.part", "of another quarter"),
    ]
    sweep.sweep(run)
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in stays)
    assert not (run.reports / ".making-x").exists()
    assert (run.processed / "notes.parquet").is_file()
    assert list((run.root / ".cache" / "testland" / run.key / "units").iterdir()) == []
