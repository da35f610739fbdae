"""How many threads numerical libraries start: one, where other processes use the other cores."""

from __future__ import annotations

import os

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def one_thread() -> None:
    """Set it for this process, before numpy is imported; what somebody has set stays.

    Matrices here are small: threads that wait for each other take longer than one does, and while
    workers use the other cores, training the reader of notes took ten times as long with two.
    """
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
