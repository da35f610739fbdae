"""Work beside other work, in a thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Found = TypeVar("Found")


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
        pool.shutdown(wait=False)
