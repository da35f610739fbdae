"""One run at a time on a quarter. The system frees the lock of a process however it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from diaodu.batch import sweep
from diaodu.params import Run

PAUSE = 0.2  # seconds between two tries


@contextmanager
def held(run: Run, waits: Callable[[], None]) -> Iterator[None]:
    """Hold the quarter's lock; `waits` is called once if another run holds it first."""
    path = run.processed.with_name(f".{run.key}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    file = _open(path, waits)
    try:
        yield
    finally:
        os.close(file)


@contextmanager
def alone(run: Run, waits: Callable[[], None]) -> Iterator[None]:
    """Hold the lock, with nothing left of a run that was killed."""
    with held(run, waits):
        sweep.sweep(run)
        yield


def _open(path: Path, waits: Callable[[], None]) -> int:
    told = False
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if _take(file) and _is_still(file, path):
            return file
        os.close(file)
        if not told:
            waits()
            told = True
        time.sleep(PAUSE)


def _is_still(file: int, path: Path) -> bool:
    """Whether the locked file is the one that others will find: somebody may have deleted it."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
