"""Work beside other work: in a thread, or in a process where nothing of it is needed back."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from typing import TypeVar

from diaodu.batch import forge, worker

Found = TypeVar("Found")
AFTER_OTHERS = 5  # niceness of a process apart: nobody waits for it before the end


@contextmanager
def beside(work: Callable[[], Found]) -> Iterator[Future[Found]]:
    """Work that is done in a thread while the block runs, and is over at its end.

    What it raises is raised then. Where the block fails or is interrupted nobody waits: the thread
    ends before the program does.
    """
    pool = ThreadPoolExecutor(1)
    future = pool.submit(work)
    try:
        yield future
        future.result()
    finally:
        pool.shutdown(wait=future.done())


@contextmanager
def apart(work: Callable[[], object]) -> Iterator[None]:
    """Work that writes files and gives nothing back, while the block runs; over at its end.

    Where the system forks and no thread runs that could hold a lock, a forked process does it on
    another core, with all that this one has in memory; else a thread. What failed there is done
    here again, so that its error is raised as it is. If the block fails the process is ended.
    """
    if not forge.available() or threading.active_count() > 1:
        with beside(work):
            yield
        return
    pid = os.fork()
    if pid == 0:
        _be_apart(work)
    with suppress(ProcessLookupError, PermissionError):  # whoever comes first: it or we
        os.setpgid(pid, pid)
    ended = os.pidfd_open(pid)
    try:
        yield
        wait([ended])
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGTERM)
        wait([ended], forge.GRACE)  # to clear up
        forge.end_group(pid, ended)
        raise
    if forge.end_group(pid, ended):
        work()


def _be_apart(work: Callable[[], object]) -> None:
    """Do it and end; nothing of the parent's own end is run."""
    code = 1
    try:
        with suppress(PermissionError):
            os.setpgid(0, 0)  # so that what it starts is ended with it; Ctrl-C is for the parent
        forge.end_with_parent()
        os.nice(AFTER_OTHERS)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(worker.TERMINATED))
        work()
        code = 0
    finally:
        os._exit(code)
