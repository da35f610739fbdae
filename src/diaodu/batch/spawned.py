"""A warm process that makes one unit after the other, where no process can be forked.

Between two notebooks it is put back as it was: see `state`. Units on kernels of their own are made
in such processes too, for the kernel is clean by itself.
"""

from __future__ import annotations

import os
import signal
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread

from diaodu.batch import ahead, state, warm, worker
from diaodu.batch.ahead import Ahead, Learnt


def serve(orders: Connection, notebooks: tuple[Path, ...]) -> None:
    """Make the jobs that come in by `orders`, and send each one's outcome back.

    An order is a Job, or something to do Ahead. Ends when `orders` is closed. Ctrl-C reaches a
    whole process group: the parent alone heeds it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    warm.up(notebooks)
    from diaodu.batch import shell  # noqa: PLC0415 (warm by now)

    shell.with_pyplot()
    while True:
        try:
            order = orders.recv()
        except EOFError:
            return
        if isinstance(order, Ahead):
            ahead.carry_out(order)
            if order.what == "reader":
                orders.send(Learnt())
            continue
        worker.heed_end(order)
        with state.kept():
            outcome = worker.make(order)
        orders.send(outcome.answer)


def _end_with_parent() -> None:
    """A worker whose parent was killed in the middle of a notebook would run it to its end."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
